"""Presentations through python-pptx: the file layer under charts and decks."""

from __future__ import annotations

from io import BytesIO
from os import PathLike
from typing import IO, TYPE_CHECKING, Any

from evalkit.export.ooxml import Box, Piece, group, need_office, solid
from evalkit.export.pptx_looks import Colour
from evalkit.export.pptx_renderer import Drawing

if TYPE_CHECKING:
    from pptx.slide import Slide


def save_slide(drawing: Drawing, target: str | PathLike[str] | IO[bytes], *, title: str, alt: str) -> None:
    """Write a drawing as a presentation of one slide of just its size.

    Parameters
    ----------
    drawing : Drawing
    target : path or binary file
    title : str
        The presentation's title, and the group's name.
    alt : str
        The group's alternative text.

    Raises
    ------
    EvalkitError
        If python-pptx is missing.
    """
    need_office("pptx")
    import pptx

    show = pptx.Presentation()
    frame = drawing.frame
    show.slide_width, show.slide_height = frame.w, frame.h  # type: ignore[assignment]
    slide = show.slides.add_slide(show.slide_layouts[6])
    about = show.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "evalkit", "evalkit", ""
    paint(slide, drawing.background)
    place_drawing(slide, drawing, name=title or "chart", alt=alt)
    show.save(target if hasattr(target, "write") else str(target))  # type: ignore[arg-type]


def place_drawing(slide: Slide, drawing: Drawing, *, name: str, alt: str, frame: Box | None = None) -> None:
    """Put a drawing on a slide as one group.

    Parameters
    ----------
    slide : pptx Slide
    drawing : Drawing
    name, alt : str
        What the selection pane and a screen reader call the group.
    frame : Box, optional
        Where the group stands; without it, where it was drawn.
    """
    from pptx.oxml import parse_xml

    pieces = [(piece, _rid(slide, piece)) for piece in drawing.pieces]
    tree: Any = slide.shapes._spTree
    first = max((int(found) for found in tree.xpath("//p:cNvPr/@id")), default=1) + 1
    element = group(pieces, first, name, alt, frames=(frame or drawing.frame, drawing.frame))
    tree.append(parse_xml(element))


def paint(slide: Slide, colour: Colour | None) -> None:
    """Give a slide a background of its own.

    Parameters
    ----------
    slide : pptx Slide
    colour : tuple of float or None
        None and white leave it as it is.
    """
    if colour is None or tuple(colour[:3]) == (1, 1, 1):
        return
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    effects = "<a:effectLst/>"
    slide._element.cSld.insert(
        0, parse_xml(f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{solid(colour)}{effects}</p:bgPr></p:bg>")
    )


def _rid(slide: Slide, piece: Piece) -> str:
    if piece.picture is None:
        return ""
    return slide.part.get_or_add_image_part(BytesIO(piece.picture))[1]
