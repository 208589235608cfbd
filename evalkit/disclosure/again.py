"""The same answers published twice, one time or both as a word: what that tells of who joined or left.

A mean of 65 by five people in the first report, and *middle* by four in the next, leave the one who withdrew
only the top answer. A published word doesn't say how many stand behind it, but whoever was there knows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from evalkit.disclosure.cells import FINEST_STEP, STEP, WORD_FROM, leaves_room
from evalkit.disclosure.figures import CELL
from evalkit.framework import Limits
from evalkit.tables import FEWEST

FEW = FEWEST - 1  # joiners or leavers too few for a figure of their own
_OPEN = 1e-4  # a word ends just under where the next begins
_WITHIN = 1e-6

Side = tuple[float, float, float]  # people (missing if unknown), and between what their mean lies
Rest = tuple[int, float, float]


def told_again(
    figures: pd.DataFrame, tables: Iterable[str], limits: Limits, steps: Mapping[str, float]
) -> list[tuple[object, ...]]:
    """Find cells of which two tables tell different things, and so something of one to four people.

    Parameters
    ----------
    figures : DataFrame
        What all tables state.
    tables : iterable of str
        The scores tables among them: in one report there is one, and so a second is another report.
    limits : Limits
    steps : mapping of str to float
        Of the criteria on coarse scales, in points.

    Returns
    -------
    list of tuple
        Findings, as `audit` lists them.
    """
    word = figures["n"].isna() & figures["shown"].eq("word")
    told = figures[figures["table"].isin(list(tables)) & (figures["n"].gt(0) | word)]
    told = told.assign(word=word, high=told["high"].where(~word | told["high"].ge(100), told["high"] - _OPEN))
    told = told.assign(at=range(len(told)))
    pairs = told.merge(told, on=CELL, suffixes=("", "_again"))
    pairs = pairs[(pairs["at"] < pairs["at_again"]) & (pairs["word"] | pairs["word_again"])]
    found = []
    for row in pairs.to_dict("records"):
        one, other = _side(row, ""), _side(row, "_again")
        step = steps.get(row["criterion"], STEP)
        where = [row[key] for key in CELL]
        for people, low, high in _told(one, other, limits, step):
            mean = round(low / people, 3), round(high / people, 3)
            found.append((*where, "difference", people, *mean, f"{row['table']}, {row['table_again']}"))
    return found


def _side(row: Mapping[Hashable, Any], end: str) -> Side:
    return float(row[f"people{end}"]), float(row[f"low{end}"]), float(row[f"high{end}"])


def _told(one: Side, other: Side, limits: Limits, step: float) -> Iterator[Rest]:
    """Return those people in only one of two figures who are left under three answers, and their points."""
    for n, n_other in product(_sizes(one, other, limits), _sizes(other, one, limits)):
        less, more = sorted(((n, *one[1:]), (n_other, *other[1:])))
        people = int(more[0] - less[0])
        low = max(more[0] * more[1] - less[0] * less[2], 0.0)
        high = min(more[0] * more[2] - less[0] * less[1], 100.0 * people)
        possible = 1 <= people <= FEW and low <= high
        if possible and not _room(people, low, high, step):
            yield people, low, high


def _sizes(side: Side, beside: Side, limits: Limits) -> list[int]:
    """Return how many can stand behind a figure: a plain word is said of three or four."""
    if not np.isnan(side[0]):
        return [int(side[0])]
    if side[1] <= limits.high and (side[2] >= limits.low - 2 * _OPEN):
        return list(range(WORD_FROM, FEWEST))
    near = FEWEST if np.isnan(beside[0]) else int(beside[0])
    return [n for n in range(near - FEW, near + FEW + 1) if n >= FEWEST]


def _room(people: int, low: float, high: float, step: float) -> bool:
    """Tell whether these people's points leave each of them three answers, whatever one of them knows."""
    spread = high - low >= min(2 * max(step, FINEST_STEP), 100.0) - _WITHIN
    return spread and (people == 1 or leaves_room(people, low / people, high / people, step))
