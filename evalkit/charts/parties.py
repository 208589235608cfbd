"""The parties beside each other: one line per criterion from the lowest to the highest, largest gap first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, kind_of, points, present, words_for
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import find_labels, one_study, one_wave, party_order
from evalkit.charts.layout import CLOSE, NORMAL, SMALL, row_middles, widest, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.scorerows import draw_interval, draw_score_axis, interval_notes
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.errors import not_one_of
from evalkit.tables import need_columns
from evalkit.words import number, say

SORT = ("gap", "framework")
_LABEL, _GAP, _LINE, _NUMBER, _KEY, _MARK = 236.0, 40.0, 13.2, 26.0, 10.0, 12.0


def plot_parties(
    table: pd.DataFrame,
    *,
    sort: str = "gap",
    wave: str | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw the parties' scores beside each other, with intervals and the gap between them in points.

    Parameters
    ----------
    table : DataFrame
        What `compare_parties` returns, of one study; after `protect` for everybody else.
    sort : {'gap', 'framework'}
        Largest gap first, or the framework's order.
    wave : str, optional
        The wave to draw; the last one in the table unless named.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the score; y counts points downwards.

    Raises
    ------
    EvalkitError
        If `sort` or a column is wrong, an id has no text, or there are more rows than one page holds.
    """
    need_columns(table, ("wave", "party", "criterion", "score", "gap"), "a table of parties compared")
    if sort not in SORT:
        raise not_one_of(sort, SORT, "Give sort= one of these.")
    table, chosen = one_wave(one_study(table), wave)
    words, rows = find_labels(labels, lang), rows_by(table, "criterion")
    if sort == "gap":
        rows = {id: rows[id] for id in sorted(rows, key=lambda id: _gap(rows[id]), reverse=True)}
    columns, looks = _columns(list(rows.values()), lang), party_looks(table, words)
    texts = {id: wrap(words.of(id), _LABEL, NORMAL) for id in rows}
    foot, told = (
        Foot(interval_notes(table, words, chosen), (table,), framework=words.framework),
        _words_room(rows, lang),
    )
    chart = RowChart("parties", "criterion", texts, columns, foot, looks, gutter=_GAP + told, air=CLOSE)
    heights = chart.fit([row_height(texts[id], len(mine) * _LINE) for id, mine in rows.items()], ax)
    sheet = chart.open(heights, lang, ax)
    draw_score_axis(sheet, sum(heights), words.limits)
    shapes = {party: sheet.theme.party(n) for n, party in enumerate(party_order(table))}
    for parties, middle in zip(rows.values(), row_middles(heights), strict=True):
        _draw_row(sheet, parties, middle, shapes, columns)
        _draw_words(sheet, parties, middle, shapes, -told - _GAP / 2)
    return sheet.ax


def _gap(parties: Sequence[Row]) -> float:
    gap = parties[0].get("gap")
    return float(gap) if present(gap) else -1.0


def _columns(rows: Sequence[Sequence[Row]], lang: str) -> Columns:
    cells = [{"gap": "\n".join(_gap_lines(row, lang))} for row in rows]
    cells += [{"n": base_text(party, lang)} for row in rows for party in row]
    most = max((len(row) for row in rows), default=2)
    beside = _NUMBER if most < 3 else (_NUMBER + _KEY) * (most - 1)
    columns = fit_columns(cells, ("gap", "n"), beside, lang)
    return replace(columns, widths={**columns.widths, "n": columns.widths["n"] + _MARK})


def _gap_lines(parties: Sequence[Row], lang: str) -> list[str]:
    first, gap = parties[0], _gap(parties)
    if gap < 0:
        hidden = any(kind_of(party) in ("hidden", "word") for party in parties)
        return [say("charts.hidden", lang)] if hidden else []
    lines = [points(gap, lang)]
    if present(first.get("gap_low")) and present(first.get("gap_high")):
        ends = number(first["gap_low"], lang), number(first["gap_high"], lang)
        lines.append(say("charts.range", lang, low=ends[0], high=ends[1]))
    return lines


