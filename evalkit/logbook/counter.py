"""Automatic counters: a row per interval (or per day with a column per hour), a column per direction or kind.

Each interval at a site is a session, so that its length is the exposure. Nothing is dropped: intervals that
stand twice, and days on which nobody at all was counted, are said in the report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.counter_columns import (
    HOUR,
    LOOKED_AT,
    MISSING,
    channel_columns,
    clock_of,
    hour_columns,
    site_of,
    stamp_column,
    without_marks,
)
from evalkit.logbook.grid import Grid, Sheet, as_sheet, headings_of
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import read_stamps
from evalkit.tables import COUNTS, SESSIONS


def is_counter(grid: Grid) -> bool:
    """Tell whether a grid has a column of time stamps, columns of whole numbers, and no notes."""
    fields = find_columns(headings_of(grid), "entries")
    if {"text", "criterion", "party"} & set(fields) or len(grid.rows) < 2:
        return False
    sheet = as_sheet(Grid(grid.file, grid.rows[:LOOKED_AT], grid.lines[:LOOKED_AT]))
    return bool(stamp_column(sheet)) and bool(hour_columns(sheet) or channel_columns(sheet))


def read_counter(grid: Grid) -> Logbook:
    """Turn a counter's export into sessions and counts.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If a stamp can't be read, or a count is negative or broken.
    """
    sheet = as_sheet(grid)
    heading = stamp_column(sheet)
    stamps, us = read_stamps(sheet.cells(heading), lambda n: sheet.where(n, heading))
    days = pd.to_datetime(pd.Series(stamps))
    rows = pd.DataFrame({"stamp": days + clock_of(sheet, days), "site": site_of(sheet), "row": sheet.lines})
    hours = hour_columns(sheet)
    long = _by_hour(sheet, rows, hours) if hours else _by_channel(sheet, rows)
    long = long[long["n"].notna() & long["stamp"].notna()]
    if long["n"].lt(0).any():
        wrong = long[long["n"].lt(0)].iloc[0]
        raise EvalkitError(
            f"{wrong['n']:g} is a negative count",
            "Correct the cell.",
            where=sheet.where(sheet.lines.index(wrong["row"]), wrong["behaviour"]),
        )
    sessions, long = _sessions(long, sheet.file)
    counts = long.groupby(["session", "behaviour"], sort=False, as_index=False).agg(
        n=("n", "sum"), row=("row", "first")
    )
    notes = [
        f"{sheet.file}: {len(sessions)} intervals of {int(long['n'].sum())} in all.",
        *_order(us, sheet.file),
        *_twice(long, sheet.file),
        *_outages(long, sheet.file),
    ]
    return Logbook(
        sessions=as_table(sessions, SESSIONS),
        counts=as_table(counts.assign(file=sheet.file), COUNTS),
        report=tuple(notes),
    )


def _by_channel(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    parts = [rows.assign(behaviour=heading, n=_numbers(sheet, heading)) for heading in channel_columns(sheet)]
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")


def _by_hour(sheet: Sheet, rows: pd.DataFrame, hours: Sequence[str]) -> pd.DataFrame:
    parts = []
    for heading in hours:
        match = HOUR.match(heading)
        hour = int(match["hour"]) if match else 0
        later = rows["stamp"].dt.normalize() + pd.Timedelta(hours=hour)
        parts.append(rows.assign(stamp=later, behaviour="passing", n=_numbers(sheet, heading)))
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")


def _numbers(sheet: Sheet, heading: str) -> pd.Series:
    cells = pd.Series(without_marks(sheet.cells(heading)), dtype="str")
    numbers = pd.to_numeric(cells.str.replace(",", ".").replace("", None), errors="coerce")
    broken = numbers.isna() & ~cells.str.lower().isin(MISSING)
    if broken.any():
        row = int(broken.to_numpy().argmax())
        raise EvalkitError(
            f"{cells.iloc[row]!r} is not a count", "Write a whole number, or leave the cell blank.",
            where=sheet.where(row, heading),
        )  # fmt: skip
    return numbers


def _sessions(long: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Name each interval at a site; one that stands twice becomes two."""
    keyed = long.assign(again=long.groupby(["site", "stamp", "behaviour"], sort=False).cumcount())
    name = keyed["site"] + " " + keyed["stamp"].dt.strftime("%Y-%m-%d %H:%M")
    keyed["session"] = name.where(keyed["again"].eq(0), name + " (" + (keyed["again"] + 1).astype(str) + ")")
    sessions = keyed.drop_duplicates("session")[["session", "site", "stamp", "row", "again"]]
    step = sessions.sort_values("stamp").groupby("site")["stamp"].diff()
    usual = step[step > pd.Timedelta(0)].mode()
    length = usual.iloc[0] if len(usual) else pd.Timedelta(hours=1)
    table = sessions.rename(columns={"stamp": "start"}).drop(columns="again")
    return table.assign(end=table["start"] + length, method="counter", file=file), keyed


def _order(us: bool | None, file: str) -> list[str]:
    return [] if us is None else [f"{file}: dates with slashes were read {'month' if us else 'day'} first."]


def _twice(long: pd.DataFrame, file: str) -> list[str]:
    again = long[long["again"].gt(0)].drop_duplicates("session")
    summer = again["stamp"].map(_ends_summer_time)
    said = [
        f"{file}, row {row.row}: {row.stamp:%d-%m-%Y %H:%M} stands twice as summer time ended; both kept."
        for row in again[summer].itertuples()
    ]
    other = again[~summer]
    if len(other):
        first = other.iloc[0]
        said.append(
            f"{file}, row {first['row']}: {len(other)} intervals stand more than once, the first "
            f"{first['stamp']:%d-%m-%Y %H:%M} at {first['site']}; all were kept, look at them."
        )
    return said


def _ends_summer_time(stamp: dt.datetime) -> bool:
    """Tell whether clocks were put back in that hour, in Europe (last Sunday of October) or the US."""
    europe = stamp.month == 10 and stamp.day > 24 and stamp.hour == 2
    america = stamp.month == 11 and stamp.day < 8 and stamp.hour == 1
    return stamp.weekday() == 6 and (europe or america)


def _outages(long: pd.DataFrame, file: str) -> list[str]:
    days = long.groupby(["site", long["stamp"].dt.normalize()], sort=False)["n"].sum()
    empty = days[days.eq(0)]
    if empty.empty or len(empty) == len(days):
        return []
    site, day = empty.index[0]
    return [
        f"{file}: {len(empty)} days with zero counts only, the first {day:%d-%m-%Y} at {site}: "
        "was the counter out of order?"
    ]
