"""What python-docx has no words for: SVG pictures, repeated header rows, page numbers, one language."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError, place
from evalkit.export.ooxml import EMU, POINT, Box, plain, quoted, svg_extension
from evalkit.export.pptx_backend import OFFICE_LANG
from evalkit.export.pptx_tables import column_widths
from evalkit.export.story import Grid

_CM = EMU / 2.54
_LONG, _SHORT, _MARGIN = round(29.7 * _CM), round(21.0 * _CM), round(2.0 * _CM)
_FONT, _SIZE, _CELL = "Verdana", 10, 9.0
_STYLES = {"Title": 24, "Subtitle": 11, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Caption": 9}
_SVG_TYPE = "image/svg+xml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_THIN = f'<w:p {_W}><w:pPr><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/></w:pPr></w:p>'


def new_document(template: str | Path | None, *, lang: str, wide: bool = False) -> Any:
    """Open an empty document: ours on A4, or the organisation's own.

    Parameters
    ----------
    template : path or None
    lang : {'da', 'en'}
    wide : bool
        Whether its pages lie down.

    Returns
    -------
    docx Document

    Raises
    ------
    EvalkitError
        If the template is missing or not a Word document.
    """
    import docx

    if template is None:
        document = docx.Document()
        _set_page(document.sections[0])
        _set_styles(document)
    else:
        document = _opened(Path(template))
    if wide:
        _lie_down(document.sections[0])
    _set_language(document, OFFICE_LANG[lang])
    _number_pages(document.sections[0])
    return document


def room_across(document: Any) -> int:
    """Return how wide a picture can be on the page that is being written, in EMU."""
    section = document.sections[-1]
    return int(section.page_width - section.left_margin - section.right_margin)


def picture_run(document: Any, png: bytes, svg: bytes, box: Box, alt: str) -> None:
    """Add a picture: the SVG, the PNG behind it, and the alternative text.

    Parameters
    ----------
    document : docx Document
    png, svg : bytes
    box : Box
        Its size in EMU.
    alt : str
    """
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.shared import Emu

    shape = document.add_picture(io.BytesIO(png), width=Emu(box.w), height=Emu(box.h))
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # its source stands below it
    number = shape._inline.docPr.id
    name = PackURI(f"/word/media/chart{number}.svg")
    part = Part(name, _SVG_TYPE, svg, document.part.package)
    rid = document.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    )
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    main = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    related = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    blip.append(parse_xml(svg_extension(rid).replace("<a:extLst>", f"<a:extLst {main} {related}>", 1)))
    shape._inline.docPr.set("descr", alt)


def add_table(document: Any, grid: Grid) -> None:
    """Add a native table: a header row that repeats on every page, rows that don't break across pages.

    Parameters
    ----------
    document : docx Document
    grid : Grid
    """
    from docx.oxml import parse_xml

    room = room_across(document) / POINT
    table = document.add_table(rows=0, cols=len(grid.headings))
    widths = column_widths([grid.headings, *grid.rows], room, _CELL)
    _set_grid(table, widths)
    for at, row in enumerate([grid.headings, *grid.rows]):
        table._tbl.append(parse_xml(_row_xml(row, widths, grid, head=at == 0)))
    table._tbl.tblPr.append(parse_xml(f"<w:tblDescription {_W} w:val={quoted(grid.caption)}/>"))
    document.element.body.insert(-1, parse_xml(_THIN))  # else the next table would become part of this one


def _set_grid(table: Any, widths: list[float]) -> None:
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = round(width * POINT)


def _row_xml(cells: tuple[str, ...], widths: list[float], grid: Grid, *, head: bool) -> str:
    look = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    inner = "".join(
        _cell_xml(text, width, right=at in grid.numbers, head=head)
        for at, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr {_W}><w:trPr>{look}</w:trPr>{inner}</w:tr>"


def _cell_xml(text: str, width: float, *, right: bool, head: bool) -> str:
    theme = current_theme()
    colour, size = (theme.ink, 8) if head else (theme.line, 4)
    rule = f'<w:bottom w:val="single" w:sz="{size}" w:space="0" w:color="{colour.lstrip("#")}"/>'
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.band.lstrip("#")}"/>' if head else ""
    run = '<w:rPr><w:b/><w:sz w:val="18"/></w:rPr>' if head else '<w:rPr><w:sz w:val="18"/></w:rPr>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{plain(line)}</w:t>' for line in text.split("\n"))
    frame = f'<w:tcW w:w="{round(width * 20)}" w:type="dxa"/><w:tcBorders>{rule}</w:tcBorders>{shade}'
    keep = "<w:keepNext/>" if head else ""  # no header row at the foot of a page without a row below it
    air = '<w:spacing w:before="40" w:after="40"/>'
    side = f'<w:jc w:val="{"right" if right else "left"}"/>'
    return (
        f"<w:tc><w:tcPr>{frame}</w:tcPr><w:p><w:pPr>{keep}{air}{side}</w:pPr>"
        f"<w:r>{run}{lines}</w:r></w:p></w:tc>"
    )


def _opened(path: Path) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile):
        do = "Save it from Word as .docx." if path.is_file() else f"Check the path {path.as_posix()!r}."
        raise EvalkitError("this is not a Word document", do, where=place(path)) from None
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    return document


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _lie_down(section: Any) -> None:
    from docx.enum.section import WD_ORIENT

    sides = section.page_width, section.page_height
    section.page_width, section.page_height = max(sides), min(sides)
    section.orientation = WD_ORIENT.LANDSCAPE


def _set_styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    ink = RGBColor.from_string(current_theme().ink.lstrip("#").upper())
    document.styles["Normal"].font.size = Pt(_SIZE)
    for name in ("Normal", *_STYLES):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = _FONT, ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{slot}"), None)
        fonts.set(qn("w:hAnsi"), _FONT)
    for name, size in _STYLES.items():
        document.styles[name].font.size = Pt(size)
        document.styles[name].font.bold = name.startswith(("Title", "Heading"))


def _set_language(document: Any, spelling: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:lang {_W} w:val="{spelling}"/>'))
    document.core_properties.language = spelling


def _number_pages(section: Any) -> None:
    from docx.oxml import parse_xml

    paragraph = section.footer.paragraphs[0]
    paragraph._p.append(parse_xml(f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    paragraph.alignment = 2
