"""The score axis and a party's row on it, shared by the charts that show scores from 0 to 100."""

from __future__ import annotations

from typing import Any

from evalkit.charts.cells import Row, kind_of, present, words_for
from evalkit.charts.labels import Labels
from evalkit.charts.layout import SMALL
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.framework import Limits
from evalkit.words import number, say


def draw_score_axis(sheet: Sheet, rows: float, limits: Limits) -> None:
    """Draw the 0-100 axis with its low, middle and high ranges."""
    ax, theme = sheet.ax, sheet.theme
    ax.set_xlim(0, 100)
    ax.xaxis.set_visible(True)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.tick_params(
        axis="x", length=0, labelsize=SMALL, labelcolor=theme.muted, labelfontfamily=list(theme.fonts), pad=3
    )
    sheet.box((limits.low, 0), (limits.high - limits.low, rows), theme.band, name("band")).set_zorder(0.5)
    for tick in (0, 25, 50, 75, 100):
        sheet.line((tick, tick), (0, rows), theme.line, name("grid"), width=0.6).set_zorder(1)
    for limit in (limits.low, limits.high):
        sheet.line((limit, limit), (0, rows), theme.muted, name("limit"), width=0.8, style=":").set_zorder(1)
    _draw_ranges(sheet, limits)


def _draw_ranges(sheet: Sheet, limits: Limits) -> None:
    grey = Type(size=SMALL, colour=sheet.theme.muted, ha="center", va="bottom")
    middles = (limits.low / 2, (limits.low + limits.high) / 2, (limits.high + 100) / 2)
    for level, x in zip(("low", "middle", "high"), middles, strict=True):
        sheet.write(x, -3, say(f"level.{level}", sheet.lang), grey, name("level", "", level), data=True)


def draw_party(sheet: Sheet, row: Row, y: float, look: tuple[str, str]) -> None:
    """Draw one party's interval, mark and number, or the words that stand for them."""
    party, criterion = row["party"], row["criterion"]
    if kind_of(row) != "number":
        sheet.mark(8, y, look, name("party", party, criterion), data=False, size=7)
        quiet = Type(size=SMALL, italic=True, colour=sheet.theme.ink)
        words = sheet.write(18, y, words_for(row, sheet.lang), quiet, name("words", party, criterion))
        words.set_bbox({"facecolor": sheet.theme.paper, "edgecolor": "none", "pad": 0.5, "alpha": 0.85})
        return
    end = draw_interval(sheet, row, y, look[0])
    sheet.mark(row["score"], y, look, name("score", party, criterion))
    value = Type(size=SMALL, bold=True, colour=look[0])
    beside = end + 7 * 100 / sheet.width
    sheet.write(
        beside, y, number(row["score"], sheet.lang), value, name("number", party, criterion), data=True
    )


def draw_interval(sheet: Sheet, row: Row, y: float, colour: str) -> float:
    """Draw a party's interval where there is one; return where mark or interval ends, in data."""
    if not (present(row.get("low")) and present(row.get("high"))):
        return row["score"]
    sheet.line(
        (row["low"], row["high"]), (y, y), colour, name("interval", row["party"], row["criterion"]), width=2.2
    )
    return max(row["high"], row["score"])


def interval_notes(table: Any, words: Labels, wave: str) -> str:
    """Return the sentences that say which wave it is, what the lines are, and why some are missing."""
    lang = words.lang
    visible = table[table["shown"].astype(str) == "yes"] if "shown" in table else table
    kinds = set(table["interval"].dropna().astype(str)) if "interval" in table else set()
    notes = ["interval"] if "low" in visible and visible["low"].notna().any() else []
    notes += [kind for kind in ("all_answered", "too_few") if kind in kinds]
    if "shown" in table:
        unlined = visible["score"].notna() & visible["low"].isna() & visible["interval"].isna()
        notes += ["no_interval"] if unlined.any() else []
        notes += ["word"] if (table["shown"].astype(str) == "word").any() else []
    return " ".join([wave_name(words, wave) + ".", *(say(f"charts.note.{note}", lang) for note in notes)])


def wave_name(words: Labels, wave: str) -> str:
    """Return a wave's label with a capital letter."""
    label = words.of(wave)
    return label[:1].upper() + label[1:]
