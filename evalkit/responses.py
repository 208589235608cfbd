"""From survey exports to the one responses table.

A survey has a row for each respondent and a column for each question, named and coded as the tool liked.
The responses table has a row for each respondent, item and wave, complete whatever the state: answered,
don't know, skipped, not asked and not due are five different things and stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import PHASES, Framework, Item
from evalkit.studyfile import Party, Plan, SurveyFile, Wave
from evalkit.survey import Survey, item_values
from evalkit.tables import RESPONSES, STATES, ordered


@dataclass(frozen=True)
class Source:
    """A survey that was read, with the file entry that named it."""

    survey: Survey
    entry: SurveyFile

    @property
    def file(self) -> str:
        """The file's name, as messages write it."""
        return self.entry.path.name


@dataclass(frozen=True)
class Question:
    """A survey variable that belongs to the framework."""

    name: str
    item: str
    criterion: str
    scale: str
    title: str
    reverse: bool
    labels: tuple[str, ...]


def extend_framework(framework: Framework, surveys: Iterable[Survey]) -> Framework:
    """Add the items that only a codebook ties to a criterion.

    Parameters
    ----------
    framework : Framework
    surveys : iterable of Survey

    Returns
    -------
    Framework
        With one more item for every codebook variable that has a criterion but no item.

    Raises
    ------
    EvalkitError
        If such a variable names a criterion that the framework doesn't have.
    """
    known, added = set(framework.item_ids), {}
    for survey in surveys:
        for question in _questions(survey, framework):
            if question.item not in known and question.item not in added:
                framework.criterion(question.criterion)
                title = question.title or question.name
                added[question.item] = Item(question.item, question.criterion, question.scale, title)
    return replace(framework, items=framework.items + tuple(added.values())) if added else framework


def build_responses(
    sources: Sequence[Source], plan: Plan, framework: Framework
) -> tuple[pd.DataFrame, list[str]]:
    """Stack all surveys of a study into one responses table.

    Parameters
    ----------
    sources : sequence of Source
    plan : Plan
    framework : Framework
        With every item that the surveys map to (`extend_framework`).

    Returns
    -------
    DataFrame
        The responses table (`tables.RESPONSES`).
    list of str
        Sentences for the load report: rows left out, items never asked, missing respondent ids.

    Raises
    ------
    EvalkitError
        An unknown party or wave, an answer off its scale, a respondent twice in a wave or in two
        parties, more respondents than invited, labels of one item that disagree.
    """
    notes: list[str] = []
    people = [_people(source, plan, notes) for source in sources]
    if people:
        _check_people(pd.concat(people, ignore_index=True), plan)
    answers = [_answers(source, framework) for source in sources]
    _check_labels(sources, framework)
    frames = [_long(who, what, framework, plan) for who, what in zip(people, answers, strict=True)]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*RESPONSES, "position"])
    notes += _never_asked(table, framework) if len(table) else []
    return _typed(table, plan, framework), notes


def _people(source: Source, plan: Plan, notes: list[str]) -> pd.DataFrame:
    """Return row, file, wave, party and respondent of everybody who answered at least something."""
    survey = source.survey
    items = [question.name for question in _questions(survey, plan.framework)]
    if not items:
        raise EvalkitError(
            "no question of this file is tied to an item or criterion",
            "Tie them under evalkit: in the codebook; draft_codebook writes one to begin with.",
            where=place(source.file),
        )
    something = survey.states[items].isin(["answered", "dont_know"]).any(axis=1)
    if not something.all():
        rows = ", ".join(str(row) for row in survey.data.index[~something][:10])
        notes.append(
            f"{source.file}: {int((~something).sum())} without a single answer left out (row {rows})."
        )
    rows = survey.data.index[something]
    wave, party, respondent = (_role(survey, role) for role in ("wave", "party", "respondent"))
    if respondent is None:
        notes.append(f"{source.file}: no respondent ids, so nobody can be followed from wave to wave.")
    return pd.DataFrame(
        {
            "row": rows,
            "file": source.file,
            "wave": [_wave_id(source, wave, row, plan.waves) for row in rows],
            "party": [_party_id(source, party, row, plan.parties) for row in rows],
            "respondent": [_respondent(source, respondent, row) for row in rows],
        }
    )


def _role(survey: Survey, role: str) -> pd.Series | None:
    names = survey.codebook.loc[survey.codebook["role"] == role, "name"]
    if names.empty:
        return None
    return (
        survey.labelled()[names.iloc[0]].astype("string")
        if role != "respondent"
        else survey.data[names.iloc[0]]
    )


