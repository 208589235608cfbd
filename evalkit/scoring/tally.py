"""Counting a wide table in one pass over Arrow batches: the quick way for codes that are small numbers.

A criterion's few columns, read as digits, are one number a respondent; how often each number occurs is one
`numpy.bincount`. Only batches are ever in memory, and the next is decoded while the last is counted. What
the digits mean is worked out afterwards, on the counts.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.scoring.counts import Packed
from evalkit.scoring.packing import ONE
from evalkit.scoring.sources import Source

if TYPE_CHECKING:
    from evalkit.scoring.wide import Question

ROWS = 65_536  # respondents in a batch
_CELLS = 2**22  # most cells (groups x digits of a criterion) that are counted this way
_BAD = -128  # stands for any code that eight bits can't hold


def tally(source: Source, by: Sequence[str], asked: Sequence[Question]) -> Packed | None:
    """Count a wide table, or return None where this way doesn't fit (then any engine's query does it).

    Parameters
    ----------
    source : Source
    by : sequence of str
    asked : sequence of Question

    Returns
    -------
    Packed or None
    """
    if not _fits(source, asked):
        return None
    columns = [*by, *(question.column for question in asked)]
    counter = _Counter(list(by), _by_criterion(asked), _base(asked))
    waiting: deque[Future[bool]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for batch in _batches(source, columns):
            waiting.append(pool.submit(counter.add, batch))
            if len(waiting) > 2 and not waiting.popleft().result():
                return None
        if not all(one.result() for one in waiting):
            return None
    return counter.packed(source.framework.criterion_ids)


@dataclass
class _Counter:
    """Adds batches up: cells[criterion][group * base**questions + digits] is a number of respondents."""

    by: list[str]
    criteria: dict[str, list[Question]]
    base: int
    groups: dict[tuple[Any, ...], int] = field(default_factory=dict)
    cells: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def add(self, batch: Any) -> bool:
        """Count one batch; False where its codes or groups are too many for cells."""
        group = self._group(batch)
        at = np.empty_like(group)  # written again for each criterion: fresh memory costs more than the sums
        for criterion, own in self.criteria.items():
            size = self.base ** len(own)
            if size * len(self.groups) > _CELLS:
                return False
            key = np.zeros(len(group), dtype=np.uint16 if size < 2**16 else np.int64)
            for question in own:
                key *= self.base
                key += _digits(batch.column(question.column), question)
            np.multiply(group, size, out=at)
            np.add(at, key, out=at)
            self._count(criterion, at, size * len(self.groups))
        return True

    def packed(self, criteria: Sequence[str]) -> Packed:
        """Return what was counted, the digits turned into packed numbers."""
        parts = []
        for criterion, own in self.criteria.items():
            numbers, cells = self._by_number(criterion, own)
            group, number = np.nonzero(cells)
            at = np.full(len(group), criteria.index(criterion), dtype=np.int64)
            parts.append((group, at, numbers[number], cells[group, number]))
        group, at, numbers, people = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Packed(pd.DataFrame(list(self.groups), columns=self.by), group, at, numbers, people)

    def _by_number(
        self, criterion: str, own: Sequence[Question]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return a criterion's different packed numbers, and the people of each group (row) who have each."""
        packed = np.zeros(1, dtype=np.int64)
        for question in own:
            packed = (packed[:, None] + _meaning(question, self.base)).ravel()
        numbers, number = np.unique(packed, return_inverse=True)
        cells = np.zeros(len(self.groups) * len(packed), dtype=np.int64)
        counted = self.cells.get(criterion, cells[:0])
        cells[: len(counted)] = counted
        order = np.argsort(number, kind="stable")
        first = np.searchsorted(number[order], np.arange(len(numbers)))
        return numbers, np.add.reduceat(cells.reshape(-1, len(packed))[:, order], first, axis=1)

    def _group(self, batch: Any) -> NDArray[np.int64]:
        """Return each row's group, new groups numbered as they come."""
        import pyarrow as pa

        code = np.zeros(len(batch), dtype=np.int64)
        names: list[list[Any]] = []
        for column in (batch.column(name) for name in self.by):
            column = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
            index = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
            names.append([*column.dictionary.to_pylist(), None])
            code = code * len(names[-1]) + index
        few = math.prod(map(len, names)) <= _CELLS  # then presence is a count, not a sort
        seen, back = (
            (np.flatnonzero(np.bincount(code)), None) if few else np.unique(code, return_inverse=True)
        )
        number = np.array(
            [self.groups.setdefault(_unravel(one, names), len(self.groups)) for one in seen.tolist()]
        )
        if back is not None:
            return number[back]
        lookup = np.zeros(int(seen.max(initial=0)) + 1, dtype=np.int64)
        lookup[seen] = number
        return np.take(lookup, code)

    def _count(self, criterion: str, key: NDArray[np.int64], size: int) -> None:
        cells = self.cells.get(criterion)
        if cells is None or len(cells) < size:
            more = np.zeros(size, dtype=np.int64)
            more[: 0 if cells is None else len(cells)] += 0 if cells is None else cells
            self.cells[criterion] = cells = more
        np.add.at(cells, key, 1)  # in place: no array as large as all cells for each batch


