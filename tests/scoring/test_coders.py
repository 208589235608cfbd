"""Coder agreement against Krippendorff's own example and R's psych."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.scoring import coder_agreement
from evalkit.scoring.coders import alpha_interval, cohen_kappa, krippendorff_alpha, percent_agreement

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 4 observers x 12 units
NA = np.nan
EXAMPLE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
    [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
]


@pytest.mark.parametrize(
    ("level", "published", "digits"),
    [("nominal", 0.743421, 6), ("ordinal", 0.815, 3), ("interval", 0.849, 3)],
)
def test_alpha_is_krippendorffs_own(level, published, digits):
    assert round(krippendorff_alpha(EXAMPLE, level), digits) == published


def test_kappa_is_psychs(in_r):
    kappa = cohen_kappa([0, 0, 1, 1, 2, 2, 0, 1, 2, 0], [0, 1, 1, 1, 2, 0, 0, 1, 2, 2])
    assert kappa == pytest.approx(in_r["kappa"][0], abs=1e-9)


def test_percent_counts_pairs():
    # three coders on one unit, two of whom agree: 1 of 3 pairs
    assert percent_agreement([[1], [1], [2]]) == pytest.approx(1 / 3)


def test_the_interval_holds_alpha():
    low, high = alpha_interval(EXAMPLE)
    assert low <= krippendorff_alpha(EXAMPLE) <= high


def test_no_alpha_where_nothing_differs():
    assert np.isnan(krippendorff_alpha([[1, 1], [1, 1]]))


@given(st.permutations(range(4)), st.permutations(range(12)))
def test_order_of_coders_and_units_does_not_matter(coders, units):
    shuffled = np.array(EXAMPLE)[coders][:, units]
    assert krippendorff_alpha(shuffled, "ordinal") == pytest.approx(krippendorff_alpha(EXAMPLE, "ordinal"))


def evidence(entries, stances=("supports", "against")):
    rows = [
        ("s", f"e{n}", "during.dialogue", stances[(n + (coder == "B" and n == 0)) % 2], coder)
        for n in range(entries)
        for coder in "AB"
    ]
    return pd.DataFrame(rows, columns=["study", "entry", "criterion", "stance", "coder"])


def test_a_study_gets_its_figures():
    row = coder_agreement(evidence(12)).iloc[0]
    assert (row["coders"], row["units"], row["entries"]) == (2, 12, 12)
    assert row["percent"] == pytest.approx(100 * 11 / 12)
    # A: 6 of each; B: 7 against, 5 for; chance = .5, so (11/12 - .5) / .5
    assert row["kappa"] == pytest.approx(5 / 6)


def test_under_ten_double_coded_entries_is_too_few():
    row = coder_agreement(evidence(9), lang="en").iloc[0]
    assert np.isnan(row["alpha_nominal"])
    assert row["why"] == "Too few: 9 double-coded entries, and at least 10 are needed."


def test_nobody_coded_anything():
    assert coder_agreement(evidence(12).query("coder == 'A'")).iloc[0]["entries"] == 0


def test_three_coders_have_no_kappa():
    third = evidence(12).query("coder == 'A'").assign(coder="C")
    row = coder_agreement(pd.concat([evidence(12), third]), lang="en").iloc[0]
    assert np.isnan(row["kappa"])
    assert row["why"] == "Kappa is for two coders; here are 3."


def test_an_unknown_stance_is_an_error():
    with pytest.raises(EvalkitError, match="'suports' is not one of supports"):
        coder_agreement(evidence(12, ("suports", "against")))