def _wave_id(source: Source, column: pd.Series | None, row: int, waves: Sequence[Wave]) -> str:
    if source.entry.wave is not None:
        return source.entry.wave
    if column is None:
        if len(waves) == 1:
            return waves[0].id
        raise EvalkitError(
            "nothing says which wave it is",
            "Write wave: beside the file in study.yml.",
            where=place(source.file),
        )
    return _match(
        column.loc[row], {w.id: w.label for w in waves}, place(source.file, row=row, column=column.name)
    )


def _party_id(source: Source, column: pd.Series | None, row: int, parties: Sequence[Party]) -> str:
    if source.entry.party is not None:
        return source.entry.party
    if column is None:
        if len(parties) == 1:
            return parties[0].id
        raise EvalkitError(
            "nothing says which party a respondent belongs to",
            "Mark the variable with 'party: true' in the codebook, or write party: beside the file in study.yml.",
            where=place(source.file),
        )
    return _match(
        column.loc[row], {p.id: p.label for p in parties}, place(source.file, row=row, column=column.name)
    )


def _match(found: Any, labels: Mapping[str, object], where: str) -> str:
    if pd.isna(found):
        raise EvalkitError(
            "the cell is empty", f"Say which it is, in corrections.csv: {', '.join(labels)}.", where=where
        )
    for id, label in labels.items():
        names = label.values() if isinstance(label, Mapping) else [label]
        if str(found).strip().casefold() in {
            id.casefold(),
            *(str(name).strip().casefold() for name in names),
        }:
            return id
    raise not_one_of(
        found, labels, "Map the label in the codebook, or correct it in corrections.csv.", where=where
    )


def _respondent(source: Source, column: pd.Series | None, row: int) -> str:
    if column is None:
        return f"{source.entry.path.stem}-{row}"
    key = column.loc[row]
    if pd.isna(key) or not str(key).strip():
        raise EvalkitError(
            "the respondent has no id",
            "Fill it in through corrections.csv.",
            where=place(source.file, row=row, column=column.name),
        )
    return str(int(key)) if isinstance(key, float) and key.is_integer() else str(key).strip()


def _check_people(people: pd.DataFrame, plan: Plan) -> None:
    double = people[people.duplicated(["wave", "respondent"], keep=False)]
    if len(double):
        first = double[double["respondent"] == double["respondent"].iloc[0]]
        rows = " and ".join(f"{r.file} row {r.row}" for r in first.head(3).itertuples())
        raise EvalkitError(
            f"respondent {first['respondent'].iloc[0]!r} is there {len(first)} times in wave "
            f"{first['wave'].iloc[0]!r} ({rows})",
            "A respondent answers once a wave; drop one of the rows through corrections.csv.",
        )
    parties = people.groupby("respondent")["party"].nunique()
    if (parties > 1).any():
        who = parties.index[parties > 1][0]
        found = ", ".join(sorted(set(people.loc[people["respondent"] == who, "party"])))
        raise EvalkitError(
            f"respondent {who!r} belongs to more than one party ({found})",
            "A respondent has one party throughout; correct it in corrections.csv.",
        )
    _check_invited(people, plan)


def _check_invited(people: pd.DataFrame, plan: Plan) -> None:
    for (wave, party), group in people.groupby(["wave", "party"]):
        invited = next(p for p in plan.parties if p.id == party).invited[str(wave)]
        if invited is not None and len(group) > invited:
            raise EvalkitError(
                f"{len(group)} respondents of {party} answered in wave {wave}, but {invited} were invited",
                "Correct the number of invited, or the rows' party.",
                where=place("study.yml", key=f"parties.{party}.invited"),
            )


def _questions(survey: Survey, framework: Framework) -> list[Question]:
    """Return the questions tied to an item, or by name or criterion to one."""
    found = []
    for row in survey.codebook.to_dict("records"):
        named = row["name"] in framework.item_ids or bool(row["criterion"])
        item = row["item"] or (row["name"] if named else "")
        if item and not row["role"]:
            labels = tuple(str(label) for label in (row["values"] or {}).values())
            found.append(
                Question(
                    row["name"],
                    item,
                    row["criterion"],
                    row["scale"],
                    row["title"],
                    bool(row["reverse"]),
                    labels,
                )
            )
    return found


