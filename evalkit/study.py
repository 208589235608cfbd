"""A study: one partnership project, loaded from its folder.

`load_study` reads `study.yml`, the survey exports it names and the logbooks, checks that they belong
together, and returns one frozen `Study` that carries the tables. It has no analysis of its own.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.corrections import Correction, check_withdrawn, correct_survey, read_corrections
from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework, Label, check_form
from evalkit.logbook import Context, Logbook, assemble_logbook, read_part
from evalkit.pseudonyms import pseudonymise, read_salt
from evalkit.quoting import without_answers
from evalkit.respondents import Source
from evalkit.responses import build_responses, extend_framework
from evalkit.room import Room, read_room
from evalkit.scope import Scope, check_frozen, read_scope
from evalkit.studyfile import Party, Plan, Wave, read_plan
from evalkit.survey import read_survey
from evalkit.tables import CONVERGENCE, EVIDENCE, FEWEST
from evalkit.words import LANGS, pick, retold, say
from evalkit.yamlfile import check_keys

_LOGBOOK_KEYS = ("entries", "evidence", "sessions", "counts")


@dataclass(frozen=True, repr=False)
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
    dilemmas : DataFrame
        The evidence that was coded with a dilemma instead of a criterion; its id stands under criterion.
    scope : Scope or None
        What the parties froze before they began.
    room : Room or None
        What they said and agreed over the results.
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
    dilemmas: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(EVIDENCE)))
    scope: Scope | None = None
    room: Room | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def said(self, lang: str = "da", *, mode: str = "report") -> tuple[str, ...]:
        """Give the report's sentences in a language.

        Parameters
        ----------
        lang : {'da', 'en'}
        mode : {'report', 'dialogue'}
            In report mode, without what they quote of single people's answers, keys and names.

        Returns
        -------
        tuple of str
        """
        kept = self.report if mode == "dialogue" else map(without_answers, self.report)
        return tuple(retold(sentence, lang) for sentence in kept)

    def __repr__(self) -> str:
        asked = ", ".join(f"{wave.id} {wave.date}" for wave in self.waves)
        parties = ", ".join(party.id for party in self.parties)
        return f"{self.id}: {parties}; asked {asked}; {len(self.entries)} logbook entries"

    def _repr_html_(self) -> str:
        title = dict.fromkeys(pick(self.title, lang) for lang in LANGS)
        rows = [_answered_row(self, row) for row in who_answered(self).to_dict("records")]
        head = "".join(f'<th scope="col">{_both("study.column." + name)}</th>' for name in _SHOWN)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        caption = escape(" · ".join(title))
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def who_answered(study: Study) -> pd.DataFrame:
    """Count who was invited and who answered, by wave and party.

    Parameters
    ----------
    study : Study

    Returns
    -------
    DataFrame
        One row per wave and party: study, wave, date, party, invited (missing where unknown), answered:
        those who gave at least one valid answer; a form of nothing but blanks or don't know is none.
    """
    valid = study.responses[study.responses["state"].astype(str) == "answered"]
    people = valid.drop_duplicates(["wave", "respondent"])
    answered = people.groupby(["wave", "party"], observed=True).size()
    rows = [
        (
            study.id,
            wave.id,
            wave.date,
            party.id,
            party.invited[wave.id],
            int(answered.get((wave.id, party.id), 0)),
        )
        for wave in study.waves
        for party in study.parties
    ]
    table = pd.DataFrame(rows, columns=["study", "wave", "date", "party", "invited", "answered"])
    return table.astype({"invited": "Int64"})


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
    sources = _sources(plan, corrections)
    framework = extend_framework(plan.framework, [source.survey for source in sources])
    responses, notes = build_responses(sources, plan, framework)
    responses = _unreadable(responses, plan)
    logbook, logbook_files = _logbook(plan, framework)
    report = [sentence for source in sources for sentence in source.survey.report]
    coded = logbook.evidence["criterion"].isin([dilemma.id for dilemma in framework.dilemmas])
    scope = read_scope(plan)
    return Study(
        id=plan.id,
        title=plan.raw.get("title", plan.id),
        form=check_form(str(plan.raw.get("form", ""))),
        parties=plan.parties,
        waves=plan.waves,
        framework=framework,
        responses=responses,
        entries=logbook.entries,
        evidence=logbook.evidence[~coded].reset_index(drop=True),
        sessions=logbook.sessions,
        counts=logbook.counts,
        overrides=_overrides(plan),
        corrections=pd.DataFrame([vars(c) for c in corrections], columns=list(Correction.__annotations__)),
        report=(*report, *notes, *logbook.report),
        folder=plan.folder,
        files=_files(plan, logbook_files),
        consent=plan.consent,
        dilemmas=logbook.evidence[coded].reset_index(drop=True),
        scope=scope and check_frozen(scope),
        room=read_room(plan),
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


_SHOWN = ("wave", "date", "party", "invited", "answered")


def _both(key: str) -> str:
    return escape(" · ".join(dict.fromkeys(say(key, lang) for lang in LANGS)))


def _answered_row(study: Study, row: Mapping[Any, Any]) -> list[str]:
    wave = next(wave for wave in study.waves if wave.id == row["wave"])
    party = next(party for party in study.parties if party.id == row["party"])
    labels = [" · ".join(dict.fromkeys(pick(thing.label, lang) for lang in LANGS)) for thing in (wave, party)]
    invited = (
        " · ".join(say("words.unknown", lang) for lang in LANGS)
        if pd.isna(row["invited"])
        else str(row["invited"])
    )
    few = 0 < row["answered"] < FEWEST  # a notebook's page may leave the room
    answered = _both("study.few") if few else str(row["answered"])
    return [labels[0], row["date"].isoformat(), labels[1], invited, answered]


def _load_named(folder: Path) -> Study:
    try:
        return load_study(folder)
    except EvalkitError as error:
        where = f"{folder.name}/{error.where}" if error.where else folder.name
        raise EvalkitError(error.wrong, error.do, where=where) from None


def _sources(plan: Plan, corrections: tuple[Correction, ...]) -> list[Source]:
    surveys = [read_survey(entry.path, entry.codebook, source=entry.source) for entry in plan.surveys]
    files = [entry.path.name for entry in plan.surveys]
    check_withdrawn(list(zip(files, surveys, strict=True)), corrections)
    return [
        Source(correct_survey(survey, entry.path.name, corrections), entry)
        for entry, survey in zip(plan.surveys, surveys, strict=True)
    ]


def _unreadable(responses: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Put pseudonyms for the survey tools' own keys, and people in their order: that of the keys would tell.

    Without a salt the exports themselves are the secret: whoever has them has the keys as well.
    """
    salt = read_salt(plan.folder)
    if salt is None:
        exports = (path.read_bytes() for path in _members(survey.path for survey in plan.surveys))
        salt = hashlib.blake2b(b"".join(exports), digest_size=32).digest()
    people = pseudonymise(responses["respondent"], study=plan.id, salt=salt)
    table = responses.assign(respondent=pd.array(people, dtype="str"))
    return table.sort_values(["wave", "party", "respondent", "item"], kind="stable", ignore_index=True)


