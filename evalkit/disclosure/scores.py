"""The ladder for scores: one party's answers to one criterion in one wave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark
from evalkit.disclosure.cells import FULL, NOTHING, NUMBER, WORD, answers_of, rung, word_of
from evalkit.framework import Limits

ONE_RESPONDENT = ("loo", "loo_low", "loo_high")
BEYOND_THE_MEAN = ("low", "high", "interval", "share", "share_low", "share_high")
FIGURES = ("asked", "n", "dont_know", "score", "floor", "ceiling", "dont_know_share", *BEYOND_THE_MEAN)
UNASKED = ("not_asked", "not_due")


def protect_scores(table: pd.DataFrame, threshold: int, limits: Limits) -> pd.DataFrame:
    """Put each score on its rung; leave-one-out figures are never shown."""
    result = table.reset_index(drop=True)
    rungs = cell_rungs(result, threshold, limits)
    asked = ~result["state"].isin(UNASKED).to_numpy()
    words = [word_of(score, limits.high, limits.low) if step >= WORD else None
             for score, step in zip(result["score"], rungs, strict=True)]  # fmt: skip
    result = result.drop(columns=[column for column in ONE_RESPONDENT if column in result])
    blank(result, asked & (rungs < NUMBER), FIGURES)
    blank(result, rungs == NUMBER, BEYOND_THE_MEAN)
    shown = np.select([~asked | (rungs >= NUMBER), rungs == WORD], ["yes", "word"], "hidden_primary")
    return mark(result, list(shown), words)


def cell_rungs(scores: pd.DataFrame, threshold: int, limits: Limits) -> np.ndarray:
    """Return each score's rung by its own answers; without `loo` by their number, on the safe side."""
    if "loo" not in scores:
        return np.array([NOTHING if not n >= 4 else WORD for n in scores["n"].fillna(0)])
    cells = zip(scores["score"], scores["loo"], strict=True)
    return np.array([
        rung(answers_of(score, loo), limits.high, limits.low, threshold=threshold) if len(loo) else NOTHING
        for score, loo in cells
    ], dtype=int)  # fmt: skip


__all__ = ["FULL", "cell_rungs", "protect_scores"]
