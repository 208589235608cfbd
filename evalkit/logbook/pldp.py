"""Public-life surveys: Gehl's Public Life Data Protocol 1.0 and the exports that follow it.

A row is a person, a group or an interval; which survey it belongs to is said by place and time. A row whose
total is 0 says that somebody looked and nobody was there: exposure, not people. Whatever isn't known as
context is a component (gender, age, mode, posture, activity, objects ...): a number of people, or a word per
row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.grid import Grid, Sheet, as_sheet
from evalkit.logbook.stamps import read_stamps
from evalkit.logbook.tally import Tally

_CONTEXT = {
    "site": ("location_id", "location_name_primary", "name", "unitaddress", "location"),
    "day": ("date",),
    "start": ("start_time", "time_start", "startedat", "started_at", "start"),
    "end": ("end_time", "time_end", "time_stop", "stop_time", "endedat", "ended_at", "end"),
    "survey": ("survey_id", "id"),
    "observer": ("surveyor", "surveyor_name"),
    "method": ("method",),
    "weather": ("weather", "climate", "microclimate"),
    "total": ("row_total", "total", "rowtotal"),
    "notes": ("notes", "note"),
}  # fmt: skip
_ASIDE = (
    "unique_id", "uniqueid", "unique_moving_id", "unique_staying_id", "study_id", "row_id", "day_of_week",
    "time_of_day", "conditions", "temperature", "temperature_c", "group_size", "locationtype",
    "location_type", "unitaddress", "location", "time_character", "representation", "longitude", "latitude",
    "lat", "lon", "lng", "geometry", "group_id", "title", "location_id", "name", "season", "year",
    "objectid", "survey_title", "form_id",
)  # fmt: skip
_PREFIX = re.compile(r"^(?:moving|staying|survey|people|component|context)_(?=[a-z])")
_MARKS = (
    {"location_id", "row_total"}, {"startedat", "endedat"}, {"location_id", "survey_id"},
    {"startedat", "surveyor"}, {"location_id", "time_start", "time_stop"}, {"startedat", "modepedestrian"},
)  # fmt: skip
_NOTHING = ("", "na", "n/a", "nan", "null", "none")


def is_pldp(grid: Grid) -> bool:
    """Tell whether a grid follows the Public Life Data Protocol."""
    keys = {_key(cell) for cell in grid.rows[0]} if grid.rows else set()
    return any(mark <= keys for mark in _MARKS) and bool(keys & {*_CONTEXT["start"], *_CONTEXT["day"]})


def read_pldp(grid: Grid) -> Logbook:
    """Turn a public-life survey into sessions and counts.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook
        A session per place and spell of time; a count per session and component. ``people`` is the rows'
        total.

    Raises
    ------
    EvalkitError
        If a time can't be read, or a number of people is negative or broken.
    """
    sheet = as_sheet(grid)
    keys = {heading: _key(heading) for heading in sheet.columns}
    context = {name: _first(sheet, keys, names) for name, names in _CONTEXT.items()}
    taken = {name for names in _CONTEXT.values() for name in names} | set(_ASIDE)
    components = [
        heading for heading, key in keys.items() if key not in taken and not key.startswith("column ")
    ]
    sessions, tally, notes = _sessions(sheet, context)
    totals = _numbers(sheet, context["total"], "row total")
    watched: dict[str, dict[str, None]] = {session: {} for session in tally.sessions}
    if context["total"] is not None:
        for session, total in zip(sessions, totals, strict=True):
            tally.add(session, "people", total or 0)
            tally.totals[session] += total or 0
            watched[session].setdefault("people")
    for heading in components:
        _component(sheet, heading, (sessions, totals), tally, watched)
    notes += _lost_volumes(sheet, components, context["total"] is not None)
    notes += _above_total(tally, grid.file)
    return tally.logbook(notes, watched={session: list(seen) for session, seen in watched.items()})


def _sessions(
    sheet: Sheet, context: Mapping[str, Sequence[str] | None]
) -> tuple[list[str], Tally, list[str]]:
    """Return each row's session, the tally that knows them, and what the report should say."""
    blank = [""] * len(sheet.lines)
    days, clocks, stops = (context[name] or blank for name in ("day", "start", "end"))
    begins, us = read_stamps(_joined(days, clocks), lambda n: sheet.where(n, "start"), month_first=True)
    ends, _ = read_stamps(
        _joined(days, stops, only=True), lambda n: sheet.where(n, "end"), month_first=bool(us or us is None)
    )
    tally = Tally(sheet.file)
    known = {name: context[name] or blank for name in ("site", "observer", "method", "weather", "notes")}
    sessions, ids = [], {}
    for row, (start, end) in enumerate(zip(begins, ends, strict=True)):
        named = _named(known["site"][row], start, end) if start else (context["survey"] or blank)[row]
        key = (named, known["observer"][row])
        if key not in ids:
            twins = sum(1 for name, _ in ids if name == named) if named in tally.sessions else 0
            ids[key] = f"{named} ({twins + 1})" if twins else named
            about = {name: cells[row] for name, cells in known.items()}
            tally.watch(ids[key], start=start, end=end, row=sheet.lines[row], **about)
        sessions.append(ids[key])
    said = [f"{sheet.file}: {len(tally.sessions)} surveys in {len(sheet.lines)} rows."]
    if us is not None:
        example = next(filter(None, days if any(days) else clocks))
        said.append(f"{sheet.file}: dates such as {example!r} were read {'month' if us else 'day'} first.")
    return sessions, tally, said


