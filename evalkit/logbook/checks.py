"""What sessions and counts must hold before anything is computed from them."""

from __future__ import annotations

import pandas as pd

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook

_WHEN = "%d-%m-%Y %H:%M"
_FEW = 5  # as few counts as this may all be 1 by chance


def check_observations(logbook: Logbook) -> None:
    """Raise for sessions and counts that can't be true.

    Parameters
    ----------
    logbook : Logbook

    Raises
    ------
    EvalkitError
        If a session ends before it starts or is given twice, one observer watches two at once, or a count is
        above what it is counted out of.
    """
    _ends_before_it_starts(logbook.sessions)
    _twice(logbook.sessions)
    _two_places_at_once(logbook.sessions)
    _above_total(logbook.counts)


def check_across(logbook: Logbook) -> None:
    """Raise for what only shows when a study's files lie together.

    Parameters
    ----------
    logbook : Logbook

    Raises
    ------
    EvalkitError
        If a session is given in two files, or a count belongs to no session.
    """
    _twice(logbook.sessions)
    _orphans(logbook)


def where(row: pd.Series, column: str | None = None) -> str:
    """Write the place that a table's row was read from."""
    return place(row["file"], row=None if pd.isna(row["row"]) else row["row"], column=column)


def _ends_before_it_starts(sessions: pd.DataFrame) -> None:
    wrong = sessions[sessions["end"] < sessions["start"]]
    if len(wrong):
        row = wrong.iloc[0]
        raise EvalkitError(
            f"session {row['session']!r} ends {row['end']:{_WHEN}} and starts {row['start']:{_WHEN}}",
            "Correct one of them; give the end's date too if it lies after midnight.",
            where=where(row, "end"),
        )


def _twice(sessions: pd.DataFrame) -> None:
    again = sessions[sessions.duplicated("session") & sessions["session"].ne("")]
    if len(again):
        row = again.iloc[0]
        raise EvalkitError(
            f"the session {row['session']!r} is given twice",
            "Give each session its own name.",
            where=where(row, "session"),
        )


def _orphans(logbook: Logbook) -> None:
    lost = ~logbook.counts["session"].isin(logbook.sessions["session"])
    if lost.any():
        row = logbook.counts[lost].iloc[0]
        raise EvalkitError(
            f"the session {row['session']!r} is in no list of sessions",
            "Add the session, with start and end, or correct the name here.",
            where=where(row, "session"),
        )


def _two_places_at_once(sessions: pd.DataFrame) -> None:
    known = sessions[sessions["observer"].ne("") & sessions["start"].notna() & sessions["end"].notna()]
    known = known.sort_values(["observer", "start", "end"], kind="stable")
    so_far = known.groupby("observer", sort=False)["end"].cummax().groupby(known["observer"]).shift()
    both = known[known["start"] < so_far]
    if len(both):
        row = both.iloc[0]
        raise EvalkitError(
            f"{row['observer']!r} was still at another session when {row['session']!r} started",
            "Nobody counts in two sessions at once: correct the times or the observer.",
            where=where(row, "start"),
        )


def _above_total(counts: pd.DataFrame) -> None:
    wrong = counts[counts["n"] > counts["total"]]
    if len(wrong):
        row = wrong.iloc[0]
        raise EvalkitError(
            f"{row['n']:g} of {row['behaviour']!r} were counted out of {row['total']:g}",
            "A count can't be above what it is counted out of; correct one of them.",
            where=where(row, "n"),
        )


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
    remarks: list[str] = []
    if not strict:
        try:
            check_observations(logbook)
        except EvalkitError as error:
            remarks.append(f"{error} (Kept, as the export has it.)")
    ones = logbook.counts["n"]
    if strict and len(ones) >= _FEW and ones.eq(1).all():
        file = logbook.counts["file"].iloc[0]
        remarks.append(
            f"{file}: every count is 1, in {len(ones)} rows: the volumes were probably lost on the way."
        )
    return remarks
