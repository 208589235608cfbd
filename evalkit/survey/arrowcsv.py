"""Large text files with Arrow: every column as its different texts and, per row, which of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells, from_texts
from evalkit.survey.table import Grid

_BLOCK = 8 * 1024**2


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
    try:
        table = _table(memoryview(content)[start:], separator, width, quoted=b'"' in content)
    except (ArrowInvalid, UnicodeDecodeError):
        return None
    columns = [_cells(column) for column in table.columns]
    rows = _rows(content, start, first_row, table, columns)
    return None if rows is None else Grid(columns, rows)


def _table(content: Any, separator: str, width: int, *, quoted: bool) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    names = [str(number) for number in range(width)]
    kind = pa.dictionary(pa.int32(), pa.string())
    return csv.read_csv(
        pa.BufferReader(pa.py_buffer(content)),
        read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=csv.ParseOptions(
            delimiter=separator, newlines_in_values=quoted, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, kind), strings_can_be_null=False
        ),
    )


def _cells(column: Any) -> Cells:
    whole = column.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if hasattr(whole, "num_chunks") else whole
    texts = pd.Series(whole.dictionary.to_pandas(), dtype="str")
    return from_texts(whole.indices.to_numpy(zero_copy_only=False), texts)


def _rows(content: bytes, start: int, first_row: int, table: Any, columns: list[Cells]) -> np.ndarray | None:
    """Number the records' lines; a cell with line breaks takes several."""
    lines = content.count(b"\n", start) + (not content.endswith(b"\n"))
    steps = np.ones(table.num_rows, dtype="int64")
    if lines != table.num_rows:
        for raw in table.columns:
            steps += _breaks(raw)
    if int(steps.sum()) != lines:
        return None
    return first_row + np.concatenate([[0], np.cumsum(steps)[:-1]]).astype("int64")


def _breaks(column: Any) -> np.ndarray:
    whole = column.unify_dictionaries().combine_chunks()
    counts = pd.Series(whole.dictionary.to_pandas(), dtype="str").str.count("\n").to_numpy(dtype="int64")
    return (
        counts[whole.indices.to_numpy(zero_copy_only=False)] if len(counts) else np.zeros(len(whole), "int64")
    )


def _offset(content: bytes, row: int) -> int:
    at = 0
    for _ in range(row - 1):
        at = content.index(b"\n", at) + 1
    return at
