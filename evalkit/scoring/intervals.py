"""Intervals that hold at 3 to 30 answers: arrays in, numbers out.

A score's interval is a t interval on the logit scale, so that it stays inside 0-100 and grows
lopsided near the ends, with a floor under the spread (three equal answers don't prove that
everybody agrees) and a correction for how many of the invited have already answered. A share's
interval is Wilson's, a gap's is put together from the two parties' intervals (MOVER). Nothing here
knows of tables, parties or languages, and SciPy isn't needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
SPREAD_FLOOR = 1 / 12  # the least standard deviation believed in, as a share of the scale: our choice
_SERIES_DF = 400  # above, four terms of the asymptotic expansion are right to 1e-13


def t_quantile(p: float, df: ArrayLike) -> Floats:
    """Return quantiles of Student's t for whole degrees of freedom.

    Newton's method on the finite cosine series of the distribution function.

    Parameters
    ----------
    p : float
        Probability, between 0.5 and 1.
    df : array of int
        Degrees of freedom, 1 or more; below 1 gives NaN.

    Returns
    -------
    ndarray of float

    References
    ----------
    Abramowitz & Stegun (1964), 26.7.3-26.7.5. In R: ``qt(0.975, df)``.

    Examples
    --------
    >>> t_quantile(0.975, [1, 4, 30]).round(6).tolist()
    [12.706205, 2.776445, 2.042272]
    """
    wanted = np.asarray(df, dtype=np.float64)
    different, back = np.unique(np.where(wanted >= 1, wanted, 1), return_inverse=True)
    start = _t_expansion(p, different)
    small = different <= _SERIES_DF
    start[small] = _newton(p, start[small], different[small])
    return np.where(wanted >= 1, start[back].reshape(wanted.shape), np.nan)


def score_interval(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, invited: ArrayLike = np.nan
) -> tuple[Floats, Floats]:
    """Return the 95 % logit-t interval of mean scores.

    ``m = mean/100``, kept ``.25/(n+1)`` away from 0 and 1; ``s = max(sd/100, 1/12)``;
    ``se = s/sqrt(n) * sqrt(1 - n/invited)``; ``logit(m) +- t(.975, n-1) * se/(m(1-m))``, turned back
    and widened to hold the mean.

    Parameters
    ----------
    mean : array of float
        0 to 100.
    sd : array of float
        Sample standard deviations, on 0-100.
    n : array of int
        Respondents. Under 2 there is no interval (NaN).
    invited : array of float, optional
        How many were invited; NaN leaves the finite population correction out.

    Returns
    -------
    low, high : ndarray of float
        0 to 100. NaN where ``n < 2``. Where everybody invited answered both are the mean.

    References
    ----------
    Logit intervals for a mean: Agresti, Categorical Data Analysis (2013), 3.1; the correction:
    Cochran, Sampling Techniques (1977), 2.6. In R, before the floor: ``survey::svymean`` with ``fpc``, and
    ``plogis(qlogis(m) + c(-1, 1) * qt(.975, n - 1) * se / (m * (1 - m)))``.

    Examples
    --------
    >>> low, high = score_interval([75.0], [17.7], [5], [6])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([65.0239], [82.8798])
    """
    mean, sd, n = (np.asarray(a, dtype=np.float64) for a in (mean, sd, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        edge = 0.25 / (n + 1)
        m = np.clip(mean / 100, edge, 1 - edge)
        se = np.maximum(sd / 100, SPREAD_FLOOR) / np.sqrt(n) * np.sqrt(_still_unheard(n, invited))
        half = t_quantile((1 + LEVEL) / 2, n - 1) * se / (m * (1 - m))
        centre = np.log(m / (1 - m))
        low, high = 100 / (1 + np.exp(half - centre)), 100 / (1 + np.exp(-half - centre))
    return np.minimum(low, mean), np.maximum(high, mean)


def share_interval(favourable: ArrayLike, n: ArrayLike, invited: ArrayLike = np.nan) -> tuple[Floats, Floats]:
    """Return Wilson's 95 % interval of a share, with the effective n of a finite population.

    Parameters
    ----------
    favourable : array of int
        How many of the respondents.
    n : array of int
        Respondents. With none there is no interval (NaN).
    invited : array of float, optional
        How many were invited; NaN leaves the correction ``n' = n / (1 - n/invited)`` out.

    Returns
    -------
    low, high : ndarray of float
        0 to 1. Where everybody invited answered both are the share.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    In R: ``prop.test(x, n, correct = FALSE)$conf.int``.

    Examples
    --------
    >>> low, high = share_interval([3], [4])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.3006], [0.9544])
    """
    n = np.asarray(n, dtype=np.float64)
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.asarray(favourable, dtype=np.float64) / n
        shrink = z * z * _still_unheard(n, invited) / n  # z^2 / n', zero when nobody is left to hear
        centre = (share + shrink / 2) / (1 + shrink)
        half = np.sqrt(shrink * (share * (1 - share) + shrink / 4)) / (1 + shrink)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def gap_interval(
    high_party: tuple[ArrayLike, ...], low_party: tuple[ArrayLike, ...]
) -> tuple[Floats, Floats]:
    """Return the interval of a difference from the intervals of its two sides (MOVER).

    Parameters
    ----------
    high_party, low_party : (score, low, high)
        Arrays of scores with their intervals. A side whose every invited person answered has no doubt
        of its own: give its score three times.

    Returns
    -------
    low, high : ndarray of float
        Of ``high_party - low_party``, in points.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27, 1693-1702, equation 3. In R:
    ``d + c(-sqrt((a-la)^2 + (ub-b)^2), sqrt((ua-a)^2 + (b-lb)^2))``.

    Examples
    --------
    >>> low, high = gap_interval((75.0, 64.0, 83.0), (50.0, 40.0, 60.0))
    >>> round(float(low), 4), round(float(high), 4)
    (10.1339, 37.8062)
    """
    a, a_low, a_high = (np.asarray(x, dtype=np.float64) for x in high_party)
    b, b_low, b_high = (np.asarray(x, dtype=np.float64) for x in low_party)
    return a - b - np.hypot(a - a_low, b_high - b), a - b + np.hypot(a_high - a, b - b_low)


def difference_interval(differences: ArrayLike, invited: float = math.nan) -> tuple[float, float]:
    """Return the 95 % t interval of the mean of people's own differences.

    Parameters
    ----------
    differences : array of float
        After minus before, in points, one a person.
    invited : float, optional
        How many were invited; NaN leaves the finite population correction out.

    Returns
    -------
    low, high : float
        -100 to 100. NaN under two people, and where everybody invited is among them.

    References
    ----------
    In R, without the floor under the spread and the correction: ``t.test(differences)$conf.int``.

    Examples
    --------
    >>> low, high = difference_interval([0, 25, 25, 50])
    >>> round(low, 4), round(high, 4)
    (-7.4807, 57.4807)
    """
    x = np.asarray(differences, dtype=np.float64)
    n = len(x)
    if n < 2 or n == invited:
        return math.nan, math.nan
    sd = max(float(x.std(ddof=1)), 100 * SPREAD_FLOOR)
    left = float(_still_unheard(np.asarray(n, dtype=np.float64), invited))
    half = float(t_quantile((1 + LEVEL) / 2, n - 1)) * sd / math.sqrt(n) * math.sqrt(left)
    return max(float(x.mean()) - half, -100.0), min(float(x.mean()) + half, 100.0)


def silent_bounds(total: ArrayLike, n: ArrayLike, invited: ArrayLike) -> tuple[Floats, Floats]:
    """Return the score if every silent person had answered lowest, and if highest.

    Parameters
    ----------
    total : array of float
        Sum of the respondents' scores.
    n : array of int
        Respondents.
    invited : array of float
        How many were invited; NaN is unknown.

    Returns
    -------
    floor, ceiling : ndarray of float
        0 to 100; NaN where the invited are unknown or nobody is silent.

    References
    ----------
    Manski (1989), Journal of Human Resources 24, 343-360: worst-case bounds.
    In R: ``c(sum(x), sum(x) + 100 * (invited - n)) / invited``.

    Examples
    --------
    >>> silent_bounds([375.0], [5], [6])
    (array([62.5]), array([79.16666667]))
    """
    total, n, invited = (np.asarray(a, dtype=np.float64) for a in (total, n, invited))
    with np.errstate(divide="ignore", invalid="ignore"):
        silent = np.where(invited > n, invited - n, np.nan)
        return total / (n + silent), (total + 100 * silent) / (n + silent)


def _still_unheard(n: Floats, invited: ArrayLike) -> Floats:
    """Return 1 - n/invited, or 1 where the invited are unknown."""
    known = np.asarray(invited, dtype=np.float64)
    return np.where(np.isnan(known), 1.0, np.maximum(1 - n / known, 0))


def _t_expansion(p: float, df: Floats) -> Floats:
    z = NormalDist().inv_cdf(p)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum((g / df**k for k, g in enumerate(terms, 1)), np.zeros_like(df))


def _newton(p: float, t: Floats, df: Floats) -> Floats:
    if not df.size:
        return t
    log_gamma: Callable[[float], float] = math.lgamma
    scale = np.array([log_gamma((v + 1) / 2) - log_gamma(v / 2) - 0.5 * math.log(v * math.pi) for v in df])
    t = np.where(df == 1, math.tan(math.pi * (p - 0.5)), t)
    for _ in range(12):
        density = np.exp(scale - (df + 1) / 2 * np.log1p(t * t / df))
        step = (_t_cdf(t, df) - p) / density
        t = np.maximum(t - step, 0)
        if np.all(np.abs(step) < 1e-13 * (1 + t)):
            break
    return t


def _t_cdf(t: Floats, df: Floats) -> Floats:
    """Return P(T <= t) by the finite series in cos(theta), theta = atan(t / sqrt(df)); t >= 0."""
    angle = np.arctan(t / np.sqrt(df))
    sine, square = np.sin(angle), np.cos(angle) ** 2
    odd = df % 2 == 1
    term = np.where(odd, np.sqrt(square), 1.0) * (df > 1)
    total = term.copy()
    for k in range(1, int(df.max()) // 2 + 1):
        ratio = np.where(odd, 2 * k / (2 * k + 1), (2 * k - 1) / (2 * k))
        term = np.where(2 * k <= df - 2, term * ratio * square, 0)
        total += term
    inside = np.where(odd, 2 / math.pi * (angle + sine * total), sine * total)
    return 0.5 + inside / 2
