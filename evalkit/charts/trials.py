"""Trials at a site: what was counted with each solution, beside the same site without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, present, records
from evalkit.charts.columns import Columns, fit_columns
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, in_order, one_study
from evalkit.charts.layout import LINE, NORMAL, SMALL, Frame, fit_heights, row_tops, widest, wrap
from evalkit.charts.legend import HEADS
from evalkit.charts.sheet import ASIDE, BOLD, HEAD, PLAIN, Sheet, Type, name, open_sheet
from evalkit.errors import NothingToShow
from evalkit.tables import need_columns
from evalkit.words import listed, number, pick, say

_LABEL, _GAP, _PAD, _BAR = 270.0, 14.0, 44.0, 12.0
_AIR, _SPARE = 4.0, 14.0  # points: under each row and over each title, and the most of spare room it gets
_NEEDED = (
    "site", "solution", "behaviour", "baseline", "sessions", "count", "rate_hour", "rate_100", "ratio",
)  # fmt: skip
_COLUMNS = ("sessions", "exposure", "ratio")


@dataclass(frozen=True)
class _Block:
    """One behaviour at one site: its baseline and its solutions."""

    behaviour: str
    site: str
    title: list[str]
    rows: list[Row]
    lines: list[list[str]]
    told: list[int]  # lines of the ratio
    air: float = _AIR

    @property
    def heights(self) -> list[float]:
        title = len(self.title) * NORMAL * LINE + self.air
        rows = zip(self.lines, self.told, strict=True)
        return [
            title,
            *(max(len(lines) * NORMAL, told * SMALL, _BAR) * LINE + self.air for lines, told in rows),
        ]


def plot_trials(
    table: pd.DataFrame, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw how often each behaviour was counted with each solution, and with none, at the same site.

    Parameters
    ----------
    table : DataFrame
        What `compare_trials` returns, of one study.
    labels : Study, tuple of Study, Framework or dict, optional
        Texts of parties; sites, solutions and behaviours stand as they were written unless a dict has them.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        x is the rate: per 100 passers-by where all were counted, else per hour.

    Raises
    ------
    EvalkitError
        If nothing was counted, a column is missing, a party has no text, or there are more rows than a page
        holds.
    """
    need_columns(table, _NEEDED, "what compare_trials returns")
    if table.empty:
        raise NothingToShow("nothing was counted at any site", "Name sessions: and counts: in study.yml.")
    words, unit = find_labels(labels, lang), _unit(one_study(table))
    blocks = _blocks(table, words)
    columns = fit_columns([_cells(row, lang) for block in blocks for row in block.rows], _COLUMNS, _PAD, lang)
    left = widest([line for block in blocks for lines in block.lines for line in lines]) + _GAP + 10
    foot = Foot(_notes(table, unit, words), (), BARE)  # counts of passers-by are nobody's answers: no gate
    frame = Frame(left, columns.room, HEADS, foot.height(ax))
    blocks, rows = _fitting(blocks, frame, ax)
    sheet = open_sheet("trials", frame, rows, lang, ax)
    rates = [float(row[unit]) for block in blocks for row in block.rows if present(row[unit])]
    sheet.ax.set_xlim(0, max(max(rates, default=1.0), 1e-9) * 1.02)
    top = 0.0
    for block in blocks:
        _draw_block(sheet, block, top, unit, columns)
        top += sum(block.heights)
    columns.draw_heads(sheet)
    sheet.write(0, -3, say(f"charts.head.{unit}", lang), HEAD, name("head", "", "rate"))
    foot.draw(sheet, rows)
    return sheet.ax


def _fitting(blocks: Sequence[_Block], frame: Frame, ax: Axes | None) -> tuple[list[_Block], float]:
    """Share out spare room, and return the height; too much, and a page takes fewer behaviours or sites."""
    least: dict[str, float] = {}
    several = len({block.behaviour for block in blocks}) > 1
    column = "behaviour" if several else "site"
    for block in blocks:
        id = block.behaviour if several else block.site
        least[id] = least.get(id, 0.0) + sum(block.heights)
    places = sum(len(block.heights) for block in blocks)
    most = _SPARE * places / max(len(least), 1)
    height = sum(fit_heights(list(least.values()), frame, ax, column=column, ids=list(least), air=most))
    air = _AIR + (height - sum(least.values())) / max(places, 1)
    return [replace(block, air=air) for block in blocks], height


def _unit(table: pd.DataFrame) -> str:
    """One unit for the whole chart: bars of different units would be compared by eye."""
    return "rate_100" if table["rate_100"].notna().all() else "rate_hour"


