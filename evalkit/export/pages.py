"""A page around a chart: title, subtitle, the chart as it is, footer.

The chart isn't copied and isn't drawn again by us: its own figure is placed in a box of the page, drawn there
by matplotlib, and given back exactly as it was. All measures are points on a 960 x 540 slide, so that a size
in points is the size people see on the slide.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from evalkit.charts.layout import BODY, PAGE, SMALL, wrap
from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError, place


@dataclass(frozen=True)
class Sheet:
    """A page's size: points it is laid out in, pixels across for a picture, points across on paper."""

    width: float
    height: float
    pixels: int
    paper: float

    @property
    def body(self) -> tuple[float, float]:
        """How wide and high a chart can be under a title and a subtitle, in points."""
        return BODY[2], self.height - _HEAD - BODY[1]


_A4 = 297 / 210
SHEETS = {
    "": Sheet(PAGE[0], PAGE[1], 1920, PAGE[0]),
    "@2x": Sheet(PAGE[0], PAGE[1], 3840, PAGE[0]),
    "@half": Sheet(PAGE[0], PAGE[1], 960, PAGE[0]),
    "@a4": Sheet(PAGE[0], PAGE[0] / _A4, 3508, 297 / 25.4 * 72),  # a slide, made smaller
}
_TITLE_SIZES, _SUBTITLE_SIZE, _LEADING = (22.0, 20.0, 18.0), 13.0, 1.2
_HEAD = PAGE[1] - BODY[1] - BODY[3]  # kept for title and subtitle
_TOP, _BOTTOM, _AIR, _SLACK = 18.0, 8.0, 6.0, 0.01
_LOGO = (120.0, 28.0, 14.0)  # its most width and height at the page's foot, and the air beside it
_LEAST = 3.0  # inches of height under which a page shows no chart


@dataclass(frozen=True)
class Texts:
    """What stands around the chart; an empty text takes no room."""

    title: str = ""
    subtitle: str = ""
    footer: str = ""


def sheet_of(path: str | Path) -> Sheet:
    """Return the page size that a file's name asks for.

    Parameters
    ----------
    path : path
        ``card.png`` is 1920 x 1080 pixels; ``card@2x.png`` twice, ``card@half.png`` half of that each way;
        ``card@a4.png`` is A4 lying down.

    Returns
    -------
    Sheet

    Raises
    ------
    EvalkitError
        If there is another ``@...`` at the end of the name.

    Examples
    --------
    >>> sheet_of("out/card@2x.png").pixels
    3840
    """
    stem = Path(path).stem
    mark = stem[stem.rindex("@") :] if "@" in stem else ""
    if mark not in SHEETS:
        known = ", ".join(f"{mark or '(nothing)'}" for mark in SHEETS)
        raise EvalkitError(
            f"{mark!r} is not a page size", f"End the file's name with {known}.", where=place(path)
        )
    return SHEETS[mark]


@contextmanager
def page_around(figure: Figure, texts: Texts, sheet: Sheet) -> Iterator[Page]:
    """Give a page with the chart in its place; the chart's figure is as it was when the block ends.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart's own figure.
    texts : Texts
    sheet : Sheet

    Yields
    ------
    Page
        A matplotlib figure, ready to save at its own dpi.

    Raises
    ------
    EvalkitError
        If the texts leave no room for the chart.
    """
    size, dpi = (sheet.width / 72, sheet.height / 72), sheet.pixels / (sheet.width / 72)
    page = Page(figsize=size, dpi=dpi, facecolor=current_theme().paper)
    FigureCanvasAgg(page)
    box = _place_texts(page, texts, sheet)
    with _placed(figure, box, page):
        page.add_artist(_Inset(figure))
        page.scale, page.sharp = sheet.paper / sheet.width, dpi
        yield page


class Page(Figure):
    """A page, which knows what drew it last.

    A chart's tick labels find their place only while matplotlib draws. Where that is done, a check needn't
    draw it all once more, and what drew the texts can tell best how large they are.
    """

    drawn_by: Any = None
    scale = 1.0  # from the points it is laid out in to those on paper
    sharp = 72.0  # dots to the inch of the pictures in it

    def draw(self, renderer: Any) -> None:
        """Draw everything."""
        super().draw(renderer)
        self.drawn_by = renderer

    def draw_without_rendering(self) -> None:
        """Let every artist find its place, unless all have."""
        if self.drawn_by is None:
            super().draw_without_rendering()


class _Inset(Artist):
    """The chart's figure as one artist of the page."""

    def __init__(self, chart: Figure) -> None:
        super().__init__()
        self._chart = chart

    def draw(self, renderer: Any) -> None:
        page = self.get_figure(root=True)
        _set_dpi(self._chart, page.dpi)  # type: ignore[union-attr]
        self._chart.draw(renderer)

    def get_children(self) -> list[Artist]:
        return [self._chart]

    def get_window_extent(self, renderer: Any = None) -> Any:
        return self._chart.bbox.frozen()


