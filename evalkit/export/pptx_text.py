"""Text as text: the lines of one matplotlib text become one text box.

Each line arrives with its baseline's left end. Together they give the box, and from how they stand under each
other their alignment, so that a label that is edited grows the way it was set. matplotlib's own font, DejaVu
Sans, is on no Windows or Mac; Verdana is on both and was drawn to nearly the same widths, so that is what
the file asks for (LibreOffice on Linux shows DejaVu Sans for it again).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.transforms import Affine2D, Bbox

from evalkit.export.ooxml import POINT, Box, Piece, plain, quoted, solid, text_box
from evalkit.export.pptx_paths import Page

TWINS = {"DejaVu Sans": "Verdana", "Bitstream Vera Sans": "Verdana", "DejaVu Sans Mono": "Courier New"}
_ALIGN = {"left": "l", "center": "ctr", "right": "r"}
_STANDING = {"bottom": "l", "baseline": "l", "center": "ctr", "center_baseline": "ctr", "top": "r"}
_ANCHOR = {"top": "t", "bottom": "b"}
_WEIGHTS = {
    "semibold": 600,
    "demibold": 600,
    "demi": 600,
    "bold": 700,
    "heavy": 800,
    "extra bold": 800,
    "black": 900,
}


@dataclass(frozen=True, slots=True)
class Face:
    """A font as PowerPoint knows it; ascent and descent are shares of the size."""

    name: str
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: the left end of its baseline in pixels from the page's top left, and its width."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Style:
    """How the lines of one text look; `halo` is (colour, points) or None."""

    font: FontProperties
    colour: tuple[float, ...]
    angle: float
    lang: str = ""
    halo: tuple[tuple[float, ...], float] | None = None
    align: str = ""
    anchor: str = "ctr"


def text_piece(lines: list[Line], style: Style, page: Page, name: str) -> Piece:
    """Return the text box for the lines of one text.

    Parameters
    ----------
    lines : list of Line
        From top to bottom.
    style : Style
    page : Page
    name : str
        Its name in the selection pane.
    """
    size = style.font.get_size_in_points()
    box = _box(lines, _face(style.font), size * page.dpi / 72, style.angle, page)
    body = _paragraph(lines, style, page)
    return text_box(name, box, body, anchor=style.anchor if len(lines) == 1 else "ctr")


def standing(horizontal: str, vertical: str, angle: float, mode: str | None) -> tuple[str, str]:
    """Return (alignment, anchor) of a text that is one line, from how it was aligned in matplotlib."""
    if mode == "anchor" or angle % 360 == 0:
        return _ALIGN.get(horizontal, "ctr"), _ANCHOR.get(vertical, "ctr")
    return (_STANDING.get(vertical, "ctr") if angle % 360 == 90 else "ctr"), "ctr"


def ink_of(at: tuple[float, float], angle: float, measures: tuple[float, float, float]) -> Bbox:
    """Return the box that a line of text touches, in pixels.

    Parameters
    ----------
    at : tuple of float
        Its baseline's left end, counted from the page's bottom left.
    angle : float
        Degrees against the clock.
    measures : tuple of float
        Width, height and descent, as matplotlib measures.
    """
    width, height, descent = measures
    corners = [(x, y) for x in (0, width) for y in (-descent, height - descent)]
    points = Affine2D().rotate_deg(angle).translate(*at).transform(corners)
    return Bbox([points.min(axis=0), points.max(axis=0)])


def _box(lines: list[Line], face: Face, size: float, angle: float, page: Page) -> Box:
    c, s = cos(radians(angle)), sin(radians(angle))
    along, above = _along(lines, angle), _above(lines, angle)
    left, right = min(along), max(start + line.width for start, line in zip(along, lines, strict=True))
    top, bottom = above[0] + face.ascent * size, above[-1] - face.descent * size
    middle, height = (left + right) / 2, top - bottom
    across = (top + bottom) / 2
    x, y = middle * c - across * s, -middle * s - across * c
    scale, width = page.scale, right - left
    return Box(
        round((x - width / 2) * scale),
        round((y - height / 2) * scale),
        round(width * scale),
        round(height * scale),
        turn=round(-angle * 60_000) % 21_600_000,
    )


def _along(lines: list[Line], angle: float) -> list[float]:
    """Return how far along the direction of reading each line starts."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return [line.x * c - line.y * s for line in lines]


def _above(lines: list[Line], angle: float) -> list[float]:
    """Return how far up, seen by the reader, each line's baseline stands."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return [-line.x * s - line.y * c for line in lines]


def _paragraph(lines: list[Line], style: Style, page: Page) -> str:
    size = style.font.get_size_in_points()
    run = _run_properties(style, size * page.zoom)
    runs = f"<a:br>{run}</a:br>".join(f"<a:r>{run}<a:t>{plain(line.text)}</a:t></a:r>" for line in lines)
    align = style.align if len(lines) == 1 and style.align else _alignment(lines, style.angle)
    return f'<a:p><a:pPr algn="{align}">{_spacing(lines, style, size, page)}</a:pPr>{runs}</a:p>'


def _alignment(lines: list[Line], angle: float) -> str:
    starts = _along(lines, angle)
    by_place = {
        "l": starts,
        "ctr": [start + line.width / 2 for start, line in zip(starts, lines, strict=True)],
        "r": [start + line.width for start, line in zip(starts, lines, strict=True)],
    }
    return min(by_place, key=lambda place: round(max(by_place[place]) - min(by_place[place])))


def _spacing(lines: list[Line], style: Style, size: float, page: Page) -> str:
    """Write the distance between lines as a share, so that it follows when somebody changes the font size."""
    if len(lines) == 1:
        return ""
    face, above = _face(style.font), _above(lines, style.angle)
    apart = (above[0] - above[-1]) / (len(lines) - 1)
    share = apart / ((face.ascent + face.descent) * size * page.dpi / 72)
    return f'<a:lnSpc><a:spcPct val="{round(100_000 * share)}"/></a:lnSpc>'


def _run_properties(style: Style, size: float) -> str:
    weight = style.font.get_weight()
    heavy = (_WEIGHTS.get(weight, 400) if isinstance(weight, str) else int(weight)) >= 600
    how = f' lang="{style.lang}"' if style.lang else ""
    how += f' sz="{round(size * 100)}"' + (' b="1"' if heavy else ' b="0"')
    how += ' i="1"' if style.font.get_style() in ("italic", "oblique") else ""
    face = quoted(_face(style.font).name)
    faces = f"<a:latin typeface={face}/><a:ea typeface={face}/><a:cs typeface={face}/>"
    return f'<a:rPr{how} dirty="0">{solid(style.colour)}{_glow(style)}{faces}</a:rPr>'


def _glow(style: Style) -> str:
    if style.halo is None:
        return ""
    colour, points = style.halo
    inner = solid(colour).removeprefix("<a:solidFill>").removesuffix("</a:solidFill>")
    return f'<a:effectLst><a:glow rad="{round(points / 2 * POINT)}">{inner}</a:glow></a:effectLst>'


def _face(font: FontProperties) -> Face:
    return _face_of(findfont(font))


@lru_cache(maxsize=64)
def _face_of(path: str) -> Face:
    font = get_font(path)
    units = font.units_per_EM
    name = TWINS.get(font.family_name, font.family_name)
    return Face(name, font.ascender / units, -font.descender / units)
