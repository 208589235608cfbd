"""Widgets to choose a notebook's parameters with a mouse instead of typing them.

They set the parameters' names and nothing else: results come from the parameters alone, and everything
works where there are no widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError
from evalkit.notebooks.copying import MODES
from evalkit.notebooks.portfolio import studies_in, title_of
from evalkit.studyfile import read_plan
from evalkit.words import LANGS, check_lang, pick, say

Options = list[tuple[str, str]]


def choose(names: dict[str, Any]) -> Any:
    """Show drop-down lists for a notebook's parameters.

    Parameters
    ----------
    names : dict
        The notebook's own names, ``globals()``; those of ``study``, ``wave``, ``lang`` and ``mode`` that it
        has are shown, and changed when somebody chooses. Another study offers its own waves.

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
    said, lists = widgets.HTML(), {}

    def changed(change: Mapping[str, Any]) -> None:
        name = next(name for name, shown in lists.items() if shown is change["owner"])
        names[name] = change["new"]
        if name == "study" and "wave" in lists:
            lists["wave"].options = _waves(change["new"], lang)  # which chooses the latest
        said.value = f"{say('notebooks.choose.now', lang)} <code>{name} = {change['new']!r}</code>"

    for name, options in _options(names, lang).items():
        value = names[name] if names[name] in [id for _, id in options] else None
        label = say(f"notebooks.choose.{name}", lang)
        lists[name] = widgets.Dropdown(options=options, value=value, description=label)
        lists[name].observe(changed, names="value")
    words = " · ".join(f"{one.description}: {one.label or ''}" for one in lists.values())

    class Lists(widgets.VBox):
        """The lists, which say what is chosen where they can't be shown."""

        def __repr__(self) -> str:
            return words

    return Lists([widgets.HBox([*lists.values()]), said])


def _options(names: Mapping[str, Any], lang: str) -> dict[str, Options]:
    found = {name: [(say(f"notebooks.choose.{one}", lang), one) for one in those]
             for name, those in (("lang", LANGS), ("mode", MODES))}  # fmt: skip
    if "study" in names:  # with those that lie beside it
        beside = studies_in(Path(names["study"]).parent)
        found["study"] = [(title_of(folder, lang), folder.as_posix()) for folder in beside]
        found["wave"] = _waves(names["study"], lang)
    return {name: found[name] for name in ("study", "wave", "lang", "mode") if name in names}


def _waves(study: str, lang: str) -> Options:
    latest = [(say("notebooks.choose.latest", lang), "")]
    try:
        return [*latest, *((pick(wave.label, lang), wave.id) for wave in read_plan(study).waves)]
    except EvalkitError:
        return latest
