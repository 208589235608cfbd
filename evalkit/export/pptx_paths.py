"""From a matplotlib path to a PowerPoint geometry.

A rectangle, an ellipse and a straight line become PowerPoint's own shapes, which keep their handles when
somebody edits them; everything else becomes a freeform. PowerPoint can't clip, so what sticks out of its
axes is cut off here. matplotlib counts pixels from the bottom of the page, PowerPoint EMU from its top:
`Page` knows both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform
from numpy.typing import NDArray

from evalkit.export.ooxml import EMU, Box, freeform, preset

_CIRCLE = np.asarray(Path.unit_circle().vertices)
_STEPS = {
    int(Path.MOVETO): ("moveTo", 1),
    int(Path.LINETO): ("lnTo", 1),
    int(Path.CURVE3): ("quadBezTo", 2),
    int(Path.CURVE4): ("cubicBezTo", 3),
}
_HAIR = 0.75  # pixels over an edge that nobody sees


@dataclass(frozen=True, slots=True)
class Page:
    """The page in pixels, how many of them go to the inch, and how much larger it is drawn than it is."""

    width: float
    height: float
    dpi: float
    zoom: float = 1.0

    @property
    def scale(self) -> float:
        """EMU to the pixel."""
        return EMU / self.dpi * self.zoom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of pixels in EMU."""
        x, y = round(left * self.scale), round((self.height - top) * self.scale)
        return Box(x, y, round(right * self.scale) - x, round((self.height - bottom) * self.scale) - y)


@dataclass(frozen=True, slots=True)
class Outline:
    """A path in pixels: points and matplotlib's codes, without gaps or an end mark."""

    points: NDArray[np.float64]
    codes: NDArray[np.uint8]

    @property
    def bounds(self) -> Bbox:
        """The box of the points."""
        return Bbox([self.points.min(axis=0), self.points.max(axis=0)])

    def moved(self, x: float, y: float) -> Outline:
        """Return the same path elsewhere."""
        return Outline(self.points + np.array([x, y]), self.codes)


@dataclass(frozen=True, slots=True)
class Figure:
    """A geometry and the box it stands in; a `line` needs no geometry of its own."""

    kind: str
    box: Box
    geometry: str


def outlined(path: Path, transform: Transform, *, simplify: bool = False) -> Outline:
    """Return a path in pixels, curves kept."""
    return _tidy(path.cleaned(transform, remove_nans=True, simplify=simplify, curves=True))


def is_circle(path: Path, transform: Transform) -> bool:
    """Tell whether a path is matplotlib's circle, neither turned nor slanted."""
    points = np.asarray(path.vertices)
    if len(points) != len(_CIRCLE) or not transform.is_affine:
        return False
    matrix = np.asarray(transform.get_matrix())
    straight = abs(matrix[0, 1]) + abs(matrix[1, 0]) < 1e-9
    return bool(straight and np.allclose(points / (np.abs(points).max() or 1), _CIRCLE))


def figure_of(outline: Outline, page: Page, *, circle: bool = False) -> Figure:
    """Return the geometry of a path.

    Parameters
    ----------
    outline : Outline
    page : Page
    circle : bool
        The path is a circle's or an ellipse's.
    """
    bounds = outline.bounds
    frame = page.box(*bounds.extents)
    if circle:
        return Figure("ellipse", frame, preset("ellipse"))
    if _is_rectangle(outline, bounds):
        return Figure("rect", frame, preset("rect"))
    if len(outline.points) == 2 and outline.codes[1] == Path.LINETO:
        (x0, y0), (x1, y1) = outline.points
        upward = bool((x1 - x0) * (y1 - y0) > 0)
        return Figure("line", Box(frame.x, frame.y, frame.w, frame.h, flip=upward), "")
    frame = Box(frame.x, frame.y, max(frame.w, 1), max(frame.h, 1))
    return Figure("freeform", frame, freeform(frame.w, frame.h, _steps(outline, page.scale, bounds)))


