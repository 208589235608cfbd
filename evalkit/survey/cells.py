"""A column of an export before anybody has decided what it means.

Survey columns hold few different answers and many rows, so a column is kept as its different values
and, for every row, which of them it is (-1 where the cell is empty). All thinking is done on the values;
the rows are only looked up at the end. That is what makes a million rows cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

_NEAR = 1000  # whole numbers that span less are told apart by counting


@dataclass(frozen=True)
class Cells:
    """One column: `uniques[codes[i]]` stands in row i; -1 is an empty cell.

    Attributes
    ----------
    codes : ndarray of int
    uniques : Series
        Each value once, stripped of blanks at both ends; all text (dtype ``str``), or Python objects.
    """

    codes: np.ndarray
    uniques: pd.Series

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def is_text(self) -> bool:
        """Whether every value is text."""
        return isinstance(self.uniques.dtype, pd.StringDtype)

    @cached_property
    def texts(self) -> pd.Series:
        """The values as text: whole floats without ``.0``."""
        if self.is_text:
            return self.uniques
        return pd.Series([as_text(value) for value in self.uniques], dtype="str")

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows hold each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.uniques))

    @property
    def is_empty(self) -> np.ndarray:
        """Which rows are empty."""
        return self.codes < 0

    @property
    def answers(self) -> int:
        """How many rows hold something."""
        return len(self) - int(np.count_nonzero(self.is_empty))

    def at(self, rows: np.ndarray) -> Cells:
        """Return the column at some rows; -1 makes an empty one."""
        return Cells(np.append(self.codes, -1)[rows], self.uniques)

    def per_row(self, values: Iterable[Any], empty: Any, dtype: Any = None) -> np.ndarray:
        """Lay out over the rows what stands for each different value, and what stands for an empty cell."""
        return np.array([*values, empty], dtype=dtype)[self.codes]

    @property
    def few(self) -> list[str]:
        """The values as texts if there are at most 200 of them, else nothing."""
        return self.texts.tolist() if len(self.uniques) <= 200 else []


class NumberCells(Cells):
    """A column of numbers alone; its different values are only told apart if somebody asks."""

    def __init__(self, numbers: np.ndarray, empty: np.ndarray) -> None:
        self.__dict__.update(numbers=numbers, empty=empty)

    numbers: np.ndarray
    empty: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    def __getattr__(self, name: str) -> Any:
        if name not in ("codes", "uniques"):
            raise AttributeError(name)
        found = _few_whole(self.numbers, self.empty)
        if found is None:
            codes = np.full(len(self.numbers), -1)
            codes[~self.empty], uniques = pd.factorize(self.filled)
            found = codes, uniques
        self.__dict__.update(codes=found[0], uniques=pd.Series(found[1]))
        return self.__dict__[name]

    @property
    def is_empty(self) -> np.ndarray:
        """Which rows are empty."""
        return self.empty

    @property
    def filled(self) -> np.ndarray:
        """The numbers of the rows that aren't empty."""
        return self.numbers[~self.empty] if self.empty.any() else self.numbers

    @cached_property
    def ends(self) -> tuple[Any, Any]:
        """The lowest and the highest number; zeros where there is none."""
        filled = self.filled
        return (filled.min(), filled.max()) if len(filled) else (0, 0)

    def at(self, rows: np.ndarray) -> Cells:
        """Return the column at some rows; -1 makes an empty one."""
        numbers = np.append(self.numbers, self.numbers.dtype.type(0))
        return NumberCells(numbers[rows], np.append(self.empty, True)[rows])

    @property
    def is_text(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether every value is text: no."""
        return False


def _few_whole(numbers: np.ndarray, empty: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Tell whole numbers that lie near each other apart by counting, which is quicker than hashing."""
    filled = numbers[~empty] if empty.any() else numbers
    low, high = (filled.min(), filled.max()) if len(filled) else (0, _NEAR)
    if not float(high) - float(low) < _NEAR:  # whole numbers may be too far apart to be subtracted
        return None
    steps = (filled - low).astype("int16")
    if numbers.dtype.kind == "f" and not (steps + low == filled).all():
        return None
    used = np.bincount(steps) > 0
    if not used.all():
        steps = (np.cumsum(used) - 1).astype("int16")[steps]
    codes = steps
    if filled is not numbers:
        codes = np.full(len(numbers), -1, dtype="int16")
        codes[~empty] = steps
    return codes, (np.flatnonzero(used) + low).astype(numbers.dtype)


def from_values(values: Sequence[Any]) -> Cells:
    """Make a column of Python values; None, NaN and blank text are empty."""
    numbers = _numbers(values)
    if numbers is not None:
        return from_numbers(numbers)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    codes, uniques = pd.factorize(array)
    return tidy(codes, pd.Series(uniques, dtype=object))


def from_numbers(numbers: np.ndarray) -> Cells:
    """Make a column of an array of numbers; NaN is empty."""
    empty = np.isnan(numbers) if numbers.dtype.kind == "f" else np.zeros(len(numbers), dtype=bool)
    return NumberCells(_small(numbers, empty), empty)


def _small(numbers: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """Hold whole numbers in 16 bits where they fit, as the codes of a survey do: a quarter of the memory."""
    filled = np.where(empty, 0, numbers) if empty.any() else numbers
    with np.errstate(invalid="ignore"):
        small = filled.astype("int16")
    return small if (small == filled).all() else numbers


def stacked(parts: Sequence[Cells]) -> Cells:
    """Put columns one below the other."""
    if len(parts) == 1:
        return parts[0]
    numbers = [part for part in parts if isinstance(part, NumberCells)]
    if len(numbers) == len(parts):
        return NumberCells(
            np.concatenate([part.numbers for part in numbers]),
            np.concatenate([part.empty for part in numbers]),
        )
    starts = np.cumsum([0, *(len(part.uniques) for part in parts)])
    codes = [
        np.where(part.is_empty, -1, part.codes.astype("int64") + start)
        for part, start in zip(parts, starts, strict=False)
    ]
    uniques = [value for part in parts for value in part.uniques]
    return tidy(np.concatenate(codes), pd.Series(uniques, dtype=object))


def tidy(codes: np.ndarray, uniques: pd.Series) -> Cells:
    """Strip blanks, make blank text empty, merge values that became equal, drop those no row has."""
    if not isinstance(uniques.dtype, pd.StringDtype) and all(isinstance(value, str) for value in uniques):
        uniques = uniques.astype("str")
    stripped = _stripped(uniques)
    again, merged = pd.factorize(stripped)
    if len(merged) == len(uniques) and (again == np.arange(len(again))).all():
        return Cells(codes, pd.Series(merged, dtype=stripped.dtype))
    lookup = np.append(again, -1)
    return Cells(lookup[codes], pd.Series(merged, dtype=stripped.dtype))


def as_text(value: Any) -> str:
    """Write a cell's value as people would: 3 for 3.0, 2016-10-25 for a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def fold(text: object) -> str:
    r"""Bring a text to the form in which labels are compared: no case, single plain blanks.

    Examples
    --------
    >>> fold(" Helt\u00a0 Enig ")
    'helt enig'
    """
    return " ".join(str(text).replace("\u200b", "").replace("\ufeff", "").split()).casefold()


def _stripped(uniques: pd.Series) -> pd.Series:
    if isinstance(uniques.dtype, pd.StringDtype):
        stripped = uniques.str.strip()
        return stripped.where(stripped != "")
    return pd.Series([_strip(value) for value in uniques], dtype=object)


def _strip(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _numbers(values: Sequence[Any]) -> np.ndarray | None:
    """Return values that are all numbers, or else empty, as an array with NaN; None if they aren't."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return np.array(values, dtype="int64") if max(map(abs, values)) < 2**62 else None
    if not kinds & {int, float} or not kinds <= {int, float, str}:
        return None
    if str in kinds and any(value for value in values if value.__class__ is str):
        return None
    return np.array(
        [np.nan if value == "" else value for value in values] if str in kinds else values, dtype="float64"
    )
