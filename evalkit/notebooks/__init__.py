"""The shipped notebooks for any study: copied, run to pages, and the verbs their cells use.

Loaded one by one when asked for: what runs notebooks needs none of what their cells draw with.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {
    "at_wave": "showing", "choose": "choosing", "copy_notebooks": "copying", "draw": "showing",
    "open_study": "opening", "parameters_of": "parameters", "read_scope": "showing",
    "run_notebooks": "running",
    "set_parameters": "parameters", "shipped_notebooks": "copying", "show_table": "showing",
}  # fmt: skip

__all__ = [
    "at_wave", "choose", "copy_notebooks", "draw", "open_study", "parameters_of", "read_scope",
    "run_notebooks",
    "set_parameters", "shipped_notebooks", "show_table",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"evalkit.notebooks has no {name!r}")
    return getattr(import_module(f"evalkit.notebooks.{_HOME[name]}"), name)


if TYPE_CHECKING:
    from evalkit.notebooks.choosing import choose
    from evalkit.notebooks.copying import copy_notebooks, shipped_notebooks
    from evalkit.notebooks.opening import open_study
    from evalkit.notebooks.parameters import parameters_of, set_parameters
    from evalkit.notebooks.running import run_notebooks
    from evalkit.notebooks.showing import at_wave, draw, read_scope, show_table
