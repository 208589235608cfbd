"""Codebooks: one field for each question that means something, written as YAML that people can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evalkit.framework import Item

Field = Mapping[str, Any]


def danish_text(item: Item) -> str:
    """Return the item's Danish text."""
    return item.text if isinstance(item.text, str) else item.text["da"]


class Answers:
    """The answers that all questions of an export share: lowest first, then what counts as missing."""

    def __init__(self, answers: Sequence[tuple[object, str]], unknown: tuple[object, str]) -> None:
        self.categories = [{"value": value, "label": text} for value, text in answers]
        self.missing = [{"value": unknown[0], "label": unknown[1], "state": "dont_know"}]


def item_field(item: Item, name: str, answers: Answers) -> Field:
    """Describe the question that asks an item."""
    return {
        "name": name,
        "title": danish_text(item),
        "scale": item.scale,
        "categories": answers.categories,
        "missingValues": answers.missing,
        "evalkit": {"item": item.id},
    }


def also(field: Field, heading: str) -> Field:
    """Return the field with the heading that its column has in the file."""
    name, *others = field.items()
    return dict([name, ("aliases", [heading]), *others])


def codebook(about: str, fields: Sequence[Field]) -> str:
    """Write a codebook, its first line saying what it is for; shared answers are written once and referred to."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def generate_anchor(self, node: yaml.Node) -> str:
            number = len([anchor for anchor in self.anchors.values() if anchor])
            return ("svar", "mangler")[number] if number < 2 else f"mere{number}"

    text = yaml.dump({"fields": list(fields)}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)
    return f"# Synthetic sample. {about}\n{text}"
