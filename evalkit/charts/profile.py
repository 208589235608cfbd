"""The profile: every criterion before, during and after, with each party's score and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, present, records
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
    row_tops,
    widest,
    wrap,
)
from evalkit.charts.scorerows import (
    HEADS,
    Look,
    draw_legend,
    draw_party,
    draw_score_axis,
    interval_notes,
    legend_height,
    party_looks,
)  # fmt: skip
from evalkit.charts.sheet import PLAIN, Sheet, Type, name, open_sheet
from evalkit.charts.verdicts import draw_verdict, verdict_lines
from evalkit.tables import need_columns
from evalkit.words import number, say

PARTY_ROW = 13.2


@dataclass(frozen=True)
class _Criterion:
    """One criterion's rows, measured."""

    id: str
    phase: str
    lines: list[str]
    parties: list[Row]
    verdict: Row | None
    height: float


def plot_profile(
    scores: pd.DataFrame,
    verdicts: pd.DataFrame | None = None,
    *,
    wave: str | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw each criterion's score by party, with interval, number of answers and verdict.

    Parameters
    ----------
    scores : DataFrame
        What `score_criteria` returns, of one study; after `protect` for everybody else.
    verdicts : DataFrame, optional
        What `judge_criteria` returns: adds a column of verdicts.
    wave : str, optional
        The wave to draw; the last one in the table unless named.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional
        Drawn in its place; otherwise a figure of a slide's width is made.

    Returns
    -------
    matplotlib Axes
        x is the score; y counts points downwards.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more rows than one page holds.
    """
    need_columns(scores, ("wave", "party", "phase", "criterion", "state", "n", "score"), "a scores table")
    scores, chosen = one_wave(one_study(scores), wave)
    if verdicts is not None:
        need_columns(verdicts, ("wave", "criterion", "verdict"), "a verdicts table")
        verdicts = verdicts[verdicts["wave"].astype(str) == chosen]
    words, parties = find_labels(labels, lang), party_order(scores)
    rows = _measure(scores, verdicts, words)
    columns = _columns(rows, verdicts, lang)
    looks = party_looks(scores, words)
    foot = Foot(interval_notes(scores, words, chosen), (scores, verdicts))
    frame = _frame(rows, columns, looks, foot.height(ax), outer_box(ax)[2])
    least = [row.height for row in rows]
    heights = fit_heights(least, frame, ax, column="criterion", ids=[row.id for row in rows])
    sheet = open_sheet("profile", frame, sum(heights), lang, ax)
    _draw_bands(sheet, rows, row_tops(heights))
    draw_score_axis(sheet, sum(heights), words.limits)
    for row, middle in zip(rows, row_middles(heights), strict=True):
        _draw_row(sheet, row, middle, parties, columns)
    columns.draw_heads(sheet, left=("verdict",))
    draw_legend(sheet, looks)
    foot.draw(sheet, sum(heights))
    return sheet.ax


_PHASE, _GAP, _NUMBER = 52.0, 12.0, 30.0
_LABEL = 232.0
_VERDICT = 158.0


def _measure(scores: pd.DataFrame, verdicts: pd.DataFrame | None, words: Labels) -> list[_Criterion]:
    by_criterion: dict[str, list[Row]] = {}
    for record in records(scores):
        by_criterion.setdefault(str(record["criterion"]), []).append(record)
    judged = {} if verdicts is None else {str(row["criterion"]): row for row in records(verdicts)}
    rows = []
    for id in map(str, in_order(scores["criterion"])):
        lines, parties = wrap(words.of(id), _LABEL, NORMAL), _by_party(by_criterion[id], scores)
        verdict = judged.get(id)
        told = len(verdict_lines(verdict, words.lang, _VERDICT - 40)) if verdict else 0
        height = max(len(lines) * NORMAL * LINE, len(parties) * PARTY_ROW, told * SMALL * LINE) + 1.5
        rows.append(_Criterion(id, str(parties[0]["phase"]), lines, parties, verdict, height))
    return rows


def _by_party(rows: Sequence[Row], scores: pd.DataFrame) -> list[Row]:
    order = party_order(scores)
    return sorted(rows, key=lambda row: order.index(str(row["party"])))


def _cells(party: Row, lang: str) -> dict[str, str]:
    unsure = party.get("dont_know")
    return {"n": base_text(party, lang), "dont_know": number(int(unsure), lang) if present(unsure) else ""}


def _columns(rows: Sequence[_Criterion], verdicts: pd.DataFrame | None, lang: str) -> Columns:
    cells = [_cells(party, lang) for row in rows for party in row.parties]
    columns = fit_columns(cells, ("n", "dont_know"), _NUMBER, lang)
    return columns if verdicts is None else replace(columns, widths={**columns.widths, "verdict": _VERDICT})


def _frame(
    rows: Sequence[_Criterion], columns: Columns, looks: Sequence[Look], below: float, width: float
) -> Frame:
    left = _PHASE + widest([line for row in rows for line in row.lines]) + _GAP
    top = HEADS + legend_height([label for _, label, _ in looks], left, width)
    return Frame(left, columns.room, top, below)


def _draw_bands(sheet: Sheet, rows: Sequence[_Criterion], tops: Sequence[float]) -> None:
    full = sheet.frame.left + sheet.width + sheet.frame.right
    for phase in dict.fromkeys(row.phase for row in rows):
        inside = [n for n, row in enumerate(rows) if row.phase == phase]
        top, bottom = tops[inside[0]], tops[inside[-1] + 1]
        if phase == "during":
            sheet.panel(
                (-sheet.frame.left, top), (full, bottom - top), "#f7f7f9", name("phase-band", "", phase)
            )
        type = Type(bold=True, va="top")
        sheet.write(
            -sheet.frame.left + 4, top + 4, say(f"phase.{phase}", sheet.lang), type, name("phase", "", phase)
        )


def _draw_row(sheet: Sheet, row: _Criterion, middle: float, parties: Sequence[str], columns: Columns) -> None:
    sheet.write(-sheet.frame.left + _PHASE, middle, "\n".join(row.lines), PLAIN, name("label", "", row.id))
    first = middle - (len(row.parties) - 1) * PARTY_ROW / 2
    for n, party in enumerate(row.parties):
        y = first + n * PARTY_ROW
        draw_party(sheet, party, y, sheet.theme.party(parties.index(str(party["party"]))))
        columns.write(sheet, y, _cells(party, sheet.lang), (party["party"], row.id))
    if row.verdict is not None:
        left = columns.ends(sheet)["verdict"] - _VERDICT
        draw_verdict(sheet, row.verdict, (left + 24, middle), _VERDICT - 40)
