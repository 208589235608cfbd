"""BORIS exports (TSV, CSV, XLSX, ODS): tabular events, old layout and new, aggregated events, time budgets.

The old layout gives one observation and writes what is known of it above the events; the new ones are flat,
a row per event (START, STOP, POINT) or, aggregated, per state (STATE) or point (POINT). Aggregated events
may come without their row of headings; their last columns are then known by their places. A time budget has
a row per subject and behaviour, and says how often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evalkit.logbook.carrier import Logbook
from evalkit.logbook.grid import Grid, Sheet, named
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import is_stamp, read_stamps, seconds
from evalkit.logbook.tally import ABOUT, Tally, ending
from evalkit.words import told

_LENGTHS = (
    "media duration (s)", "media duration", "total length", "total duration", "observation duration",
    "time budget duration",
)  # fmt: skip
_TIMES = ("total number of occurences", "total number of occurrences", "number of occurrences")
_MOMENTS = (
    "time", "start (s)", "stop (s)", "start (seconds)", "stop (seconds)", "stop", "coding duration",
)  # fmt: skip
_ID, _DAY = "observation id", "observation date"
_BEHIND = (
    "subject", "behavior", "behavioral category", "modifiers", "behavior type", "start (s)", "stop (s)",
    "duration (s)", "comment start", "comment stop",
)  # fmt: skip
_KINDS = ("STATE", "POINT")
_PLAYER = re.compile(r"player #(\d+)")


def is_boris(grid: Grid) -> bool:
    """Tell whether a grid is one of BORIS's exports."""
    if _headless(grid):
        return True
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
    if _headless(grid):
        log = read_boris_table(Grid(grid.file, [_places(grid.rows[0]), *grid.rows], [0, *grid.lines]))
        return replace(log, report=(*log.report, told("logbook.boris.headless", file=grid.file)))
    top = next(n for n, row in enumerate(grid.rows) if {"behavior", "subject"} <= set(_low(row)))
    headings = named([" ".join(cell.split()).lower() for cell in grid.rows[top]])
    width = len(headings)
    body = [(row + [""] * width)[:width] for row in grid.rows[top + 1 :]]
    columns = {heading: [row[n].strip() for row in body] for n, heading in enumerate(headings)}
    above = {row[0].strip().lower(): row[1].strip() for row in grid.rows[:top] if len(row) > 1}
    known = {key: [value] * len(body) for key, value in above.items() if key}
    return _tallied(Sheet(grid.file, columns | known, grid.lines[top + 1 :]), above)


def _headless(grid: Grid) -> bool:
    """Tell whether every row is an aggregated event: an id, a date, and the places behind hold their kind."""
    kind = _BEHIND.index("behavior type") - len(_BEHIND)
    rows = grid.rows[:60]
    return bool(rows) and all(
        len(row) > len(_BEHIND) + 2
        and row[kind].strip().upper() in _KINDS
        and seconds(row[kind + 1]) is not None
        and is_stamp([row[1]])
        for row in rows
    )


def _places(row: Sequence[str]) -> list[str]:
    """Return the headings that a row without any must have had: the length is the first number in between."""
    between = [f"column {number}" for number in range(3, len(row) - len(_BEHIND) + 1)]
    lengths = [n for n in range(len(between)) if seconds(row[2 + n]) is not None]
    between[lengths[0] if lengths else 0] = "total length"
    return [_ID, _DAY, *between, *_BEHIND]


def _tallied(sheet: Sheet, above: Mapping[str, str]) -> Logbook:
    tally = Tally(sheet.file)
    types = _types(sheet)
    if above and not sheet.lines:  # an old export of an observation in which nothing was coded
        alone, _ = read_stamps([above.get(_DAY, "")], lambda _: sheet.file)
        tally.watch(above.get(_ID, sheet.file), start=alone[0])
    _watch_all(sheet, tally)
    times = next((sheet.columns[name] for name in _TIMES if name in sheet.columns), None)
    rows = zip(sheet.columns[_ID], sheet.columns["behavior"], types, strict=True)
    for row, (session, behaviour, kind) in enumerate(rows):
        if session and behaviour and kind.upper() != "STOP":
            tally.add(session, behaviour, int(seconds(times[row]) or 0) if times else 1)
    said = [told("logbook.observations", file=sheet.file, n=len(tally.sessions))]
    if sheet.lines and not any(types) and not times:
        said.append(told("logbook.boris.untyped", file=sheet.file))
    return tally.logbook(said)


def _types(sheet: Sheet) -> list[str]:
    columns = sheet.columns
    return columns.get("status") or columns.get("behavior type") or [""] * len(sheet.lines)


def _watch_all(sheet: Sheet, tally: Tally) -> None:
    """Note every observation, as long as its media are said to be, or else until its last event."""
    days = sheet.columns.get(_DAY, [""] * len(sheet.lines))
    starts, _ = read_stamps(days, lambda n: sheet.where(n, "Observation date"))
    known = _known(sheet)
    moments = [sheet.columns[name] for name in _MOMENTS if name in sheet.columns]
    last: dict[str, float] = {}
    for row, session in enumerate(sheet.columns[_ID]):
        if session:
            about = {name: cells[row] for name, cells in known.items()}
            tally.watch(session, start=starts[row], row=sheet.lines[row], _row=row, **about)
            last[session] = max(
                last.get(session, 0.0), *(seconds(cells[row]) or 0.0 for cells in moments), 0.0
            )
    for session, about in tally.sessions.items():
        row = about.pop("_row", None)
        length = _length(sheet, row) if row is not None else 0.0
        about["end"] = ending(about.get("start"), length or last.get(session), sheet.file)


def _length(sheet: Sheet, row: int) -> float:
    """Return how long the observation's media are: several of one player (``180|360``) follow each other."""
    sources = sheet.columns.get("source", [""] * len(sheet.lines))[row].lower().split("|")
    for name in _LENGTHS:
        parts = [
            seconds(part) or 0.0 for part in sheet.columns.get(name, [""] * len(sheet.lines))[row].split("|")
        ]
        if len(sources) == len(parts) > 1:
            players = [match[1] if (match := _PLAYER.search(source)) else "1" for source in sources]
            parts = [part for part, player in zip(parts, players, strict=True) if player == players[0]]
        if sum(parts):
            return sum(parts)
    return 0.0


def _known(sheet: Sheet) -> dict[str, list[str]]:
    fields = find_columns(list(sheet.columns), "sessions")
    known = {name: sheet.columns[fields[name]] for name in ABOUT if name in fields}
    if "description" in sheet.columns:
        known["notes"] = sheet.columns["description"]
    kinds = sheet.columns.get("observation type", [])
    if kinds:
        known["method"] = ["observation" if "live" in kind.lower() else "film" for kind in kinds]
    return known


def _low(row: list[str]) -> list[str]:
    return [" ".join(cell.split()).lower() for cell in row]
