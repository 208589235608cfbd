"""Large text files with Arrow: numbers as numbers, every other column as its different texts.

Arrow guesses types as it reads. Columns of numbers whose guess may have lost something are read again as
text: where
the file has codes such as 007, where a number is too long for a float, where there is a NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells, NumberCells, from_texts
from evalkit.survey.table import Grid

_BLOCK = 4 * 1024**2
_STARTS = np.frombuffer(b'\n,;\t|"', dtype="uint8")
_EXACT = 2.0**53


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
    body = memoryview(content)[start:]
    try:
        quoted = content.find(b'"', start) >= 0
        table = _table(body, separator, width, quoted=quoted)
        padded = _has_padded(content, start)
        inexact = [name for name in table.column_names if _is_inexact(table[name], padded)]
        if inexact:
            again = _table(body, separator, width, quoted=quoted, only=inexact)
            for name in inexact:
                table = table.set_column(int(name), name, again[name])
    except (ArrowInvalid, UnicodeDecodeError):
        return None
    columns = [_cells(column) for column in table.columns]
    rows = _rows(content, start, first_row, columns, table.num_rows)
    return None if rows is None else _without_blank(Grid(columns, rows))


def _table(body: Any, separator: str, width: int, *, quoted: bool, only: list[str] | None = None) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    names = [str(number) for number in range(width)]
    text = pa.dictionary(pa.int32(), pa.string())
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(only or [], text),
        null_values=[""],
        true_values=[],
        false_values=[],
        strings_can_be_null=False,
        auto_dict_encode=True,
        auto_dict_max_cardinality=1000,
        include_columns=only or [],
    )
    parse = csv.ParseOptions(delimiter=separator, newlines_in_values=quoted, ignore_empty_lines=False)
    read = csv.ReadOptions(column_names=names, block_size=_BLOCK)
    return csv.read_csv(pa.BufferReader(pa.py_buffer(body)), read, parse, convert)


def _has_padded(content: bytes, start: int) -> bool:
    """Tell whether any cell begins with a zero and another digit, as a code does."""
    for at in range(start, len(content), _BLOCK):
        piece = np.frombuffer(content[max(at - 1, 0) : at + _BLOCK + 2], dtype="uint8")
        zeros = np.flatnonzero(piece[1:-1] == ord("0"))
        if len(zeros) and (np.isin(piece[zeros], _STARTS) & (piece[zeros + 2] - ord("0") < 10)).any():
            return True
    return False


def _is_inexact(column: Any, padded: bool) -> bool:
    """Tell whether a column of numbers lost something: a code's zeros, NaN as a word, an id's last digits."""
    import pyarrow as pa

    if padded and (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        return True
    if not pa.types.is_floating(column.type):
        return False
    numbers = column.combine_chunks().drop_null().to_numpy()
    return bool(len(numbers)) and not np.abs(numbers).max() < _EXACT  # a NaN is not below it either


def _cells(column: Any) -> Cells:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
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
    return from_texts(codes, pd.Series(whole.dictionary.cast(pa.string()).to_pandas(), dtype="str"))


def _rows(
    content: bytes, start: int, first_row: int, columns: list[Cells], records: int
) -> np.ndarray | None:
    """Give each record's first line; a cell with line breaks takes several."""
    lines = content.count(b"\n", start) + (not content.endswith(b"\n"))
    if lines == records:
        return np.arange(first_row, first_row + records)
    steps = np.ones(records, dtype="int64")
    for column in columns:
        if column.is_text and len(column.uniques):
            breaks = column.uniques.str.count("\n").to_numpy(dtype="int64")
            steps += np.append(breaks, 0)[column.codes]
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
