"""What was frozen: copies of a scope with day, parties and hash, a version for every change.

`scope.frozen.yml` is only ever added to. Its last copy is what the scope is compared with; each copy's hash
says whether the copy itself is as it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.framework import Framework
from evalkit.scope.model import NAME, Scope, Version, is_blank
from evalkit.yamlfile import check_keys, read_yaml

_AS_AGREED = "Take the file from where it was kept as it was agreed."
_VERSION = ("version", "date", "parties", "reason", "rules", "answers", "hash")


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
    return [] if scope.frozen is None else _differing(scope.frozen.answers, scope.raw)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = _plain(before), _plain(after)
    return [
        f"{key!r} was {_short(old.get(key))}, is {_short(new.get(key))}"
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


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


def may_freeze(scope: Scope, day: dt.date, reason: str) -> None:
    """Raise if nothing has changed, a change has no reason, or its day lies before what it should follow."""
    where, last = place(NAME), scope.frozen
    if scope.begun and day < scope.begun:
        raise _backwards(f"the first talk was on {scope.begun}, and it is frozen on {day}", where)
    if last is None:
        return
    if not differences(scope):
        raise EvalkitError(
            f"nothing has changed since it was frozen on {last.date}", "Freeze it when it has.", where=where
        )
    if not reason.strip():
        raise EvalkitError("the change has no reason", "Say why: --reason '...'.", where=where)
    if day < last.date:
        raise _backwards(f"it was frozen on {last.date}, and now on {day}", where)


def _backwards(said: str, where: str) -> EvalkitError:
    return EvalkitError(f"the dates run backwards: {said}", "Give the day it was agreed.", where=where)


def read_versions(path: Path, scope: Mapping[str, Any]) -> tuple[Version, ...]:
    """Read what was frozen, oldest first, or raise if it was edited; none where there is no file.

    An edited version is told by what sets it apart from the scope beside it.
    """
    if not path.exists():
        return ()
    raw = read_yaml(path)
    check_keys(raw, ("schema", "versions"), place(path), need=("versions",))
    versions = []
    for entry in raw["versions"]:
        number = len(versions) + 1
        where = place(path, key=f"versions[{number}]")
        check_keys(entry, _VERSION, where, need=("version", "date", "parties", "answers", "hash"))
        if entry["version"] != number:
            raise EvalkitError(
                f"version {number} is missing: version {entry['version']} stands in its place", _AS_AGREED,
                where=where,
            )  # fmt: skip
        if _hash({key: entry[key] for key in _VERSION if key != "hash"}) != entry["hash"]:
            apart = "; ".join(_differing(entry["answers"], scope)) or "nothing in its answers"
            raise EvalkitError(
                f"version {entry['version']} was edited: its hash isn't its own (who and when isn't known); "
                f"what sets it apart from {NAME}: {apart}",
                _AS_AGREED,
                where=where,
            )
        versions.append(Version(**{**entry, "parties": tuple(entry["parties"])}))
    return tuple(versions)


def add_version(path: Path, before: Sequence[Version], version: Mapping[str, Any]) -> Version:
    """Write a version beside those before it, with its hash, and return it."""
    import yaml

    hashed = {**version, "hash": _hash(version)}
    head = "# Written by evalkit: what the parties froze. Whoever edits it breaks the hash.\n"
    plain = [{key: _listed(one[key]) for key in _VERSION} for one in [*map(vars, before), hashed]]
    text = yaml.safe_dump({"schema": 1, "versions": plain}, allow_unicode=True, sort_keys=False, width=100)
    draft = path.with_suffix(".tmp")
    draft.write_text(head + text, encoding="utf-8", newline="\n")
    draft.replace(path)
    return read_versions(path, version["answers"])[-1]


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value


def _hash(content: Any) -> str:
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers without the open ones and the file's own number."""
    return {key: value for key, value in answers.items() if key != "schema" and not is_blank(value)}


def _short(value: Any) -> str:
    text = "open" if is_blank(value) else repr(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
