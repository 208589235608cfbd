"""Sheets of the user's own making: notes, sessions or counts, told apart by their headings."""

from __future__ import annotations

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.counter import is_counter
from evalkit.logbook.entries import read_entries
from evalkit.logbook.grid import Grid, Sheet, as_sheet, headings_of
from evalkit.logbook.headings import find_columns
from evalkit.logbook.observations import read_counts, read_sessions

_LOOKED_AT = 200
_WATCHED = ("observer", "solution", "stage", "method", "notes", "party", "weather")  # what no counter says


def read_own(grid: Grid) -> Logbook:
    """Read a grid as the table that its headings name.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If a cell stands below no heading, or as the table's own reader does.
    """
    sheet = as_sheet(grid)
    width, first = len(sheet.columns), len(grid.rows) - len(sheet.lines)
    for row, line in zip(grid.rows[first:], sheet.lines, strict=True):
        if beyond := next((cell for cell in row[width:] if cell.strip()), ""):
            raise EvalkitError(
                f"{beyond.strip()!r} stands beyond the {width} headings",
                "Give its column a heading; a separator inside a cell needs quotation marks round the cell.",
                where=place(grid.file, row=line),
            )
    return read_sheet(sheet)


def read_sheet(sheet: Sheet) -> Logbook:
    """Read a sheet as the table that its headings name: counts, sessions, or else notes.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Logbook
    """
    headings = list(sheet.columns)
    if {"behaviour", "n"} <= set(find_columns(headings, "counts")):
        return read_counts(sheet)
    spell = set(find_columns(headings, "sessions"))
    timed = {"start", "site"} <= spell and {"end", "session"} & spell
    if timed and "criterion" not in find_columns(headings, "entries"):
        return read_sessions(sheet)
    return read_entries(sheet)


def is_own(grid: Grid) -> bool:
    """Tell whether a grid has the headings of notes, of sessions or of counts."""
    headings = headings_of(grid)
    counts, sessions, entries = (
        set(find_columns(headings, table)) for table in ("counts", "sessions", "entries")
    )
    notes = {"date", "criterion"} <= entries or {"date", "party"} <= entries
    notes = notes or ("text" in entries and _written(grid))
    if notes or {"behaviour", "n"} <= counts or {"session", "start"} <= sessions:
        return True
    return {"start", "site", "end"} <= sessions and not (sessions.isdisjoint(_WATCHED) and is_counter(grid))


def _written(grid: Grid) -> bool:
    """Tell whether the notes have words in at least half of the rows: a counter's remarks have few."""
    sheet = as_sheet(Grid(grid.file, grid.rows[:_LOOKED_AT], grid.lines[:_LOOKED_AT]))
    texts = sheet.cells(find_columns(list(sheet.columns), "entries")["text"])
    return 2 * sum(map(bool, texts)) >= len(texts)
