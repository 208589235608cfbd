"""Large text files with Arrow: numbers as numbers, every other column as its different texts.

Arrow guesses types as it reads. Columns whose guess may have lost something are read again as text: times,
numbers too long for a float, a NaN, codes such as 007. Cells that begin as such a code does
are counted in the bytes; those that no column of text accounts for stood in a column of numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells, NumberCells, tidy
from evalkit.survey.table import Grid

_BLOCK = 4 * 1024**2
_PIECE = 256 * 1024
_EXACT = 2.0**53
_TEXTS = re.compile("^0[0-9]|[0-9]:[0-9]|^[-+]?[0-9]*,[0-9]")  # codes, times, decimal commas


def read_with_arrow(content: bytes, separator: str, first_row: int, width: int) -> Grid | None:
    """Read the records from a line on.

    Parameters
    ----------
    content : bytes
        UTF-8 text.
    separator : str
    first_row : int
        The line on which the first record begins, 1 being the first.
    width : int
        How many cells each record must have.

    Returns
    -------
    Grid or None
        None where Arrow isn't installed, can't read the text, or can't tell the records' lines; then the
        csv module must.
    """
    try:
        from pyarrow import ArrowInvalid
    except ImportError:
        return None
    start = _offset(content, first_row)
    body = np.frombuffer(content, dtype="uint8", offset=start)
    if _count(body, b'"') % 2:
        return None
    lines = _count(body, b"\n") + (not content.endswith(b"\n"))
    try:
        table = _read(body, separator, width, lines)
    except (ArrowInvalid, UnicodeDecodeError):
        return None
    columns = [_cells(column) for column in table.columns]
    rows = _rows(first_row, lines, columns, table.num_rows)
    return None if rows is None else _without_blank(Grid(columns, rows))


def _read(body: np.ndarray, separator: str, width: int, lines: int) -> Any:
    """Read the columns, those of numbers that lost something as texts.

    Cells without line breaks are read sooner, and then there are as many records as lines.
    """
    from pyarrow import ArrowInvalid

    broken, texts = _breaks_lines(body[:_PIECE]), _likely_texts(body, separator)
    try:
        table = _table(body, separator, width, texts, broken=broken)
    except ArrowInvalid:
        table = None
    if table is None or (not broken and table.num_rows != lines):
        broken = True
        table = _table(body, separator, width, texts, broken=True)
    return _mended(table, partial(_table, body, separator, width, broken=broken, alone=True), body, separator)


def _mended(table: Any, again: Callable[..., Any], body: np.ndarray, separator: str) -> Any:
    """Read columns that lost something again, as text."""
    table = _with_texts(table, again, [name for name in table.column_names if _is_inexact(table[name])])
    padded = _count_padded(body, separator)
    if padded and padded != sum(_padded_in(column, separator) for column in table.columns):
        table = _with_texts(
            table, again, [name for name in table.column_names if _is_numeric(table[name].type)]
        )
    return table


def _with_texts(table: Any, again: Callable[..., Any], names: list[str]) -> Any:
    texts = again(names) if names else table
    for name in names:
        table = table.set_column(int(name), name, texts[name])
    return table


def _table(
    body: Any, separator: str, width: int, texts: list[str], *, broken: bool, alone: bool = False
) -> Any:
    """Read the columns, some of them as texts, or these alone."""
    import pyarrow as pa
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

    names = [str(number) for number in range(width)]
    text = pa.dictionary(pa.int32(), pa.string())
    convert = ConvertOptions(
        column_types=dict.fromkeys(texts, text),
        null_values=[""],
        true_values=[],
        false_values=[],
        strings_can_be_null=False,
        auto_dict_encode=True,
        auto_dict_max_cardinality=1000,
        include_columns=texts if alone else [],
        check_utf8=False,  # `as_utf8` has looked
    )
    parse = ParseOptions(delimiter=separator, newlines_in_values=broken, ignore_empty_lines=False)
    read = ReadOptions(column_names=names, block_size=_BLOCK)
    return read_csv(pa.BufferReader(pa.py_buffer(body)), read, parse, convert)


def _pieces(body: np.ndarray, more: int = 0) -> Iterator[np.ndarray]:
    """Cut bytes into pieces that stay in the processor's cache, with some bytes more at the end of each."""
    return (body[at : at + _PIECE + more] for at in range(0, len(body), _PIECE))


def _count(body: np.ndarray, letter: bytes) -> int:
    return sum(int(np.count_nonzero(piece == ord(letter))) for piece in _pieces(body))


