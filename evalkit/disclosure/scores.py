"""The ladder for scores: one party's answers to one criterion in one wave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark, shown_by
from evalkit.disclosure.cells import NUMBER
from evalkit.disclosure.decisions import KEY, Rules, decide, keys_of

ONE_RESPONDENT = ("loo", "loo_low", "loo_high")
BEYOND_THE_MEAN = ("low", "high", "interval", "share", "share_low", "share_high")
FIGURES = ("asked", "n", "dont_know", "score", "floor", "ceiling", "dont_know_share", *BEYOND_THE_MEAN)
UNASKED = ("not_asked", "not_due")


def protect_scores(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Put each score on its rung; leave-one-out figures are never shown."""
    decided = rules.decisions if rules.decisions and rules.decided_on is table else decide(table, rules)
    unasked = table["state"].isin(UNASKED).to_numpy()
    result = table.reset_index(drop=True).drop(columns=[name for name in ONE_RESPONDENT if name in table])
    blank(result, ~unasked & (decided.rungs < NUMBER), FIGURES)
    blank(result, decided.rungs == NUMBER, BEYOND_THE_MEAN)
    shown = shown_by(decided.rungs, (table["n"] < rules.threshold).to_numpy(), unasked)
    keys = keys_of(table, [column for column in (*KEY, "party") if column in table])
    return mark(result, shown, decided.words, [decided.bands.get(key, np.nan) for key in keys])
