"""Likert bars: how the answers to each item spread over the scale, for each party by itself.

The neutral answer stands across the middle, aside, or nowhere special (bars stacked to 100 %). Don't-know
is never on the scale: it has a column of its own. Fewer than ten answers are counts, never percentages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.colours import MARK_CONTRAST, contrast, ink_on
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave
from evalkit.charts.layout import LINE, SMALL, outer_box, row_middles, text_width
from evalkit.charts.legend import LEGEND, Legend, party_looks, write_name
from evalkit.charts.likert_rows import (
    BAR,
    FOLDED,
    Bar,
    ItemRow,
    answer_words,
    item_rows,
    only_own_means,
    scale_levels,
    shares,
    sort_items,
    totals,
    with_own_means,
)  # fmt: skip
from evalkit.charts.rounding import LEAST_BASE
from evalkit.charts.rows import RowChart
from evalkit.charts.scorerows import wave_name
from evalkit.charts.sheet import ASIDE, HEAD, Sheet, Type, name
from evalkit.charts.theme import current_theme
from evalkit.errors import not_one_of
from evalkit.tables import need_columns
from evalkit.words import number, say

NEUTRAL = ("middle", "aside", "none")
SORT = ("framework", "agreement", "gap")
_LABEL, _MARK, _EDGE, _ASIDE = 236.0, 24.0, 8.0, 8.0
_THICKEST, _SHARE = 24.0, 0.75  # a bar with the air below it, and all of them of a row, where there is room


def plot_likert(
    counts: pd.DataFrame,
    *,
    neutral: str = "middle",
    sort: str = "framework",
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw how each party's answers spread over the scale, item by item.

    Parameters
    ----------
    counts : DataFrame
        What `count_answers` returns, of one study and wave (its last one otherwise) and one scale; after
        `protect` for everybody else. Where a criterion's items are hidden, its row shows how the people's
        own means of them fell.
    neutral : {'middle', 'aside', 'none'}
        Where the scale's middle answer stands: across the middle; in a bar aside; or simply in its
        place, in bars stacked to 100 %.
    sort : {'framework', 'agreement', 'gap'}
        Items in the framework's order; most agreement first; or largest gap between parties first.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the share of the answers, out of 100.

    Raises
    ------
    EvalkitError
        If an option or column is wrong, the items don't share a scale, an id has no text, or there are
        more rows than one page holds.
    """
    need_columns(counts, ("wave", "party", "item", "state", "answer", "n"), "a table of counted answers")
    for value, allowed, option in ((neutral, NEUTRAL, "neutral"), (sort, SORT, "sort")):
        if value not in allowed:
            raise not_one_of(value, allowed, f"Give {option}= one of these.")
    counts, chosen = one_wave(one_study(with_own_means(counts)), None)
    words, levels = find_labels(labels, lang), scale_levels(counts)
    items = sort_items(item_rows(counts, levels, words, _LABEL), sort)
    bars = [bar for item in items for bar in item.bars]
    drawn = [bar for bar in bars if bar.shown and bar.n]
    columns = fit_columns([_cells(bar, lang) for bar in bars], _COLUMNS, _EDGE, lang)
    scale = _scale(levels, counts, drawn, words)
    names = Legend.of([answer for answer, _ in scale], outer_box(ax)[2] - columns.room)
    texts, foot = {item.id: item.lines for item in items}, _foot(counts, bars, words, chosen)
    looks, over = party_looks(counts, words), 0.0 if scale else SMALL * LINE  # a head may have two lines
    chart = RowChart("likert", "item", texts, columns, foot, looks, gutter=_MARK, over=over, top=names.height)
    heights = chart.fit([item.height for item in items], ax)
    sheet = chart.open(heights, lang, ax)
    _draw_items(sheet, items, heights, _Places.of(neutral, len(levels), drawn), columns)
    _draw_scale(sheet, [colour for _, colour in scale], names)
    return sheet.ax


