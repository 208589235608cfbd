"""Charts as a slide deck that can be shown as it is and edited as any other.

Each chart becomes a slide: title and subtitle in the layout's own placeholders, the chart as a group of
editable shapes, every drawn number and the method in the speaker notes, a slide number, one language. Tables,
lists and native charts can stand among them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.charts import check_chart, describe_chart
from evalkit.charts.layout import SMALL, TooManyRows, split_rows, wrap
from evalkit.errors import EvalkitError, EvalkitWarning
from evalkit.export.ooxml import POINT, Box
from evalkit.export.outbox import whole_file
from evalkit.export.pages import is_ours
from evalkit.export.pictures import MODES, figure_of, made_on, refuse_dialogue
from evalkit.export.pptx_backend import OFFICE_LANG, draw_shapes, warn_of_pictures
from evalkit.export.pptx_file import place_drawing
from evalkit.export.pptx_likert import NativeLikert, add_likert
from evalkit.export.pptx_slides import add_slide, drop, fill, write_notes
from evalkit.export.pptx_tables import add_table, split_grid
from evalkit.export.pptx_template import Places, chart_places, open_template, opening_places
from evalkit.export.story import Bullets, Grid
from evalkit.words import check_lang, date, say

_TITLE_SIZES = (22.0, 20.0, 18.0)
_LIST_SIZES = (20.0, 18.0, 16.0, 14.0, 12.5)


@dataclass(frozen=True)
class Plot:
    """A chart that is drawn from its table when the deck is written, on as many slides as it takes.

    Attributes
    ----------
    table : DataFrame
    draw : callable
        Draws a part of the table and returns Axes.
    """

    table: pd.DataFrame
    draw: Callable[[pd.DataFrame], Axes]

    def charts(self) -> list[Axes]:
        """Draw the table as one chart, or as the several that it takes."""
        try:
            return [self.draw(self.table)]
        except TooManyRows:
            return [self.draw(part) for part in split_rows(self.table, self.draw)]


Content = Axes | Figure | Plot | Grid | Bullets | NativeLikert | None


@dataclass(frozen=True)
class Slide:
    """One slide: a finding, and what shows it.

    Attributes
    ----------
    title : str
        The finding, in a sentence.
    content : Axes, Figure, Plot, Grid, Bullets, NativeLikert or None
        None makes an opening slide.
    subtitle, source : str
        What is shown; where it is from.
    notes : str
        For the speaker, before what every chart's notes hold.
    """

    title: str
    content: Content = None
    subtitle: str = ""
    source: str = ""
    notes: str = ""


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
        is unknown, a chart is for dialogue and the mode isn't, or a title takes more than two lines.

    Warns
    -----
    EvalkitWarning
        What `check_chart` finds, what became a picture, and text under 11 points in a small template.
    """
    path, slides = Path(path), _slides(charts)
    check_lang(lang)
    for slide in slides:
        _refuse(slide, mode)
    show = open_template(template)
    writer = _Writer(show, lang, mode)
    for slide in slides:
        for page in writer.pages(slide):
            writer.write(page)
    _set_properties(show, title or slides[0].title, lang)
    with whole_file(path) as draft:
        show.save(str(draft))
    writer.warn(path.name)
    return path


