"""Columns of a counter's export that say nothing new: sums of the others, and numbers of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalkit.words import told

_SUM = re.compile(r"\b(?:total|totalt|i alt|ialt|sum|samlet|gesamt|all|alle)\b", re.IGNORECASE)
_FEW = 3  # rows: in fewer, one column may be the sum of others by chance


def counted_columns(numbers: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the columns to count, and say which were left out, being the sum of others or a row's number.

    A file whose only number is that of the row lists passings one by one: each row counts one.

    Parameters
    ----------
    numbers : DataFrame
        A column per channel.
    file : str

    Returns
    -------
    DataFrame
    list of str
        Sentences for the report.
    """
    names = [str(name) for name in numbers]
    running = [name for name in names if _runs(numbers[name])]
    said: list[str] = [told("logbook.counter.running", file=file, column=repr(name)) for name in running]
    left = [name for name in names if name not in running]
    if not left:
        return numbers[running[:1]].notna().astype(float), said
    for name in sorted(left, key=len, reverse=True):  # the sum of a part before the sum of all
        parts = _parts(numbers, name, [other for other in left if other != name])
        if parts:
            left.remove(name)
            listed = ", ".join(map(repr, parts))
            said.append(told("logbook.counter.total", file=file, column=repr(name), parts=listed))
        elif _SUM.search(name) and len(left) > 1:
            said.append(told("logbook.counter.no_total", file=file, column=repr(name)))
    return numbers[left], said


def _parts(numbers: pd.DataFrame, name: str, others: Sequence[str]) -> Sequence[str]:
    """Return the columns that a column is the sum of: those that begin with its name, else all others."""
    below = [other for other in others if other.startswith(name.strip())]
    named = bool(_SUM.search(name))
    for parts in (below, others):
        rows = numbers[[name, *parts]].dropna()
        counted = rows[name].gt(0).sum()
        enough = counted >= 1 and parts if named else counted >= _FEW and len(parts) > 1
        if enough and np.array_equal(rows[list(parts)].sum(axis=1), rows[name]):
            return parts
    return ()


def _runs(values: pd.Series) -> bool:
    return len(values) >= 2 * _FEW and bool(values.diff().iloc[1:].eq(1).all())
