"""A slide's own texts: placeholders filled by role, the empty ones taken away, number and notes added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.charts.foot import BAND, BAND_INK
from evalkit.charts.layout import LINE, NORMAL, wrap
from evalkit.export.ooxml import NAMESPACES, POINT, SLIDE_NUMBER, Box, plain
from evalkit.export.pptx_template import Places
from evalkit.words import say

_SMALL, _USUAL = 11.0, 18.0  # points: the least, and PowerPoint's own where nothing is said
_INSET = 7.2  # points between a field's edge and its text, unless it says otherwise


def add_slide(show: Any, places: Places) -> Any:
    """Add a slide with a number and its layout's placeholders, those we fill and no others.

    Parameters
    ----------
    show : pptx Presentation
    places : Places

    Returns
    -------
    pptx Slide
    """
    slide = show.slides.add_slide(places.layout)
    wanted = set(places.idx.values())
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx not in wanted:
            shape._element.getparent().remove(shape._element)
    _add_number(slide, places, show)
    return slide


def fill(
    slide: Any, places: Places, role: str, text: str, spelling: str, *, size: float | None = None
) -> None:
    """Write a text into the placeholder that has a role; without one, beside the chart.

    Parameters
    ----------
    slide : pptx Slide
    places : Places
    role : {'title', 'subtitle', 'chart', 'source'}
    text : str
        Paragraphs on a line each. "" takes the placeholder away.
    spelling : str
        As Office writes a language: ``da-DK``.
    size : float, optional
        In points; without it, the layout's.
    """
    shape = _placeholder(slide, places, role)
    if not text:
        if shape is not None:
            shape._element.getparent().remove(shape._element)
        return
    if shape is None:
        shape = _text_box(slide, _beside(places.body, role))
        size = size or _SMALL
    _write(shape, text, spelling, size)


def size_that_fits(slide: Any, places: Places, role: str, text: str) -> float | None:
    """Return the size in which a text fits into its placeholder; None where the layout's own size does.

    PowerPoint shrinks a text only when somebody edits it, so a long title would run over the chart.

    Parameters
    ----------
    slide : pptx Slide
    places : Places
    role : {'title', 'subtitle'}
    text : str

    Returns
    -------
    float or None
        Points, 11 at the least.
    """
    shape = _placeholder(slide, places, role)
    if shape is None or not text:
        return None
    own = _own_size(places, role)
    width, height = 0.95 * (shape.width / POINT - 2 * _INSET), shape.height / POINT - _INSET
    for size in (own, *(float(size) for size in range(int(own) - 1, int(_SMALL), -1))):
        lines = sum(len(wrap(line, width, size)) for line in text.split("\n"))
        if lines * size * LINE <= height:
            return None if size == own else size
    return _SMALL


def _own_size(places: Places, role: str) -> float:
    """Return the size a layout gives a field: its own, or its master's."""
    layout = places.layout
    field = next(s for s in layout.placeholders if s.placeholder_format.idx == places.idx[role])
    style = "titleStyle" if role == "title" else "bodyStyle"
    found = field._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    found += layout.slide_master._element.xpath(f"./p:txStyles/p:{style}/a:lvl1pPr/a:defRPr/@sz")
    return int(found[0]) / 100 if found else _USUAL


def add_band(slide: Any, box: Box, lang: str) -> None:
    """Put the watermark across a slide, as the charts bear it.

    Parameters
    ----------
    slide : pptx Slide
    box : Box
    lang : {'da', 'en'}
    """
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    shape = _text_box(slide, box)
    shape.name = "evalkit:dialogue"
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(BAND.lstrip("#").upper())
    frame = shape.text_frame
    frame.margin_top, frame.margin_bottom, frame.auto_size = 0, 0, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor, frame.paragraphs[0].alignment = MSO_ANCHOR.MIDDLE, PP_ALIGN.CENTER
    run = frame.paragraphs[0].add_run()
    run.text, run.font.bold, run.font.size = say("watermark", lang), True, Pt(NORMAL)
    run.font.color.rgb = RGBColor.from_string(BAND_INK.lstrip("#").upper())


