"""A table as it lies in a file: its first lines for the sniffing, its columns for the reading.

Text with separators (`TextTable`) and the sheet of a workbook (`SheetTable`) look the same from here on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import Cells, as_text, fold, from_values
from evalkit.words import told

HEAD = 40  # lines that a sniff may look at
MAX_COLUMNS = 20_000
JOINED = "\x1f"  # parts several answers in a cell where the file itself told them apart


@dataclass(frozen=True)
class Grid:
    """The columns under the headings.

    Attributes
    ----------
    columns : list of Cells
    rows : ndarray of int
        The line of each record, as an editor or a spreadsheet shows it.
    said : tuple of str
        What had to be mended.
    """

    columns: list[Cells]
    rows: np.ndarray
    said: tuple[str, ...] = ()


class Table(Protocol):
    """What a format's parser is given."""

    @property
    def name(self) -> str:
        """The file's name, as messages say it."""
        ...

    @property
    def sheet(self) -> str:
        """The sheet's name, or ""."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What was detected on the way."""
        ...

    @property
    def head(self) -> list[list[str]]:
        """The first lines' cells as texts, blank lines left out."""
        ...

    def body(self, skip: int) -> Grid:
        """Return the columns below the first `skip` lines of `head`."""
        ...


@dataclass(frozen=True)
class SheetTable:
    """A table of Python values: a sheet, or JSON records."""

    name: str
    sheet: str
    lines: Sequence[Sequence[Any]]
    notes: tuple[str, ...] = ()
    first: int = 1
    joined: frozenset[str] = frozenset()  # headings of cells that hold several answers, parted by JOINED
    above: int = 0  # lines of a title, left out

    @cached_property
    def filled(self) -> list[int]:
        """The positions of the first lines that hold something, a title left out."""
        found = []
        for number, line in enumerate(self.lines):
            if any(cell not in ("", None) for cell in line):
                found.append(number)
            if len(found) == HEAD:
                break
        return found[self.above :]

    @property
    def head(self) -> list[list[str]]:
        """The first lines' cells as texts, blank lines left out."""
        return self._head

    @cached_property
    def _head(self) -> list[list[str]]:
        return [[heading_text(cell) for cell in self.lines[number]] for number in self.filled]

    def body(self, skip: int) -> Grid:
        """Return the columns below the first `skip` lines of `head`."""
        start = self.filled[skip] if skip < len(self.filled) else len(self.lines)
        width = len(self.lines[self.filled[0]]) if self.filled else 0
        check_width(width, self.name)
        below = self.lines[start:]
        keep = [
            n
            for n, line in enumerate(below)
            if (line and line[0]) or any(cell not in ("", None) for cell in line)
        ]
        if len(keep) < len(below):
            below = [below[n] for n in keep]
        columns = zip(*below, strict=True) if below else ([] for _ in range(width))
        rows = np.asarray(keep, dtype="int64") + start + self.first
        return Grid([from_values(column) for column in columns], rows)


def below_title(table: Table) -> Table:
    """Leave out a title above the headings: lines with one cell alone, then a line with a text in each."""
    head = table.head
    filled = [[fold(cell) for cell in line if cell.strip()] for line in head[:6]]
    above = next((n for n, cells in enumerate(filled) if len(cells) > 1), 0)
    if not above or len(head) < above + 2 or any(cells[0].endswith(("?", ":")) for cells in filled[:above]):
        return table
    headings, wide = filled[above], any(len(line) > 1 for line in head[:above])
    worded = all(any(letter.isalpha() for letter in cell) for cell in headings)
    if not worded or len(set(headings)) < len(headings) or (wide and len(headings) < len(head[above])):
        return table
    title = ", ".join(repr(" ".join(" ".join(line).split())) for line in head[:above])
    said = told("reading.above", file=table.name, text=title)
    whole: Any = table
    return replace(whole, above=above, notes=(*table.notes, said))


def heading_text(cell: object) -> str:
    """Write a heading's cell as text; an empty one as ""."""
    return "" if cell is None else as_text(cell)


def check_width(width: int, name: str) -> None:
    """Raise if a file has more columns than any survey."""
    if width > MAX_COLUMNS:
        raise EvalkitError(
            f"the file has {width:,} columns; the limit is {MAX_COLUMNS:,}",
            "Export fewer variables, or turn rows and columns round.",
            where=place(name),
        )
