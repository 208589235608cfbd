"""What kind of value a column holds, decided on its different values: only where every one of them fits.

Codes such as 007 stay text. A decimal comma is read as one only where each value of the column is a number
that way.
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells
from evalkit.survey.dates import read_dates

INTEGER = r"[+-]?(?:0|[1-9]\d{0,17})(?:\.0+)?"
_LONG = r"[+-]?\d{19,}"
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
COMMA = r"[+-]?\d+(?:,\d+)?"
_THOUSANDS = r"[+-]?(?:\d{1,3}|[1-9]\d{0,2},\d{3})"  # 1,234 is no more a decimal comma than a thousand
_GROUPED = r"[+-]?\d{{1,3}}(?:[{0}]\d{{3}})*(?:[{1}]\d+)?"
_PADDED = r"[+-]?0\d+"
_TRUTH = {"true": True, "false": False}
DTYPES = {
    "integer": "Int64",
    "number": "float64",
    "string": "str",
    "boolean": "boolean",
    "date": "datetime64[us]",
}


def kind_of(cells: Cells) -> tuple[str, pd.Series]:
    """Decide a column's type and turn its different values into it.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    type : str
        integer, number, boolean, date or string.
    values : Series
        The different values, in the order of `cells.uniques`.
    """
    if not len(cells.uniques):
        return "string", cells.texts
    if not cells.is_text:
        return _of_objects(cells)
    return of_texts(cells.texts)


def of_texts(texts: pd.Series) -> tuple[str, pd.Series]:
    """Decide the type of different texts, as `kind_of`."""
    first = str(texts.iloc[0])
    if first[:1] in "+-.0123456789" and (numbers := _numbers(texts)):
        return numbers
    if first.casefold() in _TRUTH:
        truth = texts.str.casefold().map(_TRUTH)
        return ("string", texts) if truth.isna().any() else ("boolean", truth.astype("boolean"))
    dates = read_dates(texts)
    return ("string", texts) if dates is None else ("date", dates)


def of_numbers(numbers: np.ndarray, empty: np.ndarray) -> tuple[str, pd.Series]:
    """Decide the type of a column of numbers and give it that type's dtype."""
    if numbers.dtype.kind == "f":
        whole = np.where(empty, 0, numbers)
        if not ((whole == np.rint(whole)).all() and (np.abs(whole) < 2**53).all()):
            return "number", pd.Series(np.where(empty, np.nan, numbers), copy=False)
        numbers = whole
    return "integer", pd.Series(
        pd.arrays.IntegerArray(numbers.astype("int64", copy=False), empty), copy=False
    )


def spread(cells: Cells, type: str, values: pd.Series) -> pd.Series:
    """Lay the different values out over the rows, with the type's dtype."""
    dtype = DTYPES[type]
    if type == "string":
        return _take(values.astype("str"), cells.codes)
    if not len(values):
        return pd.Series([None] * len(cells), dtype=dtype)
    if type == "integer":
        numbers = np.append(values.to_numpy(dtype="int64"), 0)
        return pd.Series(pd.arrays.IntegerArray(numbers[cells.codes], cells.codes < 0), copy=False)
    return _take(values.astype(pd.api.types.pandas_dtype(dtype)), cells.codes)


def _take(values: pd.Series, codes: np.ndarray) -> pd.Series:
    return pd.Series(pd.api.extensions.take(values.array, codes, allow_fill=True), copy=False)


def _numbers(texts: pd.Series) -> tuple[str, pd.Series] | None:
    if _all(INTEGER, texts):
        return "integer", pd.Series([int(text.partition(".")[0]) for text in texts], dtype="int64")
    if texts.str.fullmatch(f"{_PADDED}|{_LONG}").any():
        return None
    if _all(NUMBER, texts):
        return "number", texts.astype("float64")
    if _all(COMMA, texts) and not _all(_THOUSANDS, texts):
        return "number", texts.str.replace(",", ".").astype("float64")
    for mark, point in (",", "."), (".", ","):
        if _all(_GROUPED.format(mark, point), texts) and _proves(mark, point, texts):
            plain = texts.str.replace(mark, "").str.replace(point, ".")
            return "number", plain.astype("float64")
    return None


def _all(pattern: str, texts: pd.Series) -> bool:
    """Tell whether every text is of a form; Python is the quicker for few of them."""
    if len(texts) < 1000:
        return all(map(re.compile(pattern).fullmatch, texts))
    return bool(texts.str.fullmatch(pattern).all())


def _proves(mark: str, point: str, texts: pd.Series) -> bool:
    """Tell whether a number has both marks, or two groups: else 1.234 might be either."""
    both = texts.str.contains(mark, regex=False) & texts.str.contains(point, regex=False)
    return bool((both | (texts.str.count(re.escape(mark)) > 1)).any())


def _of_objects(cells: Cells) -> tuple[str, pd.Series]:
    """Decide the type of cells that came typed from a workbook, SPSS or JSON."""
    if pd.api.types.is_float_dtype(cells.uniques.dtype):
        numbers = cells.uniques.to_numpy()
        whole = bool((numbers == np.floor(numbers)).all() and (np.abs(numbers) < 2**53).all())
        return ("integer", cells.uniques.astype("int64")) if whole else ("number", cells.uniques)
    values = cells.uniques.tolist()
    if all(isinstance(value, bool | np.bool_) for value in values):
        return "boolean", pd.Series(values, dtype="boolean")
    if all(_is_number(value) for value in values):
        if all(float(value).is_integer() and abs(value) < 2**63 for value in values):
            return "integer", pd.Series([int(value) for value in values], dtype="int64")
        return "number", pd.Series([float(value) for value in values], dtype="float64")
    if all(isinstance(value, dt.date) for value in values):
        dates = read_dates(pd.Series([_isoformat(value) for value in values], dtype="str"))
        return ("string", cells.texts) if dates is None else ("date", dates)
    return of_texts(cells.texts)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)


def _isoformat(value: dt.date) -> str:
    return value.replace(tzinfo=None).isoformat() if isinstance(value, dt.datetime) else value.isoformat()
