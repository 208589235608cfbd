"""The dilemmas of working together: how important each is to each party, and how settled."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, kind_of, present, records, words_for
from evalkit.charts.columns import fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study, party_order
from evalkit.charts.layout import (
    LINE,
    NORMAL,
    SMALL,
    Frame,
    fit_heights,
    outer_box,
    row_middles,
    widest,
    wrap,
)
from evalkit.charts.scorerows import (
    HEADS,
    draw_legend,
    draw_score_axis,
    legend_height,
    party_looks,
)  # fmt: skip
from evalkit.charts.sheet import PLAIN, Sheet, Type, name, open_sheet
from evalkit.tables import need_columns
from evalkit.words import number, say

_LABEL, _GAP, _PAD, _LINE = 330.0, 26.0, 20.0, 12.0
_COLUMNS = ("importance", "settled", "n")


@dataclass(frozen=True)
class _Dilemma:
    id: str
    lines: list[str]
    parties: list[Row]

    @property
    def height(self) -> float:
        return max(len(self.lines) * NORMAL * LINE, len(self.parties) * _LINE) + 1.5


def plot_dilemmas(
    table: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw how important each dilemma is and how settled, by party; the longest lines are the work ahead.

    Parameters
    ----------
    table : DataFrame
        One row per dilemma and party: dilemma, party, importance and settled (both 0-100), n.
    labels : Study, tuple of Study, Framework or dict, optional
        Texts of dilemmas and parties.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is 0-100; filled marks importance, open marks settled.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more rows than one page holds.
    """
    need_columns(table, ("dilemma", "party", "importance", "settled", "n"), "a table of dilemmas")
    words = find_labels(labels, lang)
    rows, looks = _measure(one_study(table), words), party_looks(table, words)
    columns = fit_columns(
        [_cells(party, lang) for row in rows for party in row.parties], _COLUMNS, _PAD, lang
    )
    left = widest([line for row in rows for line in row.lines]) + _GAP
    top = HEADS + legend_height([label for _, label, _ in looks], left, outer_box(ax)[2])
    foot = Foot(say("charts.note.dilemmas", lang), (table,))
    frame = Frame(left, columns.room, top, foot.height(ax))
    least = [row.height for row in rows]
    heights = fit_heights(least, frame, ax, column="dilemma", ids=[row.id for row in rows])
    sheet, order = open_sheet("dilemmas", frame, sum(heights), lang, ax), party_order(table)
    draw_score_axis(sheet, sum(heights), words.limits)
    for row, middle in zip(rows, row_middles(heights), strict=True):
        sheet.write(-left, middle, "\n".join(row.lines), PLAIN, name("label", "", row.id))
        for n, party in enumerate(row.parties):
            line = middle + (n - (len(row.parties) - 1) / 2) * _LINE
            _draw_party(sheet, party, line, sheet.theme.party(order.index(str(party["party"]))))
            columns.write(sheet, line, _cells(party, lang), (party["party"], row.id))
    columns.draw_heads(sheet)
    draw_legend(sheet, looks)
    foot.draw(sheet, sum(heights))
    return sheet.ax


def _measure(table: pd.DataFrame, words: Labels) -> list[_Dilemma]:
    """Order dilemmas by what is most important and least settled, the parties counting equally."""
    order, rows = party_order(table), records(table)
    found = []
    for id in map(str, in_order(table["dilemma"])):
        parties = [row for row in rows if str(row["dilemma"]) == id]
        parties.sort(key=lambda row: order.index(str(row["party"])))
        found.append(_Dilemma(id, wrap(words.of(id), _LABEL, NORMAL), parties))
    return sorted(found, key=_open_work, reverse=True)


def _open_work(row: _Dilemma) -> float:
    gaps = [p["importance"] - p["settled"] for p in row.parties if _both(p)]
    return sum(gaps) / len(gaps) if gaps else -1000.0


def _both(party: Row) -> bool:
    return kind_of(party, "importance") == "number" and present(party["settled"])


def _cells(party: Row, lang: str) -> dict[str, str]:
    if not _both(party):
        return {}
    return {column: number(party[column], lang) for column in _COLUMNS}


def _draw_party(sheet: Sheet, party: Row, y: float, look: tuple[str, str]) -> None:
    key = (party["party"], party["dilemma"])
    if not _both(party):
        sheet.mark(8, y, look, name("key", *key), data=False, size=7)
        quiet = Type(size=SMALL, italic=True)
        sheet.write(18, y, words_for(party, sheet.lang, "importance"), quiet, name("words", *key))
        return
    sheet.line((party["importance"], party["settled"]), (y, y), look[0], name("distance", *key), width=1.6)
    sheet.mark(party["importance"], y, look, name("score", *key), size=8)
    open_mark = sheet.mark(party["settled"], y, look, name("score", *key, "settled"), size=8)
    open_mark.set(markerfacecolor=sheet.theme.paper, markeredgecolor=look[0], markeredgewidth=1.6)
