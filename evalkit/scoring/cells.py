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

from evalkit.framework import UNITS, Limits
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
    cell, size = counts.group * criteria + counts.criterion, len(counts.groups) * criteria
    enough = counts.answered >= limits.min_items * counts.asked - 1e-9
    valid = (counts.answered > 0) & enough & (counts.people > 0)

    def add(people: Ints) -> Ints:
        return _add(size, cell, people)

    people = counts.people
    favourable = counts.units >= limits.favourable * PER_POINT * counts.answered - 1e-6
    unsure, sure = add(counts.dont_know * people), add(counts.answered * people)
    return Cells(
        **_scores(_levels_of(counts, cell, valid, size), size),
        asked=add(people * (counts.asked > 0)),
        dont_know=add(people * (~valid & (counts.dont_know > 0))),
        not_due=add(people * (counts.not_due & (counts.asked == 0))) > 0,
        favourable=add(people * (valid & favourable)),
        dont_know_share=divide(unsure, unsure + sure),
    )


@dataclass(frozen=True)
class _Levels:
    """The different scores of each cell's respondents, cell by cell, the highest first.

    `points` are the scores over the common denominator `whole`, `people` how many have each.
    """

    cell: Ints
    points: NDArray[Any]
    people: Ints
    whole: int


def _levels_of(counts: Counts, cell: Ints, valid: NDArray[np.bool_], size: int) -> _Levels:
    units, answered, people, cell = (a[valid] for a in (counts.units, counts.answered, counts.people, cell))
    denominator = math.lcm(1, *np.flatnonzero(np.bincount(answered)).tolist())
    room = (UNITS * denominator + 1) * max(int(people.sum()), size)
    kind = np.int64 if room < 2**62 else object  # Python's own integers never overflow
    points = units.astype(kind) * (denominator // answered.astype(kind))
    key = cell.astype(kind) * (UNITS * denominator + 1) - points
    order = np.argsort(key)
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
    people = np.add.reduceat(people[order], first) if len(first) else people
    return _Levels(cell[order][first], points[order][first], people, denominator * PER_POINT)


def _scores(levels: _Levels, size: int) -> dict[str, Any]:
    """Return n, score, total, sd and the leave-one-out scores of all cells."""
    cell, points, people = levels.cell, levels.points, levels.people
    n, total = _add(size, cell, people), _add(size, cell, points * people)
    score = divide(total, n * levels.whole)
    own = divide(points, np.full_like(points, levels.whole))
    spread = _add(size, cell, people * (own - score[cell]) ** 2)
    some = n[cell] > 1
    cell, people = cell[some], people[some]
    without = divide(total[cell] - points[some], (n[cell] - 1) * levels.whole)
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    high[cell] = without  # the last of a cell's equal assignments stays
    low[cell[::-1]] = without[::-1]
    pairs = list(zip(without.tolist(), people.tolist(), strict=True))
    bounds = np.searchsorted(cell, np.arange(size + 1)).tolist()
    return {
        "n": n,
        "score": score,
        "total": score * n,
        "sd": np.sqrt(spread / np.where(n > 1, n - 1, np.nan)),
        "loo_low": low,
        "loo_high": high,
        "loo": [tuple(pairs[a:b]) for a, b in pairwise(bounds)],
    }


def _add(size: int, cell: Ints, what: NDArray[Any]) -> NDArray[Any]:
    out = np.zeros(size, dtype=what.dtype)
    np.add.at(out, cell, what)
    return out


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
