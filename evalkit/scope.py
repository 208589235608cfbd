"""The scope: what two parties wrote down together before they began, and froze.

`scope.yml` in a study's folder holds the answers; each may be left open. An answer is one text for all, or
one for each party; a choice is one of the framework's, with a note if need be (``mandate: {together: the
committee}``). `freeze_scope` keeps a copy in `scope.frozen.yml` with date, parties and hash; whatever is
changed later becomes a version beside it, with a reason. Nothing is ever written over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework, Question, scope_questions
from evalkit.studyfile import Plan, read_plan
from evalkit.words import date, pick
from evalkit.yamlfile import check_keys, read_yaml

NAME, FROZEN = "scope.yml", "scope.frozen.yml"
_META = ("schema", "begun", "log_hours")
_VERSION = ("version", "date", "parties", "reason", "rules", "answers", "hash")


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


def load_scope(folder: str | Path) -> Scope:
    """Load a study's scope, and make sure that what was frozen is as it was.

    Parameters
    ----------
    folder : path
        The study's folder, or its `study.yml`.

    Returns
    -------
    Scope

    Raises
    ------
    EvalkitError
        If there is none, it names an unknown question, party or choice, dates run backwards, or it was edited
        after it was frozen.

    Examples
    --------
    >>> scope = load_scope("data/sample/roadworks")
    >>> [str(version.date) for version in scope.versions]
    ['2016-08-12', '2016-10-06']
    """
    plan = read_plan(folder)
    scope = read_scope(plan)
    if scope is None:
        raise EvalkitError(
            "this study has no scope", "Write one: evalkit scope new STUDY.", where=place(NAME)
        )
    return check_frozen(scope)


def read_scope(plan: Plan) -> Scope | None:
    """Read a study's scope as it stands, edited or not; None where there is none.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Scope or None
    """
    path = scope_path(plan)
    if path is None:
        return None
    raw = read_yaml(path)
    scope = parse_scope(raw, [party.id for party in plan.parties])
    versions = _read_versions(path.with_name(FROZEN))
    kept = not versions or versions[0].rules == rules_hash(plan.framework)
    return replace(scope, versions=versions, rules_kept=kept)


def scope_path(plan: Plan) -> Path | None:
    """Return where a study's scope is, or None: what `scope:` names, else `scope.yml` if there is one."""
    if "scope" in plan.raw:
        return plan.path(plan.raw["scope"], "scope")
    return plan.folder / NAME if (plan.folder / NAME).exists() else None


def parse_scope(raw: Mapping[str, Any], parties: Sequence[str]) -> Scope:
    """Check what a `scope.yml` holds and make a scope of it.

    Parameters
    ----------
    raw : mapping
    parties : sequence of str
        The study's.

    Returns
    -------
    Scope
        Not frozen.
    """
    questions = scope_questions()
    check_keys(raw, [*_META, *(question.id for question in questions)], place(NAME))
    answers = {
        question.id: _answers(raw[question.id], question, parties)
        for question in questions
        if question.kind != "deliveries" and not _blank(raw.get(question.id))
    }
    begun = read_day(raw.get("begun"), place(NAME, key="begun"))
    scope = Scope(
        tuple(parties), {id: given for id, given in answers.items() if given},
        _deliveries(raw.get("deliveries") or [], parties), begun, _all_agree(raw, parties), raw=dict(raw),
    )  # fmt: skip
    return _forwards(scope)


def check_frozen(scope: Scope) -> Scope:
    """Return a scope if it says what was frozen, else raise with what differs.

    Parameters
    ----------
    scope : Scope

    Returns
    -------
    Scope
    """
    differing, frozen = differences(scope), scope.frozen
    if differing and frozen:
        raise EvalkitError(
            f"it was edited after it was frozen on {frozen.date} (who and when isn't known): "
            + "; ".join(differing),
            "Put it back, or freeze the change with its reason: evalkit scope freeze STUDY --reason '...'.",
            where=place(NAME),
        )
    return scope


