"""From a matplotlib path to a PowerPoint geometry.

A rectangle, an ellipse and a straight line become PowerPoint's own shapes, which keep their handles when
somebody edits them; everything else becomes a freeform. PowerPoint can't clip, so what sticks out of its axes
is cut off here. matplotlib counts pixels from the bottom of the page, PowerPoint EMU from its top: `Page` knows both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform
from numpy.typing import NDArray

from evalkit.export.ooxml import EMU, Box, freeform, preset

Points = NDArray[np.float64]
_CIRCLE = Path.unit_circle()
_STEPS = {
    int(Path.MOVETO): ("moveTo", 1),
    int(Path.LINETO): ("lnTo", 1),
    int(Path.CURVE3): ("quadBezTo", 2),
    int(Path.CURVE4): ("cubicBezTo", 3),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The page in pixels, and how many of them go to the inch."""

    width: float
    height: float
    dpi: float

    @property
    def scale(self) -> float:
        """EMU to the pixel."""
        return EMU / self.dpi

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of pixels in EMU."""
        x, y = round(left * self.scale), round((self.height - top) * self.scale)
        return Box(
            x, y, round(right * self.scale) - x, round((self.height - bottom) * self.scale) - y
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A geometry and the box it stands in; a `line` needs no geometry of its own."""

    kind: str
    box: Box
    geometry: str


def cleaned(path: Path, transform: Transform, *, simplify: bool = False) -> Path:
    """Return a path in pixels without gaps (NaN), curves kept."""
    return _tidy(path.cleaned(transform, remove_nans=True, simplify=simplify, curves=True))


def _tidy(path: Path) -> Path:
    """Drop the end mark, and let each CLOSEPOLY stand where its outline began rather than at (0, 0)."""
    codes = np.asarray(path.codes)
    keep = codes != Path.STOP
    vertices, codes = np.array(path.vertices)[keep], codes[keep]
    closes = np.flatnonzero(codes == Path.CLOSEPOLY)
    if len(closes):
        starts = np.flatnonzero(codes == Path.MOVETO)
        vertices[closes] = vertices[starts[np.searchsorted(starts, closes) - 1]]
    return Path(vertices, codes)


def extents(path: Path) -> Bbox:
    """Return the box of a path's points in pixels."""
    vertices = np.asarray(path.vertices)
    return Bbox([vertices.min(axis=0), vertices.max(axis=0)])


def is_circle(path: Path, transform: Transform) -> bool:
    """Tell whether a path is matplotlib's circle, neither turned nor slanted."""
    if len(path.vertices) != len(_CIRCLE.vertices) or not transform.is_affine:
        return False
    matrix = transform.get_matrix()
    straight = abs(matrix[0, 1]) + abs(matrix[1, 0]) < 1e-9
    if path is _CIRCLE:
        return straight
    unit = np.asarray(path.vertices) / (np.abs(path.vertices).max() or 1)
    return straight and np.allclose(unit, _CIRCLE.vertices)


def figure_of(path: Path, page: Page, *, circle: bool = False) -> Figure:
    """Return the geometry of a path in pixels.

    Parameters
    ----------
    path : matplotlib.path.Path
        As `cleaned` returns it.
    page : Page
    circle : bool
        The path is a circle's or an ellipse's.
    """
    box = extents(path)
    frame = page.box(*box.extents)
    if circle:
        return Figure("ellipse", frame, preset("ellipse"))
    if _is_rectangle(path, box):
        return Figure("rect", frame, preset("rect"))
    if len(path) == 2 and path.codes is not None and path.codes[1] == Path.LINETO:
        (x0, y0), (x1, y1) = path.vertices
        upward = bool((x1 - x0) * (y1 - y0) > 0)
        return Figure("line", Box(frame.x, frame.y, frame.w, frame.h, flip=upward), "")
    return Figure("freeform", _thick(frame), _freeform(path, page, box))


def cut(path: Path, clip: Bbox, *, filled: bool) -> Path | None:
    """Cut off what lies outside a box; None where nothing is left.

    A filled path is cut as an area, another as a line (so no edge is drawn along the box).
    """
    if filled:
        pieces = path.clip_to_bbox(clip, inside=True)
    else:
        flat = [Path(polygon) for polygon in path.to_polygons(closed_only=False)]
        if not flat:
            return None
        whole = Path.make_compound_path(*flat)
        pieces = whole.cleaned(clip=(clip.x0, clip.y0, clip.x1, clip.y1), remove_nans=True)
    left = _tidy(pieces) if pieces.codes is not None else pieces
    return left if len(left) > 1 else None


def lies(box: Bbox, clip: Bbox | None) -> str:
    """Tell whether a box lies ``inside``, ``outside`` or ``across`` another; a hair over is inside."""
    hair = 0.75
    if clip is None or (
        box.x0 >= clip.x0 - hair
        and box.x1 <= clip.x1 + hair
        and box.y0 >= clip.y0 - hair
        and box.y1 <= clip.y1 + hair
    ):
        return "inside"
    apart = box.x1 < clip.x0 or box.x0 > clip.x1 or box.y1 < clip.y0 or box.y0 > clip.y1
    return "outside" if apart else "across"


def inside_convex(path: Path, clip: Path, transform: Transform) -> bool:
    """Tell whether a path in pixels lies inside a clip path that bulges nowhere inward."""
    polygons = [each for each in clip.to_polygons(transform) if np.ptp(each, axis=0).max() > 1e-6]
    if len(polygons) != 1 or not _convex(np.asarray(polygons[0])):
        return False
    return bool(Path(polygons[0]).contains_points(path.vertices, radius=1.0).all()) or bool(
        Path(polygons[0]).contains_points(path.vertices, radius=-1.0).all()
    )


def _convex(polygon: Points) -> bool:
    edges = np.diff(polygon, axis=0)
    edges = edges[np.abs(edges).sum(axis=1) > 1e-9]
    after = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0]
    return bool((turns >= -1e-6).all() or (turns <= 1e-6).all())


def _is_rectangle(path: Path, box: Bbox) -> bool:
    codes = path.codes
    if len(path) != 5 or codes is None or codes[0] != Path.MOVETO or (codes[1:4] != Path.LINETO).any():
        return False
    if codes[4] != Path.CLOSEPOLY and not np.allclose(path.vertices[4], path.vertices[0]):
        return False
    corners = path.vertices[:4]
    on_edges = np.isclose(corners, box.min) | np.isclose(corners, box.max)
    steps = np.abs(np.diff(corners, axis=0)) < 1e-6
    return bool(on_edges.all() and (steps.sum(axis=1) >= 1).all())


def _thick(box: Box) -> Box:
    return Box(box.x, box.y, max(box.w, 1), max(box.h, 1))


def _freeform(path: Path, page: Page, box: Bbox) -> str:
    scale = page.scale
    x = np.rint((path.vertices[:, 0] - box.x0) * scale).astype(int).tolist()
    y = np.rint((box.y1 - path.vertices[:, 1]) * scale).astype(int).tolist()
    points = [f'<a:pt x="{a}" y="{b}"/>' for a, b in zip(x, y, strict=True)]
    codes = path.codes.tolist() if path.codes is not None else [1] + [2] * (len(points) - 1)
    steps, at = [], 0
    while at < len(codes):
        if codes[at] == Path.CLOSEPOLY:
            steps.append("<a:close/>")
            at += 1
            continue
        name, length = _STEPS[codes[at]]
        steps.append(f"<a:{name}>{''.join(points[at : at + length])}</a:{name}>")
        at += length
    frame = _thick(page.box(*box.extents))
    return freeform(frame.w, frame.h, "".join(steps))
