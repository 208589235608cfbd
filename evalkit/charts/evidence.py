"""The survey beside the logbook: what people answered, what was noted, and how the two go together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, present, records
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study, one_wave
from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, row_middles, text_width, widest, wrap
from evalkit.charts.rows import RowChart, row_height
from evalkit.charts.scorerows import wave_name
from evalkit.charts.sheet import HEAD, LITTLE, RIGHT, RIGHT_HEAD, Sheet, Type, name
from evalkit.tables import need_columns
from evalkit.words import listed, number, say

_LABEL, _GAP, _SURVEY, _BARS, _SMALL = 222.0, 10.0, 130.0, 130.0, 56.0
_BESIDE = 2.5  # points from a bar to its number
_VALENCES = {1: ("plus", "fulfilled"), 0: ("zero", "partly"), -1: ("minus", "not_fulfilled")}


@dataclass(frozen=True)
class _Row:
    """One criterion, measured."""

    row: Row
    lines: list[str]
    survey: list[str]
    together: list[str]

    @property
    def height(self) -> float:
        lines = max(len(self.survey), len(self.together), 1)
        return row_height(self.lines, max(lines * SMALL * LINE, 22))


def plot_evidence(
    table: pd.DataFrame,
    *,
    wave: str | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw which way the survey points, and how many logbook sources are for and against, by criterion.

    Parameters
    ----------
    table : DataFrame
        What `triangulate` returns, of one study.
    wave : str, optional
        The wave to draw; the last one in the table unless named.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the number of independent sources: against to the left, for to the right.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more rows than one page holds.
    """
    needed = ("wave", "criterion", "survey_valence", "supports", "against", "mixed", "convergence")
    need_columns(table, needed, "what triangulate returns")
    table, chosen = one_wave(one_study(table), wave)
    words, width = find_labels(labels, lang), outer_box(ax)[2]
    room = width - _LABEL - _GAP - _SURVEY - _BARS - 2 * _SMALL - 24
    rows = [_measure(row, words, room) for row in _in_order(table)]
    texts = {str(row.row["criterion"]): row.lines for row in rows}
    right = width - widest([line for row in rows for line in row.lines]) - _GAP - _SURVEY - _BARS
    foot = Foot(
        f"{wave_name(words, chosen)}. {say('charts.note.evidence', lang)}",
        (table,),
        above=BARE,
        framework=words.framework,
    )
    chart = RowChart("evidence", "criterion", texts, right, foot, gutter=_GAP + _SURVEY)
    heights = chart.fit([row.height for row in rows], ax)
    sheet = chart.open(heights, lang, ax)
    most = max((max(_count(row.row, "supports"), _count(row.row, "against")) for row in rows), default=0)
    edge = _edge(max(most, 3), sheet.width)
    sheet.ax.set_xlim(-edge, edge)
    sheet.line((0, 0), (0, sum(heights)), sheet.theme.muted, name("zero"), width=1)
    for row, middle in zip(rows, row_middles(heights), strict=True):
        _draw_row(sheet, row, middle)
    _draw_heads(sheet)
    return sheet.ax


def _edge(most: int, width: float) -> float:
    """Return the axis' end, in sources: as far out as the number beside the longest bar needs."""
    room = text_width(str(most), SMALL) + 2 * _BESIDE
    return max(most + 0.8, most * width / (width - 2 * room))


def _in_order(table: pd.DataFrame) -> list[Row]:
    order = [str(id) for id in in_order(table["criterion"])]
    return sorted(records(table), key=lambda row: order.index(str(row["criterion"])))


def _count(row: Row, column: str) -> int:
    return int(row[column]) if present(row.get(column)) else 0


def _valence(row: Row) -> tuple[str, str]:
    """Return the survey's valence: its word's key and the glyph that stands for it."""
    if _hidden(row):
        return "hidden", "hidden"
    if not present(row["survey_valence"]):
        return "none", "too_little_data"
    return _VALENCES[int(row["survey_valence"])]


def _hidden(row: Row) -> bool:
    """Tell whether the gate hid what the survey and the logbook say together."""
    return not present(row["convergence"]) and str(row.get("shown", "yes")) != "yes"


def _measure(row: Row, words: Labels, room: float) -> _Row:
    survey = wrap(say(f"charts.valence.{_valence(row)[0]}", words.lang), _SURVEY - 36, SMALL)
    lines = wrap(words.of(row["criterion"]), _LABEL, NORMAL)
    return _Row(row, lines, survey, wrap(_together(row, words), room, SMALL))


def _together(row: Row, words: Labels) -> str:
    """Say the convergence, what the rule said where an analyst changed it, and whose notes it rests on."""
    if _hidden(row):
        return say(f"disclosure.{row['shown']}", words.lang)
    text = say(f"convergence.{row['convergence']}", words.lang)
    if present(row.get("override_reason")):
        computed = say(f"convergence.{row['computed']}", words.lang)
        changed = {"computed": computed, "by": row["override_by"], "reason": row["override_reason"]}
        text = f"{text} {say('charts.corrected', words.lang, **changed)}"
    parties = row.get("author_parties")
    known = (
        [_author(party, words) for party in parties if str(party)]
        if isinstance(parties, tuple | list)
        else []
    )
    return f"{text} ({listed(known, words.lang)})" if known else text


def _author(party: object, words: Labels) -> str:
    """Return an author's party, or that it was none of them."""
    return say("charts.external", words.lang) if str(party) == "external" else words.of(party)


def _draw_row(sheet: Sheet, measured: _Row, y: float) -> None:
    row, key = measured.row, ("", measured.row["criterion"])
    _, glyph = _valence(row)
    sheet.badge(-_SURVEY + 14, y, glyph, name("glyph", *key), radius=8)
    sheet.write(-_SURVEY + 27, y, "\n".join(measured.survey), Type(size=SMALL), name("verdict", *key))
    _draw_sources(sheet, row, y)
    for n, column in enumerate(("mixed", "neutral")):
        if _count(row, column):
            text = number(_count(row, column), sheet.lang)
            sheet.write(sheet.width + (n + 1) * _SMALL, y, text, RIGHT, name(column, *key))
    sheet.write(
        sheet.width + 2 * _SMALL + 14, y, "\n".join(measured.together), LITTLE, name("convergence", *key)
    )


def _draw_sources(sheet: Sheet, row: Row, y: float) -> None:
    """Draw a bar each way, with the number of sources beside it."""
    theme, key = sheet.theme, ("", row["criterion"])
    for column, sign, colour in (("supports", 1, theme.levels[4]), ("against", -1, theme.levels[0])):
        n = _count(row, column)
        if n:
            sheet.box((0, y - 7), (sign * n, 14), colour, name("sources", *key, column))
            type = Type(size=SMALL, ha="left" if sign > 0 else "right")
            beside = max(0.15, _BESIDE * 2 * sheet.ax.get_xlim()[1] / sheet.width)
            sheet.write(sign * (n + beside), y, number(n, sheet.lang), type, name(column, *key), data=True)


def _draw_heads(sheet: Sheet) -> None:
    middle = sheet.width / 2
    places = (
        ("survey", -_SURVEY + 4, HEAD), ("against", middle - 8, RIGHT_HEAD), ("supports", middle + 8, HEAD),
        ("mixed", sheet.width + _SMALL, RIGHT_HEAD), ("neutral", sheet.width + 2 * _SMALL, RIGHT_HEAD),
        ("convergence", sheet.width + 2 * _SMALL + 14, HEAD),
    )  # fmt: skip
    for head, x, type in places:
        sheet.write(x, -3, say(f"charts.head.{head}", sheet.lang), type, name("head", "", head))