def differences(scope: Scope) -> list[str]:
    """Say where a scope differs from its last frozen version; nothing where it doesn't, or isn't frozen."""
    if scope.frozen is None:
        return []
    old, new = _plain(scope.frozen.answers), _plain(scope.raw)
    return [
        f"{key!r} was {_short(old.get(key))}, is {_short(new.get(key))}"
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def freeze_scope(folder: str | Path, *, day: dt.date | None = None, reason: str = "") -> Version:
    """Freeze a study's scope: keep a copy with day, parties and hash beside it.

    Parameters
    ----------
    folder : path
        The study's folder.
    day : date, optional
        The day it was agreed; today unless given.
    reason : str
        Why it was changed; needed from the second version on.

    Returns
    -------
    Version

    Raises
    ------
    EvalkitError
        If there is no scope, nothing has changed since the last time, a change has no reason, or the day lies
        before the last version's.
    """
    plan = read_plan(folder)
    scope, path = read_scope(plan), scope_path(plan)
    if scope is None or path is None:
        raise EvalkitError(
            "there is no scope to freeze", "Write one: evalkit scope new STUDY.", where=place(NAME)
        )
    day = day or dt.date.today()
    _may_freeze(scope, day, reason)
    version = {
        "version": len(scope.versions) + 1, "date": day, "parties": list(scope.parties), "reason": reason,
        "rules": rules_hash(plan.framework), "answers": dict(scope.raw),
    }  # fmt: skip
    version["hash"] = _hash(version)
    _write_versions(path.with_name(FROZEN), [*map(vars, scope.versions), version])
    return _read_versions(path.with_name(FROZEN))[-1]


def blank_scope(plan: Plan, lang: str = "da") -> str:
    """Write an empty `scope.yml`: every question as a comment above its open answer.

    Parameters
    ----------
    plan : Plan
    lang : {'da', 'en'}

    Returns
    -------
    str
    """
    lines = ["schema: 1", "begun:"]
    for question in scope_questions():
        lines += ["", f"# {pick(question.text, lang)}"]
        lines += [f"#   {id}: {pick(choice.label, lang)}" for id, choice in question.choices.items()]
        if question.kind == "deliveries":
            lines.append(f"#   - {{id: D1, who: {plan.parties[0].id}, what: ..., by: {plan.waves[-1].date}}}")
        lines.append(f"{question.id}:")
    return "\n".join(lines) + "\n"


def read_day(value: object, where: str) -> dt.date | None:
    """Return a date of a YAML file, None where it is open, or raise."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise EvalkitError(f"{value!r} is not a date", "Write it as 2016-08-15.", where=where)


def rules_hash(framework: Framework) -> str:
    """Return the hash of what a verdict rests on: criteria, items and limits.

    Parameters
    ----------
    framework : Framework

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    rules = {
        "framework": [framework.id, framework.version],
        "criteria": [[c.id, c.phase, c.due] for c in framework.criteria],
        "items": [[i.id, i.criterion, i.scale, i.reverse] for i in framework.items],
        "limits": vars(framework.limits),
    }
    return _hash(rules)


def _all_agree(raw: Mapping[str, Any], parties: Sequence[str]) -> bool:
    said = raw.get("log_hours")
    return all(said.get(p) is True for p in parties) if isinstance(said, Mapping) else said is True


def _answers(value: Any, question: Question, parties: Sequence[str]) -> dict[str, Answer]:
    where = place(NAME, key=question.id)
    by_party = isinstance(value, Mapping) and any(str(key) in parties for key in value)
    if not by_party:
        return dict.fromkeys(parties, _answer(value, question, where))
    for key in value:
        if str(key) not in parties:
            raise not_one_of(key, parties, "Name a party of study.yml.", where=where)
    return {
        str(key): _answer(said, question, f"{where}.{key}") for key, said in value.items() if not _blank(said)
    }


def _answer(value: Any, question: Question, where: str) -> Answer:
    if question.kind == "choice":
        choice, note = next(iter(value.items())) if isinstance(value, Mapping) else (value, "")
        if choice not in question.choices:
            raise not_one_of(choice, question.choices, "Choose one, or leave it open.", where=where)
        return Answer(str(note or ""), str(choice))
    if question.kind == "day" and isinstance(value, Mapping):
        check_keys(value, ("date", "text"), where)
        return Answer(str(value.get("text") or ""), day=read_day(value.get("date"), where))
    if question.kind == "day" and isinstance(value, dt.date):
        return Answer(day=value)
    if isinstance(value, Mapping | list):
        raise EvalkitError(f"{value!r} is not a text", "Write a text, or one for each party.", where=where)
    return Answer(str(value).strip())


def _deliveries(raw: Any, parties: Sequence[str]) -> tuple[Delivery, ...]:
    if not isinstance(raw, list):
        raise EvalkitError(
            f"{raw!r} is not a list", "Write '- {id: D1, who: ..., what: ..., by: ...}' for each.",
            where=place(NAME, key="deliveries"),
        )  # fmt: skip
    found = []
    for number, entry in enumerate(raw, start=1):
        where = place(NAME, key=f"deliveries[{number}]")
        check_keys(entry, ("id", "who", "what", "by"), where, need=("id", "who", "what"))
        who = need_one_of(str(entry["who"]), parties, "Name a party of study.yml.", where)
        found.append(Delivery(str(entry["id"]), who, str(entry["what"]), read_day(entry.get("by"), where)))
    no_double([delivery.id for delivery in found], place(NAME, key="deliveries"))
    return tuple(found)


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


def _forwards(scope: Scope) -> Scope:
    """Return the scope unless its dates run backwards."""
    days = [(f"delivery {d.id}", d.by) for d in scope.deliveries if d.by]
    ends = [("letting_go", a.day) for a in scope.answers.get("letting_go", {}).values() if a.day]
    first = [("begun", scope.begun)] if scope.begun else []
    for earlier, later in [(a, b) for a in first for b in days + ends] + [(a, b) for a in days for b in ends]:
        if earlier[1] > later[1]:
            raise EvalkitError(
                f"the dates run backwards: {earlier[0]} {earlier[1]}, {later[0]} {later[1]}",
                "They must rise: begun, deliveries, letting go.",
                where=place(NAME),
            )
    return scope


def _may_freeze(scope: Scope, day: dt.date, reason: str) -> None:
    where, last = place(NAME), scope.frozen
    if last is None:
        return
    if not differences(scope):
        raise EvalkitError(
            f"nothing has changed since it was frozen on {last.date}", "Freeze it when it has.", where=where
        )
    if not reason.strip():
        raise EvalkitError("the change has no reason", "Say why: --reason '...'.", where=where)
    if day < last.date:
        raise EvalkitError(
            f"the dates run backwards: it was frozen on {last.date}, and now on {day}",
            "Give the day it was agreed.",
            where=where,
        )


def _read_versions(path: Path) -> tuple[Version, ...]:
    if not path.exists():
        return ()
    raw = read_yaml(path)
    check_keys(raw, ("schema", "versions"), place(path), need=("versions",))
    versions = []
    for entry in raw["versions"]:
        where = place(path, key=f"versions[{len(versions) + 1}]")
        check_keys(entry, _VERSION, where, need=("version", "date", "parties", "answers", "hash"))
        if _hash({key: entry[key] for key in _VERSION if key != "hash"}) != entry["hash"]:
            raise EvalkitError(
                f"version {entry['version']} was edited: its hash isn't its own (who and when isn't known)",
                "Take the file from where it was kept as it was agreed.",
                where=where,
            )
        versions.append(Version(**{**entry, "parties": tuple(entry["parties"])}))
    return tuple(versions)


def _write_versions(path: Path, versions: Sequence[Mapping[str, Any]]) -> None:
    import yaml

    head = "# Written by evalkit: what the parties froze. Whoever edits it breaks the hash.\n"
    plain = [{key: _listed(version[key]) for key in _VERSION} for version in versions]
    text = yaml.safe_dump({"schema": 1, "versions": plain}, allow_unicode=True, sort_keys=False, width=100)
    draft = path.with_suffix(".tmp")
    draft.write_text(head + text, encoding="utf-8", newline="\n")
    draft.replace(path)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value


def _hash(content: Any) -> str:
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers without the open ones and the file's own number."""
    return {key: value for key, value in answers.items() if key != "schema" and not _blank(value)}


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def _short(value: Any) -> str:
    text = "open" if _blank(value) else repr(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
