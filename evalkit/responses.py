"""From survey exports to the one responses table.

A survey has a row for each respondent and a column for each question, named and coded as the tool liked.
The responses table has a row for each respondent, item and wave, complete whatever the state: answered,
don't know, skipped, not asked and not due are five different things and stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import PHASES, Framework, Item
from evalkit.questions import Question, check_files, fold_answer, ladder_of, questions_of
from evalkit.respondents import Source, check_respondents, find_respondents
from evalkit.studyfile import Plan
from evalkit.survey import Survey, item_values
from evalkit.tables import RESPONSES, STATES, ordered
from evalkit.words import told


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
        for question in questions_of(survey, framework):
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
    notes, people = check_files(sources, framework, plan), []
    for source in sources:
        names = [question.name for question in questions_of(source.survey, framework)]
        found, remarks = find_respondents(source, plan, names)
        people.append(found)
        notes += remarks
    if people:
        check_respondents(pd.concat(people, ignore_index=True), plan)
    answers = [_answers(source, framework) for source in sources]
    frames = [_long(who, what, framework, plan) for who, what in zip(people, answers, strict=True)]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*RESPONSES, "position"])
    notes += _never_asked(table, framework) if len(table) else []
    return _typed(table, plan, framework, _levels(table, sources, framework)), notes


def _answers(source: Source, framework: Framework) -> pd.DataFrame:
    """Return row, item, answer, position, points, value and state of every mapped question."""
    frames = [_one(source.survey, question, framework) for question in questions_of(source.survey, framework)]
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


def _never_asked(table: pd.DataFrame, framework: Framework) -> list[str]:
    asked = set(table.loc[~table["state"].isin(["not_asked", "not_due"]), "criterion"])
    never = [one.short or one.label for one in framework.criteria if one.id not in asked]
    return [told("reading.never_asked", criteria=never)] if never else []


def _typed(table: pd.DataFrame, plan: Plan, framework: Framework, levels: Sequence[str]) -> pd.DataFrame:
    """Give every column its type, the answers ordered from lowest to highest."""
    known = {fold_answer(level): level for level in levels}
    table = table.assign(
        study=plan.id,
        wave=ordered(table["wave"], [wave.id for wave in plan.waves]),
        party=ordered(table["party"], [party.id for party in plan.parties]),
        respondent=table["respondent"].astype("str"),
        item=ordered(table["item"], framework.item_ids),
        criterion=ordered(table["criterion"], framework.criterion_ids),
        phase=ordered(table["phase"], PHASES),
        answer=ordered(
            [known[fold_answer(a)] if isinstance(a, str) else None for a in table["answer"]], levels
        ),
        value=table["value"].astype(float),
        state=pd.Categorical(table["state"], categories=STATES),
    )
    return table[list(RESPONSES)]


def _levels(table: pd.DataFrame, sources: Sequence[Source], framework: Framework) -> list[str]:
    """Return every answer that could be or was given, each once, from lowest to highest."""
    places: dict[str, tuple[float, str]] = {}
    for source in sources:
        for question in questions_of(source.survey, framework):
            ladder = ladder_of(question, framework)
            for step, label in enumerate(ladder):
                places.setdefault(fold_answer(label), (step / max(len(ladder) - 1, 1), label))
    given = table.loc[table["answer"].notna(), ["answer", "position"]].drop_duplicates("answer")
    for label, position in given.itertuples(index=False):
        places.setdefault(fold_answer(label), (position, label))
    return [label for _, label in sorted(places.values(), key=lambda place: place[0])]
