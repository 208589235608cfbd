"""The sample studies: made the same every time, whole, and telling what their data log says they tell."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from evalkit.comparing.evidence import triangulate
from evalkit.logbook.privacy import mask_texts
from evalkit.pseudonyms import pseudonym
from evalkit.scoring.criteria import score_criteria
from evalkit.scoring.verdicts import judge_criteria
from evalkit.study import Study, load_portfolio, load_study
from evalkit.tables import VERDICTS

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
STUDIES = ["care_meals", "library_youth", "one_entrance", "rain_yard", "roadworks", "waste_sorting"]


@cache
def sample(id: str) -> Study:
    return load_study(SAMPLE / id)


@cache
def verdicts(id: str) -> pd.DataFrame:
    scores = score_criteria(sample(id))
    return judge_criteria(scores, triangulate(scores, sample(id)))


def verdict(id: str, wave: str, criterion: str) -> str:
    table = verdicts(id)
    row = table[(table["wave"] == wave) & (table["criterion"] == criterion)]
    return str(row["verdict"].item())


def scores(id: str, wave: str, criterion: str) -> pd.Series:
    table = score_criteria(sample(id))
    return table[(table["wave"] == wave) & (table["criterion"] == criterion)].set_index("party")["score"]


@pytest.fixture(scope="module")
def make_all() -> Callable[[Path], list[Path]]:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLE / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_all


def test_making_them_again_gives_the_same_bytes(
    make_all: Callable[[Path], list[Path]], tmp_path: Path
) -> None:
    written = [path.relative_to(tmp_path) for path in make_all(tmp_path)]
    differing = [
        path.as_posix() for path in written if (tmp_path / path).read_bytes() != (SAMPLE / path).read_bytes()
    ]
    assert differing == []
    assert {path.parts[0] for path in written} == set(STUDIES)


@pytest.mark.parametrize(
    ("id", "format"),
    [
        ("roadworks", "LimeSurvey"),
        ("rain_yard", "SurveyXact"),
        ("care_meals", "Qualtrics"),
        ("waste_sorting", "Microsoft Forms"),
        ("library_youth", "SPSS"),
        ("one_entrance", "a plain table"),
    ],
)
def test_six_studies_use_six_survey_formats(id: str, format: str) -> None:
    said = [sentence for sentence in sample(id).report if " read as " in sentence]
    assert len(said) == len(sample(id).raw["surveys"])
    assert all(f" read as {format}" in sentence for sentence in said)


@pytest.mark.parametrize("id", STUDIES)
def test_what_was_answered_is_what_is_loaded(
    id: str, make_all: Callable[[Path], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every format's writer and reader, there and back: answers, don't-knows and blanks of every person."""
    read_forms = importlib.import_module("make.plan").read_forms
    monkeypatch.setenv("EVALKIT_SALT", "so that the test can tell who is who")
    table = load_study(SAMPLE / id).responses.set_index(["wave", "respondent", "item"])
    loaded = {
        key: (state, value)
        for key, state, value in zip(table.index, table["state"], table["value"], strict=True)
    }
    forms = read_forms(id)
    drawn = {
        (
            wave,
            pseudonym(person.pseudonym, study=id, salt=b"so that the test can tell who is who"),
            item.id,
        ): (person.answers[item.id], item.reverse)
        for wave, form in forms.items()
        for person in form.people
        for item in form.items
    }
    assert {key for key, (state, _) in loaded.items() if state not in ("not_due", "not_asked")} == set(drawn)
    for key, (code, reverse) in drawn.items():
        state, value = loaded[key]
        if code in range(1, 6):
            assert (state, value) == ("answered", 25.0 * (5 - code if reverse else code - 1)), key
        else:
            assert state == ("skipped" if code is None else "dont_know"), key


def test_every_study_says_that_it_is_synthetic() -> None:
    for study in STUDIES:
        assert (SAMPLE / study / "study.yml").read_text("utf-8").startswith("# Synthetic")
    assert "**Everything here is synthetic.**" in (SAMPLE / "README.md").read_text("utf-8")


