"""Sheets of sessions and counts: what was watched, for how long, and how often something was seen.

A session is the exposure, a count what was seen in it. A session with a count of 0 was watched all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.dates import parse_clock, parse_date
from evalkit.logbook.entries import further_columns, read_dates
from evalkit.logbook.grid import Sheet
from evalkit.logbook.headings import find_columns, normalise
from evalkit.tables import COUNTS, SESSIONS

_PLAIN_FIELDS = ("session", "site", "stage", "observer", "method", "notes", "party", "weather")


def read_sessions(sheet: Sheet) -> Logbook:
    """Turn a sheet of observation sessions into the sessions table.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If a start or an end can't be read, or a session ends before it starts.
    """
    fields = find_columns(list(sheet.columns), "sessions")
    starts, ends = _spans(sheet, fields)
    columns: dict[str, Sequence[object]] = {
        **{name: sheet.cells(fields[name]) for name in _PLAIN_FIELDS if name in fields},
        "start": starts,
        "end": ends,
        "file": [sheet.file] * len(sheet.lines),
        "row": sheet.lines,
    }
    if "solution" in fields:
        columns["solution"] = [normalise_solution(cell) for cell in sheet.cells(fields["solution"])]
    return Logbook(sessions=as_table(columns | further_columns(sheet, fields, columns), SESSIONS))


def read_counts(sheet: Sheet) -> Logbook:
    """Turn a sheet of counts into the counts table.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If a count isn't a whole number from 0, or larger than what it is counted out of.
    """
    fields = find_columns(list(sheet.columns), "counts")
    numbers = [_count(cell, sheet, row, fields["n"]) for row, cell in enumerate(sheet.cells(fields["n"]))]
    if "" in sheet.cells(fields["behaviour"]):
        row = sheet.cells(fields["behaviour"]).index("")
        raise EvalkitError(
            "nothing says what was counted",
            "Name the behaviour.",
            where=sheet.where(row, fields["behaviour"]),
        )
    totals: list[int | None] = [None] * len(numbers)
    if "total" in fields:
        cells = sheet.cells(fields["total"])
        totals = [
            _count(cell, sheet, row, fields["total"]) if cell else None for row, cell in enumerate(cells)
        ]
    columns = {
        **{name: sheet.cells(fields[name]) for name in ("session", "behaviour") if name in fields},
        "n": numbers,
        "total": totals,
        "file": [sheet.file] * len(numbers),
        "row": sheet.lines,
    }
    return Logbook(counts=as_table(columns, COUNTS))


def normalise_solution(cell: str) -> str:
    """Return a solution's name as written, or ``baseline`` where the cell says that nothing yet was tried."""
    word = normalise(cell, "solution")
    return word if word in ("baseline", "") else cell


def _spans(
    sheet: Sheet, fields: Mapping[str, str]
) -> tuple[list[dt.datetime | None], list[dt.datetime | None]]:
    from_day = "date" in fields
    start = (
        read_dates(sheet, fields["date"], fields.get("start"))
        if from_day
        else read_dates(sheet, fields.get("start"))
    )
    starts = [moment.start if moment else None for moment in start]
    ends = [moment.end if moment else None for moment in start]
    if "end" not in fields:
        return starts, ends
    for row, cell in enumerate(sheet.cells(fields["end"])):
        if cell:
            ends[row] = _end(cell, starts[row], sheet.where(row, fields["end"]))
    return starts, ends


def _end(cell: str, start: dt.datetime | None, where: str) -> dt.datetime:
    if start is not None:
        try:
            return dt.datetime.combine(start.date(), parse_clock(cell))
        except ValueError:
            pass  # not a time of day: a whole date, or nothing that can be read
    return parse_date(cell, where=where).start


def _count(cell: str, sheet: Sheet, row: int, heading: str) -> int:
    plain = cell.removesuffix(".0")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    negative = plain.startswith(("-", "−"))
    raise EvalkitError(
        f"{cell!r} is {'a negative count' if negative else 'not a whole number'}",
        "Write how many were seen, 0 where none was.",
        where=sheet.where(row, heading),
    )
