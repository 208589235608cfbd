"""Who answered: each party's invited and answers, wave by wave; one square a person while there are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import present, records
from evalkit.charts.columns import fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import find_labels, in_order, one_study, party_order
from evalkit.charts.layout import NORMAL, SMALL, Frame, fit_heights, outer_box, row_tops, widest
from evalkit.charts.rounding import LEAST_BASE
from evalkit.charts.scorerows import (
    HEADS,
    draw_legend,
    legend_height,
    party_looks,
    wave_name,
)
from evalkit.charts.sheet import PLAIN, Sheet, Type, name, open_sheet
from evalkit.tables import need_columns
from evalkit.words import number, out_of, percent, say

MOST_SQUARES = 40
_MARK, _PAD, _LINE, _AIR, _COLUMNS = 30.0, 16.0, 22.0, 10.0, ("answered", "per_criterion")


@dataclass(frozen=True)
class _Group:
    """One party at one wave: how many were invited, how many answered, and from how many criteria rest on."""

    wave: str
    party: str
    invited: int | None
    answered: int | None
    lowest: int | None
    highest: int | None


def plot_response(
    scores: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw how many of each party's invited answered at each wave, and how many each criterion rests on.

    Parameters
    ----------
    scores : DataFrame
        What `score_criteria` returns, of one study; after `protect` for everybody else.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is people. Where the invited aren't known there is no share, only those who answered.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more waves than one page holds.
    """
    need_columns(scores, ("wave", "party", "criterion", "invited", "asked", "n"), "a scores table")
    words, looks = find_labels(labels, lang), party_looks(one_study(scores), find_labels(labels, lang))
    groups, waves = _groups(scores), [str(wave) for wave in in_order(scores["wave"])]
    heights = [sum(group.wave == wave for group in groups) * _LINE + _AIR for wave in waves]
    columns = fit_columns([_cells(group, lang) for group in groups], _COLUMNS, _PAD, lang)
    left = widest([wave_name(words, wave) for wave in waves], bold=True) + _MARK
    top = HEADS + legend_height([label for _, label, _ in looks], left, outer_box(ax)[2])
    most = max((max(group.invited or 0, group.answered or 0) for group in groups), default=1)
    note = "charts.note.response" if most <= MOST_SQUARES else "charts.note.response_bars"
    foot = Foot(say(note, lang), (scores,), BARE)
    frame = Frame(left, columns.room, top, foot.height(ax))
    heights = fit_heights(heights, frame, ax, column="wave", ids=waves)
    sheet = open_sheet("response", frame, sum(heights), lang, ax)
    sheet.ax.set_xlim(0, max(most, 12))
    for wave, y in zip(waves, row_tops(heights), strict=False):
        rows = [group for group in groups if group.wave == wave]
        middle = y + (len(rows) * _LINE + _AIR) / 2
        sheet.write(-left, middle, wave_name(words, wave), PLAIN, name("label", "", wave))
        for n, group in enumerate(rows):
            line = y + _AIR / 2 + (n + 0.5) * _LINE
            _draw_group(sheet, group, line, party_order(scores), most)
            columns.write(sheet, line, _cells(group, lang), (group.party, wave))
    columns.draw_heads(sheet)
    draw_legend(sheet, looks)
    foot.draw(sheet, sum(heights))
    return sheet.ax


def _groups(scores: pd.DataFrame) -> list[_Group]:
    order, found = party_order(scores), []
    for wave in map(str, in_order(scores["wave"])):
        rows = [row for row in records(scores) if str(row["wave"]) == wave]
        for party in order:
            mine = [row for row in rows if str(row["party"]) == party]
            if mine:
                found.append(_group(wave, party, mine))
    return found


def _group(wave: str, party: str, rows: Sequence[dict]) -> _Group:
    invited = next((int(row["invited"]) for row in rows if present(row["invited"])), None)
    due = [row for row in rows if row.get("state") not in ("not_due", "not_asked")] or rows
    asked = [int(row["asked"]) for row in due if present(row["asked"])]
    valid = [int(row["n"]) for row in due if present(row["n"])]
    return _Group(
        wave, party, invited, max(asked, default=None), min(valid, default=None), max(valid, default=None)
    )


def _cells(group: _Group, lang: str) -> dict[str, str]:
    if group.lowest is None or group.highest is None:
        return {"answered": _share(group, lang), "per_criterion": ""}
    low, high = number(group.lowest, lang), number(group.highest, lang)
    span = low if low == high else say("charts.span_text", lang, low=low, high=high)
    return {"answered": _share(group, lang), "per_criterion": span}


def _share(group: _Group, lang: str) -> str:
    if group.answered is None:
        return say("charts.hidden", lang)
    if not group.invited:
        return number(group.answered, lang)
    text = out_of(group.answered, group.invited, lang)
    if group.invited < LEAST_BASE:
        return text
    return f"{text} ({percent(100 * group.answered / group.invited, lang)})"


def _draw_group(sheet: Sheet, group: _Group, y: float, order: Sequence[str], most: int) -> None:
    look, key = sheet.theme.party(order.index(group.party)), (group.party, group.wave)
    sheet.mark(-14, y, look, name("party", *key), data=False, size=8)
    if group.answered is None:
        sheet.write(4, y, say("hidden", sheet.lang), Type(size=SMALL, italic=True), name("words", *key))
        return
    half, whole = NORMAL * 0.6, max(group.invited or 0, group.answered)
    if most > MOST_SQUARES:
        sheet.box(
            (0, y - half), (whole, 2 * half), sheet.theme.paper, name("invited", *key), edge=sheet.theme.muted
        )
        sheet.box((0, y - half), (group.answered, 2 * half), look[0], name("came", *key))
        return
    for n in range(whole):
        came = n < group.answered
        colour = look[0] if came else sheet.theme.paper
        gid = name("came" if came else "invited", *key, n)
        sheet.box((n + 0.08, y - half), (0.84, 2 * half), colour, gid, edge=look[0])
