"""Several answers in one cell, without a codebook that lists them.

A cell is cut only where its pieces come back in other cells, as options do and free text doesn't. Pieces that
never stand apart, the second in small letters or both at least twice, are one option with the separator in
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evalkit.survey.cells import Cells

_MOST_OPTIONS, _LONGEST = 60, 150


def joined_options(cells: Cells, separator: str) -> list[str] | None:
    """Find the options of a multi-select question whose answers are joined in a cell.

    Parameters
    ----------
    cells : Cells
    separator : str

    Returns
    -------
    list of str or None
        The options in the order in which they appear; None if the column looks like anything else.
    """
    if not 1 < len(cells.uniques) <= 2000 or not cells.texts.str.contains(separator, regex=False).any():
        return None
    answers = [_pieces(text, separator) for text in cells.texts]
    weights = cells.counts
    glued = _glued(answers)
    answers = [_glue(answer, glued, separator) for answer in answers]
    if max(map(len, answers)) < 2:
        return None
    return _options(answers, weights)


def _pieces(text: str, separator: str) -> list[str]:
    return [piece.strip() for piece in text.split(separator) if piece.strip()]


def _options(answers: Sequence[list[str]], weights: np.ndarray) -> list[str] | None:
    rows: Counter[str] = Counter()
    for answer, weight in zip(answers, weights, strict=True):
        if len(set(answer)) < len(answer):
            return None
        for piece in answer:
            rows[piece] += int(weight)
    again = sum(count for count in rows.values() if count > 1)
    few = len(rows) <= _MOST_OPTIONS and max(map(len, rows)) <= _LONGEST
    return list(rows) if few and again >= 0.8 * sum(rows.values()) else None


def _glued(answers: Sequence[list[str]]) -> set[tuple[str, str]]:
    """Find pieces that never stand apart."""
    pairs = Counter((a, b) for answer in answers for a, b in pairwise(answer))
    alone = Counter(piece for answer in answers for piece in answer)
    return {
        (a, b)
        for (a, b), together in pairs.items()
        if (together == alone[a] == alone[b] and (b[:1].islower() or (together > 1 and len(answers) > 4)))
        or (b[:1].islower() and together == alone[b])
    }


def _glue(answer: list[str], glued: set[tuple[str, str]], separator: str) -> list[str]:
    result: list[str] = []
    last = ""
    for piece in answer:
        if result and (last, piece) in glued:
            result[-1] += (
                separator + piece if separator.endswith(" ") else f"{separator} {piece}".replace("  ", " ")
            )
        else:
            result.append(piece)
        last = piece
    return result
