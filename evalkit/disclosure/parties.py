"""The gate for parties beside each other: a gap only between numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark, shown_by
from evalkit.disclosure.cells import NUMBER, words_of
from evalkit.disclosure.decisions import KEY, Rules, keys_of
from evalkit.disclosure.scores import UNASKED

SPREAD = ("low", "high", "interval")
OWN = ("n", "score", *SPREAD)
GAP_SPREAD = ("gap_low", "gap_high")
SHARED = ("lowest_party", "highest_party", "gap", "all_parties", *GAP_SPREAD)
ONE_RESPONDENT = ["loo_gap_low", "loo_gap_high"]


def protect_parties(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Show each party what its scores show, and figures across parties only beside numbers."""
    result = table.reset_index(drop=True).drop(columns=ONE_RESPONDENT)
    unasked = result["state"].isin(UNASKED).to_numpy()
    rungs = _rungs(result, rules)
    words = words_of(rungs, result["score"], rules.limits)
    lowest = (
        pd.Series(rungs).groupby([result[column].astype(str) for column in KEY]).transform("min").to_numpy()
    )
    blank(result, ~unasked & (rungs < NUMBER), OWN)
    blank(result, rungs == NUMBER, SPREAD)
    blank(result, lowest < NUMBER, SHARED)
    blank(result, lowest == NUMBER, GAP_SPREAD)
    shown = shown_by(rungs, (table["n"] < rules.threshold).to_numpy(), unasked)
    bands = rules.decisions.bands if rules.decisions else {}
    keys = keys_of(result, (*KEY, "party"))
    return mark(result, shown, words, [bands.get(key, np.nan) for key in keys])


def _rungs(table: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Return each party's rung; without the scores the lowest that its number and mean can have."""
    if rules.decisions is not None:
        return rules.decisions.rungs_of(table)
    return rules.rungs_without_answers(table, "n", "score")
