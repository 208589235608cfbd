"""Office Open XML that python-pptx and python-docx have no words for.

A drawing is a list of `Piece`s: one shape each, written straight as DrawingML text, because building
shapes one by one through an object model costs more than drawing the chart. Ids and picture references are
filled in when the pieces go into a slide, as one group with one alternative text. Everything is in EMU
(914,400 to the inch), and elements come in the order of the Office schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from xml.sax.saxutils import escape, quoteattr

from evalkit.errors import EvalkitError

EMU = 914_400  # to the inch
POINT = 12_700  # EMU to the point
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SVG = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'r:embed="{rid}"/></a:ext></a:extLst>'
)
_OFFICE = {"pptx": "PowerPoint", "docx": "Word"}
_ID, _RID = "\ue000", "\ue001"  # private-use characters; `plain` keeps them out of every text


def need_office(library: str) -> None:
    """Raise unless a file layer is installed.

    Parameters
    ----------
    library : {'pptx', 'docx'}

    Raises
    ------
    EvalkitError
        Naming the extra that brings it.
    """
    try:
        import_module(library)
    except ImportError:
        raise EvalkitError(
            f"{_OFFICE[library]} files need python-{library}, which is not installed",
            "Install it with: pip install 'partnership-evalkit[office]'.",
        ) from None


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page in EMU: `turn` is clockwise in 60,000ths of a degree, `flip` an upward line."""

    x: int
    y: int
    w: int
    h: int
    turn: int = 0
    flip: bool = False

    @property
    def xfrm(self) -> str:
        """The `a:xfrm` element."""
        how = (f' rot="{self.turn}"' if self.turn else "") + (' flipV="1"' if self.flip else "")
        off, ext = f'<a:off x="{self.x}" y="{self.y}"/>', f'<a:ext cx="{self.w}" cy="{self.h}"/>'
        return f"<a:xfrm{how}>{off}{ext}</a:xfrm>"

    def touches(self, other: Box) -> bool:
        """Tell whether two boxes overlap, turns left out."""
        apart_x = self.x + self.w <= other.x or other.x + other.w <= self.x
        return not (apart_x or self.y + self.h <= other.y or other.y + other.h <= self.y)


@dataclass(frozen=True, slots=True)
class Piece:
    """One shape as XML, where it stands, and the picture it shows if it is one."""

    xml: str
    box: Box
    picture: bytes | None = None


def plain(text: str) -> str:
    """Return a text as XML content, without the control characters that XML forbids."""
    kept = (c for c in text if (c >= " " and c not in "\ufffe\uffff\ue000\ue001") or c in "\t\n")
    return escape("".join(kept))