def _blocks(table: pd.DataFrame, words: Labels) -> list[_Block]:
    blocks = []
    for behaviour in in_order(table["behaviour"]):
        for site in in_order(table.loc[table["behaviour"] == behaviour, "site"]):
            rows = [r for r in records(table) if r["behaviour"] == behaviour and r["site"] == site]
            title = (
                f"{_text(behaviour, words)} · {_text(site, words)}" if str(site) else _text(behaviour, words)
            )
            lines = [wrap(_solution(row, words), _LABEL, NORMAL) for row in rows]
            told = [_ratio(row, words.lang).count("\n") + 1 for row in rows]
            title = wrap(title, _LABEL + 180, NORMAL, bold=True)
            blocks.append(_Block(str(behaviour), str(site), title, rows, lines, told))
    return blocks


def _text(id: object, words: Labels) -> str:
    return pick(words.texts[str(id)], words.lang) if str(id) in words.texts else str(id)


def _solution(row: Row, words: Labels) -> str:
    return say("baseline", words.lang).capitalize() if row["baseline"] else _text(row["solution"], words)


def _cells(row: Row, lang: str) -> dict[str, str]:
    return {
        "sessions": number(int(row["sessions"]), lang),
        "exposure": _exposure(row, lang),
        "ratio": _ratio(row, lang),
    }


def _exposure(row: Row, lang: str) -> str:
    """Say what was counted, out of what: ``12 af 340`` passers-by, or ``12 på 3,5 t``."""
    count = number(float(row["count"]), lang)
    if present(row["rate_100"]):
        return say("words.out_of", lang, part=count, whole=number(float(row["passers"]), lang))
    if not present(row["hours"]):
        return count
    return say("charts.in_hours", lang, n=count, hours=number(float(row["hours"]), lang, 1))


def _ratio(row: Row, lang: str) -> str:
    """Say the rate over the baseline's with its interval, a bound, or why there is none."""
    if row.get("bound") in ("upper", "lower"):
        end = row["high"] if row["bound"] == "upper" else row["low"]
        text = say(f"charts.bound.{row['bound']}", lang, x=number(float(end), lang, 2))
    elif present(row["ratio"]):
        figures = {key: number(float(row[key]), lang, 2) for key in ("ratio", "low", "high")}
        text = say("charts.ratio", lang, **figures)
    else:
        return "" if row["baseline"] else say(f"charts.no_ratio.{row['comparison']}", lang)
    return f"{text}\n{say('charts.very_uncertain', lang)}" if row["comparison"] == "very_uncertain" else text


def _draw_block(sheet: Sheet, block: _Block, top: float, unit: str, columns: Columns) -> None:
    tops = row_tops(block.heights)
    title, id = "\n".join(block.title), name("block", "", block.behaviour)
    sheet.write(-sheet.frame.left, top + tops[1] - 3, title, _TITLE, id)
    ends = (top + tops[1], top + sum(block.heights))  # no line through the title
    sheet.line((0, 0), ends, sheet.theme.muted, name("zero"), width=1)
    for row, lines, y, height in zip(block.rows, block.lines, tops[1:], block.heights[1:], strict=False):
        _draw_row(sheet, row, lines, (top + y + height / 2, unit), columns)


_TITLE = Type(size=BOLD.size, bold=True, va="bottom")


def _draw_row(
    sheet: Sheet, row: Row, lines: Sequence[str], place: tuple[float, str], columns: Columns
) -> None:
    y, unit = place
    id = f"{row['site']}/{row['solution']}/{row['behaviour']}".replace(":", ";")
    sheet.write(-sheet.frame.left + 10, y, "\n".join(lines), PLAIN, name("label", "", id))
    columns.write(sheet, y, _cells(row, sheet.lang), ("", id))
    if not present(row[unit]):
        sheet.write(4, y, say("charts.no_exposure", sheet.lang), ASIDE, name("words", "", id))
        return
    rate, colour = float(row[unit]), sheet.theme.span if row["baseline"] else sheet.theme.levels[4]
    sheet.box((0, y - _BAR / 2), (rate, _BAR), colour, name("bar", "", id))
    low, high = sheet.ax.get_xlim()
    beside = rate + 4 * (high - low) / sheet.width
    text = number(rate, sheet.lang, 0 if rate >= 10 else 1)
    sheet.write(beside, y, text, Type(size=SMALL, bold=True), name("rate", "", id), data=True)


def _notes(table: pd.DataFrame, unit: str, words: Labels) -> str:
    """Who counted, how the ratio is meant, and how many comparisons were made."""
    parties = dict.fromkeys(party for row in records(table) for party in row.get("counted_by") or ())
    notes = [say("charts.note.trials", words.lang)]
    if "bound" in table and table["bound"].isin(["upper", "lower"]).any():
        notes.append(say("charts.note.bound", words.lang))
    if parties:
        who = listed([words.of(party) for party in parties], words.lang)
        notes.append(say("charts.note.counted_by", words.lang, who=who))
    if "by_developers" in table and table["by_developers"].any():
        notes.append(say("charts.note.by_developers", words.lang))
    if "exploratory" in table and table["exploratory"].any():
        made = number(int(table["comparisons"].max()), words.lang)
        notes.append(say("charts.note.exploratory", words.lang, n=made))
    return " ".join(notes)
