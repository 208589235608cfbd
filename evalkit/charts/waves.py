"""Wave by wave: how each party's score goes from one occasion to the next, criterion by criterion.

Each row is a small slope chart of its own, low at its foot and high at its top. The line is all valid
answers; who answered twice, and which way they went, stands beside it. Nothing here says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, kind_of, level_of, present, records, words_for
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study, party_order
from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, row_tops, text_width, widest, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.errors import NothingToShow
from evalkit.tables import need_columns
from evalkit.words import number, say

_LABEL, _GAP, _LINE, _TALLEST, _EDGE, _PAD = 222.0, 22.0, 13.0, 96.0, 16.0, 40.0
_CLEAR, _NEAR = 17.0, 6.0  # above and below a slope: room for a number there, or for none
_SLOPE = 20.0  # the least room for a slope with numbers above and below
READABLE = 5  # rows a page on which a change of five points can be seen
_MATCHED = ("matched_n", "up", "same", "down")


@dataclass(frozen=True)
class _Row:
    """One criterion's scores: by party, then by wave."""

    id: str
    lines: list[str]
    scores: Mapping[str, Mapping[str, Row]]

    @property
    def least(self) -> float:
        """The height that its texts need, in points."""
        return row_height(self.lines, len(self.scores) * _LINE)


