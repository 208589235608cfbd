"""`study.yml`: what a study consists of, before any data is read.

The file names parties, waves, surveys and logbooks; here it becomes a checked `Plan`. Every path in it
stays inside the study's folder, by name and by link.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place, within
from evalkit.framework import Framework, Label, load_framework
from evalkit.words import texts_under
from evalkit.yamlfile import check_keys, read_yaml

ROLES = ("evaluator", "domain", "other")
_KEYS = (
    "schema", "id", "title", "form", "framework", "framework_date", "parties", "waves", "surveys", "logbook",
    "scope", "roster", "code_map", "stances", "overrides", "consent", "corrections", "description",
)  # fmt: skip


@dataclass(frozen=True)
class Party:
    """One side of the partnership; `invited` by wave id, None where the number is unknown."""

    id: str
    label: Label
    role: str
    invited: Mapping[str, int | None]


@dataclass(frozen=True)
class Wave:
    """An occasion on which people were asked; `stage` is the framework's usual wave that it counts as."""

    id: str
    date: dt.date
    label: Label
    stage: str


@dataclass(frozen=True)
class SurveyFile:
    """One survey export: where it lies, which wave and party it is, which codebook explains it."""

    path: Path
    wave: str | None
    party: str | None
    codebook: Path | None
    source: str


@dataclass(frozen=True)
class Plan:
    """A checked `study.yml`."""

    folder: Path
    raw: Mapping[str, Any]
    id: str
    framework: Framework
    parties: tuple[Party, ...]
    waves: tuple[Wave, ...]
    surveys: tuple[SurveyFile, ...]
    consent: Mapping[str, bool]

    def path(self, name: object, key: str) -> Path:
        """Return a path of the study's folder, or raise if it is elsewhere or missing."""
        return inside(self.folder, name, key)


def read_plan(folder: str | Path) -> Plan:
    """Read and check a study's `study.yml`.

    Parameters
    ----------
    folder : path
        The study's folder, or its `study.yml`.

    Returns
    -------
    Plan

    Raises
    ------
    EvalkitError
        If the folder or the file is missing, or anything in it is wrong.
    """
    folder = Path(folder)
    folder = folder.parent if folder.name == "study.yml" else folder
    if not folder.is_dir():
        raise EvalkitError(
            "there is no such folder", f"Check the path {folder.as_posix()!r}.", where=place(folder)
        )
    if not (folder / "study.yml").is_file():
        raise EvalkitError(
            "there is no study.yml in this folder",
            "Give a study's folder, or write one.",
            where=place(folder),
        )
    raw = read_yaml(folder / "study.yml")
    check_keys(raw, _KEYS, place("study.yml"), need=("id", "parties", "waves"))
    _check_schema(raw)
    framework = _framework(raw.get("framework", "partnership"), folder)
    waves = _waves(raw["waves"], framework)
    parties = _parties(raw["parties"], waves)
    return Plan(
        folder=folder,
        raw=raw,
        id=_identifier(raw["id"], "id"),
        framework=framework,
        parties=parties,
        waves=waves,
        surveys=_surveys(raw.get("surveys") or [], folder, parties, waves),
        consent=_consent(raw.get("consent") or {}, parties),
    )


def need_consent(parties: Sequence[Party], consent: Mapping[str, bool]) -> None:
    """Raise unless every party has consented to its numbers being shown to the people in the room.

    Parameters
    ----------
    parties : sequence of Party
    consent : mapping of str to bool
        By party.

    Raises
    ------
    EvalkitError
        Naming the parties that haven't.
    """
    missing = [party.id for party in parties if not consent.get(party.id)]
    if missing:
        have = "has" if len(missing) == 1 else "have"
        raise EvalkitError(
            f"{', '.join(missing)} {have}n't consented to every number being shown to the people in the room",
            "Ask, and write consent: {party: yes} for each; or stay in report mode.",
            where=place("study.yml", key="consent"),
        )


