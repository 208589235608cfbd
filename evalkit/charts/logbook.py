"""The logbook over time: a lane for each party, a mark for each note, and the stretches without notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from evalkit.charts.columns import Columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, one_study
from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, row_tops, text_width
from evalkit.charts.legend import LEGEND, Legend, write_name
from evalkit.charts.logbook_days import (
    SIZE,
    Days,
    heights_of,
    label_lines,
    lay_out,
    on_silences,
    stacked,
    widest_of,
)
from evalkit.charts.logbook_lanes import (
    OTHER,
    SEVERAL,
    SHAPES,
    STEP,
    UNCODED,
    UNKNOWN,
    Lane,
    Mark,
    Silence,
    dated_notes,
    lanes_of,
    phases,
)
from evalkit.charts.rows import RowChart
from evalkit.charts.sheet import LITTLE, Sheet, Type, name
from evalkit.charts.theme import Theme
from evalkit.errors import NothingToShow
from evalkit.tables import STANCES, need_columns
from evalkit.words import date, number, say

_GAP, _CELL = 16.0, 34.0
_BESIDE = 12.5  # from the middle of a mark in the legend to its name
_KEYS = (*STANCES, UNCODED)
_GLYPHS = {"supports": (("+", 0.0),), "against": (("_", 0.0),), "mixed": (("+", -1.6), ("_", 4.2))}
_LOWER = {"^": 2.0, "v": -2.0}  # where the middle of a triangle is


def plot_logbook(
    entries: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    parties: Sequence[str] | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw when each party wrote in the logbook, what kind of note it was and which way it points.

    Parameters
    ----------
    entries, evidence : DataFrame
        A study's logbook entries, and what they say about criteria; an entry without a day is left out
        and counted below. After `protect`, parties of few authors share a lane without a name.
    parties : sequence of str, optional
        Whose lanes to draw; all unless named. Days, legend and foot stay those of all entries, so that
        several pages can be laid beside each other.
    labels : Study, tuple of Study, Framework or dict, optional
        A study also gives the waves' days, which part before, during and after, and the parties that
        wrote nothing.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the day as matplotlib counts days.

    Raises
    ------
    EvalkitError
        If a column is missing, no entry has a day, an id has no text, or there are more rows than one page
        holds.
    """
    need_columns(entries, ("entry", "occurred_at", "party"), "a table of logbook entries")
    need_columns(evidence, ("entry", "stance"), "a table of evidence")
    words = _of_study(find_labels(labels, lang), entries)
    if not one_study(entries)["occurred_at"].notna().any():
        raise NothingToShow("no logbook entry has a day", "Fill in the column of dates.")
    notes = dated_notes(entries, evidence)
    whole = lanes_of(entries, notes, words, _silent(entries, labels))
    lanes = [lane for lane in whole if parties is None or lane.id in parties]
    chart, looks, measured = _plan(entries, notes, (lanes, whole), words, ax)
    columns = Columns(dict.fromkeys(looks.stances, _CELL), _CELL / 2)
    heights = chart.fit(heights_of(measured, chart, lang), ax)
    sheet = chart.open(heights, lang, ax)
    sheet.ax.set_xlim(*measured.span)
    _draw_phases(sheet, sum(heights), words)
    _draw_months(sheet)
    looks.draw(sheet, columns)
    for lane, top, height in zip(lanes, row_tops(heights), heights, strict=False):
        counts = {stance: number(n, lang) for stance, n in lane.counts().items()}
        columns.write(sheet, top + height / 2, counts, ("", lane.id))
        _draw_lane(sheet, measured, lane, (top, height))
    return sheet.ax


def _of_study(words: Labels, entries: pd.DataFrame) -> Labels:
    """Keep the days of the entries' own study, where several gave theirs."""
    own = set(entries["study"].astype(str)) if "study" in entries else {study for study, _ in words.days}
    return replace(words, days={key: day for key, day in words.days.items() if key[0] in own})


