"""The gate for distributions of answers: from five varied answers, in three levels under ten.

A distribution may be shown where three different answers remain whoever is left out. What it leaves hidden in its
criterion must not follow from the criterion's score: the sum of the hidden items is looked at like a score.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS, blank, mark
from evalkit.disclosure.cells import NOTHING, NUMBER, STEP, word_of
from evalkit.disclosure.decisions import KEY, Rules, keys_of
from evalkit.disclosure.scores import UNASKED
from evalkit.framework import Limits

FOLD_UNDER = 10
NOT_KEYS = ("state", "answer", "value", "n")


def protect_answers(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Hide distributions of few or like answers and fold those of fewer than ten.

    A folded row has no `answer` and no `value`; its `level` is low, middle or high.
    """
    result = table.reset_index(drop=True)
    keys = [column for column in result.columns if column not in NOT_KEYS]
    items = _items(result, keys)
    items["open"] = items["varied"] & (items["base"] >= rules.threshold) & _criterion_open(items, rules)
    items["open"] &= ~_residual_tells(items, keys)
    of_item = result.groupby(keys, observed=True, dropna=False, sort=False).ngroup().to_numpy()
    base, is_open = items["base"].to_numpy()[of_item], items["open"].to_numpy()[of_item]
    hidden = ~is_open & ~result["state"].isin(UNASKED).to_numpy()
    blank(result, hidden, ["n"])
    shown = np.select([~hidden, base < rules.threshold], ["yes", "hidden_primary"], "hidden_secondary")
    mark(result, list(shown), [None] * len(result))
    folds = ~hidden & (base < FOLD_UNDER) & (result["state"] == "answered").to_numpy()
    return _fold(result, folds, keys, rules.limits) if folds.any() else result


def _items(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return one row per group and item: how many answered, what they add up to, and whether they vary."""
    n = table["n"].where(table["state"] == "answered", 0).astype(int)
    parts = table[keys].assign(base=n, points=n * table["value"].fillna(0), distinct=n > 0, single=n == 1)
    grouped = parts.groupby(keys, observed=True, dropna=False, sort=False)
    items = grouped.agg(
        base=("base", "sum"), points=("points", "sum"), distinct=("distinct", "sum"), single=("single", "any")
    ).reset_index()
    items["varied"] = items["distinct"] - items["single"] >= 3
    return items


def _criterion_open(items: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Tell for each item whether its criterion's score is shown; True where that isn't known."""
    if rules.decisions is None or not {*KEY, "party"} <= set(items):
        return np.ones(len(items), dtype=bool)
    alone = items["criterion"].isna().to_numpy()
    rungs = [rules.decisions.by_party.get(key, NOTHING) for key in keys_of(items, (*KEY, "party"))]
    return alone | (np.array(rungs, dtype=int) >= NUMBER)


def _residual_tells(items: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Tell for each item whether showing it would give the other, hidden items of its criterion away."""
    criterion = [items[key].astype(str) for key in keys if key != "item"]
    hidden = items.assign(
        items=(~items["open"] & (items["base"] > 0)).astype(int),
        base=items["base"].where(~items["open"], 0),
        points=items["points"].where(~items["open"], 0.0),
    )
    rest = hidden.groupby(criterion, sort=False)[["items", "base", "points"]].transform("sum")
    room = 100 * rest["items"] + 2 * STEP  # one respondent knows her own answer to each
    clear = (rest["points"] >= room) & (100 * rest["base"] - rest["points"] >= room)
    return ((rest["items"] > 0) & ~clear).to_numpy()


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
