"""The gate for waves: each as its scores are shown, the panel only where nobody joined or left.

With joiners or leavers the panel's figures beside everybody's tell of those few: two means give one
newcomer's answer exactly. Even five of them aren't enough beside a distribution, where a sum over half of the
people leaves some of them only two answers. So the panel is shown where it is everybody; who moved up or
down, where the answers were varied both times.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import LEVELS, blank, mark, shown_by
from evalkit.disclosure.cells import FULL, NUMBER, WORD, words_of
from evalkit.disclosure.decisions import Rules
from evalkit.tables import ordered

PANEL = ("matched_n", "matched_from", "matched_to", "matched_change")
MOVES = ("matched_low", "matched_high", "up", "same", "down")
PEOPLE = ("joined", "left", "composition_changed")
SHIFT = ("response_shift", "shift_n")


def protect_waves(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Show each wave's score as the scores table does, and figures over both only beside two numbers.

    `level` is the word of the later wave, `level_from` of the earlier.
    """
    result = table.reset_index(drop=True)
    before, after = _rungs(result, "from", rules), _rungs(result, "to", rules)
    lower = np.minimum(before, after)
    for rung, when in ((before, "from"), (after, "to")):
        blank(result, rung < NUMBER, [f"n_{when}", f"score_{when}"])
    everybody = (table["joined"].eq(0) & table["left"].eq(0) & table["kind"].eq("measured")).to_numpy()
    blank(result, before < NUMBER, ["ceiling"])
    blank(result, lower < NUMBER, ["change", *PEOPLE])
    blank(result, (lower < NUMBER) | ~everybody, PANEL)
    blank(result, (lower < FULL) | ~everybody, MOVES)
    blank(result, np.ones(len(result), dtype=bool), SHIFT)
    words = [
        words_of(rung, table[f"score_{when}"], rules.limits)
        for rung, when in ((before, "from"), (after, "to"))
    ]
    few = (table[["n_from", "n_to"]].min(axis=1) < rules.threshold).to_numpy()
    return mark(result, shown_by(lower, few, np.zeros(len(few), dtype=bool)), words[1]).assign(
        level_from=ordered(words[0], LEVELS)
    )


def _rungs(table: pd.DataFrame, when: str, rules: Rules) -> np.ndarray:
    """Return the rung of each row's earlier or later wave; of answers about *then*, the safe side."""
    by_itself = rules.rungs_without_answers(table, f"n_{when}", f"score_{when}")
    if rules.decisions is None:
        return by_itself
    decided = rules.decisions.rungs_of(table.assign(wave=table[f"wave_{when}"]))
    told_then = table["kind"].eq("experienced").to_numpy() & (when == "from")
    return np.where(told_then, np.minimum(by_itself, WORD), decided)
