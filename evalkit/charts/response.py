"""Who answered: each party's invited and answers, wave by wave; one square a person while there are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, present
from evalkit.charts.columns import fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import find_labels, one_study, party_order
from evalkit.charts.layout import NORMAL, row_middles, wrap
from evalkit.charts.legend import party_looks
from evalkit.charts.rounding import LEAST_BASE
from evalkit.charts.rows import RowChart, row_height, rows_by
from evalkit.charts.scorerows import wave_name
from evalkit.charts.sheet import ASIDE, Sheet, name
from evalkit.tables import need_columns
from evalkit.words import number, out_of, percent, say

MOST_SQUARES = 40
_LABEL, _MARK, _PAD, _LINE, _PAIR = 180.0, 30.0, 16.0, 22.0, 8.5
_COLUMNS = ("answered", "per_criterion", "dont_know")
_NOTHING = ("not_due", "not_asked")


@dataclass(frozen=True)
class _Group:
    """One party at one wave: who was invited, sent a form in and answered, and what criteria rest on."""

    wave: str
    party: str
    invited: int | None
    forms: int | None
    answered: int | None
    valid: tuple[int, ...]
    unsure: tuple[int, ...]
    nothing: str  # the text that says why nothing was to be answered, or ""


def plot_response(
    scores: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw how many of each party's invited answered at each wave, and how many each criterion rests on.

    Parameters
    ----------
    scores : DataFrame
        What `score_criteria` returns, of one study; after `protect` for everybody else. A column answered
        says how many gave at least one valid answer; without it, those who sent a form in are drawn where
        some criterion has a valid answer.
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
    words, waves = find_labels(labels, lang), _groups(one_study(scores))
    groups = [group for mine in waves.values() for group in mine]
    columns = fit_columns([_cells(group, lang) for group in groups], _COLUMNS, _PAD, lang)
    most = max((max(group.invited or 0, group.answered or 0) for group in groups), default=1)
    foot = Foot(
        _note(groups, most, "answered" if "answered" in scores else "forms", lang),
        (scores,),
        above=BARE,
        framework=words.framework,
    )
    texts = {wave: wrap(wave_name(words, wave), _LABEL, NORMAL) for wave in waves}
    chart = RowChart("response", "wave", texts, columns, foot, party_looks(scores, words), gutter=_MARK)
    heights = chart.fit([row_height(texts[w], len(mine) * _LINE + _PAIR) for w, mine in waves.items()], ax)
    sheet, order = chart.open(heights, lang, ax), party_order(scores)
    sheet.ax.set_xlim(0, max(most, 12))
    for parties, middle in zip(waves.values(), row_middles(heights), strict=True):
        for n, group in enumerate(parties):
            line = middle + (n - (len(parties) - 1) / 2) * _LINE
            _draw_group(sheet, group, line, order, most)
            columns.write(sheet, line, _cells(group, lang), (group.party, group.wave))
    return sheet.ax


def _note(groups: Sequence[_Group], most: int, counted: str, lang: str) -> str:
    drawn = any(group.answered is not None and not group.nothing for group in groups)
    shapes = say(f"charts.note.response{'' if most <= MOST_SQUARES else '_bars'}", lang) if drawn else ""
    return f"{shapes} {say(f'charts.note.{counted}', lang)}".strip()


def _groups(scores: pd.DataFrame) -> dict[str, list[_Group]]:
    found = {}
    for wave, rows in rows_by(scores, "wave").items():
        parties = dict.fromkeys(str(row["party"]) for row in rows)
        found[wave] = [_group(wave, p, [row for row in rows if str(row["party"]) == p]) for p in parties]
    return found


def _group(wave: str, party: str, rows: Sequence[Row]) -> _Group:
    due = [row for row in rows if row.get("state") not in _NOTHING]
    invited, forms, valid = (_numbers(due or rows, column) for column in ("invited", "asked", "n"))
    came = max(forms, default=None)
    drawn = came if any(valid) or not came else 0
    answered = max(_numbers(due or rows, "answered"), default=None if "answered" in rows[0] else drawn)
    known = max(invited, default=None)
    nothing = "charts.not_invited" if known == 0 else "" if due else f"state.{rows[0].get('state')}"
    unsure = tuple(_numbers(due, "dont_know"))
    return _Group(wave, party, known, came, answered, tuple(valid), unsure, nothing)


def _numbers(rows: Sequence[Row], column: str) -> list[int]:
    return [int(row[column]) for row in rows if present(row.get(column))]


def _cells(group: _Group, lang: str) -> dict[str, str]:
    if group.nothing:
        return dict.fromkeys(_COLUMNS, "")
    spans = (_span(group.valid, lang), _span(group.unsure, lang))
    return dict(zip(_COLUMNS, (_share(group, lang), *spans), strict=True))


def _span(numbers: Sequence[int], lang: str) -> str:
    if not numbers:
        return ""
    low, high = number(min(numbers), lang), number(max(numbers), lang)
    return low if low == high else say("charts.span_text", lang, low=low, high=high)


def _share(group: _Group, lang: str) -> str:
    """Say how many answered; where nobody did, what those who sent a form in have left there."""
    if group.answered is None:
        return say("charts.hidden", lang)
    if group.invited is None:
        return say("charts.invited_unknown", lang, n=number(group.answered, lang))
    text = out_of(group.answered, group.invited, lang)
    if group.forms and not group.answered:
        left = "charts.only_unsure" if any(group.unsure) else "charts.blank"
        return say(left, lang, text=text, n=number(group.forms, lang))
    if group.invited < LEAST_BASE:
        return text
    return f"{text} ({percent(100 * group.answered / group.invited, lang)})"


def _draw_group(sheet: Sheet, group: _Group, y: float, order: Sequence[str], most: int) -> None:
    look, key = sheet.theme.party(order.index(group.party)), (group.party, group.wave)
    sheet.mark(-14, y, look, name("party", *key), data=False, size=8)
    if group.answered is None or group.nothing:
        words = say(group.nothing or "hidden", sheet.lang)
        sheet.write(4, y, words, ASIDE, name("words", *key))
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
