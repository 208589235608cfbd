"""What a scope is: answers by party, deliveries, and the versions that were frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evalkit.errors import EvalkitError, not_one_of
from evalkit.framework import Question
from evalkit.words import date, pick

NAME, FROZEN = "scope.yml", "scope.frozen.yml"


@dataclass(frozen=True)
class Answer:
    """One answer: a text, the day it names, or a choice with a note."""

    text: str = ""
    choice: str = ""
    day: dt.date | None = None

    def in_words(self, question: Question, lang: str) -> str:
        """Write it for people: its choice in words or its day, then its text."""
        choice = pick(question.choices[self.choice].label, lang) if self.choice else ""
        return ": ".join(filter(None, (choice or (date(self.day, lang) if self.day else ""), self.text)))


@dataclass(frozen=True)
class Delivery:
    """One thing promised: by whom, what, and by when."""

    id: str
    who: str
    what: str
    by: dt.date | None


@dataclass(frozen=True)
class Version:
    """One frozen version, with the hash of the framework's rules and its own."""

    version: int
    date: dt.date
    parties: tuple[str, ...]
    reason: str
    rules: str
    answers: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class Scope:
    """A study's scope.

    Attributes
    ----------
    parties : tuple of str
    answers : dict
        Question id to answer by party; a question that is open for everybody isn't there.
    deliveries : tuple of Delivery
    begun : date or None
        The day of the first talk.
    log_hours : bool
        Did the parties agree to log hours?
    versions : tuple of Version
        What was frozen, oldest first; empty before the first time.
    rules_kept : bool
        Are the framework's criteria, items and limits as they were at the first freezing?
    raw : mapping
        `scope.yml` as it stands.
    """

    parties: tuple[str, ...]
    answers: Mapping[str, Mapping[str, Answer]]
    deliveries: tuple[Delivery, ...]
    begun: dt.date | None = None
    log_hours: bool = False
    versions: tuple[Version, ...] = ()
    rules_kept: bool = True
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Tell whether every question is open for everybody: a sheet to fill in by hand."""
        return not (self.answers or self.deliveries)

    @property
    def frozen(self) -> Version | None:
        """The version that counts, the last one."""
        return self.versions[-1] if self.versions else None

    def is_open(self, question: str) -> bool:
        """Tell whether no party has answered a question."""
        return not self.deliveries if question == "deliveries" else not self.answers.get(question)

    def missing(self, question: str) -> tuple[str, ...]:
        """Return the parties that left a question open."""
        if question == "deliveries":
            return () if self.deliveries else self.parties
        return tuple(party for party in self.parties if party not in self.answers.get(question, {}))

    def joint(self, question: str) -> Answer | None:
        """Return the one answer that all parties gave, or None."""
        given = self.answers.get(question, {})
        same = len({(a.choice, "" if a.choice else a.text.casefold(), a.day) for a in given.values()}) == 1
        return next(iter(given.values())) if same and not self.missing(question) else None


NOTHING = Scope((), {}, ())  # the empty sheet of no study in particular


def read_day(value: object, where: str) -> dt.date | None:
    """Return a date of a YAML file, None where it is open, or raise."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise EvalkitError(f"{value!r} is not a date", "Write it as 2016-08-15.", where=where)


def need_one_of(value: str, allowed: Iterable[object], do: str, where: str) -> str:
    """Return a value that is on a list, or raise."""
    if value not in (allowed := list(allowed)):
        raise not_one_of(value, allowed, do, where=where)
    return value


def no_double(ids: Sequence[str], where: str) -> None:
    """Raise if an id is given twice."""
    double = next((id for n, id in enumerate(ids) if id in ids[:n]), None)
    if double is not None:
        raise EvalkitError(f"{double!r} is given twice", "Give each its own id.", where=where)


def is_blank(value: Any) -> bool:
    """Tell whether an answer was left open."""
    return value is None or (isinstance(value, str | list | dict) and not value)
