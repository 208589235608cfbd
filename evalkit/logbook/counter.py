"""Automatic counters: a row per interval (or per day with a column per hour), a column per direction or kind.

Each interval at a site is a session, so that its length is the exposure. Nothing is dropped unsaid: a column
that is the sum of others, rows without a date, intervals that stand twice and days on which nobody at all was
counted are in the report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.counter_columns import (
    LOOKED_AT,
    MISSING,
    Columns,
    clock_column,
    clock_of,
    columns_of,
    has_digit,
    has_speeds,
    hour_columns,
    number_columns,
    site_of,
    stamp_column,
    without_marks,
)
from evalkit.logbook.counter_totals import counted_columns, without_sums
from evalkit.logbook.grid import Grid, Sheet, as_sheet
from evalkit.logbook.stamps import hours_follow_month_first, is_stamp, read_stamps, said_order
from evalkit.tables import COUNTS, SESSIONS
from evalkit.words import told

_AM_PM = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_DAY = pd.Timedelta(days=1)


def is_counter(grid: Grid) -> bool:
    """Tell whether a grid that isn't known as notes has a column of time stamps and numbers."""
    if len(grid.rows) < 2:
        return False
    sheet, _ = _sheet(Grid(grid.file, grid.rows[:LOOKED_AT], grid.lines[:LOOKED_AT]))
    counted = hour_columns(sheet) or number_columns(sheet) or has_speeds(sheet)
    return bool(stamp_column(sheet)) and bool(counted)


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
    sheet, said = _sheet(grid)
    stamps, order = _stamps(sheet)
    columns = columns_of(sheet, stamps)
    long, sums = _counted(sheet, stamps, columns)
    sessions, long, uneven = _sessions(long, sheet.file)
    if columns.kinds:
        long, more = _without_sums(long, sheet.file)
        sums += more
    counts = long.groupby(["session", "behaviour"], sort=False, as_index=False).agg(
        n=("n", "sum"), row=("row", "first")
    )
    notes = [*said, *order, *sums, *uneven, *_twice(long, sheet.file), *_outages(long, sheet.file)]
    return Logbook(
        sessions=as_table(sessions, SESSIONS),
        counts=as_table(counts.assign(file=sheet.file), COUNTS),
        report=(*_said(sheet.file, len(sessions), long, columns.labels), *notes),
    )


def _said(file: str, sessions: int, long: pd.DataFrame, labels: Sequence[str]) -> list[str]:
    counted = {
        "n": sessions,
        "total": f"{long['n'].sum():.12g}",
        "columns": _listed(long["heading"].unique()),
    }
    said: list[str] = [told("logbook.counter.intervals", file=file, **counted)]
    return [*said, told("logbook.counter.labels", file=file, columns=_listed(labels))] if labels else said


def _listed(headings: Sequence[str]) -> str:
    return ", ".join(map(repr, headings[:12])) + (f", ... ({len(headings)})" if len(headings) > 12 else "")


def _sheet(grid: Grid) -> tuple[Sheet, list[str]]:
    """Return the rows that have a date, under headings or numbers of columns, and say what was left out."""
    sheet, said = as_sheet(grid), []
    if is_stamp([stamp_column(sheet)]) and stamp_column(sheet):  # the heading is a row of data
        names = [f"column {number}" for number, _ in enumerate(grid.rows[0], start=1)]
        sheet = as_sheet(Grid(grid.file, [names, *grid.rows], [0, *grid.lines]))
        said.append(told("logbook.counter.headless", file=grid.file))
    heading = stamp_column(sheet)
    if not heading:
        return sheet, said
    dated = [has_digit(cell) for cell in sheet.cells(heading)]
    dropped = [line for line, kept in zip(sheet.lines, dated, strict=True) if not kept]
    if dropped:
        listed = ", ".join(map(str, dropped[:12])) + (" ..." if len(dropped) > 12 else "")
        said.append(told("logbook.counter.rows", file=grid.file, rows=listed))
    kept = {name: _kept(cells, dated) for name, cells in sheet.columns.items()}
    return Sheet(sheet.file, kept, _kept(sheet.lines, dated)), said


def _kept(values: Sequence, which: Sequence[bool]) -> list:
    return [value for value, kept in zip(values, which, strict=True) if kept]


def _stamps(sheet: Sheet) -> tuple[pd.Series, list[str]]:
    """Return every row's moment, with the time of day from a column of its own where the stamps are days."""
    heading, clock = stamp_column(sheet), clock_column(sheet)
    cells = sheet.cells(heading)
    clocks = sheet.cells(clock) if clock else []
    follow = hours_follow_month_first(cells)
    american = any(map(_AM_PM.search, (*cells, *clocks))) if follow is None else follow
    stamps, order = read_stamps(cells, lambda n: sheet.where(n, heading), month_first=american)
    days = pd.to_datetime(pd.Series(stamps))
    if clock and days.dropna().eq(days.dropna().dt.normalize()).all():
        days += pd.Series([_clock(cell, sheet.where(n, clock)) for n, cell in enumerate(clocks)])
    return days, said_order(order if follow is None else order.removeprefix("unsettled_"), sheet.file)


