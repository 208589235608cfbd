from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import protect
from evalkit.errors import EvalkitError
from evalkit.framework import Scale, load_framework
from evalkit.scoring.criteria import score_criteria

CRITERION = "during.dialogue"


def scores_of(**parties):
    """Score one criterion, asked by one item on a five-point scale: party -> answers 1-5."""
    rows = [
        ("s", "end", party, f"{party}{number}", "dialogue_1", 25.0 * (answer - 1))
        for party, answers in parties.items()
        for number, answer in enumerate(answers)
    ]
    columns = ["study", "wave", "party", "respondent", "item", "value"]
    scores = score_criteria(pd.DataFrame(rows, columns=columns))
    return scores[scores["criterion"] == CRITERION].reset_index(drop=True)


def gate(*answers):
    return protect(scores_of(a=answers)).iloc[0]


def test_five_varied_answers_are_shown_with_everything():
    row = gate(2, 3, 3, 4, 5)
    assert (row["shown"], row["level"], row["n"]) == ("yes", "middle", 5)
    assert row[["score", "low", "high", "share"]].notna().all()


def test_answers_too_alike_keep_the_mean_and_lose_what_tells_their_spread():
    row = gate(4, 4, 4, 3, 3)
    assert (row["shown"], row["score"]) == ("yes", 65)
    assert row[["low", "high", "share", "share_low", "share_high"]].isna().all()


def test_a_mean_at_the_end_of_the_scale_is_a_word():
    row = gate(5, 5, 5, 5, 5)
    assert (row["shown"], row["level"]) == ("word", "high")
    assert np.isnan(row["score"])
    assert pd.isna(row["n"])


def test_four_answers_get_a_word_and_no_number():
    row = gate(1, 2, 2, 3)
    assert (row["shown"], row["level"]) == ("word", "low")
    assert row[["n", "asked", "dont_know", "score", "low", "high", "floor", "ceiling", "share"]].isna().all()


def test_a_scale_of_three_points_is_looked_at_as_one_though_few_answered():
    # High of four: who answered lowest would know that the others' three add up to 250 of 300: no lowest.
    scores, shipped = scores_of(a=(5, 5, 5, 1)), load_framework()
    three = replace(shipped, items=tuple(replace(item, scale="amount3") for item in shipped.items))
    scales = {**shipped.scales, "amount3": Scale("amount3", {"en": ("Less", "As now", "More")})}
    assert protect(scores)["level"].tolist() == ["high"]
    assert protect(scores, framework=replace(three, scales=scales))["level"].isna().all()


def test_five_answers_of_which_nothing_can_be_said_are_not_said_to_be_few():
    # Yes or no: 'high' of five is at least four yes, and tells the one who said no what all others said.
    shipped = load_framework()
    two = replace(shipped, items=tuple(replace(item, scale="yes2") for item in shipped.items),
                  scales={**shipped.scales, "yes2": Scale("yes2", {"en": ("No", "Yes")})})  # fmt: skip
    shown = protect(scores_of(a=(5, 5, 5, 5, 1), b=(5, 5, 1)), framework=two)["shown"]
    assert shown.tolist() == ["hidden_secondary", "hidden_primary"]


def test_two_answers_get_nothing():
    row = gate(3, 4)
    assert row["shown"] == "hidden_primary"
    assert pd.isna(row["level"])
    assert pd.isna(row["n"])


def test_three_answers_get_no_word_that_would_tell_one_of_them_the_others():
    assert gate(1, 5, 5)["shown"] == "hidden_primary"  # 'high' tells the first that both others answered 5
    assert gate(4, 4, 5)["shown"] == "word"


def test_leave_one_out_figures_are_never_there():
    table = protect(scores_of(a=(2, 3, 3, 4, 5)))
    assert not {"loo", "loo_low", "loo_high"} & set(table.columns)


def test_dialogue_mode_is_asked_for_by_name_and_hides_nothing():
    scores = scores_of(a=(3, 4))
    pd.testing.assert_frame_equal(protect(scores, mode="dialogue"), scores)


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(EvalkitError, match="there is no rule for a table with x"):
        protect(pd.DataFrame({"x": [1]}))


def test_a_lower_threshold_is_refused():
    with pytest.raises(EvalkitError, match="the threshold is 3"):
        protect(scores_of(a=(1, 2, 3)), threshold=3)
