"""What stands in the cells of an exported table: names for ids, and a word for every empty cell.

An empty number has a reason, and the reasons differ: hidden, not due, not asked, don't know, unknown,
everybody answered. `readable` writes the reader's words, `coded` writes evalkit's own codes for programs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from evalkit.charts.cells import level_of
from evalkit.charts.labels import Labels, find_labels
from evalkit.words import date, listed, rounded, say, texts_under, verdict_word

INTERNAL = frozenset({"loo"})  # never leaves the room, in any mode
UNREAD = INTERNAL | {"band"}  # no column of a table for readers
_GAP_LIKE = ("gap", "gap_low", "gap_high", "loo_gap_low", "loo_gap_high")
_SCORE_LIKE = ("value", "score", "low", "high", "floor", "ceiling", "loo_low", "loo_high", "lowest_score")
POINTS = frozenset((*_SCORE_LIKE, *_GAP_LIKE, "all_parties", "band"))
SHARES = frozenset(
    ("share", "share_low", "share_high", "dont_know_share", "net", "transparency", "independence")
)
_SOURCES = ("supports", "against", "mixed", "neutral", "sources", "triangulation")
_SEEN = ("sessions", "count")
COUNTS = frozenset(("invited", "asked", "n", "dont_know", "smallest_n", "hangs_on", *_SOURCES, *_SEEN))
NUMBERS = POINTS | SHARES | COUNTS
_WORDS = frozenset(("verdict", "reason", "convergence", "computed", "survey_valence"))
_CODED = {
    "phase": "phase", "verdict": "verdict", "agreed": "verdict", "convergence": "convergence",
    "computed": "convergence",
    "state": "state", "interval": "export.interval", "contested_by": "export.contested_by",
    "shown": "export.shown", "level": "level",
}  # fmt: skip
_IDS = frozenset(
    {"study", "party", "wave", "criterion", "item", "lowest_party", "highest_party", "author_parties"}
)
_UNGATED = frozenset({"net", "transparency", "independence"})  # empty where there are no entries
_BOUNDS = frozenset({"low", "high", "share_low", "share_high", "floor", "ceiling"})
_GAPS = frozenset((*_GAP_LIKE, "lowest_party", "highest_party"))
_TOLD = (NUMBERS | _GAPS | _WORDS) - {"band"}  # an empty cell in these says why


def readable(table: pd.DataFrame, labels: object, lang: str) -> pd.DataFrame:
    """Write a table in the reader's language.

    Parameters
    ----------
    table : DataFrame
        Any of evalkit's result tables.
    labels : Study, tuple of Study, Framework or dict
        Who names parties, waves, criteria and items.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        The same rows; headings and ids in words, numbers as numbers, and a word in every number's cell
        that is empty. Column ``loo`` is left out; ``band`` stands with the level: ``high (over 90)``.
    """
    known = find_labels(labels, lang)
    names = {column: _names(column, table, known) for column in table.columns}
    words = texts_under("export.empty", lang) | texts_under("state", lang)
    rows = _rows(table)
    columns = {
        _heading(column, lang): [_cell(row, column, names[column], words, lang) for row in rows]
        for column in table.columns
        if column not in UNREAD
    }
    return pd.DataFrame(columns, dtype=object)


def coded(table: pd.DataFrame) -> pd.DataFrame:
    """Write a table in evalkit's own codes, for the next program.

    Parameters
    ----------
    table : DataFrame

    Returns
    -------
    DataFrame
        The same rows and column names; a code (``hidden``, ``unknown``, ``not_due``, ...) in every number's
        cell that is empty. Column ``loo`` is left out.
    """
    rows = _rows(table)
    columns = {column: [_code(row, column) for row in rows] for column in _outgoing(table)}
    return pd.DataFrame(columns, dtype=object)


def reason_empty(row: Mapping[str, Any], column: str) -> str:
    """Tell why a number's cell is empty.

    Parameters
    ----------
    row : mapping
        The row, by column.
    column : str
        The empty column.

    Returns
    -------
    str
        hidden, hidden_secondary, a state (not_due, not_asked, dont_know, skipped), unknown, all_answered,
        too_few, one_party, one_carries, or nothing where the cell has nothing to say.
    """
    if column in _UNGATED or "rate_hour" in row:
        return ""
    shown = str(row.get("shown", "yes"))
    if column == "hangs_on" and "shown" in row:
        return "hidden_secondary"  # in no row for everybody
    if shown != "yes":
        return "hidden_secondary" if shown == "hidden_secondary" else "hidden"
    if column == "invited":
        return "unknown"
    state = str(row.get("state", "answered"))
    if state != "answered":
        return state
    return _reason_of_answered(row, column)


def _reason_of_answered(row: Mapping[str, Any], column: str) -> str:
    if column == "value" and not _empty(row.get("level")):
        return ""  # folded: the level says which answers
    if column in _BOUNDS and str(row.get("interval")) == "all_answered":
        return "all_answered"
    if "shown" in row and column in NUMBERS:
        return "hidden"  # the gate took it: nothing else empties it
    if column in ("floor", "ceiling"):
        return "unknown" if _empty(row.get("invited")) else "all_answered"
    if column in _BOUNDS:
        return "too_few"
    if column in _GAPS:
        return "one_party" if _empty(row.get("gap")) else ""
    return "one_carries" if column == "all_parties" else ""


def safe_text(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula, by an apostrophe in front.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> safe_text("=HYPERLINK(1)"), safe_text("- og så gik vi"), safe_text("Enig")
    ("'=HYPERLINK(1)", "'- og så gik vi", 'Enig')
    """
    return "'" + text if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _outgoing(table: pd.DataFrame) -> list[str]:
    return [column for column in table.columns if column not in INTERNAL]


