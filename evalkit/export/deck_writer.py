"""Writes slides into a presentation: texts into placeholders, content into the room for it, notes behind.

The content goes to the layout's field for a chart. A chart of ours keeps its size, so that a point on the
slide is a point in the chart; in a smaller template it is drawn smaller, and it says so when text gets too
small.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.charts import check_chart, describe_chart, use_theme
from evalkit.charts.layout import LINE, SMALL, wrap
from evalkit.errors import EvalkitError, EvalkitWarning
from evalkit.export.deck_parts import Content, Plot, Slide, refuse_slide
from evalkit.export.ooxml import POINT, Box
from evalkit.export.pages import is_ours, walk
from evalkit.export.pictures import DIALOGUE, figure_of, made_on
from evalkit.export.pptx_backend import OFFICE_LANG, draw_shapes, pictures_said
from evalkit.export.pptx_file import place_drawing
from evalkit.export.pptx_likert import NativeLikert, add_likert
from evalkit.export.pptx_slides import (
    add_band,
    add_caption,
    add_ground,
    add_slide,
    drop,
    fill,
    size_that_fits,
    write_notes,
)
from evalkit.export.pptx_tables import add_table, lay_out, shared_size, split_grid
from evalkit.export.pptx_template import Places, chart_places, is_dark, opening_places, theme_of
from evalkit.export.story import Bullets, Grid
from evalkit.words import date, say

_TITLE_SIZES = (22.0, 20.0, 18.0)
_LIST_SIZES = (24.0, 20.0, 18.0, 16.0, 14.0, 12.5)
_BULLET, _SPACE = 24.0, 8.0  # points: a bullet's indent, and the space before it
_GAP = 10 * POINT  # between a chart and the table under it
_CAPTION = 20 * POINT  # a caption's line, and the air above it
_HALF = 0.5  # of the room goes to a list that has a table under it
_BAND = 20 * POINT  # the watermark's height


class Writer:
    """Adds slides to a presentation, collecting what is worth a warning in `findings`.

    Parameters
    ----------
    show : pptx Presentation
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
    """

    def __init__(self, show: Any, lang: str, mode: str) -> None:
        self.show, self.lang, self.mode = show, lang, mode
        self.spelling = OFFICE_LANG[lang]
        self.places, self.opening = chart_places(show), opening_places(show)
        self.findings: list[str] = []
        look = theme_of(show)
        # On dark slides charts and tables stand on a light ground, in the dark that is for light grounds.
        self.ground, self.ink = (look.paper, look.ink) if is_dark(show) else ("", "")

    def add(self, slide: Slide) -> None:
        """Add a slide, or as many as its content takes."""
        parts = self._parts(slide.content)
        for page, part in enumerate(parts, start=1):
            title = slide.title
            if len(parts) > 1:
                title = self._paged(title, page, len(parts))
            one = replace(slide, title=title, content=part, below=slide.below if page == len(parts) else None)
            refuse_slide(one, self.mode)
            self._write(one)

    def _body(self, places: Places) -> Box:
        """Return the room for content; in dialogue mode the watermark's band takes the foot of it."""
        body = places.body
        return replace(body, h=body.h - _BAND - _GAP // 2) if self.mode == "dialogue" else body

    def warn(self, file: str) -> None:
        """Warn of what was found, once each."""
        for finding in dict.fromkeys(self.findings):
            warnings.warn(f"{file}: {finding}", EvalkitWarning, stacklevel=3)

    def _parts(self, content: Content) -> Sequence[Content]:
        if isinstance(content, Plot):
            with use_theme(theme_of(self.show)):
                return content.charts()
        if isinstance(content, Grid):
            body = self._body(self.places)
            return split_grid(content, body.w / POINT, body.h / POINT)
        if isinstance(content, Bullets):
            return _split_list(content, self._body(self.places))
        return [content]

    def _write(self, slide: Slide) -> None:
        places = self.opening if slide.content is None else self.places
        new = add_slide(self.show, places)
        said, end = self._content(new, slide, places)
        left_over = None
        if slide.below is not None:
            room = self._room_below(new, slide, places, end)
            largest = self._table_size(slide, places)
            if sum(lay_out(slide.below, room.w / POINT, room.h / POINT).heights) > room.h / POINT:
                left_over = slide.below
            else:
                end = add_table(new, slide.below, room, lang=self.spelling, largest=largest, ink=self.ink)
                said = f"{said}\n\n{_in_words(slide.below)}"
        if self.mode == "dialogue" and not _bears_mark(slide.content):
            self._mark(new, places, end)
        rest = replace(slide, title=slide.below_alone)
        if left_over is not None and not slide.below_alone:
            slide, rest = (replace(slide, title=self._paged(slide.title, page, 2)) for page in (1, 2))
        fill(new, places, "title", slide.title, self.spelling, size=_title_size(slide, places, new))
        size = size_that_fits(new, places, "subtitle", slide.subtitle)
        fill(new, places, "subtitle", slide.subtitle, self.spelling, size=size)
        fill(new, places, "source", self._source(slide), self.spelling)
        mark = say("watermark", self.lang) if self.mode == "dialogue" else ""
        write_notes(new, [mark, slide.notes, said], self.spelling)
        if left_over is not None:  # a table that doesn't fit under the chart gets a slide of its own
            self.add(replace(rest, content=left_over, below=None, subtitle=left_over.caption))

    def _paged(self, title: str, page: int, pages: int) -> str:
        return say("deck.page", self.lang, title=title, page=page, pages=pages)

    def _source(self, slide: Slide) -> str:
        parts = [say("export.page.source", self.lang, source=slide.source)] if slide.source else []
        words = say("watermark" if self.mode == "dialogue" else "mode.report", self.lang)
        parts += [words[:1].upper() + words[1:], date(made_on(), self.lang)]
        return " · ".join(parts)

    def _content(self, new: Any, slide: Slide, places: Places) -> tuple[str, int]:
        """Put the content on the slide; return what the notes say of it, and where it ends."""
        content, body = slide.content, self._body(places)
        if isinstance(content, Axes | Figure):
            body = places.body
        if isinstance(content, Bullets):
            return "", self._list(new, content, places, room=_HALF if slide.below else 1.0)
        drop(new, places, "chart")
        if self.ground and content is not None:
            add_ground(new, places.body, self.ground)
        if isinstance(content, Axes | Figure):
            return self._chart(new, slide, content, body)
        if isinstance(content, Grid):
            size = self._table_size(slide, places)
            end = add_table(new, content, body, lang=self.spelling, largest=size, ink=self.ink)
            return _in_words(content), end
        if isinstance(content, NativeLikert):
            return add_likert(new, content, body, lang=self.lang), body.y + body.h
        return "", body.y

    def _list(self, new: Any, content: Bullets, places: Places, *, room: float) -> int:
        body = self._body(places)
        size, high = _list_size(content.items, body, room)
        fill(new, places, "chart", "\n".join(content.items), self.spelling, size=size)
        return body.y + round(high * POINT)

    def _chart(self, new: Any, slide: Slide, chart: Axes | Figure, body: Box) -> tuple[str, int]:
        figure = figure_of(chart)
        ax = chart if isinstance(chart, Axes) else figure.axes[0]
        wide, high = (inches * 72 * POINT for inches in figure.get_size_inches())
        zoom = min(body.w / wide, body.h / high)
        zoom = 1.0 if zoom > 0.999 and is_ours(figure) else zoom
        drawing = draw_shapes(figure, lang=self.lang, zoom=zoom)
        left = body.x + round((body.w - drawing.frame.w) / 2)
        frame = Box(left, body.y, drawing.frame.w, drawing.frame.h)
        alt = f"{slide.title.rstrip('.')}. {describe_chart(ax, self.lang)}"
        place_drawing(new, drawing, name=slide.title or say("deck.chart", self.lang), alt=alt, frame=frame)
        self.findings += [*check_chart(figure), *pictures_said(drawing.replaced)]
        if SMALL * zoom < SMALL - 0.5:
            self.findings.append(say("deck.small", "en", size=f"{SMALL * zoom:.1f}"))
        ends = [piece.box.y + piece.box.h for piece in drawing.pieces]
        return describe_chart(ax, self.lang, long=True), body.y + max(ends, default=0)

    def _table_size(self, slide: Slide, places: Places) -> float:
        """Return the largest size for a slide's tables: the same for two of them, in which both have room."""
        tables = [part for part in (slide.content, slide.below) if isinstance(part, Grid)]
        body = self._body(places)
        return shared_size(tables, body.w / POINT, (body.h - (len(tables) - 1) * 2 * _CAPTION) / POINT)

    def _room_below(self, new: Any, slide: Slide, places: Places, end: int) -> Box:
        """Return the room for the table under a slide's content; under another table it has its caption."""
        if isinstance(slide.content, Grid) and slide.below is not None:
            body = self._body(places)
            line = Box(body.x, end + _CAPTION - _GAP // 2, body.w, _CAPTION)
            add_caption(new, line, slide.below.caption, self.spelling, self.ink)
            end += 2 * _CAPTION - _GAP
        room = self._under(places, end)
        if self.ground and isinstance(slide.content, Bullets):
            add_ground(new, room, self.ground)
        return room

    def _under(self, places: Places, end: int) -> Box:
        body = self._body(places)
        top = end + _GAP
        return Box(body.x, top, body.w, max(body.y + body.h - top, 0))

    def _mark(self, new: Any, places: Places, end: int) -> None:
        """Put the watermark's band across the slide, under what stands on it."""
        body = places.body
        add_band(new, Box(body.x, max(end + _GAP // 2, body.y + body.h - _BAND), body.w, _BAND), self.lang)


def _bears_mark(content: Content) -> bool:
    """Tell whether a chart says itself that it is for the people in the room."""
    if not isinstance(content, Axes | Figure):
        return False
    return any(artist.get_gid() == DIALOGUE for artist in walk(figure_of(content)))


def _title_size(slide: Slide, places: Places, new: Any) -> float | None:
    """Return the largest size that puts a title on two lines in our layout, or into a template's field."""
    title = slide.title
    if slide.content is None or not places.layout.name.startswith("evalkit"):
        return size_that_fits(new, places, "title", title)
    width = next(s.width for s in new.placeholders if s.placeholder_format.idx == places.idx["title"]) / POINT
    for size in _TITLE_SIZES:
        if len(wrap(title, width, size, bold=True)) <= 2:
            return size
    raise EvalkitError(
        f"the title {title!r} takes more than two lines", "State one finding; the notes hold the rest."
    )


def _split_list(content: Bullets, body: Box) -> list[Bullets]:
    """Share a list's points out over as few slides as they fit on, about as many on each."""
    for slides in range(1, len(content.items)):
        most = -(-len(content.items) // slides)
        parts = [content.items[at : at + most] for at in range(0, len(content.items), most)]
        if all(_fitting(part, body, 1.0) for part in parts):
            return [replace(content, items=part) for part in parts]
    return [content]


def _list_size(items: Sequence[str], body: Box, room: float) -> tuple[float, float]:
    """Return the largest font size in which a list fits, and how high it is, in points."""
    found = _fitting(items, body, room)
    if found is None:
        raise EvalkitError(f"{len(items)} points don't fit on one slide", "Split them over two slides.")
    return found


def _fitting(items: Sequence[str], body: Box, room: float) -> tuple[float, float] | None:
    width, height = body.w / POINT - _BULLET, room * body.h / POINT
    for size in _LIST_SIZES:
        lines = sum(len(wrap(item, width, size)) for item in items)
        high = lines * size * LINE + _SPACE * len(items)
        if high <= height:
            return size, high
    return None


def _in_words(grid: Grid) -> str:
    def said(row: Sequence[str]) -> Iterator[str]:
        pairs = zip(grid.headings, row, strict=True)
        return (f"{head}: {' / '.join(cell.split(chr(10)))}" for head, cell in pairs if cell.strip())

    return "\n".join([f"{grid.caption}:", *filter(None, ("; ".join(said(row)) for row in grid.rows))])
