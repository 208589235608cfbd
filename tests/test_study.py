from dataclasses import replace

import pytest

from evalkit.corrections import Correction, correct_survey
from evalkit.errors import EvalkitError
from evalkit.pseudonyms import pseudonym
from evalkit.study import load_portfolio, load_study, who_answered
from evalkit.survey import read_survey
from evalkit.tables import COUNTS, ENTRIES, EVIDENCE, RESPONSES, SESSIONS

SALT = "a secret of the study's owners"


@pytest.fixture(autouse=True)
def salted(monkeypatch):
    monkeypatch.setenv("EVALKIT_SALT", SALT)


def by_key(study, column):
    """Return a column by wave, the survey tool's own key and item."""
    keys = {
        pseudonym(f"{p}{n}", study=study.id, salt=SALT.encode()): f"{p}{n}" for p in "ab" for n in range(9)
    }
    table = study.responses.assign(key=study.responses["respondent"].map(keys))
    return table.set_index(["wave", "key", "item"])[column]


def test_a_study_carries_every_table_with_its_columns(roadworks):
    for table, columns in (
        (roadworks.responses, RESPONSES),
        (roadworks.entries, ENTRIES),
        (roadworks.evidence, EVIDENCE),
        (roadworks.sessions, SESSIONS),
        (roadworks.counts, COUNTS),
    ):
        assert set(columns) <= set(table.columns)
        assert len(table)


def test_responses_are_complete_whatever_the_state(small):
    responses = load_study(small()).responses
    assert len(responses) == 12 * 30  # twelve people-waves, thirty items of the framework
    assert not responses.duplicated(["wave", "respondent", "item"]).any()


def test_values_are_0_to_100_and_reversed_items_are_turned(roadworks):
    answered = roadworks.responses.query("state == 'answered'")
    assert answered["value"].between(0, 100).all()
    turned = answered.query("item == 'dialogue_3'").groupby("answer", observed=True)["value"].first()
    assert turned["Helt uenig"] == 100
    assert turned["Enig"] == 25


def test_the_five_states_stay_apart(small):
    states = by_key(load_study(small()), "state")
    assert states["start", "a1", "shared_start_1"] == "answered"
    assert states["start", "a3", "dialogue_1"] == "dont_know"
    assert states["start", "b3", "dialogue_1"] == "skipped"
    assert states["start", "a1", "shared_start_2"] == "not_asked"
    assert states["start", "a1", "action_1"] == "not_due"
    assert states["end", "a1", "action_1"] == "not_asked"


def test_a_value_is_missing_unless_it_was_answered(roadworks):
    responses = roadworks.responses
    assert responses["value"].notna().equals(responses["state"] == "answered")
    assert responses["answer"].notna().equals(responses["state"] == "answered")


def test_order_is_in_the_categories(small):
    responses = load_study(small()).responses
    assert list(responses["wave"].cat.categories) == ["start", "end"]
    assert list(responses["party"].cat.categories) == ["a", "b"]
    assert list(responses["answer"].cat.categories) == [
        "Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig",
    ]  # fmt: skip


def test_a_correction_changes_the_answer_and_is_reported(small):
    heading = "file,row,column,old,new,reason\n"
    study = load_study(small({"corrections.csv": heading + "start.csv,2,q1,5,3,mistyped\n"}))
    assert by_key(study, "value")["start", "a1", "shared_start_1"] == 50
    assert any("mistyped" in sentence for sentence in study.report)
    assert len(study.corrections) == 1


def test_a_correction_can_empty_a_cell_or_make_it_don_t_know(small):
    heading = "file,row,column,old,new,reason\n"
    lines = "start.csv,2,q1,5,,wrong form\nstart.csv,3,q1,4,Ved ikke,said so\n"
    states = by_key(load_study(small({"corrections.csv": heading + lines})), "state")
    assert states["start", "a1", "shared_start_1"] == "skipped"
    assert states["start", "a2", "shared_start_1"] == "dont_know"


