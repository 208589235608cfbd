"""The profile: every criterion before, during and after, with each party's score and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, present, records
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave, party_order
from evalkit.charts.layout import LINE, NORMAL, SMALL, row_middles, row_tops, widest, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.scorerows import draw_party, draw_score_axis, interval_notes
from evalkit.charts.sheet import BOLD, Sheet, name
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
    words, order = find_labels(labels, lang), party_order(scores)
    rows = _measure(scores, verdicts, words)
    columns, looks = _columns(rows, verdicts, lang), party_looks(scores, words)
    foot = Foot(interval_notes(scores, words, chosen), (scores, verdicts), framework=words.framework)
    texts = {row.id: row.lines for row in rows}
    phases = [say(f"phase.{row.phase}", lang) for row in rows]
    indent = _EDGE + widest(phases, bold=True) + _GAP
    chart = RowChart("profile", "criterion", texts, columns, foot, looks, gutter=_GAP, indent=indent)
    heights = chart.fit([row.height for row in rows], ax)
    sheet = chart.open(heights, lang, ax)
    _draw_phases(sheet, rows, heights)
    draw_score_axis(sheet, sum(heights), words.limits)
    for row, middle in zip(rows, row_middles(heights), strict=True):
        _draw_row(sheet, row, middle, order, columns)
    return sheet.ax


_EDGE, _GAP, _NUMBER = 4.0, 12.0, 30.0
_LABEL = 232.0
_VERDICT = 158.0


def _measure(scores: pd.DataFrame, verdicts: pd.DataFrame | None, words: Labels) -> list[_Criterion]:
    judged = {} if verdicts is None else {str(row["criterion"]): row for row in records(verdicts)}
    rows = []
    for id, parties in rows_by(scores, "criterion").items():
        lines, verdict = wrap(words.of(id), _LABEL, NORMAL), judged.get(id)
        told = len(verdict_lines(verdict, words.lang, _VERDICT - 40)) if verdict else 0
        height = row_height(lines, max(len(parties) * PARTY_ROW, told * SMALL * LINE))
        rows.append(_Criterion(id, str(parties[0]["phase"]), lines, parties, verdict, height))
    return rows


def _cells(party: Row, lang: str) -> dict[str, str]:
    answered, unsure = base_text(party, lang), party.get("dont_know")
    if not present(unsure) or not (answered or unsure):  # nobody was asked: nobody didn't know
        return {"n": answered, "dont_know": ""}
    return {"n": answered, "dont_know": number(int(unsure), lang)}


def _columns(rows: Sequence[_Criterion], verdicts: pd.DataFrame | None, lang: str) -> Columns:
    cells = [_cells(party, lang) for row in rows for party in row.parties]
    columns = fit_columns(cells, ("n", "dont_know"), _NUMBER, lang)
    if verdicts is None:
        return columns
    return replace(columns, widths={**columns.widths, "verdict": _VERDICT}, left=("verdict",))


def _draw_phases(sheet: Sheet, rows: Sequence[_Criterion], heights: Sequence[float]) -> None:
    full, tops = sheet.frame.left + sheet.width + sheet.frame.right, row_tops(heights)
    for phase in dict.fromkeys(row.phase for row in rows):
        inside = [n for n, row in enumerate(rows) if row.phase == phase]
        top, bottom = tops[inside[0]], tops[inside[-1] + 1]
        if phase == "during":
            sheet.panel(
                (-sheet.frame.left, top), (full, bottom - top), "#f7f7f9", name("phase-band", "", phase)
            )
        text, left = say(f"phase.{phase}", sheet.lang), -sheet.frame.left + _EDGE
        sheet.write(left, row_middles(heights)[inside[0]], text, BOLD, name("phase", "", phase))


def _draw_row(sheet: Sheet, row: _Criterion, middle: float, parties: Sequence[str], columns: Columns) -> None:
    first = middle - (len(row.parties) - 1) * PARTY_ROW / 2
    for n, party in enumerate(row.parties):
        y = first + n * PARTY_ROW
        draw_party(sheet, party, y, sheet.theme.party(parties.index(str(party["party"]))))
        columns.write(sheet, y, _cells(party, sheet.lang), (party["party"], row.id))
    if row.verdict is not None:
        left = columns.ends(sheet)["verdict"] - _VERDICT
        draw_verdict(sheet, row.verdict, (left + 24, middle), _VERDICT - 40)
