"""Which rung of the ladder a cell stands on: one party's answers to one criterion in one wave.

Everybody may know how many answered and, of her own answer, what it was. So a figure is safe only if, whoever
looks, each of the others may have given at least three different answers. Two things decide that:

* how far the answers lie from the ends of the scale. A mean at the very top tells that all answered the top.
* how varied they are. Figures that don't tell people apart can be shared out among them in any way, so where three
  different answers remain whoever is left out, no such figure narrows anybody down further: all may be shown.

The rungs, each with all of those below it: `NOTHING`, `WORD`, `NUMBER` (the score) and `FULL` (its interval, the
share favourable and the distribution of answers as well).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

NOTHING, WORD, NUMBER, FULL = range(4)

WORD_FROM = 3  # a party of fewer gets no word
STEP = 25.0  # one step of a five-point scale
CLEAR = 3 * STEP  # how far the others' sum must lie from an end, whoever is left out
CLEAR_ALL = 5 * STEP  # and the whole sum
WITHIN = 1e-6


def answers_of(score: float, loo: Sequence[tuple[float, int]]) -> list[float]:
    """Return the respondents' values behind a score, from the scores without each of them.

    Parameters
    ----------
    score : float
        The mean of all.
    loo : sequence of (float, int)
        Mean without one respondent, and how many respondents have that mean.

    Returns
    -------
    list of float
        One value (0-100) a respondent, rounded to nine decimals.
    """
    n = sum(count for _, count in loo)
    return [round(n * score - (n - 1) * mean, 9) for mean, count in loo for _ in range(count)]


def rung(values: Sequence[float], high: float, low: float, *, threshold: int = 5) -> int:
    """Return the highest rung on which a cell's answers are safe by themselves.

    Parameters
    ----------
    values : sequence of float
        The respondents' values.
    high, low : float
        The framework's limits between the words.
    threshold : int
        The fewest answers for a number.

    Returns
    -------
    int
        `NOTHING`, `WORD`, `NUMBER` or `FULL`.
    """
    n = len(values)
    if n < WORD_FROM:
        return NOTHING
    if n < threshold:
        return WORD if n > WORD_FROM or word_is_safe(values, high, low) else NOTHING
    if not clear_of_ends(values):
        return WORD
    return FULL if varied(values) else NUMBER


def clear_of_ends(values: Sequence[float]) -> bool:
    """Tell whether a mean leaves everybody room, whoever looks: it lies clear of both ends of the scale."""
    n, total = len(values), sum(values)
    below = min(total - max(values) - CLEAR, total - CLEAR_ALL)
    above = min(100 * (n - 1) - (total - min(values)) - CLEAR, 100 * n - total - CLEAR_ALL)
    return min(below, above) >= -WITHIN


def varied(values: Sequence[float]) -> bool:
    """Tell whether at least three different answers remain, whoever is left out."""
    count = Counter(values)
    return len(count) - (1 in count.values()) >= 3


def word_is_safe(values: Sequence[float], high: float, low: float) -> bool:
    """Tell whether the word for three answers leaves everybody room: no answer stands far outside it."""
    mean = sum(values) / len(values)
    if mean >= high - WITHIN:
        return min(values) >= 50 - WITHIN
    if mean < low - WITHIN:
        return max(values) <= 75 + WITHIN
    return min(values) > WITHIN


def word_of(score: float, high: float, low: float) -> str:
    """Return ``high``, ``middle`` or ``low`` for a score."""
    if score >= high - WITHIN:
        return "high"
    return "low" if score < low - WITHIN else "middle"
