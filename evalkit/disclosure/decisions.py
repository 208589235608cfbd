"""What the gate decides for every score, taken row by row; all other tables follow it.

The scores table is the only one that knows the answers behind its figures (in `loo`), so it is where the
rungs are decided, and the verdicts, gaps and distributions of the same study are told by it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS
from evalkit.disclosure.cells import (
    FULL,
    NOTHING,
    NUMBER,
    STEP,
    WORD,
    Values,
    apart,
    band_of,
    leaves_room,
    rung,
    step_of,
    values_behind,
    word_of,
    words_of,
)
from evalkit.disclosure.rows import Cell, verdict_may_stand
from evalkit.errors import EvalkitError
from evalkit.framework import Limits
from evalkit.tables import FEWEST, SCORES, need_columns

FIGURES = {*SCORES[SCORES.index("state") :], "dont_know_share", "loo", "people"}
KEY = ("study", "wave", "criterion")
NEEDED = ("criterion", "invited", "n", "dont_know", "score", "loo")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What is decided for one criterion of a study at a wave.

    Attributes
    ----------
    verdict : bool
        May the verdict stand there?
    numbers : bool
        Has every party a number, so that figures across parties may be shown?
    untold : bool
        Is nothing shown of some party, so that nothing else may tell of it?
    lowest : str or None
        The party that the words alone show to be lowest.
    """

    verdict: bool
    numbers: bool
    untold: bool
    lowest: str | None


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
    rows : dict
        (study, wave, criterion) -> Row.
    bands : dict
        (study, wave, criterion, party) -> what a mean near an end lies over or under; missing elsewhere.

    apart : set
        (study, wave, criterion, party) whose respondents differ so much that several items may be shown.
    people : dict
        (study, wave, criterion, party) on the highest rung -> how many of its people have a low, a middle and
        a high mean themselves, and how many didn't know.

    The dicts are empty where the scores are of smaller groups than parties: nothing else may follow them.
    """

    rungs: np.ndarray
    words: list[str | None]
    by_party: Mapping[Key, int]
    rows: Mapping[Key, Row]
    apart: frozenset[Key]
    bands: Mapping[Key, float]
    people: Mapping[Key, tuple[int, ...]]

    def rungs_of(self, table: pd.DataFrame) -> np.ndarray:
        """Return the rung of each row's score, by its study, wave, criterion and party."""
        keys = keys_of(table, (*KEY, "party"))
        return np.array([self.by_party.get(key, NOTHING) for key in keys], dtype=int)


@dataclass(frozen=True)
class Rules:
    """What every table is protected by: the limits, and the decisions on the scores if they are known.

    `steps` are those of the criteria whose scales are known to be coarse, in points.
    """

    threshold: int = FEWEST
    limits: Limits = field(default_factory=Limits)
    steps: Mapping[str, float] = field(default_factory=dict)
    decisions: Decisions | None = None
    decided_on: pd.DataFrame | None = None

    def rungs_without_answers(self, table: pd.DataFrame, n: str, score: str) -> np.ndarray:
        """Return the lowest rung that each row can stand on, where only number and mean are known."""
        rungs = []
        for people, mean, criterion in zip(table[n].fillna(0), table[score], table["criterion"], strict=True):
            step = self.steps.get(criterion, STEP)
            number = people >= self.threshold and leaves_room(people, mean, mean, step)
            word = leaves_room(people, self.limits.high, self.limits.low, step)
            rungs.append(NUMBER if number else WORD if word else NOTHING)
        return np.array(rungs, dtype=int)


def decide(scores: pd.DataFrame, rules: Rules) -> Decisions:
    """Decide on every score of a table.

    Parameters
    ----------
    scores : DataFrame
        As `score_criteria` returns it, before it is protected.
    rules : Rules

    Returns
    -------
    Decisions

    Raises
    ------
    EvalkitError
        If the table has lost `loo`, or is pooled over studies without saying how many people that is.
    """
    need_columns(scores, NEEDED, "a scores table as score_criteria returns it")
    _check_pooled(scores)
    values = _values(scores)
    cells = _cells(scores, values, rules)
    words = words_of((cell.rung for cell in cells), scores["score"], rules.limits)
    keys = keys_of(scores, [column for column in (*KEY, "party") if column in scores])
    at = {} if len(set(keys)) < len(keys) else {key: place for place, key in enumerate(keys)}
    unsure = scores["dont_know"].tolist()
    return Decisions(
        rungs=np.array([cell.rung for cell in cells], dtype=int),
        words=words,
        by_party={key: cells[n].rung for key, n in at.items()},
        rows=_rows(scores, cells, words, rules.limits),
        apart=frozenset(key for key, n in at.items() if apart(values[n])),
        bands={key: cells[n].band for key, n in at.items()},
        people={
            key: (*_levels(values[n], rules.limits), unsure[n])
            for key, n in at.items()
            if cells[n].rung == FULL
        },
    )