def _fits(source: Source, asked: Sequence[Question]) -> bool:
    codes = [code for question in asked for code in question.codes if code is not None]
    small = all(isinstance(code, int) and _BAD < code < -_BAD for code in codes)
    schema = source.frame.collect_schema()
    numbers = all(schema[question.column].is_numeric() for question in asked)
    return bool(
        find_spec("pyarrow")
        and small
        and numbers
        and "weight" not in schema.names()
        and _base(asked) ** max(len(own) for own in _by_criterion(asked).values()) <= _CELLS
        and not source.frame.implementation.is_spark_like()
    )


def _base(asked: Sequence[Question]) -> int:
    """Return how many digits a column can have: its codes, empty among them, and one for anything else."""
    return max(len(question.codes) for question in asked) + 1


def _by_criterion(asked: Sequence[Question]) -> dict[str, list[Question]]:
    own: dict[str, list[Question]] = {}
    for question in asked:
        own.setdefault(str(question.criterion), []).append(question)
    return own


def _meaning(question: Question, base: int) -> NDArray[np.int64]:
    """Return the packed number that each digit stands for."""
    meaning = np.full(base, ONE["bad"], dtype=np.int64)
    meaning[: len(question.codes)] = [question.packed[code] for code in _digit_order(question)]
    return meaning


def _digit_order(question: Question) -> list[Any]:
    """Return the codes in the order of their digits: empty is 0, then the others."""
    return [None, *(code for code in question.codes if code is not None)]


def _lookup(question: Question) -> NDArray[np.uint8]:
    """Return the digit of each possible byte."""
    lookup = np.full(256, len(question.codes), dtype=np.uint8)
    for digit, code in enumerate(_digit_order(question)):
        if code is not None:
            lookup[code % 256] = digit
    return lookup


def _digits(column: Any, question: Question) -> NDArray[np.uint8]:
    """Return a column as digits: 0 where empty, the codes in order, the last for codes that can't be."""
    import pyarrow as pa

    there = _there(column)
    if pa.types.is_integer(column.type):
        values = np.frombuffer(column.buffers()[1], dtype=column.type.to_pandas_dtype())
        values = values[column.offset : column.offset + len(column)]
    else:
        values = column.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
        there = ~np.isnan(values)
    if values.dtype != np.int8:
        whole = (values > _BAD) & (values < -_BAD) & (values == np.trunc(values))
        values = np.where(whole, values, _BAD).astype(np.int8)
    digits = np.take(_lookup(question), values.view(np.uint8))
    return digits if there is None else digits * there


def _there(column: Any) -> NDArray[np.uint8] | None:
    """Return 1 where an Arrow column has a value, 0 where it is null; None if it has no nulls."""
    if not column.null_count:
        return None
    bits = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    first = column.offset
    return np.unpackbits(bits, count=first + len(column), bitorder="little")[first:]


def _unravel(code: int, names: list[list[Any]]) -> tuple[Any, ...]:
    parts = []
    for own in reversed(names):
        code, at = divmod(code, len(own))
        parts.append(own[at])
    return tuple(reversed(parts))


def _batches(source: Source, columns: Sequence[str]) -> Iterator[Any]:
    """Yield the needed columns as Arrow record batches, from whatever holds the table."""
    import pyarrow as pa

    native = source.frame.to_native()
    if source.frame.implementation is nw.Implementation.DUCKDB:
        yield from native.project(", ".join(f'"{name}"' for name in columns)).to_arrow_reader(ROWS)
    elif isinstance(source.frame, nw.LazyFrame):
        import polars as pl

        oldest = pl.CompatLevel.oldest()  # plain strings, which Arrow can number
        frames = native.select(columns).collect_batches(
            engine="streaming", chunk_size=ROWS, maintain_order=False
        )
        for frame in frames:
            yield from frame.to_arrow(compat_level=oldest).to_batches()
    else:
        table = source.frame.select(*columns).to_arrow()
        yield from (table if isinstance(table, pa.Table) else pa.table(table)).to_batches(ROWS)