def inside(folder: Path, name: object, key: str) -> Path:
    """Return the path `name` of a study's folder, or raise.

    Parameters
    ----------
    folder : Path
    name : object
        As written in `study.yml`.
    key : str
        The key it stands under, for the message.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If it leaves the folder, by ``..``, by an absolute path or by a link, or isn't there.
    """
    where = place("study.yml", key=key)
    if not isinstance(name, str) or not name.strip():
        raise EvalkitError(
            f"{name!r} is not a file's name", "Give a path below the study's folder.", where=where
        )
    path = stays_inside(folder, folder / name, where)
    if not path.exists():
        near = ", ".join(sorted(p.name for p in folder.iterdir() if p.is_file())[:12])
        raise EvalkitError(
            f"there is no file {name!r}",
            f"Put it in the folder, or name one that is there: {near}.",
            where=where,
        )
    return path


def stays_inside(folder: Path, path: Path, where: str = "") -> Path:
    """Return a path below a study's folder, or raise if it, or a file in it, leads out of the folder.

    Parameters
    ----------
    folder, path : Path
    where : str
        The place that names it, for the message; the path itself if not given.

    Returns
    -------
    Path
    """
    home = folder.resolve()
    for each in (path, *(path.rglob("*") if path.is_dir() else ())):
        if not each.resolve().is_relative_to(home):
            name = each.relative_to(folder) if each.is_relative_to(folder) else each
            raise EvalkitError(
                f"{name.as_posix()!r} lies outside the study's folder",
                "Put the file itself in the folder.",
                where=where or place(path),
            )
    return path


def _check_schema(raw: Mapping[str, Any]) -> None:
    if raw.get("schema", 1) != 1:
        raise EvalkitError(
            f"schema {raw['schema']!r} is not known",
            "Write 'schema: 1', the only one so far.",
            where=place("study.yml", key="schema"),
        )


def _framework(name: object, folder: Path) -> Framework:
    if name == "partnership":
        return load_framework()
    return load_framework(inside(folder, name, "framework"))


def _identifier(id: object, key: str) -> str:
    if isinstance(id, bool) or not re.fullmatch(r"[A-Za-z0-9][\w.-]*", str(id)):
        raise EvalkitError(
            f"{str(id)!r} can't be an id",
            "Use letters a-z, digits, '_' and '-', beginning with a letter or digit; yes and no in quotes.",
            where=place("study.yml", key=key),
        )
    return str(id)


def _waves(raw: Any, framework: Framework) -> tuple[Wave, ...]:
    if not isinstance(raw, Mapping) or not raw:
        raise EvalkitError(
            "no wave is given", "Write 'waves: {start: 2016-08-15}'.", where=place("study.yml", key="waves")
        )
    waves = sorted(
        (_wave(_identifier(id, f"waves.{id}"), entry, framework) for id, entry in raw.items()),
        key=lambda wave: wave.date,
    )
    for one, other in pairwise(waves):
        if one.date == other.date:
            raise EvalkitError(
                f"{one.id} and {other.id} have the same date {one.date}",
                "Give each wave the day it began.",
                where=place("study.yml", key="waves"),
            )
    _check_stages(waves, framework)
    return tuple(waves)


def _wave(id: str, entry: Any, framework: Framework) -> Wave:
    where = place("study.yml", key=f"waves.{id}")
    entry = entry if isinstance(entry, Mapping) else {"date": entry}
    check_keys(entry, ("date", "label", "stage"), where)
    day = entry.get("date")
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):  # in quotes
        with suppress(ValueError):
            day = dt.date.fromisoformat(day)
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise EvalkitError(
            f"the wave has no date (found {day!r})", "Write the day it began, as 2016-08-15.", where=where
        )
    names = {lang: texts_under("wave", lang).get(id, id) for lang in ("da", "en")}
    stage = str(entry.get("stage", id))
    if "stage" in entry and stage not in framework.stages:
        raise not_one_of(stage, framework.stages, "Name a stage of the framework.", where=where)
    return Wave(id, day, entry.get("label", names), stage)