def _silent(entries: pd.DataFrame, labels: object) -> list[str]:
    """Return the parties that would have a lane anyhow: a study's, where all its notes are here and named."""
    whole: Any = getattr(labels, "entries", None)
    if whole is None or len(whole) != len(entries) or entries["party"].fillna("").eq(UNKNOWN).any():
        return []
    return [party.id for party in getattr(labels, "parties", ())]


def _plan(
    entries: pd.DataFrame,
    notes: pd.DataFrame,
    parts: tuple[list[Lane], list[Lane]],
    words: Labels,
    ax: Axes | None,
) -> tuple[RowChart, _Looks, Days]:
    """Measure the chart; once more with room to say what a number is, where notes have to be counted.

    Labels have the room that those of all lanes need, so that every page's days lie in the same places.
    """
    lanes, whole = parts
    texts, all_texts = label_lines(lanes), label_lines(whole)
    gutter = _GAP + widest_of(all_texts) - widest_of(texts)
    for together in (False, True):
        looks = _Looks.of(notes, words, outer_box(ax)[2], together=together)
        room, over = _CELL * (len(looks.stances) + 0.5), looks.height + SMALL * LINE
        chart = RowChart("logbook", "party", texts, room, Foot("", (entries,)), gutter=gutter, over=over)
        measured = lay_out(chart, lanes, notes, words, ax)
        also = [say("charts.note.together", words.lang)] if together else []
        note = _note(entries, notes, words, [*also, *on_silences(measured, words.lang)])
        chart = replace(chart, foot=replace(chart.foot, note=note))
        measured = stacked(measured, chart, words.lang, ax)
        if all(mark.n == 1 for lane in lanes for mark in measured.marks(lane)):
            break
    return chart, looks, measured


@dataclass(frozen=True)
class _Looks:
    """What marks mean: stances in one line of the legend, kinds below them, each with its number."""

    stances: Mapping[str, tuple[str, str]]  # each with its number
    kinds: Mapping[str, str]
    places: tuple[Legend, Legend]

    @classmethod
    def of(cls, notes: pd.DataFrame, words: Labels, room: float, *, together: bool) -> _Looks:
        counts = {str(kind): n for kind, n in notes["kind"].value_counts().items()}
        told = {kind: f"{_kind(kind, words.lang)} {number(n, words.lang)}" for kind, n in counts.items()}
        told |= {SEVERAL: _kind(SEVERAL, words.lang)} if together else {}
        kinds = {kind: told[kind] for kind in SHAPES if kind in told}
        ways = notes["stance"].value_counts()
        stances = {
            stance: (say(f"charts.head.{stance}", words.lang), number(ways[stance], words.lang))
            for stance in _KEYS
            if ways.get(stance, 0)
        }
        named = [" ".join(parts) for parts in stances.values()]
        lines = [Legend.of(names, room) for names in (named, list(kinds.values()))]
        return cls(stances, kinds, (lines[0], lines[1]))

    @property
    def height(self) -> float:
        return sum(legend.height for legend in self.places)

    def draw(self, sheet: Sheet, columns: Columns) -> None:
        """Write the legend above the rows, and each stance's mark above its column."""
        top = -sheet.frame.top
        for stance, (x, line, _) in zip(self.stances, self.places[0].places, strict=True):
            x, y = x + 2 - sheet.frame.left, top + LEGEND * line
            _draw_marks(sheet, [(x, y)], "note", stance, name("key", "", stance), data=False)
            word, n = self.stances[stance]
            write_name(sheet, x + _BESIDE, y, word, name("head", "", stance))
            write_name(sheet, x + _BESIDE + text_width(word, NORMAL) + 4.5, y, n, name("sum", "", stance))
        top += self.places[0].height
        for kind, (x, line, text) in zip(self.kinds, self.places[1].places, strict=True):
            x, y = x + 2 - sheet.frame.left, top + LEGEND * line
            _draw_marks(sheet, [(x, y)], kind, UNCODED, name("key", "", kind), data=False)
            write_name(sheet, x + _BESIDE, y, text, name("kind", "", "kinds", kind))
        for stance, end in columns.ends(sheet).items():
            _draw_marks(
                sheet, [(end - SIZE / 2 - 1, -10)], "note", stance, name("key", "", stance), data=False
            )


