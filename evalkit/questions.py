"""The questions of a survey that belong to the framework, and whether a study's files ask the same.

What one file has and another lacks may be a question that wasn't asked, which is said, or one that was
renamed, which is an error: its answers would be lost without a word. It is taken for renamed if the other
file alone has a question that no field claims, and that has the same text or could have the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evalkit.errors import EvalkitError, place
from evalkit.framework import Framework
from evalkit.respondents import Source
from evalkit.studyfile import Plan
from evalkit.survey import Survey
from evalkit.words import told

LIKE = 0.75  # names and texts as near as this are taken to be of one column


@dataclass(frozen=True)
class Question:
    """A survey variable, with the item of the framework that it belongs to, if any."""

    name: str
    item: str
    criterion: str
    scale: str
    title: str
    reverse: bool
    labels: tuple[str, ...]
    role: str = ""
    type: str = ""


def questions_of(survey: Survey, framework: Framework) -> list[Question]:
    """Return the questions tied to an item, or by name or criterion to one."""
    return [one for one in _all(survey, framework) if one.item and not one.role]


def ladder_of(question: Question, framework: Framework) -> tuple[str, ...]:
    """Return a question's possible answers, lowest first, as far as they are known."""
    scale = framework.scales.get(question.scale)
    return question.labels or (next(iter(scale.labels.values())) if scale else ())


def fold_answer(label: str) -> str:
    """Bring an answer to the form in which files are compared: case and blanks may differ."""
    return " ".join(label.split()).casefold()


def check_files(sources: Sequence[Source], framework: Framework, plan: Plan) -> list[str]:
    """Check that a study's files ask the same questions with the same answers.

    Parameters
    ----------
    sources : sequence of Source
    framework : Framework
    plan : Plan

    Returns
    -------
    list of str
        Sentences for the load report: what isn't asked in one file, where wordings of a scale differ.

    Raises
    ------
    EvalkitError
        If one item's answers disagree, or a question or column seems to be renamed without a mapping.
    """
    notes = _check_labels(sources, framework)
    for source in sources:
        others = [other for other in sources if other is not source]
        _check_ids(source, others, framework)
        notes += _check_items(source, others, framework, plan)
    return notes


def _all(survey: Survey, framework: Framework) -> Iterator[Question]:
    for row in survey.codebook.to_dict("records"):
        named = row["name"] in framework.item_ids or bool(row["criterion"])
        labels = tuple(str(label) for label in (row["values"] or {}).values())
        yield Question(
            row["name"], row["item"] or (row["name"] if named else ""), row["criterion"], row["scale"],
            row["title"], bool(row["reverse"]), labels, row["role"], row["type"],
        )  # fmt: skip


def _check_labels(sources: Sequence[Source], framework: Framework) -> list[str]:
    """Raise if one item has different answers in two files; say where a scale is worded differently."""
    seen: dict[str, tuple[str, Question]] = {}
    notes = []
    for source in sources:
        for question in questions_of(source.survey, framework):
            file, before = seen.setdefault(question.item, (source.file, question))
            one, other = (ladder_of(q, framework) for q in (question, before))
            if not one or not other or list(map(fold_answer, one)) == list(map(fold_answer, other)):
                continue
            if not question.scale or question.scale != before.scale:
                listed = [", ".join(labels) for labels in (one, other)]
                raise EvalkitError(
                    f"item {question.item!r} has the answers {listed[0]}, but in {file} {listed[1]}",
                    "Give both files the same categories: in their codebooks.",
                    where=place(source.file),
                )
            pairs = [f"{b!r} = {a!r}" for a, b in zip(one, other, strict=False)
                     if fold_answer(a) != fold_answer(b)]  # fmt: skip
            said = {"file": source.file, "other": file, "scale": question.scale, "pairs": ", ".join(pairs)}
            notes.append(told("reading.worded", **said))
    return list(dict.fromkeys(notes))


