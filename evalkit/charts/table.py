"""A result table as people read it: words for ids, rounded figures, and a word wherever a figure is missing.

Missing figures have reasons, and the reasons differ: hidden, unknown, not due, not asked, don't know,
everybody answered. The table is a pandas Styler whose ids follow from its content: the same on every run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from evalkit.charts.cells import Row, level_of, points, present, records
from evalkit.charts.labels import Labels, find_labels
from evalkit.charts.rounding import LEAST_BASE
from evalkit.errors import EvalkitError, place
from evalkit.tables import need_columns
from evalkit.words import date, listed, number, out_of, percent, say, some, texts_under

_LEFT_OUT = ("loo", "shown", "level", "band")
_SCORES = (
    "score", "low", "high", "floor", "ceiling", "loo_low", "loo_high", "lowest_score", "all_parties", "value",
    "score_from", "score_to",
)  # fmt: skip
_GAPS = ("gap", "change", "gap_low", "gap_high", "loo_gap_low", "loo_gap_high")
_SHARES = ("share", "share_low", "share_high", "dont_know_share")
_BOUNDS = ("low", "high", "floor", "ceiling", "share_low", "share_high")
_IDS = (
    "study", "party", "wave", "wave_from", "wave_to", "criterion", "item", "lowest_party", "highest_party",
    "author_parties", "counted_by",
)  # fmt: skip
_WORDS = {
    "phase": "phase", "state": "state", "verdict": "verdict", "convergence": "convergence",
    "computed": "convergence", "agreed": "verdict", "interval": "export.interval",
    "contested_by": "export.contested_by", "comparison": "evidence.comparison", "kind": "export.kind",
    "stance": "stance",
}  # fmt: skip
_ELSEWHERE = {("entry", "text"): "words", ("session", "n"): "count"}  # beside that column it is called this
_WHOLE = ("invited", "asked", "n", "dont_know", "smallest_n", "hangs_on", "sessions", "count")
_FIGURES = (*_SCORES, *_GAPS, *_SHARES, *_WHOLE)


class ResultTable(Styler):
    """A Styler that says its size where it can't be seen, and not where in memory it lies."""

    def __repr__(self) -> str:
        return f"{len(self.index)} x {len(self.columns)}"


def format_table(
    table: pd.DataFrame, *, labels: object = None, lang: str = "da", caption: str = ""
) -> Styler:
    """Write a result table for people, to stand in a notebook or a document.

    Parameters
    ----------
    table : DataFrame
        Any of evalkit's result tables, all columns or some; after `protect` for everybody else.
    labels : Study, tuple of Study, Framework or dict, optional
        Who names parties, waves, criteria, items and studies.
    lang : {'da', 'en'}
    caption : str

    Returns
    -------
    pandas Styler
        One row per row. Scores are whole numbers and gaps points; shares are percentages from ten answers
        on and counts below; a word says why a figure is missing. Columns ``loo``, ``shown``, ``level`` and
        ``band`` are left out: a level stands in its score's place.

    Raises
    ------
    EvalkitError
        If it isn't a table, two columns have one name, a figure isn't one, or an id has no text.

    Examples
    --------
    >>> table = pd.DataFrame({"criterion": ["after.action"], "score": [61.6], "n": [5], "invited": [None]})
    >>> format_table(table, lang="en").data.iloc[0].tolist()
    ['Action is taken!', '62', '5', 'unknown']
    """
    need_columns(table, (), "a result table")
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    words = find_labels(labels, lang)
    columns = [column for column in table.columns if column not in _LEFT_OUT]
    heads = _heads(columns, lang)
    rows = [[_cell(row, column, words) for column in columns] for row in records(table)]
    data = pd.DataFrame(rows, columns=heads, dtype=object)
    content = hashlib.sha256(f"{caption}\n{data.to_csv()}".encode()).hexdigest()[:10]
    styler = ResultTable(data).hide(axis="index").set_uuid(content).format(escape="html")
    sides = {True: "right", False: "left"}
    figures = [column in _FIGURES or pd.api.types.is_numeric_dtype(table[column]) for column in columns]
    for figure, side in sides.items():
        cells = [head for head, is_one in zip(data.columns, figures, strict=True) if is_one is figure]
        styler = styler.set_properties(subset=cells, **{"text-align": side})  # type: ignore[arg-type]
    return styler.set_caption(escape(caption, quote=False)) if caption else styler


