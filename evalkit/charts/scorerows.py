"""The score axis and a party's row on it, shared by the charts that show scores from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalkit.charts.cells import Row, kind_of, present, words_for
from evalkit.charts.labels import Labels, in_order, party_order
from evalkit.charts.layout import NORMAL, SMALL, text_width
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.charts.theme import current_theme
from evalkit.framework import Limits
from evalkit.words import number, say

Look = tuple[str, str, tuple[str, str]]  # a party's id, label, and (colour, shape)
HEADS = 19.0  # room for column heads above
LEGEND = 19.0  # room for each line of legend above the heads


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
    value = Type(size=SMALL, bold=True, colour=look[0], va="center_baseline")
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


def party_looks(table: Any, words: Labels) -> list[Look]:
    """Return the parties that occur in a table: id, label, colour and shape."""
    order, theme = party_order(table), current_theme()
    return [(str(p), words.of(p), theme.party(order.index(str(p)))) for p in in_order(table["party"])]


def place_legend(labels: Sequence[str], beside: float, room: float) -> list[tuple[float, int]]:
    """Return where each name of a legend stands: points from the left edge, and its line.

    Line 0 is that of the column heads, used where all names fit in the `beside` points left of the axes;
    else they take lines of their own above it, each `room` points wide.
    """
    widths = [9 + text_width(label, NORMAL) + 22 for label in labels]
    if sum(widths) <= beside:
        return [(6 + sum(widths[:n]), 0) for n in range(len(widths))]
    places, x, line = [], 6.0, 1
    for width in widths:
        if x > 6 and x + width > room:
            x, line = 6.0, line + 1
        places.append((x, line))
        x += width
    return places


def legend_height(labels: Sequence[str], beside: float, room: float) -> float:
    """Return the room a legend needs above the column heads, in points."""
    return LEGEND * max((line for _, line in place_legend(labels, beside, room)), default=0)


def draw_legend(sheet: Sheet, parties: Sequence[Look]) -> None:
    """Name the parties by mark, in the study's order: (id, label, look) each."""
    room = sheet.frame.left + sheet.width + sheet.frame.right
    places = place_legend([label for _, label, _ in parties], sheet.frame.left, room)
    last = max((line for _, line in places), default=0)
    for (party, label, look), (x, line) in zip(parties, places, strict=True):
        y = -9.5 if line == 0 else -HEADS - LEGEND * (last - line + 0.5)
        sheet.mark(x - sheet.frame.left, y, look, name("key", party), data=False)
        sheet.write(x + 9 - sheet.frame.left, y, label, Type(va="center_baseline"), name("legend", party))


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
