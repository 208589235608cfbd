"""Files become a study's logbook: words matched, strangers refused."""

import pytest

from evalkit import EvalkitError, load_framework
from evalkit.logbook import Context, assemble_logbook, read_part

PARTIES = {"hrou": ["HR&OU"], "staff": ["Fagmedarbejdere", "Domain staff"]}
HEAD = "id;dato;forfatter;part;type;tekst;kriterium;holdning;samtykke\n"


@pytest.fixture
def assemble(tmp_path):
    def assemble(*texts, **known):
        parts = []
        for number, text in enumerate(texts, start=1):
            path = tmp_path / f"fil{number}.csv"
            path.write_text(text, "utf-8")
            parts.append(read_part(path))
        return assemble_logbook(parts, "s", Context(load_framework(), PARTIES, **known))

    return assemble


def refused(assemble, *texts, **known):
    with pytest.raises(EvalkitError) as error:
        assemble(*texts, **known)
    return str(error.value)


def test_parties_criteria_and_phases_are_known_by_any_of_their_names(assemble):
    log = assemble(
        HEAD + "1;25-10-2016;P1;hr&ou;møde;a;Tæt dialog+;;\n2;25-10-2016;P2;domain staff;møde;b;dialogue-;;\n"
        "3;25-10-2016;P3;borger;møde;c;after.action+, during.respect+;;\n4;25-10-2016;P4;;møde;d;;;\n"
    )
    assert log.entries["party"].tolist() == ["hrou", "staff", "external", ""]
    assert log.entries["phase"].tolist() == ["during", "during", "", ""]
    assert log.evidence["criterion"].tolist() == [
        "during.dialogue",
        "during.dialogue",
        "after.action",
        "during.respect",
    ]
    assert set(log.entries["study"]) == set(log.evidence["study"]) == {"s"}


def test_a_second_coders_file_belongs_to_the_notes_of_the_first(assemble):
    notes = HEAD + "1;25-10-2016;P1;hrou;møde;a;during.dialogue;støtter;\n"
    log = assemble(notes, "id;kriterium;holdning;coder\n1;during.dialogue;imod;K2\n")
    assert log.entries["entry"].tolist() == ["1"]
    assert log.evidence["stance"].tolist() == ["supports", "against"]
    assert refused(assemble, notes, "id;kriterium;holdning;coder\n9;during.dialogue;imod;K2\n") == (
        "fil2.csv, row 2, column 'entry': there is no note with the id '9'."
        " Add the note with that id to the logbook, or correct the id here."
    )


def test_a_note_of_the_future_is_said(assemble):
    log = assemble(HEAD + "1;25-10-2099;P1;hrou;møde;a;;;\n2;25-10-2016;P1;hrou;møde;b;;;\n")
    assert log.report == ("1 logbook entries are dated after today, the first in fil1.csv, row 2.",)


def test_the_roster_masks_names_wherever_they_stand(assemble):
    log = assemble(HEAD + "1;25-10-2016;Anne Holm;hrou;møde;Annes idé;;;\n", roster={"Anne Holm": "P01"})
    assert log.entries[["author", "text"]].to_numpy().tolist() == [["P01", "P01s idé"]]
    assert any("masked 2 names" in sentence for sentence in log.report)


def test_taguettes_tags_below_a_criterion_are_stances(assemble):
    """Taguette parts the levels of its tags by full stops (taguette's tests: ``interesting.places``)."""
    tags = ("during.dialogue.støtter", "Tæt dialog.against", "during.dialogue", "støj.gade")
    rows = "".join(f"{n},note.txt,{tag},ord\n" for n, tag in enumerate(tags))
    log = assemble("id,document,tag,content\n" + rows)
    assert log.evidence[["criterion", "stance"]].to_numpy().tolist() == [
        ["during.dialogue", "supports"],
        ["during.dialogue", "against"],
        ["during.dialogue", "neutral"],
        ["", "neutral"],
    ]


def test_a_stance_below_a_mapped_code_goes_before_the_maps(assemble):
    tags = ("Samarbejde.imod", "Samarbejde")
    rows = "".join(f"{n},note.txt,{tag},ord\n" for n, tag in enumerate(tags))
    code_map = {"Samarbejde": {"criterion": "during.dialogue", "stance": "supports"}}
    log = assemble("id,document,tag,content\n" + rows, code_map=code_map)
    assert log.evidence[["criterion", "stance"]].to_numpy().tolist() == [
        ["during.dialogue", "against"],
        ["during.dialogue", "supports"],
    ]


