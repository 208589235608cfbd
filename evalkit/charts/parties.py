"""The parties beside each other: one line per criterion from the lowest to the highest, largest gap first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, kind_of, points, present, records, words_for
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study, one_wave, party_order
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
    Look,
    draw_interval,
    draw_legend,
    draw_score_axis,
    interval_notes,
    legend_height,
    party_looks,
)  # fmt: skip
from evalkit.charts.sheet import PLAIN, Sheet, Type, name, open_sheet
from evalkit.errors import not_one_of
from evalkit.tables import need_columns
from evalkit.words import number, say

SORT = ("gap", "framework")
_LABEL, _GAP, _LINE, _NUMBER, _MARK = 236.0, 40.0, 13.2, 26.0, 12.0


@dataclass(frozen=True)
class _Line:
    """One criterion's line, measured."""

    id: str
    lines: list[str]
    parties: list[Row]
    height: float

    @property
    def gap(self) -> float:
        gap = self.parties[0].get("gap")
        return float(gap) if present(gap) else -1.0


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
    words, parties = find_labels(labels, lang), party_order(table)
    rows = _measure(table, words)
    if sort == "gap":
        rows = sorted(rows, key=lambda row: row.gap, reverse=True)
    looks, columns = party_looks(table, words), _columns(rows, lang)
    foot = Foot(interval_notes(table, words, chosen), (table,))
    frame = _frame(rows, columns, looks, (outer_box(ax)[2], foot.height(ax)))
    least = [row.height for row in rows]
    heights = fit_heights(least, frame, ax, column="criterion", ids=[row.id for row in rows])
    sheet = open_sheet("parties", frame, sum(heights), lang, ax)
    draw_score_axis(sheet, sum(heights), words.limits)
    for row, middle in zip(rows, row_middles(heights), strict=True):
        _draw_row(sheet, row, middle, parties, columns)
    columns.draw_heads(sheet)
    draw_legend(sheet, looks)
    foot.draw(sheet, sum(heights))
    return sheet.ax


def _measure(table: pd.DataFrame, words: Labels) -> list[_Line]:
    order, rows = party_order(table), records(table)
    lines = []
    for id in map(str, in_order(table["criterion"])):
        parties = [row for row in rows if str(row["criterion"]) == id]
        parties.sort(key=lambda row: order.index(str(row["party"])))
        text = wrap(words.of(id), _LABEL, NORMAL)
        height = max(len(text) * NORMAL * LINE, len(parties) * _LINE) + 1.5
        lines.append(_Line(id, text, parties, height))
    return lines


def _columns(rows: Sequence[_Line], lang: str) -> Columns:
    cells = [{"gap": "\n".join(_gap_lines(row, lang))} for row in rows]
    cells += [{"n": base_text(party, lang)} for row in rows for party in row.parties]
    most = max((len(row.parties) for row in rows), default=2)
    columns = fit_columns(cells, ("gap", "n"), _NUMBER * max(most - 1, 1), lang)
    return replace(columns, widths={**columns.widths, "n": columns.widths["n"] + _MARK})


def _gap_lines(row: _Line, lang: str) -> list[str]:
    first = row.parties[0]
    if row.gap < 0:
        hidden = any(kind_of(party) in ("hidden", "word") for party in row.parties)
        return [say("charts.hidden", lang)] if hidden else []
    lines = [points(row.gap, lang)]
    if present(first.get("gap_low")) and present(first.get("gap_high")):
        ends = number(first["gap_low"], lang), number(first["gap_high"], lang)
        lines.append(say("charts.range", lang, low=ends[0], high=ends[1]))
    return lines


def _frame(
    rows: Sequence[_Line], columns: Columns, looks: Sequence[Look], room: tuple[float, float]
) -> Frame:
    width, below = room
    left = widest([line for row in rows for line in row.lines]) + _GAP
    top = HEADS + legend_height([label for _, label, _ in looks], left, width)
    return Frame(left, columns.room, top, below)


def _draw_row(sheet: Sheet, row: _Line, middle: float, parties: Sequence[str], columns: Columns) -> None:
    sheet.write(-sheet.frame.left, middle, "\n".join(row.lines), PLAIN, name("label", "", row.id))
    looks = {
        str(party["party"]): sheet.theme.party(parties.index(str(party["party"]))) for party in row.parties
    }
    scored = [party for party in row.parties if kind_of(party) == "number"]
    _draw_scores(sheet, scored, middle, looks)
    _draw_words(sheet, [party for party in row.parties if party not in scored], middle, row, looks)
    columns.write(sheet, middle, {"gap": "\n".join(_gap_lines(row, sheet.lang))}, ("", row.id))
    first, start = middle - (len(row.parties) - 1) * _LINE / 2, columns.ends(sheet)["n"] - columns.widths["n"]
    for n, party in enumerate(row.parties):
        y, key = first + n * _LINE, (party["party"], row.id)
        sheet.mark(start + _MARK + 4, y, looks[str(party["party"])], name("party", *key), data=False, size=6)
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
    point = 100 / sheet.width
    places = [(ends[0] - 7 * point, "right")] if len(ranked) > 1 else []
    places += [(ends[1] + (7 + 22 * n) * point, "left") for n in range(len(ranked) - len(places))]
    for party, (x, ha) in zip(ranked, places, strict=True):
        type = Type(size=SMALL, bold=True, colour=looks[str(party["party"])][0], ha=ha, va="center_baseline")
        gid = name("number", party["party"], party["criterion"])
        sheet.write(x, y, number(party["score"], sheet.lang), type, gid, data=True)


def _draw_words(
    sheet: Sheet, rest: Sequence[Row], middle: float, row: _Line, looks: Mapping[str, tuple[str, str]]
) -> None:
    """Say, party by party at the left of the axes, why there is no number."""
    first = middle - (len(row.parties) - 1) * _LINE / 2
    for party in rest:
        y = first + row.parties.index(party) * _LINE
        sheet.mark(8, y, looks[str(party["party"])], name("key", party["party"], row.id), data=False, size=7)
        text = words_for(party, sheet.lang)
        sheet.write(18, y, text, Type(size=SMALL, italic=True), name("words", party["party"], row.id))
