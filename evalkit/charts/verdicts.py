"""A verdict as people see it: a glyph on a disc of its colour, and its word; never colour alone."""

from __future__ import annotations

from evalkit import words
from evalkit.charts.cells import Row, present
from evalkit.charts.layout import SMALL, wrap
from evalkit.charts.sheet import LITTLE, Sheet, name
from evalkit.words import say


def verdict_kind(row: Row) -> str:
    """Return what a verdict row shows: a verdict, ``hidden``, ``not_due`` or ``not_asked``."""
    if present(row.get("verdict")):
        return str(row["verdict"])
    if str(row.get("shown", "yes")).startswith("hidden"):
        return "hidden"
    return "not_due" if row.get("state") == "not_due" else "not_asked"


def verdict_word(row: Row, lang: str) -> str:
    """Return the verdict's word; for one that the logbook contests, the logbook's."""
    kind = verdict_kind(row)
    if kind in ("not_due", "not_asked"):
        return say(f"state.{kind}", lang)
    if kind == "hidden":
        return say(f"disclosure.{row['shown']}", lang)
    return words.verdict_word(kind, row.get("contested_by"), lang)


def sensitive(row: Row, lang: str) -> str:
    """Return the words for a verdict that hangs on single answers; "" for one that doesn't."""
    hangs_on = row.get("hangs_on")
    if not present(hangs_on) or int(str(hangs_on)) < 1 or str(row.get("shown", "yes")) != "yes":
        return ""
    n = int(str(hangs_on))
    return say("hangs_on.one", lang) if n == 1 else say("hangs_on.many", lang, n=n)


def verdict_lines(row: Row, lang: str, room: float) -> list[str]:
    """Return the lines that a verdict's word takes in a column of `room` points."""
    return wrap(verdict_word(row, lang), room, SMALL)


def draw_verdict(sheet: Sheet, row: Row, at: tuple[float, float], room: float) -> None:
    """Draw glyph and word, the disc's middle at points (x, y)."""
    x, y = at
    criterion = row["criterion"]
    sheet.badge(x, y, verdict_kind(row), name("glyph", "", criterion), radius=8)
    text = "\n".join(verdict_lines(row, sheet.lang, room))
    sheet.write(x + 13, y, text, LITTLE, name("verdict", "", criterion))
