"""Widgets to choose a notebook's parameters with a mouse instead of typing them.

They set the parameters' names and nothing else: results come from the parameters alone, and everything
works where there are no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError
from evalkit.notebooks.portfolio import studies_in, title_of
from evalkit.studyfile import read_plan
from evalkit.words import check_lang, pick, say

MODES = ("report", "dialogue")


def choose(names: dict[str, Any]) -> Any:
    """Show drop-down lists for a notebook's parameters.

    Parameters
    ----------
    names : dict
        The notebook's own names, ``globals()``; those of ``study``, ``wave``, ``lang`` and ``mode`` that it
        has are shown, and changed when somebody chooses.

    Returns
    -------
    ipywidgets box or None
        None where ipywidgets is not installed: then the parameters are typed.

    Raises
    ------
    EvalkitError
        For a language that there isn't.
    """
    try:
        import ipywidgets as widgets
    except ImportError:
        return None
    lang = check_lang(names["lang"])
    said = widgets.HTML()

    def chosen(name: str) -> Callable[[Mapping[str, Any]], None]:
        def changed(change: Mapping[str, Any]) -> None:
            names[name] = change["new"]
            said.value = f"{say('notebooks.choose.now', lang)} <code>{name} = {change['new']!r}</code>"

        return changed

    lists = []
    for name, options in _options(names, lang).items():
        value = names[name] if names[name] in [value for _, value in options] else None
        label = say(f"notebooks.choose.{name}", lang)
        lists.append(widgets.Dropdown(options=options, value=value, description=label))
        lists[-1].observe(chosen(name), names="value")
    words = " · ".join(f"{one.description}: {one.label or ''}" for one in lists)

    class Lists(widgets.VBox):
        """The lists, which say what is chosen where they can't be shown."""

        def __repr__(self) -> str:
            return words

    return Lists([widgets.HBox(lists), said])


def _options(names: Mapping[str, Any], lang: str) -> dict[str, list[tuple[str, str]]]:
    options = {
        "study": _studies,
        "wave": _waves,
        "lang": lambda names, lang: [(say(f"notebooks.choose.{one}", lang), one) for one in ("da", "en")],
        "mode": lambda names, lang: [(say(f"notebooks.choose.{one}", lang), one) for one in MODES],
    }
    return {name: find(names, lang) for name, find in options.items() if name in names}


def _studies(names: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    """List the studies that lie beside the one that is set, by their titles."""
    beside = studies_in(Path(names["study"]).parent)
    return [(title_of(folder, lang), folder.as_posix()) for folder in beside]


def _waves(names: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    latest = [(say("notebooks.choose.latest", lang), "")]
    try:
        return [*latest, *((pick(wave.label, lang), wave.id) for wave in read_plan(names["study"]).waves)]
    except EvalkitError:
        return latest
