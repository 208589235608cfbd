"""The gate for distributions of answers: from five varied answers, in three levels under ten, else a word.

A distribution may be shown where three different answers remain whoever is left out. What stays hidden in its
criterion must not follow from the criterion's score: it is looked at as a score is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS, blank, mark
from evalkit.disclosure.cells import FULL, NOTHING, NUMBER, STEP, WORD, WORD_FROM, leaves_room, word_of
from evalkit.disclosure.decisions import KEY, Rules, keys_of
from evalkit.disclosure.rows import Cell, known_span
from evalkit.disclosure.scores import UNASKED
from evalkit.framework import Limits

FOLD_UNDER = 10
NOT_KEYS = ("state", "answer", "value", "n")


def protect_answers(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Hide distributions of few or like answers, fold those of fewer than ten, say a word of the others.

    A folded row has no `answer` and no `value`; its `level` is low, middle or high. A hidden item has one
    row, without answer, value and n; its `level` is the word for its mean where that may be said.
    """
    result = table.reset_index(drop=True)
    keys = [column for column in result.columns if column not in NOT_KEYS]
    items = _items(result, keys)
    rungs = _rungs(items, keys, rules)
    at = result.groupby(keys, observed=True, dropna=False, sort=False).ngroup().to_numpy()
    few, rung = (items["base"] < rules.threshold).to_numpy()[at], rungs[at]
    unasked = result["state"].isin(UNASKED).to_numpy()
    hidden = ~unasked & (rung < FULL)
    shown = np.select([~hidden, rung == WORD, few], ["yes", "word", "hidden_primary"], "hidden_secondary")
    words = np.array([word_of(mean, rules.limits) for mean in items["mean"]], dtype=object)
    words[~(rungs == WORD)] = None
    mark(result, list(shown), list(words[at]))
    folds = ~hidden & (items["base"] < FOLD_UNDER).to_numpy()[at] & (result["state"] == "answered").to_numpy()
    result = _one_row_an_item(result, hidden, at)
    folds = folds[result.index]
    result = result.reset_index(drop=True)
    return _fold(result, folds, keys, rules.limits) if folds.any() else result


def _one_row_an_item(table: pd.DataFrame, hidden: np.ndarray, at: np.ndarray) -> pd.DataFrame:
    """Leave one row of a hidden item, for which rows there are may tell what nobody answered."""
    blank(table, hidden, ["answer", "value", "n"])
    table.loc[hidden, "state"] = "answered"
    again = pd.Series(at).duplicated().to_numpy()
    return table[~(hidden & again)]


def _items(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return one row per group and item: how many answered, what they add up to, and whether they vary."""
    n = table["n"].where(table["state"] == "answered", 0).astype(int)
    parts = table[keys].assign(base=n, points=n * table["value"].fillna(0), distinct=n > 0, single=n == 1)
    grouped = parts.groupby(keys, observed=True, dropna=False, sort=False)
    items = grouped.agg(
        base=("base", "sum"), points=("points", "sum"), distinct=("distinct", "sum"), single=("single", "any")
    ).reset_index()
    items["varied"] = items["distinct"] - items["single"] >= 3
    items["mean"] = items["points"] / items["base"].where(items["base"] > 0)
    return items


def _rungs(items: pd.DataFrame, keys: list[str], rules: Rules) -> np.ndarray:
    """Return each item's rung: `FULL` (its distribution), `WORD` or `NOTHING`."""
    criterion = _criterion_rungs(items, rules)
    of_criterion = items.groupby(
        [items[key].astype(str) for key in keys if key != "item"], sort=False
    ).ngroup()
    asked = items["base"] > 0
    alone = asked.groupby(of_criterion).transform("sum").to_numpy() == 1
    full = (items["varied"] & (items["base"] >= rules.threshold)).to_numpy() & (criterion >= NUMBER)
    least = np.where(alone & (rules.decisions is not None), WORD_FROM, WORD_FROM + 1)
    word = (items["base"] >= least).to_numpy() & (criterion >= np.where(alone, WORD, NUMBER))
    rungs = np.where(full, FULL, np.where(word, WORD, NOTHING))
    told = ~alone & _told_by_the_score(items, of_criterion, rungs, rules)
    rungs = np.where(told & (rungs == WORD), NOTHING, rungs)
    return np.where(~alone & _told_by_the_score(items, of_criterion, rungs, rules), NOTHING, rungs)


def _criterion_rungs(items: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Return the rung of each item's criterion; `FULL` for an item without one, or where it isn't known."""
    if rules.decisions is None or not {*KEY, "party"} <= set(items):
        return np.full(len(items), FULL)
    rungs = [rules.decisions.by_party.get(key, NOTHING) for key in keys_of(items, (*KEY, "party"))]
    return np.where(items["criterion"].isna(), FULL, rungs)


def _told_by_the_score(
    items: pd.DataFrame, of_criterion: pd.Series, rungs: np.ndarray, rules: Rules
) -> np.ndarray:
    """Tell for each item whether its criterion's score, less what is shown of others, tells on an answer."""
    spans = np.array(
        [_span(*row, rules.limits) for row in zip(items["base"], items["mean"], rungs, strict=True)]
    )
    low, high = (spans * items[["base"]].to_numpy()).T
    frame = pd.DataFrame({"points": items["points"], "low": low, "high": high}).groupby(of_criterion)
    total, lowest, highest = (frame[name].transform("sum").to_numpy() for name in ("points", "low", "high"))
    base = items["base"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = (
            np.maximum(low, total - highest + high) / base,
            np.minimum(high, total - lowest + low) / base,
        )
    criteria = items["criterion"].astype(str) if "criterion" in items else [""] * len(items)
    steps = [rules.steps.get(criterion, STEP) for criterion in criteria]
    tells = [rung < FULL and n > 0 and not leaves_room(n, least, most + 1e-5, step)
             for rung, n, least, most, step in zip(rungs, base, low, high, steps, strict=True)]  # fmt: skip
    return pd.Series(tells).groupby(of_criterion).transform("any").to_numpy()


def _span(base: int, mean: float, rung: int, limits: Limits) -> tuple[float, float]:
    return known_span(Cell(base, mean, rung, STEP), limits) if base else (0.0, 0.0)


def _fold(table: pd.DataFrame, rows: np.ndarray, keys: list[str], limits: Limits) -> pd.DataFrame:
    part = table[rows].assign(at=np.flatnonzero(rows))
    part["level"] = pd.Categorical(
        [word_of(value, limits) for value in part["value"]], categories=LEVELS, ordered=True
    )
    by = [*keys, "state", "shown", "level"]
    folded = part.groupby(by, observed=True, dropna=False, sort=False, as_index=False).agg(
        n=("n", "sum"), at=("at", "min")
    )
    whole = pd.concat([table[~rows].assign(at=np.flatnonzero(~rows)), folded])
    order = whole.sort_values("at", kind="stable", ignore_index=True)
    return order[list(table.columns)]