def _place_texts(page: Page, texts: Texts, sheet: Sheet) -> tuple[float, float, float, float]:
    """Write the texts; return the box left for the chart: x, y, width, height in points."""
    theme, (left, foot_height, width, height) = current_theme(), BODY
    size, title = _title_lines(texts.title, width)
    subtitle = wrap(texts.subtitle, width, _SUBTITLE_SIZE) if texts.subtitle else []
    footer = wrap(texts.footer, width - _place_logo(page, theme.logo), SMALL) if texts.footer else []
    top = _write(page, title, size, sheet.height - _TOP, bold=True, colour=theme.ink)
    top = _write(page, subtitle, _SUBTITLE_SIZE, top - 2, bold=False, colour=theme.muted)
    bottom = _BOTTOM + len(footer) * SMALL * _LEADING
    _write(page, footer, SMALL, bottom, bold=False, colour=theme.muted)
    bottom = max(bottom + _AIR, foot_height)
    head = max(sheet.height - _HEAD, bottom + height)  # what a long footer takes, a short title leaves
    return left, bottom, width, min(top - _AIR, head) - bottom


def _place_logo(page: Page, logo: str) -> float:
    """Put the theme's logo at the foot's right end; return the room it takes, in points."""
    if not logo:
        return 0.0
    from PIL import Image

    with Image.open(logo) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    shape, (widest, highest, air) = pixels.shape[1] / pixels.shape[0], _LOGO
    width = min(widest, highest * shape)
    across, upward = (72 * inches for inches in page.get_size_inches())
    place = (BODY[0] + BODY[2] - width, _BOTTOM, width, width / shape)
    ax = page.add_axes(tuple(side / whole for side, whole in zip(place, (across, upward) * 2, strict=True)))
    ax.imshow(pixels, aspect="auto")
    ax.set_axis_off()
    return width + air


def _title_lines(title: str, width: float) -> tuple[float, list[str]]:
    """Break a title into at most two lines, in the largest size that lets it."""
    if not title:
        return _TITLE_SIZES[0], []
    tried = [(size, wrap(title, width, size, bold=True)) for size in _TITLE_SIZES]
    return next((one for one in tried if len(one[1]) <= 2), tried[-1])


def _write(page: Figure, lines: list[str], size: float, top: float, *, bold: bool, colour: str) -> float:
    """Write lines downwards from `top`; return where they end."""
    width, height = (72 * inches for inches in page.get_size_inches())
    look = {"fontfamily": list(current_theme().fonts), "fontweight": "bold" if bold else "normal"}
    for line in lines:
        place = (BODY[0] / width, (top - size) / height)
        page.text(*place, line, fontsize=size, va="baseline", color=colour, parse_math=False, **look)
        top -= size * _LEADING
    return top


@contextmanager
def _placed(chart: Figure, box: tuple[float, float, float, float], page: Figure) -> Iterator[None]:
    """Put a chart's figure into a box of the page, and everything back afterwards."""
    points, old_dpi, engine = chart.bbox_inches.get_points().copy(), chart.dpi, chart.get_layout_engine()
    canvas = chart.canvas
    positions = [(ax, ax.get_position(original=True), ax.get_position()) for ax in chart.axes]
    x, y, width, height = _fitted(chart, [side / 72 for side in box])
    try:
        _set_dpi(chart, page.dpi)
        chart.bbox_inches.set_points(np.array([[0, 0], [width, height]]))
        if engine is not None:
            chart.draw_without_rendering()
            chart.set_layout_engine("none")
        chart.canvas = page.canvas  # texts are measured by what draws them
        chart.bbox_inches.set_points(np.array([[x, y], [x + width, y + height]]))
        yield
    finally:
        chart.canvas = canvas
        chart.bbox_inches.set_points(points)
        _set_dpi(chart, old_dpi)
        if engine is not None:
            chart.set_layout_engine(engine)
        _put_back(positions)


def _fitted(chart: Figure, box: list[float]) -> tuple[float, float, float, float]:
    """Give a chart of ours its own size, at the top of the box; any other fills the box."""
    x, y, width, height = box
    wide, high = chart.get_size_inches()
    if not is_ours(chart) and height > _LEAST:
        return x, y, width, height
    if min(width, height) < _LEAST or wide > width + _SLACK or high > height + _SLACK:
        raise EvalkitError(
            f"the chart ({72 * wide:.0f} x {72 * high:.0f} points) and its texts don't fit on the page "
            f"({72 * width:.0f} x {72 * height:.0f} left for it)",
            "Shorten title, subtitle or source: the title states one finding, the notes hold the rest.",
        )
    return x + (width - wide) / 2, y + height - high, wide, high


def _put_back(positions: list[tuple[Axes, Any, Any]]) -> None:
    for ax, original, active in positions:
        ax._set_position(original, which="original")  # type: ignore[attr-defined]
        ax._set_position(active, which="active")  # type: ignore[attr-defined]


def _set_dpi(chart: Figure, dpi: float) -> None:
    if chart.dpi != dpi:
        chart._set_dpi(dpi, forward=False)  # type: ignore[attr-defined]  # the public setter resizes windows


def is_ours(figure: Figure) -> bool:
    """Tell whether a figure is one of the kit's charts: its artists carry names that begin with evalkit:."""
    return any(str(artist.get_gid() or "").startswith("evalkit:") for artist in walk(figure))


def walk(artist: Artist) -> Iterator[Artist]:
    """Yield an artist and everything below it."""
    yield artist
    for child in artist.get_children():
        yield from walk(child)
