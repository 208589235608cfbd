"""What sessions and counts must hold before anything is computed from them.

Each rule is one line of `_RULES` or `_ACROSS`: which rows break it, and what to do. A file of the user's own
making is refused for the first; a machine's export is kept and the same is said in its report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.words import told

_FEW = 5  # as few counts as this may all be 1 by chance
_NAMED = ("entry", "session", "start", "end", "observer", "behaviour", "n", "total")
_Rule = tuple[str, str, Callable[[Logbook], pd.DataFrame], str]


def check_observations(logbook: Logbook) -> None:
    """Raise for sessions and counts that can't be true.

    Parameters
    ----------
    logbook : Logbook

    Raises
    ------
    EvalkitError
        If a session doesn't end after it starts, is given twice, has no name or no site where others do, one
        observer watches two at once, or something is counted twice or above what it is counted out of.
    """
    _check(logbook, _RULES)


def check_across(logbook: Logbook) -> None:
    """Raise for what only shows when a study's files lie together.

    Parameters
    ----------
    logbook : Logbook

    Raises
    ------
    EvalkitError
        If a session or a count is given in two files, or a count belongs to no session, a code to no entry.
    """
    _check(logbook, _ACROSS)


def observed_remarks(logbook: Logbook, *, strict: bool) -> list[str]:
    """Say what looks odd in sessions and counts without being impossible.

    Parameters
    ----------
    logbook : Logbook
    strict : bool
        Whether `check_observations` was passed; if not, what it would refuse is said here.

    Returns
    -------
    list of str
    """
    broken = [] if strict else _broken(logbook, _RULES)
    remarks = [
        told(
            f"logbook.kept{'_all' if len(rows) > 1 else ''}",
            where=said_place(rows.iloc[0]), wrong=_wrong(rows.iloc[0], rule[0]), n=len(rows) - 1,
        )
        for rows, rule in broken
    ]  # fmt: skip
    ones = logbook.counts["n"]
    if strict and len(ones) >= _FEW and ones.eq(1).all():
        remarks.append(told("logbook.ones", file=logbook.counts["file"].iloc[0], n=len(ones)))
    return list(remarks)


def where(row: pd.Series, column: str | None = None) -> str:
    """Write the place that a table's row was read from."""
    return place(row["file"], row=None if pd.isna(row["row"]) else row["row"], column=column)


def _check(logbook: Logbook, rules: tuple[_Rule, ...]) -> None:
    for rows, (name, column, _, do) in _broken(logbook, rules):
        raise EvalkitError(_wrong(rows.iloc[0], name), do, where=where(rows.iloc[0], column))


def _broken(logbook: Logbook, rules: tuple[_Rule, ...]) -> Iterator[tuple[pd.DataFrame, _Rule]]:
    """Yield the rows that break each rule."""
    for rule in rules:
        rows = rule[2](logbook)
        if len(rows):
            yield rows, rule


def _wrong(row: pd.Series, name: str) -> str:
    return told(f"logbook.wrong.{name}", **{key: _written(row[key]) for key in _NAMED if key in row})


def said_place(row: pd.Series) -> str:
    """Write the place that a table's row was read from, in the words of a report."""
    return (
        str(row["file"]) if pd.isna(row["row"]) else told("logbook.place", file=row["file"], row=row["row"])
    )


def _written(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return f"{value:%d-%m-%Y %H:%M}"
    return repr(value) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else value


def _ends_first(logbook: Logbook) -> pd.DataFrame:
    return logbook.sessions[logbook.sessions["end"] <= logbook.sessions["start"]]


def _twice(logbook: Logbook) -> pd.DataFrame:
    names = logbook.sessions["session"]
    return logbook.sessions[names.duplicated() & names.ne("")]


def _nameless(column: str) -> Callable[[Logbook], pd.DataFrame]:
    """Find the sessions that lack what others have."""

    def without(logbook: Logbook) -> pd.DataFrame:
        blank = logbook.sessions[column].eq("")
        return logbook.sessions[blank & (not blank.all())]

    return without


def _counted_twice(logbook: Logbook) -> pd.DataFrame:
    counts = logbook.counts
    return counts[counts.duplicated(["session", "behaviour"]) & counts["session"].ne("")]


def _no_entry(logbook: Logbook) -> pd.DataFrame:
    return logbook.evidence[_unknown(logbook.evidence["entry"], logbook.entries["entry"])]


def _orphans(logbook: Logbook) -> pd.DataFrame:
    return logbook.counts[_unknown(logbook.counts["session"], logbook.sessions["session"])]


def _unknown(names: pd.Series, known: pd.Series) -> list[bool]:
    """Tell which names aren't known: a hundred times as fast as `isin` on long columns of text."""
    there = set(known.to_numpy(dtype=object))
    return [name not in there for name in names.to_numpy(dtype=object)]


def _at_once(logbook: Logbook) -> pd.DataFrame:
    sessions = logbook.sessions
    known = sessions[sessions["observer"].ne("") & sessions["start"].notna() & sessions["end"].notna()]
    known = known.sort_values(["observer", "start", "end"], kind="stable")
    so_far = known.groupby("observer", sort=False)["end"].cummax().groupby(known["observer"]).shift()
    return known[known["start"] < so_far]


def _above(logbook: Logbook) -> pd.DataFrame:
    return logbook.counts[logbook.counts["n"] > logbook.counts["total"]]


_GIVEN_TWICE: _Rule = ("twice", "session", _twice, "Give each session its own name.")
_COUNTED_TWICE: _Rule = (
    "counted_twice", "n", _counted_twice, "Add them up to one row, or correct session or behaviour.",
)  # fmt: skip
_RULES: tuple[_Rule, ...] = (
    ("end", "end", _ends_first,
     "Correct one of them; give the end's date too if it lies after midnight."),
    _GIVEN_TWICE,
    ("unnamed", "session", _nameless("session"), "Give each session its own name."),
    ("no_site", "site", _nameless("site"), "Write where it was: sites are never compared with each other."),
    _COUNTED_TWICE,
    ("at_once", "start", _at_once,
     "Nobody counts in two sessions at once: correct the times or the observer."),
    ("above", "n", _above, "A count can't be above what it is counted out of; correct one of them."),
)  # fmt: skip
_ACROSS: tuple[_Rule, ...] = (
    _GIVEN_TWICE,
    _COUNTED_TWICE,
    ("no_entry", "entry", _no_entry, "Add the note with that id to the logbook, or correct the id here."),
    ("orphan", "session", _orphans,
     "Add the session, with start and end, or correct the name here."),
)  # fmt: skip
