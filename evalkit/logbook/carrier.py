"""What reading a logbook gives: four tables and a report, and nothing that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evalkit.tables import COUNTS, ENTRIES, EVIDENCE, SESSIONS

SOURCE = ("file", "row")  # where a row was read: kept beside every table, so that a message can name it
KINDS = (
    "note", "meeting", "interview", "film", "observation", "count", "decision", "delivery", "action",
    "agreement",
)  # fmt: skip

_DATES = ("occurred_at", "recorded_at", "start", "end")
_PROMISED = ("due", "delivered")  # dates of agreements, kept beside an entry's own columns


@dataclass(frozen=True)
class Logbook:
    """A logbook as it was read, or the assembled logbook of a study.

    Attributes
    ----------
    entries, evidence, sessions, counts : DataFrame
        Columns as `evalkit.tables.ENTRIES`, `EVIDENCE`, `SESSIONS` and `COUNTS`, then `file` and `row` (where
        it was read), then the source's own further columns under their own headings.
    report : tuple of str
        What was done and what to look at, one sentence each.
    """

    entries: pd.DataFrame = field(default_factory=lambda: as_table((), ENTRIES))
    evidence: pd.DataFrame = field(default_factory=lambda: as_table((), EVIDENCE))
    sessions: pd.DataFrame = field(default_factory=lambda: as_table((), SESSIONS))
    counts: pd.DataFrame = field(default_factory=lambda: as_table((), COUNTS))
    report: tuple[str, ...] = ()


def as_table(
    data: pd.DataFrame | Mapping[str, Any] | Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> pd.DataFrame:
    """Build one of the four tables from records, columns or a frame, with the types that all of them share.

    Parameters
    ----------
    data : iterable of mapping, mapping of columns, or DataFrame
    columns : sequence of str
        The columns the table must have; further ones are kept behind them.

    Returns
    -------
    DataFrame
        Dates as `datetime64`, counts as floats, all else as text, blank where nothing was given.
    """
    given = (
        data
        if isinstance(data, pd.DataFrame)
        else pd.DataFrame(data if isinstance(data, dict) else list(data))
    ).reset_index(drop=True)  # a column that isn't given is added row by row
    own = [*columns, *SOURCE]
    further = [column for column in given.columns if column not in own]
    return pd.DataFrame({name: _typed(given, name, name in own) for name in [*own, *further]})


def stack(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Put tables of the same kind below each other; further columns are united.

    Parameters
    ----------
    tables : sequence of DataFrame
    columns : sequence of str

    Returns
    -------
    DataFrame
    """
    filled = [table for table in tables if len(table)]
    return as_table(pd.concat(filled, ignore_index=True) if filled else (), columns)


def merge(parts: Sequence[Logbook]) -> Logbook:
    """Put logbooks below each other, reports too.

    Parameters
    ----------
    parts : sequence of Logbook

    Returns
    -------
    Logbook
    """
    if len(parts) == 1:
        return parts[0]
    return Logbook(
        stack([part.entries for part in parts], ENTRIES),
        stack([part.evidence for part in parts], EVIDENCE),
        stack([part.sessions for part in parts], SESSIONS),
        stack([part.counts for part in parts], COUNTS),
        tuple(sentence for part in parts for sentence in part.report),
    )


def _typed(given: pd.DataFrame, name: str, own: bool) -> pd.Series:
    values = given[name] if name in given else pd.Series([None] * len(given), dtype=object)
    if (own and name in _DATES) or name in _PROMISED:
        return pd.to_datetime(values).astype("datetime64[us]")
    if name == "row":
        return pd.to_numeric(values).astype("Int64")
    if own and name in ("n", "total"):
        return pd.to_numeric(values).astype("float64")
    return (
        values.astype("str")
        if values.dtype == "str" and not values.hasnans
        else values.astype("string").fillna("").astype("str")
    )
