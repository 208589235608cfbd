"""What leaves the kit: pictures, slides, documents, tables, the report and its manifest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {"save_chart": "pictures", "save_deck": "deck", "save_report": "report"}  # loaded when asked for

__all__ = ["save_chart", "save_deck", "save_report"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"evalkit.export has no {name!r}; it has {', '.join(sorted(_HOME))}")
    return getattr(import_module(f"evalkit.export.{_HOME[name]}"), name)


if TYPE_CHECKING:
    from evalkit.export.deck import save_deck
    from evalkit.export.pictures import save_chart
    from evalkit.export.report import save_report
