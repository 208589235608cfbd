"""The verdict rule: the table of edge cases of docs/verdicts.md, and what must always hold."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.framework import Limits, load_framework
from evalkit.scoring import judge_criteria, score_criteria
from evalkit.scoring.verdicts import rule
from tests.scoring.conftest import answers

DOCS = Path(__file__).parents[2] / "docs" / "verdicts.md"


def judged(groups, invited=None, **options):
    table = judge_criteria(score_criteria(answers(groups), invited=invited), lang="en", **options)
    return table.set_index("criterion").loc["during.dialogue"]


def edge_cases() -> list:
    """Read the rows of the page's table: party answers, invited, verdict, hangs on."""
    cases = []
    for line in DOCS.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and re.match(r"^[a-c]: ", cells[1]):
            cases.append(pytest.param(cells[1], cells[2], cells[3], cells[4], id=cells[0]))
    return cases


def parse(text):
    groups = {}
    for part in text.split("; "):
        party, values = part.split(": ")
        groups[party] = [None if v == "?" else float(v) for v in values.split()]
    return groups


@pytest.mark.parametrize(("given_answers", "invited", "verdict", "hangs_on"), edge_cases())
def test_the_page_of_edge_cases_is_what_happens(given_answers, invited, verdict, hangs_on):
    numbers = dict(pair.split(" ") for pair in invited.split(", ")) if invited != "unknown" else {}
    row = judged(parse(given_answers), {party: int(n) for party, n in numbers.items()} or None)
    assert row["verdict"] == verdict
    assert ("-" if row["hangs_on"] is pd.NA else str(row["hangs_on"])) == hangs_on


def test_the_page_has_all_its_cases():
    assert len(edge_cases()) >= 20


def test_scores_at_a_limit_are_compared_exactly():
    # 62.5 from thirds: 3 x (50 + 62.5 + 75)/3 and the like must be high, whatever the division
    for n in (3, 7, 11, 29):
        assert judged({"a": [50, 75] * n, "b": [62.5] * n})["verdict"] == "fulfilled"
    assert judged({"a": [50] * 3, "b": [50] * 3})["verdict"] == "partly"


def test_a_gap_of_a_whole_step_is_contested_however_it_is_summed():
    thirds = [100 / 3, 200 / 3, 100 / 3]  # 44.44..., and 69.44... is 25 above
    above = [x + 25 for x in thirds]
    assert judged({"a": thirds, "b": above})["verdict"] == "contested"


def test_the_reason_has_the_numbers():
    row = judged({"a": [75, 75, 75], "b": [50, 50, 50]}, {"a": 4, "b": 3})
    assert row["reason"] == (
        "a 75 (3 of 4) and b 50 (3 of 3): there are 25 points from the lowest to the highest party; "
        "from 25 points the parties see it differently."
    )


def test_a_number_in_a_reason_is_never_rounded_over_its_limit():
    assert "a 49.8 (" in judged({"a": [50] * 99 + [25], "b": [50] * 3})["reason"]


def test_a_party_of_two_who_both_answered_is_judged_and_the_reason_says_so():
    row = judged({"a": [75, 100], "b": [75] * 5}, {"a": 2, "b": 9})
    assert row["verdict"] == "fulfilled"
    assert "a has only two people invited, and both answered" in row["reason"]


def test_every_reason_for_too_little_is_given():
    row = judged({"a": [75, 75], "b": [75] * 3 + [None] * 3}, {"a": 5, "b": 12})
    assert row["reason"] == (
        "Too little data: a has 2 valid answers, and at least 3 are needed; "
        "3 of 12 invited in b gave a valid answer, and at least 6 are needed."
    )


def test_labels_stand_in_the_reasons():
    assert judged({"a": [75] * 3}, labels={"a": {"da": "Vi", "en": "We"}})["reason"].startswith(
        "We 75 (n = 3):"
    )


def test_ties_are_all_named():
    assert judged({"a": [50] * 3, "b": [50] * 3, "c": [62.5] * 3})["lowest_party"] == "a+b"


def test_nothing_asked_gives_no_verdict():
    table = judge_criteria(score_criteria(answers({"a": [75] * 3}, wave="start")), lang="en")
    table = table.set_index("criterion")
    assert table["verdict"].isna().sum() == 9
    assert table.loc["before.shared_start", ["state", "reason"]].tolist() == [
        "not_asked",
        "No party was asked.",
    ]
    assert table.loc["after.action", ["state", "reason"]].tolist() == ["not_due", "Not due yet."]


