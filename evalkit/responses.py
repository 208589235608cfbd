"""From survey exports to the one responses table.

A survey has a row for each respondent and a column for each question, named and coded as the tool liked.
The responses table has a row for each respondent, item and wave, complete whatever the state: answered,
don't know, skipped, not asked and not due are five different things and stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import PHASES, Framework, Item
from evalkit.respondents import Source, check_respondents, find_respondents
from evalkit.studyfile import Plan
from evalkit.survey import Survey, item_values
from evalkit.tables import RESPONSES, STATES, ordered


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
        With one more item for every codebook variable that has a criterion but no item, or that asks about a
        dilemma: how important it is, how settled.

    Raises
    ------
    EvalkitError
        If such a variable names a criterion that the framework doesn't have.
    """
    known, added = set(framework.item_ids), {}
    for survey in surveys:
        for question in _questions(survey, framework):
            if question.item not in known and question.item not in added:
                if not question.criterion and not is_about_dilemma(question.item, framework):
                    do = f"Name an item for {question.name!r}, or a criterion, in the codebook."
                    raise not_one_of(question.item, framework.item_ids, do)
                if question.criterion:
                    framework.criterion(question.criterion)
                title = question.title or question.name
                added[question.item] = Item(question.item, question.criterion or None, question.scale, title)
    return replace(framework, items=framework.items + tuple(added.values())) if added else framework


def is_about_dilemma(item: str, framework: Framework) -> bool:
    """Tell whether an item asks about a dilemma: ``<dilemma>.importance`` or ``<dilemma>.settled``."""
    dilemma, _, what = item.rpartition(".")
    return what in ("importance", "settled") and dilemma in [one.id for one in framework.dilemmas]


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
    people = []
    for source in sources:
        names = [question.name for question in _questions(source.survey, framework)]
        found, remarks = find_respondents(source, plan, names)
        people.append(found)
        notes += remarks
    if people:
        check_respondents(pd.concat(people, ignore_index=True), plan)
    answers = [_answers(source, framework) for source in sources]
    _check_labels(sources, framework)
    frames = [_long(who, what, framework, plan) for who, what in zip(people, answers, strict=True)]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*RESPONSES, "position"])
    notes += _never_asked(table, framework) if len(table) else []
    return _typed(table, plan, framework, _levels(table, sources, framework)), notes


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
    frames = [_one(source.survey, question, framework) for question in _questions(source.survey, framework)]
    double = pd.Series([frame["item"].iloc[0] for frame in frames if len(frame)]).value_counts()
    if (double > 1).any():
        raise EvalkitError(
            f"two questions are tied to the item {double.index[0]!r}",
            "Tie each item to one question in the codebook.",
            where=place(source.file),
        )
    return pd.concat(frames, ignore_index=True)


def _one(survey: Survey, question: Question, framework: Framework) -> pd.DataFrame:
    cells = item_values(survey, question.name, scales=framework.scales)
    states = survey.states[question.name]
    at = states.index.get_indexer(pd.Index(cells["row"]))
    share, label = np.full(len(states), np.nan), np.full(len(states), None, dtype=object)
    share[at] = cells["position"] / (cells["points"] - 1)
    label[at] = cells["label"]
    turned = framework.item(question.item).reverse or question.reverse
    return pd.DataFrame(
        {
            "row": states.index,
            "item": question.item,
            "answer": label,
            "position": share,
            "value": 100 * (1 - share if turned else share),
            "state": states.to_numpy(dtype=object),
        }
    )


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
    seen: dict[str, tuple[str, Question]] = {}
    for source in sources:
        for question in _questions(source.survey, framework):
            file, before = seen.setdefault(question.item, (source.file, question))
            if not _same_answers(question, before, framework):
                one, other = (", ".join(_ladder(q, framework)) for q in (question, before))
                raise EvalkitError(
                    f"item {question.item!r} has the answers {one}, but in {file} {other}",
                    "Give both files the same categories: in their codebooks.",
                    where=place(source.file),
                )


def _ladder(question: Question, framework: Framework) -> tuple[str, ...]:
    """Return a question's possible answers, lowest first, as far as they are known."""
    scale = framework.scales.get(question.scale)
    return question.labels or (next(iter(scale.labels.values())) if scale else ())


def _same_answers(one: Question, other: Question, framework: Framework) -> bool:
    if one.scale and one.scale == other.scale:
        return True
    ladders = [[_fold(label) for label in _ladder(question, framework)] for question in (one, other)]
    return not all(ladders) or ladders[0] == ladders[1]


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()


def _never_asked(table: pd.DataFrame, framework: Framework) -> list[str]:
    asked = set(table.loc[~table["state"].isin(["not_asked", "not_due"]), "criterion"])
    never = [framework.label(c, "en", short=True) for c in framework.criterion_ids if c not in asked]
    return [f"Never asked about: {', '.join(never)}."] if never else []


def _typed(table: pd.DataFrame, plan: Plan, framework: Framework, levels: Sequence[str]) -> pd.DataFrame:
    """Give every column its type, the answers ordered from lowest to highest."""
    known = {_fold(level): level for level in levels}
    table = table.assign(
        study=plan.id,
        wave=ordered(table["wave"], [wave.id for wave in plan.waves]),
        party=ordered(table["party"], [party.id for party in plan.parties]),
        respondent=table["respondent"].astype("str"),
        item=ordered(table["item"], framework.item_ids),
        criterion=ordered(table["criterion"], framework.criterion_ids),
        phase=ordered(table["phase"], PHASES),
        answer=ordered([known[_fold(a)] if isinstance(a, str) else None for a in table["answer"]], levels),
        value=table["value"].astype(float),
        state=pd.Categorical(table["state"], categories=STATES),
    )
    order = ["wave", "party", "respondent", "item"]
    return table.sort_values(order, kind="stable")[list(RESPONSES)].reset_index(drop=True)


def _levels(table: pd.DataFrame, sources: Sequence[Source], framework: Framework) -> list[str]:
    """Return every answer that could be or was given, each once, from lowest to highest."""
    places: dict[str, tuple[float, str]] = {}
    for source in sources:
        for question in _questions(source.survey, framework):
            ladder = _ladder(question, framework)
            for step, label in enumerate(ladder):
                places.setdefault(_fold(label), (step / max(len(ladder) - 1, 1), label))
    given = table.loc[table["answer"].notna(), ["answer", "position"]].drop_duplicates("answer")
    for label, position in given.itertuples(index=False):
        places.setdefault(_fold(label), (position, label))
    return [label for _, label in sorted(places.values(), key=lambda place: place[0])]
