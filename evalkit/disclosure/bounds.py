"""Bounds from linear statements: what each unknown can be, given intervals that sums of unknowns lie in.

Every statement is a row ``low <= a x <= high``. What a row leaves to one of its unknowns, when the others
are anywhere in their bounds, tightens that unknown; this goes on until nothing moves. Such bounds are never
too narrow, so what they pin down really is known. A statement that what is known refutes was a reader's
wrong guess (as that those who answered one item are those who answered another): it tells nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

ROUNDS = 30
MOVED = 1e-9
REFUTED = 1e-6


@dataclass
class Statements:
    """Linear statements ``low <= sum(factors * unknowns) <= high``, gathered block by block."""

    rows: list[np.ndarray] = field(default_factory=list)
    columns: list[np.ndarray] = field(default_factory=list)
    factors: list[np.ndarray] = field(default_factory=list)
    low: list[np.ndarray] = field(default_factory=list)
    high: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(
        self, row: np.ndarray, unknown: np.ndarray, factor: np.ndarray, within: tuple[np.ndarray, np.ndarray]
    ) -> None:
        """Add some statements.

        Parameters
        ----------
        row : ndarray of int
            Which of these statements a term belongs to, from 0.
        unknown : ndarray of int
            The term's unknown.
        factor : ndarray of float
        within : (ndarray, ndarray)
            The statements' low and high.
        """
        counts = factor != 0
        self.rows.append(row[counts] + self.count)
        self.columns.append(unknown[counts])
        self.factors.append(factor[counts])
        self.low.append(within[0])
        self.high.append(within[1])
        self.count += len(within[0])


def bounds(statements: Statements, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds that statements leave to each unknown.

    Parameters
    ----------
    statements : Statements
    low, high : ndarray
        What is known of each unknown beforehand.

    Returns
    -------
    low, high : ndarray

    Examples
    --------
    >>> total = Statements()
    >>> sum_of_two = np.array([250.0])
    >>> total.add(np.zeros(2, dtype=int), np.array([0, 1]), np.ones(2), (sum_of_two, sum_of_two))
    >>> low, high = bounds(total, np.array([180.0, 0.0]), np.array([180.0, 400.0]))  # one is shown
    >>> low[1], high[1]
    (np.float64(70.0), np.float64(70.0))
    """
    low, high = low.astype(float).copy(), high.astype(float).copy()
    if not statements.count:
        return low, high
    row, at, factor = (
        np.concatenate(part) for part in (statements.rows, statements.columns, statements.factors)
    )
    least, most = np.concatenate(statements.low), np.concatenate(statements.high)
    for _ in range(ROUNDS):
        small = np.where(factor > 0, factor * low[at], factor * high[at])
        large = np.where(factor > 0, factor * high[at], factor * low[at])
        floor, ceiling = np.bincount(row, small, len(least)), np.bincount(row, large, len(least))
        refuted = (floor > most + REFUTED) | (ceiling < least - REFUTED)
        least[refuted], most[refuted] = -np.inf, np.inf
        down, up = (least[row] - ceiling[row] + large) / factor, (most[row] - floor[row] + small) / factor
        down, up = np.where(factor > 0, down, up), np.where(factor > 0, up, down)
        before = low.copy(), high.copy()
        np.maximum.at(low, at, down)
        np.minimum.at(high, at, up)
        if max(np.max(low - before[0]), np.max(before[1] - high)) < MOVED:
            break
    return low, high