def _logbook(plan: Plan, framework: Framework) -> tuple[Logbook, list[Path]]:
    raw = plan.raw.get("logbook") or {}
    check_keys(raw, _LOGBOOK_KEYS, place("study.yml", key="logbook"))
    paths = []
    for key in _LOGBOOK_KEYS:
        names = raw.get(key) or []
        for name in names if isinstance(names, list) else [names]:
            path = plan.path(name, f"logbook.{key}")
            if path not in paths:
                paths.append(path)
    context = Context(
        framework=framework,
        parties={party.id: _names(party) for party in plan.parties},
        roster=_roster(plan),
        code_map=plan.raw.get("code_map") or {},
        stances=plan.raw.get("stances") or {},
    )
    return assemble_logbook([read_part(path) for path in paths], plan.id, context), paths


def _names(party: Party) -> tuple[str, ...]:
    labels = party.label.values() if isinstance(party.label, Mapping) else [party.label]
    return (party.id, *map(str, labels))


def _roster(plan: Plan) -> dict[str, str]:
    """Read who is called what: name and pseudonym, one a row."""
    if "roster" not in plan.raw:
        return {}
    path = plan.path(plan.raw["roster"], "roster")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=_delimiter(path)) if any(row)]
    if not rows or [cell.strip().casefold() for cell in rows[0]][:2] != ["name", "pseudonym"]:
        raise EvalkitError(
            "the first row isn't 'name,pseudonym'", "Write that as the heading.", where=place(path, row=1)
        )
    return {row[0].strip(): row[1].strip() for row in rows[1:] if len(row) > 1 and row[0].strip()}


def _delimiter(path: Path) -> str:
    return ";" if ";" in path.read_text("utf-8-sig").split("\n", 1)[0] else ","


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
    beside = ("corrections.csv", "scope.yml", "scope.frozen.yml", "room.yml")
    named += [plan.folder / name for name in beside if (plan.folder / name).exists()]
    for survey in plan.surveys:
        named += [survey.path] + ([survey.codebook] if survey.codebook else [])
    return tuple(dict.fromkeys(_members([*named, *logbook_files])))


def _members(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and those in folders."""
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
