"""What the notebooks' verbs choose to show: the wave that was answered, the questions that were asked."""

import sys

import pandas as pd
import pytest

import evalkit as ek
from evalkit.errors import EvalkitError
from evalkit.notebooks import answers_on, asked, at_wave, choose, only_with, show_lines, show_table
from evalkit.study import load_study


@pytest.fixture
def planned(small):
    """Load a study whose end is still to come."""
    study = load_study(small({"study.yml": ("  - {file: end.csv, wave: end}\n", ""), "end.csv": None}))
    return study, ek.score_criteria(study)


def test_a_wave_that_is_planned_is_not_the_latest_that_was_answered(planned):
    _, scores = planned
    assert set(scores["wave"].astype(str)) == {"start", "end"}
    assert set(at_wave(scores, "", scores)["wave"].astype(str)) == {"start"}
    assert set(at_wave(ek.judge_criteria(scores), "end", scores)["wave"].astype(str)) == {"end"}
    with pytest.raises(EvalkitError, match="'mid' is not one of start, end"):
        at_wave(scores, "mid", scores)


def test_where_nobody_answered_the_last_wave_is_taken(small):
    nobody = small(
        {
            "study.yml": (
                "surveys:\n  - {file: start.csv, wave: start}\n  - {file: end.csv, wave: end}",
                "surveys: []",
            )
        }
    )
    scores = ek.score_criteria(load_study(nobody))
    assert set(at_wave(scores, "", scores)["wave"].astype(str)) == {"end"}
    assert asked(scores).empty


def test_criteria_that_nobody_was_asked_about_are_left_out(planned):
    _, scores = planned
    assert list(asked(scores)["criterion"].unique()) == ["before.shared_start", "during.dialogue"]


def test_a_gap_takes_two_parties(roadworks):
    gaps = ek.compare_parties(ek.score_criteria(roadworks))
    assert len(asked(gaps, parties=2)) == len(asked(gaps)) == len(gaps)
    assert asked(gaps[gaps["party"] == "hrou"], parties=2).empty


def test_the_answers_shown_are_on_the_criterion_named_else_on_the_one_with_most_to_show(roadworks):
    scores = ek.score_criteria(roadworks)
    answers = at_wave(ek.protect(ek.count_answers(roadworks), beside=scores), "", scores)
    (fullest,) = answers_on(roadworks, answers)
    assert set(fullest["criterion"]) == {"during.dialogue"}
    (named,) = answers_on(roadworks, answers, "after.action")
    assert set(named["criterion"]) == {"after.action"}
    with pytest.raises(EvalkitError, match="did you mean during.dialogue"):
        answers_on(roadworks, answers, "during.dialog")


def test_questions_on_different_scales_are_tables_of_their_own(small):
    change = (
        "    scale: agree5\n    missingValues: [{value: 9, label: Ved ikke}]\n    evalkit: {item: dialogue_1}",
        "    scale: agree7\n    missingValues: [{value: 9, label: Ved ikke}]\n    evalkit: {criterion: before.shared_start}",
    )
    study = load_study(small({"codebook.yml": change}))
    parts = answers_on(study, ek.count_answers(study), "before.shared_start")
    assert [set(part["item"]) for part in parts] == [{"shared_start_1"}, {"q2"}]


def test_a_table_about_an_empty_logbook_has_no_zeros():
    counts = pd.DataFrame({"criterion": ["a", "b"], "notes": [0, 0]})
    assert only_with(counts, counts) is counts
    assert only_with(counts[:0], counts).empty


def test_what_is_not_there_is_said_once_or_not_at_all(capsys):
    empty = pd.DataFrame({"criterion": []})
    assert show_table(empty, lang="en", missing="actions") is None
    show_lines([], "talk", lang="da")
    show_table(empty, missing="")
    show_lines(["a", "b"])
    assert capsys.readouterr().out.splitlines() == [
        "There are no actions to show. They are written in room.yml; others see them only with share: yes.",
        "Der er ikke fundet noget af det, I skal tale om først.",
        "a",
        "b",
    ]


def test_without_widgets_the_parameters_stay_as_they_are_typed(sample, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    names = {"study": (sample / "roadworks").as_posix(), "lang": "en"}
    assert choose(names) is None
    assert names == {"study": (sample / "roadworks").as_posix(), "lang": "en"}


def test_another_study_offers_its_own_waves(sample):
    names = {"study": (sample / "roadworks").as_posix(), "wave": "mid", "lang": "en", "mode": "report"}
    lists, said = choose(names).children
    study, wave, *_ = lists.children
    assert [value for _, value in wave.options] == ["", "start", "mid", "end", "followup"]
    study.value = (sample / "care_meals").as_posix()
    assert names["study"].endswith("care_meals")
    assert [value for _, value in wave.options] == ["", "end"]
    assert names["wave"] == ""
    assert "study = " in said.value
