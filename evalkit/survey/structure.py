"""What a survey tool says about its own questions: LimeSurvey's .lss, an XLSForm, a REDCap dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evalkit.survey.cells import fold
from evalkit.survey.naming import short_name
from evalkit.survey.variable import Parsed, Variable
from evalkit.words import told

_TICKS = {"1", "2", "0", "y", "n", "yes", "no"}


@dataclass(frozen=True)
class Question:
    """One question of the form."""

    name: str
    title: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)  # tick boxes: code to label
    filtered: bool = False  # asked of some only
    free: bool = False  # open text
    split: str = ""  # several answers in a cell, if they aren't columns of their own
    personal: bool = False  # says who somebody is


@dataclass(frozen=True)
class Structure:
    """A form's questions by folded name."""

    title: str
    questions: Mapping[str, Question]


def lay_over(parsed: Parsed, structure: Structure) -> Parsed:
    """Give variables the titles, labels and filters of the form.

    Parameters
    ----------
    parsed : Parsed
    structure : Structure

    Returns
    -------
    Parsed
    """
    groups = {fold(v.group) for v in parsed.variables if v.tick}
    questions = _findable(structure.questions)
    variables = [_laid_over(variable, questions, groups) for variable in parsed.variables]
    found = sum(new is not old for new, old in zip(variables, parsed.variables, strict=True))
    said = told("reading.structure", title=structure.title, n=len(structure.questions), found=found)
    return replace(parsed, variables=variables, report=(*parsed.report, said))


def _findable(questions: Mapping[str, Question]) -> dict[str, Question]:
    """Index questions by name and, as exports with labels need it, by a title that only one of them has."""
    titles = Counter(fold(question.title) for question in questions.values())
    single = [q for q in questions.values() if q.title and titles[fold(q.title)] == 1]
    by_title = {fold(key): q for q in single for key in (q.title, short_name(q.title))}
    return {**by_title, **questions}


def _laid_over(variable: Variable, questions: Mapping[str, Question], groups: set[str]) -> Variable:
    if variable.tick:
        question = questions.get(fold(variable.group))
        if question is None:
            return variable
        label = question.options.get(variable.choice) or question.values.get(variable.choice)
        return replace(variable, title=label or variable.title, empty=_empty(question, variable))
    question = next((questions[fold(key)] for key in _keys(variable) if fold(key) in questions), None)
    if question is None and variable.group:
        return _ticked(variable, questions.get(fold(variable.group)))
    if question is None or variable.role == "status":
        return variable
    split = question.split if fold(variable.name) not in groups else ""
    return replace(
        variable,
        title=question.title or variable.title,
        values=question.values or (question.options if split else {}) or variable.values,
        split=split,
        empty=_empty(question, variable),
        missing={code: (label, _empty(question, variable)) for code, (label, _) in variable.missing.items()}
        if question.filtered
        else variable.missing,
        role=_role(question, variable),
    )


def _ticked(variable: Variable, question: Question | None) -> Variable:
    """Make a tick box of an option of the form's, whatever yes and no were turned to."""
    part = re.fullmatch(r".*\[([^\[\]]+)\]", variable.aliases[0] if variable.aliases else "")
    label = question.options.get(part[1]) if question and part else None
    if question is None or label is None or not {fold(text) for text in variable.cells.few} <= _TICKS:
        return variable
    return replace(
        variable, title=label, tick=True, ticked=("1", "y", "yes"), unticked=("0", "2", "n", "no"),
        tells=True, empty=_empty(question, variable),
    )  # fmt: skip


def _role(question: Question, variable: Variable) -> str:
    if variable.role == "respondent":
        return variable.role
    return "personal" if question.personal else "text" if question.free else variable.role


def _keys(variable: Variable) -> tuple[str, ...]:
    return (variable.name, variable.source, *variable.aliases)


def _empty(question: Question, variable: Variable) -> str:
    return "not_asked" if question.filtered else variable.empty