class _Writer:
    """Writes slides into a presentation, collecting what is worth a warning."""

    def __init__(self, show: Any, lang: str, mode: str) -> None:
        self.show, self.lang, self.mode = show, lang, mode
        self.spelling = OFFICE_LANG[lang]
        self.places, self.opening = chart_places(show), opening_places(show)
        self.findings: list[str] = []

    def pages(self, slide: Slide) -> Iterator[Slide]:
        """Split what doesn't fit on one slide into 1/2, 2/2."""
        parts: Sequence[Content] = [slide.content]
        body = self.places.body
        if isinstance(slide.content, Plot):
            parts = slide.content.charts()
        elif isinstance(slide.content, Grid):
            parts = split_grid(slide.content, body.w / POINT, body.h / POINT)
        for page, part in enumerate(parts, start=1):
            heading = slide.title
            if len(parts) > 1:
                heading = say("deck.page", self.lang, title=heading, page=page, pages=len(parts))
            yield replace(slide, title=heading, content=part)

    def write(self, slide: Slide) -> None:
        """Add one slide."""
        places = self.opening if slide.content is None else self.places
        new = add_slide(self.show, places)
        notes = [slide.notes] if slide.notes else []
        notes += self._content(new, slide, places)
        self._texts(new, slide, places)
        write_notes(new, notes, self.spelling)

    def warn(self, file: str) -> None:
        """Say what was found, once each."""
        for finding in dict.fromkeys(self.findings):
            warnings.warn(f"{file}: {finding}", EvalkitWarning, stacklevel=3)

    def _texts(self, new: Any, slide: Slide, places: Places) -> None:
        sized = slide.content is not None
        size = _title_size(slide.title, places, new) if sized else None
        fill(new, places, "title", slide.title, self.spelling, size=size)
        fill(new, places, "subtitle", slide.subtitle, self.spelling)
        fill(new, places, "source", self._source(slide), self.spelling)

    def _source(self, slide: Slide) -> str:
        parts = [say("export.page.source", self.lang, source=slide.source)] if slide.source else []
        parts.append(
            say("watermark", self.lang)
            if self.mode == "dialogue"
            else say("mode.report", self.lang).capitalize()
        )
        parts.append(date(made_on(), self.lang))
        return " · ".join(parts)

    def _content(self, new: Any, slide: Slide, places: Places) -> list[str]:
        """Put the content on the slide; return what the notes say of it."""
        content = slide.content
        if not isinstance(content, Bullets):
            drop(new, places, "chart")
        if isinstance(content, Axes | Figure):
            return [self._chart(new, slide, content, places.body)]
        if isinstance(content, Grid):
            add_table(new, content, places.body, lang=self.spelling)
            return [_grid_in_words(content)]
        if isinstance(content, NativeLikert):
            return [add_likert(new, content, places.body, lang=self.lang)]
        if isinstance(content, Bullets):
            size = _list_size(content.items, places.body)
            fill(new, places, "chart", "\n".join(content.items), self.spelling, size=size)
        return []

    def _chart(self, new: Any, slide: Slide, chart: Axes | Figure, body: Box) -> str:
        figure = figure_of(chart)
        ax = chart if isinstance(chart, Axes) else figure.axes[0]
        wide, high = (inches * 72 * POINT for inches in figure.get_size_inches())
        zoom = min(body.w / wide, body.h / high)
        zoom = min(zoom, 1.0) if is_ours(figure) or zoom > 0.999 else zoom
        drawing = draw_shapes(figure, lang=self.lang, zoom=zoom)
        left = body.x + round((body.w - drawing.frame.w) / 2)
        frame = Box(left, body.y, drawing.frame.w, drawing.frame.h)
        alt = f"{slide.title.rstrip('.')}. {describe_chart(ax, self.lang)}"
        place_drawing(new, drawing, name=slide.title or say("deck.chart", self.lang), alt=alt, frame=frame)
        self._check(figure, drawing.replaced, zoom)
        return describe_chart(ax, self.lang, long=True)

    def _check(self, figure: Figure, replaced: Any, zoom: float) -> None:
        self.findings += check_chart(figure)
        if SMALL * zoom < SMALL - 0.5:
            self.findings.append(say("deck.small", "en", size=f"{SMALL * zoom:.1f}"))
        warn_of_pictures(replaced)


def _slides(charts: Any) -> list[Slide]:
    if isinstance(charts, Mapping):
        slides = [Slide(str(title), chart) for title, chart in charts.items()]
    elif isinstance(charts, Axes | Figure | Slide):
        slides = [_slide(charts)]
    else:
        slides = [_slide(chart) for chart in charts]
    if not slides:
        raise EvalkitError("there are no charts to make slides of", "Give at least one.")
    return slides


def _slide(chart: Axes | Figure | Slide) -> Slide:
    if isinstance(chart, Slide):
        return chart
    own = chart.get_title() if isinstance(chart, Axes) else figure_of(chart).get_suptitle()
    return Slide(own, chart)


def _refuse(slide: Slide, mode: str) -> None:
    if mode not in MODES:
        refuse_dialogue(Figure(), mode)
    if isinstance(slide.content, Axes | Figure):
        refuse_dialogue(figure_of(slide.content), mode)
    ungated = isinstance(slide.content, Plot | NativeLikert) and "shown" not in slide.content.table
    if ungated and mode == "report":
        raise EvalkitError(
            f"the table under {slide.title!r} is for discussion between the parties: it didn't pass the gate",
            "Give ek.protect(table), or say mode='dialogue' if it goes to the people in the room only.",
        )


def _title_size(title: str, places: Places, new: Any) -> float | None:
    """Return the largest size that puts a title on two lines in our layout; a template has its own."""
    if not places.layout.name.startswith("evalkit"):
        return None
    width = next(s.width for s in new.placeholders if s.placeholder_format.idx == places.idx["title"]) / POINT
    for size in _TITLE_SIZES:
        if len(wrap(title, width, size, bold=True)) <= 2:
            return size
    raise EvalkitError(
        f"the title {title!r} takes more than two lines", "State one finding; the notes hold the rest."
    )


def _list_size(items: Sequence[str], body: Box) -> float:
    width, height = body.w / POINT - 24, body.h / POINT
    for size in _LIST_SIZES:
        lines = sum(len(wrap(item, width, size)) for item in items)
        if lines * size * 1.2 + 8 * len(items) <= height:
            return size
    raise EvalkitError(f"{len(items)} points don't fit on one slide", "Split them over two slides.")


def _grid_in_words(grid: Grid) -> str:
    rows = [
        "; ".join(f"{head}: {cell}" for head, cell in zip(grid.headings, row, strict=True) if cell)
        for row in grid.rows
    ]
    return "\n".join([grid.caption + ":", *rows])


def _set_properties(show: Any, title: str, lang: str) -> None:
    about = show.core_properties
    about.title, about.author, about.language = title, "evalkit", OFFICE_LANG[lang]
    about.last_modified_by, about.revision = "evalkit", 1
