"""Reports that follow each other: the expected bounds are reckoned by hand beside each case."""

import pytest

from evalkit.disclosure import audit, protect
from tests.disclosure.test_audit import responses, scored


def report(*answers):
    return protect(scored(responses(a=answers)))


def told(before, after):
    found = audit({"before": report(*before), "after": knowing(after)})
    return found[["what", "people", "low", "high", "tables"]].values.tolist()


def knowing(answers):
    """A report about to be published, with how many stand behind what it hides."""
    return report(*answers).assign(answered=len(answers))


def test_a_number_and_then_a_word_tell_what_the_one_who_withdrew_answered():
    # 50 75 50 50 100 are 325; middle of four is 200 to under 250, so the fifth is over 75: 100
    assert told((3, 4, 3, 3, 5), (3, 4, 3, 3)) == [["difference", 1, 75.0, 100.0, "before, after"]]


def test_a_word_that_leaves_the_one_who_withdrew_four_answers_may_follow():
    assert told((5, 3, 3, 3, 4), (5, 3, 3, 3)) == []  # 325 less 250 to 400: 0 to 75


def test_a_word_and_then_a_number_tell_of_the_newcomer_as_well():
    found = audit({"before": report(3, 4, 3, 3), "after": report(3, 4, 3, 3, 5)})
    assert found["what"].tolist() == ["difference"]


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        ((2, 4, 5, 4), (2, 4, 4), 250 - 3 * 62.5, 100.0),  # high of four, middle of three: 75 or 100
        ((2, 3, 3, 4), (2, 3, 3), 200 - 150, 100.0),  # middle, then low: over 50
    ],
)
def test_two_words_tell_where_they_differ(before, after, low, high):
    assert told(before, after) == [["difference", 1, pytest.approx(low, abs=0.01), high, "before, after"]]


def test_one_word_said_twice_tells_nothing():
    assert told((2, 3, 4, 4), (3, 4, 3)) == []


def test_a_number_and_then_a_word_near_the_end_tell_as_well():
    # seven make 450; high (over 70) of six is at least 420
    assert told((5, 5, 5, 5, 3, 1, 1), (5, 5, 5, 5, 3, 1)) == [["difference", 1, 0.0, 30.0, "before, after"]]


def test_five_more_or_fewer_are_nobody_in_particular():
    assert told((3, 4, 3, 3, 5, 2, 4, 3, 4), (3, 4, 3, 3)) == []
