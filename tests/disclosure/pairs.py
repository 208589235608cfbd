"""Every set of answers of two or three small parties, published by the rule: what is left possible to whom?"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations_with_replacement, product

import numpy as np
from numpy.typing import NDArray

from evalkit.disclosure.cells import FULL, NUMBER, STEP, WORD, rung, word_of
from evalkit.disclosure.rows import Cell, verdict_may_stand
from evalkit.framework import Limits
from evalkit.scoring.verdicts import rule

LIMITS = Limits()
Possible = NDArray[np.bool_]  # own answer x another's answer
Class = tuple[int, int]  # sum of steps, rung


def failures_of_pair(people: tuple[int, ...], *, steps: int = 4, step: float = STEP) -> list[str]:
    """Return each published row, party and own answer that leave fewer than three answers to the others.

    Parameters
    ----------
    people : tuple of int
        How many in each party.
    steps : int
        Of the answers' scale: 4 for five points.
    step : float
        What the gate takes a step to be, in points.
    """
    classes = [_classes(n, steps, step) for n in people]
    possible: list[dict[object, Possible]] = [
        defaultdict(lambda: np.zeros((steps + 1, steps + 1), dtype=bool)) for _ in people
    ]
    for row in product(*classes):
        cells = [
            Cell(n, 100 * total / (steps * n), step_on, step)
            for n, (total, step_on) in zip(people, row, strict=True)
        ]
        told = (*map(_told, cells), _verdict(cells))
        for party, key in enumerate(row):
            if key[1] != FULL:  # all answers are known, and three remain whoever is left out
                possible[party][told] |= classes[party][key]
    return [
        f"{people} party {party} {told}: to {own} the others are {np.flatnonzero(left).tolist()}"
        for party, by_row in enumerate(possible)
        for told, table in by_row.items()
        for own, left in enumerate(table)
        if 0 < left.sum() < min(3, steps + 1)
    ]


def _told(cell: Cell) -> object:
    if cell.rung >= NUMBER:
        return cell.rung, round(cell.score, 6)
    return word_of(cell.score, LIMITS) if cell.rung == WORD else None


def _verdict(cells: list[Cell]) -> str | None:
    return rule([cell.score for cell in cells], LIMITS) if verdict_may_stand(cells, LIMITS) else None


@cache
def _classes(n: int, steps: int, step: float) -> dict[Class, Possible]:
    """Return, for each sum and rung, which answers can stand beside which."""
    classes: dict[Class, Possible] = {}
    for answers in combinations_with_replacement(range(steps + 1), n):
        counts = Counter(answers)
        on = rung({answer * 100 / steps: people for answer, people in counts.items()}, LIMITS, step=step)
        beside = classes.setdefault((sum(answers), on), np.zeros((steps + 1, steps + 1), dtype=bool))
        for own, other in product(counts, counts):
            beside[own, other] |= own != other or counts[own] > 1
    return classes