def _kind(kind: str, lang: str) -> str:
    return say(f"charts.{kind}" if kind in (OTHER, SEVERAL) else f"export.kind.{kind}", lang)


def colour_of(stance: str, theme: Theme) -> str:
    """Return a stance's colour; neutral and uncoded are drawn open."""
    return {"supports": theme.levels[4], "against": theme.levels[0]}.get(stance, theme.muted)


def _draw_lane(sheet: Sheet, chart: Days, lane: Lane, place: tuple[float, float]) -> None:
    top, height = place
    sheet.line(chart.span, (top, top), sheet.theme.line, name("grid"), width=0.6).set_zorder(1)
    marks = chart.marks(lane)
    for silence in chart.silences(lane):
        _draw_silence(sheet, chart, silence, (lane, top + height / 2), marks)
    shift = STEP / 2 if max((mark.level for mark in marks), default=0) % 2 else 0.0
    first = top + height / 2 - shift
    for kind, stance in dict.fromkeys((mark.kind, mark.stance) for mark in marks):
        alike = [mark for mark in marks if (mark.kind, mark.stance) == (kind, stance)]
        gid = name("note-mark", "", lane.id, kind, stance)
        _draw_marks(sheet, [(mark.x, first + mark.aside * STEP) for mark in alike], kind, stance, gid)
    for mark in marks:
        if mark.n > 1:
            x, y = mark.x + (SIZE / 2 + 2) * chart.scale, first + mark.aside * STEP
            sheet.write(x, y, number(mark.n, sheet.lang), LITTLE, name("together", "", lane.id), data=True)


def _draw_marks(
    sheet: Sheet,
    places: Sequence[tuple[float, float]],
    kind: str,
    stance: str,
    gid: str,
    *,
    data: bool = True,
) -> None:
    """Draw alike marks in one go: the kind's shape in the stance's colour, with the stance's glyph in it."""
    colour, shape = colour_of(stance, sheet.theme), SHAPES[kind]
    xs, ys = zip(*places, strict=True)
    filled = stance in _GLYPHS
    size = SIZE * {"D": 0.84, "s": 0.9, "*": 1.25}.get(shape if isinstance(shape, str) else "", 1.0)
    common = {
        "linestyle": "none", "clip_on": False, "transform": sheet.ax.transData if data else sheet.points,
    }  # fmt: skip
    sheet.ax.plot(
        xs, ys, marker=shape, markersize=size, markerfacecolor=colour if filled else sheet.theme.paper,
        markeredgecolor=sheet.theme.paper if filled else colour, markeredgewidth=0.8 if filled else 1.3,
        gid=gid, zorder=4, **common,
    )  # fmt: skip
    lower = _LOWER.get(shape, 0.0) if isinstance(shape, str) else 0.0
    drawn = (("o", 0.0),) if stance == "neutral" else _GLYPHS.get(stance, ())
    for glyph, down in drawn:
        sheet.ax.plot(
            xs, [y + lower + down for y in ys], marker=glyph, markersize=3 if glyph == "o" else 6.5,
            color=sheet.theme.muted if glyph == "o" else sheet.theme.paper, markeredgewidth=1.6,
            gid=name("note-glyph", "", "", stance), zorder=4.5, **common,
        )  # fmt: skip