def test_a_party_that_was_not_invited_to_the_wave_does_not_count():
    row = judged({"a": [75] * 3}, {"a": 4})
    silent = score_criteria(answers({"a": [75] * 3}), invited={"a": 4})
    extra = silent.assign(
        party="b", invited=pd.array([0] * len(silent), dtype="Int64"), n=0, state="not_asked"
    )
    both = pd.concat([silent, extra], ignore_index=True)
    verdict = judge_criteria(both, lang="en").set_index("criterion").loc["during.dialogue", "verdict"]
    assert verdict == row["verdict"] == "fulfilled"


def logbook(code):
    return pd.DataFrame([{"study": "s", "wave": "end", "criterion": "during.dialogue", "convergence": code}])


def test_logbook_dissonance_contests_a_verdict():
    scores = score_criteria(answers({"a": [75] * 3, "b": [75] * 3}))
    row = (
        judge_criteria(scores, logbook("dissonance"), lang="en").set_index("criterion").loc["during.dialogue"]
    )
    assert (row["verdict"], row["contested_by"], row["convergence"]) == ("contested", "logbook", "dissonance")
    assert row["reason"].endswith("The answers alone say fulfilled, but the logbook points another way.")


def test_logbook_agreement_changes_nothing():
    scores = score_criteria(answers({"a": [75] * 3, "b": [75] * 3}))
    row = judge_criteria(scores, logbook("agreement")).set_index("criterion").loc["during.dialogue"]
    assert (row["verdict"], row["convergence"]) == ("fulfilled", "agreement")


def test_logbook_dissonance_leaves_partly_alone():
    scores = score_criteria(answers({"a": [50] * 3, "b": [62.5] * 3}))
    row = judge_criteria(scores, logbook("dissonance")).set_index("criterion").loc["during.dialogue"]
    assert row["verdict"] == "partly"


def test_the_limits_are_the_frameworks():
    framework = load_framework()
    strict = replace(framework, limits=Limits(high=80))
    scores = score_criteria(answers({"a": [75] * 3}), framework=strict)
    row = judge_criteria(scores, framework=strict, lang="en").set_index("criterion").loc["during.dialogue"]
    assert row["verdict"] == "partly"
    assert "80" in row["reason"]


def test_scores_split_by_something_else_are_refused():
    scores = score_criteria(answers({"a": [75] * 3}))
    with pytest.raises(EvalkitError, match="has several scores for"):
        judge_criteria(pd.concat([scores, scores]))


def test_a_table_that_is_no_scores_table_is_refused():
    with pytest.raises(EvalkitError, match="this is not a scores table"):
        judge_criteria(pd.DataFrame({"study": ["s"]}))


def test_another_frameworks_criteria_are_refused():
    scores = score_criteria(answers({"a": [75] * 3}))
    scores["criterion"] = [f"mine.{n}" for n in range(len(scores))]
    with pytest.raises(EvalkitError, match="isn't in the framework 'partnership'"):
        judge_criteria(scores)


levels = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])
party = st.lists(levels, min_size=1, max_size=6)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_the_rule_is_the_same_for_parties_in_any_order(scores):
    assert rule(scores, Limits()) == rule(scores[::-1], Limits())


@settings(max_examples=15, deadline=None)
@given(party, party)
def test_parties_given_in_the_other_order_give_the_same(first, second):
    one = judged({"a": first, "b": second})
    other = judged({"b": second, "a": first})
    for column in ("verdict", "lowest_party", "lowest_score", "gap", "smallest_n", "hangs_on", "score"):
        assert one[column] is other[column] or one[column] == other[column] or np.isnan(one[column])


@settings(max_examples=6, deadline=None)
@given(st.lists(levels, min_size=4, max_size=6), st.lists(levels, min_size=4, max_size=6))
def test_hangs_on_counts_the_respondents_who_decide(first, second):
    """By brute force: leave each respondent out and judge again."""
    whole = judged({"a": first, "b": second})
    changes = 0
    for name, values in (("a", first), ("b", second)):
        for n in range(len(values)):
            left = {"a": first, "b": second, name: values[:n] + values[n + 1 :]}
            changes += judged(left)["verdict"] != whole["verdict"]
    assert whole["hangs_on"] == changes