def _check_items(source: Source, others: Sequence[Source], framework: Framework, plan: Plan) -> list[str]:
    """Raise if an item that another file has seems to be renamed here; say if it isn't asked here."""
    here = {question.item for question in questions_of(source.survey, framework)}
    stages = [wave.stage for wave in plan.waves if source.entry.wave in (None, wave.id)]
    pairs, absent = [], []
    for other in others:
        for question in questions_of(other.survey, framework):
            if question.item in {*here, *absent} or not _is_due(question, stages, framework):
                continue
            absent.append(question.item)
            found = _renamed(question, source, other, framework)
            pairs += [f"{question.item!r} could be {found.name!r} ({_own_text(found)})"] if found else []
    if pairs:
        n, shown = len(pairs), "; ".join(pairs[:5]) + ("; ..." if len(pairs) > 5 else "")
        raise EvalkitError(
            f"{n} {'item' if n == 1 else 'items'} that other files ask about {'is' if n == 1 else 'are'} "
            f"missing here, but it has questions that no field claims: {shown}",
            "Write the new heading under the field's aliases: in the codebook; "
            "if it is another question, give it a field of its own.",
            where=place(source.file),
        )
    return [told("reading.not_asked_here", file=source.file, items=", ".join(absent))] if absent else []


def _is_due(question: Question, stages: Sequence[str], framework: Framework) -> bool:
    criterion = framework.item(question.item).criterion
    return not criterion or any(framework.is_due(criterion, stage) for stage in stages)


def _renamed(question: Question, here: Source, there: Source, framework: Framework) -> Question | None:
    """Return the question of one file that is likest to another file's item, if one could be it."""
    known = {key for one in _all(there.survey, framework) for key in (one.name, fold_answer(one.title))}
    found = [
        one for one in _free(here, framework)
        if fold_answer(one.title) == fold_answer(question.title)
        or (not {one.name, fold_answer(one.title)} & known and _same_answers(one, here, question, framework))
    ]  # fmt: skip
    return max(found, key=lambda one: _likeness(one, question), default=None)


def _free(source: Source, framework: Framework) -> list[Question]:
    """Return the questions of a file that nobody has said anything about."""
    free = (one for one in _all(source.survey, framework) if not one.item and not one.role)
    return [one for one in free if one.name not in source.claimed and one.type not in ("boolean", "date")]


def _same_answers(one: Question, here: Source, question: Question, framework: Framework) -> bool:
    ladder = ladder_of(question, framework)
    if one.scale or one.labels:
        own = set(map(fold_answer, ladder_of(one, framework)))
        return one.scale == question.scale or (bool(own) and own <= set(map(fold_answer, ladder)))
    answers = set(here.survey.data[one.name].dropna()) if one.type == "integer" else set()
    steps = set(range(len(ladder) + 1))
    return bool(answers & steps) and len(answers - steps) <= 1  # a code such as 9 may mean no answer


def _own_text(question: Question) -> str:
    """Return a question's text; in a grid the row's, since the stem is the same in every row."""
    return question.title.rpartition("[")[2].rstrip("] ")


def _likeness(one: Question, other: Question) -> float:
    texts = [fold_answer(_own_text(question)) for question in (one, other)]
    names = [question.name.casefold() for question in (one, other)]
    return max(SequenceMatcher(None, a, b).ratio() for a, b in (texts, names))


def _check_ids(source: Source, others: Sequence[Source], framework: Framework) -> None:
    """Raise if the column of respondents' ids seems to be renamed here."""
    questions = list(_all(source.survey, framework))
    if any(one.role == "respondent" for one in questions):
        return
    for other in others:
        ids = [one for one in _all(other.survey, framework) if one.role == "respondent"]
        near = [one for one in _free(source, framework) if ids and _likeness(one, ids[0]) >= LIKE]
        if near:
            raise EvalkitError(
                f"respondents are told apart by {ids[0].name!r} in {other.file}, but here no field claims "
                f"{near[0].name!r}, which could be it",
                "Write its heading under the field's aliases: in the codebook, or give it its own field.",
                where=place(source.file),
            )