@pytest.mark.parametrize(
    ("line", "state", "value"),
    [
        ("start.csv;2;q1;5;Uenig;mistyped", "answered", 25),  # by label
        (
            "start.csv;2;Vi begyndte med en fælles forståelse af problemet;5;2;mistyped",
            "answered",
            25,
        ),  # by text
        ("start.csv;4;q2;9;4;she meant 4", "answered", 75),  # of a don't-know, by its code
        ("start.csv;4;q2;Ved ikke;;wrong form", "skipped", None),  # of a don't-know, by its label
        ("start.csv;7;q2;;3;asked her again", "answered", 50),  # of an empty cell
        ('start.csv;2;q1;5;2;"on two\nlines; and a semicolon"', "answered", 25),
    ],
)
def test_corrections_all_the_way_to_the_responses(small, line, state, value):
    study = load_study(small({"corrections.csv": "file;row;column;old;new;reason\n" + line + "\n"}))
    before = load_study(small({"corrections.csv": None})).responses
    both = [
        table[["state", "value"]].astype({"state": str}).fillna(-1) for table in (before, study.responses)
    ]
    changed = both[1][(both[0] != both[1]).any(axis=1)]
    assert changed.to_numpy().tolist() == [[state, -1 if value is None else value]]


def test_a_respondent_who_withdraws_is_gone_from_every_wave(small):
    text = "file,row,column,old,new,reason\n,,respondent,a1,,withdrew her consent\n"
    everybody = load_study(small()).responses["respondent"].nunique()
    study = load_study(small({"corrections.csv": text}))
    assert study.responses["respondent"].nunique() == everybody - 1
    said = [sentence for sentence in study.report if "has withdrawn" in sentence]
    assert [sentence.partition(":")[0] for sentence in said] == ["start.csv, row 2", "end.csv, row 2"]
    assert not any("a1" in sentence for sentence in said)


def test_no_don_t_know_of_somebody_who_withdrew_is_kept(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("id,q\na,Agree\nb,Don't know\nc,Don't know\n", "utf-8")
    survey = read_survey(path)
    survey = replace(survey, codebook=survey.codebook.assign(role=["respondent", ""]))
    gone = Correction("s.csv", "", "respondent", "b", "", "withdrew", 2)
    survey = correct_survey(survey, "s.csv", [gone])
    assert survey.missing["row"].tolist() == [4]
    assert survey.labelled(missing=True)["q"].tolist() == ["Agree", "Don't know"]


def test_a_row_without_a_single_answer_is_left_out_aloud(small):
    study = load_study(small({"start.csv": ("b3;Part B;2;", "b3;Part B;;")}))
    assert study.responses.query("wave == 'start'")["respondent"].nunique() == 5
    assert any("without a single answer" in sentence for sentence in study.report)


def test_the_report_can_be_read_in_danish(roadworks):
    said = roadworks.said("da")
    assert len(said) == len(roadworks.report)
    assert said[0].startswith("survey_start.csv: læst som LimeSurvey (overskrifter som 'id. ...')")
    assert "1 af 18 rækker blev aldrig indsendt; de er beholdt." in said
    assert not [sentence for sentence in said if " columns" in sentence or " read as " in sentence]
    assert roadworks.said("en", mode="dialogue") == roadworks.report


def test_without_ids_nobody_can_be_followed_and_the_report_says_so(small):
    codebook = ("{name: who, evalkit: {respondent: true}}", "{name: who}")
    study = load_study(small({"codebook.yml": codebook}))
    assert any("nobody can be followed" in sentence for sentence in study.report)
    shared = set(study.responses.query("wave == 'start'")["respondent"]) & set(
        study.responses.query("wave == 'end'")["respondent"]
    )
    assert not shared


def test_a_codebook_can_bring_an_item_of_its_own(small):
    study = load_study(small({"codebook.yml": ("{item: dialogue_1}", "{criterion: during.dialogue}")}))
    assert "q2" in study.framework.item_ids
    assert study.framework.item("q2").criterion == "during.dialogue"
    assert study.responses.query("item == 'q2' and wave == 'start'")["state"].eq("answered").sum() == 4


def test_a_number_of_invited_that_nobody_knows_is_shown_as_unknown(small):
    shown = load_study(small({"study.yml": ("invited: 4", "invited: unknown")}))._repr_html_()
    assert "ukendt · unknown" in shown
    assert "None" not in shown


def test_a_study_shows_itself_as_a_table_of_who_answered(roadworks):
    assert "HR&amp;OU" in roadworks._repr_html_()
    assert str(roadworks).startswith("roadworks")


def test_a_form_of_blanks_and_dont_knows_is_no_answer(roadworks):
    first = roadworks.responses["respondent"].iloc[0]
    rows = roadworks.responses
    silent = rows["respondent"].eq(first) & rows["state"].eq("answered")
    blank = rows.assign(state=rows["state"].where(~silent, "dont_know"))
    before, after = (who_answered(replace(roadworks, responses=r))["answered"].sum() for r in (rows, blank))
    assert before - after == rows.loc[silent, "wave"].nunique()


def test_one_party_and_one_wave_are_a_study(small):
    study = STUDY_OF_ONE  # no party column is needed where there is one party, no wave where there is one
    folder = small({"study.yml": study, "start.csv": "q1;q2\n5;4\n4;4\n"})
    responses = load_study(folder).responses
    assert set(responses["party"]) == {"a"}
    assert set(responses["wave"]) == {"end"}


STUDY_OF_ONE = """\
id: one
parties: {a: {label: A, invited: unknown}}
waves: {end: 2024-06-10}
surveys: [{file: start.csv}]
"""


def test_every_input_file_is_listed(small):
    names = [path.name for path in load_study(small()).files]
    assert names == ["study.yml", "start.csv", "codebook.yml", "end.csv", "logbook.csv"]


def test_the_portfolio_is_every_sample_study_by_date(sample):
    studies = load_portfolio(sample)
    assert len(studies) == 6
    dates = [study.waves[0].date for study in studies]
    assert dates == sorted(dates)


def test_an_empty_portfolio_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="there is no study here"):
        load_portfolio(tmp_path)


