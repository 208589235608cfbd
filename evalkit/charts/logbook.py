"""The logbook over time: every note about every criterion, on its day, for, against, mixed or neutral."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from evalkit.charts.cells import records
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study
from evalkit.charts.layout import LINE, NORMAL, SMALL, row_tops, text_width, wrap
from evalkit.charts.rows import RowChart
from evalkit.charts.sheet import Sheet, Type, name, plot_room
from evalkit.charts.theme import Theme
from evalkit.errors import NothingToShow
from evalkit.tables import STANCES, need_columns
from evalkit.words import date, number, say

_LABEL, _GAP, _PAD, _MARK, _NEAR = 236.0, 16.0, 6.0, 9.0, 9.5
_SILENT = 14  # days without a note from here on are said
_SHAPES = {"supports": "^", "against": "v", "mixed": "D", "neutral": "o"}


@dataclass(frozen=True)
class _Lane:
    """One criterion's notes: (day, stance) in order of time."""

    id: str
    lines: list[str]
    notes: list[tuple[float, str]]

    def levels(self, near: float) -> list[int]:
        """Return each note's level, so that notes within `near` days never cover each other."""
        ends: list[float] = []
        levels = []
        for day, _ in self.notes:
            level = next((n for n, end in enumerate(ends) if day - end >= near), len(ends))
            ends[level : level + 1] = [day]
            levels.append(level)
        return levels


