"""What SPSS and Stata files have in common: value labels and user-missing values, kept with their labels.

A file is read some rows at a time, and its whole numbers are held in as few bytes as they need, so that a
large one takes little memory.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import Cells, as_text, from_numbers, from_values, stacked
from evalkit.survey.mentions import boxes, mentioned
from evalkit.survey.missing import state_of_label
from evalkit.survey.naming import squeeze
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed, Variable
from evalkit.words import told

Ranges = Sequence[Mapping[str, Any]]
_AT_ONCE = 65_536  # rows


def read_readstat(source: Source, reader: Callable[..., Any], title: str) -> Parsed:
    """Read a file with one of pyreadstat's readers.

    Parameters
    ----------
    source : Source
    reader : callable
        ``pyreadstat.read_sav`` or ``read_dta``.
    title : str

    Returns
    -------
    Parsed

    Raises
    ------
    EvalkitError
        If the file is cut short or damaged.
    """
    columns, meta = _columns(source, reader, title)
    rows = np.arange(1, len(next(iter(columns.values()), ())) + 1)
    sets = getattr(meta, "mr_sets", None) or {}
    ticks = boxes(sets)
    variables = [_variable(name, cells, meta, ticks.get(name)) for name, cells in columns.items()]
    declared = {**dict(meta.missing_ranges or {}), **dict(meta.missing_user_values or {})}
    said = [told("reading.user_missing", n=len(declared))] if declared else []
    return Parsed(source.name, rows, [*variables, *mentioned(sets, variables)], tuple(said))


def _columns(source: Source, reader: Callable[..., Any], title: str) -> tuple[dict[str, Cells], Any]:
    """Read every column, and what the file says about them."""
    parts: dict[str, list[Cells]] = {}
    letters: dict[str, set[str]] = {}
    at = 0
    while True:
        data, meta = _read(source, reader, title, at)
        for name in data.columns:
            parts.setdefault(name, []).append(_cells(data[name]))
        for name, found in (meta.missing_user_values or {}).items():
            letters.setdefault(name, set()).update(map(str, found))
        at += _AT_ONCE
        if len(data) < _AT_ONCE:
            meta.missing_user_values = letters
            return {name: stacked(cells) for name, cells in parts.items()}, meta


def _read(source: Source, reader: Callable[..., Any], title: str, at: int) -> tuple[pd.DataFrame, Any]:
    file: Any = (
        source.path if source.path.is_file() and source.single == source.name else io.BytesIO(source.content)
    )
    for encoding in (None, "latin1"):
        try:
            options = {"encoding": encoding} if encoding else {}
            return reader(file, user_missing=True, row_offset=at, row_limit=_AT_ONCE, **options)
        except UnicodeDecodeError:
            continue
        except Exception as error:  # pyreadstat's own errors share no base with Python's
            raise _broken(source, title, str(error)) from None
    raise _broken(source, title, "its encoding isn't known")


def _broken(source: Source, title: str, why: str) -> EvalkitError:
    return EvalkitError(
        f"the {title} file can't be read ({why[:120]})",
        "Save it again, or fetch it whole.",
        where=place(source.name),
    )


def _variable(name: str, cells: Cells, meta: Any, box: tuple[str, Mapping[str, Any]] | None) -> Variable:
    labels = {
        as_text(code): squeeze(str(label))
        for code, label in (meta.variable_value_labels.get(name) or {}).items()
    }
    missing = _missing(cells, meta, name, labels)
    title = squeeze(meta.column_names_to_labels.get(name) or "") or name
    if box is None:
        values = {code: label for code, label in labels.items() if code not in missing}
        return Variable(name, name, cells, title, values=values, missing=missing)
    group, response_set = box
    ticked = as_text(_number(response_set.get("counted_value")))
    others = tuple(text for text in cells.few if text != ticked and text not in missing)
    return Variable(
        name, name, cells, title, group, missing=missing, tick=True, ticked=(ticked,), unticked=others
    )


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _cells(column: pd.Series) -> Cells:
    if pd.api.types.is_float_dtype(column.dtype) or pd.api.types.is_integer_dtype(column.dtype):
        return from_numbers(column.to_numpy())
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return from_values([None if pd.isna(value) else value.to_pydatetime() for value in column])
    return from_values([None if value is None or value != value else value for value in column])


def _missing(cells: Cells, meta: Any, name: str, labels: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """List a variable's user-missing codes: those declared, and those found in a declared range."""
    ranges: Ranges = (meta.missing_ranges or {}).get(name, ())
    letters = sorted(meta.missing_user_values.get(name, ()))
    if not ranges and not letters:
        return {}
    codes = [as_text(value) for value in cells.uniques if _in_ranges(value, ranges)]
    codes += [code for code in labels if _in_ranges(_number(code), ranges) or code in letters]
    named = {code: labels.get(code, "") for code in [*codes, *letters]}
    return {code: (label or f"user-missing {code}", state_of_label(label) or "skipped")
            for code, label in named.items()}  # fmt: skip


def _in_ranges(value: Any, ranges: Ranges) -> bool:
    for limits in ranges:
        try:
            if limits["lo"] <= value <= limits["hi"]:
                return True
        except TypeError:
            if str(value) == str(limits["lo"]):
                return True
    return False
