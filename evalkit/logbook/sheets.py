"""Sheets of the user's own making: notes, sessions or counts, told apart by their headings."""

from __future__ import annotations

from evalkit.logbook.carrier import Logbook
from evalkit.logbook.entries import read_entries
from evalkit.logbook.grid import Grid, Sheet, as_sheet, headings_of
from evalkit.logbook.headings import find_columns
from evalkit.logbook.observations import read_counts, read_sessions


def read_grid(grid: Grid) -> Logbook:
    """Read a grid as the table that its headings name.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook
    """
    return read_sheet(as_sheet(grid))


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
    notes = "text" in entries or {"date", "criterion"} <= entries or {"date", "party"} <= entries
    return (
        notes
        or {"behaviour", "n"} <= counts
        or {"start", "site", "end"} <= sessions
        or {"session", "start"} <= sessions
    )