def quoted(text: str) -> str:
    """Return a text as a quoted XML attribute."""
    return quoteattr(plain(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def solid(colour: Sequence[float] | None) -> str:
    """Write a fill: red, green, blue and perhaps opacity from 0 to 1; None is no fill.

    Examples
    --------
    >>> solid((1, 0, 0))
    '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
    """
    if colour is None:
        return "<a:noFill/>"
    value = "".join(f"{round(255 * part):02X}" for part in colour[:3])
    opacity = colour[3] if len(colour) > 3 else 1.0
    if opacity >= 1:
        return f'<a:solidFill><a:srgbClr val="{value}"/></a:solidFill>'
    seen = f'<a:alpha val="{round(100_000 * opacity)}"/>'
    return f'<a:solidFill><a:srgbClr val="{value}">{seen}</a:srgbClr></a:solidFill>'


def outline(
    colour: Sequence[float],
    points: float,
    *,
    cap: str = "flat",
    join: str = "round",
    dashes: Sequence[float] = (),
) -> str:
    """Write a line: its width and the lengths of its dashes and gaps in points."""
    lengths = [max(1, round(100_000 * dash / points)) for dash in dashes]
    pairs = zip(lengths[::2], lengths[1::2], strict=False)
    stops = "".join(f'<a:ds d="{on}" sp="{off}"/>' for on, off in pairs)
    dash = f"<a:custDash>{stops}</a:custDash>" if stops else ""
    corner = '<a:miter lim="800000"/>' if join == "miter" else f"<a:{join}/>"
    width = max(1, round(points * POINT))
    return f'<a:ln w="{width}" cap="{cap}">{solid(colour)}{dash}{corner}</a:ln>'


def preset(kind: str) -> str:
    """Write one of PowerPoint's own geometries: rect, ellipse or line."""
    return f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'


def freeform(width: int, height: int, steps: str) -> str:
    """Write a geometry of our own from path steps (moveTo, lnTo, cubicBezTo, ... close)."""
    path = f'<a:path w="{width}" h="{height}">{steps}</a:path>'
    frame = '<a:rect l="0" t="0" r="r" b="b"/>'
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f"{frame}<a:pathLst>{path}</a:pathLst></a:custGeom>"
    )


def shape(name: str, box: Box, geometry: str, look: str) -> Piece:
    """Make a shape; `look` is its fill and then its line."""
    return Piece(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{_ID}" name={quoted(name)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{box.xfrm}{geometry}{look}</p:spPr></p:sp>",
        box,
    )


def connector(name: str, box: Box, line: str) -> Piece:
    """Make a straight line from one corner of a box to the opposite one."""
    return Piece(
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{_ID}" name={quoted(name)}/><p:cNvCxnSpPr/><p:nvPr/>'
        f"</p:nvCxnSpPr><p:spPr>{box.xfrm}{preset('line')}{line}</p:spPr></p:cxnSp>",
        box,
    )


def text_box(name: str, box: Box, body: str, *, anchor: str = "ctr") -> Piece:
    """Make a text box that never wraps or shrinks its text; `body` is its paragraphs."""
    frame = (
        f'<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}">'
        "<a:noAutofit/></a:bodyPr><a:lstStyle/>"
    )
    return Piece(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{_ID}" name={quoted(name)}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{box.xfrm}{preset('rect')}<a:noFill/></p:spPr><p:txBody>{frame}{body}</p:txBody></p:sp>",
        box,
    )


def picture(name: str, box: Box, png: bytes) -> Piece:
    """Make a picture of a piece of the page."""
    return Piece(
        f'<p:pic><p:nvPicPr><p:cNvPr id="{_ID}" name={quoted(name)}/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{_RID}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"<p:spPr>{box.xfrm}{preset('rect')}</p:spPr></p:pic>",
        box,
        png,
    )


def svg_extension(rid: str) -> str:
    """Write the extension of an `a:blip` that points to the same picture as SVG."""
    return _SVG.format(rid=rid)


def number_pieces(pieces: Iterable[Piece], first_id: int) -> str:
    """Return pieces without pictures as they stand alone on a slide, numbered from an id."""
    numbered = (piece.xml.replace(_ID, str(number), 1) for number, piece in enumerate(pieces, first_id))
    return "".join(re.sub(r"^<p:\w+", rf"\g<0> {NAMESPACES}", xml) for xml in numbered)


def group(
    pieces: Iterable[tuple[Piece, str]], first_id: int, name: str, alt: str, *, frames: tuple[Box, Box]
) -> str:
    """Put pieces into one group with one alternative text.

    Parameters
    ----------
    pieces : iterable of (Piece, str)
        Each with the relationship id of its picture (or "").
    first_id : int
        The first shape id that is free on the slide.
    name, alt : str
        What the selection pane and a screen reader call the group.
    frames : tuple of Box
        Where the group stands on the slide, and the box its pieces were drawn in. The extents are
        written here, once; nothing is worked out again as shapes come in.

    Returns
    -------
    str
        A `p:grpSp` element.
    """
    there, drawn = frames
    inner = "".join(
        piece.xml.replace(_ID, str(number), 1).replace(_RID, rid, 1)
        for number, (piece, rid) in enumerate(pieces, first_id + 1)
    )
    child = f'<a:chOff x="{drawn.x}" y="{drawn.y}"/><a:chExt cx="{drawn.w}" cy="{drawn.h}"/>'
    return (
        f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>"
        f'<p:cNvPr id="{first_id}" name={quoted(name)} descr={quoted(alt)}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
        f"{there.xfrm.replace('</a:xfrm>', child + '</a:xfrm>')}</p:grpSpPr>{inner}</p:grpSp>"
    )


def placeholder(
    name: str, kind: str, idx: int | None, box: Box, *, anchor: str = "t", style: str = ""
) -> str:
    """Write a layout's placeholder; its text names it, and a slide number's is the number.

    Parameters
    ----------
    name : str
    kind : str
        ``title``, ``body``, ``sldNum`` ...; "" is a placeholder for anything.
    idx : int or None
    box : Box
    anchor : {'t', 'ctr', 'b'}
    style : str
        Its own `a:lvl1pPr`; without it, the master's.
    """
    ph = (f' type="{kind}"' if kind else "") + (f' idx="{idx}"' if idx is not None else "")
    text = f"<a:r><a:t>{plain(name)}</a:t></a:r>"
    if kind == "sldNum":
        text = SLIDE_NUMBER
    sides = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    body = f'<a:bodyPr vert="horz" {sides} anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="?" name={quoted(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{ph}/></p:nvPr></p:nvSpPr><p:spPr>{box.xfrm}{preset('rect')}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


SLIDE_NUMBER = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>&#8249;#&#8250;</a:t></a:fld>'
)
