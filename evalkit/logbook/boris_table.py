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
    types = _types(sheet)
    if above and not sheet.lines:  # an old export of an observation in which nothing was coded
        alone, _ = read_stamps([above.get(_DAY, "")], lambda _: sheet.file)
        tally.watch(above.get(_ID, sheet.file), start=alone[0])
    _watch_all(sheet, tally)
    for session, behaviour, kind in zip(sheet.columns[_ID], sheet.columns["behavior"], types, strict=True):
        if session and behaviour and kind.upper() != "STOP":
            tally.add(session, behaviour)
    said = [f"{sheet.file}: {len(tally.sessions)} observations."]
    if sheet.lines and not any(types):
        said.append(f"{sheet.file}: no column says which events begin and which end; each was counted.")
    return tally.logbook(said)


def _types(sheet: Sheet) -> list[str]:
    columns = sheet.columns
    return columns.get("status") or columns.get("behavior type") or [""] * len(sheet.lines)


def _watch_all(sheet: Sheet, tally: Tally) -> None:
    """Note every observation, as long as it is said to be, or else until its last event."""
    days = sheet.columns.get(_DAY, [""] * len(sheet.lines))
    starts, _ = read_stamps(days, lambda n: sheet.where(n, "Observation date"))
    known = _known(sheet)
    lengths = known.pop("_length", [""] * len(sheet.lines))
    last: dict[str, float] = {}
    for row, session in enumerate(sheet.columns[_ID]):
        if session:
            about = {name: cells[row] for name, cells in known.items()}
            tally.watch(session, start=starts[row], row=sheet.lines[row], _length=lengths[row], **about)
            last[session] = max(last.get(session, 0.0), *_times(sheet.columns, row))
    for session, about in tally.sessions.items():
        length = seconds(str(about.pop("_length", "")))
        about["end"] = ending(about.get("start"), length or last.get(session))


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


def _times(columns: Mapping[str, list[str]], row: int) -> list[float]:
    found = [
        seconds(columns[name][row]) for name in ("time", "start (s)", "stop (s)", "stop") if name in columns
    ]
    return [time for time in found if time is not None] or [0.0]


def _low(row: list[str]) -> list[str]:
    return [" ".join(cell.split()).lower() for cell in row]
