"""A table as PowerPoint's own: columns as wide as their words, rows as tall as their lines, a header row.

Text is measured before it is placed, in points, as in the charts; what doesn't fit on one slide goes on the
next, header and all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.charts.layout import LINE, text_width, wrap
from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError
from evalkit.export.ooxml import NAMESPACES, POINT, Box, plain, quoted, solid
from evalkit.export.story import Grid

SIZES = (18.0, 16.0, 14.0, 12.5, 11.0)  # points, the largest that fits
_PAD, _SIDE = 3.0, 6.0
_NARROWEST = 48.0
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Laid:
    """A table laid out: font size, columns' widths and rows' heights in points, the header's first."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True)
class _Writing:
    """How a table's text is marked: its language as Office writes it; its colour if not the template's."""

    lang: str
    ink: str


def split_grid(grid: Grid, width: float, height: float) -> list[Grid]:
    """Split a table into parts that each fit in a box.

    Parameters
    ----------
    grid : Grid
    width, height : float
        The box in points.

    Returns
    -------
    list of Grid
        The same headings, at least one part.

    Raises
    ------
    EvalkitError
        If a single row is taller than the box.
    """
    laid = lay_out(grid, width, height)
    room = height - laid.heights[0]
    parts: list[list[tuple[str, ...]]] = [[]]
    used = 0.0
    for row, tall in zip(grid.rows, laid.heights[1:], strict=True):
        if tall > room:
            raise EvalkitError(
                f"a row of the table {grid.caption!r} is taller than the slide",
                "Shorten its text or drop a column.",
            )
        if used + tall > room and parts[-1]:
            parts.append([])
            used = 0.0
        parts[-1].append(row)
        used += tall
    return [Grid(grid.caption, grid.headings, tuple(part), grid.numbers, grid.folded) for part in parts]


def shared_size(grids: Sequence[Grid], width: float, height: float) -> float:
    """Return the largest size in which tables, one below another, are no taller than `height` points."""
    for size in SIZES:
        if sum(sum(_laid(grid, width, size).heights) for grid in grids) <= height:
            return size
    return SIZES[-1]


def lay_out(grid: Grid, width: float, height: float, largest: float = SIZES[0]) -> Laid:
    """Measure a table in the largest size in which it fits, else in the smallest.

    Parameters
    ----------
    grid : Grid
    width, height : float
        The room in points.
    largest : float
        The size to begin with.

    Returns
    -------
    Laid
    """
    sizes = [size for size in SIZES if size <= largest]
    laid = _laid(grid, width, sizes[0])
    for size in sizes[1:]:
        if sum(laid.heights) <= height:
            break
        laid = _laid(grid, width, size)
    return laid


def add_table(
    slide: Any, grid: Grid, box: Box, *, lang: str = "", largest: float = SIZES[0], ink: str = ""
) -> int:
    """Put a table on a slide.

    Parameters
    ----------
    slide : pptx Slide
    grid : Grid
        Its caption becomes the alternative text.
    box : Box
        The room in EMU; the table takes the height it needs.
    lang : str
        As Office writes it: ``da-DK``.
    largest : float
        The largest size of its text, in points.
    ink : str
        The colour of its text; the presentation's own if empty.

    Returns
    -------
    int
        Where the table ends, in EMU from the top.
    """
    from pptx.oxml import parse_xml

    tree = slide.shapes._spTree
    number = max((int(found) for found in tree.xpath("//p:cNvPr/@id")), default=1) + 1
    laid = lay_out(grid, box.w / POINT, box.h / POINT, largest)
    tree.append(parse_xml(_frame(number, grid, laid, box, _Writing(lang, ink))))
    return box.y + round(sum(laid.heights) * POINT)


def _laid(grid: Grid, width: float, size: float) -> Laid:
    rows: Rows = [grid.headings, *grid.rows]
    widths = column_widths(rows, width, size)
    lines = [
        max(_lines(cell, wide, size, bold=not at) for cell, wide in zip(row, widths, strict=True))
        for at, row in enumerate(rows)
    ]
    return Laid(size, tuple(widths), tuple(count * size * LINE + 2 * _PAD for count in lines))


def _lines(cell: str, width: float, size: float, *, bold: bool) -> int:
    return sum(max(len(wrap(part, width - 2 * _SIDE, size, bold=bold)), 1) for part in cell.split("\n"))


