"""BORIS exports (TSV, CSV, XLSX, ODS): tabular events, old layout and new, and aggregated events.

The old layout gives one observation and writes what is known of it above the events; the new ones are flat,
a row per event (START, STOP, POINT) or, aggregated, per state (STATE) or point (POINT).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evalkit.logbook.carrier import Logbook
from evalkit.logbook.grid import Grid, Sheet, named
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import read_stamps, seconds
from evalkit.logbook.tally import Tally, ending

_LENGTHS = (
    "observation duration", "coding duration", "total length", "total duration", "media duration (s)",
    "media duration",
)  # fmt: skip
_ID, _DAY = "observation id", "observation date"


def is_boris(grid: Grid) -> bool:
    """Tell whether a grid is one of BORIS's exports."""
    if not grid.rows or _ID not in _low(grid.rows[0]):
        return False
    return any({"behavior", "subject"} <= set(_low(row)) for row in grid.rows[:60])


def read_boris_table(grid: Grid) -> Logbook:
    """Turn a BORIS export into sessions and counts.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook
    """
    top = next(n for n, row in enumerate(grid.rows) if {"behavior", "subject"} <= set(_low(row)))
    headings = named([" ".join(cell.split()).lower() for cell in grid.rows[top]])
    width = len(headings)
    body = [(row + [""] * width)[:width] for row in grid.rows[top + 1 :]]
    columns = {heading: [row[n].strip() for row in body] for n, heading in enumerate(headings)}
    sheet = Sheet(grid.file, columns, grid.lines[top + 1 :])
    if top:
        above = {row[0].strip().lower(): row[1].strip() for row in grid.rows[:top] if len(row) > 1}
        sheet = replace(
            sheet, columns=columns | {key: [value] * len(body) for key, value in above.items() if key}
        )
        return _tallied(sheet, above)
    return _tallied(sheet, {})


def _tallied(sheet: Sheet, above: Mapping[str, str]) -> Logbook:
    tally = Tally(sheet.file)
    columns = sheet.columns
    days, _ = read_stamps(
        columns.get(_DAY, [""] * len(sheet.lines)), lambda n: sheet.where(n, "Observation date")
    )
    if above and not sheet.lines:
        alone, _ = read_stamps([above.get(_DAY, "")], lambda n: sheet.file)
        tally.watch(above.get(_ID, sheet.file), start=alone[0])
    known = _known(sheet)
    types = columns.get("status") or columns.get("behavior type") or [""] * len(sheet.lines)
    last: dict[str, float] = {}
    for row, (session, behaviour, kind) in enumerate(
        zip(columns[_ID], columns["behavior"], types, strict=True)
    ):
        if not session:
            continue
        if session not in tally.sessions:
            tally.watch(
                session,
                start=days[row],
                row=sheet.lines[row],
                **{n: cells[row] for n, cells in known.items()},
            )
        if behaviour and kind.upper() != "STOP":
            tally.add(session, behaviour)
        last[session] = max(last.get(session, 0.0), *_times(columns, row))
    for session, about in tally.sessions.items():
        about["end"] = ending(about.get("start"), _length(about) or last.get(session))
        about.pop("_length", None)
    untyped = not any(types) and bool(sheet.lines)
    notes = (
        [f"{sheet.file}: no column says which events begin and which end; each was counted."]
        if untyped
        else []
    )
    return tally.logbook([f"{sheet.file}: {len(tally.sessions)} observations.", *notes])


def _known(sheet: Sheet) -> dict[str, list[str]]:
    fields = find_columns(list(sheet.columns), "sessions")
    known = {
        name: sheet.columns[fields[name]]
        for name in ("site", "solution", "stage", "observer", "weather")
        if name in fields
    }
    if "description" in sheet.columns:
        known["notes"] = sheet.columns["description"]
    kinds = sheet.columns.get("observation type", [])
    if kinds:
        known["method"] = ["observation" if "live" in kind.lower() else "film" for kind in kinds]
    length = next(
        (name for name in _LENGTHS if any(seconds(cell) for cell in sheet.columns.get(name, ()))), None
    )
    return known | ({"_length": sheet.columns[length]} if length else {})


def _length(about: Mapping[str, object]) -> float | None:
    return seconds(str(about.get("_length", "")))


def _times(columns: Mapping[str, list[str]], row: int) -> list[float]:
    found = [
        seconds(columns[name][row]) for name in ("time", "start (s)", "stop (s)", "stop") if name in columns
    ]
    return [time for time in found if time is not None] or [0.0]


def _low(row: list[str]) -> list[str]:
    return [" ".join(cell.split()).lower() for cell in row]
