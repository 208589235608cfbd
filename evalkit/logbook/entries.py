"""A sheet of notes becomes entries and evidence.

A row is a note, and may carry its criteria: several in one cell (``during.dialogue+; during.respect-``), or
one with its stance in a column of its own. Rows that repeat a note's id add criteria to it. Words are turned
into the project's own where they are known; who the parties are and which criteria exist is the study's
business (`evalkit.logbook.assemble`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import KINDS, Logbook, as_table
from evalkit.logbook.dates import When, parse_date
from evalkit.logbook.grid import Sheet
from evalkit.logbook.headings import find_columns, normalise
from evalkit.tables import ENTRIES, EVIDENCE
from evalkit.words import told

_EVIDENCE_FIELDS = ("criterion", "stance", "coder", "quote")
_PLAIN_FIELDS = ("author", "party", "site", "text", "hours", "present")
_TOLD = ("text", "date", "author", "party", "kind", "site")  # what is one and the same of a note
_SIGN = re.compile(r"^#?(?P<criterion>.*?)\s*(?P<sign>\+/-|\+/−|[+\-−–±~])?$", re.DOTALL)
_NOTHING = re.compile(r"^(?P<criterion>.*[a-zæøå_])\s+0$", re.IGNORECASE)


def read_entries(sheet: Sheet) -> Logbook:
    """Turn a sheet of notes into entries and evidence.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Logbook
        Evidence alone where the sheet has ids of notes, criteria and who coded them, and nothing of a note.

    Raises
    ------
    EvalkitError
        If there is no column that could be a note, a date can't be read, or an id stands on two notes.
    """
    fields = find_columns(list(sheet.columns), "entries")
    if "text" not in fields and not {"date", "criterion", "kind"} & set(fields):
        raise EvalkitError(
            f"no column is a note's text, date, kind or criterion ({', '.join(list(sheet.columns)[:12])})",
            "Call the columns for example id;dato;forfatter;part;type;tekst;kriterium;holdning.",
            where=sheet.file,
        )
    if {"entry", "criterion"} <= set(fields) <= {"entry", *_EVIDENCE_FIELDS}:  # codes of notes elsewhere
        codes = as_table(_evidence(sheet, fields, sheet.cells(fields["entry"])), EVIDENCE)
        return Logbook(evidence=codes, report=_pointless(sheet, fields))
    ids = _ids(sheet, fields)
    first = _first_rows(ids, sheet, fields)
    entries = {name: _take(values, first) for name, values in _entry_columns(sheet, fields, ids).items()}
    evidence = _evidence(sheet, fields, ids)
    return Logbook(
        entries=as_table(entries, ENTRIES),
        evidence=as_table(evidence, EVIDENCE),
        report=(
            *_own_kinds(sheet, entries["kind"]),
            *_unclear(sheet, entries.get("consent", ())),
            *_pointless(sheet, fields),
        ),
    )


def parse_criteria(cell: str, stance: str = "") -> list[tuple[str, str]]:
    """Read a criterion cell: ``during.dialogue+; during.respect-``.

    Parameters
    ----------
    cell : str
        Criteria apart by ``;``, ``,``, ``|`` or line breaks, each with ``+`` (supports), ``-`` (against),
        ``±`` or ``~`` (mixed), ``0`` or nothing (neutral) behind it.
    stance : str
        The stance of those that carry no sign.

    Returns
    -------
    list of (criterion, stance)

    Examples
    --------
    >>> parse_criteria("during.dialogue+; during.respect -")
    [('during.dialogue', 'supports'), ('during.respect', 'against')]
    >>> parse_criteria("after.action", "taler imod")
    [('after.action', 'against')]
    """
    plain = normalise(stance, "stance") if stance.strip() else "neutral"
    return [_criterion(part, plain) for part in re.split(r"[;|\n,]", cell) if part.strip()]


def _criterion(part: str, stance: str) -> tuple[str, str]:
    part = part.strip()
    if nothing := _NOTHING.match(part):
        return nothing["criterion"].lstrip("#"), "neutral"
    match = _SIGN.match(part)
    if match and match["criterion"] and match["sign"]:
        return match["criterion"], normalise(match["sign"].replace("−", "-"), "stance")
    return part.lstrip("#"), stance


def _ids(sheet: Sheet, fields: Mapping[str, str]) -> list[str]:
    file, _, tab = sheet.file.removesuffix("]").partition(" [")
    stem = "-".join(filter(None, (Path(file).stem, tab)))
    given = sheet.cells(fields["entry"]) if "entry" in fields else [""] * len(sheet.lines)
    return [id or f"{stem}-{line}" for id, line in zip(given, sheet.lines, strict=True)]


def _first_rows(ids: Sequence[str], sheet: Sheet, fields: Mapping[str, str]) -> list[int]:
    told = {fields[name]: sheet.cells(fields[name]) for name in _TOLD if name in fields}
    first: dict[str, int] = {}
    for number, id in enumerate(ids):
        earlier = first.setdefault(id, number)
        if other := earlier != number and _other(told, number, earlier):
            raise EvalkitError(
                f"the id {id!r} stands in row {sheet.lines[earlier]} too, with another {other!r}",
                "Give each note its own id; repeat an id only to add criteria to the same note.",
                where=sheet.where(number, fields["entry"]),
            )
    return list(first.values())


def _other(told: Mapping[str, Sequence[str]], number: int, earlier: int) -> str | None:
    """Return the heading under which a row says something else of a note than an earlier row."""
    differs = (h for h, cells in told.items() if cells[number] and cells[number] != cells[earlier])
    return next(differs, None)


def _entry_columns(
    sheet: Sheet, fields: Mapping[str, str], ids: Sequence[str]
) -> dict[str, Sequence[object]]:
    size = len(ids)
    when = read_dates(sheet, fields.get("date"), fields.get("time"))
    columns: dict[str, Sequence[object]] = {
        "entry": ids,
        "occurred_at": [moment.start if moment else None for moment in when],
        "recorded_at": [
            moment.start if moment else None for moment in read_dates(sheet, fields.get("recorded_at"))
        ],
        **{name: sheet.cells(fields[name]) for name in _PLAIN_FIELDS if name in fields},
        **{
            name: _words(sheet, fields, name)
            for name in ("kind", "phase", "consent", "solution")
            if name in fields
        },
        "kind": _words(sheet, fields, "kind", blank="note") if "kind" in fields else ["note"] * size,
        "file": [sheet.file] * size,
        "row": sheet.lines,
        "precision": [moment.precision if moment else "" for moment in when],
    }
    for name in ("due", "delivered"):
        if name in fields:
            columns[name] = [m.start if m else None for m in read_dates(sheet, fields[name])]
    return columns | further_columns(sheet, fields, columns)


def further_columns(
    sheet: Sheet, fields: Mapping[str, str], taken: Mapping[str, object]
) -> dict[str, Sequence[object]]:
    """Return the columns that no field names, under their own headings and as they were written."""
    reserved = {"study", *taken}
    return {
        f"{heading} (own)" if heading in reserved else heading: values
        for heading, values in sheet.columns.items()
        if heading not in fields.values()
    }


def _words(sheet: Sheet, fields: Mapping[str, str], name: str, *, blank: str = "") -> list[str]:
    cells = sheet.cells(fields[name])
    words = {cell: normalise(cell, name) if cell else blank for cell in set(cells)}
    return [words[cell] for cell in cells]


def read_dates(sheet: Sheet, dates: str | None, times: str | None = None) -> list[When | None]:
    """Read a column of dates, with the column of times that belongs to it.

    Parameters
    ----------
    sheet : Sheet
    dates, times : str or None
        The columns' headings.

    Returns
    -------
    list of (When or None)
        None where the cell is blank.

    Raises
    ------
    EvalkitError
        Naming file, row and column of the first that can't be read.
    """
    if dates is None:
        return [None] * len(sheet.lines)
    days = sheet.cells(dates)
    clocks = sheet.cells(times) if times else [""] * len(days)
    written = [f"{day} {clock}".rstrip() if day else "" for day, clock in zip(days, clocks, strict=True)]
    found: dict[str, When | None] = {"": None}
    for number, cell in enumerate(written):
        if cell not in found:
            found[cell] = _date(cell, sheet, number, dates)
    return [found[cell] for cell in written]


def _date(written: str, sheet: Sheet, number: int, heading: str) -> When:
    try:
        return parse_date(written)
    except EvalkitError as error:
        raise EvalkitError(error.wrong, error.do, where=sheet.where(number, heading)) from None


def _evidence(sheet: Sheet, fields: Mapping[str, str], ids: Sequence[str]) -> dict[str, list[object]]:
    if "criterion" not in fields:
        return {}
    blank = [""] * len(ids)
    cells = {name: sheet.cells(fields[name]) if name in fields else blank for name in _EVIDENCE_FIELDS}
    written = list(zip(cells["criterion"], cells["stance"], strict=True))
    parsed = {pair: parse_criteria(*pair) for pair in set(written)}
    rows = [row for row, pair in enumerate(written) for _ in parsed[pair]]
    return {
        "entry": [ids[row] for row in rows],
        "criterion": [name for pair in written for name, _ in parsed[pair]],
        "stance": [way for pair in written for _, way in parsed[pair]],
        **{name: [cells[name][row] for row in rows] for name in ("coder", "quote")},
        "file": [sheet.file] * len(rows),
        "row": [sheet.lines[row] for row in rows],
    }


def _own_kinds(sheet: Sheet, kinds: Sequence[object]) -> tuple[str, ...]:
    own = sorted({str(kind) for kind in kinds} - set(KINDS))
    if not own:
        return ()
    return (told("logbook.own_kinds", file=sheet.file, kinds=", ".join(own[:12])),)


def _unclear(sheet: Sheet, consent: Sequence[object]) -> tuple[str, ...]:
    words = sorted({str(word) for word in consent} - {"", "yes", "no"})
    return (told("logbook.unclear_consent", file=sheet.file, words=", ".join(words[:12])),) if words else ()


def _pointless(sheet: Sheet, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Say which rows point a way without a criterion to point it at."""
    stances = sheet.cells(fields["stance"]) if "stance" in fields else []
    criteria = sheet.cells(fields["criterion"]) if "criterion" in fields else [""] * len(stances)
    lines = [line for line, s, c in zip(sheet.lines, stances, criteria, strict=False) if s and not c]
    rows = ", ".join(map(str, lines[:12])) + (", ..." if len(lines) > 12 else "")
    return (told("logbook.pointless", file=sheet.file, rows=rows),) if lines else ()


def _take(values: Sequence[object], numbers: Sequence[int]) -> Sequence[object]:
    return values if len(values) == len(numbers) else [values[number] for number in numbers]