def cut(outline: Outline, clip: Bbox, *, filled: bool) -> Outline | None:
    """Cut off what lies outside a box; None where nothing is left.

    A filled path is cut as an area, another as a line (so no edge is drawn along the box).
    """
    path = Path(outline.points, outline.codes)
    if filled:
        left = path.clip_to_bbox(clip, inside=True)
    else:
        flat = [Path(polygon) for polygon in path.to_polygons(closed_only=False)]
        edges = (clip.x0, clip.y0, clip.x1, clip.y1)
        left = Path.make_compound_path(*flat).cleaned(clip=edges, remove_nans=True)  # type: ignore[arg-type]
    if left.codes is None or len(left) < 2:
        return None
    tidy = _tidy(left)
    return tidy if len(tidy.points) > 1 else None


def lies(box: Bbox, clip: Bbox | None) -> str:
    """Tell whether a box lies ``inside``, ``outside`` or ``across`` another; a hair over is inside."""
    if clip is None:
        return "inside"
    low, high = np.asarray(clip.min) - _HAIR, np.asarray(clip.max) + _HAIR
    if (np.asarray(box.min) >= low).all() and (np.asarray(box.max) <= high).all():
        return "inside"
    apart = (np.asarray(box.max) < low).any() or (np.asarray(box.min) > high).any()
    return "outside" if apart else "across"


def inside_convex(outline: Outline, clip: Any, transform: Any) -> bool:
    """Tell whether a path lies inside a clip path that bulges nowhere inward."""
    polygons = [each for each in clip.to_polygons(transform) if np.ptp(each, axis=0).max() > 1e-6]
    if len(polygons) != 1 or not _convex(np.asarray(polygons[0])):
        return False
    around = Path(polygons[0])
    return any(bool(around.contains_points(outline.points, radius=r).all()) for r in (_HAIR, -_HAIR))


def _tidy(path: Path) -> Outline:
    """Drop the end mark, and let each CLOSEPOLY stand where its outline began rather than at (0, 0)."""
    codes = np.asarray(path.codes, dtype=np.uint8)
    keep = codes != Path.STOP
    points, codes = np.array(path.vertices, dtype=float)[keep], codes[keep]
    closes = np.flatnonzero(codes == Path.CLOSEPOLY)
    if len(closes):
        starts = np.flatnonzero(codes == Path.MOVETO)
        points[closes] = points[starts[np.searchsorted(starts, closes) - 1]]
    return Outline(points, codes)


def _convex(polygon: NDArray[np.float64]) -> bool:
    edges = np.diff(polygon, axis=0)
    edges = edges[np.abs(edges).sum(axis=1) > 1e-9]
    after = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0]
    return bool((turns >= -1e-6).all() or (turns <= 1e-6).all())


def _is_rectangle(outline: Outline, bounds: Bbox) -> bool:
    points, codes = outline.points, outline.codes
    if len(points) != 5 or codes[0] != Path.MOVETO or (codes[1:4] != Path.LINETO).any():
        return False
    if np.abs(points[4] - points[0]).max() > 1e-6:
        return False
    corners = points[:4]
    on_edges = (np.abs(corners - bounds.min) < 1e-6) | (np.abs(corners - bounds.max) < 1e-6)
    still = np.abs(np.diff(corners, axis=0)) < 1e-6
    return bool(on_edges.all() and still.any(axis=1).all())


def _steps(outline: Outline, scale: float, bounds: Bbox) -> str:
    x = np.rint((outline.points[:, 0] - bounds.x0) * scale).astype(int).tolist()
    y = np.rint((bounds.y1 - outline.points[:, 1]) * scale).astype(int).tolist()
    points = [f'<a:pt x="{a}" y="{b}"/>' for a, b in zip(x, y, strict=True)]
    codes = outline.codes.tolist()
    steps, at = [], 0
    while at < len(codes):
        name, length = _STEPS.get(codes[at], ("close", 1))
        inner = "".join(points[at : at + length])
        steps.append("<a:close/>" if name == "close" else f"<a:{name}>{inner}</a:{name}>")
        at += length
    return "".join(steps)
