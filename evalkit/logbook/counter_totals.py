"""Columns of a counter's export that say nothing new: sums of the others, and numbers of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalkit.words import told

_SUM = re.compile(
    r"\b(?:total|totalt|totaal|i alt|ialt|sum|summe|samlet|gesamt|begge|all|alle)\b|(?<![^\W_])sum_",
    re.IGNORECASE,
)
_FEW = 3  # rows: in fewer, one column may be the sum of others by chance
_ROUNDED = 0.05  # counts with decimals, each of them rounded


def counted_columns(numbers: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the columns to count, and say which were left out, being the sum of others or a row's number.

    A file whose only number is that of the row, or none, lists passings one by one: each row counts one.

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
    running = [str(name) for name in numbers if _runs(numbers[name])]
    said: list[str] = [told("logbook.counter.running", file=file, column=repr(name)) for name in running]
    if len(running) == numbers.shape[1]:
        return pd.DataFrame(1.0, index=numbers.index, columns=pd.Index(running[:1] or ["passing"])), said
    left, sums = without_sums(numbers.drop(columns=running), file)
    return left, said + sums


def without_sums(numbers: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the columns that aren't the sum of others, and say which are.

    Parameters
    ----------
    numbers : DataFrame
    file : str

    Returns
    -------
    DataFrame
    list of str
    """
    left, said = [str(name) for name in numbers], []
    plain = [name for name in left if not _SUM.search(name)]
    if grand := next((name for name in left if name not in plain and _is_sum(numbers, name, plain)), ""):
        within = [name for name in left if name not in plain and not numbers[name].gt(numbers[grand]).any()]
        left = [name for name in left if name not in within]  # the sum of all, and sums of some of them
        said += [_said(file, name, plain) for name in within]
    while found := next(
        ((name, parts) for name in _by_length(left) if (parts := _parts(numbers, name, left))), ()
    ):
        left.remove(found[0])
        said.append(_said(file, *found))
    strangers = [name for name in left if _SUM.search(name) and len(left) > 1]
    said += [told("logbook.counter.no_total", file=file, column=repr(name)) for name in strangers]
    return numbers[left], said


def _by_length(names: Sequence[str]) -> list[str]:
    """Return the longest name first: the sum of a part before the sum of all."""
    return sorted(names, key=len, reverse=True)


def _said(file: str, name: str, parts: Sequence[str]) -> str:
    return told("logbook.counter.total", file=file, column=repr(name), parts=", ".join(map(repr, parts)))


def _parts(numbers: pd.DataFrame, name: str, left: Sequence[str]) -> Sequence[str]:
    """Return what a column is the sum of: what begins with its name, all others, or the columns before it."""
    others = [other for other in left if other != name]
    stem = _SUM.sub("", name).strip(" -_:()")
    below = [other for other in others if stem and other.startswith(stem)]
    order = list(numbers)
    before = [other for other in others if order.index(other) < order.index(name)]
    runs = (before[-size:] for size in range(2, len(before) + 1))
    return next((parts for parts in (below, others, *runs) if _is_sum(numbers, name, parts)), ())


def _is_sum(numbers: pd.DataFrame, name: str, parts: Sequence[str]) -> bool:
    """Tell whether a column is the sum of others wherever all are known, and not by chance."""
    rows = numbers[[name, *parts]].dropna()
    counted = rows[name].gt(0).sum()
    enough = counted >= 1 and len(parts) > 0 if _SUM.search(name) else counted >= _FEW and len(parts) > 1
    return enough and np.allclose(rows[list(parts)].sum(axis=1), rows[name], atol=_ROUNDED)


def _runs(values: pd.Series) -> bool:
    return len(values) >= 2 * _FEW and bool(values.diff().iloc[1:].eq(1).all())