@dataclass(frozen=True)
class _Places:
    """Where segments stand in x: it depends on where the neutral answer is put."""

    neutral: str
    left: float
    right: float
    aside: float

    @classmethod
    def of(cls, neutral: str, points: int, bars: Sequence[Bar]) -> _Places:
        """Make the range that the longest bars just fill; an even scale has no neutral answer."""
        if neutral == "none":
            return cls(neutral, 0.0, 100.0, 0.0)
        neutral = neutral if points % 2 else "even"
        half = {"middle": 0.5, "aside": 0.0, "even": 0.0}[neutral]
        middles = [100 * (bar.n - bar.low - bar.high) / bar.n for bar in bars]
        lows = [100 * bar.low / bar.n + half * middle for bar, middle in zip(bars, middles, strict=True)]
        highs = [100 * bar.high / bar.n + half * middle for bar, middle in zip(bars, middles, strict=True)]
        left, right = -max(lows, default=0.0), max(highs, default=100.0)
        # A range of at least 40 keeps one short bar from filling the page.
        left, right = min(left, right - 40.0), max(right, 1.0)
        if neutral != "aside":
            return cls(neutral, left, right, 0.0)
        return cls(neutral, left, right + _ASIDE + max(*middles, 0.22 * (right - left)), right + _ASIDE)

    def segments(self, bar: Bar) -> list[tuple[int, float, float]]:
        """Return (level, left, width) of each segment of a bar."""
        widths = [100 * count / bar.n for count in bar.counts]
        half = len(widths) // 2
        low = sum(widths[:half])
        if self.neutral == "aside" and len(widths) % 2:
            sides = [*_run(range(half), widths, -low), *_run(range(half + 1, len(widths)), widths, 0.0)]
            return [*sides, (half, self.aside, widths[half])]
        middle = widths[half] / 2 if len(widths) % 2 else 0.0
        start = 0.0 if self.neutral == "none" else -low - middle
        return _run(range(len(widths)), widths, start)


def _run(levels: Sequence[int], widths: Sequence[float], start: float) -> list[tuple[int, float, float]]:
    spans = []
    for level in levels:
        spans.append((level, start, widths[level]))
        start += widths[level]
    return spans


_COLUMNS = ("below", "above", "n", "dont_know")


def _cells(bar: Bar, lang: str) -> dict[str, str]:
    """Return what stands beside a bar, by column."""
    if not bar.shown:
        return dict.fromkeys(_COLUMNS, "")
    below, above = totals(bar, lang)
    return {
        "below": below,
        "above": above,
        "n": number(bar.n, lang),
        "dont_know": number(bar.dont_know, lang),
    }


def _foot(counts: pd.DataFrame, bars: Sequence[Bar], words: Labels, wave: str) -> Foot:
    notes = [wave_name(words, wave) + "."]
    if only_own_means(counts):
        notes.append(say("charts.note.own_means", words.lang))
    if any(0 < bar.n < LEAST_BASE for bar in bars):
        notes.append(say("charts.note.counts", words.lang))
    if any(bar.word for bar in bars):
        notes.append(say("charts.note.word", words.lang))
    return Foot(" ".join(notes), (counts,), BARE, words.framework)


def _draw_axis(sheet: Sheet, place: _Places, rows: float) -> None:
    sheet.ax.set_xlim(place.left, place.right)
    sheet.line((0, 0), (0, rows), sheet.theme.muted, name("zero"), width=1.0).set_zorder(1)
    if place.aside:
        sheet.write(
            place.aside, -3, say("charts.head.aside", sheet.lang), HEAD, name("head", "", "aside"), data=True
        )


def _draw_items(
    sheet: Sheet, items: Sequence[ItemRow], heights: Sequence[float], place: _Places, columns: Columns
) -> None:
    _draw_axis(sheet, place, sum(heights))
    for item, height, middle in zip(items, heights, row_middles(heights), strict=True):
        thick = min(_THICKEST, max(BAR, _SHARE * height / len(item.bars)))
        _draw_item(sheet, item, (middle, thick), place, columns)


