"""The dilemmas of working together: how important each is to each party, and how settled."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, kind_of, present, words_for
from evalkit.charts.columns import fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import find_labels, one_study, party_order
from evalkit.charts.layout import CLOSE, NORMAL, SMALL, row_middles, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.scorerows import draw_score_axis
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.tables import need_columns
from evalkit.words import number, say

_LABEL, _GAP, _PAD, _LINE = 330.0, 26.0, 20.0, 12.0
_COLUMNS = ("importance", "settled", "n")


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
    table = one_study(table)
    rows, order = _by_open_work(table), party_order(table)
    columns = fit_columns([_cells(row, lang) for mine in rows.values() for row in mine], _COLUMNS, _PAD, lang)
    texts = {id: wrap(words.of(id), _LABEL, NORMAL) for id in rows}
    foot, looks = (
        Foot(say("charts.note.dilemmas", lang), (table,), framework=words.framework),
        party_looks(table, words),
    )
    chart = RowChart("dilemmas", "dilemma", texts, columns, foot, looks, gutter=_GAP, air=CLOSE)
    heights = chart.fit([row_height(texts[id], len(mine) * _LINE) for id, mine in rows.items()], ax)
    sheet = chart.open(heights, lang, ax)
    draw_score_axis(sheet, sum(heights), words.limits)
    for (id, parties), middle in zip(rows.items(), row_middles(heights), strict=True):
        for n, party in enumerate(parties):
            line = middle + (n - (len(parties) - 1) / 2) * _LINE
            _draw_party(sheet, party, line, sheet.theme.party(order.index(str(party["party"]))))
            columns.write(sheet, line, _cells(party, lang), (party["party"], id))
    return sheet.ax


def _by_open_work(table: pd.DataFrame) -> dict[str, list[Row]]:
    """Order dilemmas by what is most important and least settled, the parties counting equally."""
    rows = rows_by(table, "dilemma")
    return {id: rows[id] for id in sorted(rows, key=lambda id: _open_work(rows[id]), reverse=True)}


def _open_work(parties: Sequence[Row]) -> float:
    gaps = [p["importance"] - p["settled"] for p in parties if _both(p)]
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
