"""Counting a wide table in one pass over Arrow batches: the quick way for codes that are small numbers.

Each question turns what a respondent has said so far into the next of few kinds, by one small table: a kind
is a packed number, so everybody of one kind said the same. How many of a group are of each kind is all that
is kept. Only batches are ever in memory, and the next is read while the last is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evalkit.scoring.batches import CELLS, Groups, add_batches, can_stream, counted
from evalkit.scoring.packing import ONE, Ints, Packed
from evalkit.scoring.sources import Source

if TYPE_CHECKING:
    from evalkit.scoring.wide import Question

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
    own: dict[str, list[Question]] = {}
    for question in asked:
        own.setdefault(str(question.criterion), []).append(question)
    kinds = {criterion: _Kinds.of(questions) for criterion, questions in own.items()}
    counter = _Counter(Groups(list(by)), kinds)
    columns = [*by, *(question.column for question in asked)]
    whole = add_batches(source, columns, counter.add)
    return counter.packed(source.framework.criterion_ids) if whole else None


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
class _Counter:
    """Adds batches up: cells[criterion][group * kinds + kind] is a number of respondents."""

    groups: Groups
    kinds: dict[str, _Kinds]
    cells: dict[str, Ints] = field(default_factory=dict)

    def add(self, batch: Any) -> bool:
        """Count one batch; False where there are too many groups for cells."""
        group = self.groups.number(batch)
        at = np.empty_like(group)  # written again for each criterion: fresh memory costs more than the sums
        for criterion, kinds in self.kinds.items():
            size = len(kinds.packed) * len(self.groups.known)
            if size > CELLS:
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
            counted(cells, criteria.index(criterion), self.kinds[criterion].packed)
            for criterion, cells in self.cells.items()
        ]
        return self.groups.packed(parts)


def _fits(source: Source, asked: Sequence[Question]) -> bool:
    codes = [code for question in asked for code in question.codes if code is not None]
    small = all(isinstance(code, int) and _EMPTY < code < -_BAD for code in codes)
    schema = source.frame.collect_schema()
    numbers = all(schema[question.column].is_numeric() for question in asked)
    return small and numbers and can_stream(source)


def _codes(column: Any) -> NDArray[np.uint8]:
    """Return a column's codes as bytes, with one byte for empty and one for what eight bits can't hold.

    The numbers are read where they lie, and empty is filled in by its bits: much quicker than filling nulls.
    """
    import pyarrow as pa

    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):  # a decimal
        column = column.cast(pa.float64(), safe=False)
    bits, data = column.buffers()
    rows = slice(column.offset, column.offset + len(column))
    codes = _bytes(np.frombuffer(data, dtype=column.type.to_pandas_dtype())[rows])
    if not column.null_count:
        return codes
    gone = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")[rows] - 1  # 0, or all ones
    return codes & ~gone | gone & np.uint8(_EMPTY % 256)


def _bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Return numbers as bytes; NaN is empty, what bytes can't hold or would pass for empty is bad."""
    bad, empty = np.uint8(_BAD % 256), np.uint8(_EMPTY % 256)
    with np.errstate(invalid="ignore"):
        small = values.astype(np.int8, copy=False)
    codes = small.view(np.uint8)
    codes = codes - (codes == empty)  # the byte below it is the bad one
    if values.dtype != np.int8:
        other = small != values
        if other.any():
            codes[other] = np.where(np.isnan(values[other]), empty, bad)
    return codes