def _answers(source: Source, framework: Framework) -> pd.DataFrame:
    """Return row, item, answer, position, points, value and state of every mapped question."""
    frames = []
    for question in _questions(source.survey, framework):
        item = framework.item(question.item)
        cells = item_values(source.survey, question.name).set_index("row")
        states = source.survey.states[question.name]
        share = cells["position"] / (cells["points"] - 1)
        turned = 1 - share if item.reverse or question.reverse else share
        frames.append(
            pd.DataFrame(
                {
                    "row": states.index,
                    "item": question.item,
                    "answer": cells["label"].reindex(states.index).astype(object).to_numpy(),
                    "position": share.reindex(states.index).to_numpy(dtype=float),
                    "value": 100 * turned.reindex(states.index).to_numpy(dtype=float),
                    "state": states.astype(str).to_numpy(),
                }
            )
        )
    double = pd.Series([frame["item"].iloc[0] for frame in frames if len(frame)]).value_counts()
    if (double > 1).any():
        raise EvalkitError(
            f"two questions are tied to the item {double.index[0]!r}",
            "Tie each item to one question in the codebook.",
            where=place(source.file),
        )
    return pd.concat(frames, ignore_index=True)


def _long(people: pd.DataFrame, answers: pd.DataFrame, framework: Framework, plan: Plan) -> pd.DataFrame:
    """Lay answers beside people, one row for every item of the framework."""
    grid = people.merge(pd.DataFrame({"item": framework.item_ids}), how="cross")
    table = grid.merge(answers, on=["row", "item"], how="left")
    table["criterion"] = table["item"].map({item.id: item.criterion for item in framework.items})
    table["phase"] = table["criterion"].map({c.id: c.phase for c in framework.criteria})
    stages = {wave.id: wave.stage for wave in plan.waves}
    absent = table["state"].isna()
    due = [
        not isinstance(criterion, str) or framework.is_due(criterion, stages[wave])
        for criterion, wave in zip(table["criterion"], table["wave"], strict=True)
    ]
    table["state"] = table["state"].mask(absent, np.where(due, "not_asked", "not_due"))
    return table.assign(study=plan.id)


def _check_labels(sources: Sequence[Source], framework: Framework) -> None:
    """Raise if one item has different answers in two files."""
    seen: dict[str, tuple[str, list[str]]] = {}
    for source in sources:
        for question in _questions(source.survey, framework):
            labels = list(question.labels)
            file, before = seen.setdefault(question.item, (source.file, labels))
            if labels and before and not _same(labels, before) and question.scale not in framework.scales:
                raise EvalkitError(
                    f"item {question.item!r} has the answers {', '.join(labels)}, but in {file} {', '.join(before)}",
                    "Give both files the same categories: in their codebooks.",
                    where=place(source.file),
                )


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [" ".join(a.split()).casefold() for a in one] == [" ".join(b.split()).casefold() for b in other]


def _never_asked(table: pd.DataFrame, framework: Framework) -> list[str]:
    asked = set(table.loc[~table["state"].isin(["not_asked", "not_due"]), "criterion"])
    never = [framework.label(c, "en", short=True) for c in framework.criterion_ids if c not in asked]
    return [f"Never asked about: {', '.join(never)}."] if never else []


def _typed(table: pd.DataFrame, plan: Plan, framework: Framework) -> pd.DataFrame:
    """Give every column its type, the answers ordered from lowest to highest."""
    answers = _answer_order(table)
    fold = {" ".join(label.split()).casefold(): label for label in reversed(answers)}
    label = [fold[" ".join(a.split()).casefold()] if isinstance(a, str) else None for a in table["answer"]]
    table = table.assign(
        study=plan.id,
        wave=ordered(table["wave"], [wave.id for wave in plan.waves]),
        party=ordered(table["party"], [party.id for party in plan.parties]),
        respondent=table["respondent"].astype("str"),
        item=ordered(table["item"], framework.item_ids),
        criterion=ordered(table["criterion"], framework.criterion_ids),
        phase=ordered(table["phase"], PHASES),
        answer=ordered(label, [a for a in answers if fold[" ".join(a.split()).casefold()] == a]),
        value=table["value"].astype(float),
        state=pd.Categorical(table["state"], categories=STATES),
    )
    order = ["wave", "party", "respondent", "item"]
    return table.sort_values(order, kind="stable")[list(RESPONSES)].reset_index(drop=True)


def _answer_order(table: pd.DataFrame) -> list[str]:
    given = table.loc[table["answer"].notna(), ["answer", "position"]]
    return list(given.groupby("answer", sort=False)["position"].min().sort_values(kind="stable").index)