def column_widths(rows: Rows, width: float, size: float) -> list[float]:
    """Give each column what its longest line needs, and some air; where that is too much, share the width.

    Parameters
    ----------
    rows : sequence of sequence of str
        Headings first.
    width, size : float
        Of the table and of its text, in points.

    Returns
    -------
    list of float
        In points, as wide as the table together.
    """
    columns = list(zip(*rows, strict=True))
    parts = [[part for cell in column for part in cell.split("\n")] for column in columns]
    least = [max(_longest_word(column, size), _NARROWEST) for column in columns]
    heads = [text_width(column[0], size, bold=True) + 2 * _SIDE + 2 for column in columns]
    cells = [
        max((text_width(part, size) for part in column[1:]), default=0) + 2 * _SIDE + 2 for column in parts
    ]
    wanted = [max(pair) for pair in zip(heads, cells, strict=True)]
    if sum(wanted) <= width:
        return [want * width / sum(wanted) for want in wanted]
    return _shared([max(pair) for pair in zip(least, cells, strict=True)], least, width)  # headings can wrap


def _longest_word(column: Sequence[str], size: float) -> float:
    words = [word for cell in column for word in cell.split()]
    return max((text_width(word, size, bold=True) for word in words), default=0.0) + 2 * _SIDE + 2


def _shared(wanted: list[float], least: list[float], width: float) -> list[float]:
    """Narrow columns keep what they want; the others share the rest, none under its longest word."""
    fair = width / len(wanted)
    spare = width - sum(min(want, low) for want, low in zip(wanted, least, strict=True))
    over = [max(want - low, 0.0) for want, low in zip(wanted, least, strict=True)]
    if spare <= 0 or not sum(over):
        return [fair * low / (sum(least) / len(least)) for low in least]
    return [
        min(want, low) + spare * more / sum(over) for want, low, more in zip(wanted, least, over, strict=True)
    ]


def _frame(number: int, grid: Grid, laid: Laid, box: Box, how: _Writing) -> str:
    columns = "".join(f'<a:gridCol w="{round(width * POINT)}"/>' for width in laid.widths)
    rows = [_row(grid.headings, laid, 0, grid, how)]
    rows += [_row(row, laid, at, grid, how) for at, row in enumerate(grid.rows, start=1)]
    high = round(sum(laid.heights) * POINT)
    xfrm = Box(box.x, box.y, round(sum(laid.widths) * POINT), high).xfrm.replace("a:xfrm", "p:xfrm")
    return (
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>"
        f'<p:cNvPr id="{number}" name={quoted(grid.caption)} descr={quoted(grid.caption)}/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f'</p:nvGraphicFramePr>{xfrm}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{"".join(rows)}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(cells: Sequence[str], laid: Laid, at: int, grid: Grid, how: _Writing) -> str:
    inner = "".join(
        _cell(cell, laid.size, right=column in grid.numbers, head=at == 0, how=how)
        for column, cell in enumerate(cells)
    )
    return f'<a:tr h="{round(laid.heights[at] * POINT)}">{inner}</a:tr>'


def _cell(text: str, size: float, *, right: bool, head: bool, how: _Writing) -> str:
    look = current_theme()
    marks = (f' lang="{how.lang}"' if how.lang else "") + f' sz="{round(size * 100)}" b="{int(head)}"'
    own = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    run = f"<a:rPr{marks}>{solid(_rgb(how.ink)) if how.ink else own}</a:rPr>"
    lines = f"<a:br>{run}</a:br>".join(
        f"<a:r>{run}<a:t>{plain(line)}</a:t></a:r>" for line in text.split("\n")
    )
    paragraph = f'<a:p><a:pPr algn="{"r" if right else "l"}"/>{lines}</a:p>'
    rule = f'<a:lnB w="{12_700 if head else 6_350}">{solid(_rgb(look.ink if head else look.line))}</a:lnB>'
    fill = solid(_rgb(look.band)) if head else "<a:noFill/>"
    sides = f'marL="{round(_SIDE * POINT)}" marR="{round(_SIDE * POINT)}"'
    ends = f'marT="{round(_PAD * POINT)}" marB="{round(_PAD * POINT)}"'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph}</a:txBody>"
        f'<a:tcPr {sides} {ends} anchor="t">{rule}{fill}</a:tcPr></a:tc>'
    )


def _rgb(colour: str) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return to_rgb(colour)
