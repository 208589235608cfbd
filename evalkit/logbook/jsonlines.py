"""JSON Lines logbooks: an object a line, its keys those of a CSV logbook.

A criterion may be a text (``"during.dialogue+"``), a list of them, or a list of objects with criterion,
stance, coder and quote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.grid import Sheet, read_text
from evalkit.logbook.headings import find_columns
from evalkit.logbook.sheets import read_sheet


def read_jsonlines(path: Path) -> Logbook:
    """Read a JSON Lines logbook.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If a line isn't a JSON object.
    """
    rows: list[tuple[int, dict[str, str]]] = []
    for line, text in enumerate(read_text(path).split("\n"), start=1):
        if text.strip():
            rows += [
                (line, row) for row in _rows(_object(text, place(path, row=line)), f"{path.stem}-{line}")
            ]
    if not rows:
        raise EvalkitError("the file is empty", "Write one JSON object a line.", where=place(path))
    keys = list(dict.fromkeys(key for _, row in rows for key in row))
    columns = {key: [row.get(key, "") for _, row in rows] for key in keys}
    return read_sheet(Sheet(path.name, columns, [line for line, _ in rows]))


def _object(text: str, where: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise EvalkitError(
            f"this is not JSON: {error}", "Write one JSON object a line.", where=where
        ) from None
    if not isinstance(found, Mapping):
        raise EvalkitError(
            f"{text[:40]!r} is not an object", "Write one JSON object a line: {...}.", where=where
        )
    return found


def _rows(found: Mapping[str, Any], id: str) -> list[dict[str, str]]:
    fields = find_columns(list(found), "entries")
    heading = fields.get("criterion", "")
    coded = found.get(heading)
    row = {key: _text(value) for key, value in found.items()}
    if not isinstance(coded, list) or not any(isinstance(code, Mapping) for code in coded):
        return [row]
    id_heading = fields.get("entry", "entry")
    row[id_heading] = row.get(id_heading) or id
    return [row | {heading: ""} | _coding(code, heading) for code in coded] or [row]


def _coding(code: object, heading: str) -> dict[str, str]:
    if not isinstance(code, Mapping):
        return {heading: _text(code)}
    fields = find_columns([str(key) for key in code], "entries")
    return {(heading if field == "criterion" else field): _text(code[key]) for field, key in fields.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "ja", False: "nej", None: ""}[value]
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)