def test_the_portfolio_has_six_studies_of_six_forms() -> None:
    portfolio = load_portfolio(SAMPLE)
    assert sorted(study.id for study in portfolio) == STUDIES
    assert len({study.form for study in portfolio}) == 6


def test_all_five_verdicts_occur() -> None:
    found = set().union(*(set(verdicts(study)["verdict"].dropna()) for study in STUDIES))
    assert found == set(VERDICTS)


def test_nobody_was_asked_about_what_is_not_due() -> None:
    for study in map(sample, STUDIES):
        stages = {wave.id: wave.stage for wave in study.waves}
        asked = study.responses[~study.responses["state"].isin(["not_due", "not_asked"])]
        for wave, criterion in set(zip(asked["wave"], asked["criterion"], strict=True)):
            assert study.framework.is_due(criterion, stages[wave]), (study.id, wave, criterion)


@pytest.mark.parametrize(("party", "fewest", "most"), [("hrou", 5, 6), ("staff", 10, 12)])
def test_roadworks_answered_as_many_as_the_data_log_says(party: str, fewest: int, most: int) -> None:
    responses = sample("roadworks").responses
    by_wave = responses[responses["party"] == party].groupby("wave", observed=True)["respondent"].nunique()
    assert list(by_wave.index) == ["start", "mid", "end", "followup"]
    assert by_wave.between(fewest, most).all()


def test_roadworks_respondents_are_the_same_people_from_wave_to_wave() -> None:
    responses = sample("roadworks").responses
    waves = responses.groupby("respondent")["wave"].agg(lambda column: set(column))
    all_four = waves.map(len) == 4
    assert all_four.sum() >= 8
    assert any("start" not in found for found in waves)  # joined later
    assert any("followup" not in found for found in waves)  # left


def test_roadworks_begins_with_the_two_parties_apart_and_nobody_understanding() -> None:
    assert verdict("roadworks", "start", "before.shared_start") == "not_fulfilled"
    assert verdict("roadworks", "start", "before.clear_purpose") == "contested"


def test_roadworks_ends_in_understanding_and_shared_ownership_strongest_among_the_staff() -> None:
    assert verdict("roadworks", "end", "before.shared_start") == "fulfilled"
    assert verdict("roadworks", "end", "during.respect") == "fulfilled"
    assert verdict("roadworks", "followup", "after.ownership") == "fulfilled"
    assert verdict("roadworks", "followup", "after.action") == "fulfilled"
    ownership = scores("roadworks", "end", "after.ownership")
    assert ownership["staff"] > ownership["hrou"]


def test_roadworks_does_not_pretend_that_everything_went_well() -> None:
    assert verdict("roadworks", "end", "after.learning") == "too_little_data"
    assert verdict("roadworks", "followup", "after.learning") == "not_fulfilled"
    assert verdict("roadworks", "followup", "before.management_support") == "contested"


def test_roadworks_story_is_told_by_coded_quotes_early_and_late() -> None:
    study = sample("roadworks")
    coded = study.evidence.merge(study.entries[["entry", "occurred_at"]], on="entry")
    start = coded[coded["criterion"] == "before.shared_start"].sort_values("occurred_at", kind="stable")
    early, late = start.iloc[0], start.iloc[-1]
    assert early["quote"] == "Cyklister har jord i hovedet!"
    assert early["stance"] == "against"
    assert late["stance"] == "supports"
    assert late["occurred_at"] - early["occurred_at"] > pd.Timedelta(days=150)


def test_roadworks_logbook_has_about_sixty_notes_some_of_them_coded_twice() -> None:
    study = sample("roadworks")
    assert 55 <= len(study.entries) <= 65
    assert {"film", "interview", "observation", "meeting", "decision", "delivery", "agreement"} <= set(
        study.entries["kind"]
    )
    assert set(study.entries["consent"]) == {"yes", "no", ""}
    coders = study.evidence.groupby(["entry", "criterion"])["coder"].nunique()
    assert (coders == 2).sum() >= 5


