"""Rate ratios: statsmodels' numbers, exact bounds by hand, and every way to share out the sessions."""

import math
from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from evalkit.comparing.trial_rates import dispersion, permutation_p, rate_ratio

HOUR = np.ones


def quasi_poisson(counts, exposures):
    """The same comparison by a generalised linear model, Pearson's dispersion floored at 1."""
    n, exposure = np.concatenate(counts), np.concatenate(exposures)
    trial = np.repeat([0.0, 1.0], [len(counts[0]), len(counts[1])])
    model = sm.GLM(n, sm.add_constant(trial), family=sm.families.Poisson(), offset=np.log(exposure))
    plain = model.fit(tol=1e-12)
    phi = max(1.0, plain.pearson_chi2 / plain.df_resid)
    reach = stats.t.ppf(0.975, plain.df_resid) * plain.bse[1] * math.sqrt(phi)
    return np.exp([plain.params[1], plain.params[1] - reach, plain.params[1] + reach]), phi


@settings(max_examples=40, deadline=None)
@given(
    sides=st.tuples(
        *[
            st.lists(
                st.tuples(st.integers(1, 60), st.sampled_from([0.25, 0.5, 1.0, 1.7])), min_size=2, max_size=8
            )
        ]
        * 2
    ),
)
def test_ratio_interval_and_dispersion_are_those_of_a_quasi_poisson_model(sides):
    counts = [np.array([n for n, _ in side], dtype=float) for side in sides]
    exposures = [np.array([e for _, e in side]) for side in sides]
    fitted = [n.sum() / e.sum() * e for n, e in zip(counts, exposures, strict=True)]
    assume(
        not np.allclose(np.concatenate(fitted), np.concatenate(counts))
    )  # statsmodels stops at a perfect fit
    expected, phi = quasi_poisson(counts, exposures)
    found = rate_ratio(counts, exposures)
    logs = np.log([found.ratio, found.low, found.high])
    assert logs.tolist() == pytest.approx(np.log(expected).tolist(), abs=1e-4)
    assert found.dispersion == pytest.approx(phi, rel=1e-6)
    assert found.df == len(sides[0]) + len(sides[1]) - 2


def test_the_dispersion_is_never_below_1():
    assert dispersion([np.array([5.0, 5]), np.array([5.0, 5])], [HOUR(2), HOUR(2)]) == 1.0


def test_nothing_counted_with_the_solution_gives_an_upper_bound():
    found = rate_ratio([np.array([5.0, 6]), np.zeros(2)], [HOUR(2), HOUR(2)])
    share = stats.binomtest(0, 11, alternative="less").proportion_ci(0.95, "exact").high  # Clopper, Pearson
    assert math.isnan(found.ratio)
    assert (found.low, found.high) == pytest.approx((0, share / (1 - share)))


def test_nothing_counted_without_it_gives_a_lower_bound_in_proportion_to_exposure():
    found = rate_ratio([np.zeros(2), np.array([5.0, 6])], [2 * HOUR(2), HOUR(2)])
    share = stats.binomtest(11, 11, alternative="greater").proportion_ci(0.95, "exact").low
    assert found.low == pytest.approx(2 * share / (1 - share))
    assert math.isinf(found.high)


def test_a_bound_is_wider_where_the_counted_side_is_uneven():
    even = rate_ratio([np.array([5.0, 6]), np.zeros(2)], [HOUR(2), HOUR(2)])
    uneven = rate_ratio([np.array([1.0, 10]), np.zeros(2)], [HOUR(2), HOUR(2)])
    assert uneven.high > even.high


def test_nothing_counted_anywhere_is_no_comparison():
    found = rate_ratio([np.zeros(2), np.zeros(3)], [HOUR(2), HOUR(3)])
    assert math.isnan(found.ratio)
    assert math.isnan(found.high)


def test_the_permutation_p_counts_every_arrangement():
    n, exposure = np.array([3.0, 9, 4, 12, 15, 7, 11]), np.array([1.0, 1.5, 0.8, 1, 2, 1, 0.5])
    observed, as_far, ways = None, 0, 0
    for order in permutations(range(7)):
        one, other = list(order[:3]), list(order[3:])
        apart = abs(n[other].sum() / exposure[other].sum() - n[one].sum() / exposure[one].sum())
        observed = apart if observed is None else observed
        as_far += apart >= observed * (1 - 1e-9)
        ways += 1
    found = permutation_p([n[:3], n[3:]], [exposure[:3], exposure[3:]])
    assert found == pytest.approx(as_far / ways)


@pytest.mark.parametrize(
    ("sizes", "known"), [((3, 3), False), ((4, 4), True), ((2, 5), True), ((1, 19), False), ((15, 15), False)]
)
def test_p_is_given_only_where_it_could_be_under_05_and_can_be_listed(sizes, known):
    counts = [np.arange(1.0, size + 1) for size in sizes]
    assert math.isnan(permutation_p(counts, [HOUR(size) for size in sizes])) != known
