"""Who answered: what the chart counts, and what it says where there is nothing to count."""

import pandas as pd
import pytest

import evalkit as ek


def _forms(rows):
    """Return a scores table of one criterion: (party, invited, asked, n, dont_know, state) of each row."""
    table = pd.DataFrame(rows, columns=["party", "invited", "asked", "n", "dont_know", "state"])
    return table.assign(study="s", wave="end", criterion="during.dialogue")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("a", 6, 5, 4, 1, "answered"), "5 of 6"),
        (("a", 6, 5, 0, 0, "skipped"), "0 of 6 (5 left blank)"),
        (("a", 6, 5, 0, 5, "dont_know"), "0 of 6 (5 don't know only)"),
        (("a", 6, 0, 0, 0, "skipped"), "0 of 6"),
        (("a", None, 5, 4, 1, "answered"), "5 (invited: unknown)"),
        (("a", 6, 0, 0, 0, "not_asked"), "not asked"),
        (("a", 0, 0, 0, 0, "skipped"), "not invited"),
        (("a", 6, None, None, None, "answered"), "hidden"),
    ],
)
def test_who_answered_tells_apart_why_there_is_no_answer(row, told):
    ax = ek.plot_response(
        _forms([row, ("b", 3, 2, 2, 0, "answered")]), labels={"a": "A", "b": "B"}, lang="en"
    )
    words = [
        t.get_text()
        for t in ax.texts
        if str(t.get_gid()).startswith(("evalkit:answered:a", "evalkit:words:a"))
    ]
    assert told in words


def test_who_answered_draws_those_with_a_valid_answer_where_the_table_says_how_many():
    table = _forms([("a", 6, 5, 4, 1, "answered")]).assign(answered=4)
    ax = ek.plot_response(table, labels={"a": "A"}, lang="da")
    assert "4 af 6" in [t.get_text() for t in ax.texts]
    assert sum(str(p.get_gid()).startswith("evalkit:came:") for p in ax.patches) == 4


def test_who_answered_is_told_where_the_scores_are_hidden_if_the_table_tells_it():
    table = _forms([("a", 14, None, None, None, "answered"), ("b", 6, None, None, None, "answered")])
    ax = ek.plot_response(table.assign(answered=[12, None]), labels={"a": "A", "b": "B"}, lang="en")
    told = [t.get_text() for t in ax.texts if str(t.get_gid()).startswith("evalkit:answered")]
    assert told == ["12 of 14 (86%)", "hidden"]