def _clock(cell: str, where: str) -> pd.Timedelta:
    try:
        return clock_of(cell)
    except ValueError:
        raise EvalkitError(
            f"{cell!r} is not a time of day", "Write it as 07:30, or as 07:30-08:30.", where=where
        ) from None


def _counted(sheet: Sheet, stamps: pd.Series, columns: Columns) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each row and column that counts, without the columns that are sums of others."""
    rows = pd.DataFrame({"stamp": stamps, "site": site_of(sheet, columns.site), "row": sheet.lines})
    words = zip(*map(sheet.cells, columns.kinds), strict=True)
    rows["kind"] = [", ".join(told) for told in words] if columns.kinds else ""
    numbers = pd.DataFrame({name: _numbers(sheet, name) for name in columns.channels}, index=rows.index)
    if columns.hours:
        day, passing = rows["stamp"].dt.normalize(), _behaviours(rows["kind"], "passing", False)
        parts = [
            rows.assign(stamp=day + hour, behaviour=passing, heading=name, n=numbers[name])
            for name, hour in columns.hours.items()
        ]
        said = []
    else:
        numbers, said = counted_columns(numbers, sheet.file)
        several = numbers.shape[1] > 1
        parts = [
            rows.assign(behaviour=_behaviours(rows["kind"], name, several), heading=name, n=numbers[name])
            for name in map(str, numbers)
        ]
    long = pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")
    long = long[long["n"].notna() & long["stamp"].notna()]
    _no_negatives(long, sheet)
    return long, said


def _without_sums(long: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    """Leave out the rows that are the sum of an interval's other rows."""
    left, said = without_sums(long.pivot(index="session", columns="behaviour", values="n"), file)
    return long[long["behaviour"].isin(left.columns)], said


def _behaviours(kinds: pd.Series, heading: str, several: bool) -> pd.Series:
    """Return what each row counts: its own word, behind the column's heading where there are several."""
    return (heading + ": " + kinds if several else kinds).where(kinds.ne(""), heading)


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


def _no_negatives(long: pd.DataFrame, sheet: Sheet) -> None:
    if long["n"].lt(0).any():
        wrong = long[long["n"].lt(0)].iloc[0]
        raise EvalkitError(
            f"{wrong['n']:g} is a negative count",
            "Correct the cell.",
            where=sheet.where(sheet.lines.index(wrong["row"]), wrong["heading"]),
        )


def _sessions(long: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Name each interval at a site, one that stands twice as two, as long as the site's usual step."""
    keyed = long.assign(again=long.groupby(["site", "stamp", "behaviour"], sort=False).cumcount())
    written = "%Y-%m-%d %H:%M:%S" if keyed["stamp"].dt.second.any() else "%Y-%m-%d %H:%M"
    name = keyed["site"] + " " + keyed["stamp"].dt.strftime(written)
    keyed["session"] = name.where(keyed["again"].eq(0), name + " (" + (keyed["again"] + 1).astype(str) + ")")
    sessions = keyed.drop_duplicates("session")[["session", "site", "stamp", "row"]]
    step = sessions.sort_values("stamp").groupby("site")["stamp"].diff()
    step = step[step > pd.Timedelta(0)]
    days = bool(keyed["stamp"].eq(keyed["stamp"].dt.normalize()).all())
    usual = step.mode().iloc[0] if len(step) else _DAY if days else pd.NaT
    own = {site: steps.mode().iloc[0] for site, steps in step.groupby(sessions["site"])}
    table = sessions.rename(columns={"stamp": "start"})
    lengths = [own.get(site, usual) for site in table["site"]]
    length = pd.Series(pd.to_timedelta(lengths), index=table.index)
    uneven = 2 * step.eq(length.reindex(step.index)).sum() < len(step)
    said: list[str] = [told("logbook.counter.uneven", file=file)] if uneven else []
    known = pd.Series(not uneven, index=table.index)
    end = (table["start"] + length).where(known)
    return table.assign(end=end, method="counter", file=file), keyed, said


def _twice(long: pd.DataFrame, file: str) -> list[str]:
    again = long[long["again"].gt(0)].drop_duplicates("session")
    summer = again["stamp"].map(_ends_summer_time).astype(bool)
    said = [
        told("logbook.counter.summer", file=file, row=row.row, stamp=f"{row.stamp:%d-%m-%Y %H:%M}")
        for row in again[summer].itertuples()
    ]
    for row in again[~summer].head(1).itertuples():
        first = {"row": row.row, "stamp": f"{row.stamp:%d-%m-%Y %H:%M}", "site": row.site}
        said.append(told("logbook.counter.again", file=file, n=int((~summer).sum()), **first))
    return list(said)


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
    first = {"n": len(empty), "day": f"{day:%d-%m-%Y}", "site": site}
    return [told("logbook.counter.outages", file=file, **first)]
