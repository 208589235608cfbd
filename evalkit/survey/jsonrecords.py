"""JSON records: a list of objects, an object that holds one, or an object on each line."""

from __future__ import annotations

import json
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.survey.decode import decode
from evalkit.survey.naming import squeeze
from evalkit.survey.table import JOINED, SheetTable
from evalkit.words import told

_HOLDERS = ("data", "results", "responses", "records", "rows", "values")


def read_json(content: bytes, name: str) -> SheetTable:
    """Read JSON records as a table; what lies deeper gets a heading such as ``a/b``.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call the file.

    Returns
    -------
    SheetTable

    Raises
    ------
    EvalkitError
        If it isn't JSON, or holds no list of records.
    """
    text, _ = decode(content, name)
    try:
        records = _records(_loaded(text))
    except json.JSONDecodeError as error:
        raise EvalkitError(
            f"this is not JSON: {error.msg}", "Export it again.", where=place(name, row=error.lineno)
        ) from None
    except (RecursionError, ValueError):
        raise EvalkitError("the JSON can't be read", "Export it again.", where=place(name)) from None
    if not records:
        raise EvalkitError("there is no list of records", "It should be [{...}, {...}].", where=place(name))
    lists: set[str] = set()
    flat = [_flat(record, lists) for record in records]
    headings = list(dict.fromkeys(heading for record in flat for heading in record))
    lines = [headings, *([record.get(heading) for heading in headings] for record in flat)]
    said = told("reading.json", file=name, n=len(flat))
    return SheetTable(name, "", lines, (said,), first=0, joined=frozenset(map(squeeze, lists)))


def _loaded(text: str) -> Any:
    lines = text.split("\n", 2)
    if len(lines) > 1 and all(
        line.strip().startswith("{") and line.strip().endswith("}") for line in lines[:2]
    ):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


def _records(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        lists = [content[key] for key in _HOLDERS if isinstance(content.get(key), list)]
        content = lists[0] if lists else []
    return [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []


def _flat(record: dict[str, Any], lists: set[str], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Lay what lies deeper beside the rest; `lists` gathers the headings that hold lists."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict) and depth < 8:
            flat.update(_flat(value, lists, f"{prefix}{key}/", depth + 1))
        elif isinstance(value, list):
            lists.add(prefix + key)
            flat[prefix + key] = JOINED.join(str(part) for part in value)
        else:
            flat[prefix + key] = value
    return flat
