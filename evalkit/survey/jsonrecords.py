"""JSON records: a list of objects, or an object that holds one."""

from __future__ import annotations

import json
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.survey.decode import decode
from evalkit.survey.table import SheetTable

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
        records = _records(json.loads(text))
    except json.JSONDecodeError as error:
        raise EvalkitError(
            f"this is not JSON: {error.msg}", "Export it again.", where=place(name, row=error.lineno)
        ) from None
    except (RecursionError, ValueError):
        raise EvalkitError("the JSON can't be read", "Export it again.", where=place(name)) from None
    if not records:
        raise EvalkitError("there is no list of records", "It should be [{...}, {...}].", where=place(name))
    flat = [_flat(record) for record in records]
    headings = list(dict.fromkeys(heading for record in flat for heading in record))
    lines = [headings, *([record.get(heading) for heading in headings] for record in flat)]
    return SheetTable(name, "", lines, (f"{name}: JSON, {len(flat)} records; rows count from 1.",), first=0)


def _records(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        lists = [content[key] for key in _HOLDERS if isinstance(content.get(key), list)]
        content = lists[0] if lists else []
    return [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict) and depth < 8:
            flat.update(_flat(value, f"{prefix}{key}/", depth + 1))
        elif isinstance(value, list):
            flat[prefix + key] = ";".join(str(part) for part in value)
        else:
            flat[prefix + key] = value
    return flat
