"""Reading a drawn figure back: which artists people can see, where they are, and what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from evalkit.charts.layout import HYPHEN
from evalkit.charts.sheet import role_of


def visible(artist: Artist) -> Iterator[Artist]:
    """Go through an artist and everything in it that is drawn, outside first."""
    if not artist.get_visible():
        return
    yield artist
    for child in _ticks(artist) if isinstance(artist, Axis) else artist.get_children():
        yield from visible(child)


def texts_of(artist: Artist) -> list[Text]:
    """Return the texts that are drawn and not empty."""
    return [a for a in visible(artist) if isinstance(a, Text) and a.get_text().strip() and a.get_alpha() != 0]


def plain(text: str) -> str:
    """Join a wrapped text again: a hyphen that wrapping put in goes, one of the text's own stays."""
    text = text.replace(HYPHEN + "\n", "")
    return " ".join(re.sub(r"(?<=\S)([-/])\n(?=\S)", r"\1", text).split())


def extent(artist: Any) -> Bbox:
    """Return where an artist is drawn, in pixels."""
    return artist.get_window_extent(renderer_of(artist.get_figure(root=True)))


def renderer_of(figure: Any) -> Any:
    """Return something that can measure a figure's texts, whatever canvas it has."""
    if hasattr(figure.canvas, "get_renderer"):
        return figure.canvas.get_renderer()
    return figure._get_renderer()


@dataclass(frozen=True)
class Surface:
    """Something filled that a text may stand on."""

    colour: Any
    zorder: float
    box: Bbox


def backdrop(text: Text, surfaces: Sequence[Surface]) -> str:
    """Return the colour that a text stands on: the uppermost surface below its middle, else the page."""
    own = text.get_bbox_patch()
    if own is not None and to_rgba(own.get_facecolor())[3] > 0.5:
        return to_hex(own.get_facecolor())
    box = extent(text)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    colour = np.array(to_rgba(_page(text)))
    for one in surfaces:
        if (
            one.zorder <= text.get_zorder()
            and one.box.x0 <= x <= one.box.x1
            and one.box.y0 <= y <= one.box.y1
        ):
            colour = _over(np.array(to_rgba(one.colour)), colour)
    return to_hex(tuple(colour[:3]))


def surfaces(figure: Figure) -> list[Surface]:
    """Return what is filled in a figure, lowest first: patches, and marks that stand alone."""
    found = []
    artists = list(visible(figure))
    grounds = {id(artist.patch) for artist in artists if isinstance(artist, Axes | Figure)}
    for artist in artists:
        if isinstance(artist, Patch) and artist.get_fill() and not _is_box_of_text(artist):
            # The background of axes and figure is below all, whatever its zorder says.
            depth = -1e9 if id(artist) in grounds else artist.get_zorder()
            found.append(Surface(artist.get_facecolor(), depth, artist.get_window_extent()))
        elif isinstance(artist, Line2D) and len(np.atleast_1d(artist.get_xdata())) == 1:
            found.append(Surface(artist.get_markerfacecolor(), artist.get_zorder(), _mark_box(artist)))
    found.sort(key=lambda surface: surface.zorder)
    return [surface for surface in found if to_rgba(surface.colour)[3] > 0]


def _mark_box(line: Line2D) -> Bbox:
    figure: Any = line.get_figure(root=True)
    x, y = line.get_transform().transform(line.get_xydata())[0]
    half = line.get_markersize() / 2 * figure.dpi / 72
    return Bbox([[x - half, y - half], [x + half, y + half]])


def is_kit(figure: Artist) -> bool:
    """Tell whether a figure holds a chart of the kit's own."""
    return any(role_of(artist) == "chart" for artist in visible(figure))


def _is_box_of_text(patch: Patch) -> bool:
    return type(patch).__name__ == "FancyBboxPatch" and patch.get_gid() is None and patch.axes is None


def _page(text: Text) -> Any:
    axes, figure = text.axes, text.get_figure(root=True)
    if isinstance(axes, Axes) and to_rgba(axes.get_facecolor())[3] > 0.5 and axes.axison:
        middle = extent(text)
        if axes.bbox.contains((middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2):
            return axes.get_facecolor()
    face = figure.get_facecolor() if figure is not None else "white"
    return face if to_rgba(face)[3] > 0.5 else "white"


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    alpha = above[3]
    return np.array([*(above[:3] * alpha + below[:3] * (1 - alpha)), 1.0])


def _ticks(axis: Axis) -> Iterator[Artist]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    yield axis.label
    yield axis.offsetText
    for tick in axis.get_major_ticks():
        if low - slack <= tick.get_loc() <= high + slack:
            yield tick.label1
            yield tick.label2
