"""Text with separators: CSV, TSV, and what calls itself so.

The separator is the one that cuts the first lines into equally many cells. Small files are read with the
standard csv module; large ones with Arrow where it is installed, which gives the same columns, only sooner
(whatever Arrow stumbles on is read again with csv, which can say in which row it is).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import from_values
from evalkit.survey.decode import LARGE, as_utf8
from evalkit.survey.table import HEAD, Grid, check_width
from evalkit.words import told

SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 10_000_000
_OTHERS = (
    (b"%pdf", "a PDF"), (b"<!doctype html", "a web page"), (b"<html", "a web page"),
    (b"{\\rtf", "a text document"),
)  # fmt: skip
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class TextTable:
    """A text file with separators, as UTF-8 bytes."""

    name: str
    content: bytes
    separator: str
    notes: tuple[str, ...] = ()
    sheet: str = ""
    above: int = 0  # lines of a title, left out

    @cached_property
    def _first(self) -> list[Record]:
        return list(islice(_records(self.content, self.separator, self.name), self.above, self.above + HEAD))

    @property
    def head(self) -> list[list[str]]:
        """The first lines' cells, blank lines left out."""
        return [cells for _, cells in self._first]

    def body(self, skip: int) -> Grid:
        """Return the columns below the first `skip` lines of `head`."""
        width = max((len(cells) for cells in self.head[:skip]), default=0)
        check_width(width, self.name)
        if len(self.content) > LARGE and skip < len(self._first):
            from evalkit.survey.arrowcsv import read_with_arrow

            grid = read_with_arrow(self.content, self.separator, self._first[skip][0], width)
            if grid is not None:
                return grid
        return self._slowly(skip, width)

    def _slowly(self, skip: int, width: int) -> Grid:
        records = islice(_records(self.content, self.separator, self.name), self.above + skip, None)
        rows, lines = [], []
        for row, cells in records:
            lines.append(cells if len(cells) <= width else _fitted(cells, width, row, self.name))
            rows.append(row)
        short = [(n, rows[n], len(cells)) for n, cells in enumerate(lines) if len(cells) < width]
        _check_short(short, width, self.name)
        for n, _, length in short:
            lines[n] = [*lines[n], *[""] * (width - length)]
        columns: Any = zip(*lines, strict=True) if lines else ([] for _ in range(width))
        said = _said_of_short([row for _, row, _ in short], self.name)
        return Grid([from_values(column) for column in columns], np.array(rows, dtype="int64"), said)


def read_text(content: bytes, name: str) -> TextTable:
    """Recognise encoding and separator of a text file.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call the file.

    Returns
    -------
    TextTable

    Raises
    ------
    EvalkitError
        If it can't be decoded, or a quote is never closed.
    """
    what = next((what for mark, what in _OTHERS if content.lstrip()[:20].lower().startswith(mark)), "")
    if what:
        raise EvalkitError(
            f"this is {what}, no table", "Export the answers as CSV or Excel.", where=place(name)
        )
    plain, encoding = as_utf8(content, name)
    head = plain[:200_000].decode(errors="ignore")
    if not head.strip() and not plain.decode().strip():
        raise EvalkitError("there is nothing in the file but blanks", "Export it again.", where=place(name))
    separator = _separator(head, name)
    parted = told(f"reading.separator.{separator}")
    said = told("reading.text", file=name, encoding=encoding, separator=parted)
    return TextTable(name, plain, separator, (said,))


def _separator(text: str, name: str) -> str:
    first = text.lstrip().split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4]
    return max(SEPARATORS, key=lambda separator: _fit(text, separator, name))


def _fit(text: str, separator: str, name: str) -> tuple[float, int]:
    """Score a separator by how many lines it cuts alike, and into how many cells."""
    try:
        widths = [len(cells) for _, cells in islice(_records(text.encode(), separator, name), HEAD)]
    except EvalkitError:
        return 0.0, 0
    widths = widths[:-1] if len(widths) > 2 and len(widths) < HEAD else widths
    if not widths or max(widths) < 2:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    share = widths.count(usual) / len(widths)
    return (round(share, 1), usual) if usual > 1 else (0.0, 0)


def _records(content: bytes, separator: str, name: str) -> Iterator[Record]:
    """Yield each record's first line and cells; blank lines and a `sep=` line are left out."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    reader = csv.reader(stream, delimiter=separator)
    before, row, limit = 0, 0, csv.field_size_limit(_LONGEST_CELL)
    cells: list[str] = []
    try:
        for cells in reader:
            row, before = before + 1, reader.line_num
            if any(cells) and not (row == 1 and _is_separator_line(cells, separator)):
                yield row, cells
        if cells and cells[-1].endswith(("\n", "\r")) and content.count(b'"') % 2:
            raise csv.Error("the file ends inside quotation marks")
    except (csv.Error, UnicodeDecodeError) as error:
        raise EvalkitError(
            f"the line can't be cut into cells ({error})",
            "Look for a quotation mark that is never closed.",
            where=place(name, row=row if cells else before + 1),
        ) from None
    finally:
        csv.field_size_limit(limit)


def _is_separator_line(cells: list[str], separator: str) -> bool:
    return (
        "".join(cells).strip().casefold() == "sep="
        or separator.join(cells).strip().casefold() == f"sep={separator}"
    )


def _check_short(short: list[tuple[int, int, int]], width: int, name: str) -> None:
    """Raise if rows with too few cells are what a line break or a lost separator leaves of one row."""
    for at, (first, row, length) in enumerate(short):
        total = length
        for more, (n, _, others) in enumerate(short[at + 1 : at + 8], start=1):
            total += others
            if n == first + more and total == width + more:
                raise _misfit(length, width, row, name)
        if length == 1 and width > 2:
            raise _misfit(length, width, row, name)


def _said_of_short(rows: list[int], name: str) -> tuple[str, ...]:
    listed = ", ".join(map(str, rows[:10])) + (", ..." if len(rows) > 10 else "")
    return (told("reading.short_rows", file=name, rows=listed),) if rows else ()


def _fitted(cells: list[str], width: int, row: int, name: str) -> list[str]:
    """Drop phantom empty cells at the end; anything else would shift the columns."""
    if not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    raise _misfit(len(cells), width, row, name)


def _misfit(length: int, width: int, row: int, name: str) -> EvalkitError:
    return EvalkitError(
        f"the row has {length} {'cell' if length == 1 else 'cells'}, the headings {width}",
        "Mend the row: a separator or line break inside a cell needs quotation marks round the cell.",
        where=place(name, row=row),
    )
