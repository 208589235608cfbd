"""Gaps between parties, their interval and what they rest on."""

import numpy as np
import pandas as pd
import pytest

from evalkit.comparing import compare_parties, cross_views
from evalkit.errors import EvalkitError
from evalkit.scoring import score_criteria
from tests.scoring.conftest import answers


def gaps(groups, invited=None, **options):
    table = compare_parties(score_criteria(answers(groups), invited=invited), **options)
    return table[table["criterion"] == "during.dialogue"]


def test_a_gap_by_hand():
    table = gaps({"a": [75, 100, 75], "b": [25, 50, 50], "c": [50, 50, 50]})
    row = table.iloc[0]
    assert (row["lowest_party"], row["highest_party"]) == ("b", "a")
    assert row["gap"] == pytest.approx(250 / 3 - 125 / 3)
    assert (row["loo_gap_low"], row["loo_gap_high"]) == pytest.approx((75 - 125 / 3, 250 / 3 - 37.5))
    a, b = table.iloc[0], table.iloc[1]
    assert row["gap_low"] == pytest.approx(
        row["gap"] - np.hypot(a["score"] - a["low"], b["high"] - b["score"])
    )


def test_where_all_answered_there_is_no_doubt():
    row = gaps({"a": [75, 75], "b": [50, 50]}, {"a": 2, "b": 2}).iloc[0]
    assert (row["gap_low"], row["gap"], row["gap_high"]) == (25, 25, 25)


def test_one_answer_of_several_has_no_interval():
    assert np.isnan(gaps({"a": [75], "b": [50, 50]}, {"a": 2, "b": 3}).iloc[0]["gap_low"])


def test_one_party_has_no_gap():
    row = gaps({"a": [75, 75, 75, 75, 75]}).iloc[0]
    assert np.isnan(row["gap"])
    assert (row["lowest_party"], row["all_parties"]) == ("a", 75)


def test_ties_are_named_together():
    row = gaps({"a": [50, 50], "b": [50, 50]}).iloc[0]
    assert (row["lowest_party"], row["highest_party"], row["gap"]) == ("a+b", "a+b", 0)


def test_the_order_of_parties_does_not_matter():
    one, other = gaps({"a": [75, 50], "b": [25, 50, 75]}), gaps({"b": [25, 50, 75], "a": [75, 50]})
    columns = ["gap", "gap_low", "gap_high", "loo_gap_low", "loo_gap_high"]
    assert one[columns].iloc[0].equals(other[columns].iloc[0])


def test_parties_count_equally_in_the_mean_of_all():
    assert gaps({"a": [100] * 3, "b": [0] * 30}).iloc[0]["all_parties"] == 50


def test_no_mean_of_all_where_one_person_carries_over_a_fifth():
    assert np.isnan(gaps({"a": [100] * 2, "b": [0] * 30}).iloc[0]["all_parties"])


def test_another_choice_of_weights():
    row = gaps({"a": [100] * 5, "b": [0] * 5}, party_weights={"a": 1, "b": 3}).iloc[0]
    assert row["all_parties"] == 25


@pytest.mark.parametrize("weights", [{"a": 1}, {"a": 1, "b": -1}, {"a": 0, "b": 0}])
def test_weights_that_cannot_be(weights):
    with pytest.raises(EvalkitError):
        gaps({"a": [100] * 5, "b": [0] * 5}, party_weights=weights)


def test_own_view_is_crossed_with_the_others():
    import pandas as pd

    own = answers({"a": [100, 100], "b": [75, 75]}, item="meet_listen_2")
    other = answers({"a": [25, 25], "b": [50, 50]}, item="meet_listen_3")
    table = cross_views(pd.concat([own, other]))
    assert table[["party", "own", "seen", "difference"]].values.tolist() == [
        ["a", 100, 50, 50],
        ["b", 75, 25, 50],
    ]


def test_studies_come_in_the_order_they_were_given():
    tables = [
        score_criteria(answers({"a": [75] * 3, "b": [50] * 3})).assign(study=study) for study in ("s2", "s1")
    ]
    compared = compare_parties(pd.concat(tables, ignore_index=True))
    assert compared["study"].unique().tolist() == ["s2", "s1"]
