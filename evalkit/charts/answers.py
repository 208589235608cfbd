"""Every respondent a dot: what each answered to each item, party by party. For the people in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import present
from evalkit.charts.columns import fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave, party_order
from evalkit.charts.layout import NORMAL, SMALL, row_middles, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.scorerows import draw_score_axis, wave_name
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.tables import need_columns
from evalkit.words import number, say

_LABEL, _MARK, _PAD, _LINE = 250.0, 26.0, 14.0, 13.2


@dataclass(frozen=True)
class _Dots:
    """One party's answers to one item."""

    party: str
    position: int
    values: Counter[float]
    dont_know: int

    @property
    def n(self) -> int:
        return sum(self.values.values())


@dataclass(frozen=True)
class _Item:
    id: str
    lines: list[str]
    dots: list[_Dots]


def plot_answers(
    responses: pd.DataFrame,
    *,
    wave: str | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw every respondent's answer to every item as a dot: a chart for the people in the room.

    Parameters
    ----------
    responses : DataFrame
        A study's `responses`, all items or some; what nobody was asked is left out.
    wave : str, optional
        The wave to draw; the last one in the table unless named.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the value; it always bears the watermark.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more rows than one page holds.
    """
    need_columns(responses, ("wave", "party", "respondent", "item", "value", "state"), "a table of responses")
    table, chosen = one_wave(one_study(responses), wave)
    words = find_labels(labels, lang)
    items = _measure(table, words)
    cells = [_cells(dots, lang) for item in items for dots in item.dots]
    columns = fit_columns(cells, ("n", "dont_know"), _PAD, lang)
    foot = Foot(
        f"{wave_name(words, chosen)}. {say('charts.note.dots', lang)}", (table,), framework=words.framework
    )
    texts, looks = {item.id: item.lines for item in items}, party_looks(table, words)
    chart = RowChart("answers", "item", texts, columns, foot, looks, gutter=_MARK)
    heights = chart.fit([row_height(item.lines, len(item.dots) * _LINE) for item in items], ax)
    sheet = chart.open(heights, lang, ax)
    draw_score_axis(sheet, sum(heights), words.limits)
    sheet.ax.set_xlim(-8, 108)
    for item, middle in zip(items, row_middles(heights), strict=True):
        for n, dots in enumerate(item.dots):
            line = middle + (n - (len(item.dots) - 1) / 2) * _LINE
            _draw_dots(sheet, dots, item.id, line)
            columns.write(sheet, line, _cells(dots, lang), (dots.party, item.id))
    return sheet.ax


def _measure(table: pd.DataFrame, words: Labels) -> list[_Item]:
    order = party_order(table)
    asked = table[table["state"].isin(("answered", "dont_know", "skipped"))]
    items = []
    for id, rows in rows_by(asked, "item").items():
        by_party = {party: [row for row in rows if str(row["party"]) == party] for party in order}
        dots = [_dots(party, order, mine) for party, mine in by_party.items() if mine]
        items.append(_Item(id, wrap(words.of(id), _LABEL, NORMAL), dots))
    return items


def _dots(party: str, order: Sequence[str], rows: Sequence[dict]) -> _Dots:
    values = Counter(float(row["value"]) for row in rows if present(row["value"]))
    unsure = sum(row["state"] == "dont_know" for row in rows)
    return _Dots(party, order.index(party), values, unsure)


def _cells(dots: _Dots, lang: str) -> dict[str, str]:
    return {"n": number(dots.n, lang), "dont_know": number(dots.dont_know, lang)}


def _draw_dots(sheet: Sheet, dots: _Dots, item: str, y: float) -> None:
    """Draw equal answers side by side around their value, so that every respondent is seen."""
    colour, shape = sheet.theme.party(dots.position)
    low, high = sheet.ax.get_xlim()
    point = (high - low) / sheet.width
    for value, count in sorted(dots.values.items()):
        step = min(8.0, 90 / count) * point
        xs = [value + (n - (count - 1) / 2) * step for n in range(count)]
        line = sheet.line(xs, [y] * count, colour, name("dots", dots.party, item, f"{value:g}"), style="none")
        line.set(
            marker=shape, markersize=6.5, markeredgecolor=sheet.theme.paper, markeredgewidth=0.6, zorder=4
        )
    if not dots.values:
        sheet.mark(8, y, (colour, shape), name("key", dots.party, item), data=False, size=7)
        quiet = Type(size=SMALL, italic=True)
        sheet.write(18, y, say("charts.no_answers", sheet.lang), quiet, name("words", dots.party, item))
