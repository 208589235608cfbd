"""Which rung of the ladder a cell may stand on: one party's answers to one criterion in one wave.

Everybody may know how many answered and, of her own answer, what it was; and everybody knows this rule. So
a figure is safe only if, whoever looks, each of the others may have given at least three different answers.
Two things decide that:

* how far the answers lie from the ends of the scale: a mean at the very top tells that all answered the top;
* how varied they are: a figure about a group doesn't say who is who, so it may be turned round among them,
  and where three different answers remain whoever is left out, it narrows nobody down further.

The rungs, each with all of those below it: `NOTHING`, `WORD`, `NUMBER` (the score) and `FULL` (its interval,
the share favourable and the distribution of answers as well).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evalkit.disclosure.smallwords import silenced
from evalkit.framework import UNITS, Framework, Limits
from evalkit.tables import FEWEST

NOTHING, WORD, NUMBER, FULL = range(4)

WORD_FROM = 3  # a party of fewer gets no word
STEP = 25.0  # one step of a five-point scale
FINEST_STEP = 10.0
MANY = 30  # answers it takes to believe in a scale of three points or two
WITHIN = 1e-6
PER_POINT = UNITS // 100
QUARTER = UNITS // 4

Values = Mapping[float, int]  # how many respondents have which value


def values_behind(score: float, loo: Sequence[tuple[float, int]]) -> Values:
    """Return the respondents' values behind a score, from the scores without each of them.

    Parameters
    ----------
    score : float
        The mean of all.
    loo : sequence of (float, int)
        Mean without one respondent, and how many respondents have that mean.

    Returns
    -------
    dict of float to int
        How many respondents have which value (0-100).
    """
    n = sum(people for _, people in loo)
    values: Counter[float] = Counter()
    for without, people in loo:
        values[round(n * score - (n - 1) * without, 6)] += people
    return values


def step_of(values: Values) -> float:
    """Return the step that values move in: that of their scale, or of a mean of several items.

    Parameters
    ----------
    values : mapping of float to int
        How often each value was given to a criterion.

    Returns
    -------
    float
        25 for five points, 33.3 for four; never under `FINEST_STEP`, so that a mean hard by an end is a word.
        50 (three points) or 100 (two) only after many answers: a few people may all have chosen among the
        ends and the middle of a finer scale.

    Examples
    --------
    >>> step_of({0: 1, 25: 2, 75: 1}), round(step_of({0: 1, 100 / 3: 2}), 1), step_of({50: 1, 58.3333: 1})
    (25.0, 33.3, 10.0)
    >>> step_of({0: 3, 100: 2}), step_of({0: 30, 100: 20})
    (25.0, 100.0)
    """
    units = math.gcd(UNITS, *(round(value * PER_POINT) for value in values))
    if units % QUARTER == 0 and sum(values.values()) < MANY:
        return STEP
    return max(FINEST_STEP, units / PER_POINT)


def coarse_steps(framework: Framework) -> dict[str, float]:
    """Return the step of each criterion that has an item on a scale of four points or fewer.

    Few answers don't show that a scale is so coarse, and the people asked know that it is.
    """
    steps = {
        criterion: coarse_step(framework, [item.id for item in framework.items_of(criterion)])
        for criterion in framework.criterion_ids
    }
    return {criterion: step for criterion, step in steps.items() if step}


def coarse_step(framework: Framework, items: Iterable[str]) -> float:
    """Return the coarsest step of items on scales of four points or fewer; 0 if there are none."""
    scales = [framework.scales.get(framework.item(item).scale) for item in items]
    return max((100 / (scale.points - 1) for scale in scales if scale and 1 < scale.points < 5), default=0.0)


def rung(values: Values, limits: Limits, *, threshold: int = FEWEST, step: float = STEP) -> int:
    """Return the highest rung on which a cell's answers are safe by themselves.

    Parameters
    ----------
    values : mapping of float to int
        How many respondents have which value.
    limits : Limits
        Where the words begin.
    threshold : int
        The fewest answers for a number.
    step : float
        The step of the answers' scale, in points.

    Returns
    -------
    int
        `NOTHING`, `WORD`, `NUMBER` or `FULL`.
    """
    n = sum(values.values())
    if n < WORD_FROM:
        return NOTHING
    if n >= threshold and varied(values):
        return FULL
    if n >= threshold and clear_of_ends(values, step):
        return NUMBER
    if n < 5:
        return NOTHING if silenced(values, limits, step) else WORD
    return WORD if leaves_room(n, limits.high, limits.low, step) else NOTHING


def clear_of_ends(values: Values, step: float = STEP) -> bool:
    """Tell whether a mean lies so far from both ends of the scale that it leaves everybody room.

    One step more than three answers need, so that not showing it says nothing either.
    """
    n, total = sum(values.values()), sum(value * people for value, people in values.items())
    below = min(total - max(values) - _room(step, 1), total - _room(step, 3))
    above = min(100 * (n - 1) - total + min(values) - _room(step, 1), 100 * n - total - _room(step, 3))
    return min(below, above) >= -WITHIN


def band_of(n: int, level: str, limits: Limits, step: float = STEP) -> float:
    """Return what a mean too near an end for a number is known to lie over (or under).

    It follows from the rule alone: were it farther from the end, the number would stand there. So it tells
    whoever knows the rule nothing new.

    Parameters
    ----------
    n : int
        Answers, enough for a number.
    level : {'high', 'middle', 'low'}
    limits : Limits
    step : float

    Returns
    -------
    float
        A multiple of 5; missing where the word says as much.

    Examples
    --------
    >>> from evalkit.framework import Limits
    >>> band_of(18, "high", Limits()), band_of(18, "low", Limits())
    (90.0, 10.0)
    """
    reach = max(100 + _room(step, 1), _room(step, 3)) / n
    if level == "high":
        over = 5.0 * math.floor((100 - reach) / 5)
        return over if over > limits.high else math.nan
    under = 5.0 * math.ceil(reach / 5)
    return under if level == "low" and under < limits.low else math.nan


def leaves_room(n: int, lowest: float, highest: float, step: float = STEP) -> bool:
    """Tell whether knowing that a mean of `n` is >= `lowest` (or < `highest`) leaves everybody room.

    Parameters
    ----------
    n : int
        Respondents.
    lowest, highest : float
        What is known of their mean; each is looked at by itself.
    step : float

    Returns
    -------
    bool
        True if even she who answered at the other end can't tell the others' answers to under three.
    """
    above = 100 * (n - 1) - n * lowest - _room(step, 0)
    below = n * highest - 100 - _room(step, 0)
    return above >= -WITHIN and below > WITHIN


def varied(values: Values) -> bool:
    """Tell whether at least three different answers remain, whoever is left out."""
    return len(values) - (1 in values.values()) >= 3


def apart(values: Values) -> bool:
    """Tell whether two different means between the ends of the scale remain, whoever is left out.

    A mean at an end is the same answer to every item; those between may be made up in several ways.
    """
    between = [people for value, people in values.items() if WITHIN < value < 100 - WITHIN]
    return len(between) - (1 in between) >= 2


def word_of(score: float, limits: Limits) -> str:
    """Return ``high``, ``middle`` or ``low`` for a score."""
    if score >= limits.high - WITHIN:
        return "high"
    return "low" if score < limits.low - WITHIN else "middle"


def words_of(rungs: Iterable[int], scores: Iterable[float], limits: Limits) -> list[str | None]:
    """Return the word of each score; none where nothing is told."""
    both = zip(rungs, scores, strict=True)
    return [None if step == NOTHING else word_of(score, limits) for step, score in both]


def _room(step: float, extra: int) -> float:
    """Return the points from the first to the last of three answers (of two, where there are only two)."""
    return step * (extra + (1 if step > 50 else 2))
