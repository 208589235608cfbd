"""Reading `scope.yml` of a study's folder, freezing it, and writing an empty one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place, within
from evalkit.framework import Question, scope_questions
from evalkit.scope.model import (
    FROZEN,
    NAME,
    Answer,
    Delivery,
    Scope,
    Version,
    is_blank,
    need_one_of,
    no_double,
    read_day,
)
from evalkit.scope.versions import add_version, check_frozen, may_freeze, read_versions, rules_hash
from evalkit.studyfile import Plan, read_plan, stays_inside
from evalkit.words import pick
from evalkit.yamlfile import check_keys, read_yaml

_META = ("schema", "begun", "log_hours")


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
    versions = read_versions(stays_inside(plan.folder, path.with_name(FROZEN)), raw)
    kept = not versions or versions[0].rules == rules_hash(plan.framework)
    return replace(scope, versions=versions, rules_kept=kept)


def scope_path(plan: Plan) -> Path | None:
    """Return where a study's scope is, or None: what `scope:` names, else `scope.yml` if there is one."""
    if "scope" in plan.raw:
        return plan.path(plan.raw["scope"], "scope")
    path = stays_inside(plan.folder, plan.folder / NAME)
    return path if path.exists() else None


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
        if question.kind != "deliveries" and not is_blank(raw.get(question.id))
    }
    begun = read_day(raw.get("begun"), place(NAME, key="begun"))
    scope = Scope(
        tuple(parties), {id: given for id, given in answers.items() if given},
        _deliveries(raw.get("deliveries") or [], parties), begun, _all_agree(raw, parties), raw=dict(raw),
    )  # fmt: skip
    return _forwards(scope)


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
    may_freeze(scope, day, reason)
    version = {
        "version": len(scope.versions) + 1, "date": day, "parties": list(scope.parties), "reason": reason,
        "rules": rules_hash(plan.framework), "answers": dict(scope.raw),
    }  # fmt: skip
    return add_version(path.with_name(FROZEN), scope.versions, version)


def blank_scope(plan: Plan, lang: str = "da", answers: Mapping[str, Any] | None = None) -> str:
    """Write a `scope.yml`: every question as a comment above its answer, open unless it is given.

    Parameters
    ----------
    plan : Plan
    lang : {'da', 'en'}
    answers : mapping of str to answer, optional

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
        lines.append(_written(question.id, (answers or {}).get(question.id)))
    return "\n".join(lines) + "\n"


def _written(id: str, answer: Any) -> str:
    import yaml

    if answer is None:
        return f"{id}:"
    return yaml.safe_dump({id: answer}, allow_unicode=True, sort_keys=False, width=1000).rstrip()


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
        str(key): _answer(said, question, within(where, key))
        for key, said in value.items()
        if not is_blank(said)
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
