"""Several answers in one cell, without a codebook that lists them.

A cell is cut only where its pieces come back in other cells, as options do and free text doesn't: not 'Yes,
always' beside 'Yes, but seldom'. Pieces that never stand apart, the second in small letters or both at least
twice, are one option with the separator in it. Where a tool joins by a bare `;` or `,`, a piece that begins
with a blank goes on with the one before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import squeeze
from evalkit.survey.variable import Variable
from evalkit.words import told

_MOST_OPTIONS, _LONGEST, _SHORT = 60, 150, 60
_BARE = re.compile(r";(?=[^\s;])")  # no blank after it: a tool wrote it, not a person
_COMMA = re.compile(r",(?=[^\s\d,])|(?<=\D),(?=\d)")  # nor is it a number's


def split_into(variable: Variable, separator: str, options: Sequence[str]) -> Variable:
    """Mark a variable whose cells hold several of these options."""
    return replace(variable, split=separator, values=dict(zip(options, options, strict=True)))


def bare_pieces(text: str) -> list[str]:
    """Cut `one;two;` at each `;` that no blank follows."""
    return [piece for piece in (part.strip("; \t\n\xa0") for part in _BARE.split(text)) if piece]


def bare_options(cells: Cells) -> list[str] | None:
    """Find the options of a question whose answers a tool joined as `one;two`.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    list of str or None
        None where no cell is joined so, or the pieces look like anything but options.
    """
    if not len(cells.uniques) or not cells.texts.str.contains(_BARE).any():
        return None
    answers = [bare_pieces(text) for text in cells.texts]
    options = list(dict.fromkeys(piece for answer in answers for piece in answer))
    whole = all(len(set(answer)) == len(answer) for answer in answers)
    return options if whole and len(options) <= _MOST_OPTIONS and max(map(len, options)) <= _LONGEST else None


def said_of_written(variable: Variable) -> list[str]:
    """Warn of pieces given once beside common options: one answer under 'other' may hold a `;`."""
    rows: Counter[str] = Counter()
    for text, weight in zip(variable.cells.texts, variable.cells.counts, strict=True):
        rows.update(dict.fromkeys(bare_pieces(text), int(weight)))
    once = [option for option in variable.values if rows[option] == 1]
    if len(once) < 2 or max(rows.values()) < 3:
        return []
    pieces = ", ".join(map(repr, once[:6])) + (", ..." if len(once) > 6 else "")
    return [told("reading.written", column=repr(variable.source), pieces=pieces)]


def said_double(headings: Sequence[str]) -> list[str]:
    """Say which questions were asked more than once, whatever the blanks and case of their headings."""
    asked = Counter(map(fold, headings))
    again = {fold(heading): squeeze(heading) for heading in headings if heading and asked[fold(heading)] > 1}
    return [told("reading.double", names=", ".join(map(repr, again.values())))] if again else []


def maybe_joined(cells: Cells) -> str:
    """Return a cell that seems to hold several answers: every piece of it comes back in another cell.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    str
        "" where there is none.
    """
    if not cells.is_text or not 1 < len(cells.uniques) <= 2000:
        return ""
    for separator in (";", ","):
        if not cells.texts.str.contains(separator, regex=False).any():
            continue
        answers = [_pieces(text, separator) for text in cells.texts]
        seen = Counter(piece for answer in answers for piece in set(answer))
        for text, answer in zip(cells.texts, answers, strict=True):
            if len(answer) > 1 and all(seen[p] > 1 and _is_short(p) for p in answer):
                return str(text)
    return ""


def _is_short(piece: str) -> bool:
    return len(piece) <= _SHORT and bool(re.search(r"[^\W\d]", piece))


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
    answers = [_pieces(text, _COMMA if separator == "," else separator) for text in cells.texts]
    glued = _glued(answers)
    answers = [_glue(answer, glued, separator) for answer in answers]
    seen = Counter(piece for answer in answers for piece in set(answer))
    whole = [all(seen[piece] > 1 for piece in answer) for answer in answers if len(answer) > 1]
    return _options(answers, cells.counts) if whole and 2 * sum(whole) >= len(whole) else None


def _pieces(text: str, separator: str | re.Pattern[str]) -> list[str]:
    pieces = text.split(separator) if isinstance(separator, str) else separator.split(text)
    mark = separator if isinstance(separator, str) else ","
    closed: list[str] = []
    for piece in pieces:
        if closed and closed[-1].count("(") > closed[-1].count(")") and ")" in text:
            closed[-1] += mark + piece  # a list in brackets belongs to one option
        else:
            closed.append(piece)
    return [piece.strip() for piece in closed if piece.strip()]


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
    """Find pieces that never stand apart; small letters go on with what is before them, if all of them do."""
    pairs = Counter((a, b) for answer in answers for a, b in pairwise(answer))
    alone = Counter(piece for answer in answers for piece in answer)
    after: Counter[str] = Counter()  # how often a piece goes on with one that never stands without it
    for (a, b), together in pairs.items():
        after[b] += together if together == alone[a] else 0
    always = {(a, b) for (a, b), n in pairs.items()
              if n == alone[b] or (n == alone[a] and after[b] == alone[b])}  # fmt: skip
    goes_on = {pair for pair in pairs if pair[1][:1].islower()}
    begin_small = sum(answer[0][:1].islower() for answer in answers if answer) > 0.2 * len(answers)
    twice = {pair for pair, n in pairs.items()
             if n > 1 and n == alone[pair[0]] == alone[pair[1]] and len(answers) > 4}  # fmt: skip
    return twice if begin_small or not goes_on <= always else twice | goes_on


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
