"""The ladder for parties beside each other: a gap only between numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark
from evalkit.disclosure.cells import word_of
from evalkit.framework import Limits

OWN = ("n", "score", "low", "high", "interval")
SHARED = ("lowest_party", "highest_party", "gap", "gap_low", "gap_high", "all_parties")
ROW = ["study", "wave", "criterion"]


def protect_parties(table: pd.DataFrame, threshold: int, limits: Limits) -> pd.DataFrame:
    """Show a party's score from the threshold, a word at four, and figures across parties only beside numbers."""
    result = table.reset_index(drop=True).drop(columns=["loo_gap_low", "loo_gap_high"])
    n = result["n"].astype(float).fillna(0).to_numpy()
    unasked = result["state"].isin(("not_asked", "not_due")).to_numpy()
    shown = np.select([unasked | (n >= threshold), n >= 4], ["yes", "word"], "hidden_primary")
    words = [None if step == "hidden_primary" or np.isnan(score) else word_of(score, limits)
             for step, score in zip(shown, result["score"], strict=True)]  # fmt: skip
    whole = pd.Series(shown == "yes").groupby([result[key].astype(str) for key in ROW]).transform("all")
    blank(result, shown != "yes", OWN)
    blank(result, ~whole.to_numpy(), SHARED)
    return mark(result, list(shown), words)
