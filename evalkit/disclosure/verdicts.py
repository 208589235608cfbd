"""The gate for verdicts: the verdict where it tells on nobody, its numbers where every party has numbers.

Without the scores a verdict's row knows only its smallest party, so it stays on the safe side: *fulfilled*
and *not fulfilled* from four answers, which the parties' words say too; the others only beside numbers far
from the ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark
from evalkit.disclosure.cells import leaves_room
from evalkit.disclosure.decisions import KEY, Row, Rules, keys_of

NUMBERS = ("score", "lowest_score", "gap", "smallest_n", "reason")
LOGBOOK = ("contested_by", "convergence")
UNDECIDED = Row(verdict=False, numbers=False, untold=True, lowest=None)


def protect_verdicts(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Hide the verdicts that would tell on somebody, and the numbers of those that stand beside words."""
    result = table.reset_index(drop=True)
    rows = _rows(result, rules)
    judged = result["verdict"].notna().to_numpy()
    harmless = (result["verdict"] == "too_little_data").to_numpy()
    numbers = np.array([row.numbers for row in rows], dtype=bool)
    stands = np.array([row.verdict for row in rows], dtype=bool) | harmless
    untold = np.array([row.untold for row in rows], dtype=bool)
    lowest = [row.lowest for row in rows]
    result["lowest_party"] = result["lowest_party"].where(numbers, pd.Series(lowest, dtype=object))
    blank(result, np.ones(len(result), dtype=bool), ["hangs_on"])
    blank(result, ~numbers, NUMBERS)
    blank(result, judged & ~stands, ["verdict", "contested_by"])
    blank(result, judged & ~stands & untold, LOGBOOK)
    shown = np.select(
        [~judged | (numbers & stands), stands, untold], ["yes", "word", "hidden_primary"], "hidden_secondary"
    )
    return mark(result, list(shown), [None] * len(result))


def _rows(table: pd.DataFrame, rules: Rules) -> list[Row]:
    if rules.decisions is None:
        return [_by_itself(row, rules) for row in table.itertuples(index=False)]
    return [rules.decisions.rows.get(key, UNDECIDED) for key in keys_of(table, KEY)]


def _by_itself(row: Any, rules: Rules) -> Row:
    """Decide on a verdict whose scores aren't known."""
    n = 0 if pd.isna(row.smallest_n) else int(row.smallest_n)
    low, gap = row.lowest_score, row.gap
    high = low if pd.isna(gap) else low + gap
    numbers = n >= rules.threshold and leaves_room(n, high, low)
    implied = n >= 4 and row.verdict in ("fulfilled", "not_fulfilled")
    return Row(verdict=numbers or implied, numbers=numbers, untold=n < 4, lowest=None)