def _breaks_lines(body: np.ndarray) -> bool:
    """Tell whether a line ends between quotation marks."""
    inside = np.cumsum(body == ord('"'), dtype="int32") % 2
    return bool(inside[body == ord("\n")].any())


def _count_padded(body: np.ndarray, separator: str) -> int:
    """Count the places where a cell may begin with a zero and another digit, as a code does."""
    first = body[:2].tobytes()
    found = sum(int(np.count_nonzero(_padded(piece, separator))) for piece in _pieces(body, more=2))
    return found + (first[:1] == b"0" and first[1:].isdigit())


def _padded(piece: np.ndarray, separator: str) -> np.ndarray:
    before, zero, digit = piece[:-2], piece[1:-1], piece[2:]
    starts = (before == ord(separator)) | (before == ord("\n")) | (before == ord('"'))
    return starts & (zero == ord("0")) & (digit - ord("0") < 10)


def _padded_in(column: Any, separator: str) -> int:
    """Count the same places in a column's texts; numbers and dates have none."""
    import pyarrow as pa
    from pyarrow.compute import MatchSubstringOptions, call_function

    kind, found = column.type, 0
    if _is_numeric(kind) or pa.types.is_null(kind) or pa.types.is_date(kind):
        return found
    inside = f'[{re.escape(separator)}\n"]0[0-9]'
    for chunk in column.chunks:
        coded = pa.types.is_dictionary(kind)
        texts = chunk.dictionary if coded else chunk.cast(pa.string())
        places = [
            call_function(name, [texts], MatchSubstringOptions(pattern)).cast("int64").fill_null(0).to_numpy()
            for name, pattern in (("count_substring_regex", inside), ("match_substring_regex", "^0[0-9]"))
        ]
        rows = np.bincount(chunk.indices.drop_null().to_numpy(), minlength=len(texts)) if coded else 1
        found += int(np.sum(sum(places) * rows))
    return found


def _likely_texts(body: np.ndarray, separator: str) -> list[str]:
    """Name the columns that have a cell among the first lines which Arrow would rewrite, or read slowly."""
    lines = body[:_PIECE].tobytes().decode(errors="ignore").splitlines()[:-1]
    cells = csv.reader(lines[:1000], delimiter=separator)
    found = (at for line in cells for at, cell in enumerate(line) if _TEXTS.search(cell))
    return [str(at) for at in sorted(set(found))]


def _is_numeric(kind: Any) -> bool:
    import pyarrow as pa

    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _is_inexact(column: Any) -> bool:
    """Tell whether a column lost something: NaN as a word, an id's last digits, how a time was written."""
    import pyarrow as pa

    if pa.types.is_time(column.type) or pa.types.is_timestamp(column.type):
        return True
    if not pa.types.is_floating(column.type):
        return False
    numbers = column.combine_chunks().drop_null().to_numpy()
    return bool(len(numbers)) and not np.abs(numbers).max() < _EXACT  # a NaN is not below it either


def _cells(column: Any) -> Cells:
    import pyarrow as pa

    kind = column.type
    if _is_numeric(kind):
        whole = column.combine_chunks()
        if not whole.null_count:
            return NumberCells(whole.to_numpy(), np.zeros(len(whole), dtype=bool))
        return NumberCells(whole.fill_null(0).to_numpy(), whole.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_null(kind):
        return Cells(np.full(len(column), -1), pd.Series([], dtype="str"))
    if not pa.types.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if hasattr(whole, "num_chunks") else whole
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return tidy(codes, pd.Series(whole.dictionary.cast(pa.string()).to_pandas(), dtype="str"))


def _rows(first_row: int, lines: int, columns: list[Cells], records: int) -> np.ndarray | None:
    """Give each record's first line; a cell with line breaks takes several."""
    if lines == records:
        return np.arange(first_row, first_row + records)
    steps = np.ones(records, dtype="int64")
    for column in columns:
        if column.is_text and len(column.uniques):
            steps += column.per_row(column.uniques.str.count("\n"), 0, "int64")
    if int(steps.sum()) != lines:
        return None
    return first_row + np.concatenate([[0], np.cumsum(steps)[:-1]]).astype("int64")


def _without_blank(grid: Grid) -> Grid:
    """Leave out the records in which every cell is empty, as the csv module's reader does."""
    blank = np.ones(len(grid.rows), dtype=bool)
    for column in grid.columns:
        blank &= column.is_empty
        if not blank.any():
            return grid
    kept = np.flatnonzero(~blank)
    return Grid([column.at(kept) for column in grid.columns], grid.rows[kept])


def _offset(content: bytes, row: int) -> int:
    at = 0
    for _ in range(row - 1):
        at = content.index(b"\n", at) + 1
    return at
