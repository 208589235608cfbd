"""YAML files that people write, read safely and complained about precisely.

One reader for `study.yml`, `codebook.yml`, `scope.yml` and frameworks: UTF-8, no tags that build
objects, no key given twice, and an `EvalkitError` with the line where it goes wrong.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place

MOST_PARTS = 1_000_000  # with every *name written out: a few lines of names of names make billions
DEEPEST = 100


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict

    Raises
    ------
    EvalkitError
        If the file is missing, empty, not UTF-8, not YAML, not a mapping, gives a key twice, or is huge or
        endless once its references are written out.
    """
    path = Path(path)
    if not path.is_file():
        raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise EvalkitError(
            "the file is not UTF-8", "Save it again as UTF-8.", where=place(path, row=line)
        ) from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> dict[str, Any]:
    """Read YAML text that holds a mapping; `name` is what messages call it.

    Parameters
    ----------
    text : str
    name : str

    Returns
    -------
    dict

    Raises
    ------
    EvalkitError
        As `read_yaml`.
    """
    import yaml

    try:
        content = yaml.load(text, _strict_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "a character that may not stand in YAML"
        raise EvalkitError(
            f"this is not YAML: {why}",
            "Mend that line; a text with ': ' or '#' in it needs quotes.",
            where=place(name, row=mark.line + 1 if mark else None),
        ) from None
    if _parts(content, {}) > MOST_PARTS:
        raise EvalkitError(
            f"written out it has over {MOST_PARTS:,} parts, or parts within parts over {DEEPEST} deep",
            "Write it with fewer references (*name).",
            where=place(name),
        )
    if not isinstance(content, dict):
        found = "nothing" if content is None else f"a {type(content).__name__}"
        raise EvalkitError(
            f"the file holds {found}, not 'key: value' lines",
            "Compare it with a sample's.",
            where=place(name),
        )
    return content


def check_keys(
    found: Mapping[str, Any], allowed: Iterable[str], where: str, *, need: Iterable[str] = ()
) -> None:
    """Raise unless a mapping has only known keys and all the needed ones.

    Parameters
    ----------
    found : mapping
    allowed : iterable of str
    where : str
        The place, as messages write it.
    need : iterable of str

    Raises
    ------
    EvalkitError
        Naming the first unknown or missing key.
    """
    if not isinstance(found, Mapping):
        raise EvalkitError(
            f"{found!r} is not a set of 'key: value' lines", "Compare it with a sample's.", where=where
        )
    allowed = list(allowed)
    for key in found:
        if key not in allowed:
            raise not_one_of(key, allowed, "Correct the key, or take it out.", where=where)
    for key in need:
        if found.get(key) is None:
            raise EvalkitError(f"{key!r} is missing", f"Add a line '{key}: ...'.", where=where)


def _parts(content: Any, counted: dict[int, float], depth: int = 0) -> float:
    """Count the parts of what was read, as often as they are referred to; infinite where it never ends."""
    if not isinstance(content, dict | list) or id(content) in counted:
        return counted.get(id(content), 1)
    if depth > DEEPEST:
        return math.inf
    counted[id(content)] = math.inf  # while it is being counted: whoever holds herself has no end
    inside = content.values() if isinstance(content, dict) else content
    counted[id(content)] = 1 + sum(_parts(part, counted, depth + 1) for part in inside)
    return counted[id(content)]


def _strict_loader() -> type:
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            seen: set[Hashable] = set()
            for key_node, _ in node.value:
                key = self.construct_object(key_node, deep=True)
                if isinstance(key, Hashable) and key in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key!r} is given twice", key_node.start_mark
                    )
                seen.add(key if isinstance(key, Hashable) else str(key))
            return super().construct_mapping(node, deep)

    return Strict