def _heads(columns: Sequence[str], lang: str) -> list[str]:
    """Return the columns' names for people."""
    known = texts_under("export.kind", lang) | texts_under("export.column", lang)
    known |= {one: known[name] for (beside, one), name in _ELSEWHERE.items() if beside in columns}
    heads = [known.get(column, column) for column in columns]
    twice = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
    if twice:
        raise EvalkitError(f"several columns are called {some(twice)}", "Give each column one name.")
    return heads


def _cell(row: Row, column: str, words: Labels) -> str:
    value, lang = row[column], words.lang
    if column in _FIGURES:
        return _figure(row, column, lang) if present(value) else _missing(row, column, lang)
    if isinstance(value, tuple | list):
        return listed([_name(part, column, words) for part in value], lang)
    if isinstance(value, dict):
        return "; ".join(f"{words.of(party)}: {said}" for party, said in value.items())
    if not present(value):
        return ""
    if isinstance(value, dt.date):
        return date(value.date() if isinstance(value, dt.datetime) else value, lang, long=False)
    if column in ("survey_valence", "logbook_valence"):
        return say(f"charts.valence.{('zero', 'plus', 'minus')[int(value)]}", lang)
    if isinstance(value, bool):
        return say("words.yes" if value else "words.no", lang)
    if isinstance(value, float):
        return number(value, lang, 2)
    return _name(value, column, words)


def _name(value: Any, column: str, words: Labels) -> str:
    """Return the text of an id, the word of a code, or the value as it is."""
    if column in _IDS:
        return listed([_id(part, words) for part in str(value).split("+")], words.lang)
    if column == "solution" and value == "baseline":
        return say("baseline", words.lang)
    if column in _WORDS:
        return texts_under(_WORDS[column], words.lang).get(str(value), str(value))
    return ": ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _id(id: str, words: Labels) -> str:
    return say("charts.external", words.lang) if id == "external" else words.of(id)


def _figure(row: Row, column: str, lang: str) -> str:
    value = _float(row[column], column)
    if not math.isfinite(value):
        return ""
    if "ratio" in row:  # bounds of a rate ratio, not of a score
        return number(value, lang, 0 if column in _WHOLE else 2)
    if column in _GAPS:
        return points(value, lang)
    if column not in _SHARES:
        return number(value, lang)
    n = int(row["n"]) if present(row.get("n")) else 0
    if n >= LEAST_BASE:
        return percent(100 * value, lang)
    return out_of(round(value * n), n, lang) if column == "share" and n else ""


def _float(value: Any, column: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        where = place("the table", column=column)
        raise EvalkitError(
            f"{value!r} is not a number", "Give the table as evalkit returns it.", where=where
        ) from error


def _missing(row: Row, column: str, lang: str) -> str:
    """Why a figure isn't there, in a word; a level where the gate left one."""
    if str(row.get("shown", "yes")) == "word" and column == "score" and present(row.get("level")):
        return level_of(row, lang)
    reason = _reason(row, column)
    return _empties(lang).get(reason, "")


def _reason(row: Row, column: str) -> str:
    shown, state = str(row.get("shown", "yes")), str(row.get("state", "answered"))
    if shown != "yes":
        return "hidden_secondary" if shown == "hidden_secondary" else "hidden"
    if column == "invited":
        return "unknown"
    if state != "answered":
        return state
    if column in _BOUNDS and str(row.get("interval")) in ("all_answered", "too_few"):
        return str(row["interval"])
    return "hidden" if "shown" in row and column in (*_SCORES, *_GAPS) else ""


def _empties(lang: str) -> Mapping[str, str]:
    return texts_under("state", lang) | texts_under("export.empty", lang)
