"""From whole-number counts to scores: one NumPy core for every engine.

A cell is a group and a criterion. Respondents' means are fractions of whole units; they are brought on one
common denominator, added as integers and divided once, so a score is the double nearest to the true
fraction. That is what makes comparing it with a limit exact: a score that truly is 62.5 is 62.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evalkit.framework import Limits
from evalkit.scoring.counts import Counts
from evalkit.scoring.intervals import Floats
from evalkit.scoring.packing import PER_POINT, Ints

_EXACT = 2**53  # whole numbers up to here are exact in a double, so one division rounds once


@dataclass(frozen=True)
class Cells:
    """Scores of groups x criteria, all arrays of that size, group by group.

    Attributes
    ----------
    n, asked, dont_know : ndarray of int
        Respondents with a score; asked at all; without a score because of don't know.
    not_due : ndarray of bool
    score, sd, total : ndarray of float
        Mean, sample standard deviation, sum of the respondents' scores (0-100).
    favourable : ndarray of int
        Respondents at or above the favourable limit.
    dont_know_share : ndarray of float
        Share of item answers that are don't know.
    loo_low, loo_high : ndarray of float
        Lowest and highest score when any one respondent is left out.
    loo : list of tuple
        For each cell (score without, number of such respondents), lowest first.
    """

    n: Ints
    asked: Ints
    dont_know: Ints
    not_due: NDArray[np.bool_]
    score: Floats
    sd: Floats
    total: Floats
    favourable: Ints
    dont_know_share: Floats
    loo_low: Floats
    loo_high: Floats
    loo: list[tuple[tuple[float, int], ...]]


def score_cells(counts: Counts, criteria: int, limits: Limits) -> Cells:
    """Score every group on every criterion.

    Parameters
    ----------
    counts : Counts
    criteria : int
        How many criteria there are.
    limits : Limits

    Returns
    -------
    Cells

    Notes
    -----
    A respondent counts if she answered at least `limits.min_items` of the items she was asked.
    """
    cell = counts.group * criteria + counts.criterion
    size = len(counts.groups) * criteria
    valid = (counts.answered > 0) & (counts.answered >= limits.min_items * counts.asked - 1e-9)

    def add(what: NDArray[Any], where: NDArray[np.bool_] | slice = slice(None)) -> NDArray[Any]:
        out = np.zeros(size, dtype=what.dtype)
        np.add.at(out, cell[where], what[where])
        return out

    people = counts.people
    n = add(people, valid)
    denominator, points = _common(counts, valid)
    total = add(points * people, valid)
    score = divide(total, n * (denominator * PER_POINT))
    own = np.where(valid, divide(points, np.full_like(points, denominator * PER_POINT)), 0)
    spread = add(people * (own - np.where(np.isnan(score), 0, score)[cell]) ** 2, valid)
    unsure, sure = add(counts.dont_know * people), add(counts.answered * people)
    low, high, loo = _leave_one_out(cell[valid], points[valid], people[valid], (n, total, denominator))
    return Cells(
        n=n,
        asked=add(people, counts.asked > 0),
        dont_know=add(people, ~valid & (counts.dont_know > 0)),
        not_due=add(people, counts.not_due & (counts.asked == 0)) > 0,
        score=score,
        sd=np.sqrt(spread / np.where(n > 1, n - 1, np.nan)),
        total=score * n,
        favourable=add(
            people, valid & (counts.units >= limits.favourable * PER_POINT * counts.answered - 1e-6)
        ),
        dont_know_share=divide(unsure, unsure + sure),
        loo_low=low,
        loo_high=high,
        loo=loo,
    )


def divide(top: NDArray[Any], bottom: NDArray[Any]) -> Floats:
    """Divide whole numbers, rounding once; NaN where the bottom is 0.

    Parameters
    ----------
    top, bottom : ndarray of int (or of Python ints)

    Returns
    -------
    ndarray of float

    Notes
    -----
    Two whole numbers up to 2**53 are exact doubles and IEEE division rounds once. Beyond, Python's own
    integers are divided, which also rounds once.
    """
    if top.size == 0:
        return np.zeros(0)
    if max(abs(int(top.max())), abs(int(top.min())), int(bottom.max())) < _EXACT:
        bottom = bottom.astype(np.float64)
        return top.astype(np.float64) / np.where(bottom == 0, np.nan, bottom)
    pairs = zip(top.tolist(), bottom.tolist(), strict=True)
    return np.array([a / b if b else np.nan for a, b in pairs], dtype=np.float64)


def _common(counts: Counts, valid: NDArray[np.bool_]) -> tuple[int, NDArray[Any]]:
    """Return a common denominator of the respondents' means, and each mean's numerator over it."""
    answered = np.where(valid, counts.answered, 1)
    denominator = math.lcm(1, *np.unique(answered).tolist())
    room = 12_600 * denominator * max(int(counts.people.sum()), 1)
    whole = np.int64 if room < 2**62 else object  # Python's own integers never overflow
    return denominator, counts.units.astype(whole) * (denominator // answered.astype(whole))


def _leave_one_out(
    cell: Ints, points: NDArray[Any], people: Ints, sums: tuple[Ints, NDArray[Any], int]
) -> tuple[Floats, Floats, list[tuple[tuple[float, int], ...]]]:
    """Return each cell's lowest and highest score without one respondent, and all such scores."""
    n, total, denominator = sums
    some = (people > 0) & (n[cell] > 1)
    order = np.lexsort((-points[some], cell[some]))  # without the highest, the lowest score: first
    cell, points, people = cell[some][order], points[some][order], people[some][order]
    new = np.ones(len(cell), dtype=bool)
    new[1:] = (cell[1:] != cell[:-1]) | (points[1:] != points[:-1])
    first = np.flatnonzero(new)
    cell, points = cell[first], points[first]
    people = np.add.reduceat(people, first) if len(first) else people
    without = divide(total[cell] - points, (n[cell] - 1) * (denominator * PER_POINT))
    low, high = np.full(len(n), np.nan), np.full(len(n), np.nan)
    high[cell] = without  # the last of a cell's equal assignments stays
    low[cell[::-1]] = without[::-1]
    pairs = list(zip(without.tolist(), people.tolist(), strict=True))
    bounds = np.searchsorted(cell, np.arange(len(n) + 1)).tolist()
    return low, high, [tuple(pairs[a:b]) for a, b in pairwise(bounds)]
