"""Slopes in a row: each party's line from wave to wave, and its numbers kept clear of it and of each other.

The highest number stands above its mark, the lowest below, others beside. Where more than two parties are
drawn, each number has its party's mark before it: a colour alone would say too little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from evalkit.charts.cells import Row, kind_of, level_of, present, words_for
from evalkit.charts.labels import Labels
from evalkit.charts.layout import SMALL, text_width
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.words import number, say

PARTY_LINE = 13.0  # from a party's figures to the next one's, in points
# Points beside a mark; above and below a slope with numbers; before a number, for its own mark.
NEAR, _CLEAR, _KEY = 6.0, 17.0, 8.0
_SLOPE = 20.0  # the least room for a slope with numbers above and below

Scores = Mapping[str, Mapping[str, Row]]  # one criterion's, by party, then by wave


@dataclass(frozen=True)
class Times:
    """Where waves stand across the axes (by their days if known, else evenly) and scores within a row."""

    x: Mapping[str, float]
    low: float
    high: float

    @classmethod
    def of(cls, waves: Sequence[str], words: Labels, scores: pd.Series) -> Times:
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


@dataclass(frozen=True)
class _Span:
    """Where a row's slopes stand: their foot and room in points, and whether numbers fit above and below."""

    foot: float
    room: float
    clear: bool

    @classmethod
    def of(cls, top: float, height: float) -> _Span:
        clear = height >= _SLOPE + 2 * _CLEAR
        air = _CLEAR if clear else NEAR
        return cls(top + height - air, height - 2 * air, clear)


@dataclass(frozen=True)
class Slopes:
    """What draws the slopes of every row of a chart.

    Attributes
    ----------
    sheet : Sheet
    times : Times
    looks : dict of str to (str, str)
        Each party's colour and shape.
    """

    sheet: Sheet
    times: Times
    looks: Mapping[str, tuple[str, str]]

    def draw(self, id: str, scores: Scores, top: float, height: float) -> None:
        """Draw a criterion's row, which begins at `top` points, or say why nothing is drawn in it."""
        sheet, span, foot = self.sheet, _Span.of(top, height), top + height
        rule = sheet.line(sheet.ax.get_xlim(), (foot, foot), sheet.theme.line, name("grid"), width=0.6)
        rule.set_zorder(1)
        for party, by_wave in scores.items():
            self._draw_slope((party, id), by_wave, span)
        for wave in self.times.x:
            rows = {p: by[wave] for p, by in scores.items() if wave in by and text_of(by[wave], sheet.lang)}
            self._draw_numbers(id, wave, rows, span)
        if not any(text_of(row, sheet.lang) for by_wave in scores.values() for row in by_wave.values()):
            last = list(next(iter(scores.values())).values())[-1]
            quiet = Type(size=SMALL, italic=True, colour=sheet.theme.muted)
            sheet.write(8, top + height / 2, words_for(last, sheet.lang), quiet, name("words", "", id))

    def _draw_slope(self, key: tuple[str, str], by_wave: Mapping[str, Row], span: _Span) -> None:
        look = self.looks[key[0]]
        scored = {wave: row for wave, row in by_wave.items() if wave in self.times.x and _shown(row)}
        xs, ys = [self.times.x[wave] for wave in scored], [self._y(row, span) for row in scored.values()]
        if len(scored) > 1:
            self.sheet.line(xs, ys, look[0], name("slope", *key), width=1.8)
        for x, y in zip(xs, ys, strict=True):
            self.sheet.mark(x, y, look, name("score", *key), size=7.5)

    def _y(self, row: Row, span: _Span) -> float:
        return self.times.y(row["score"], span.foot, span.room)

    def _draw_numbers(self, id: str, wave: str, rows: Mapping[str, Row], span: _Span) -> None:
        """Write a wave's numbers clear of the slopes: highest above its mark, lowest below, others beside."""
        scored = sorted((self._y(row, span), party) for party, row in rows.items() if _shown(row))
        low, high = self.sheet.ax.get_xlim()
        mark = (self.times.x[wave] - low) / (high - low) * self.sheet.width
        outer = {scored[-1][1]: 1, scored[0][1]: -1} if scored and span.clear else {}
        for y, party in scored:
            if party in outer:
                place = Type(size=SMALL, bold=True, ha="center")
                at = (mark, y + outer[party] * (_CLEAR - 6))
                self._write(at, place, rows[party], (party, id, wave))
        beside = {party: row for party, row in rows.items() if party not in outer}
        below = span.foot + _CLEAR - 8 if span.clear else span.foot
        wanted = [self._y(row, span) if _shown(row) else below for row in beside.values()]
        places = apart(wanted, PARTY_LINE - 1, (span.foot - span.room, below))
        for (party, row), y in zip(beside.items(), places, strict=True):
            first = _shown(row) and wave == next(iter(self.times.x))  # no slope comes from the left
            place = Type(
                size=SMALL, bold=_shown(row), italic=not _shown(row), ha="right" if first else "left"
            )
            self._write((mark - 7 if first else mark + 7, y), place, row, (party, id, wave))

    def _write(self, at: tuple[float, float], place: Type, row: Row, key: tuple[str, str, str]) -> None:
        """Write a party's number in its colour, or its word; where it could be another's, behind its mark."""
        (x, y), (colour, shape), text = at, self.looks[key[0]], text_of(row, self.sheet.lang)
        if not _shown(row):
            self.sheet.mark(x - 7, y, (colour, shape), name("key", *key[:2]), data=False, size=5)
        elif len(self.looks) > 2:
            width = text_width(text, SMALL, bold=True)
            shift, left = {"left": (_KEY, 1.0), "right": (0.0, width), "center": (0.0, width / 2)}[place.ha]
            x += shift
            self.sheet.mark(x - left - 4, y, (colour, shape), name("key", *key[:2]), data=False, size=5)
        place = replace(place, colour=colour) if _shown(row) else place
        written = self.sheet.write(x, y, text, place, name("number" if _shown(row) else "words", *key))
        written.set_bbox({"facecolor": self.sheet.theme.paper, "edgecolor": "none", "pad": 0.3, "alpha": 0.8})


def _shown(row: Row) -> bool:
    return kind_of(row) == "number"


def text_of(row: Row, lang: str) -> str:
    """Return what stands at a wave: the score, its word, that it is hidden, or "" where nothing was asked."""
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