def keys_of(table: pd.DataFrame, columns: Sequence[str]) -> list[Key]:
    """Return each row's values in some columns, as text."""
    return list(zip(*(table[column].astype(str) for column in columns), strict=True))


def _check_pooled(scores: pd.DataFrame) -> None:
    if "study" not in scores and "people" not in scores:
        raise EvalkitError(
            "these scores are pooled over studies, where the same few people may answer in each",
            "Score by study too, or add a column people: how many different people stand behind each row "
            "(without a key across studies, the largest single study's n).",
        )


def _values(scores: pd.DataFrame) -> list[Values]:
    return [
        values_behind(score, loo) if len(loo) else {}
        for score, loo in zip(scores["score"], scores["loo"], strict=True)
    ]


def _levels(values: Values, limits: Limits) -> tuple[int, ...]:
    words = {value: word_of(value, limits) for value in values}
    return tuple(sum(people for value, people in values.items() if words[value] == level) for level in LEVELS)


def _cells(scores: pd.DataFrame, values: Sequence[Values], rules: Rules) -> list[Cell]:
    criteria, means = scores["criterion"].astype(str).tolist(), scores["score"].tolist()
    steps = _steps(criteria, values, rules.steps)
    people = scores["people" if "people" in scores else "n"].tolist()
    cells = []
    for at, n in enumerate(scores["n"].tolist()):
        step = steps[criteria[at]]
        safe = rung(values[at], rules.limits, threshold=rules.threshold, step=step)
        band = math.nan
        if safe == WORD and people[at] >= rules.threshold:
            band = band_of(n, word_of(means[at], rules.limits), rules.limits, step)
        cells.append(Cell(n, means[at], min(safe, _highest(people[at], rules.threshold)), step, band))
    return cells


def _steps(
    criteria: Sequence[str], values: Sequence[Values], coarse: Mapping[str, float]
) -> dict[str, float]:
    seen: dict[str, Counter[float]] = {}
    for criterion, mine in zip(criteria, values, strict=True):
        seen.setdefault(criterion, Counter()).update(mine)
    return {criterion: max(step_of(mine), coarse.get(criterion, 0.0)) for criterion, mine in seen.items()}


def _highest(people: int, threshold: int) -> int:
    """Return the highest rung that so many different people allow."""
    return 3 if people >= threshold else int(people >= 3)


def _rows(
    scores: pd.DataFrame, cells: Sequence[Cell], words: Sequence[str | None], limits: Limits
) -> dict[Key, Row]:
    near = [str(name) for name in scores if name not in FIGURES and name not in ("party", "phase")]
    invited = scores["invited"].ne(0).fillna(True).tolist()
    parties = scores["party"].astype(str).tolist() if "party" in scores else [""] * len(scores)
    groups: dict[Key, list[int]] = {}
    for at, key in enumerate(keys_of(scores, near)):
        if invited[at]:
            groups.setdefault(key, []).append(at)
    return {
        key: _row([cells[at] for at in places], {parties[at]: words[at] for at in places}, limits)
        for key, places in groups.items()
    }


def _row(cells: Sequence[Cell], words: Mapping[str, str | None], limits: Limits) -> Row:
    rungs = [cell.rung for cell in cells]
    at_bottom = [party for word in LEVELS for party, its in words.items() if its == word]
    alone = len(at_bottom) > 1 and words[at_bottom[0]] != words[at_bottom[1]]
    return Row(
        verdict=verdict_may_stand(cells, limits),
        numbers=min(rungs) >= NUMBER,
        untold=NOTHING in rungs,
        lowest=at_bottom[0] if alone and NOTHING not in rungs else None,
    )
