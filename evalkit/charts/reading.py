"""Reading a drawn figure back: which artists people can see, where they are, and what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
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
    """Return something that can measure a figure's texts: what drew it, or whatever its canvas has."""
    drawn_by = getattr(figure.canvas.figure, "drawn_by", None)
    if drawn_by is not None:
        return drawn_by
    if hasattr(figure.canvas, "get_renderer"):
        return figure.canvas.get_renderer()
    return figure._get_renderer()


def backdrops(texts: Sequence[Text], boxes: Sequence[Bbox], figure: Figure) -> list[str]:
    """Return the colour each text stands on: the uppermost surface below its middle, else the page.

    A saved chart is checked each time, so texts and surfaces are compared all at once.
    """
    if not texts:
        return []
    colours, depths, sides = _surfaces(figure)
    corners = np.array([box.extents for box in boxes])
    middles = (corners[:, :2] + corners[:, 2:]) / 2
    inside = (sides[:, :2] <= middles[:, None]) & (middles[:, None] <= sides[:, 2:])
    under = inside.all(axis=2) & (depths <= np.array([[text.get_zorder()] for text in texts]))
    return [
        _behind(text, middle, [colours[at] for at in np.flatnonzero(row)])
        for text, middle, row in zip(texts, middles, under, strict=True)
    ]


def _behind(text: Text, middle: np.ndarray, colours: Sequence[Any]) -> str:
    own = text.get_bbox_patch()
    if own is not None and to_rgba(own.get_facecolor())[3] > 0.5:
        return to_hex(own.get_facecolor())
    return _mixed(to_rgba(_page(text, middle)), *colours)


def _surfaces(figure: Figure) -> tuple[list[Any], np.ndarray, np.ndarray]:
    """Return what is filled in a figure, lowest first: colours, depths, and extents in pixels.

    Patches, and marks that stand alone.
    """
    artists = list(visible(figure))
    grounds = {id(artist.patch) for artist in artists if isinstance(artist, Axes | Figure)}
    patches = [a for a in artists if isinstance(a, Patch) and a.get_fill() and not _is_box_of_text(a)]
    marks = [a for a in artists if isinstance(a, Line2D) and len(np.atleast_1d(a.get_xdata())) == 1]
    # The background of axes and figure is below all, whatever its zorder says.
    depths = [-1e9 if id(a) in grounds else a.get_zorder() for a in patches] + [m.get_zorder() for m in marks]
    colours = [a.get_facecolor() for a in patches] + [to_rgba(m.get_markerfacecolor()) for m in marks]
    sides = np.array([*_patch_boxes(patches), *map(_mark_box, marks)]).reshape(-1, 4)
    order = [at for at in np.argsort(depths, kind="stable") if colours[at][3] > 0]
    return [colours[at] for at in order], np.array(depths)[order], sides[order]


def _patch_boxes(patches: Sequence[Patch]) -> list[tuple[float, ...]]:
    """Return patches' extents; upright rectangles in the same coordinates are asked together."""
    boxes: list[tuple[float, ...]] = [(np.nan,) * 4] * len(patches)
    upright: dict[int, tuple[Any, list[int]]] = {}
    for at, patch in enumerate(patches):
        transform = patch.get_data_transform()
        if isinstance(patch, Rectangle) and not patch.get_angle() and transform.is_separable:
            upright.setdefault(id(transform), (transform, []))[1].append(at)
        else:
            boxes[at] = patch.get_window_extent().extents
    for transform, places in upright.values():
        corners = np.array([patches[at].get_bbox().get_points() for at in places])  # type: ignore[attr-defined]
        drawn = transform.transform(corners.reshape(-1, 2)).reshape(-1, 2, 2)
        found = np.concatenate([drawn.min(axis=1), drawn.max(axis=1)], axis=1)
        for at, box in zip(places, found, strict=True):
            boxes[at] = tuple(box)
    return boxes


def _mark_box(line: Line2D) -> tuple[float, ...]:
    figure: Any = line.get_figure(root=True)
    x, y = line.get_transform().transform(line.get_xydata())[0]
    half = line.get_markersize() / 2 * figure.dpi / 72
    return x - half, y - half, x + half, y + half


def is_kit(figure: Artist) -> bool:
    """Tell whether a figure holds a chart of the kit's own."""
    return any(role_of(artist) == "chart" for artist in visible(figure))


def _is_box_of_text(patch: Patch) -> bool:
    return type(patch).__name__ == "FancyBboxPatch" and patch.get_gid() is None and patch.axes is None


def _page(text: Text, middle: np.ndarray) -> Any:
    axes, figure = text.axes, text.get_figure(root=True)
    filled = isinstance(axes, Axes) and to_rgba(axes.get_facecolor())[3] > 0.5 and axes.axison
    if isinstance(axes, Axes) and filled and axes.bbox.contains(*middle):
        return axes.get_facecolor()
    face = figure.get_facecolor() if figure is not None else "white"
    return face if to_rgba(face)[3] > 0.5 else "white"


@lru_cache(maxsize=2000)
def _mixed(*colours: tuple[float, ...]) -> str:
    """Lay colours over one another, the lowest first."""
    seen = np.array(colours[0][:3])
    for colour in colours[1:]:
        seen = np.array(colour[:3]) * colour[3] + seen * (1 - colour[3])
    return to_hex(tuple(seen))


def _ticks(axis: Axis) -> Iterator[Artist]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    yield axis.label
    yield axis.offsetText
    for tick in axis.get_major_ticks():
        if low - slack <= tick.get_loc() <= high + slack:
            yield tick.label1
            yield tick.label2