def test_a_code_map_ties_codes_to_criteria_and_stances(assemble):
    log = assemble(
        "id,document,tag,content\n1,note.txt,adfærd.fortov,a\n1,note.txt,DURING.dialogue,b\n2,note.txt,andet,c\n",
        code_map={"adfærd.fortov": {"criterion": "after.action", "stance": "against"}},
    )
    assert log.evidence[["criterion", "stance"]].to_numpy().tolist() == [
        ["after.action", "against"],
        ["during.dialogue", "neutral"],
        ["", "neutral"],
    ]


def test_a_study_may_have_its_own_words_for_stances(assemble):
    log = assemble(HEAD + "1;25-10-2016;P1;hrou;møde;a;after.action;op;\n", stances={"op": "supports"})
    assert log.evidence["stance"].tolist() == ["supports"]


def test_a_note_coded_elsewhere_under_its_id_is_one_entry(assemble):
    log = assemble(
        HEAD + "L07;25-10-2016;P1;hrou;møde;a;;;\n",
        "id,document,tag,content\n1,L07.txt,during.dialogue,b\n",
    )
    assert log.entries["kind"].tolist() == ["meeting"]
    assert log.evidence["entry"].tolist() == ["L07"]


def test_notes_without_a_date_are_said_to_count_for_no_wave(assemble):
    assert (
        "1 of 1 logbook entries have no date and count for no wave."
        in assemble(HEAD + "1;;P1;hrou;møde;a;;;\n").report
    )


ROW = "1;25-10-2016;P1;hrou;møde;a;{};;\n"


@pytest.mark.parametrize(
    ("texts", "known", "message"),
    [
        (["x;part;tekst\n;hru;a\n"], {}, "fil1.csv, row 2, column 'party': 'hru' is not one of hrou, staff, external"),
        ([HEAD + ROW.format("during.dialog")], {}, "fil1.csv, row 2, column 'criterion': 'during.dialog' is not one of"),
        ([HEAD + "1;25-10-2016;P1;hrou;møde;a;after.action;op;\n"], {}, "fil1.csv, row 2, column 'stance': 'op' is not one"),
        ([HEAD + ROW.format(""), HEAD + ROW.format("")], {}, "fil2.csv, row 2, column 'entry': the id '1' stands on a note"),
        (
            ["session;site;start;end\nS1;A;25-10-2016 08:00;09:00\n", "session;behaviour;n\nS2;a;1\n"],
            {},
            "fil2.csv, row 2, column 'session': the session 'S2' is in no list of sessions",
        ),
        (
            ["session;site;start;end\nS1;A;25-10-2016 08:00;09:00\n", "session;site;start;end\nS1;B;25-10-2016 10:00;11:00\n"],
            {},
            "fil2.csv, row 2, column 'session': the session 'S1' is given twice",
        ),
        (
            [HEAD + ROW.format("")],
            {"code_map": {"x": {"criterion": "during.dialog"}}},
            "study.yml, key 'code_map.x': 'during.dialog' is not one of before.shared_start",
        ),
        (
            [HEAD + ROW.format("")],
            {"code_map": {"x": {"criterion": "after.action", "stance": "op"}}},
            "study.yml, key 'code_map.x': 'op' is not one of supports",
        ),
        ([HEAD + ROW.format("")], {"stances": {"op": "for"}}, "study.yml, key 'stances.op': 'for' is not one of supports"),
    ],
)  # fmt: skip
def test_strangers_are_refused_with_the_place_they_stand_in(assemble, texts, known, message):
    assert refused(assemble, *texts, **known).startswith(message)


def test_a_list_of_surveys_named_beside_its_counts_gives_each_survey_once(tmp_path):
    # The columns of the Public Life Data Protocol 1.0: a table of surveys, and a component table by survey_id.
    survey = "location_id,survey_id,date,time_start,time_stop\nA,s1,2016-10-04,09:00,09:10\nB,s2,2016-10-04,10:00,10:10\n"
    counted = "survey_id,gender,row_total\ns1,male,3\ns1,female,2\ns2,female,0\n"
    for name, text in (("survey.csv", survey), ("component.csv", counted)):
        (tmp_path / name).write_text(text, "utf-8")
    parts = [read_part(tmp_path / name) for name in ("survey.csv", "component.csv")]
    log = assemble_logbook(parts, "s", Context(load_framework(), PARTIES))
    assert log.sessions["site"].tolist() == ["A", "B"]
    assert log.counts[log.counts["behaviour"].eq("people")]["n"].tolist() == [5, 0]


def test_one_session_in_two_lists_is_still_refused(tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("session;dato;sted;fra;til\nS1;04-10-2016;A;9:00;9:10\n", "utf-8")
    parts = [read_part(tmp_path / name) for name in ("one.csv", "two.csv")]
    with pytest.raises(EvalkitError, match="session 'S1' is given twice"):
        assemble_logbook(parts, "s", Context(load_framework(), PARTIES))
