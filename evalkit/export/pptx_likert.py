"""Likert bars as a native chart, with the data sheet behind it.

Stacked bars that start at an invisible series, so that the scale's middle answer stands across one line for
every row. The workbook inside holds what the gated table holds and nothing else: first the shares that the
bars are made of, then the counts. Rows of fewer than ten answers are labelled with counts, as in
`plot_likert`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.colors import to_rgb

from evalkit.charts.colours import MARK_CONTRAST, contrast, ink_on
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave
from evalkit.charts.likert_rows import FOLDED, Bar, answer_words, item_rows, scale_levels, with_own_means
from evalkit.charts.rounding import LEAST_BASE, largest_remainder
from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError
from evalkit.export.naming import safe_text
from evalkit.export.ooxml import POINT, Box, Piece, connector, number_pieces, outline
from evalkit.export.pptx_chartxml import INNER, Series, chart_xml
from evalkit.words import number, out_of, percent, say

MOST_ROWS = 30
_LABEL_ROOM, _COUNT_ROOM = 34.0, 12.0  # points that "10 %" and "3" take
_ANY = 1e6  # points: labels aren't broken here, PowerPoint does it


@dataclass(frozen=True)
class NativeLikert:
    """Counted answers to be shown as a native chart.

    Attributes
    ----------
    table : DataFrame
        What `count_answers` returns, of one study and wave and one scale; after `protect` for everybody.
    labels : Study, tuple of Study, Framework or dict, optional
    """

    table: pd.DataFrame
    labels: object = None


@dataclass(frozen=True)
class _Row:
    label: str
    bar: Bar


def add_likert(slide: Any, content: NativeLikert, box: Box, *, lang: str = "da") -> str:
    """Put a native Likert chart on a slide.

    Parameters
    ----------
    slide : pptx Slide
    content : NativeLikert
    box : Box
        Its room in EMU.
    lang : {'da', 'en'}

    Returns
    -------
    str
        The rows in words, for the notes.

    Raises
    ------
    EvalkitError
        If the table isn't one of counted answers on one scale, or has more than 30 rows.
    """
    words = find_labels(content.labels, lang)
    counts, _ = one_wave(one_study(with_own_means(content.table)), None)
    levels = scale_levels(counts)
    rows = _rows(counts, levels, words)
    span = _Span.of(rows)
    series = _series(
        rows, answer_words(levels, counts, words), span, lang, least=span.least(_COUNT_ROOM, box)
    )
    least, widest = span.least(_LABEL_ROOM, box), span.left + span.right
    blob = chart_xml([row.label for row in rows], series, widest=widest, least=least, lang=lang)
    _insert(
        slide, blob, _workbook(rows, series, lang), box, alt=_alt(rows, lang), line=_middle_line(box, span)
    )
    return "\n".join(_in_words(row, series, lang) for row in rows)


def _rows(counts: pd.DataFrame, levels: Sequence[str], words: Labels) -> list[_Row]:
    items = item_rows(counts, levels, words, _ANY)
    rows = [_Row(_label(" ".join(item.lines), bar, words), bar) for item in items for bar in item.bars]
    if not rows or len(rows) > MOST_ROWS:
        raise EvalkitError(
            f"the native chart would have {len(rows)} rows, 1 to {MOST_ROWS} can be read",
            "Choose some of column item, or give save_deck a Plot, which splits itself over slides.",
        )
    return rows


def _label(text: str, bar: Bar, words: Labels) -> str:
    party = words.of(bar.party)
    if not bar.shown:
        return f"{text} - {party} ({say('charts.hidden', words.lang)})"
    unsure = f", {say('state.dont_know', words.lang)} {bar.dont_know}" if bar.dont_know else ""
    return f"{text} - {party} (n = {bar.n}{unsure})"


def _shares(bar: Bar) -> list[float]:
    """Return whole percentages that add up to 100; exact shares where counts are shown instead."""
    if not bar.shown or not bar.n:
        return [0.0] * len(bar.counts)
    if bar.n < LEAST_BASE:
        return [100 * count / bar.n for count in bar.counts]
    return [float(share) for share in largest_remainder(bar.counts)]


def _left(bar: Bar) -> float:
    """Return how much of a bar stands left of the line: the lower answers and half the middle one."""
    shares = _shares(bar)
    half = len(shares) // 2
    return sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0.0)


@dataclass(frozen=True)
class _Span:
    """How far the bars reach to each side of the line they are laid about, in per cent."""

    left: float
    right: float

    @classmethod
    def of(cls, rows: Sequence[_Row]) -> _Span:
        lefts = [_left(row.bar) for row in rows]
        rights = [sum(_shares(row.bar)) - left for row, left in zip(rows, lefts, strict=True)]
        return cls(max(*lefts, 10.0), max(*rights, 10.0))

    def least(self, room: float, box: Box) -> float:
        """Return the share that is `room` points wide."""
        return room * POINT / (INNER[2] * box.w) * (self.left + self.right)


def _series(
    rows: Sequence[_Row], answers: Sequence[str], span: _Span, lang: str, *, least: float
) -> list[Series]:
    """Make the invisible series, one for each answer, and one for each level that the gate folded into."""
    theme = current_theme()
    series = [Series(" ", None, "", [span.left - _left(row.bar) for row in rows], [])]
    folded = [say(f"level.{level}", lang) for level in FOLDED]
    for names, colours, kind in (
        (answers, theme.scale(len(answers)), False),
        (folded, theme.folded(), True),
    ):
        mine = [row.bar.folded is kind for row in rows]
        if any(mine):
            for level, (name, colour) in enumerate(zip(names, colours, strict=True)):
                ink = ink_on(colour, (theme.ink, theme.paper))
                pale = contrast(colour, theme.paper) < MARK_CONTRAST
                values, labels = _values(rows, mine, level, least)
                series.append(Series(name, colour, ink, values, labels, theme.muted if pale else ""))
    return series


def _values(
    rows: Sequence[_Row], mine: Sequence[bool], level: int, least: float
) -> tuple[list[float], list[str | None]]:
    """Return a series' shares, and a label of its own for each row that shows counts."""
    values, labels = [], []
    for row, own in zip(rows, mine, strict=True):
        values.append(_shares(row.bar)[level] if own else 0.0)
        small = own and row.bar.shown and 0 < row.bar.n < LEAST_BASE
        labels.append((str(row.bar.counts[level]) if values[-1] >= least else "") if small else None)
    return values, labels


