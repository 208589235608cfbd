"""The scope against what happened: a card of two columns, what we agreed and what happened."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, records
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, one_study
from evalkit.charts.layout import LINE, SMALL, Frame, fit_heights, outer_box, row_tops, wrap
from evalkit.charts.sheet import HEAD, Sheet, Type, name, open_sheet
from evalkit.tables import need_columns
from evalkit.words import say

_TOPIC, _GAP, _AIR, _HEADS, _SPARE = 178.0, 22.0, 3.0, 20.0, 20.0
_PLAIN = Type(size=SMALL, va="top")
_WORDLESS = ("told", "hidden", "unknown", "used", "not_used", "open")  # the text says it already


@dataclass(frozen=True)
class _Row:
    id: str
    topic: list[str]
    frozen: list[str]
    status: str
    happened: list[str]

    @property
    def height(self) -> float:
        return (
            max(len(self.topic), len(self.frozen), len(self.happened) + bool(self.status)) * SMALL * LINE
            + _AIR
        )


def plot_scope_outcome(
    table: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw what the parties froze beside what happened.

    Parameters
    ----------
    table : DataFrame
        What `evalkit.compare_scope` returns, of one study.
    labels : Study, tuple of Study, Framework or dict, optional
        The parties' names.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        Both directions count points.

    Raises
    ------
    EvalkitError
        If a column is missing, a party has no text, or there are more rows than one page holds.
    """
    need_columns(table, ("topic", "id", "party", "frozen", "happened", "status"), "a scope table")
    words, box = find_labels(labels, lang), outer_box(ax)
    width = (box[2] - _TOPIC - 2 * _GAP) / 2
    rows = [_measure(row, words, width) for row in records(one_study(table))]
    foot = Foot("", (table,), above=4)
    frame = Frame(0, 0, _HEADS, foot.height(ax))
    least, ids = [row.height for row in rows], [row.id for row in rows]
    heights = fit_heights(least, frame, ax, column="id", ids=ids, air=_SPARE)
    sheet = open_sheet("scope_outcome", frame, max(sum(heights), SMALL), lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    lefts = (0.0, _TOPIC + _GAP, _TOPIC + 2 * _GAP + width)
    for left, key in zip(lefts[1:], ("frozen", "happened"), strict=True):
        sheet.write(left, -4, say(f"scoping.card.{key}", lang), HEAD, name("head", "", key))
    for row, height, top in zip(rows, heights, row_tops(heights), strict=False):
        _draw(sheet, row, top, (height - row.height) / 2, lefts)
    foot.draw(sheet, sum(heights))
    return sheet.ax


def _measure(row: Row, words: Labels, width: float) -> _Row:
    topic = say(f"scoping.topic.{row['topic']}", words.lang)
    topic += f", {words.of(row['party'])}" if row["party"] else ""
    status = "" if row["status"] in _WORDLESS else say(f"scoping.status.{row['status']}", words.lang)
    happened = str(row["happened"])
    if happened.startswith(status):  # a delivery's text begins with it
        status = ""
    return _Row(
        str(row["id"]), wrap(topic, _TOPIC, SMALL, bold=True), wrap(str(row["frozen"]), width, SMALL),
        status, wrap(happened, width, SMALL),
    )  # fmt: skip


def _draw(sheet: Sheet, row: _Row, top: float, air: float, lefts: tuple[float, float, float]) -> None:
    sheet.line([0, sheet.width], [top, top], sheet.theme.line, name("rule", "", row.id), width=0.6)
    y, line = top + (air + _AIR) / 2, SMALL * LINE
    bold = Type(size=SMALL, bold=True, va="top")
    sheet.write(lefts[0], y, "\n".join(row.topic), bold, name("label", "", row.id))
    sheet.write(lefts[1], y, "\n".join(row.frozen), _PLAIN, name("quote", "frozen", row.id))
    if row.status:
        sheet.write(lefts[2], y, row.status, bold, name("status", "", row.id))
        y += line
    sheet.write(lefts[2], y, "\n".join(row.happened), _PLAIN, name("quote", "happened", row.id))
