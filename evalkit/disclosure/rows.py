"""What may stand beside each other in a row: the parties' scores and words, and the verdict on them.

A verdict is a statement about every party's mean. Beside numbers it says nothing new; beside words it may:
with 80 for one party, *partly* and *middle* leave the other 55 to 62. Whether it is shown must not depend on
what is hidden, or its absence would tell. So it is decided from what is shown alone: the verdict stays where
the words and numbers imply it anyway, or where each verdict that could stand there leaves every party enough
room.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.disclosure.cells import NOTHING, NUMBER, STEP, WITHIN, WORD, leaves_room, word_of
from evalkit.framework import Limits

NARROWEST = 12.0  # points: a hidden mean isn't to be known any closer
ROOMY = 4  # of three, and of more whose mean lies at an end of the scale, the word says all that is safe

Span = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """One party's answers to one criterion, the rung they stand on, and the band of a word near an end."""

    n: int
    score: float
    rung: int
    step: float = STEP
    band: float = math.nan


def verdict_may_stand(cells: Sequence[Cell], limits: Limits) -> bool:
    """Tell whether the verdict may stand beside what is shown of each party.

    Parameters
    ----------
    cells : sequence of Cell
        One a party that was invited.
    limits : Limits

    Returns
    -------
    bool
    """
    if any(cell.rung == NOTHING for cell in cells):
        return False
    spans = [known_span(cell, limits) for cell in cells]
    if len(possible_verdicts(spans, limits)) == 1:
        return True
    words = [at for at, cell in enumerate(cells) if cell.rung == WORD]
    if any(cells[at].n != ROOMY for at in words):
        return False
    return all(_leaves_room(at, cells, spans, limits) for at in words)


def known_span(cell: Cell, limits: Limits) -> Span:
    """Return between what a mean is known to lie from what is shown of it."""
    if cell.rung >= NUMBER:
        return cell.score, cell.score
    if cell.rung == NOTHING:
        return 0.0, 100.0
    words = {
        "high": (limits.high, 100.0),
        "middle": (limits.low, limits.high - WITHIN),
        "low": (0.0, limits.low - WITHIN),
    }
    return words[word_of(cell.score, limits)]


def possible_verdicts(spans: Sequence[Span], limits: Limits) -> set[str]:
    """Return the verdicts that means within these spans can have."""
    if min(low for low, _ in spans) >= limits.high - WITHIN:
        return {"fulfilled"}
    if max(high for _, high in spans) < limits.low:
        return {"not_fulfilled"}
    reach = max((high - low for one, (_, high) in enumerate(spans) for other, (low, _) in enumerate(spans)
                 if one != other), default=0.0)  # fmt: skip
    apart = max(low for low, _ in spans) - min(high for _, high in spans)
    contested = {"contested"} if reach >= limits.apart else set()
    return contested | ({"partly"} if apart < limits.apart else set())


def _leaves_room(at: int, cells: Sequence[Cell], spans: Sequence[Span], limits: Limits) -> bool:
    """Tell whether a party known by a word keeps room under either verdict that could stand there."""
    for verdict in ("contested", "partly"):
        low, high = narrowed(at, spans, verdict, limits)
        if high - low < NARROWEST or not leaves_room(cells[at].n, low, high, cells[at].step):
            return False
    return True


def narrowed(at: int, spans: Sequence[Span], verdict: str, limits: Limits) -> Span:
    """Return what a verdict leaves of one party's span, the others lying anywhere in theirs."""
    low, high = spans[at]
    others = [span for place, span in enumerate(spans) if place != at]
    nearest_top, nearest_bottom = max(span[0] for span in others), min(span[1] for span in others)
    if verdict == "partly":
        return max(low, nearest_top - limits.apart), min(high, nearest_bottom + limits.apart)
    top, bottom = max(span[1] for span in others), min(span[0] for span in others)
    if len(others) > 1 and top - bottom >= limits.apart:
        return low, high
    above, below = (max(low, bottom + limits.apart), high), (low, min(high, top - limits.apart))
    return max(above, below, key=lambda span: span[1] - span[0])
