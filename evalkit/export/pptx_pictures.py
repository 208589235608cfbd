"""A picture of what PowerPoint has no shape for: mathematics, hatches, images, odd clips, gradients.

Only the artist itself is drawn, by matplotlib's own Agg at twice the page's resolution, on a canvas just
as large as it is, and put at its place between the shapes.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import ceil, floor
from typing import Any, cast

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox, TransformedPath

from evalkit.export.ooxml import Piece, picture
from evalkit.export.pptx_paths import Page

SHARPER = 2  # pixels of the picture to one of the page

Draw = Callable[[RendererAgg, GraphicsContextBase, Affine2D], None]


def picture_of(draw: Draw, around: Bbox, gc: GraphicsContextBase, page: Page, name: str) -> Piece | None:
    """Draw something on a canvas of its own and return it as a picture.

    Parameters
    ----------
    draw : callable
        Is given the renderer, a graphics context moved to it, and the move itself.
    around : Bbox
        The pixels of the page that it can touch.
    gc : GraphicsContextBase
    page : Page
    name : str

    Returns
    -------
    Piece or None
        None where nothing was drawn.
    """
    seen = _whole_pixels(around, page)
    if seen is None:
        return None
    move = Affine2D().translate(-seen.x0, -seen.y0).scale(SHARPER)
    agg = RendererAgg(int(seen.width) * SHARPER, int(seen.height) * SHARPER, page.dpi * SHARPER)
    draw(agg, _moved(gc, agg, move), move)
    return _cropped(np.asarray(agg.buffer_rgba()), seen, page, name)


def _whole_pixels(around: Bbox, page: Page) -> Bbox | None:
    x0, y0 = max(0, floor(around.x0)), max(0, floor(around.y0))
    x1, y1 = min(ceil(page.width), ceil(around.x1)), min(ceil(page.height), ceil(around.y1))
    return Bbox.from_extents(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _moved(gc: GraphicsContextBase, agg: RendererAgg, move: Affine2D) -> GraphicsContextBase:
    new = agg.new_gc()
    new.copy_properties(gc)
    clip = gc.get_clip_rectangle()
    path, transform = cast("tuple[Any, Any]", gc.get_clip_path())
    if clip is not None:
        new.set_clip_rectangle(TransformedBbox(clip, move).frozen())
    if path is not None:
        new.set_clip_path(TransformedPath(path, transform + move))
    return new


def _cropped(pixels: np.ndarray, around: Bbox, page: Page, name: str) -> Piece | None:
    seen = pixels[:, :, 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    box = page.box(
        around.x0 + left / SHARPER,
        around.y1 - bottom / SHARPER,
        around.x0 + right / SHARPER,
        around.y1 - top / SHARPER,
    )
    return picture(name, box, _png(pixels[top:bottom, left:right]))


def _png(pixels: np.ndarray) -> bytes:
    from PIL import Image

    with BytesIO() as file:
        Image.fromarray(np.ascontiguousarray(pixels)).save(file, format="png")
        return file.getvalue()