@dataclass(frozen=True)
class _Times:
    """Where waves stand across the axes (by their days if known, else evenly) and scores within a row."""

    x: Mapping[str, float]
    low: float
    high: float

    @classmethod
    def of(cls, waves: Sequence[str], words: Labels, scores: pd.Series) -> _Times:
        """Make the axes of every row: the same scores at its foot and its top, in whole tens."""
        low = min(int(scores.min() // 10) * 10, 80) if scores.notna().any() else 0
        high = max(-int(-scores.max() // 10) * 10, low + 20) if scores.notna().any() else 100
        return cls(cls._across(waves, words), low, high)

    @staticmethod
    def _across(waves: Sequence[str], words: Labels) -> dict[str, float]:
        days = {wave: day.toordinal() for (_, wave), day in words.days.items()}
        if len(waves) > 1 and all(wave in days for wave in waves):
            first, last = days[waves[0]], days[waves[-1]]
            if last > first:
                return {wave: (days[wave] - first) / (last - first) for wave in waves}
        return {wave: n / max(len(waves) - 1, 1) for n, wave in enumerate(waves)}

    def y(self, score: float, foot: float, room: float) -> float:
        """Return where a score stands in a row, in points."""
        return foot - (score - self.low) / (self.high - self.low) * room


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
    words, order = find_labels(labels, lang), party_order(scores)
    rows, looks = _measure(scores, words), party_looks(scores, words)
    cells = {
        (row.id, party): _cells(row, party, waves, changes, lang) for row in rows for party in row.scores
    }
    named = ("n", "matched") if any(cell.get("matched") for cell in cells.values()) else ("n",)
    columns = fit_columns(list(cells.values()), named, _pad(rows, waves[-1], lang), lang)
    times = _Times.of(waves, words, scores["score"])
    ends = {"low": number(times.low, lang), "high": number(times.high, lang)}
    foot = Foot(say("charts.note.waves", lang, **ends), (scores, changes), BARE)
    texts = {row.id: row.lines for row in rows}
    chart = RowChart("waves", "criterion", texts, columns, foot, looks, gutter=_GAP, over=SMALL * LINE)
    chart.fit([row.least for row in rows], ax)
    frame = chart.frame(ax)
    heights = _heights(rows, outer_box(ax)[3] - frame.top - frame.bottom)
    sheet = chart.open(heights, lang, ax)
    sheet.ax.set_xlim(-_EDGE / 300, 1 + _EDGE / 300)
    _draw_waves(sheet, times, sum(heights), words)
    for row, top, height in zip(rows, row_tops(heights), heights, strict=False):
        _draw_row(sheet, row, (top, height), times, order)
        _draw_cells(sheet, row, (top, height), columns, cells)
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
    beside = [_text(by_wave.get(last, {}), lang) for row in rows for by_wave in row.scores.values()]
    return max(_PAD, widest(beside, SMALL) + _NEAR)


def _heights(rows: Sequence[_Row], room: float) -> list[float]:
    """Share spare room out among the rows: the taller, the better a slope can be read."""
    spare = max((room - sum(row.least for row in rows)) / len(rows), 0.0)
    return [min(row.least + spare, max(row.least, _TALLEST)) for row in rows]


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


def _draw_waves(sheet: Sheet, times: _Times, rows: float, words: Labels) -> None:
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


def _draw_row(
    sheet: Sheet, row: _Row, span: tuple[float, float], times: _Times, order: Sequence[str]
) -> None:
    top, height = span
    rule = sheet.line(
        sheet.ax.get_xlim(), (top + height, top + height), sheet.theme.line, name("grid"), width=0.6
    )
    rule.set_zorder(1)
    air = _CLEAR if height >= _SLOPE + 2 * _CLEAR else _NEAR
    foot, room = top + height - air, height - 2 * air
    for party, by_wave in row.scores.items():
        look = sheet.theme.party(order.index(party))
        points = [
            (times.x[w], times.y(r["score"], foot, room))
            for w, r in by_wave.items()
            if w in times.x and _shown(r)
        ]
        if len(points) > 1:
            sheet.line(
                [x for x, _ in points],
                [y for _, y in points],
                look[0],
                name("slope", party, row.id),
                width=1.8,
            )
        for x, y in points:
            sheet.mark(x, y, look, name("score", party, row.id), size=7.5)
    for wave in times.x:
        _draw_numbers(sheet, (row, wave), (foot, room, air == _CLEAR), times, order)
    if not any(_text(r, sheet.lang) for by_wave in row.scores.values() for r in by_wave.values()):
        last = list(next(iter(row.scores.values())).values())[-1]
        quiet = Type(size=SMALL, italic=True, colour=sheet.theme.muted)
        sheet.write(8, top + height / 2, words_for(last, sheet.lang), quiet, name("words", "", row.id))


def _shown(row: Row) -> bool:
    return kind_of(row) == "number"


def _draw_numbers(
    sheet: Sheet, at: tuple[_Row, str], span: tuple[float, float, bool], times: _Times, order: Sequence[str]
) -> None:
    """Write a wave's numbers clear of the slopes: highest above its mark, lowest below, others beside."""
    (row, wave), (foot, room, clear), x = at, span, times.x[at[1]]
    rows = {party: by[wave] for party, by in row.scores.items() if wave in by and _text(by[wave], sheet.lang)}
    scored = sorted((times.y(r["score"], foot, room), party) for party, r in rows.items() if _shown(r))
    low, high = sheet.ax.get_xlim()
    mark = (x - low) / (high - low) * sheet.width
    outer = {scored[-1][1]: 1, scored[0][1]: -1} if scored and clear else {}
    for y, party in scored:
        if party in outer:
            place = Type(size=SMALL, bold=True, ha="center")
            _write(
                sheet,
                (mark, y + outer[party] * (_CLEAR - 6)),
                place,
                rows[party],
                (party, row.id, wave),
                order,
            )
    beside = {party: r for party, r in rows.items() if party not in outer}
    below = foot + _CLEAR - 8 if clear else foot
    wanted = [times.y(r["score"], foot, room) if _shown(r) else below for r in beside.values()]
    for (party, r), y in zip(beside.items(), apart(wanted, _LINE - 1, (foot - room, below)), strict=True):
        first = _shown(r) and wave == next(iter(times.x))  # no slope comes from the left
        place = Type(size=SMALL, bold=_shown(r), italic=not _shown(r), ha="right" if first else "left")
        _write(sheet, (mark - 7 if first else mark + 7, y), place, r, (party, row.id, wave), order)


def _write(
    sheet: Sheet,
    at: tuple[float, float],
    place: Type,
    row: Row,
    key: tuple[str, str, str],
    order: Sequence[str],
) -> None:
    """Write a party's number in its colour, or its word beside a small mark of the party's."""
    colour, shape = sheet.theme.party(order.index(key[0]))
    if _shown(row):
        place = replace(place, colour=colour)
    else:
        sheet.mark(at[0] - 7, at[1], (colour, shape), name("key", *key[:2]), data=False, size=5)
    text = sheet.write(*at, _text(row, sheet.lang), place, name("number" if _shown(row) else "words", *key))
    text.set_bbox({"facecolor": sheet.theme.paper, "edgecolor": "none", "pad": 0.3, "alpha": 0.8})


def _text(row: Row, lang: str) -> str:
    kind = kind_of(row)
    if kind == "number":
        return number(row["score"], lang)
    if kind == "word" and present(row.get("level")):
        return level_of(row, lang)
    return say("charts.hidden", lang) if kind in ("hidden", "word") else ""


def apart(wanted: Sequence[float], least: float, within: tuple[float, float] = (-1e9, 1e9)) -> list[float]:
    """Move positions as little as can be so that neighbours stand at least `least` apart.

    Parameters
    ----------
    wanted : sequence of float
    least : float
    within : (float, float)
        Where all of them must stay, as far as there is room.

    Returns
    -------
    list of float
        In the same order.

    Examples
    --------
    >>> apart([10, 11, 40], 6)
    [7.5, 13.5, 40.0]
    >>> apart([10, 11], 6, (8, 30))
    [8, 14]
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    placed = _spread([float(wanted[n]) for n in order], least)
    for n, position in enumerate(placed):
        placed[n] = max(position, within[0] + n * least)
    for n, position in enumerate(placed):
        placed[n] = min(position, within[1] - (len(placed) - 1 - n) * least)
    back = dict(zip(order, placed, strict=True))
    return [back[n] for n in range(len(wanted))]


def _spread(rising: Sequence[float], least: float) -> list[float]:
    """Spread rising positions: those too near become a group around their common middle."""
    groups: list[list[float]] = []
    for position in rising:
        groups.append([position])
        while len(groups) > 1 and _too_near(groups[-2], groups[-1], least):
            groups[-2:] = [groups[-2] + groups[-1]]
    middles = [sum(group) / len(group) for group in groups]
    return [
        middle + (k - (len(group) - 1) / 2) * least
        for group, middle in zip(groups, middles, strict=True)
        for k in range(len(group))
    ]


def _too_near(one: Sequence[float], other: Sequence[float], least: float) -> bool:
    return sum(other) / len(other) - sum(one) / len(one) < least * (len(one) + len(other)) / 2


def _draw_cells(
    sheet: Sheet,
    row: _Row,
    span: tuple[float, float],
    columns: Columns,
    cells: Mapping[tuple[str, str], Mapping[str, str]],
) -> None:
    middle = span[0] + span[1] / 2
    for n, party in enumerate(row.scores):
        y = middle + (n - (len(row.scores) - 1) / 2) * _LINE
        texts = {column: text for column, text in cells[row.id, party].items() if column in columns.widths}
        columns.write(sheet, y, texts, (party, row.id))
