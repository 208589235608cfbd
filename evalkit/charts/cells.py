"""What may be said about one row of a table: a number, a word, that it is hidden, or why there is nothing.

A table that passed the gate has a column `shown`; a word then stands for a number, and a hidden cell says
that it is hidden. A table that didn't has no such column and shows all it has.
"""

from __future__ import annotations

from typing import Any, TypeGuard

import pandas as pd

from evalkit.words import number, say

Row = dict[str, Any]


def records(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as dicts, categoricals as plain values."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False, name=None)]


def present(value: object) -> TypeGuard[Any]:
    """Tell whether there is a value: not None, NaN, NA or an empty text."""
    return value is not None and value is not pd.NA and value == value and value != ""


def kind_of(row: Row, column: str = "score") -> str:
    """Return what may be said of a row's number: ``number``, ``word``, ``hidden`` or ``nothing``.

    Parameters
    ----------
    row : mapping
    column : str
        The number's column.

    Returns
    -------
    str
    """
    shown = str(row.get("shown", "yes"))
    if shown.startswith("hidden"):
        return "hidden"
    if shown == "word":
        return "word"
    return "number" if present(row.get(column)) else "nothing"


def words_for(row: Row, lang: str, column: str = "score") -> str:
    """Return what a cell says when it shows no number: the level's word, hidden, or the state's word."""
    kind = kind_of(row, column)
    if kind == "word":
        level = row.get("level") if present(row.get("level")) else row.get("word")
        return level_of({**row, "level": level}, lang) if present(level) else say("charts.hidden", lang)
    if kind == "hidden":
        return say(f"disclosure.{row['shown']}", lang)
    state = row.get("state")
    if present(state) and state != "answered":
        return say(f"state.{state}", lang)
    return say("charts.no_answers", lang)


def level_of(row: Row, lang: str) -> str:
    """Return a row's level, and what its mean lies over or under where that is said: ``high (over 90)``."""
    text = say(f"level.{row['level']}", lang)
    if not present(row.get("band")):
        return text
    return say(f"band.{row['level']}", lang, level=text, n=number(row["band"], lang))


def base_text(row: Row, lang: str) -> str:
    """Return how many answered: ``5 af 6``, ``alle 6``, ``5`` of unknown many; "" if not asked.

    Examples
    --------
    >>> [base_text({"n": n, "invited": 6, "state": state}, "en")
    ...  for n, state in [(5, "answered"), (6, "answered"), (0, "skipped"), (0, "not_asked")]]
    ['5 of 6', 'all 6', '0 of 6', '']
    """
    n = row.get("n")
    if not present(n) or row.get("state") in ("not_asked", "not_due"):
        return ""
    invited = row.get("invited")
    if not present(invited):
        return number(int(n), lang)
    if int(n) == int(invited) and int(n) > 0:
        return say("charts.answered_all", lang, n=number(int(n), lang))
    return say("words.out_of", lang, part=number(int(n), lang), whole=number(int(invited), lang))


def points(value: float, lang: str) -> str:
    """Write a gap: ``25 point`` / ``25 points``."""
    text = number(value, lang)
    return say("charts.points_one" if text in ("1", "\u22121") else "charts.points", lang, n=text)
