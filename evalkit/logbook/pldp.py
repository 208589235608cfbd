"""Public-life surveys: Gehl's Public Life Data Protocol 1.0 and the exports that follow it.

A row is a person, a group or an interval; which survey it belongs to is said by place and time. A row whose
total is 0 says that somebody looked and nobody was there: exposure, not people. Whatever isn't known as
context is a component (gender, age, mode, posture, activity, objects ...): a number of people, or a word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.grid import Grid, Sheet, as_sheet
from evalkit.logbook.pldp_components import count_components
from evalkit.logbook.stamps import read_stamps, said_order
from evalkit.tables import SESSIONS
from evalkit.words import told

_CONTEXT = {
    "site": ("location_id", "location_name_primary", "name", "unitaddress", "location"),
    "day": ("date",),
    "start": ("start_time", "time_start", "startedat", "started_at", "start"),
    "end": ("end_time", "time_end", "time_stop", "stop_time", "endedat", "ended_at", "end"),
    "survey": ("survey_id", "id"),
    "observer": ("surveyor", "surveyor_name", "observer"),
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
    "objectid", "survey_title", "form_id", "subject_id", "staying_id", "moving_id", "surveyor_count",
)  # fmt: skip
_PREFIX = re.compile(r"^(?:(?:moving|staying|survey|people|component|context)_)?(?:count_)?(?=[a-z])")
_MARKS = (
    {"location_id", "row_total"}, {"startedat", "endedat"}, {"location_id", "survey_id"},
    {"startedat", "surveyor"}, {"location_id", "time_start", "time_stop"}, {"startedat", "modepedestrian"},
    {"location_id", "gender"}, {"location_id", "age"},
)  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})(\d{2})")


@dataclass(frozen=True)
class _Surveys:
    """The surveys of a file, which of them each row belongs to, and how slashed dates were read."""

    rows: list[dict[str, object]]
    of_row: np.ndarray
    order: str


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
    sheet = as_sheet(grid, top=0)
    keys = {heading: _key(heading) for heading in sheet.columns}
    headings = {name: _first(keys, names) for name, names in _CONTEXT.items()}
    taken = {name for names in _CONTEXT.values() for name in names} | set(_ASIDE)
    components = [h for h, key in keys.items() if key not in taken and not key.startswith("column_")]
    surveys = _surveys(sheet, headings)
    counts, remarks = count_components(sheet, components, headings["total"], surveys.of_row)
    named = counts.assign(session=[surveys.rows[n]["session"] for n in counts["session"]])
    named = named.assign(row=[surveys.rows[n]["row"] for n in counts["session"]])
    said = told("logbook.pldp.surveys", file=sheet.file, n=len(surveys.rows), rows=len(sheet.lines))
    report = (said, *said_order(surveys.order, sheet.file), *remarks)
    return Logbook(sessions=as_table(surveys.rows, SESSIONS), counts=named, report=report)


def _surveys(sheet: Sheet, headings: Mapping[str, str | None]) -> _Surveys:
    cells = {name: sheet.cells(h) if h else [""] * len(sheet.lines) for name, h in headings.items()}
    begins, order = read_stamps(
        _joined(cells["day"], cells["start"]), lambda n: sheet.where(n, headings["start"]), month_first=True
    )
    ends, _ = read_stamps(
        _joined(cells["day"], cells["end"], spans=True),
        lambda n: sheet.where(n, headings["end"]),
        month_first=not order.endswith("day"),
    )
    places: dict[tuple[object, ...], int] = {}
    rows: list[dict[str, object]] = []
    of_row = np.empty(len(sheet.lines), dtype=np.intp)
    keys = zip(cells["site"], begins, ends, cells["observer"], cells["survey"], strict=True)
    for row, (site, start, end, observer, survey) in enumerate(keys):
        key = (site, start, end, observer) if start else (site, survey, observer)
        if key not in places:
            places[key] = len(rows)
            about = {name: cells[name][row] for name in ("site", "observer", "method", "weather", "notes")}
            session = _named(site, start, end) if start else survey
            row_of = {"file": sheet.file, "row": sheet.lines[row]}
            rows.append({"session": session, "start": start, "end": end, **about, **row_of})
        of_row[row] = places[key]
    _tell_apart(rows)
    return _Surveys(rows, of_row, order)


def _named(site: str, start: dt.datetime, end: dt.datetime | None) -> str:
    until = f"-{end:%H:%M}" if end else ""
    return f"{site} {start:%Y-%m-%d %H:%M}{until}".strip()


def _tell_apart(rows: Sequence[dict[str, object]]) -> None:
    """Put a number behind the names of surveys that two people made of one place at one time."""
    seen: dict[object, int] = {}
    for row in rows:
        name = row["session"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            row["session"] = f"{name} ({seen[name]})"


def _joined(days: Sequence[str], clocks: Sequence[str], *, spans: bool = False) -> list[str]:
    """Put a day and a time of day together; a stamp that holds both stands alone."""
    joined = []
    for day, clock in zip(days, clocks, strict=True):
        compact = _CLOCK.fullmatch(clock)
        time = f"{compact[1]}:{compact[2]}" if compact else clock
        if len(time) > 11 or not day:
            joined.append(time)
        else:
            joined.append(f"{day} {time}" if time else "" if spans else day)
    return joined


def _first(keys: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((heading for name in names for heading, key in keys.items() if key == name), None)


def _key(heading: str) -> str:
    return _PREFIX.sub("", "_".join(heading.split()).lower())
