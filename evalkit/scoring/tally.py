"""Counting a wide table in one pass over Arrow batches: the quick way for codes that are small numbers.

Each question turns what a respondent has said so far into the next of few kinds, by one small table: a kind
is a packed number, so everybody of one kind said the same. How many of a group are of each kind is all that
is kept. Only batches are ever in memory, and the next is read while the last is counted.
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

from evalkit.scoring.packing import MAX_ROWS, ONE, Ints, Packed, run
from evalkit.scoring.sources import Source

if TYPE_CHECKING:
    from evalkit.scoring.wide import Question

ROWS = 65_536  # respondents in a batch
_CELLS = 2**22  # most cells (groups x kinds of a criterion) that are counted this way
_NONE: tuple[Ints, ...] = (np.zeros(0, dtype=np.int64),) * 4
_BAD, _EMPTY = -128, -127  # stand for any code that eight bits can't hold, and for none


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
    own: dict[str, list[Question]] = {}
    for question in asked:
        own.setdefault(str(question.criterion), []).append(question)
    counter = _Counter(
        _Groups(list(by)), {criterion: _Kinds.of(questions) for criterion, questions in own.items()}
    )
    waiting: deque[Future[bool]] = deque()
    with ThreadPoolExecutor(1) as pool:
        for batch in _batches(source, columns):
            waiting.append(pool.submit(counter.add, batch))
            if len(waiting) > 2 and not waiting.popleft().result():
                return None
        if not all(one.result() for one in waiting):
            return None
    return counter.packed(source.framework.criterion_ids)


def tally_people(sums: Any, by: Sequence[str], criteria: Sequence[str]) -> Packed | None:
    """Count respondents whose packed numbers are known, or return None where a row can't be right.

    Parameters
    ----------
    sums : narwhals frame or None
        A row for each respondent: by, a column for each criterion, rows, unknown.
    by, criteria : sequence of str

    Returns
    -------
    Packed or None
        None also without sums or with too many groups: then any engine's query counts, or says what is wrong.
    """
    if sums is None or find_spec("pyarrow") is None:
        return None
    table = run(sums).to_arrow()
    most = {name: max([0, *table.column(name).unique().to_pylist()]) for name in ("rows", "unknown")}
    if most["rows"] > MAX_ROWS or most["unknown"]:
        return None
    groups, parts = _Groups(list(by)), [_NONE]
    for batch in table.combine_chunks().to_batches():
        group = groups.number(batch)
        for at, criterion in enumerate(criteria):
            column = batch.column(criterion).cast("int64").dictionary_encode()
            numbers = column.dictionary.to_numpy()
            if numbers.max(initial=0) >= ONE["bad"] or len(numbers) * len(groups.known) > _CELLS:
                return None
            cells = np.bincount(group * len(numbers) + column.indices.to_numpy())
            parts.append(_counted(cells, at, numbers))
    return groups.packed(parts)


@dataclass(frozen=True)
class _Kinds:
    """What can be said about a criterion.

    Attributes
    ----------
    columns : list of str
    packed : ndarray of int
        The packed number of each kind, lowest first.
    steps : list of ndarray of int
        For each column, 256 * kind before + code -> kind after.
    """

    columns: list[str]
    packed: Ints
    steps: list[NDArray[Any]]

    @classmethod
    def of(cls, questions: list[Question]) -> _Kinds:
        packed, steps = np.zeros(1, dtype=np.int64), []
        for question in questions:
            adds = np.full(256, ONE["bad"], dtype=np.int64)
            for code, number in question.packed.items():
                adds[(_EMPTY if code is None else code) % 256] = number
            after = np.minimum(packed[:, None] + adds, ONE["bad"])  # bad once is bad
            packed, step = np.unique(after, return_inverse=True)
            steps.append(step.ravel().astype(np.uint16 if step.size <= 2**16 else np.uint32))
        return cls([question.column for question in questions], packed, steps)

    def find(self, batch: Any) -> NDArray[Any]:
        """Return each respondent's kind."""
        kind = np.zeros(len(batch), dtype=np.uint16)
        for column, step in zip(self.columns, self.steps, strict=True):
            before = np.left_shift(kind, 8, dtype=step.dtype)
            kind = np.take(step, np.bitwise_or(before, _codes(batch.column(column)), out=before))
        return kind


@dataclass
class _Groups:
    """The groups met so far, numbered as they come."""

    by: list[str]
    known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def packed(self, parts: list[tuple[Ints, ...]]) -> Packed:
        """Return what was counted of these groups."""
        columns = (np.concatenate(column) for column in zip(*parts, strict=True))
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
        few = math.prod(map(len, names)) <= _CELLS  # then presence is a count, not a sort
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


@dataclass
class _Counter:
    """Adds batches up: cells[criterion][group * kinds + kind] is a number of respondents."""

    groups: _Groups
    kinds: dict[str, _Kinds]
    cells: dict[str, Ints] = field(default_factory=dict)

    def add(self, batch: Any) -> bool:
        """Count one batch; False where there are too many groups for cells."""
        group = self.groups.number(batch)
        at = np.empty_like(group)  # written again for each criterion: fresh memory costs more than the sums
        for criterion, kinds in self.kinds.items():
            size = len(kinds.packed) * len(self.groups.known)
            if size > _CELLS:
                return False
            np.multiply(group, len(kinds.packed), out=at)
            np.add(at, kinds.find(batch), out=at)
            cells = self.cells.setdefault(criterion, np.zeros(size, dtype=np.int64))
            if len(cells) < size:
                self.cells[criterion] = cells = np.pad(cells, (0, size - len(cells)))
            np.add.at(cells, at, 1)  # in place: no array as large as all cells for each batch
        return True

    def packed(self, criteria: Sequence[str]) -> Packed:
        """Return what was counted."""
        parts = [
            _counted(cells, criteria.index(criterion), self.kinds[criterion].packed)
            for criterion, cells in self.cells.items()
        ]
        return self.groups.packed([_NONE, *parts])


def _counted(cells: Ints, criterion: int, numbers: Ints) -> tuple[Ints, ...]:
    """Return group, criterion, packed number and people of the cells that hold any."""
    at = np.flatnonzero(cells)
    group, number = np.divmod(at, len(numbers))
    return group, np.full_like(at, criterion), numbers[number], cells[at]


def _fits(source: Source, asked: Sequence[Question]) -> bool:
    codes = [code for question in asked for code in question.codes if code is not None]
    small = all(isinstance(code, int) and _EMPTY < code < -_BAD for code in codes)
    schema = source.frame.collect_schema()
    numbers = all(schema[question.column].is_numeric() for question in asked)
    return bool(
        find_spec("pyarrow")
        and small
        and numbers
        and "weight" not in schema.names()
        and not source.frame.implementation.is_spark_like()
    )


def _codes(column: Any) -> NDArray[np.uint8]:
    """Return a column's codes as bytes, with one byte for empty and one for what eight bits can't hold."""
    import pyarrow as pa

    if pa.types.is_int8(column.type):
        codes = column.fill_null(_EMPTY).to_numpy()
    else:
        values = column.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False)
        whole = (values > _EMPTY) & (values < -_BAD) & (values == np.trunc(values))
        codes = np.where(whole, values, np.where(np.isnan(values), _EMPTY, _BAD)).astype(np.int8)
    return codes.view(np.uint8)


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
