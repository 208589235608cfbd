"""Codebooks: one field for each question that means something, written as YAML that people can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evalkit.framework import Item

Field = Mapping[str, Any]


def danish_text(item: Item) -> str:
    """Return the item's Danish text."""
    return item.text if isinstance(item.text, str) else item.text["da"]


def item_field(
    item: Item, name: str, answers: Sequence[tuple[object, str]], missing: Sequence[tuple[object, str]]
) -> Field:
    """Describe the question that asks an item: its answers, lowest first, and what counts as missing."""
    return {
        "name": name,
        "title": danish_text(item),
        "scale": item.scale,
        "categories": [{"value": value, "label": text} for value, text in answers],
        "missingValues": [{"value": value, "label": text, "state": "dont_know"} for value, text in missing],
        "evalkit": {"item": item.id},
    }


def also(field: Field, heading: str) -> Field:
    """Return the field with the heading that its column has in the file."""
    name, *others = field.items()
    return dict([name, ("aliases", [heading]), *others])


def codebook(about: str, fields: Sequence[Field]) -> str:
    """Write a codebook, its first line saying what it is for."""
    import yaml

    text = yaml.safe_dump({"fields": list(fields)}, allow_unicode=True, sort_keys=False, width=110)
    return f"# Synthetic sample. {about}\n{text}"
