"""A study: one partnership project, loaded from its folder.

`load_study` reads `study.yml`, the survey exports it names and the logbooks, checks that they belong
together, and returns one frozen `Study` that carries the tables. It has no analysis of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.corrections import Correction, correct_survey, read_corrections
from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework, Label
from evalkit.logbook import Logbook, assemble_logbook, read_logbook
from evalkit.responses import Source, build_responses, extend_framework
from evalkit.studyfile import Party, Plan, Wave, read_plan
from evalkit.survey import read_survey
from evalkit.tables import CONVERGENCE
from evalkit.yamlfile import check_keys


@dataclass(frozen=True)
class Study:
    """One partnership project with its tables.

    Attributes
    ----------
    id : str
    title : str or mapping
        A text, or ``{da: ..., en: ...}``.
    form : str
        The name the partnership goes by; empty if `study.yml` has none.
    parties : tuple of Party
    waves : tuple of Wave
        By date.
    framework : Framework
    responses, entries, evidence, sessions, counts : DataFrame
        Columns as in `evalkit.tables`; empty with the same columns where there is no data.
    overrides : DataFrame
        The analyst's own convergence codes: wave, criterion, convergence, reason, by.
    corrections : DataFrame
        What was corrected on loading: file, row, column, old, new, reason.
    report : tuple of str
        What was found, decided and left out, in sentences.
    folder : Path
    files : tuple of Path
        Every input file that was read.
    consent : dict of str to bool
        By party: may its figures be shown in dialogue mode?
    raw : mapping
        `study.yml` as it stands.
    """

    id: str
    title: Label
    form: str
    parties: tuple[Party, ...]
    waves: tuple[Wave, ...]
    framework: Framework
    responses: pd.DataFrame
    entries: pd.DataFrame
    evidence: pd.DataFrame
    sessions: pd.DataFrame
    counts: pd.DataFrame
    overrides: pd.DataFrame
    corrections: pd.DataFrame
    report: tuple[str, ...]
    folder: Path
    files: tuple[Path, ...]
    consent: Mapping[str, bool] = field(default_factory=dict)
    scope: Any = None
    raw: Mapping[str, Any] = field(default_factory=dict)


def load_study(folder: str | Path) -> Study:
    """Load a study from its folder.

    Parameters
    ----------
    folder : path
        The folder that holds `study.yml`, or that file.

    Returns
    -------
    Study

    Raises
    ------
    EvalkitError
        For the first thing found that doesn't hold together; `evalkit check` lists more.

    Examples
    --------
    >>> study = load_study("data/sample/roadworks")
    >>> [party.id for party in study.parties]
    ['hrou', 'staff']
    """
    plan = read_plan(folder)
    corrections = read_corrections(plan)
    sources = [Source(_survey(entry, corrections, plan), entry) for entry in plan.surveys]
    framework = extend_framework(plan.framework, [source.survey for source in sources])
    responses, notes = build_responses(sources, plan, framework)
    logbook, logbook_files = _logbook(plan, framework)
    report = [sentence for source in sources for sentence in source.survey.report]
    return Study(
        id=plan.id,
        title=plan.raw.get("title", plan.id),
        form=str(plan.raw.get("form", "")),
        parties=plan.parties,
        waves=plan.waves,
        framework=framework,
        responses=responses,
        entries=logbook.entries,
        evidence=logbook.evidence,
        sessions=logbook.sessions,
        counts=logbook.counts,
        overrides=_overrides(plan),
        corrections=pd.DataFrame([vars(c) for c in corrections], columns=list(Correction.__annotations__)),
        report=(*report, *notes, *logbook.report),
        folder=plan.folder,
        files=_files(plan, logbook_files),
        consent=plan.consent,
        raw=plan.raw,
    )


def load_portfolio(folder: str | Path) -> tuple[Study, ...]:
    """Load every study below a folder.

    Parameters
    ----------
    folder : path
        A folder of study folders.

    Returns
    -------
    tuple of Study
        By the date of the first wave, then by id.

    Raises
    ------
    EvalkitError
        If no study is there, two have the same id, or one can't be loaded (its folder is named).
    """
    folder = Path(folder)
    studies = [_load_named(file.parent) for file in sorted(folder.glob("*/study.yml"))]
    if not studies:
        raise EvalkitError(
            "there is no study here",
            "Give a folder whose subfolders hold a study.yml each.",
            where=place(folder),
        )
    ids = [study.id for study in studies]
    double = next((id for n, id in enumerate(ids) if id in ids[:n]), None)
    if double is not None:
        raise EvalkitError(
            f"two studies have the id {double!r}", "Give each its own id:.", where=place(folder)
        )
    return tuple(sorted(studies, key=lambda study: (study.waves[0].date, study.id)))


def _load_named(folder: Path) -> Study:
    try:
        return load_study(folder)
    except EvalkitError as error:
        where = f"{folder.name}/{error.where}" if error.where else folder.name
        raise EvalkitError(error.wrong, error.do, where=where) from None


def _survey(entry: Any, corrections: tuple[Correction, ...], plan: Plan) -> Any:
    survey = read_survey(entry.path, entry.codebook, source=entry.source)
    return correct_survey(survey, entry.path.name, corrections)


def _logbook(plan: Plan, framework: Framework) -> tuple[Logbook, list[Path]]:
    raw = plan.raw.get("logbook") or {}
    check_keys(raw, ("entries", "sessions", "counts", "evidence"), place("study.yml", key="logbook"))
    paths = []
    for key in ("entries", "evidence", "sessions", "counts"):
        names = raw.get(key) or []
        for name in names if isinstance(names, list) else [names]:
            path = plan.path(name, f"logbook.{key}")
            if path not in paths:
                paths.append(path)
    logbook = assemble_logbook([read_logbook(path) for path in paths], study_id=plan.id)
    return logbook, paths


def _overrides(plan: Plan) -> pd.DataFrame:
    columns = ["wave", "criterion", "convergence", "reason", "by"]
    rows = plan.raw.get("overrides") or []
    for number, row in enumerate(rows, start=1):
        where = place("study.yml", key=f"overrides[{number}]")
        check_keys(row, columns, where, need=columns)
        if row["convergence"] not in CONVERGENCE:
            raise not_one_of(row["convergence"], CONVERGENCE, "Give one of these codes.", where=where)
        if row["wave"] not in [wave.id for wave in plan.waves]:
            raise not_one_of(row["wave"], [wave.id for wave in plan.waves], "Name a wave.", where=where)
        plan.framework.criterion(row["criterion"])
    return pd.DataFrame(rows, columns=columns)


def _files(plan: Plan, logbook_files: list[Path]) -> tuple[Path, ...]:
    named = [plan.folder / "study.yml"]
    for key in ("framework", "roster", "scope", "corrections"):
        name = plan.raw.get(key)
        if isinstance(name, str) and (plan.folder / name).is_file():
            named.append(plan.folder / name)
    if (plan.folder / "corrections.csv").exists():
        named.append(plan.folder / "corrections.csv")
    for survey in plan.surveys:
        named += [survey.path] + ([survey.codebook] if survey.codebook else [])
    found: list[Path] = []
    for path in [*named, *logbook_files]:
        members = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [member for member in members if member not in found]
    return tuple(found)
