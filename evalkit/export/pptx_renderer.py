"""A matplotlib renderer that collects PowerPoint shapes instead of pixels.

Text is measured by Agg at the figure's own resolution, so a figure is laid out just as in its PNG. A group
that matplotlib opens gives its artist's id (gid), which becomes the shape's name; the lines that arrive inside
one text's group become one text box. What PowerPoint has no shape for becomes a picture of that artist, and
`replaced` counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform

from evalkit.export.ooxml import Box, Piece, connector, outline, shape, solid
from evalkit.export.pptx_paths import Figure, Page, cleaned, cut, extents, figure_of, inside_convex, is_circle, lies
from evalkit.export.pptx_pictures import SHARPER, Draw, picture_of
from evalkit.export.pptx_text import Line, Style, standing, text_piece

MOST_SHAPES = 1500  # from one artist; PowerPoint becomes slow to open beyond that
_CAPS = {"butt": "flat", "round": "rnd", "projecting": "sq"}
Colour = tuple[float, ...]
Halos = Mapping[str, tuple[Colour, float]]


@dataclass
class Drawing:
    """A figure as PowerPoint shapes.

    Attributes
    ----------
    page : Page
    pieces : list of Piece
        From back to front.
    background : tuple of float or None
        The figure's own colour.
    replaced : Counter
        What became a picture, and how many of each.
    """

    page: Page
    pieces: list[Piece] = field(default_factory=list)
    background: Colour | None = None
    replaced: Counter[str] = field(default_factory=Counter)

    @property
    def frame(self) -> Box:
        """The whole page in EMU."""
        return self.page.box(0, 0, self.page.width, self.page.height)


@dataclass
class _OpenText:
    lines: list[Line] = field(default_factory=list)
    style: Style | None = None


class RendererPptx(RendererBase):
    """Collects shapes in `drawing`.

    Parameters
    ----------
    page : Page
    lang : str
        The texts' language as Office writes it (``da-DK``), or "".
    halos : mapping of str to (colour, points)
        The outline behind a text, by the text.
    """

    def __init__(self, page: Page, *, lang: str = "", halos: Halos | None = None) -> None:
        super().__init__()
        self.drawing = Drawing(page)
        self.dpi = page.dpi
        self.width, self.height = page.width, page.height
        self._measure = RendererAgg(8, 8, page.dpi)
        self._lang, self._halos = lang, halos or {}
        self._names: list[tuple[str, str]] = []
        self._text: _OpenText | None = None

    # What matplotlib asks of every renderer

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the page's size in pixels."""
        return self.width, self.height

    def points_to_pixels(self, points: float) -> float:
        """Turn points into pixels."""
        return points * self.dpi / 72

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Measure a text as Agg does."""
        return self._measure.get_text_width_height_descent(s, prop, ismath)

    def get_image_magnification(self) -> float:
        """Ask for images at the resolution of our pictures."""
        return SHARPER

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Remember whose shapes come next."""
        self._names.append((s, gid or ""))
        if s == "text":
            self._text = _OpenText()

    def close_group(self, s: str) -> None:
        """Forget them again; a text's box is made now that all its lines are here."""
        if s == "text":
            self._finish_text()
        while self._names:
            if self._names.pop()[0] == s:
                break

    @property
    def _name(self) -> str:
        gid = next((gid for _, gid in reversed(self._names) if gid), "")
        return gid or (self._names[-1][0] if self._names else "shape")

    # Paths

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None  # noqa: N803
    ) -> None:
        """Draw a path as a shape, or as a picture where PowerPoint can't."""
        if not len(path.vertices):
            return
        drawn = cleaned(path, transform, simplify=rgbFace is None and path.should_simplify)
        if not len(drawn.vertices):
            return
        why = self._no_shape(gc, drawn)
        if why:
            self._picture(lambda agg, new, move: agg.draw_path(new, path, transform + move, rgbFace), why, gc, drawn)
            return
        fill, line = _fill(gc, rgbFace), _line(gc)
        if fill is None and not line:
            return
        where = lies(extents(drawn), gc.get_clip_rectangle())
        if where == "inside":
            self._add(figure_of(drawn, self.drawing.page, circle=is_circle(path, transform)), fill, line)
        elif where == "across":
            self._cut(drawn, gc.get_clip_rectangle(), fill, line)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Draw a marker at each point: one geometry, moved."""
        places = trans.transform(path.vertices)
        places = places[np.isfinite(places).all(axis=1)]
        clip = gc.get_clip_rectangle()
        if len(places) > MOST_SHAPES:
            self._many(
                lambda agg, new, move: agg.draw_markers(
                    new, marker_path, marker_trans + _only_scale(move), path, trans + move, rgbFace
                ),
                gc,
            )
            return
        base = None if gc.get_hatch() or gc.get_clip_path()[0] is not None else cleaned(marker_path, marker_trans)
        for x, y in places:
            if base is not None and lies(extents(base).translated(x, y), clip) == "inside":
                moved = Path(base.vertices + (x, y), base.codes)
                circle = is_circle(marker_path, marker_trans)
                self._add(figure_of(moved, self.drawing.page, circle=circle), _fill(gc, rgbFace), _line(gc))
            else:
                self.draw_path(gc, marker_path, marker_trans + Affine2D().translate(x, y), rgbFace)

    def draw_path_collection(  # noqa: PLR0913 - matplotlib's signature
        self,
        gc: GraphicsContextBase,
        master_transform: Transform,
        paths: Any,
        all_transforms: Any,
        offsets: Any,
        offset_trans: Transform,
        *looks: Any,
        **hatches: Any,
    ) -> None:
        """Draw a collection path by path, or as one picture where it has too many."""
        if max(len(paths), len(all_transforms), len(offsets)) <= MOST_SHAPES:
            super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, *looks, **hatches
            )
            return
        self._many(
            lambda agg, new, move: RendererBase.draw_path_collection(
                agg, new, master_transform + _only_scale(move), paths, all_transforms, offsets, offset_trans + move,
                *looks, **hatches,
            ),
            gc,
        )  # fmt: skip

    def _no_shape(self, gc: GraphicsContextBase, drawn: Path) -> str:
        if gc.get_hatch():
            return "hatch"
        path, transform = gc.get_clip_path()
        return "clip" if path is not None and not inside_convex(drawn, path, transform) else ""

    def _add(self, figure: Figure, fill: Colour | None, line: str) -> None:
        if figure.kind == "line":
            if line:
                self.drawing.pieces.append(connector(self._name, figure.box, line))
            return
        if fill is not None or line:
            self.drawing.pieces.append(shape(self._name, figure.box, figure.geometry, solid(fill) + line))

    def _cut(self, drawn: Path, clip: Bbox, fill: Colour | None, line: str) -> None:
        for filled, look in ((True, fill), (False, line)):
            part = cut(drawn, clip, filled=filled) if look else None
            if part is not None:
                figure = figure_of(part, self.drawing.page)
                self._add(figure, fill if filled else None, "" if filled else line)

    # Pictures

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image, which is a picture anyhow."""
        height, width = np.shape(im)[:2]
        around = Bbox.from_bounds(x, y, width / SHARPER, height / SHARPER)

        def draw(agg: RendererAgg, new: GraphicsContextBase, move: Affine2D) -> None:
            left, bottom = move.transform((x, y))
            agg.draw_image(new, left, bottom, im)

        self._picture(draw, "image", gc, around)

    def draw_gouraud_triangles(self, gc: GraphicsContextBase, points: Any, colors: Any, transform: Transform) -> None:
        """Draw a gradient as a picture."""
        inside = transform.transform(np.reshape(points, (-1, 2)))
        self._picture(
            lambda agg, new, move: agg.draw_gouraud_triangles(new, points, colors, transform + move),
            "gradient",
            gc,
            Path(inside),
        )

    def _many(self, draw: Draw, gc: GraphicsContextBase) -> None:
        page = Bbox.from_bounds(0, 0, self.width, self.height)
        clip = gc.get_clip_rectangle()
        self._picture(draw, f"set of more than {MOST_SHAPES} marks", gc, page if clip is None else clip)

    def _picture(self, draw: Draw, why: str, gc: GraphicsContextBase, around: Path | Bbox) -> None:
        box = extents(around) if isinstance(around, Path) else around
        box = box.padded(1 + self.points_to_pixels(gc.get_linewidth()))
        clip = gc.get_clip_rectangle()
        if clip is not None and lies(box, clip) == "outside":
            return
        piece = picture_of(draw, box, gc, self.drawing.page, self._name)
        if piece is not None:
            self.drawing.pieces.append(piece)
            self.drawing.replaced[why] += 1

    # Text

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Take one line of text; mathematics becomes a picture."""
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        ink = _turned(x, self.height - y, angle, (0, -descent, width, height - descent))
        where = lies(ink, gc.get_clip_rectangle())
        if where == "outside" or not s.strip():
            return
        if ismath or where == "across":
            self._text_picture(gc, (x, y), s, prop, angle, ismath, ink)
            return
        style = self._style(gc, prop, angle, s if mtext is None else mtext.get_text())
        if mtext is not None:
            align, anchor = standing(mtext.get_ha(), mtext.get_va(), angle, mtext.get_rotation_mode())
            style = replace(style, align=align, anchor=anchor)
        self._take(Line(s, x, y, width), style)

    def draw_tex(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        *,
        mtext: Text | None = None,
    ) -> None:
        """Draw what TeX has set as a picture."""
        self.draw_text(gc, x, y, s, prop, angle, ismath="TeX", mtext=mtext)

    def _text_picture(
        self, gc: GraphicsContextBase, at: tuple[float, float], s: str, prop: FontProperties, angle: float,
        ismath: Any, ink: Bbox,
    ) -> None:  # fmt: skip
        def draw(agg: RendererAgg, new: GraphicsContextBase, move: Affine2D) -> None:
            left, bottom = move.transform((at[0], self.height - at[1]))
            if ismath == "TeX":
                agg.draw_tex(new, left, agg.height - bottom, s, prop, angle)
            else:
                agg.draw_text(new, left, agg.height - bottom, s, prop, angle, ismath)

        self._picture(draw, "mathematical text" if ismath else "clip", gc, ink.padded(2))

    def _style(self, gc: GraphicsContextBase, prop: FontProperties, angle: float, text: str) -> Style:
        halo = self._halos.get(" ".join(text.split()))
        return Style(prop, _with_alpha(gc, gc.get_rgb()), angle, lang=self._lang, halo=halo)

    def _take(self, line: Line, style: Style) -> None:
        if self._text is None:
            self.drawing.pieces.append(text_piece([line], style, self.drawing.page, self._name))
            return
        self._text.lines.append(line)
        self._text.style = style

    def _finish_text(self) -> None:
        text, self._text = self._text, None
        if text is None or text.style is None:
            return
        halo = self._halos.get(" ".join(" ".join(line.text for line in text.lines).split()))
        style = replace(text.style, halo=halo or text.style.halo)
        self.drawing.pieces.append(text_piece(text.lines, style, self.drawing.page, self._name))


def _with_alpha(gc: GraphicsContextBase, colour: Any) -> Colour:
    alpha = gc.get_alpha() if gc.get_forced_alpha() or len(colour) < 4 else colour[3]
    return (*map(float, colour[:3]), float(alpha))


def _fill(gc: GraphicsContextBase, colour: Any) -> Colour | None:
    if colour is None:
        return None
    fill = _with_alpha(gc, colour)
    return fill if fill[3] > 0 else None


def _line(gc: GraphicsContextBase) -> str:
    colour, points = _with_alpha(gc, gc.get_rgb()), float(gc.get_linewidth())
    if points <= 0 or colour[3] == 0:
        return ""
    _, dashes = gc.get_dashes()
    cap, join = _CAPS[str(gc.get_capstyle())], str(gc.get_joinstyle())
    return outline(colour, points, cap=cap, join=join, dashes=[] if dashes is None else list(map(float, dashes)))


def _turned(x: float, y: float, angle: float, ink: tuple[float, float, float, float]) -> Bbox:
    corners = [(ink[i], ink[j]) for i in (0, 2) for j in (1, 3)]
    return Bbox([(0, 0), (1, 1)]) if not corners else extents(
        Path(Affine2D().rotate_deg(angle).translate(x, y).transform(corners))
    )  # fmt: skip


def _only_scale(move: Affine2D) -> Affine2D:
    return Affine2D().scale(move.get_matrix()[0, 0])
