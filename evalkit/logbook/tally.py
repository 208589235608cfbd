"""Rows of a machine's export, gathered into sessions and counts.

BORIS, public-life surveys and counters write a row for each event, person or hour. Here they become what the
comparisons need: one row per session, and one per session and behaviour, zeros written out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.tables import COUNTS, SESSIONS

ABOUT = ("site", "solution", "stage", "observer", "weather")  # what an observation's own variables may say


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
    """

    file: str
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    behaviours: dict[str, None] = field(default_factory=dict)

    def watch(self, session: str, **known: object) -> None:
        """Note a session the first time it is met."""
        if session not in self.sessions:
            self.sessions[session] = {"session": session, "file": self.file, **known}

    def add(self, session: str, behaviour: str, n: int = 1) -> None:
        """Count a behaviour in a session."""
        self.behaviours.setdefault(behaviour)
        self.counts[session, behaviour] += n

    def logbook(self, report: Iterable[str] = ()) -> Logbook:
        """Return the sessions and the counts, every behaviour of every session."""
        pairs = list(product(self.sessions, self.behaviours))
        counts = {
            "session": [session for session, _ in pairs],
            "behaviour": [behaviour for _, behaviour in pairs],
            "n": [self.counts[pair] for pair in pairs],
            "file": [self.file] * len(pairs),
            "row": [self.sessions[session].get("row") for session, _ in pairs],
        }
        sessions = as_table(self.sessions.values(), SESSIONS)
        return Logbook(sessions=sessions, counts=as_table(counts, COUNTS), report=tuple(report))


def ending(start: dt.datetime | None, length: float | None, where: str) -> dt.datetime | None:
    """Return the end of a session that started then and lasted so many seconds."""
    if not start or not length:
        return None
    try:
        return start + dt.timedelta(seconds=length)
    except (OverflowError, ValueError):
        raise EvalkitError(
            f"nothing lasts {length:g} seconds", "Correct the observation and export it again.", where=where
        ) from None