def _draw_silence(
    sheet: Sheet, chart: Days, silence: Silence, place: tuple[Lane, float], marks: Sequence[Mark]
) -> None:
    """Draw an empty, framed stretch between the marks beside it, with its length in words."""
    lane, middle = place
    lines = chart.words(lane, silence, sheet.lang)
    start, end = chart.between(silence, marks)
    tall = len(lines) * SMALL * LINE + 4
    box = sheet.box(
        (start, middle - tall / 2), (end - start, tall), sheet.theme.paper, name("silence-box", "", lane.id)
    )
    box.set(edgecolor=sheet.theme.span, linestyle=(0, (2, 2)), zorder=1.5)
    grey = Type(size=SMALL, colour=sheet.theme.muted, italic=True, ha="center")
    sheet.write((start + end) / 2, middle, "\n".join(lines), grey, name("silence", "", lane.id), data=True)


def _draw_phases(sheet: Sheet, rows: float, words: Labels) -> None:
    """Lay before, during and after behind the lanes; a name that lacks room goes a line up."""
    low, high = sheet.ax.get_xlim()
    taken = -1e9
    for n, (phase, start, end) in enumerate(phases(words, (low, high))):
        if n % 2 == 0:
            band = sheet.box((start, 0), (end - start, rows), sheet.theme.band, name("phase-band", "", phase))
            band.set_zorder(0)
        if n:
            sheet.line((start, start), (0, rows), sheet.theme.span, name("phase-edge"), width=1).set_zorder(1)
        text = say(f"charts.phase.{phase}", sheet.lang)
        half = text_width(text, SMALL, bold=True) / 2
        at = ((start + end) / 2 - low) / (high - low) * sheet.width
        at = min(max(at, half), sheet.width - half)
        y = -3 if at - half > taken + 6 else -3 - SMALL * LINE
        taken = max(taken, at + half)
        type = Type(size=SMALL, bold=True, ha="center", va="bottom")
        sheet.write(at, y, text, type, name("phase", "", phase))


def _draw_months(sheet: Sheet) -> None:
    ticks = _months(sheet.ax.get_xlim(), sheet.width)
    sheet.ax.xaxis.set_visible(True)
    sheet.ax.set_xticks([tick for tick, _ in ticks], [text for _, text in ticks])
    theme = sheet.theme
    sheet.ax.tick_params(
        axis="x", length=3, color=theme.line, labelsize=SMALL, labelcolor=theme.muted, pad=2,
        labelfontfamily=list(theme.fonts),
    )  # fmt: skip


def _months(span: tuple[float, float], width: float) -> list[tuple[float, str]]:
    """Choose as many first days of a month as there is room to name."""
    first, last = (pd.Timestamp("1970-01-01") + pd.Timedelta(days=day) for day in span)
    starts = list(pd.date_range(first.normalize(), last, freq="MS"))
    if not starts:
        days = [first.date(), last.date()]
        return [(float(date2num(day)), f"{day:%d-%m-%Y}") for day in days]
    step = -(-len(starts) * 62 // int(width))
    chosen: list[dt.date] = [start.date() for start in starts[:: max(step, 1)]]
    return [(float(date2num(day)), f"{day:%m-%Y}") for day in chosen]


def _note(entries: pd.DataFrame, notes: pd.DataFrame, words: Labels, also: Sequence[str]) -> str:
    """Say how many notes there are, what parts the phases, and what isn't drawn or may not be quoted."""
    lang = words.lang
    said = [say("charts.note.logbook", lang), f"{say('charts.base', lang, n=number(len(notes), lang))}."]
    told = {
        "undated": int(entries["occurred_at"].isna().sum()),
        "unquoted": len(entries) - int(entries["consent"].eq("yes").sum()) if "consent" in entries else 0,
    }
    said += also
    said += [say(f"charts.note.{what}", lang, n=number(n, lang)) for what, n in told.items() if n]
    if "shown" in entries and notes["party"].eq(UNKNOWN).any():
        said.append(say("charts.note.party_hidden", lang))
    edges = {
        wave: date(day, lang, long=False) for (_, wave), day in words.days.items() if wave in ("start", "end")
    }
    for wave, day in edges.items():
        said.append(say(f"charts.note.phase_{wave}", lang, day=day, wave=words.of(wave)))
    return " ".join(said)