def _named(site: str, start: dt.datetime, end: dt.datetime | None) -> str:
    until = f"-{end:%H:%M}" if end else ""
    return f"{site} {start:%Y-%m-%d %H:%M}{until}".strip()


def _component(
    sheet: Sheet,
    heading: str,
    rows: tuple[Sequence[str], Sequence[int | None]],
    tally: Tally,
    watched: Mapping[str, dict[str, None]],
) -> None:
    """Count one component: numbers of people, or a word per row, counted as often as the row's total."""
    cells = sheet.cells(heading)
    filled = [cell for cell in cells if cell.lower() not in _NOTHING]
    numeric = all(_is_number(cell) for cell in filled)
    if not filled or (not numeric and len(set(filled)) > 30):
        return
    explicit = "0" in set(
        filled
    )  # a column that writes its zeros leaves a cell blank where it wasn't counted
    label = re.sub(r" \(\d+\)$", "", heading)
    numbers = _numbers(sheet, cells, heading) if numeric else [None] * len(cells)
    for row, (session, total) in enumerate(zip(*rows, strict=True)):
        blank = cells[row].lower() in _NOTHING
        if blank and explicit and numeric:
            continue
        behaviour = label if numeric else f"{label}: {cells[row]}"
        if numeric or not blank:
            watched[session].setdefault(behaviour)
            tally.add(session, behaviour, numbers[row] or 0 if numeric else 1 if total is None else total)


def _numbers(sheet: Sheet, cells: Sequence[str] | None, heading: str) -> list[int | None]:
    return (
        [_number(cell, sheet, row, heading) for row, cell in enumerate(cells)]
        if cells
        else [None] * len(sheet.lines)
    )


def _number(cell: str, sheet: Sheet, row: int, heading: str) -> int | None:
    if cell.lower() in _NOTHING:
        return None
    if not _is_number(cell) or float(cell) < 0:
        raise EvalkitError(
            f"{cell!r} is not a number of people", "Write how many there were, 0 where nobody was.",
            where=sheet.where(row, heading),
        )  # fmt: skip
    return round(float(cell))


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", cell) is not None


def _joined(days: Sequence[str], clocks: Sequence[str], *, only: bool = False) -> list[str]:
    """Put a day and a time of day together; a stamp that holds both stands alone."""
    joined = []
    for day, clock in zip(days, clocks, strict=True):
        if re.fullmatch(r"\d{3,4}", clock):
            clock = f"{clock.zfill(4)[:2]}:{clock.zfill(4)[2:]}"
        alone = len(clock) > 11 or not day or (not clock and not only)
        joined.append((clock or day) if alone else f"{day} {clock}".strip() if clock else "")
    return joined


def _first(sheet: Sheet, keys: Mapping[str, str], names: Sequence[str]) -> list[str] | None:
    for name in names:
        for heading, key in keys.items():
            if key == name:
                return sheet.cells(heading)
    return None


def _key(heading: str) -> str:
    return _PREFIX.sub("", " ".join(heading.split()).lower().replace(" ", "_"))


def _lost_volumes(sheet: Sheet, components: Sequence[str], has_total: bool) -> list[str]:
    filled = [cell for heading in components for cell in sheet.cells(heading) if cell.lower() not in _NOTHING]
    if has_total or len(filled) < 5 or set(filled) != {"1"}:
        return []
    return [
        f"{sheet.file}: every count is 1, in {len(filled)} cells: the volumes were probably lost on the way."
    ]


def _above_total(tally: Tally, file: str) -> list[str]:
    wrong = [(s, b, n) for (s, b), n in tally.counts.items() if s in tally.totals and n > tally.totals[s]]
    for session, _, _ in wrong:
        tally.totals.pop(session, None)
    if not wrong:
        return []
    session, behaviour, n = wrong[0]
    row = tally.sessions[session].get("row")
    return [
        f"{file}: in {len({s for s, _, _ in wrong})} surveys more were counted of something than of people "
        f"(first in row {row}: {n} of {behaviour!r}); these have no total."
    ]
