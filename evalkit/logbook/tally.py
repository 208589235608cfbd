"""Rows of a machine's export, gathered into sessions and counts.

BORIS, public-life surveys and counters write a row for each event, person or hour. Here they become what the
comparisons need: one row per session, and one per session and behaviour, zeros written out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evalkit.logbook.carrier import Logbook, as_table
from evalkit.tables import COUNTS, SESSIONS


@dataclass
class Tally:
    """Sessions and counts being gathered from one file.

    Attributes
    ----------
    file : str
    sessions : dict of str to dict
        By session id, in order of appearance.
    counts : Counter of (session, behaviour)
    behaviours : dict of str
        Every behaviour that was watched for, in order.
    totals : Counter of session
        What the counts of a session are counted out of, where the source says.
    """

    file: str
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    behaviours: dict[str, None] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)

    def watch(self, session: str, **known: object) -> None:
        """Note a session the first time it is met."""
        if session not in self.sessions:
            self.sessions[session] = {"session": session, "file": self.file, **known}

    def add(self, session: str, behaviour: str, n: int = 1) -> None:
        """Count a behaviour in a session."""
        self.behaviours.setdefault(behaviour)
        self.counts[session, behaviour] += n

    def logbook(
        self, report: Iterable[str] = (), *, watched: Mapping[str, Sequence[str]] | None = None
    ) -> Logbook:
        """Return the sessions and the counts, every behaviour of every session.

        Parameters
        ----------
        report : iterable of str
        watched : mapping of str to sequence of str, optional
            Session to the behaviours that were watched for in it; all of the file's where not given.
        """
        rows = [
            {
                "session": session,
                "behaviour": behaviour,
                "n": self.counts[session, behaviour],
                "total": self.totals.get(session),
                "file": self.file,
                "row": known.get("row"),
            }
            for session, known in self.sessions.items()
            for behaviour in (self.behaviours if watched is None else watched.get(session, ()))
        ]
        return Logbook(
            sessions=as_table(self.sessions.values(), SESSIONS),
            counts=as_table(_columns(rows), COUNTS),
            report=tuple(report),
        )


def ending(start: dt.datetime | None, length: float | None) -> dt.datetime | None:
    """Return the end of a session that started then and lasted so many seconds."""
    return start + dt.timedelta(seconds=length) if start and length else None


def _columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
