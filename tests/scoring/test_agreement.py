"""Agreement and reliability against R's psych and the papers' own examples."""

import numpy as np
import pandas as pd
import pytest

from evalkit.errors import EvalkitError
from evalkit.scoring import agreement, reliability
from evalkit.scoring.agreement import agreement_figures, alpha_figures


@pytest.mark.parametrize(
    ("codes", "rwg", "ad"),
    [
        ([4, 4, 4, 4, 2, 2, 2, 2], 0.428571, 1.0),
        ([5, 5, 5, 5, 1, 1, 1, 1], -1.285714, 2.0),
        ([1, 2, 3, 4, 5], -0.25, 1.2),
        ([4, 5], 0.75, 0.5),
    ],
)
def test_figures_are_those_of_the_definitions_in_r(in_r, codes, rwg, ad):
    steps, people = np.unique(np.array(codes) - 1, return_counts=True)
    figures = agreement_figures(steps, people, 5)
    assert (figures["rwg"], figures["ad"]) == pytest.approx((rwg, ad), abs=1e-6)
    name = "".join(map(str, codes))
    assert [figures["rwg"], figures["ad"]] == pytest.approx(in_r["agree_" + name], abs=1e-9)
    never_negative = [max(figures["rwg"], 0), figures["ad"]]  # the package says 0 for a split group
    assert never_negative == pytest.approx(in_r["multilevel_" + name], abs=1e-9)


def test_a_split_group_is_shown_as_it_is_and_says_why(table_of):
    row = agreement(table_of({"a": [100] * 4 + [0] * 4}), lang="en").iloc[0]
    assert row["rwg"] == pytest.approx(-1.285714, abs=1e-6)
    assert row["why"] == "Answers are further apart than random ones."
    assert not row["agree"]


def test_one_answer_agrees_with_nobody(table_of):
    row = agreement(table_of({"a": [75]}), lang="en").iloc[0]
    assert np.isnan(row["ad"])
    assert row["agree"] is pd.NA
    assert row["why"] == "One answer: nothing to agree on."


def test_the_bound_is_a_sixth_of_the_scale(table_of):
    assert agreement(table_of({"a": [75, 100]})).iloc[0]["ad_bound"] == pytest.approx(5 / 6)


@pytest.fixture
def items():
    """The table of tests/reference/scoring.R: 60 people x 4 items."""
    i = np.arange(60)
    base = i * 7 % 5
    columns = [base, base + (i % 3 == 0), base + 2 * (i % 7 == 0), base + i % 4]
    return np.column_stack(columns).astype(float) % 5


@pytest.fixture
def with_holes(items):
    i = np.arange(60)
    items[i % 10 == 0, 0] = np.nan
    items[i % 15 == 1, 3] = np.nan
    return items


def test_alpha_and_its_interval_are_psychs(in_r, items):
    figures = alpha_figures(items)
    assert figures["alpha"] == pytest.approx(in_r["alpha"][0], abs=1e-9)
    half = 1.959963984540054 * in_r["alpha_ase"][0]
    assert figures["high"] - figures["alpha"] == pytest.approx(half, abs=1e-6)


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
def test_alpha_with_missing_answers_is_psychs(in_r, with_holes, missing):
    assert alpha_figures(with_holes, missing)["alpha"] == pytest.approx(in_r[f"alpha_{missing}"][0], abs=1e-9)


def test_alpha_of_shrout_and_fleiss(in_r):
    # Shrout & Fleiss (1979), Psychological Bulletin 86, table 2: ICC(3,4) = .91 is alpha
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    alpha = alpha_figures(ratings)["alpha"]
    assert alpha == pytest.approx(in_r["shrout_fleiss"][0], abs=1e-9)
    assert round(alpha, 2) == 0.91


def long_table(items):
    rows = [
        ("s", "end", "a", f"p{person:02d}", f"dialogue_{n + 1}", code * 25)
        for person, codes in enumerate(items)
        for n, code in enumerate(codes)
    ]
    return pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value"])


def test_reliability_of_a_table_is_that_of_its_matrix(items):
    row = reliability(long_table(items[:, :3])).query("criterion == 'during.dialogue'").iloc[0]
    assert row["alpha"] == pytest.approx(alpha_figures(items[:, :3])["alpha"])
    assert (row["n"], row["items"], row["why"]) == (60, 3, "")


def test_reliability_refuses_under_fifty_people_and_says_why(items):
    row = reliability(long_table(items[:49, :3]), lang="en").query("criterion == 'during.dialogue'").iloc[0]
    assert np.isnan(row["alpha"])
    assert row["why"] == "49 people; under 50 the interval of alpha says nothing."


def test_reliability_without_spread_says_so():
    row = (
        reliability(long_table(np.full((60, 3), 3.0)), lang="da")
        .query("criterion == 'during.dialogue'")
        .iloc[0]
    )
    assert row["why"] == "Alle svarede det samme."


def test_reliability_asks_how_to_treat_missing(items):
    with pytest.raises(EvalkitError, match="'mean' is not one of listwise, pairwise"):
        reliability(long_table(items[:, :3]), missing="mean")