def test_a_broken_study_in_a_portfolio_is_named(small, tmp_path):
    small({"start.csv": None})
    with pytest.raises(EvalkitError, match="small/study.yml"):
        load_portfolio(tmp_path)


def test_without_a_salt_pseudonyms_last_as_long_as_the_exports_and_nobody_without_them_can_try_names(
    small, monkeypatch
):
    monkeypatch.delenv("EVALKIT_SALT")
    folder = small()
    first, again = (load_study(folder).responses["respondent"] for _ in range(2))
    assert first.tolist() == again.tolist()
    with (folder / "end.csv").open("a") as file:
        file.write("b9;Part B;1;1\n")
    assert set(load_study(folder).responses["respondent"]).isdisjoint(first)


def test_neither_pseudonyms_nor_their_order_follow_the_keys(small):
    responses = load_study(small()).responses
    assert responses["respondent"].str.fullmatch("p[0-9a-f]{12}").all()
    for _, people in responses.groupby(["wave", "party"], observed=True)["respondent"]:
        assert people.is_monotonic_increasing


def test_a_key_written_in_capitals_is_the_same_person(small):
    study = load_study(small({"end.csv": ("a1;", "A1 ;")}))
    assert (
        study.responses["respondent"].nunique()
        == load_study(small({"end.csv": ("a1;", "a1;")})).responses["respondent"].nunique()
    )
    text = "file,row,column,old,new,reason\n,,respondent,a1,,withdrew\n"
    study = load_study(small({"end.csv": ("a1;", "A1 ;"), "corrections.csv": text}))
    assert len([sentence for sentence in study.report if "has withdrawn" in sentence]) == 2
    with pytest.raises(EvalkitError, match="respondent 'a1' is there 2 times in wave 'end'"):
        load_study(small({"end.csv": ("a2;", "A1;"), "corrections.csv": None}))


def test_a_salt_makes_pseudonyms_that_last(small, monkeypatch):
    folder = small()
    first, again = (load_study(folder).responses["respondent"] for _ in range(2))
    assert first.tolist() == again.tolist()
    assert first.str.fullmatch("p[0-9a-f]{12}").all()
    monkeypatch.setenv("EVALKIT_SALT", "another secret of other owners")
    assert set(load_study(folder).responses["respondent"]).isdisjoint(first)
