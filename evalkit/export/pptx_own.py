"""evalkit's own presentation: two layouts on a 16:9 page, laid out as `save_chart` lays out a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from evalkit.charts.theme import current_theme
from evalkit.export.ooxml import NAMESPACES, POINT, Box, placeholder

WIDE, HIGH = 12_192_000, 6_858_000
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LEFT, _RIGHT = 40, 920  # points: the edges of a page's body


def own_presentation() -> Any:
    """Make the presentation from python-pptx's: 16:9, two layouts, a font that is everywhere."""
    import pptx
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    show = pptx.Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH  # type: ignore[assignment]
    layouts = show.slide_layouts
    for layout in list(layouts)[2:]:
        layouts.remove(layout)
    theme: Any = show.slide_master.part.part_related_by(RT.THEME)
    theme._blob = _with_our_theme(theme.blob)
    _set_shapes(show.slide_master, _MASTER)
    _set_styles(show.slide_master)
    for layout, (name, shapes) in zip(layouts, _LAYOUTS.items(), strict=True):
        layout._element.cSld.set("name", name)
        _set_shapes(layout, shapes)
    return show


def _with_our_theme(blob: bytes) -> bytes:
    """Set fonts and accents: the kit's parties and answers, so that what people add matches."""
    look, text = current_theme(), blob.decode("utf-8")
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', r"\g<1>Verdana", text)
    colours = {"dk1": look.ink, "lt1": look.paper, "dk2": look.muted, "accent6": look.levels[-1]}
    colours |= {f"accent{n}": colour for n, colour in enumerate(look.parties, start=1)}
    for slot, colour in colours.items():
        value = f'<a:{slot}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{slot}>'
        text = re.sub(rf"<a:{slot}>.*?</a:{slot}>", value, text, flags=re.DOTALL)
    return text.encode("utf-8")


def _set_shapes(part: Any, shapes: Iterable[str]) -> None:
    from pptx.oxml import parse_xml

    tree = part.shapes._spTree
    for shape in list(part.shapes):
        tree.remove(shape._element)
    for number, xml in enumerate(shapes, start=2):
        tree.append(
            parse_xml(xml.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1).replace('id="?"', f'id="{number}"'))
        )


def _set_styles(master: Any) -> None:
    from pptx.oxml import parse_xml

    styles = master._element.find(f"{P}txStyles")
    for name, levels in (("titleStyle", _TITLE_STYLE), ("bodyStyle", _BODY_STYLE)):
        old = styles.find(f"{P}{name}")
        styles.replace(old, parse_xml(f"<p:{name} {NAMESPACES}>{levels}</p:{name}>"))


def _at(left: float, top: float, right: float, bottom: float) -> Box:
    x, y, w, h = (round(side * POINT) for side in (left, top, right - left, bottom - top))
    return Box(x, y, w, h)


def _run(size: float, colour: str = "tx1", *, bold: bool = False) -> str:
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    face = '<a:latin typeface="+mn-lt"/>'
    return f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">{fill}{face}</a:defRPr>'


def _level(number: int, size: float, look: str = "", colour: str = "tx1", *, bold: bool = False) -> str:
    bullets = look or "<a:buNone/>"
    margin = "" if "buChar" in bullets else ' marL="0" indent="0"'
    if "buChar" in bullets:
        margin = f' marL="{number * 228_600}" indent="-228600"'
    space = '<a:spcBef><a:spcPts val="600"/></a:spcBef>' if "buChar" in bullets else ""
    run = _run(size, colour, bold=bold)
    return f"<a:lvl{number}pPr{margin}>{space}{bullets}{run}</a:lvl{number}pPr>"


_DOT = '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
_TITLE_STYLE = _level(1, 22, bold=True)
_BODY_STYLE = "".join(_level(n, size, _DOT) for n, size in enumerate((18, 16, 14, 12.5, 12.5), start=1))
_QUIET = _level(1, 11, colour="tx2")
_NUMBER = _QUIET.replace("<a:lvl1pPr", '<a:lvl1pPr algn="r"')
_TITLE = placeholder("Title", "title", None, _at(_LEFT, 12, _RIGHT, 68), anchor="b")
_SOURCE = placeholder("Source", "body", 15, _at(_LEFT, 502, 850, 532), anchor="b", style=_QUIET)
_PAGE = placeholder("Slide Number", "sldNum", 12, _at(860, 502, _RIGHT, 532), anchor="b", style=_NUMBER)
_BODY = _at(_LEFT, 100, _RIGHT, 500)
_MASTER = (
    _TITLE,
    placeholder("Text", "body", 1, _BODY),
    _PAGE.replace('idx="12"', 'idx="4"'),
)


def _strip(box: Box, colour: str) -> str:
    """Write a coloured strip: one for each of two parties, beside a deck's title."""
    place = f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>'
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="?" name="Strip"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm>{place}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


_LAYOUTS = {
    "evalkit opening": (
        placeholder(
            "Title", "ctrTitle", None, _at(80, 150, 880, 280), anchor="b", style=_level(1, 32, bold=True)
        ),
        placeholder("Subtitle", "subTitle", 1, _at(80, 296, 880, 400), style=_level(1, 16, colour="tx2")),
        _SOURCE,
        _PAGE,
        _strip(_at(40, 150, 46, 400), "accent1"),
        _strip(_at(50, 150, 56, 400), "accent2"),
    ),
    "evalkit chart": (
        _TITLE,
        placeholder("Subtitle", "body", 13, _at(_LEFT, 70, _RIGHT, 98), style=_level(1, 13, colour="tx2")),
        placeholder("Chart", "", 14, _BODY),
        _SOURCE,
        _PAGE,
    ),
}
