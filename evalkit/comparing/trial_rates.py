"""Rate ratios from few, uneven sessions: the sums behind `compare_trials`.

Cyclists come in bunches, so counts vary more from session to session than chance alone would have them; the
session is the unit, and the Poisson variance is multiplied by the dispersion that the sessions themselves
show. Arrays in, numbers out; nothing here knows a table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evalkit.scoring.intervals import t_quantile

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
_ALPHA = 0.05
_MOST_ARRANGEMENTS = 200_000


@dataclass(frozen=True)
class Ratio:
    """A rate ratio with its interval; NaN where there is none.

    Attributes
    ----------
    ratio, low, high : float
    dispersion : float
        Pearson's, at least 1.
    df : int
    """

    ratio: float
    low: float
    high: float
    dispersion: float
    df: int


def rate_ratio(counts: Sequence[Floats], exposures: Sequence[Floats]) -> Ratio:
    """Compare the rates of two groups of sessions by a quasi-Poisson model.

    Parameters
    ----------
    counts, exposures : (baseline, trial)
        An array each, a number per session; exposures above 0.

    Returns
    -------
    Ratio
        The trial's rate over the baseline's with a 95 % interval from Student's t. Where one side counted
        nothing there is a bound instead of a ratio: 0 to `high`, or `low` to infinity, one-sided at 95 %.

    References
    ----------
    McCullagh & Nelder (1989), *Generalized Linear Models*, 2nd ed., section 9.2. In R:
    ``glm(n ~ trial + offset(log(exposure)), quasipoisson)``, the dispersion floored at 1.

    Examples
    --------
    >>> found = rate_ratio((np.array([20.0, 30.0]), np.array([8.0, 12.0])), (np.ones(2), np.ones(2)))
    >>> round(found.ratio, 3), round(found.low, 3), round(found.high, 3)
    (0.4, 0.104, 1.538)
    """
    total = [float(n.sum()) for n in counts]
    exposed = [float(e.sum()) for e in exposures]
    seen = [side for side in (0, 1) if total[side]]  # a side with nothing counted shows no dispersion either
    phi = dispersion([counts[side] for side in seen], [exposures[side] for side in seen])
    df = sum(len(counts[side]) - 1 for side in seen)
    if not seen:
        return Ratio(math.nan, math.nan, math.nan, phi, df)
    if len(seen) == 1:
        return _bound(total, exposed, phi, df)
    log_ratio = math.log(total[1] / exposed[1]) - math.log(total[0] / exposed[0])
    reach = float(t_quantile((1 + CONFIDENCE) / 2, df)) * math.sqrt(phi * (1 / total[0] + 1 / total[1]))
    return Ratio(math.exp(log_ratio), _exp(log_ratio - reach), _exp(log_ratio + reach), phi, df)


def dispersion(counts: Sequence[Floats], exposures: Sequence[Floats]) -> float:
    """Return Pearson's dispersion of sessions around their own group's rate, at least 1.

    Parameters
    ----------
    counts, exposures : sequence of array
        An array for each group.

    Returns
    -------
    float
    """
    df = sum(len(n) - 1 for n in counts)
    squares = 0.0
    for n, exposure in zip(counts, exposures, strict=True):
        expected = exposure * n.sum() / exposure.sum()
        squares += float((((n - expected) ** 2)[expected > 0] / expected[expected > 0]).sum())
    return max(1.0, squares / df) if df > 0 else 1.0


def permutation_p(counts: Sequence[Floats], exposures: Sequence[Floats]) -> float:
    """Return the exact two-sided p of the difference in rates over all ways to share out the sessions.

    Parameters
    ----------
    counts, exposures : (baseline, trial)

    Returns
    -------
    float
        NaN where the sessions are so few that p could never be under .05, or so many that listing all ways
        takes too long (over 200,000).

    Examples
    --------
    >>> low, high, hour = np.array([1.0, 2, 3, 4]), np.array([11.0, 12, 13, 14]), np.ones(4)
    >>> round(permutation_p((low, high), (hour, hour)), 4)
    0.0286
    """
    size, chosen = len(counts[0]) + len(counts[1]), len(counts[1])
    ways = math.comb(size, chosen)
    smallest = (2 if 2 * chosen == size else 1) / ways
    if smallest >= _ALPHA or ways > _MOST_ARRANGEMENTS:
        return math.nan
    n, exposure = np.concatenate(counts), np.concatenate(exposures)
    picks = np.fromiter((i for pick in combinations(range(size), chosen) for i in pick), dtype=np.intp)
    picks = picks.reshape(ways, chosen)
    picked_n, picked_e = n[picks].sum(axis=1), exposure[picks].sum(axis=1)
    apart = np.abs(picked_n / picked_e - (n.sum() - picked_n) / (exposure.sum() - picked_e))
    seen = abs(counts[1].sum() / exposures[1].sum() - counts[0].sum() / exposures[0].sum())
    return float((apart >= seen * (1 - 1e-9)).mean())


def _bound(total: Sequence[float], exposed: Sequence[float], phi: float, df: int) -> Ratio:
    """Bound the ratio where one side counted nothing; the other's count, over its dispersion, is binomial."""
    share = _ALPHA ** (phi / sum(total))  # as much as the counted side can at least have of it
    other = (1 - share) / share
    if total[1] == 0:
        return Ratio(math.nan, 0.0, other * exposed[0] / exposed[1], phi, df)
    return Ratio(math.nan, exposed[0] / exposed[1] / other, math.inf, phi, df)


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0))
