"""The shipped notebooks for any study: copied, run to pages, and the verbs their cells use.

Loaded one by one when asked for: what runs notebooks needs none of what their cells draw with.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_ROOMS = {
    "choosing": ("choose",),
    "copying": ("copy_notebooks", "shipped_notebooks"),
    "opening": ("open_study",),
    "parameters": ("parameters_of", "set_parameters"),
    "running": ("run_notebooks",),
    "showing": (
        "answers_on", "asked", "at_wave", "draw", "only_with", "read_scope", "show_lines", "show_table",
    ),
}  # fmt: skip
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"evalkit.notebooks has no {name!r}")
    return getattr(import_module(f"evalkit.notebooks.{_HOME[name]}"), name)