def _heading(column: str, lang: str) -> str:
    return texts_under("export.column", lang).get(column, column)


def _names(column: str, table: pd.DataFrame, labels: Labels) -> dict[str, str]:
    if column == "methods":
        return texts_under("export.kind", labels.lang)
    if column == "solution":
        return {"baseline": say("baseline", labels.lang).capitalize()}
    if column in _IDS:
        ids = {part for value in table[column].dropna() for part in _parts(value)}
        return {id: say("export.outsider", labels.lang) if id == "external" else labels.of(id) for id in ids}
    if column in ("survey_valence", "logbook_valence"):
        return dict(zip(("1", "0", "-1"), texts_under("export.valence", labels.lang).values(), strict=True))
    return texts_under(_CODED[column], labels.lang) if column in _CODED else {}


def _parts(value: Any) -> list[str]:
    """Take apart a cell that may hold several ids: a tuple, or ids joined with +."""
    if isinstance(value, list | tuple):
        return [str(part) for part in value]
    return [part for part in (str(int(value)) if isinstance(value, float) else str(value)).split("+") if part]


def _cell(
    row: dict[str, Any], column: str, names: dict[str, str], words: dict[str, str], lang: str
) -> object:
    value = row[column]
    if _empty(value) and column == "item" and not _empty(row.get("criterion")):
        return say("charts.own_means", lang)
    if _empty(value):
        return words.get(_told_empty(row, column)) if column in _TOLD else None
    if isinstance(value, bool):
        return say("words.yes" if value else "words.no", lang)
    if column in NUMBERS:
        return _number(value, column)
    if column == "level":
        return level_of(row, lang)
    if column == "agreed_on":
        return date(value, lang)
    if column == "verdict":
        return verdict_word(value, row.get("contested_by"), lang)
    if column == "solution":
        return names.get(str(value), value)
    if names:
        return listed([names.get(part, part) for part in _parts(value)], lang)
    return _text(value)


def _told_empty(row: dict[str, Any], column: str) -> str:
    """Tell why a cell is empty; from five answers the reason isn't that they are few."""
    if row.get("shown") == "word":
        return "word"
    reason = reason_empty(row, column)
    enough = reason == "hidden" and not _empty(row.get("n")) and int(row["n"]) >= 5
    return "hidden_secondary" if enough else reason


def _code(row: dict[str, Any], column: str) -> object:
    value = row[column]
    if _empty(value):
        return (reason_empty(row, column) or None) if column in _TOLD else None
    return _number(value, column) if column in NUMBERS else _text(value)


def _number(value: Any, column: str) -> float | int:
    if column in COUNTS:
        return int(value)
    return float(rounded(value, 4))


def _text(value: Any) -> object:
    if isinstance(value, list | tuple):
        return "\n".join(f"{v[0]}: {v[1]}" if isinstance(v, list | tuple) else str(v) for v in value)
    return value if isinstance(value, int | float) else str(value)


def _empty(value: Any) -> bool:
    if isinstance(value, list | tuple | str):
        return len(value) == 0
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )
