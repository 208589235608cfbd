"""The ladder for distributions of answers: from five answers, in three levels under ten."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS, blank, mark
from evalkit.disclosure.cells import word_of
from evalkit.framework import Limits

FOLD_UNDER = 10
NOT_KEYS = ("state", "answer", "value", "n")


def protect_answers(table: pd.DataFrame, threshold: int, limits: Limits) -> pd.DataFrame:
    """Hide distributions of fewer than five answers and fold those of fewer than ten.

    A folded row has no `answer` and no `value`; its `level` is low, middle or high.
    """
    result = table.reset_index(drop=True)
    keys = [column for column in result.columns if column not in NOT_KEYS]
    groups = result.groupby(keys, observed=True, dropna=False, sort=False)
    counted = result["n"].where(result["state"] == "answered", 0)
    base = counted.groupby(groups.ngroup()).transform("sum").to_numpy()
    hidden = (base < threshold) & ~result["state"].isin(("not_asked", "not_due")).to_numpy()
    folds = ~hidden & (base < FOLD_UNDER) & (result["state"] == "answered").to_numpy()
    blank(result, hidden, ["n"])
    mark(result, list(np.where(hidden, "hidden_primary", "yes")), [None] * len(result))
    return _fold(result, folds, keys, limits) if folds.any() else result


def _fold(table: pd.DataFrame, rows: np.ndarray, keys: list[str], limits: Limits) -> pd.DataFrame:
    part = table[rows].copy()
    part["level"] = pd.Categorical(
        [word_of(value, limits) for value in part["value"]], categories=LEVELS, ordered=True
    )
    by = [*keys, "state", "shown", "level"]
    folded = part.groupby(by, observed=True, dropna=False, sort=False, as_index=False)["n"].sum()
    order = table.loc[rows, keys].assign(at=np.flatnonzero(rows)).groupby(keys, observed=True, dropna=False)
    folded["at"] = folded.merge(order["at"].min().reset_index(), on=keys, how="left")["at"]
    whole = pd.concat([table[~rows].assign(at=np.flatnonzero(~rows)), folded])
    return (
        whole.sort_values("at", kind="stable").drop(columns="at").reset_index(drop=True)[list(table.columns)]
    )
