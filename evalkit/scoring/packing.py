"""What a respondent said about a criterion, packed into one 63-bit number.

A value is a whole number of units (12,600 in 100 points, so that every usual scale's steps are whole). Units
are in the low bits, then how many items were answered, don't know, asked and not due, and how many rows were
unreadable. Packed numbers can be added: the sum of her rows is a respondent, and equal sums said the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.framework import UNITS

Ints = NDArray[np.int64]

PER_POINT = UNITS // 100
MAX_ROWS = 127  # of a respondent to a criterion: what a packed number's fields surely hold
_FIELDS = {
    "units": 24,
    "answered": 8,
    "dont_know": 8,
    "asked": 8,
    "not_due": 8,
    "bad": 7,
}  # bits, lowest first
_STARTS = dict(zip(_FIELDS, np.cumsum([0, *list(_FIELDS.values())[:-1]]).tolist(), strict=True))
ONE = {name: 1 << start for name, start in _STARTS.items()}  # one item, or one unit, in a packed number
BY_STATE = {  # what an item adds to a respondent's packed number, before its units
    "answered": ONE["asked"] + ONE["answered"],
    "dont_know": ONE["asked"] + ONE["dont_know"],
    "skipped": ONE["asked"],
    "not_asked": 0,
    "not_due": ONE["not_due"],
}


@dataclass(frozen=True)
class Packed:
    """Packed counts before they are unpacked: what any way of counting hands on.

    Attributes
    ----------
    names : DataFrame
        The `by` columns, one row for each group that was seen, in any order.
    group, criterion : ndarray of int
        Row of `names`; position in the framework's criteria.
    packed, people : ndarray of int
        A respondent's packed number, and how many have it; the same number may come more than once.
    """

    names: pd.DataFrame
    group: Ints
    criterion: Ints
    packed: Ints
    people: Ints


def collect(frame: Any) -> pd.DataFrame:
    """Run a lazy query, streaming where the engine can, and return its small result for NumPy.

    Parameters
    ----------
    frame : narwhals frame

    Returns
    -------
    DataFrame
    """
    frame = run(frame)
    columns = {name: frame[name].to_list() for name in frame.columns}
    if frame.implementation.is_pandas():  # its NA has no truth: None everywhere
        columns = {name: [None if x is pd.NA else x for x in values] for name, values in columns.items()}
    return pd.DataFrame(columns)


def run(frame: Any) -> Any:
    """Run a lazy query, streaming where the engine can; return a frame in memory as it is."""
    if not isinstance(frame, nw.LazyFrame):
        return frame
    polars = frame.implementation is nw.Implementation.POLARS
    return frame.collect("polars", engine="streaming") if polars else frame.collect("pyarrow")


def texts(name: str) -> nw.Expr:
    """Return a column as texts, empty cells as null: some engines write them out as a word."""
    column = nw.col(name)
    return nw.when(~column.is_null()).then(column.cast(nw.String))


def readings(frame: Any) -> tuple[nw.Expr, nw.Expr, nw.Expr, nw.Expr]:
    """Return the expressions for a row's value, whether it is there, on the scale, and its state.

    Every comparison is guarded: a missing value is null to some engines, NaN to others, and both to one.

    Parameters
    ----------
    frame : narwhals frame

    Returns
    -------
    tuple of narwhals expressions
    """
    value = nw.col("value").cast(nw.Float64)
    there = ~value.is_null() & ~value.is_nan().fill_null(True)
    inside = ((value >= 0) & (value <= 100)).fill_null(False)
    if "state" in frame.collect_schema().names():
        return value, there, inside, texts("state")
    return value, there, inside, nw.when(there).then(nw.lit("answered")).otherwise(nw.lit("skipped"))


def pack_row(frame: Any) -> nw.Expr:
    """Return the expression that packs one row: what one respondent said to one item."""
    value, there, inside, state = readings(frame)
    known = state.replace_strict(
        list(BY_STATE), list(BY_STATE.values()), default=ONE["bad"], return_dtype=nw.Int64
    ).fill_null(ONE["bad"])
    bad = (there & ~inside) | (there != (known == BY_STATE["answered"])) | nw.col("respondent").is_null()
    units = nw.when(there & inside).then((value * PER_POINT).round()).otherwise(nw.lit(0.0)).cast(nw.Int64)
    return nw.when(bad).then(nw.lit(ONE["bad"])).otherwise(known + units).cast(nw.Int64)


def unpack_numbers(packed: Ints) -> dict[str, Ints]:
    """Return the fields of packed numbers: units, answered, dont_know, asked, not_due, bad."""
    return {name: packed >> _STARTS[name] & (1 << bits) - 1 for name, bits in _FIELDS.items()}
