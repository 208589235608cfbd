"""The ladder for verdicts: numbers only where every party has them; the word as long as it tells on nobody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark
from evalkit.framework import Limits

NUMBERS = ("score", "lowest_party", "lowest_score", "gap", "smallest_n", "reason")
WORDS = ("verdict", "contested_by", "convergence", *NUMBERS)


def protect_verdicts(table: pd.DataFrame, threshold: int, limits: Limits) -> pd.DataFrame:
    """Keep verdicts that tell on nobody, and their numbers where every party has enough answers."""
    result = table.reset_index(drop=True)
    smallest = result["smallest_n"].astype(float).fillna(0).to_numpy()
    judged = result["verdict"].notna().to_numpy()
    harmless = ~judged | (result["verdict"] == "too_little_data").to_numpy()
    shown = np.select(
        [~judged | (smallest >= threshold), harmless | (smallest >= 4)], ["yes", "word"], "hidden_primary"
    )
    blank(result, np.ones(len(result), dtype=bool), ["hangs_on"])
    blank(result, judged & (shown != "yes"), NUMBERS)
    blank(result, judged & (shown == "hidden_primary"), WORDS)
    return mark(result, list(shown), [None] * len(result))
