"""How the logbook chart's days and lanes share the page: how wide a day is, how high a lane must be.

Pages of one logbook share their days, and so do the stretches without notes: what is drawn of a lane never
depends on which other lanes stand on its page, but for how high its notes may be stacked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from evalkit.charts.labels import Labels
from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, text_width, widest, wrap
from evalkit.charts.logbook_lanes import STEP, WEEKS, WORDS, Lane, Mark, Silence
from evalkit.charts.rows import RowChart
from evalkit.charts.sheet import plot_room
from evalkit.words import number, say

SIZE = 14.0  # of a mark, in points
_LABEL = 170.0
_MOST, _FEWEST = 12, 3  # notes one above the other


@dataclass(frozen=True)
class Days:
    """The lanes, measured: what each holds, and how high it is."""

    lanes: list[Lane]
    span: tuple[float, float]
    scale: float  # days a point
    least: int  # weeks, for a silence
    written: tuple[float, float]  # the logbook's first and last day, at most
    surely: tuple[float, float]  # and at least, where a day is known by its month alone
    most: int

    def marks(self, lane: Lane) -> list[Mark]:
        """Return a lane's notes, stacked or counted."""
        return lane.marks(STEP * self.scale, self.span[0], self.most)

    def silences(self, lane: Lane) -> list[Silence]:
        """Return a lane's stretches without notes."""
        return lane.silences(self.surely if len(lane.notes) else self.written, self.least)

    def between(self, silence: Silence, marks: Sequence[Mark]) -> tuple[float, float]:
        """Return the ends of a silence, clear of the marks and numbers beside it."""
        middle, half = (silence.start + silence.end) / 2, (SIZE / 2 + 2) * self.scale
        left = [m.x + half + (m.n > 1) * (4 + text_width(str(m.n), SMALL)) * self.scale for m in marks]
        ends = [end for mark, end in zip(marks, left, strict=True) if mark.x < middle]
        starts = [mark.x - half for mark in marks if mark.x >= middle]
        return max([silence.start, *ends]), min([silence.end, *starts])

    def words(self, lane: Lane, silence: Silence, lang: str) -> list[str]:
        """Say how long a silence is, in as many lines as its stretch needs."""
        key = "silence" if silence.weeks is not None else "notes_none"
        start, end = self.between(silence, self.marks(lane))
        return wrap(
            say(f"charts.{key}", lang, n=silence.weeks), max((end - start) / self.scale - 6, 1), SMALL
        )

    def height(self, lane: Lane, lines: int, lang: str) -> float:
        """Return the least height of a lane whose name takes so many lines."""
        said = max((len(self.words(lane, silence, lang)) for silence in self.silences(lane)), default=0)
        levels = max((mark.level + 1 for mark in self.marks(lane)), default=1)
        return max(levels * STEP + 6, lines * NORMAL * LINE + 4, said * SMALL * LINE + 8, 26)


def label_lines(lanes: Sequence[Lane]) -> dict[str, list[str]]:
    """Return each lane's name in lines."""
    return {
        lane.id: [line for part in lane.name.split("\n") for line in wrap(part, _LABEL)] for lane in lanes
    }


def widest_of(texts: Mapping[str, Sequence[str]]) -> float:
    """Return the room that names need, in points."""
    return widest([line for lines in texts.values() for line in lines])


def lay_out(chart: RowChart, lanes: list[Lane], notes: pd.DataFrame, words: Labels, ax: Axes | None) -> Days:
    """Lay out the days: all that was written and asked, in the room beside the labels."""
    waves = [float(date2num(day)) for day in words.days.values()]
    written = (float(notes["start"].min()), float(notes["end"].max()))
    surely = (float(notes["end"].min()) - 1, float(notes["start"].max()) + 1)
    first, last = min([written[0], *waves]), max([written[1], *waves])
    air = max((last - first) * 0.02, 1.0)
    scale = (last - first + 2 * air) / plot_room(chart.frame(ax), ax)
    least = max(WEEKS, -int(-WORDS * scale // 7))
    return Days(lanes, (first - air, last + air), scale, least, written, surely, _MOST)


def stacked(measured: Days, chart: RowChart, lang: str, ax: Axes | None) -> Days:
    """Stack as many notes above each other as the page's height allows."""
    frame = chart.frame(ax)
    tall = outer_box(ax)[3] - frame.top - frame.bottom
    while measured.most > _FEWEST and sum(heights_of(measured, chart, lang)) > tall:
        measured = replace(measured, most=measured.most - 1)
    return measured


def heights_of(measured: Days, chart: RowChart, lang: str) -> list[float]:
    """Return the least height of each lane, in points."""
    return [measured.height(lane, len(chart.labels[lane.id]), lang) for lane in measured.lanes]


def on_silences(measured: Days, lang: str) -> list[str]:
    """Say from how many weeks a silence is drawn, and that it may have been longer where days are vague."""
    quiet = [lane for lane in measured.lanes if len(lane.notes) and measured.silences(lane)]
    vague = any((lane.notes["end"] - lane.notes["start"] > 1).any() for lane in quiet)
    said = [say("charts.note.silence", lang, n=number(measured.least, lang))] if quiet else []
    return [*said, say("charts.note.silence_vague", lang)] if vague else said
