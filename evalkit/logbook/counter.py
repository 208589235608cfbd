"""Automatic counters: a row per interval (or per day with a column per hour), a column per direction or kind.

Each interval at a site is a session, so that its length is the exposure. Nothing is dropped: intervals that
stand twice, and days on which nobody at all was counted, are said in the report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.grid import Grid, Sheet, as_sheet, headings_of
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import read_stamps
from evalkit.tables import COUNTS, SESSIONS

_TIMES = re.compile(r"date|dato|time|tid|zeit|stamp|tidspunkt|interval|dag\b", re.IGNORECASE)
_HOUR = re.compile(
    r"^(?:kl\.?|h|hour)?\s*(?P<hour>\d{1,2})(?:[.:]?00)?\s*(?:-|–|til|to)\s*(?P<next>\d{1,2})(?:[.:]?00)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^(?:.*[_ ])?(?:id|lat|latitude|lon|lng|longitude|x|y|year|år|month|måned|hour|weekday|utm32)$"
    r"|koord|identifi",
    re.IGNORECASE,
)
_SITES = re.compile(
    r"site|sted|counter|tæller|compteur|location|lokation|station|vej|street|name|nom", re.IGNORECASE
)
_NAMES = re.compile(r"name|nom\b|navn", re.IGNORECASE)
_NUMBER = re.compile(r"^-?\d+(?:[.,]0+)?$")
_LOOKED_AT = 200


def is_counter(grid: Grid) -> bool:
    """Tell whether a grid has a column of time stamps, columns of whole numbers, and no notes."""
    fields = find_columns(headings_of(grid), "entries")
    if {"text", "criterion", "party"} & set(fields) or len(grid.rows) < 2:
        return False
    sheet = as_sheet(Grid(grid.file, grid.rows[:_LOOKED_AT], grid.lines[:_LOOKED_AT]))
    return bool(_stamps(sheet)) and bool(_hours(sheet) or _channels(sheet))


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
    heading = _stamps(sheet)
    stamps, us = read_stamps(sheet.cells(heading), lambda n: sheet.where(n, heading))
    rows = pd.DataFrame(
        {"stamp": pd.to_datetime(pd.Series(stamps)), "site": _site(sheet), "row": sheet.lines}
    )
    hours = _hours(sheet)
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


def _stamps(sheet: Sheet) -> str:
    """Return the heading of the column that is all time stamps; empty if there is none."""
    for heading in sorted(sheet.columns, key=lambda name: not _TIMES.search(name)):
        cells = [cell for cell in sheet.cells(heading)[:_LOOKED_AT] if cell]
        if cells and not all(_NUMBER.match(cell) and len(cell) < 8 for cell in cells) and _readable(cells):
            return heading
    return ""


def _readable(cells: Sequence[str]) -> bool:
    try:
        read_stamps(cells, str)
    except EvalkitError:
        return False
    return True


def _hours(sheet: Sheet) -> list[str]:
    hours = [heading for heading in sheet.columns if (m := _HOUR.match(heading)) and int(m["hour"]) < 24]
    return hours if len(hours) >= 6 else []


def _channels(sheet: Sheet) -> list[str]:
    stamps = _stamps(sheet)
    found = []
    for heading in sheet.columns:
        cells = [cell for cell in sheet.cells(heading)[:_LOOKED_AT] if cell]
        numeric = cells and all(_NUMBER.match(cell) for cell in cells)
        if heading != stamps and numeric and not _ASIDE.search(heading) and heading != "column 1":
            found.append(heading)
    return found


def _site(sheet: Sheet) -> Sequence[str]:
    known = find_columns(list(sheet.columns), "sessions").get("site")
    used = (_stamps(sheet), *_channels(sheet), *_hours(sheet))
    named = [heading for heading in sheet.columns if _SITES.search(heading) and heading not in used]
    heading = known or min(named, key=lambda h: (not _NAMES.search(h), len(h)), default=None)
    return sheet.cells(heading) if heading else [Path(sheet.file.split(" [")[0]).stem] * len(sheet.lines)


def _by_channel(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    parts = [rows.assign(behaviour=heading, n=_numbers(sheet, heading)) for heading in _channels(sheet)]
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")


def _by_hour(sheet: Sheet, rows: pd.DataFrame, hours: Sequence[str]) -> pd.DataFrame:
    parts = []
    for heading in hours:
        match = _HOUR.match(heading)
        hour = int(match["hour"]) if match else 0
        later = rows["stamp"].dt.normalize() + pd.Timedelta(hours=hour)
        parts.append(rows.assign(stamp=later, behaviour="passing", n=_numbers(sheet, heading)))
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")


def _numbers(sheet: Sheet, heading: str) -> pd.Series:
    cells = pd.Series(sheet.cells(heading), dtype="str")
    numbers = pd.to_numeric(cells.str.replace(",", ".").replace("", None), errors="coerce")
    broken = numbers.isna() & ~cells.str.lower().isin(["", "na", "n/a", "nan", "null", "none", "-"])
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
