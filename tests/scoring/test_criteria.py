"""Scores: states, intervals' kinds, invited numbers, and studies beside bare tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evalkit.errors import EvalkitError
from evalkit.framework import load_framework
from evalkit.scoring import score_criteria
from evalkit.tables import SCORES
from tests.scoring.conftest import answers, random_responses


def dialogue(table, **options):
    return score_criteria(table, **options).query("criterion == 'during.dialogue'").set_index("party")


def test_the_columns_are_the_contracts():
    assert list(score_criteria(answers({"a": [75]}))) == [*SCORES, "dont_know_share", "loo"]


def test_a_party_score_by_hand():
    row = dialogue(answers({"a": [75, 100, 50, None]}), invited={"a": 6}).loc["a"]
    assert (row["n"], row["asked"], row["dont_know"], row["invited"]) == (3, 4, 1, 6)
    assert row["score"] == 75
    assert (row["floor"], row["ceiling"]) == (225 / 6, 525 / 6)
    assert (row["loo_low"], row["loo_high"]) == (62.5, 87.5)
    assert row["loo"] == ((62.5, 1), (75.0, 1), (87.5, 1))
    assert row["dont_know_share"] == 0.25
    assert row["share"] == pytest.approx(2 / 3)


def respondent(*values):
    items = [f"dialogue_{n}" for n in range(1, len(values) + 1)]
    table = pd.DataFrame({"study": "s", "wave": "end", "party": "a", "respondent": "1", "item": items})
    states = ["dont_know" if v == "?" else "skipped" if v is None else "answered" for v in values]
    return table.assign(value=[v if isinstance(v, int) else np.nan for v in values], state=states)


@pytest.mark.parametrize(
    ("values", "score", "state"),
    [
        ((75, 100, None), 87.5, "answered"),
        ((75, None, None), np.nan, "skipped"),
        ((75, "?", None), np.nan, "dont_know"),
        (("?", "?", "?"), np.nan, "dont_know"),
        ((75, "?"), 75, "answered"),
    ],
)
def test_half_of_the_items_asked_are_needed(values, score, state):
    row = dialogue(respondent(*values)).loc["a"]
    assert row["score"] == score or np.isnan(score)
    assert row["state"] == state


def test_an_interval_says_what_kind_it_is():
    table = dialogue(answers({"a": [75] * 3, "b": [75] * 3, "c": [75]}), invited={"a": 4, "b": 3, "c": 5})
    assert table["interval"].tolist() == ["sample", "all_answered", "too_few"]
    assert table["low"].notna().tolist() == [True, False, False]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("values", "state", "n", "low"),
    [
        ([None] * 4, "dont_know", 0, np.nan),  # all missing
        ([75], "answered", 1, np.nan),  # one respondent
        (
            [75] * 4,
            "answered",
            4,
            59.66202,
        ),  # no variance: R's plogis(qlogis(.75) - qt(.975, 3) / 12 / 2 / .1875)
        (
            [100] * 4,
            "answered",
            4,
            53.81307,
        ),  # at the end of the scale, m = .95: the same with .0475 for .1875
    ],
)
def test_a_party_with_little_to_say_has_a_state_and_no_warning(values, state, n, low):
    row = dialogue(answers({"a": values})).loc["a"]
    assert (row["state"], row["n"]) == (state, n)
    assert row["low"] == pytest.approx(low, abs=1e-3, nan_ok=True)


def test_a_mean_over_items_is_psychs_score_items(in_r):
    """The table with holes of tests/reference/scoring.R, as a criterion of four items."""
    framework = load_framework()
    own = [item.id for item in framework.items if item.criterion and item.criterion.startswith("during.")][:4]
    items = tuple(replace(i, criterion="during.dialogue") if i.id in own else i for i in framework.items)
    i = np.arange(60)
    base = i * 7 % 5
    codes = np.column_stack([base, base + (i % 3 == 0), base + 2 * (i % 7 == 0), base + i % 4]) % 5 * 1.0
    codes[i % 10 == 0, 0] = np.nan
    codes[i % 15 == 1, 3] = np.nan
    parts = [
        answers({"a": (25 * codes[:, n]).tolist()}, item).assign(
            state=lambda t: t["state"].replace("dont_know", "skipped")
        )
        for n, item in enumerate(own)
    ]
    scores = score_criteria(pd.concat(parts), framework=replace(framework, items=items)).set_index(
        "criterion"
    )
    assert scores.loc["during.dialogue", "score"] == pytest.approx(25 * in_r["score_items"][0], abs=1e-6)


def test_a_process_has_no_correction_and_always_doubt():
    groups = {"a": [75, 50, 100]}
    row = dialogue(answers(groups), invited={"a": 3}, population="process").loc["a"]
    assert row["interval"] == "sample"
    assert row["low"] == dialogue(answers(groups)).loc["a", "low"]


def test_asking_for_the_invited_without_numbers_is_an_error():
    with pytest.raises(EvalkitError, match="nobody knows how many were invited in s, end, b"):
        score_criteria(answers({"a": [75], "b": [75]}), invited={"a": 3}, population="invited")


def test_more_answers_than_invited_is_an_error():
    with pytest.raises(EvalkitError, match="3 people answered in s, end, a, but 2 were invited"):
        score_criteria(answers({"a": [75] * 3}), invited={"a": 2})


@pytest.mark.parametrize("number", [-1, 2.5, True])
def test_invited_is_a_whole_number(number):
    with pytest.raises(EvalkitError, match="Give a whole number"):
        score_criteria(answers({"a": [75]}), invited={"a": number})


def test_invited_by_wave_and_by_group():
    table = answers({"a": [75]})
    for invited in ({"a": {"end": 4}}, {("s", "end", "a"): 4}):
        assert dialogue(table, invited=invited).loc["a", "invited"] == 4


def test_a_party_that_stayed_away_is_silent():
    table = pd.concat([answers({"a": [75], "b": [50]}, wave="mid"), answers({"a": [75]})])
    states = dialogue(table).reset_index().set_index(["wave", "party"])["state"]
    assert states[("end", "b")] == "skipped"


def test_a_party_that_was_not_invited_was_asked_nothing():
    table = pd.concat([answers({"a": [75], "b": [50]}, wave="mid"), answers({"a": [75]})])
    scores = dialogue(table, invited={"a": 1, "b": {"mid": 1, "end": 0}}).reset_index()
    assert scores.set_index(["wave", "party"])["state"][("end", "b")] == "not_asked"


def test_what_is_not_due_is_not_missing():
    states = score_criteria(answers({"a": [75]}, wave="mid")).set_index("criterion")["state"]
    assert (states["after.action"], states["before.shared_start"]) == ("not_due", "not_asked")


def test_a_constant_item_pulls_every_score_towards_it():
    table = random_responses(60)
    table = table[table["item"].isin(["dialogue_1", "dialogue_2"]) & table["state"].eq("answered")]
    more = table.drop_duplicates(["respondent"]).assign(item="dialogue_3", value=50.0)
    before, after = (dialogue(t, by=["party"]) for t in (table, pd.concat([table, more])))
    assert ((after["score"] - 50).abs() < (before["score"] - 50).abs()).all()


def test_other_groups_than_parties():
    table = random_responses(60)
    scores = score_criteria(table, by=["wave"])
    assert list(scores)[:2] == ["wave", "phase"]
    assert scores["n"].max() == 30


def test_pooled_studies_keep_their_people_apart_and_say_how_many_there_are_at_least():
    # Keys are made anew in each study: the first of one isn't the first of the other. Four in x, three in y.
    table = pd.concat(
        [answers({"a": [0] * 4}).assign(study="x"), answers({"a": [100] * 3}).assign(study="y")]
    )
    row = score_criteria(table, by=["wave"]).query("criterion == 'during.dialogue'").iloc[0]
    assert (row["n"], row["people"]) == (7, 4)
    assert row["score"] == pytest.approx(300 / 7)
    assert "people" not in score_criteria(table)


class Stand:
    """As much of a study as scoring looks at."""

    id = "s"

    def __init__(self, responses, invited):
        from evalkit.framework import load_framework

        self.responses, self.framework = responses, load_framework()
        self.parties = [
            type("Party", (), {"id": p, "label": p.upper(), "invited": n}) for p, n in invited.items()
        ]
        self.waves = [type("Wave", (), {"id": w, "stage": w}) for w in ("mid", "end")]


def test_a_study_brings_its_parties_waves_and_invited():
    study = Stand(answers({"b": [75, 75]}), {"b": {"mid": 5, "end": 4}, "a": {"mid": None, "end": 3}})
    scores = score_criteria(study)
    assert len(scores) == 2 * 2 * 10
    assert scores["party"].cat.categories.tolist() == ["b", "a"]
    assert dialogue(study).query("wave == 'end'")["invited"].tolist() == [4, 3]


def test_studies_are_stacked():
    one = Stand(answers({"b": [75, 75]}), {"b": {"mid": 5, "end": 4}})
    other = Stand(answers({"c": [25, 25]}), {"c": {"mid": 5, "end": 4}})
    assert score_criteria((one, other))["party"].cat.categories.tolist() == ["c", "b"]


def test_running_twice_gives_the_same():
    table = random_responses(30)
    kept = table.copy()
    pd.testing.assert_frame_equal(score_criteria(table), score_criteria(table))
    pd.testing.assert_frame_equal(table, kept)
