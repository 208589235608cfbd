"""A matplotlib renderer that collects PowerPoint shapes instead of pixels.

Text is measured by Agg at the figure's own resolution, so a figure is laid out just as in its PNG. A group
that matplotlib opens gives its artist's id (gid), which becomes the shape's name; the lines that arrive
inside one text's group become one text box. What PowerPoint has no shape for becomes a picture of that
artist, and `replaced` counts it.
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
from matplotlib.transforms import Affine2D, Bbox, Transform

from evalkit.export.ooxml import Box, Piece, connector, shape, solid
from evalkit.export.pptx_looks import Colour, fill_of, line_of, seen_colour
from evalkit.export.pptx_paths import (
    Figure,
    Outline,
    Page,
    cut,
    figure_of,
    inside_convex,
    is_circle,
    lies,
    outlined,
)
from evalkit.export.pptx_pictures import SHARPER, Draw, picture_of
from evalkit.export.pptx_text import Line, Style, ink_of, standing, text_piece

MOST_SHAPES = 1500  # from one artist; PowerPoint becomes slow to open beyond that
Halos = Mapping[str, tuple[Colour, float]]


@dataclass
class Drawing:
    """A figure as PowerPoint shapes.

    Attributes
    ----------
    page : Page
    background : tuple of float or None
        The figure's own colour.
    pieces : list of Piece
        From back to front.
    replaced : Counter
        What became a picture, and how many of each.
    """

    page: Page
    background: Colour | None = None
    pieces: list[Piece] = field(default_factory=list)
    replaced: Counter[str] = field(default_factory=Counter)

    @property
    def frame(self) -> Box:
        """The whole page in EMU."""
        return self.page.box(0, 0, self.page.width, self.page.height)


class RendererPptx(RendererBase):
    """Collects shapes in `drawing`.

    Parameters
    ----------
    page : Page
    paper : tuple of float, optional
        The page's own colour.
    lang : str
        The texts' language as Office writes it (``da-DK``), or "".
    halos : mapping of str to (colour, points)
        The outline behind a text, by the text.
    """

    def __init__(
        self, page: Page, *, paper: Colour | None = None, lang: str = "", halos: Halos | None = None
    ) -> None:
        super().__init__()
        self.drawing = Drawing(page, background=paper)
        self.dpi = page.dpi
        self.width, self.height = page.width, page.height
        self._measure = RendererAgg(8, 8, page.dpi)
        self._lang, self._halos = lang, halos or {}
        self._names: list[tuple[str, str]] = []
        self._lines: list[tuple[Line, Style]] | None = None

    # What matplotlib asks of every renderer

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the page's size in pixels."""
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        """Turn points into pixels."""
        return points * self.dpi / 72

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Measure a text as Agg does."""
        return self._measure.get_text_width_height_descent(s, prop, ismath)

    def get_image_magnification(self) -> float:
        """Ask for images at the resolution of our pictures."""
        return SHARPER

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Remember whose shapes come next."""
        self._names.append((s, gid or ""))
        if s == "text":
            self._lines = []

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
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        """Draw a path as a shape, or as a picture where PowerPoint can't."""
        outline = outlined(path, transform, simplify=rgbFace is None and path.should_simplify)
        if not len(outline.points):
            return
        why = self._no_shape(gc, outline)
        if why:
            self._picture(
                lambda agg, new, move: agg.draw_path(new, path, transform + move, rgbFace),
                why,
                gc,
                outline.bounds,
            )
        else:
            self._path(gc, outline, rgbFace, circle=is_circle(path, transform))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        """Draw a marker at each point: one geometry, moved."""
        places = trans.transform(path.vertices)
        if len(places) > MOST_SHAPES:
            self._many(
                lambda agg, new, move: agg.draw_markers(
                    new, marker_path, marker_trans + _only_scale(move), path, trans + move, rgbFace
                ),
                gc,
            )
            return
        plain = not gc.get_hatch() and gc.get_clip_path()[0] is None
        outline, circle = outlined(marker_path, marker_trans), is_circle(marker_path, marker_trans)
        for x, y in places[np.isfinite(places).all(axis=1)]:
            if plain:
                self._path(gc, outline.moved(x, y), rgbFace, circle=circle)
            else:
                self.draw_path(gc, marker_path, marker_trans + Affine2D().translate(x, y), rgbFace)

    def draw_path_collection(
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
        draw: Any = RendererBase.draw_path_collection
        if max(len(paths), len(all_transforms), len(offsets)) <= MOST_SHAPES:
            draw(self, gc, master_transform, paths, all_transforms, offsets, offset_trans, *looks, **hatches)
            return

        def draw_all(agg: RendererAgg, new: GraphicsContextBase, move: Affine2D) -> None:
            master, places = master_transform + _only_scale(move), offset_trans + move
            draw(agg, new, master, paths, all_transforms, offsets, places, *looks, **hatches)

        self._many(draw_all, gc)

    def _no_shape(self, gc: GraphicsContextBase, outline: Outline) -> str:
        if gc.get_hatch():
            return "hatch"
        path, transform = gc.get_clip_path()
        return "clip" if path is not None and not inside_convex(outline, path, transform) else ""

    def _path(self, gc: GraphicsContextBase, outline: Outline, colour: Any, *, circle: bool) -> None:
        fill, line, clip = fill_of(gc, colour), line_of(gc, self.drawing.page.zoom), gc.get_clip_rectangle()
        where = "inside" if clip is None else lies(outline.bounds, clip)
        if where == "inside":
            self._add(figure_of(outline, self.drawing.page, circle=circle), fill, line)
        elif where == "across" and clip is not None:
            self._add_cut(outline, clip, fill, line)

    def _add(self, figure: Figure, fill: Colour | None, line: str) -> None:
        if figure.kind == "line" and line:
            self.drawing.pieces.append(connector(self._name, figure.box, line))
        elif figure.kind != "line" and (fill or line) and not self._is_paper(figure, fill, line):
            self.drawing.pieces.append(shape(self._name, figure.box, figure.geometry, solid(fill) + line))

    def _add_cut(self, outline: Outline, clip: Bbox, fill: Colour | None, line: str) -> None:
        area = cut(outline, clip, filled=True) if fill else None
        edge = cut(outline, clip, filled=False) if line else None
        if area is not None:
            self._add(figure_of(area, self.drawing.page), fill, "")
        if edge is not None:
            self._add(figure_of(edge, self.drawing.page), None, line)

    def _is_paper(self, figure: Figure, fill: Colour | None, line: str) -> bool:
        """Tell whether it is unseen: an axes' background, as white as the page, with nothing under it."""
        if line or figure.kind != "rect" or fill != self.drawing.background:
            return False
        return not any(piece.box.touches(figure.box) for piece in self.drawing.pieces)

    # Pictures

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image, which is a picture anyhow."""
        height, width = np.shape(im)[:2]

        def draw(agg: RendererAgg, new: GraphicsContextBase, move: Affine2D) -> None:
            left, bottom = move.transform((x, y))
            agg.draw_image(new, left, bottom, im)

        self._picture(draw, "image", gc, Bbox.from_bounds(x, y, width / SHARPER, height / SHARPER))

    def draw_gouraud_triangles(
        self, gc: GraphicsContextBase, triangles_array: Any, colors_array: Any, transform: Transform
    ) -> None:
        """Draw a gradient as a picture."""
        corners = transform.transform(np.reshape(triangles_array, (-1, 2)))
        self._picture(
            lambda agg, new, move: agg.draw_gouraud_triangles(
                new, triangles_array, colors_array, transform + move
            ),
            "gradient",
            gc,
            Bbox([corners.min(axis=0), corners.max(axis=0)]),
        )

    def _many(self, draw: Draw, gc: GraphicsContextBase) -> None:
        clip = gc.get_clip_rectangle() or Bbox.from_bounds(0, 0, self.width, self.height)
        self._picture(draw, f"set of more than {MOST_SHAPES} marks", gc, clip)

    def _picture(self, draw: Draw, why: str, gc: GraphicsContextBase, around: Bbox) -> None:
        around = around.padded(1 + self.points_to_pixels(gc.get_linewidth()))
        if lies(around, gc.get_clip_rectangle()) == "outside":
            return
        piece = picture_of(draw, around, gc, self.drawing.page, self._name)
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
        mtext: Any = None,
    ) -> None:
        """Take one line of text; mathematics becomes a picture."""
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        ink = ink_of((x, self.height - y), angle, (width, height, descent))
        where = lies(ink, gc.get_clip_rectangle())
        if where == "outside" or not s.strip():
            return
        if ismath or where == "across":
            why = "mathematical text" if ismath else "clip"
            self._picture(_text_drawer((x, self.height - y), s, prop, angle, ismath), why, gc, ink.padded(2))
            return
        style = Style(prop, seen_colour(gc, gc.get_rgb()), angle, lang=self._lang)
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
        mtext: Any = None,
    ) -> None:
        """Draw what TeX has set as a picture."""
        self.draw_text(gc, x, y, s, prop, angle, ismath="TeX", mtext=mtext)

    def _take(self, line: Line, style: Style) -> None:
        if self._lines is None:
            self._write([(line, style)])
        else:
            self._lines.append((line, style))

    def _finish_text(self) -> None:
        taken, self._lines = self._lines, None
        if taken:
            self._write(taken)

    def _write(self, taken: list[tuple[Line, Style]]) -> None:
        lines = [line for line, _ in taken]
        halo = self._halos.get(" ".join(" ".join(line.text for line in lines).split()))
        style = replace(taken[0][1], halo=halo)
        self.drawing.pieces.append(text_piece(lines, style, self.drawing.page, self._name))


def _text_drawer(at: tuple[float, float], s: str, prop: FontProperties, angle: float, ismath: Any) -> Draw:
    def draw(agg: RendererAgg, new: GraphicsContextBase, move: Affine2D) -> None:
        left, bottom = move.transform(at)
        if ismath == "TeX":
            agg.draw_tex(new, left, agg.height - bottom, s, prop, angle)
        else:
            agg.draw_text(new, left, agg.height - bottom, s, prop, angle, ismath)

    return draw


def _only_scale(move: Affine2D) -> Affine2D:
    return Affine2D().scale(move.get_matrix()[0, 0])
