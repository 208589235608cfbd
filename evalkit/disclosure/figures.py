"""What a table tells, as plain statements: of this cell, so many answered, and their mean lies between these.

A cell is one party's answers to one measure (a criterion or an item) at one wave of one study; a key that a
table lacks stands for all of its values together. A statement counts rounding, words and folded answers as
the intervals they are. Hidden cells are listed as well: they are what somebody might work out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.framework import Limits
from evalkit.tables import SCORES, VERDICT_COLUMNS

CELL = ["study", "wave", "party", "criterion", "item"]
STATED = [*CELL, "part", "n", "low", "high", "shown", "answers", "table"]
ALL = ""  # the key of figures that put several together

_MATCHED = "matched"
_OWN = {
    "answer", "answers", "lowest_party", "highest_party", "wave_from", "wave_to", "kind", "level",
    "level_from", "loo",
}  # fmt: skip
_COLUMNS = {*CELL, *SCORES, *VERDICT_COLUMNS, *_OWN, "shown"}  # what evalkit's own tables have, figures apart


def figures_of(name: str, table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Return what a table states of each of its cells.

    Parameters
    ----------
    name : str
        What findings call the table.
    table : DataFrame
        Protected or not; what isn't protected is about to be published as it is.
    limits : Limits

    Returns
    -------
    DataFrame
        study, wave, party, criterion, item; part (which of the cell's people: all, matched); n (missing where
        hidden); low, high (of the mean, 0-100); shown; answers (a text of how they fell); table.
        Empty for a table without such figures.
    """
    for columns, read in _READERS.items():
        if set(columns) <= set(table.columns):
            if read is not _matched:
                _check_groups(name, table)
            stated = read(table.reset_index(drop=True), limits)
            return stated.assign(table=name).reindex(columns=STATED)
    return pd.DataFrame(columns=STATED)


def _check_groups(name: str, table: pd.DataFrame) -> None:
    """Refuse a table whose groups aren't cells: who stands behind a role or a stage isn't in it."""
    keys = [key for key in CELL if key in table]
    others = [str(column) for column in table if column not in _COLUMNS and not _is_figure(table[column])]
    if not others or ("party" in keys and not _split(table, keys, others)):
        return
    raise EvalkitError(
        f"the table {name!r} is grouped by {', '.join(others)}: the audit can't tell whose answers they are",
        "Score by some of study, wave and party only, or leave the table out of what is published.",
    )


def _split(table: pd.DataFrame, keys: list[str], others: list[str]) -> bool:
    return bool(table.groupby(keys, observed=True)[others].nunique().gt(1).any(axis=None))


def _is_figure(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def _scores(table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    rows = table[~table["state"].isin(("not_asked", "not_due"))]
    stated = _cells(rows)
    stated["n"] = rows["n"].astype("Float64").astype(float)
    stated["answers"] = rows.get("answers", "")
    stated["low"] = stated["high"] = rows["score"].astype(float)
    return _with_words(stated, rows, limits)


def _answers(table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Add up distributions; a folded row's answers lie anywhere in its level."""
    rows = table[table["state"].eq("answered")]
    low, high = _ends(rows, limits)
    n = rows["n"].astype("Float64").astype(float)
    keys = _cells(rows)
    level, shown = _level(rows), _shown(rows)
    word = level.where(shown.eq("word"))
    parts = keys.assign(n=n, low=n * low, high=n * high, shown=shown, level=word.fillna(""), open=n.notna())
    sums = parts.groupby([*CELL, "part", "shown", "level"], sort=False)[["n", "low", "high", "open"]].sum()
    stated = sums.reset_index()
    known = stated["open"] > 0
    stated = stated[known | stated["shown"].ne("yes")].reset_index(drop=True)
    people = stated["n"].where(stated["open"] > 0)
    stated = stated.assign(n=people, low=stated["low"] / people, high=stated["high"] / people)
    return _with_words(stated[stated["n"].ne(0)], stated, limits)


def _matched(table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """State a matched panel's mean at both of its waves."""
    parts = []
    for wave, score in (("wave_from", "matched_from"), ("wave_to", "matched_to")):
        rows = table[table["matched_n"].gt(0).fillna(False)].rename(columns={wave: "wave"})
        stated = _cells(rows).assign(part=_MATCHED, n=rows["matched_n"].astype(float), shown="yes")
        stated["low"] = stated["high"] = rows[score].astype(float)
        parts.append(stated)
    return pd.concat(parts, ignore_index=True)


_READERS: dict[tuple[str, ...], Callable[[pd.DataFrame, Limits], pd.DataFrame]] = {
    ("matched_n", "matched_from", "matched_to"): _matched,
    ("criterion", "score", "n", "state"): _scores,
    ("item", "answer", "value", "n", "state"): _answers,
}


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table's keys as text, with `ALL` for those it lacks."""
    keys = {key: rows[key].astype(object).where(rows[key].notna(), ALL).astype(str) if key in rows else ALL
            for key in CELL}  # fmt: skip
    return pd.DataFrame(keys, index=rows.index).assign(part="all")


def _with_words(stated: pd.DataFrame, rows: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Fill in what a word tells where there is no number, and everything where there is none."""
    rows = rows.loc[stated.index]
    level, shown = _level(rows), _shown(rows)
    low, high = spans_of(level.where(shown.isin(("yes", "word"))), limits)
    if "band" in rows:
        low = np.fmax(low, rows["band"].where(level.eq("high")))
        high = np.fmin(high, rows["band"].where(level.eq("low")))
    hidden = stated["low"].isna().to_numpy()
    return stated.assign(
        shown=shown,
        low=np.where(hidden, low, stated["low"]),
        high=np.where(hidden, high, stated["high"]),
    ).reset_index(drop=True)


def _level(rows: pd.DataFrame) -> pd.Series:
    return rows.get("level", pd.Series(None, index=rows.index)).astype(object)


def _shown(rows: pd.DataFrame) -> pd.Series:
    return rows.get("shown", pd.Series("yes", index=rows.index)).astype(str)


def spans_of(levels: pd.Series, limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    """Return between what a mean (or an answer) lies whose word is known."""
    low = levels.map({"high": limits.high, "middle": limits.low, "low": 0.0}).astype(float).fillna(0.0)
    high = levels.map({"high": 100.0, "middle": limits.high, "low": limits.low}).astype(float).fillna(100.0)
    return low.to_numpy(), high.to_numpy()


def _ends(rows: pd.DataFrame, limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    value = rows["value"].astype(float)
    low, high = spans_of(_level(rows), limits)
    return np.where(value.isna(), low, value), np.where(value.isna(), high, value)