def _check_stages(waves: list[Wave], framework: Framework) -> None:
    known = [wave for wave in waves if wave.stage in framework.stages]
    order = [framework.stages.index(wave.stage) for wave in known]
    if order != sorted(order):
        dates = ", ".join(f"{wave.id} {wave.date}" for wave in known)
        raise EvalkitError(
            f"the waves' dates run backwards: {dates}",
            f"They must rise in the order {', '.join(framework.stages)}.",
            where=place("study.yml", key="waves"),
        )


def _parties(raw: Any, waves: tuple[Wave, ...]) -> tuple[Party, ...]:
    if not isinstance(raw, Mapping) or not raw:
        raise EvalkitError(
            "no party is given", "Write one 'id: {label: ..., invited: ...}' for each.",
            where=place("study.yml", key="parties"),
        )  # fmt: skip
    return tuple(_party(_identifier(id, f"parties.{id}"), entry, waves) for id, entry in raw.items())


def _party(id: str, entry: Any, waves: tuple[Wave, ...]) -> Party:
    where = place("study.yml", key=f"parties.{id}")
    check_keys(entry, ("label", "role", "invited"), where)
    role = entry.get("role", "other")
    if role not in ROLES:
        raise not_one_of(role, ROLES, "Say what part it plays.", where=where)
    invited = entry.get("invited", "unknown")
    if not isinstance(invited, Mapping):
        invited = {wave.id: invited for wave in waves}
    ids = [wave.id for wave in waves]
    for wave in invited:
        if wave not in ids:
            raise not_one_of(
                wave, ids, "Name a wave of the study.", where=place("study.yml", key=f"parties.{id}.invited")
            )
    return Party(
        id,
        entry.get("label", id),
        role,
        {wave: _invited(invited.get(wave, "unknown"), id, wave) for wave in ids},
    )


def _invited(number: object, party: str, wave: str) -> int | None:
    if number == "unknown":
        return None
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise EvalkitError(
            f"{number!r} is not a number of invited people",
            "Give a whole number of 0 or more, or 'unknown'.",
            where=place("study.yml", key=f"parties.{party}.invited.{wave}"),
        )
    return number


def _surveys(
    raw: Any, folder: Path, parties: tuple[Party, ...], waves: tuple[Wave, ...]
) -> tuple[SurveyFile, ...]:
    if not isinstance(raw, list):
        raise EvalkitError(
            f"{raw!r} is not a list of surveys", "Write '- {file: ..., wave: ...}' for each.",
            where=place("study.yml", key="surveys"),
        )  # fmt: skip
    return tuple(
        _survey(entry, f"surveys[{number}]", folder, ([p.id for p in parties], [w.id for w in waves]))
        for number, entry in enumerate(raw, start=1)
    )


def _survey(entry: Any, key: str, folder: Path, ids: tuple[list[str], list[str]]) -> SurveyFile:
    where = place("study.yml", key=key)
    check_keys(entry, ("file", "wave", "party", "codebook", "source"), where, need=("file",))
    for kind, allowed in zip(("party", "wave"), ids, strict=True):
        if entry.get(kind) is not None and entry[kind] not in allowed:
            raise not_one_of(entry[kind], allowed, f"Name a {kind} of the study.", where=within(where, kind))
    codebook = entry.get("codebook", "codebook.yml" if (folder / "codebook.yml").exists() else None)
    return SurveyFile(
        path=inside(folder, entry["file"], f"{key}.file"),
        wave=entry.get("wave"),
        party=entry.get("party"),
        codebook=None if codebook is None else inside(folder, codebook, f"{key}.codebook"),
        source=entry.get("source", "auto"),
    )


def _consent(raw: Any, parties: tuple[Party, ...]) -> dict[str, bool]:
    ids = [party.id for party in parties]
    check_keys(raw, ids, place("study.yml", key="consent"))
    for party, answer in raw.items():
        if not isinstance(answer, bool):
            raise EvalkitError(
                f"{answer!r} is neither yes nor no", "Write yes or no.",
                where=place("study.yml", key=f"consent.{party}"),
            )  # fmt: skip
    return {id: bool(raw.get(id, False)) for id in ids}