def _draw_item(
    sheet: Sheet, item: ItemRow, across: tuple[float, float], place: _Places, columns: Columns
) -> None:
    """Draw an item's bars: across is its middle, and how far a bar is from the next."""
    middle, thick = across
    first = middle - (len(item.bars) - 1) * thick / 2
    for n, bar in enumerate(item.bars):
        y = first + n * thick
        sheet.mark(
            -11, y, sheet.theme.party(bar.position), name("party", bar.party, item.id), data=False, size=8
        )
        _draw_bar(sheet, bar, (y, thick), place)
        columns.write(sheet, y, _cells(bar, sheet.lang), (bar.party, bar.item))


def _draw_bar(sheet: Sheet, bar: Bar, across: tuple[float, float], place: _Places) -> None:
    if not bar.shown or not bar.n:
        text = _instead(bar, sheet.lang)
        sheet.write(4, across[0], text, ASIDE, name("words", bar.party, bar.item))
        return
    colours, texts = _colours(sheet, bar), shares(bar, sheet.lang)
    for level, left, width in place.segments(bar):
        _draw_segment(
            sheet, (left, width, *across), (texts[level], colours[level]), (bar.party, bar.item, str(level))
        )


def _instead(bar: Bar, lang: str) -> str:
    """Say what stands where a bar can't: the word that the gate left, hidden, or that nobody answered."""
    if bar.word:
        return say(f"level.{bar.word}", lang)
    return say("charts.hidden" if bar.hidden else "charts.no_answers", lang)


def _colours(sheet: Sheet, bar: Bar) -> Sequence[str]:
    return sheet.theme.folded() if bar.folded else sheet.theme.scale(len(bar.counts))


def _draw_segment(
    sheet: Sheet, span: tuple[float, float, float, float], look: tuple[str, str], key: tuple[str, str, str]
) -> None:
    """Draw an answer's segment, and its figure where it fits; its own ink reads on its own colour."""
    (left, width, y, thick), (text, colour) = span, look
    edge = sheet.theme.muted if contrast(colour, sheet.theme.paper) < MARK_CONTRAST else "none"
    sheet.box(
        (left, y - thick * 0.46),
        (width, thick * 0.92),
        colour,
        name("segment", *key),
        edge=edge if width else "none",
    )
    low, high = sheet.ax.get_xlim()
    if width and text_width(text, SMALL) + 2 <= width * sheet.width / (high - low):
        ink = ink_on(colour, (sheet.theme.ink, sheet.theme.paper))
        type = Type(size=SMALL, colour=ink, ha="center")
        sheet.write(left + width / 2, y, text, type, name("share", *key), data=True)


def _draw_scale(sheet: Sheet, colours: Sequence[str], names: Legend) -> None:
    """Name the answers in their order, the lowest first, above everything else."""
    for level, (colour, (x, line, text)) in enumerate(zip(colours, names.places, strict=True)):
        left, y = x - sheet.frame.left, -sheet.frame.top + LEGEND * line
        sheet.panel((left - 6, y - 6), (12, 12), colour, name("swatch", "", level))
        write_name(sheet, left + 11, y, text, name("answer", "", level))


def _scale(
    levels: Sequence[str], counts: pd.DataFrame, bars: Sequence[Bar], words: Labels
) -> list[tuple[str, str]]:
    """Return the legend's answers and colours: the scale's, then those of bars that the gate folded."""
    theme = current_theme()
    if not bars:
        return []
    scale = zip(answer_words(levels, counts, words), theme.scale(len(levels)), strict=True)
    if not any(bar.folded for bar in bars):
        return list(scale)
    folded = [
        (say(f"level.{level}", words.lang), colour)
        for level, colour in zip(FOLDED, theme.folded(), strict=True)
    ]
    return [*([] if all(bar.folded for bar in bars) else scale), *folded]
