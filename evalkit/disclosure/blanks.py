"""The columns a protected table gets, and how a figure is taken out of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from evalkit.disclosure.cells import NUMBER, WORD
from evalkit.tables import ordered

SHOWN = ("yes", "word", "hidden_primary", "hidden_secondary")
LEVELS = ("low", "middle", "high")


def shown_by(rungs: np.ndarray, few: np.ndarray, unasked: np.ndarray) -> list[str]:
    """Return what `shown` says of rows on these rungs; what nobody was asked is nothing to hide."""
    when = [unasked | (rungs >= NUMBER), rungs == WORD, few]
    return list(np.select(when, ["yes", "word", "hidden_primary"], "hidden_secondary"))


def mark(
    table: pd.DataFrame,
    shown: Sequence[str],
    level: Sequence[str | None],
    band: Sequence[float] | None = None,
) -> pd.DataFrame:
    """Add the columns `shown` and `level` to a table and return it; with `band` if there is one."""
    table["shown"] = ordered(shown, SHOWN)
    table["level"] = ordered(level, LEVELS)
    return table if band is None else table.assign(band=np.array(band, dtype=float))


def blank(table: pd.DataFrame, rows: np.ndarray, columns: Iterable[str]) -> None:
    """Empty some columns in some rows, in place; whole numbers stay whole numbers."""
    for column in columns:
        if column not in table.columns:
            continue
        kind = table[column].dtype
        if pd.api.types.is_bool_dtype(kind):
            table[column] = table[column].astype("boolean")
        elif pd.api.types.is_integer_dtype(kind):
            table[column] = table[column].astype("Int64")
        table.loc[rows, column] = np.nan if pd.api.types.is_float_dtype(kind) else pd.NA
