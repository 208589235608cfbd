"""A sheet of text cells with line numbers, and the text files such sheets come from.

Every table-like format (CSV, TSV, a spreadsheet's sheets) is first a grid: rows of text cells as written,
each with the number an editor or a spreadsheet shows beside it. A sheet is a grid whose heading row was
found.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.errors import EvalkitError, place
from evalkit.logbook.headings import find_columns

_DELIMITERS = (";", "\t", ",", "|")
_LONGEST_CELL = 10_000_000
_SEARCHED = 25  # rows in which a heading row is looked for


@dataclass(frozen=True)
class Grid:
    """Rows of text cells; `lines[i]` is the line number of `rows[i]`."""

    file: str
    rows: list[list[str]]
    lines: list[int]


@dataclass(frozen=True)
class Sheet:
    """A grid with its heading row found: columns by heading, and the line number of each row."""

    file: str
    columns: dict[str, list[str]]
    lines: list[int]

    def cells(self, heading: str) -> list[str]:
        """Return a column without the spaces around its cells."""
        return list(map(str.strip, self.columns[heading]))

    def where(self, number: int, column: str | None = None) -> str:
        """Write the place of the row with this position."""
        return place(self.file, row=self.lines[number], column=column)


def read_text(path: Path) -> str:
    """Read a text file that is UTF-8, UTF-16 (with its mark) or Windows-1252.

    Parameters
    ----------
    path : path

    Returns
    -------
    str

    Raises
    ------
    EvalkitError
        If there is no such file, or it holds no text.
    """
    if not path.is_file():
        raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path))
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    if "\x00" in text or raw.startswith(b"PK\x03\x04"):
        raise EvalkitError(
            "this is not a text file", "Name a logbook file, see read_logbook.", where=place(path)
        )
    return text


def read_delimited(text: str, file: str) -> Grid:
    """Read delimited text; the delimiter is the one that splits the first rows most evenly.

    Parameters
    ----------
    text : str
    file : str
        What messages call it.

    Returns
    -------
    Grid
        Without its blank rows.

    Raises
    ------
    EvalkitError
        If a quotation mark is never closed.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    rows, lines, line = [], [], 1
    for cells in reader:
        if any(map(str.strip, cells)):
            rows.append(cells)
            lines.append(line)
        line = reader.line_num + 1
    if rows and text.count('"') % 2 and any("\n" in cell for cell in rows[-1]):
        raise EvalkitError(
            "the rest of the file lies inside a quotation mark", "Close the quotation mark in this row.",
            where=place(file, row=lines[-1]),
        )  # fmt: skip
    return Grid(file, rows, lines)


def find_delimiter(text: str) -> str:
    r"""Find the delimiter of the first lines of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        One of ``;``, tab, ``,`` and ``|``.

    Examples
    --------
    >>> find_delimiter("dato;tekst\\n25-10-2016;a, b og c\\n")
    ';'
    """
    start = text[:20_000].splitlines(keepends=True)[:_SEARCHED]

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = sorted(len(row) for row in csv.reader(start, delimiter=delimiter) if any(row))
        if not widths or widths[-1] < 2:
            return (0.0, 0)
        usual = max(set(widths) - {1} or {1}, key=widths.count)
        return (widths.count(usual) / len(widths), usual)

    return max(_DELIMITERS, key=evenness)


def as_sheet(grid: Grid, top: int | None = None) -> Sheet:
    """Find the heading row of a grid: the first with two known headings, else the first mostly filled.

    Parameters
    ----------
    grid : Grid
    top : int, optional
        The number of the heading row, where it is known.

    Returns
    -------
    Sheet

    Raises
    ------
    EvalkitError
        If the grid is empty.
    """
    if not grid.rows:
        raise EvalkitError("the file is empty", "Name a logbook with a heading row.", where=place(grid.file))
    top = _heading_row(grid) if top is None else top
    headings = _headings(grid.rows[top])
    body, lines = grid.rows[top + 1 :], grid.lines[top + 1 :]
    width = len(headings)
    padded = [row if len(row) == width else (row + [""] * width)[:width] for row in body]
    columns = [[row[n] for row in padded] for n in range(width)]  # zip(*rows) takes six times as long
    return Sheet(grid.file, dict(zip(named(headings), columns, strict=True)), lines)


def headings_of(grid: Grid) -> list[str]:
    """Return the headings of a grid, none where it is empty."""
    return named(_headings(grid.rows[_heading_row(grid)])) if grid.rows else []


def _headings(row: Sequence[str]) -> list[str]:
    headings = [" ".join(cell.split()) for cell in row]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _heading_row(grid: Grid) -> int:
    first = grid.rows[:_SEARCHED]
    for number, row in enumerate(first):
        if max(len(find_columns(row, table)) for table in ("entries", "sessions", "counts")) >= 2:
            return number
    widest = max(sum(map(bool, row)) for row in first)
    filled = [number for number, row in enumerate(first) if 2 * sum(map(bool, row)) >= widest]
    return next((number for number in filled if not _stands_above(grid, number)), filled[0])


def _stands_above(grid: Grid, number: int) -> bool:
    """Tell whether a row is no heading but stands above one: a blank row follows, and then no numbers."""
    lines = 1 + sum(cell.count("\n") for cell in grid.rows[number])
    last = number + 1 == len(grid.rows)
    if last or grid.lines[number + 1] <= grid.lines[number] + lines:
        return False
    return not any(cell.strip().isdecimal() for cell in grid.rows[number + 1])


def named(headings: Sequence[str]) -> list[str]:
    """Return headings with blank ones numbered and repeated ones told apart."""
    names: list[str] = []
    for number, heading in enumerate(headings, start=1):
        name = heading or f"column {number}"
        names.append(f"{name} ({headings[:number].count(name)})" if name in names else name)
    return names
