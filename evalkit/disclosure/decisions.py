"""What the gate decides for every score, taken row by row; all other tables follow it.

The scores table is the only one that knows the answers behind its figures (in `loo`), so it is where the rungs
are decided, and the verdicts, gaps and distributions of the same study are told by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalkit.disclosure.cells import NOTHING, Values, rung, step_of, values_behind, word_of
from evalkit.disclosure.rows import Cell, verdict_may_stand
from evalkit.errors import EvalkitError
from evalkit.framework import Limits
from evalkit.tables import SCORES, need_columns

FIGURES = {*SCORES[SCORES.index("state") :], "dont_know_share", "loo", "people"}
KEY = ("study", "wave", "criterion")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Decisions:
    """The gate's decisions on a scores table.

    Attributes
    ----------
    rungs : ndarray of int
        One a score, in the table's order.
    words : list
        high, middle, low or None, one a score.
    by_party : dict
        (study, wave, criterion, party) -> rung.
    verdicts : dict
        (study, wave, criterion) -> may the verdict be shown?
    """

    rungs: np.ndarray
    words: list[str | None]
    by_party: dict[Key, int]
    verdicts: dict[Key, bool]


def decide(scores: pd.DataFrame, threshold: int, limits: Limits) -> Decisions:
    """Decide on every score of a table.

    Parameters
    ----------
    scores : DataFrame
        As `score_criteria` returns it, before it is protected.
    threshold : int
    limits : Limits

    Returns
    -------
    Decisions

    Raises
    ------
    EvalkitError
        If the table has lost `loo`, or is pooled over studies without saying how many people that are.
    """
    need_columns(scores, ("criterion", "n", "score", "invited", "loo"), "a scores table as score_criteria returns it")
    _check_pooled(scores)
    values = _values(scores)
    cells = _cells(scores, values, threshold, limits)
    rungs = np.array([cell.rung for cell in cells], dtype=int)
    words = [None if step == NOTHING else word_of(score, limits)
             for step, score in zip(rungs, scores["score"], strict=True)]  # fmt: skip
    keys = _keys(scores, [column for column in (*KEY, "party") if column in scores])
    return Decisions(rungs, words, dict(zip(keys, rungs.tolist(), strict=True)), _verdicts(scores, cells, limits))


def _check_pooled(scores: pd.DataFrame) -> None:
    if "study" not in scores and "people" not in scores:
        raise EvalkitError(
            "these scores are pooled over studies, where the same few people may answer in each",
            "Score by study too, or add a column people: how many different people stand behind each row (without "
            "a key across studies, the largest single study's n).",
        )


def _values(scores: pd.DataFrame) -> list[Values]:
    pairs = zip(scores["score"], scores["loo"], strict=True)
    return [values_behind(score, loo) if len(loo) else {} for score, loo in pairs]


def _cells(scores: pd.DataFrame, values: Sequence[Values], threshold: int, limits: Limits) -> list[Cell]:
    criteria = scores["criterion"].astype(str).tolist()
    seen: dict[str, Counter[float]] = {}
    for criterion, mine in zip(criteria, values, strict=True):
        seen.setdefault(criterion, Counter()).update(mine)
    steps = {criterion: step_of(mine) for criterion, mine in seen.items()}
    people = scores["people"].tolist() if "people" in scores else scores["n"].tolist()
    return [
        Cell(n, score, min(rung(mine, limits, threshold=threshold, step=steps[criterion]), _cap(few, threshold)),
             steps[criterion])
        for n, score, mine, criterion, few in zip(scores["n"], scores["score"], values, criteria, people, strict=True)
    ]  # fmt: skip


def _cap(people: int, threshold: int) -> int:
    """Return the highest rung that so many different people allow."""
    return 3 if people >= threshold else int(people >= 3)


def _verdicts(scores: pd.DataFrame, cells: Sequence[Cell], limits: Limits) -> dict[Key, bool]:
    taking_part = scores["invited"].ne(0).fillna(True).to_numpy(dtype=bool)
    near = [column for column in scores if column not in FIGURES and column not in ("party", "phase")]
    rows: dict[Key, list[Cell]] = {}
    for key, cell, invited in zip(_keys(scores, near), cells, taking_part, strict=True):
        if invited:
            rows.setdefault(key, []).append(cell)
    return {key: verdict_may_stand(row, limits) for key, row in rows.items()}


def _keys(table: pd.DataFrame, columns: Sequence[str]) -> list[Key]:
    return list(zip(*(table[column].astype(str) for column in columns), strict=True))
