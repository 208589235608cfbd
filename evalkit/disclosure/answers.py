"""The gate for distributions of answers: from five varied answers, in three levels under ten, else a word.

A distribution may be shown where three different answers remain whoever is left out. The items of one
criterion are shown all or none: beside the criterion's score and spread, what is said of one tells of the
others, and a word for each already leaves some people only one answer. Where the score has its spread, how
the people's own means of the items fell is shown in any case: many sets of answers make the same means.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS, blank, mark
from evalkit.disclosure.cells import FULL, NOTHING, NUMBER, WORD, WORD_FROM, word_of
from evalkit.disclosure.decisions import KEY, Rules, keys_of
from evalkit.disclosure.scores import UNASKED
from evalkit.framework import Limits

FOLD_UNDER = 10
NOT_KEYS = ("state", "answer", "value", "n")
TOLD = ("state", "level", "n", "shown")


def protect_answers(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Hide distributions of few or like answers, fold those of fewer than ten, say a word of the others.

    A folded row has no `answer` and no `value`; its `level` is low, middle or high. A hidden item has one
    row, without answer, value and n; its `level` is the word for its mean where that may be said. Rows
    without an `item` count the people whose own mean of a criterion's several items is low, middle or high.
    """
    keys = [column for column in table.columns if column not in NOT_KEYS]
    items = _items(table, keys)
    shown = _protect_items(table.reset_index(drop=True), keys, items, rules)
    own = _own_means(items, keys, rules).reindex(columns=shown.columns).astype(shown.dtypes)
    return pd.concat([shown, own], ignore_index=True) if len(own) else shown


def _protect_items(result: pd.DataFrame, keys: list[str], items: pd.DataFrame, rules: Rules) -> pd.DataFrame:
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


def _own_means(items: pd.DataFrame, keys: list[str], rules: Rules) -> pd.DataFrame:
    """Return how the people's own means fell, by party, for criteria of which several items were asked."""
    place = [key for key in keys if key != "item"]
    if rules.decisions is None or set(place) != {*KEY, "party", "phase"}:
        return pd.DataFrame()
    asked = items[items["base"] > 0].groupby(place, observed=True, sort=False)["base"].agg(["size", "max"])
    several = asked[asked["size"] > 1].reset_index()
    rows = [
        {**where, **told}
        for where, key in zip(several.to_dict("records"), keys_of(several, (*KEY, "party")), strict=True)
        for told in _told(rules.decisions.people.get(key), few=where["max"] < rules.threshold)
    ]
    return pd.DataFrame(rows, columns=[*place, *TOLD]) if rows else pd.DataFrame()


def _told(people: tuple[int, ...] | None, *, few: bool) -> list[dict[str, object]]:
    if people is None:
        return [{"state": "answered", "shown": "hidden_primary" if few else "hidden_secondary"}]
    kinds = (*(("answered", level) for level in LEVELS), ("dont_know", None))
    counted = zip(kinds, people, strict=True)
    return [dict(zip(TOLD, (*kind, n, "yes"), strict=True)) for kind, n in counted if n or kind[1]]


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
    criterion, apart = _decided(items, rules)
    of_criterion = _criteria(items, keys)
    asked = items["base"] > 0
    alone = asked.groupby(of_criterion).transform("sum").to_numpy() == 1
    varied = (items["varied"] & (items["base"] >= rules.threshold)).to_numpy() & (criterion >= NUMBER)
    together = pd.Series(varied | ~asked).groupby(of_criterion).transform("all").to_numpy() & apart
    least = WORD_FROM + (rules.decisions is None)
    word = alone & (items["base"] >= least).to_numpy() & (criterion >= WORD)
    return np.where(np.where(alone, varied, together), FULL, np.where(word, WORD, NOTHING))


def _criteria(items: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Return which items are put together in one score; an item without a criterion is by itself."""
    names = items[keys].astype(str)
    if "criterion" in items:
        names.loc[items["criterion"].notna(), "item"] = ""
    return names.groupby(keys, sort=False).ngroup().to_numpy()


def _decided(items: pd.DataFrame, rules: Rules) -> tuple[np.ndarray, np.ndarray]:
    """Return the rung of each item's criterion, and whether several items may stand beside its score.

    `FULL` for an item without a criterion, or where the scores aren't known: then only items that are a
    criterion's only one are shown.
    """
    if rules.decisions is None or not {*KEY, "party"} <= set(items):
        return np.full(len(items), FULL), np.zeros(len(items), dtype=bool)
    apart = np.array([key in rules.decisions.apart for key in keys_of(items, (*KEY, "party"))], dtype=bool)
    return np.where(items["criterion"].isna(), FULL, rules.decisions.rungs_of(items)), apart


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
