"""Any table as Arrow batches, and the groups that are met in them: what the quick ways of counting share.

Only a few batches are ever in memory, and the next is read while the last is counted. A Parquet file is read
a row group at a time, its texts as the numbers they are stored as.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from evalkit.scoring.packing import Ints, Packed
from evalkit.scoring.sources import Source

CELLS = 2**22  # most cells (groups x packed numbers of a criterion) that are counted by their place
ROWS = 65_536  # rows of a batch
_NONE: tuple[Ints, ...] = (np.zeros(0, dtype=np.int64),) * 4


@dataclass
class Groups:
    """The groups met so far, numbered as they come.

    Attributes
    ----------
    by : list of str
    known : dict
        A group's values -> its number.
    """

    by: list[str]
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def packed(self, parts: Sequence[tuple[Ints, ...]]) -> Packed:
        """Return what was counted of these groups."""
        columns = (np.concatenate(column) for column in zip(_NONE, *parts, strict=True))
        return Packed(pd.DataFrame(list(self.known), columns=self.by), *columns)

    def number(self, batch: Any) -> Ints:
        """Return each row's group, new groups numbered as they come."""
        import pyarrow as pa

        code = np.zeros(len(batch), dtype=np.int64)
        names: list[list[Any]] = []
        for column in (batch.column(name) for name in self.by):
            column = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
            index = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
            names.append([*column.dictionary.to_pylist(), None])
            code = code * len(names[-1]) + index
        few = math.prod(map(len, names)) <= CELLS  # then presence is a count, not a sort
        seen, back = (
            (np.flatnonzero(np.bincount(code)), None) if few else np.unique(code, return_inverse=True)
        )
        number = np.array(
            [self.known.setdefault(_unravel(one, names), len(self.known)) for one in seen.tolist()]
        )
        if back is not None:
            return number[back]
        lookup = np.zeros(int(seen.max(initial=0)) + 1, dtype=np.int64)
        lookup[seen] = number
        return np.take(lookup, code)


def counted(cells: Ints, criterion: int, numbers: Ints) -> tuple[Ints, ...]:
    """Return group, criterion, packed number and people of the cells that hold any.

    Parameters
    ----------
    cells : ndarray of int
        People by group and number, at ``group * len(numbers) + number``.
    criterion : int
    numbers : ndarray of int
        Packed numbers.

    Returns
    -------
    tuple of ndarray of int
    """
    at = np.flatnonzero(cells)
    group, number = np.divmod(at, len(numbers))
    return group, np.full_like(at, criterion), numbers[number], cells[at]


def can_stream(source: Source) -> bool:
    """Tell whether a table can be had as Arrow batches, a row a person's own (no weights)."""
    weighted = "weight" in source.frame.collect_schema().names()
    spark = source.frame.implementation.is_spark_like()
    return find_spec("pyarrow") is not None and not weighted and not spark


def add_batches(source: Source, columns: Sequence[str], add: Callable[[Any], bool]) -> bool:
    """Hand every batch of a table to `add`, one at a time, while the next are read.

    Parameters
    ----------
    source : Source
    columns : sequence of str
    add : callable
        Takes an Arrow record batch; returns False to stop.

    Returns
    -------
    bool
        Whether all were added.
    """
    waiting: deque[Future[bool]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for batch in _batches(source, columns):
            waiting.append(pool.submit(add, batch))
            if len(waiting) > 4 and not waiting.popleft().result():
                return False
        return all(one.result() for one in waiting)


def _batches(source: Source, columns: Sequence[str]) -> Iterator[Any]:
    import pyarrow as pa

    native = source.frame.to_native()
    if source.path.lower().endswith(".parquet") and Path(source.path).is_file():
        yield from _row_groups(source, columns)
    elif source.frame.implementation is nw.Implementation.DUCKDB:
        yield from native.project(", ".join(f'"{name}"' for name in columns)).to_arrow_reader(ROWS)
    elif isinstance(source.frame, nw.LazyFrame):
        import polars as pl

        names = pl.Categorical(pl.Categories.random())  # numbered as they are read; gone with the query
        frames = (
            native.select(columns)
            .cast({pl.String: names})
            .collect_batches(engine="streaming", chunk_size=ROWS, maintain_order=False)
        )
        for frame in frames:
            yield from frame.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()
    else:
        table = source.frame.select(*columns).to_arrow()
        yield from (table if isinstance(table, pa.Table) else pa.table(table)).to_batches(ROWS)


def _row_groups(source: Source, columns: Sequence[str]) -> Iterator[Any]:
    """Yield a Parquet file's rows: pyarrow holds one row group or less, where Polars reads many ahead."""
    from pyarrow.parquet import ParquetFile

    schema = source.frame.collect_schema()
    texts = [name for name in columns if isinstance(schema[name], nw.String)]
    with ParquetFile(source.path, read_dictionary=texts, pre_buffer=False) as file:
        for number in range(file.num_row_groups):
            if file.metadata.row_group(number).num_rows <= 8 * ROWS:
                yield from file.read_row_group(number, columns=list(columns)).to_batches(ROWS)
            else:  # reading it bit by bit is slower, but it is counted meanwhile
                yield from file.iter_batches(ROWS, row_groups=[number], columns=list(columns))


def _unravel(code: int, names: list[list[Any]]) -> tuple[Any, ...]:
    parts = []
    for own in reversed(names):
        code, at = divmod(code, len(own))
        parts.append(own[at])
    return tuple(reversed(parts))