def _draw_row(
    sheet: Sheet,
    parties: Sequence[Row],
    middle: float,
    looks: Mapping[str, tuple[str, str]],
    columns: Columns,
) -> None:
    scored = [party for party in parties if kind_of(party) == "number"]
    _draw_scores(sheet, scored, middle, looks)
    columns.write(
        sheet, middle, {"gap": "\n".join(_gap_lines(parties, sheet.lang))}, ("", parties[0]["criterion"])
    )
    first, start = middle - (len(parties) - 1) * _LINE / 2, columns.ends(sheet)["n"] - columns.widths["n"]
    for n, party in enumerate(parties):
        y, key, look = first + n * _LINE, (party["party"], party["criterion"]), looks[str(party["party"])]
        sheet.mark(start + _MARK + 4, y, look, name("party", *key), data=False, size=6)
        columns.write(sheet, y, {"n": base_text(party, sheet.lang)}, key)


def _draw_scores(sheet: Sheet, scored: Sequence[Row], y: float, looks: Mapping[str, tuple[str, str]]) -> None:
    """Draw marks on one line, intervals a little above and below it, numbers outside both."""
    if not scored:
        return
    ranked = sorted(scored, key=lambda party: party["score"])
    if len(ranked) > 1:
        span = (ranked[0]["score"], ranked[-1]["score"])
        sheet.line(span, (y, y), sheet.theme.span, name("span", "", ranked[0]["criterion"]), width=4)
    ends = []
    for n, party in enumerate(scored):
        look = looks[str(party["party"])]
        offset = (n - (len(scored) - 1) / 2) * max(11 / max(len(scored) - 1, 1), 7)
        ends.append(draw_interval(sheet, party, y + offset, look[0]))
        sheet.mark(party["score"], y, look, name("score", party["party"], party["criterion"]))
    lows = [party["low"] if present(party.get("low")) else party["score"] for party in scored]
    _draw_numbers(sheet, ranked, y, looks, (min(*lows, ranked[0]["score"]), max(ends)))


def _draw_numbers(
    sheet: Sheet,
    ranked: Sequence[Row],
    y: float,
    looks: Mapping[str, tuple[str, str]],
    ends: tuple[float, float],
) -> None:
    """Write the lowest at the left, others at the right; where those are several, behind their marks."""
    point, several = 100 / sheet.width, len(ranked) > 2
    places = [(ends[0] - 7 * point, "right")] if len(ranked) > 1 else []
    step, first = (_NUMBER + _KEY, 7 + _KEY) if several else (_NUMBER, 7)
    places += [(ends[1] + (first + step * n) * point, "left") for n in range(len(ranked) - len(places))]
    for party, (x, ha) in zip(ranked, places, strict=True):
        look, key = looks[str(party["party"])], (party["party"], party["criterion"])
        if several and ha == "left":
            sheet.mark(x - 6 * point, y, look, name("key", *key), size=6)
        type = Type(size=SMALL, bold=True, colour=look[0], ha=ha)
        text = number(party["score"], sheet.lang)
        sheet.write(x, y, text, type, name("number", *key), data=True)


def _words_room(rows: Mapping[str, Sequence[Row]], lang: str) -> float:
    """Return the room for words that stand for numbers: left of the axes, where no mark can cover them."""
    texts = [words_for(party, lang) for parties in rows.values() for party in parties if _wordy(party)]
    return widest(texts, SMALL) + 18 if texts else 0.0


def _wordy(party: Row) -> bool:
    return kind_of(party) != "number"


def _draw_words(
    sheet: Sheet, parties: Sequence[Row], middle: float, looks: Mapping[str, tuple[str, str]], x: float
) -> None:
    """Say why a party has no number, each in the line that its figures have at the right."""
    for n, party in enumerate(parties):
        if _wordy(party):
            y, key = middle + (n - (len(parties) - 1) / 2) * _LINE, (party["party"], party["criterion"])
            sheet.mark(x, y, looks[str(party["party"])], name("key", *key), data=False, size=7)
            type = Type(size=SMALL, italic=True)
            sheet.write(x + 10, y, words_for(party, sheet.lang), type, name("words", *key))