def test_roadworks_tried_seven_solutions_at_two_sites() -> None:
    sessions = sample("roadworks").sessions
    assert sessions["site"].unique().tolist() == ["Njalsgade", "Havnegade"]
    assert set(sessions["solution"]) - {"baseline"} == {
        name for name in sessions["solution"] if name.startswith("Løsning ")
    }
    assert sessions["solution"].nunique() == 8
    days = sessions.groupby("site")["start"].agg(lambda column: {f"{day:%d-%m-%Y}" for day in column})
    assert "31-08-2016" in days["Njalsgade"]
    assert "25-10-2016" in days["Havnegade"]


def test_roadworks_has_one_comparison_with_four_sessions_on_each_side() -> None:
    sessions = sample("roadworks").sessions
    havnegade = sessions[sessions["site"] == "Havnegade"]["solution"].value_counts()
    assert havnegade["baseline"] == 4
    assert havnegade["Løsning 3: hegn rykket 60 cm"] == 4
    assert (havnegade == 1).sum() >= 3  # rightly no comparison


def test_roadworks_counts_are_a_few_hundred_with_zeros_written_out() -> None:
    study = sample("roadworks")
    assert 200 <= study.counts["n"].sum() <= 600
    assert (study.counts["n"] == 0).any()
    assert (study.counts.groupby("session")["behaviour"].nunique() == 3).all()
    assert study.counts["total"].notna().all()


def test_roadworks_keeps_the_wrong_tick_in_the_raw_file_and_says_why_it_was_corrected() -> None:
    study = sample("roadworks")
    correction = study.corrections.iloc[0]
    assert len(study.corrections) == 1
    assert correction["reason"]
    raw = (SAMPLE / "roadworks" / correction["file"]).read_text("utf-8").splitlines()
    assert correction["old"] in raw[int(correction["row"]) - 1]
    answers = study.responses.query("wave == 'mid' and item == 'respect_1'")["answer"].astype(str)
    assert correction["new"] in set(answers)
    assert correction["old"] not in set(answers)


def test_rain_yard_has_a_party_of_four_who_all_answered_and_goes_well() -> None:
    study = sample("rain_yard")
    yard = score_criteria(study)
    yard = yard[(yard["party"] == "yard") & (yard["wave"] == "end")]
    assert set(yard["invited"]) == {4}
    assert set(yard["interval"]) == {"all_answered"}
    assert (verdicts("rain_yard").query("wave == 'end'")["verdict"] == "fulfilled").sum() >= 8


def test_care_meals_kitchens_hardly_answered_so_nothing_is_judged() -> None:
    assert set(verdicts("care_meals")["verdict"].dropna()) == {"too_little_data"}


def test_waste_sorting_parties_disagree_strongly() -> None:
    found = verdicts("waste_sorting").query("contested_by == 'parties'")
    assert len(found) >= 4
    assert (found["gap"] >= 25).all()


def test_waste_sorting_logbook_contradicts_what_both_parties_answer_about_investment() -> None:
    table = verdicts("waste_sorting")
    row = table[table["criterion"] == "during.investment"].iloc[0]
    assert (row["verdict"], row["contested_by"], row["convergence"]) == ("contested", "logbook", "dissonance")


def test_library_youth_has_a_party_of_two() -> None:
    party = next(party for party in sample("library_youth").parties if party.id == "library")
    assert set(party.invited.values()) == {2}
    assert verdict("library_youth", "end", "during.dialogue") == "fulfilled"
    assert verdict("library_youth", "end", "after.learning") == "not_fulfilled"


def test_one_entrance_has_three_parties_and_goes_less_well() -> None:
    assert len(sample("one_entrance").parties) == 3
    end = verdicts("one_entrance").query("wave == 'end'")["verdict"]
    assert (end == "not_fulfilled").sum() >= 4
    assert "fulfilled" not in set(end)


def test_no_text_holds_anything_that_would_have_to_be_masked() -> None:
    for path in sorted(SAMPLE.glob("make/texts/*.txt")):
        text = path.read_text("utf-8")
        assert mask_texts(pd.Series([text], dtype="str"))[0].iloc[0] == text, path.name