def add_ground(slide: Any, box: Box, colour: str) -> None:
    """Put a light ground under what is drawn in dark, on slides that are dark themselves.

    Parameters
    ----------
    slide : pptx Slide
    box : Box
    colour : str
    """
    from pptx.dml.color import RGBColor

    air = round(6 * POINT)
    shape = _text_box(slide, Box(box.x - air, box.y, box.w + 2 * air, box.h))
    shape.name = "evalkit:ground"
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def add_caption(slide: Any, box: Box, text: str, spelling: str, ink: str = "") -> None:
    """Write what a table below another one is, above it.

    Parameters
    ----------
    slide : pptx Slide
    box : Box
    text : str
    spelling : str
    ink : str
        Its colour; the template's own if empty.
    """
    from pptx.dml.color import RGBColor

    frame = _text_box(slide, box).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _paragraphs(frame, [text], spelling, NORMAL + 1)
    if ink:
        frame.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())


def drop(slide: Any, places: Places, role: str) -> None:
    """Take a placeholder away that something else stands in the place of."""
    shape = _placeholder(slide, places, role)
    if shape is not None:
        shape._element.getparent().remove(shape._element)


def write_notes(slide: Any, notes: Sequence[str], spelling: str) -> None:
    """Write the speaker's notes.

    Parameters
    ----------
    slide : pptx Slide
    notes : sequence of str
        Blocks, with an empty line between.
    spelling : str
    """
    frame = slide.notes_slide.notes_text_frame
    if frame is not None and notes:
        _paragraphs(frame, "\n\n".join(note for note in notes if note).split("\n"), spelling, None)


def _placeholder(slide: Any, places: Places, role: str) -> Any:
    idx = places.idx.get(role)
    found = (shape for shape in slide.placeholders if shape.placeholder_format.idx == idx)
    return next(found, None) if idx is not None else None


def _beside(body: Box, role: str) -> Box:
    """Return a line just above or just below the chart."""
    high = round(24 * POINT)
    return Box(body.x, body.y - high if role == "subtitle" else body.y + body.h, body.w, high)


def _text_box(slide: Any, box: Box) -> Any:
    shape = slide.shapes.add_textbox(box.x, box.y, box.w, box.h)
    shape.text_frame.word_wrap = True
    return shape


def _write(shape: Any, text: str, spelling: str, size: float | None) -> None:
    _paragraphs(shape.text_frame, text.split("\n"), spelling, size)


def _paragraphs(frame: Any, lines: Sequence[str], spelling: str, size: float | None) -> None:
    """Write paragraphs straight: python-pptx's own way goes through an object for each run."""
    from pptx.oxml import parse_xml

    body = frame._txBody
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    how = f' lang="{spelling}"' + (f' sz="{round(size * 100)}"' if size else "")
    for line in lines:
        run = f"<a:r><a:rPr{how}/><a:t>{plain(line)}</a:t></a:r>" if line else f"<a:endParaRPr{how}/>"
        body.append(parse_xml(f"<a:p {NAMESPACES}>{run}</a:p>"))


def _add_number(slide: Any, places: Places, show: Any) -> None:
    """Copy the layout's slide number, which python-pptx leaves behind; without one, set our own."""
    from copy import deepcopy

    from pptx.oxml import parse_xml

    tree = slide.shapes._spTree
    number = max(int(found) for found in tree.xpath("//p:cNvPr/@id")) + 1
    for shape in places.layout.placeholders:
        if str(shape.placeholder_format.type).split()[0] == "SLIDE_NUMBER":
            copy = deepcopy(shape._element)
            copy.nvSpPr.cNvPr.set("id", str(number))
            tree.append(copy)
            return
    shape = _text_box(slide, _corner(show))
    paragraph = parse_xml(f'<a:p {NAMESPACES}><a:pPr algn="r"/>{SLIDE_NUMBER}</a:p>')
    body = shape.text_frame._txBody
    body.replace(body.p_lst[0], paragraph)


def _corner(show: Any) -> Box:
    wide, high = int(show.slide_width), int(show.slide_height)
    return Box(round(wide * 0.9), round(high * 0.93), round(wide * 0.08), round(high * 0.05))
