"""A notebook's parameters: the typed lines of its one cell with the tag `parameters`.

They are read and replaced as Python, comments kept, so that a name that isn't there, or a value of another
type, is an error and not a silent addition.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place

TAG = "parameters"


def parameters_of(notebook: Any, name: str = "notebook") -> dict[str, Any]:
    """Return a notebook's parameters and their values.

    Parameters
    ----------
    notebook : nbformat notebook
    name : str
        What messages call it.

    Returns
    -------
    dict of str to object

    Raises
    ------
    EvalkitError
        If no cell, or more than one, has the tag.
    """
    return {line.target.id: ast.literal_eval(line.value) for line in _lines(_cell(notebook, name).source)}


def set_parameters(notebook: Any, values: Mapping[str, Any], name: str = "notebook") -> Any:
    """Give a notebook other parameters, in place.

    Parameters
    ----------
    notebook : nbformat notebook
    values : mapping of str to object
    name : str

    Returns
    -------
    nbformat notebook
        The same one.

    Raises
    ------
    EvalkitError
        For a parameter that it doesn't have, or a value of another type.
    """
    cell, known = _cell(notebook, name), parameters_of(notebook, name)
    for parameter, value in values.items():
        if parameter not in known:
            raise not_one_of(parameter, known, "Name one of its parameters.", where=place(name))
        if type(value) is not type(known[parameter]):
            raise EvalkitError(
                f"{parameter} is {value!r}, not a {type(known[parameter]).__name__}",
                f"Give one like {known[parameter]!r}.",
                where=place(name),
            )
        cell.source = _replaced(cell.source, parameter, value)
    return notebook


def _cell(notebook: Any, name: str) -> Any:
    cells = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise EvalkitError(
            f"{len(cells)} cells have the tag {TAG!r}",
            "Give the tag to the one cell that sets them.",
            where=place(name),
        )
    return cells[0]


def _lines(source: str) -> list[Any]:
    return [
        node for node in ast.parse(source).body if isinstance(node, ast.AnnAssign) and node.value is not None
    ]


def _replaced(source: str, parameter: str, value: Any) -> str:
    node = next(line for line in _lines(source) if line.target.id == parameter).value
    lines = source.splitlines()
    line = lines[node.lineno - 1].encode("utf-8")
    new = line[: node.col_offset] + _written(value).encode("utf-8") + line[node.end_col_offset :]
    lines[node.lineno - 1] = new.decode("utf-8")
    return "\n".join(lines)


def _written(value: Any) -> str:
    return (
        '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if isinstance(value, str) else repr(value)
    )
