"""What texts stand on: the surfaces below them, laid over one another as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure, SubFigure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text


def backdrops(texts: Sequence[Text], boxes: np.ndarray, artists: Sequence[Artist]) -> list[str]:
    """Return the colour each text stands on: the uppermost surface below its middle, else the page.

    Texts and surfaces are compared all at once.

    Parameters
    ----------
    texts : sequence of Text
    boxes : ndarray
        Where each text is: left, bottom, right, top.
    artists : sequence of Artist
        Everything drawn, as `visible` yields it.
    """
    if not texts:
        return []
    colours, depths, sides = _surfaces(artists)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = (sides[:, :2] <= middles[:, None]) & (middles[:, None] <= sides[:, 2:])
    under = inside.all(axis=2) & (depths <= np.array([[text.get_zorder()] for text in texts]))
    found = [
        _behind(text, [colours[at] for at in row.nonzero()[0]])
        for text, row in zip(texts, under, strict=True)
    ]
    painted = _on_pictures(artists, middles)
    if painted.any():
        seen = _pixels(texts, middles[painted])
        for at, colour in zip(painted.nonzero()[0], seen, strict=True):
            found[at] = colour
    return found


def _on_pictures(artists: Sequence[Artist], middles: np.ndarray) -> np.ndarray:
    """Tell which texts stand where an image, a mesh or a cloud of marks may be: no surface of one colour."""
    on = np.zeros(len(middles), dtype=bool)
    for artist in artists:
        if isinstance(artist, AxesImage | Collection) and not isinstance(artist, LineCollection):
            box = artist.get_window_extent()  # of an axis that is turned, from top to bottom
            on |= ((box.min <= middles) & (middles <= box.max)).all(axis=1)
    return on


def _pixels(texts: Sequence[Text], points: np.ndarray) -> list[str]:
    """Return what is seen at some points when nothing is written: the figure is drawn once more."""
    figure: Any = texts[0].get_figure(root=True)
    width, height = (int(side) for side in figure.bbox.size)
    alphas, drawn_by = [text.get_alpha() for text in texts], getattr(figure, "drawn_by", None)
    renderer = RendererAgg(width, height, figure.dpi)
    try:
        for text in texts:
            text.set_alpha(0)
        figure.draw(renderer)
    finally:
        for text, alpha in zip(texts, alphas, strict=True):
            text.set_alpha(alpha)
        if drawn_by is not None:
            figure.drawn_by = drawn_by
    pixels = np.asarray(renderer.buffer_rgba())[::-1] / 255
    columns = np.clip(points[:, 0].astype(int), 0, width - 1)
    rows = np.clip(points[:, 1].astype(int), 0, height - 1)
    return [_mixed((1.0, 1.0, 1.0, 1.0), tuple(pixel)) for pixel in pixels[rows, columns]]


def _behind(text: Text, colours: Sequence[Any]) -> str:
    own = text.get_bbox_patch()
    if own is not None and to_rgba(own.get_facecolor())[3] > 0.5:
        return to_hex(own.get_facecolor())
    return _mixed((1.0, 1.0, 1.0, 1.0), *colours)


def _surfaces(artists: Sequence[Artist]) -> tuple[list[Any], np.ndarray, np.ndarray]:
    """Return what is filled, lowest first: colours, depths, and extents in pixels.

    Patches, and marks that stand alone.
    """
    grounds = {id(a.patch): _shows_ground(a) for a in artists if isinstance(a, Axes | Figure | SubFigure)}
    filled = [a for a in artists if isinstance(a, Patch) and _is_filled(a) and not _is_box_of_text(a)]
    patches = [a for a in filled if grounds.get(id(a), True)]
    marks = [a for a in artists if isinstance(a, Line2D) and len(np.atleast_1d(a.get_xdata())) == 1]
    # The background of axes and figure is below all, whatever its zorder says.
    depths = [-1e9 if id(a) in grounds else a.get_zorder() for a in patches] + [m.get_zorder() for m in marks]
    colours = [a.get_facecolor() for a in patches] + [to_rgba(m.get_markerfacecolor()) for m in marks]
    sides = np.array([*_patch_boxes(patches), *map(_mark_box, marks)]).reshape(-1, 4)
    order = [at for at in np.argsort(depths, kind="stable") if colours[at][3] > 0]
    return [colours[at] for at in order], np.array(depths)[order], sides[order]


def _shows_ground(artist: Axes | Figure | SubFigure) -> bool:
    return not isinstance(artist, Axes) or (artist.axison and artist.get_frame_on())


def _is_filled(patch: Patch) -> bool:
    return patch.get_fill() and to_rgba(patch.get_facecolor())[3] > 0


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


def _is_box_of_text(patch: Patch) -> bool:
    return type(patch).__name__ == "FancyBboxPatch" and patch.get_gid() is None and patch.axes is None


@lru_cache(maxsize=2000)
def _mixed(*colours: tuple[float, ...]) -> str:
    """Lay colours over one another, the lowest first."""
    seen = np.array(colours[0][:3])
    for colour in colours[1:]:
        seen = np.array(colour[:3]) * colour[3] + seen * (1 - colour[3])
    return to_hex(tuple(seen))
