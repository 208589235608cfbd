"""CSV and TSV logbooks: notes, sessions or counts, told apart by their headings."""

from __future__ import annotations

from pathlib import Path

from evalkit.logbook.carrier import Logbook
from evalkit.logbook.entries import read_entries
from evalkit.logbook.grid import Sheet, as_sheet, read_grid, read_text
from evalkit.logbook.headings import find_columns
from evalkit.logbook.observations import read_counts, read_sessions


def read_csv(path: Path) -> Logbook:
    """Read a CSV or TSV file of notes, sessions or counts.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook
    """
    return read_sheet(as_sheet(read_grid(read_text(path), path.name)))


def read_sheet(sheet: Sheet) -> Logbook:
    """Read a sheet as the table that its headings name.

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
    if {"start", "site"} <= spell and {"end", "session"} & spell and "criterion" not in find_columns(headings, "entries"):
        return read_sessions(sheet)
    return read_entries(sheet)
