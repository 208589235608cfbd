"""Wave by wave: how each party's score goes from one occasion to the next, criterion by criterion.

Each row is a small slope chart of its own, low at its foot and high at its top. The line is all valid
answers; who answered twice, and which way they went, stands beside it. Nothing here says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, present, records
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study
from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, row_tops, text_width, widest, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.charts.slopes import NEAR, PARTY_LINE, Scores, Slopes, Times, text_of
from evalkit.errors import NothingToShow
from evalkit.tables import need_columns
from evalkit.words import number, say

_LABEL, _GAP, _TALLEST, _EDGE, _PAD, _MARK = 222.0, 22.0, 96.0, 16.0, 40.0, 12.0
READABLE = 5  # rows a page on which a change of five points can be seen
_MATCHED = ("matched_n", "up", "same", "down")


@dataclass(frozen=True)
class _Row:
    """One criterion's scores: by party, then by wave."""

    id: str
    lines: list[str]
    scores: Scores

    @property
    def least(self) -> float:
        """The height that its texts need, in points."""
        return row_height(self.lines, len(self.scores) * PARTY_LINE)


def plot_waves(
    scores: pd.DataFrame,
    changes: pd.DataFrame | None = None,
    *,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw each criterion's scores wave by wave, party by party.

    Parameters
    ----------
    scores : DataFrame
        What `score_criteria` returns, of one study with two waves or more; after `protect` for everybody
        else.
    changes : DataFrame, optional
        What `compare_waves` returns: adds who answered twice and which way they went, for each party the
        last two waves that have it.
    labels : Study, tuple of Study, Framework or dict, optional
        A study also gives the waves' days.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x goes from the first wave (0) to the last (1); y counts points downwards.

    Raises
    ------
    EvalkitError
        If a column is missing, there is one wave only, an id has no text, or there are more rows than one
        page holds.
    """
    need_columns(scores, ("wave", "party", "criterion", "state", "n", "score"), "a scores table")
    waves = _waves(one_study(scores))
    words = find_labels(labels, lang)
    rows, looks = _measure(scores, words), party_looks(scores, words)
    cells = {
        (row.id, party): _cells(row, party, waves, changes, lang) for row in rows for party in row.scores
    }
    columns = _columns(list(cells.values()), _pad(rows, waves[-1], lang), len(looks), lang)
    times = Times.of(waves, words, scores["score"])
    ends = {"low": number(times.low, lang), "high": number(times.high, lang)}
    foot = Foot(
        say("charts.note.waves", lang, **ends), (scores, changes), above=BARE, framework=words.framework
    )
    texts = {row.id: row.lines for row in rows}
    chart = RowChart("waves", "criterion", texts, columns, foot, looks, gutter=_GAP, over=SMALL * LINE)
    heights = _heights(rows, chart, ax)
    sheet = chart.open(heights, lang, ax)
    sheet.ax.set_xlim(-_EDGE / 300, 1 + _EDGE / 300)
    _draw_waves(sheet, times, sum(heights), words)
    slopes = Slopes(sheet, times, {party: look for party, _, look in looks})
    for row, top, height in zip(rows, row_tops(heights), heights, strict=False):
        slopes.draw(row.id, row.scores, top, height)
        _draw_cells(slopes, row, top + height / 2, columns, cells)
    return sheet.ax


def _waves(scores: pd.DataFrame) -> list[str]:
    """Return the waves in which anything was answered; all, for a page of criteria asked in one of them."""
    scored = scores[~scores["state"].isin(("not_due", "not_asked"))]
    waves = [str(wave) for wave in in_order(scored["wave"])]
    if len(waves) < 2:
        waves = [str(wave) for wave in in_order(scores["wave"])]
    if len(waves) < 2:
        raise NothingToShow(
            f"the table has {len(waves)} wave{'' if len(waves) == 1 else 's'} with answers",
            "Give the scores of two waves or more; plot_profile draws one.",
        )
    return waves


def _measure(scores: pd.DataFrame, words: Labels) -> list[_Row]:
    found = []
    for id, rows in rows_by(scores, "criterion").items():
        by_party: dict[str, dict[str, Row]] = {}
        for row in rows:
            by_party.setdefault(str(row["party"]), {})[str(row["wave"])] = row
        found.append(_Row(id, wrap(words.of(id), _LABEL, NORMAL), by_party))
    return found


def _pad(rows: Sequence[_Row], last: str, lang: str) -> float:
    """Room right of the axes: a word stands beside its last mark and must end before the columns."""
    beside = [text_of(by_wave.get(last, {}), lang) for row in rows for by_wave in row.scores.values()]
    return max(_PAD, widest(beside, SMALL) + NEAR + (_MARK if len(rows[0].scores) > 2 else 0.0))


def _heights(rows: Sequence[_Row], chart: RowChart, ax: Axes | None) -> list[float]:
    """Share spare room out among the rows: the taller, the better a slope can be read."""
    chart.fit([row.least for row in rows], ax)
    frame = chart.frame(ax)
    room = outer_box(ax)[3] - frame.top - frame.bottom
    spare = max((room - sum(row.least for row in rows)) / len(rows), 0.0)
    return [min(row.least + spare, max(row.least, _TALLEST)) for row in rows]


def _columns(cells: Sequence[Mapping[str, str]], pad: float, parties: int, lang: str) -> Columns:
    """Fit the columns; where there are several parties, with room for the mark of each."""
    named = ("n", "matched") if any(cell.get("matched") for cell in cells) else ("n",)
    columns = fit_columns(cells, named, pad, lang)
    mark = _MARK if parties > 1 else 0.0
    return replace(columns, widths={**columns.widths, "n": columns.widths["n"] + mark})


def _cells(
    row: _Row, party: str, waves: Sequence[str], changes: pd.DataFrame | None, lang: str
) -> dict[str, str]:
    answers = [row.scores[party].get(wave, {}) for wave in waves]
    n = [
        number(int(r["n"]), lang) if present(r.get("n")) and r.get("state") == "answered" else "\u2013"
        for r in answers
    ]
    return {"n": " \u00b7 ".join(n), "matched": _matched(row.id, party, changes, lang)}


def _matched(criterion: str, party: str, changes: pd.DataFrame | None, lang: str) -> str:
    """Who answered both times, and which way they went: from the first wave to the last."""
    if changes is None or not set(_MATCHED) <= set(changes.columns):
        return ""
    mine = changes[(changes["criterion"].astype(str) == criterion) & (changes["party"].astype(str) == party)]
    mine = mine[mine["matched_n"].notna() & mine["up"].notna()]
    if mine.empty:
        return ""
    last = records(mine.sort_values("span", kind="stable") if "span" in mine else mine)[-1]  # step, whole
    return say("charts.matched", lang, **{key: number(int(last[key]), lang) for key in _MATCHED})


def _draw_waves(sheet: Sheet, times: Times, rows: float, words: Labels) -> None:
    """Name the waves above the axes; a name that would meet the one before goes a line up."""
    low, high = sheet.ax.get_xlim()
    end = -1e9
    for wave, x in times.x.items():
        sheet.line((x, x), (0, rows), sheet.theme.line, name("grid"), width=0.8).set_zorder(1)
        text, at = words.of(wave), (x - low) / (high - low) * sheet.width
        half = text_width(text, SMALL) / 2
        y = -3 if at - half > end + 6 else -3 - SMALL * LINE
        end = max(end, at + half)
        grey = Type(size=SMALL, colour=sheet.theme.muted, ha="center", va="bottom")
        sheet.write(at, y, text, grey, name("wave", "", wave))


def _draw_cells(
    slopes: Slopes,
    row: _Row,
    middle: float,
    columns: Columns,
    cells: Mapping[tuple[str, str], Mapping[str, str]],
) -> None:
    sheet, first = slopes.sheet, middle - (len(row.scores) - 1) / 2 * PARTY_LINE
    start = columns.ends(sheet)["n"] - columns.widths["n"] + _MARK
    for n, party in enumerate(row.scores):
        y, key = first + n * PARTY_LINE, (party, row.id)
        texts = {column: text for column, text in cells[row.id, party].items() if column in columns.widths}
        columns.write(sheet, y, texts, key)
        if len(slopes.looks) > 1:
            sheet.mark(start, y, slopes.looks[party], name("party", *key), data=False, size=6)
