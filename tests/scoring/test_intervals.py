"""Intervals against R and SciPy, and what must always hold of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evalkit.scoring.intervals import (
    SPREAD_FLOOR,
    difference_interval,
    gap_interval,
    score_interval,
    share_interval,
    silent_bounds,
    t_quantile,
)


@pytest.mark.parametrize("p", [0.9, 0.95, 0.975, 0.995])
def test_t_quantiles_are_scipys(p):
    df = np.concatenate([np.arange(1, 500), [999, 5000, 10**6]])
    assert np.abs(t_quantile(p, df) - stats.t.ppf(p, df)).max() < 1e-10


def test_t_quantiles_are_rs(in_r):
    quantiles = {int(name[3:]): values[0] for name, values in in_r.items() if name.startswith("qt_")}
    assert t_quantile(0.975, list(quantiles)) == pytest.approx(list(quantiles.values()), rel=1e-11)


def test_no_t_quantile_without_degrees_of_freedom():
    assert np.isnan(t_quantile(0.975, [0, -1])).all()


def test_wilson_is_prop_test(in_r):
    cases = [name for name in in_r if name.startswith("wilson_")]
    assert len(cases) == 5
    for name in cases:
        x, n = map(int, name.split("_")[1:])
        assert [float(side) for side in share_interval(x, n)] == pytest.approx(in_r[name], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "values", "invited"),
    [
        ("svymean_a", [25, 50, 75, 100, 50], 6),
        ("svymean_b", [0, 50, 75, 25, 75, 100, 50, 25, 75, 100, 0], 14),
    ],
)
def test_score_interval_is_svymean_with_fpc_on_the_logit_scale(in_r, name, values, invited):
    mean, se, low, high = in_r[name]
    ours = score_interval(np.mean(values), np.std(values, ddof=1), len(values), invited)
    assert np.mean(values) == pytest.approx(mean, abs=1e-9)
    assert [float(side) for side in ours] == pytest.approx([low, high], abs=1e-6)
    assert se == pytest.approx(
        np.std(values, ddof=1) / np.sqrt(len(values)) * np.sqrt(1 - len(values) / invited), abs=1e-9
    )


def test_three_equal_answers_do_not_prove_that_all_agree():
    low, high = score_interval(75.0, 0.0, 3)
    half = stats.t.ppf(0.975, 2) * SPREAD_FLOOR / np.sqrt(3) / (0.75 * 0.25)
    assert float(low) == pytest.approx(100 * stats.logistic.cdf(stats.logistic.ppf(0.75) - half), abs=1e-9)
    assert float(high) == pytest.approx(100 * stats.logistic.cdf(stats.logistic.ppf(0.75) + half), abs=1e-9)


def test_one_answer_has_no_interval():
    assert np.isnan(score_interval(75.0, np.nan, 1)).all()


def test_nothing_is_uncertain_when_all_invited_answered():
    assert [float(side) for side in score_interval(62.5, 20.0, 6, 6)] == [62.5, 62.5]
    assert [float(side) for side in share_interval(3, 6, 6)] == [0.5, 0.5]


def test_gap_interval_by_hand():
    # Zou & Donner (2008), equation 3: 20 -+ the hypotenuses of the distances to the limits
    low, high = gap_interval((70.0, 60.0, 78.0), (50.0, 44.0, 62.0))
    assert float(low) == pytest.approx(20 - np.hypot(10, 12))
    assert float(high) == pytest.approx(20 + np.hypot(8, 6))


def test_paired_difference_is_t_test(in_r):
    assert list(difference_interval([0, 25, 25, 50, -25, 12.5])) == pytest.approx(in_r["paired"], abs=1e-6)


def test_silent_people_bound_the_score():
    floor, ceiling = silent_bounds(375.0, 5, 8)
    assert (float(floor), float(ceiling)) == (375 / 8, (375 + 300) / 8)
    assert np.isnan(silent_bounds(375.0, 5, 5)).all()
    assert np.isnan(silent_bounds(375.0, 5, np.nan)).all()


means = st.floats(0, 100)
spreads = st.floats(0, 57)
sizes = st.integers(2, 60)


@given(means, spreads, sizes)
def test_an_interval_holds_its_score_and_stays_on_the_scale(mean, sd, n):
    low, high = score_interval(mean, sd, n)
    assert 0 <= low <= mean <= high <= 100


@given(means, spreads, sizes, st.integers(0, 60))
def test_more_silent_people_never_narrow_it(mean, sd, n, silent):
    narrow, wide = score_interval(mean, sd, n, n + silent), score_interval(mean, sd, n, n + silent + 1)
    assert wide[0] <= narrow[0] + 1e-9
    assert wide[1] >= narrow[1] - 1e-9


@given(means, spreads, sizes)
def test_turning_the_scale_turns_the_interval(mean, sd, n):
    low, high = score_interval(mean, sd, n)
    turned_low, turned_high = score_interval(100 - mean, sd, n)
    assert float(turned_low) == pytest.approx(100 - float(high), abs=1e-7)
    assert float(turned_high) == pytest.approx(100 - float(low), abs=1e-7)


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_share_interval_holds_its_share(x, more):
    n = x + more
    low, high = share_interval(x, n)
    assert 0 <= low <= x / n <= high + 1e-12 <= 1 + 1e-12


def test_the_intervals_cover_what_they_promise():
    """300 random populations on a five-point scale; the large version is benchmarks/scoring_coverage.py."""
    rng = np.random.default_rng(2018)
    shares = []
    for number in range(300):
        n = (5, 8, 12, 20, 30)[number % 5]
        invited = int(n * rng.uniform(1.2, 3))
        chances = rng.dirichlet(np.full(5, rng.uniform(0.3, 2)))
        people = rng.choice(5, (200, invited), p=chances) * 25.0
        truth, drawn = people.mean(axis=1), people[:, :n]
        low, high = score_interval(
            drawn.mean(axis=1), drawn.std(axis=1, ddof=1), np.full(200, n), np.full(200, invited)
        )
        shares.append(((low <= truth + 1e-9) & (truth <= high + 1e-9)).mean())
    assert np.mean(shares) >= 0.945
    assert np.quantile(shares, 0.05) >= 0.91  # 200 draws a population: its own noise is 1.5 points
