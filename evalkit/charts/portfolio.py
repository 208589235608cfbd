"""Several studies beside each other: every criterion's verdict in each; by date, never by score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evalkit.charts.cells import Row, present, records
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, in_order
from evalkit.charts.layout import (
    LINE,
    NORMAL,
    SMALL,
    Frame,
    TooManyRows,
    fit_heights,
    outer_box,
    row_tops,
    widest,
    wrap,
)
from evalkit.charts.legend import LEGEND, Legend, write_name
from evalkit.charts.sheet import PLAIN, Sheet, Type, name, open_sheet
from evalkit.charts.verdicts import verdict_kind
from evalkit.framework import PHASES
from evalkit.tables import VERDICTS, need_columns
from evalkit.words import number, say

SMALL_N = 5
_LABEL, _GAP, _CELL, _ROW = 236.0, 14.0, 62.0, 24.0
_KINDS = (*VERDICTS, "not_due", "not_asked", "hidden")


@dataclass(frozen=True)
class _Grid:
    """Rows (criteria) and columns (studies), measured."""

    rows: list[tuple[str, list[str], float]]
    studies: list[str]
    heads: dict[str, list[str]]
    cells: Mapping[tuple[str, str], Row]
    cell: float
    left: float

    @property
    def heights(self) -> list[float]:
        return [height for _, _, height in self.rows]

    @property
    def head_height(self) -> float:
        return max(len(lines) for lines in self.heads.values()) * SMALL * LINE + 6


def plot_portfolio(
    verdicts: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw several studies' verdicts, criterion by criterion, each study at its last wave.

    Parameters
    ----------
    verdicts : DataFrame
        What `judge_criteria` returns for several studies; after `protect` for everybody else.
    labels : tuple of Study, or dict
        The studies' titles and, from studies, their dates, which order the columns.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        Both directions count points. There is no overall mark for a study.

    Raises
    ------
    EvalkitError
        If a column is missing, a study has no text, or there are more studies or criteria than one page
        holds.
    """
    need_columns(verdicts, ("study", "wave", "criterion", "state", "verdict"), "a verdicts table")
    words = find_labels(labels, lang)
    last = _last_waves(verdicts)
    width, kinds = outer_box(ax)[2], _kinds(last)
    grid = _grid(last, words, width)
    keys = [say(f"{_group(kind)}.{kind}", lang) for kind in kinds]
    names = Legend.of(keys, width - 20)
    foot = Foot(say("charts.note.portfolio", lang), (verdicts,), above=BARE, framework=words.framework)
    frame = Frame(
        grid.left,
        width - grid.left - grid.cell * len(grid.studies),
        names.height + 4 + grid.head_height,
        foot.height(ax),
    )
    fit_heights(grid.heights, frame, ax, column="criterion", ids=[id for id, _, _ in grid.rows])
    sheet = open_sheet("portfolio", frame, sum(grid.heights), lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    _draw_legend(sheet, kinds, names)
    _draw_grid(sheet, grid)
    foot.draw(sheet, sum(grid.heights))
    return sheet.ax


def _last_waves(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Keep each study's last wave that has a verdict, or its last at all."""
    parts = []
    for _, rows in verdicts.groupby("study", observed=True, sort=False):
        judged = rows[rows["verdict"].notna()]
        wave = in_order((judged if len(judged) else rows)["wave"])[-1]
        parts.append(rows[rows["wave"] == wave])
    return pd.concat(parts)


def _kinds(table: pd.DataFrame) -> list[str]:
    found = {verdict_kind(row) for row in records(table)}
    return [kind for kind in _KINDS if kind in found]


def _group(kind: str) -> str:
    if kind == "hidden":
        return "disclosure"
    return "verdict" if kind in VERDICTS else "state"


def _grid(table: pd.DataFrame, words: Labels, width: float) -> _Grid:
    criteria, studies = map(str, in_order(table["criterion"])), _by_date(table, words)
    rows = []
    for id in criteria:
        lines = wrap(words.of(id), _LABEL, NORMAL)
        rows.append((id, lines, max(len(lines) * NORMAL * LINE + 3, _ROW)))
    left = widest([line for _, lines, _ in rows for line in lines]) + _GAP
    fit = int((width - left) / _CELL)
    if len(studies) > fit:
        raise TooManyRows("study", studies, fit)
    cell = min((width - left) / len(studies), 150.0)
    heads = {study: wrap(words.of(study), cell - 6, SMALL, bold=True) for study in studies}
    cells = {(str(row["study"]), str(row["criterion"])): row for row in records(table)}
    return _Grid(rows, studies, heads, cells, cell, left)


def _by_date(table: pd.DataFrame, words: Labels) -> list[str]:
    studies = [str(study) for study in in_order(table["study"])]
    first = {
        study: min((d for (s, _), d in words.days.items() if s == study), default=None) for study in studies
    }
    if any(day is None for day in first.values()):
        return studies
    return sorted(studies, key=lambda study: (str(first[study]), study))


def _draw_legend(sheet: Sheet, kinds: Sequence[str], names: Legend) -> None:
    for kind, (x, line, text) in zip(kinds, names.places, strict=True):
        left, y = x - sheet.frame.left + 2, -sheet.frame.top + LEGEND * line
        sheet.badge(left, y, kind, name("key-glyph", "", kind), radius=7)
        write_name(sheet, left + 11, y, text, name("answer", "", kind), size=SMALL)


def _draw_grid(sheet: Sheet, grid: _Grid) -> None:
    head = Type(size=SMALL, bold=True, ha="center", va="bottom")
    for n, study in enumerate(grid.studies):
        sheet.write((n + 0.5) * grid.cell, -4, "\n".join(grid.heads[study]), head, name("legend", study))
    for (id, lines, height), top in zip(grid.rows, row_tops(grid.heights), strict=False):
        sheet.write(-sheet.frame.left, top + height / 2, "\n".join(lines), PLAIN, name("label", "", id))
        for n, study in enumerate(grid.studies):
            _draw_cell(
                sheet, grid.cells.get((study, id)), (n * grid.cell, top), (grid.cell, height), (study, id)
            )
    _draw_phase_lines(sheet, grid)


def _draw_phase_lines(sheet: Sheet, grid: _Grid) -> None:
    """Part before, during and after by a line, where the ids begin with their phase."""
    phases = [id.split(".")[0] for id, _, _ in grid.rows]
    for n, top in enumerate(row_tops(grid.heights)[:-1]):
        if n and phases[n] != phases[n - 1] and phases[n] in PHASES:
            sheet.line(
                (-sheet.frame.left, sheet.width),
                (top, top),
                sheet.theme.muted,
                name("rule", "", n),
                width=0.8,
            )


def _draw_cell(
    sheet: Sheet, row: Row | None, at: tuple[float, float], size: tuple[float, float], key: tuple[str, str]
) -> None:
    (x, y), (width, height) = at, size
    inside = Rectangle(
        (x + 2, y + 1.5), width - 4, height - 3, linewidth=0, gid=name("cell-edge", *key), zorder=1
    )
    sheet.ax.add_patch(inside)
    if row is None:
        inside.set(facecolor="none", edgecolor=sheet.theme.line, hatch="////")
        return
    inside.set(facecolor=sheet.theme.band)
    if present(row.get("smallest_n")) and int(row["smallest_n"]) < SMALL_N and present(row.get("verdict")):
        inside.set(edgecolor=sheet.theme.muted, linewidth=1.2, linestyle=(0, (2, 1.5)))
    text = _number(row, sheet.lang)
    middle = x + width / 2
    sheet.badge(
        middle - 12 if text else middle,
        y + height / 2,
        verdict_kind(row),
        name("glyph", *key, verdict_kind(row)),
        radius=8,
    )
    if text:
        sheet.write(middle + 2, y + height / 2, text, PLAIN, name("cell", *key))


def _number(row: Row, lang: str) -> str:
    """Return the lowest party's score, where it may be shown."""
    if str(row.get("shown", "yes")) != "yes" or not present(row.get("lowest_score")):
        return ""
    return number(row["lowest_score"], lang)