def plot_logbook(
    entries: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw when the logbook notes something about each criterion, and which way it points.

    Parameters
    ----------
    entries, evidence : DataFrame
        A study's logbook entries, and what they say about criteria; an entry without a day is left out
        and counted below.
    labels : Study, tuple of Study, Framework or dict, optional
        A study also gives the waves' days.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the day as matplotlib counts days.

    Raises
    ------
    EvalkitError
        If a column is missing, there is nothing to draw, an id has no text, or there are more rows than one
        page holds.
    """
    need_columns(entries, ("entry", "occurred_at"), "a table of logbook entries")
    need_columns(evidence, ("entry", "criterion", "stance"), "a table of evidence")
    words = find_labels(labels, lang)
    notes = _notes(one_study(entries), evidence)
    lanes = _lanes(notes, words)
    cells = [_cells(lane, lang) for lane in lanes]
    columns = fit_columns(cells, STANCES, _PAD, lang)
    columns = replace(columns, widths={stance: width + _MARK for stance, width in columns.widths.items()})
    foot = Foot(_note(entries, evidence, words), (entries,))
    texts = {lane.id: lane.lines for lane in lanes}
    chart = RowChart("logbook", "criterion", texts, columns, foot, gutter=_GAP, over=SMALL * LINE)
    first, last = _span(notes, words)
    near = _NEAR * (last - first) / plot_room(chart.frame(ax), ax)
    heights = chart.fit([_height(lane, near) for lane in lanes], ax)
    sheet = chart.open(heights, lang, ax)
    sheet.ax.set_xlim(first, last)
    _draw_days(sheet, sum(heights), words)
    for n, (lane, top) in enumerate(zip(lanes, row_tops(heights), strict=False)):
        _draw_lane(sheet, lane, (top, heights[n]), near)
        columns.write(sheet, top + heights[n] / 2, cells[n], ("", lane.id))
    _mark_heads(sheet, columns)
    return sheet.ax


def _notes(entries: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One row per entry and criterion; coders who differ make an entry mixed."""
    days = entries[["entry", "occurred_at"]].dropna().drop_duplicates("entry")
    told = evidence[["entry", "criterion", "stance"]].astype({"entry": str, "stance": str})
    joined = told.merge(days.astype({"entry": str}), on="entry", how="inner")
    if joined.empty:
        raise NothingToShow("no entry with a day says anything about a criterion", "Code the logbook first.")
    joined["day"] = date2num(pd.to_datetime(joined["occurred_at"]).to_numpy())
    grouped = joined.groupby(["criterion", "entry", "day"], observed=True)["stance"]
    return grouped.agg(lambda s: s.iloc[0] if s.nunique() == 1 else "mixed").reset_index()


def _lanes(notes: pd.DataFrame, words: Labels) -> list[_Lane]:
    found = {str(id) for id in notes["criterion"]}
    known = [id for id in words.framework.criterion_ids if id in found]
    order = [*known, *(str(id) for id in in_order(notes["criterion"]) if str(id) not in known)]
    lanes = []
    for id in order:
        rows = notes[notes["criterion"].astype(str) == id].sort_values(["day", "entry"])
        told = [(float(row["day"]), str(row["stance"])) for row in records(rows)]
        lanes.append(_Lane(id, wrap(words.of(id), _LABEL, NORMAL), told))
    return lanes


def _height(lane: _Lane, near: float) -> float:
    return max((max(lane.levels(near)) + 1) * _MARK + 4, len(lane.lines) * NORMAL * LINE + 2, 20)


def _cells(lane: _Lane, lang: str) -> dict[str, str]:
    stances = [stance for _, stance in lane.notes]
    return {stance: number(stances.count(stance), lang) if stance in stances else "" for stance in STANCES}


def _span(notes: pd.DataFrame, words: Labels) -> tuple[float, float]:
    days = [*notes["day"], *(float(date2num(day)) for day in words.days.values())]
    air = max((max(days) - min(days)) * 0.03, 1.0)
    return min(days) - air, max(days) + air


def look_of(stance: str, theme: Theme) -> tuple[str, str]:
    """Return a stance's colour and shape; neutral is drawn open."""
    colours = {"supports": theme.levels[4], "against": theme.levels[0]}
    return colours.get(stance, theme.muted), _SHAPES[stance]


def _draw_lane(sheet: Sheet, lane: _Lane, span: tuple[float, float], near: float) -> None:
    top, height = span
    middle = top + height / 2
    sheet.line(sheet.ax.get_xlim(), (top, top), sheet.theme.line, name("grid"), width=0.6).set_zorder(1)
    levels = lane.levels(near)
    first = middle - max(levels) * _MARK / 2
    for (day, stance), level in zip(lane.notes, levels, strict=True):
        _draw_stance(sheet, day, first + level * _MARK, stance, name("note-mark", "", lane.id, stance))


def _draw_stance(sheet: Sheet, x: float, y: float, stance: str, gid: str, *, data: bool = True) -> None:
    look = look_of(stance, sheet.theme)
    mark = sheet.mark(x, y, look, gid, size=10, data=data)
    if stance == "neutral":
        mark.set(
            markerfacecolor=sheet.theme.paper, markeredgecolor=look[0], markeredgewidth=1.4, markersize=8
        )


def _draw_days(sheet: Sheet, rows: float, words: Labels) -> None:
    """Mark months below and waves above; names that would meet go a line up."""
    low, high = sheet.ax.get_xlim()
    ticks = _months(low, high, sheet.width)
    sheet.ax.xaxis.set_visible(True)
    sheet.ax.set_xticks([tick for tick, _ in ticks], [text for _, text in ticks])
    theme = sheet.theme
    sheet.ax.tick_params(
        axis="x", length=3, color=theme.line, labelsize=SMALL, labelcolor=theme.muted, pad=2,
        labelfontfamily=list(theme.fonts),
    )  # fmt: skip
    end = -1e9
    for (_, wave), day in sorted(words.days.items(), key=lambda item: item[1]):
        x, text = float(date2num(day)), words.of(wave)
        sheet.line(
            (x, x), (0, rows), theme.muted, name("wave-line", "", wave), width=1, style="--"
        ).set_zorder(1)
        at, half = (x - low) / (high - low) * sheet.width, text_width(text, SMALL) / 2
        at = min(max(at, half - sheet.frame.left), sheet.width - half)
        y = -3 if at - half > end + 6 else -3 - SMALL * LINE
        end = max(end, at + half)
        grey = Type(size=SMALL, colour=theme.muted, ha="center", va="bottom")
        sheet.write(at, y, text, grey, name("wave", "", wave))


def _months(low: float, high: float, width: float) -> list[tuple[float, str]]:
    """Choose as many first days of a month as there is room to name."""
    first, last = (pd.Timestamp("1970-01-01") + pd.Timedelta(days=day) for day in (low, high))
    starts = list(pd.date_range(first.normalize(), last, freq="MS"))
    if not starts:
        days = [first.date(), last.date()]
        return [(float(date2num(day)), f"{day:%d-%m-%Y}") for day in days]
    step = -(-len(starts) * 62 // int(width))
    chosen: list[dt.date] = [start.date() for start in starts[:: max(step, 1)]]
    return [(float(date2num(day)), f"{day:%m-%Y}") for day in chosen]


def _mark_heads(sheet: Sheet, columns: Columns) -> None:
    """Draw each stance's mark once, beside its name: the head of its column."""
    for stance, end in columns.ends(sheet).items():
        text = say(f"charts.head.{stance}", sheet.lang)
        left = end - text_width(text, SMALL, bold=True) - 8
        _draw_stance(sheet, left, -9.5, stance, name("key", "", stance), data=False)


def _note(entries: pd.DataFrame, evidence: pd.DataFrame, words: Labels) -> str:
    """Say how many notes there are, how long nobody wrote, and what isn't drawn or may not be quoted."""
    coded = entries[entries["entry"].astype(str).isin(set(evidence["entry"].astype(str)))]
    days = coded["occurred_at"].dropna().dt.normalize().drop_duplicates().sort_values()
    gaps = days.diff().dt.days
    notes = {"undated": int(coded["occurred_at"].isna().sum())}
    if "consent" in coded:
        notes["unquoted"] = int(coded["consent"].eq("no").sum())
    base = say("charts.base", words.lang, n=number(len(coded), words.lang))
    said = [say("charts.note.logbook", words.lang), f"{base}."]
    if gaps.max() >= _SILENT:
        day = date((days[gaps.idxmax()] - pd.Timedelta(days=gaps.max())).date(), words.lang, long=False)
        said.append(say("charts.note.silence", words.lang, n=number(gaps.max(), words.lang), day=day))
    for what, n in notes.items():
        said += [say(f"charts.note.{what}", words.lang, n=number(n, words.lang))] if n else []
    return " ".join(said)
