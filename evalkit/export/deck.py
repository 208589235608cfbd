"""Charts as a slide deck that can be shown as it is and edited as any other.

Each chart becomes a slide: title and subtitle in the layout's own placeholders, the chart as a group of
editable shapes, every drawn number and the method in the speaker notes, a slide number, one language. Tables,
lists and native charts can stand among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.disclosure import audit
from evalkit.export.deck_parts import Plot, Slide, framework_of, refuse_slide, slides_of, tables_of
from evalkit.export.deck_writer import Writer
from evalkit.export.outbox import whole_file
from evalkit.export.pptx_backend import OFFICE_LANG
from evalkit.export.pptx_likert import NativeLikert
from evalkit.export.pptx_template import open_template
from evalkit.export.results import refuse_told
from evalkit.words import check_lang

__all__ = ["NativeLikert", "Plot", "Slide", "save_deck"]


def save_deck(
    charts: Sequence[Axes | Figure | Slide] | Mapping[str, Axes | Figure],
    path: str | Path,
    *,
    template: str | Path | None = None,
    title: str = "",
    lang: str = "da",
    mode: str = "report",
) -> Path:
    """Save charts as a PowerPoint deck with editable shapes.

    Parameters
    ----------
    charts : sequence of Axes, Figure or Slide, or mapping of str to Axes
        One slide each, in order; a mapping gives their titles. Charts are not changed.
    path : path
        Ending in .pptx.
    template : path, optional
        The organisation's .pptx or .potx: its slide size, fonts and colours. A layout whose name begins with
        ``evalkit chart`` is used, else one with a title and one field; fields named *chart*, *subtitle* and
        *source* are filled. Its own slides are left out.
    title : str
        The deck's title, in the file's properties.
    lang : {'da', 'en'}
        The language of what is added, and the one PowerPoint spells by.
    mode : {'report', 'dialogue'}
        Charts for the people in the room are saved only with ``mode="dialogue"``; every slide then says so.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If python-pptx is missing, there is nothing to save, the template can't be used, the mode or language
        is unknown, a chart is for dialogue and the mode isn't, the charts together give away what is hidden
        (`audit`), or a title takes more than two lines.

    Warns
    -----
    EvalkitWarning
        What `check_chart` finds, what became a picture, and text under 11 points in a small template.
    """
    slides = slides_of(charts)
    for slide in slides:
        refuse_slide(slide, mode)
    if mode == "report":
        refuse_told(audit(tables_of(slides), framework=framework_of(slides)))
    return write_deck(slides, path, template=template, title=title, lang=lang, mode=mode)


def write_deck(
    slides: Sequence[Slide],
    path: str | Path,
    *,
    template: str | Path | None,
    title: str,
    lang: str,
    mode: str,
) -> Path:
    """Write slides whose tables an audit has laid beside each other; as `save_deck`."""
    path = Path(path)
    check_lang(lang)
    for slide in slides:
        refuse_slide(slide, mode)
    show = open_template(template)
    writer = Writer(show, lang, mode)
    for slide in slides:
        writer.add(slide)
    _set_properties(show, title or slides[0].title, lang)
    with whole_file(path) as draft:
        show.save(str(draft))
    writer.warn(path.name)
    return path


def _set_properties(show: Any, title: str, lang: str) -> None:
    about = show.core_properties
    about.title, about.author, about.language = title, "evalkit", OFFICE_LANG[lang]
    about.last_modified_by, about.revision = "evalkit", 1