def _workbook(rows: Sequence[_Row], series: Sequence[Series], lang: str) -> bytes:
    """Write the data sheet: the shares the chart is made of, and beside them the counts."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    heads = [each.name for each in series]
    counted = [say("deck.count_of", lang, answer=name) for name in heads[1:]]
    sheet.append(["", *heads, say("export.column.n", lang), say("export.column.dont_know", lang), *counted])
    for at, row in enumerate(rows):
        line: list[object] = [safe_text(row.label), *(each.values[at] for each in series)]
        if row.bar.shown:
            line += [row.bar.n, row.bar.dont_know, *_counts(row.bar, series)]
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _counts(bar: Bar, series: Sequence[Series]) -> list[int | None]:
    """Return a row's counts under their own headings: the scale's come first, then the folded levels."""
    blanks: list[int | None] = [None] * (len(series) - 1 - len(bar.counts))
    return [*blanks, *bar.counts] if bar.folded else [*bar.counts, *blanks]


def _insert(slide: Any, xml: bytes, workbook: bytes, box: Box, *, alt: str, line: Piece) -> None:
    from pptx.opc.constants import CONTENT_TYPE as CT
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.oxml import parse_xml
    from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame as Frame
    from pptx.parts.chart import ChartPart

    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), CT.DML_CHART, package, xml)
    part.chart_workbook.update_from_xlsx_blob(workbook)
    tree = slide.shapes._spTree
    number = max(int(found) for found in tree.xpath("//p:cNvPr/@id")) + 2
    tree.append(parse_xml(number_pieces([line], number - 1)))
    frame = Frame.new_chart_graphicFrame(
        number, "Likert", slide.part.relate_to(part, RT.CHART), box.x, box.y, box.w, box.h
    )
    frame.nvGraphicFramePr.cNvPr.set("descr", alt)
    tree.append(frame)


def _middle_line(box: Box, span: _Span) -> Piece:
    """Make the line that bars are laid about: behind the chart, as an axis can't have just one grid line."""
    x, y, w, h = INNER
    at = x + w * span.left / (span.left + span.right)
    line = Box(box.x + round(box.w * at), box.y + round(box.h * y), 0, round(box.h * h))
    return connector("evalkit:zero", line, outline(to_rgb(current_theme().muted), 1))


def _alt(rows: Sequence[_Row], lang: str) -> str:
    shown = [row for row in rows if row.bar.shown and row.bar.n]
    if not shown:
        return say("deck.likert.nothing", lang, rows=len(rows))
    ranked = sorted(shown, key=lambda row: row.bar.high / row.bar.n)
    low, high = min(row.bar.n for row in shown), max(row.bar.n for row in shown)
    return say(
        "deck.likert.alt", lang, rows=number(len(rows), lang), n=str(low) if low == high else f"{low}-{high}",
        most=f"{ranked[-1].label}, {_share(ranked[-1].bar, lang)}",
        least=f"{ranked[0].label}, {_share(ranked[0].bar, lang)}",
    )  # fmt: skip


def _share(bar: Bar, lang: str) -> str:
    if bar.n < LEAST_BASE:
        return out_of(bar.high, bar.n, lang)
    shares = largest_remainder(bar.counts)
    return percent(sum(shares[(len(shares) + 1) // 2 :]), lang)


def _in_words(row: _Row, series: Sequence[Series], lang: str) -> str:
    if not row.bar.shown:
        return row.label
    names = [each.name for each in series[1:]]
    names = names[-len(row.bar.counts) :] if row.bar.folded else names[: len(row.bar.counts)]
    said = (f"{name} {number(count, lang)}" for name, count in zip(names, row.bar.counts, strict=True))
    return f"{row.label}: {', '.join(said)}"
