"""Qualtrics' multi-select: one column for each option, or all of them in one cell."""

from __future__ import annotations

import re
from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.joined import joined_options, split_into
from evalkit.survey.naming import own_parts
from evalkit.survey.variable import Variable

SEEN = "-99"
_ENOUGH = 10  # respondents, from which columns with one answer each, all different, must be tick boxes
_CODES = re.compile(r"-?(?:0|[1-9]\d*)(?:,-?(?:0|[1-9]\d*))*")


def find_joined(variable: Variable) -> Variable:
    """Recognise several answers in a cell: `1,3,4`, or option texts parted by commas."""
    free = variable.name.endswith("_TEXT") or any(alias.endswith("_TEXT") for alias in variable.aliases)
    cells = variable.cells
    if free or not cells.is_text or not cells.texts.str.contains(",", regex=False).any():
        return variable
    if cells.texts.str.fullmatch(_CODES).all():
        return replace(variable, split=",")
    options = joined_options(cells, ",")
    return split_into(variable, ",", options) if options else variable


def with_ticks(variables: list[Variable]) -> list[Variable]:
    """Mark the columns of a question that can only hold their own option."""
    groups: dict[str, list[Variable]] = {}
    for variable in variables:
        if variable.group and not variable.name.endswith("_TEXT") and not variable.split:
            groups.setdefault(variable.group, []).append(variable)
    options = {
        v.name: option
        for parts in groups.values()
        if _are_ticks(parts)
        for v, option in zip(parts, own_parts([part.title for part in parts], "-")[1], strict=True)
    }
    return [
        replace(v, tick=True, ticked=_answers(v), title=options[v.name], group=re.sub(r"_\d+$", "", v.name))
        if v.name in options
        else v
        for v in variables
    ]


def _answers(variable: Variable) -> tuple[str, ...]:
    """Return what was answered; in a multi-select, 0 may be recorded for an option that was seen."""
    nothing = (SEEN, "0") if "Selected Choice" in variable.title else (SEEN,)
    return tuple(text for text in variable.cells.few if text not in nothing)


def _are_ticks(parts: list[Variable]) -> bool:
    answers = [set(_answers(part)) for part in parts]
    rows = len(parts[0].cells)
    if len(parts) < 2 or any(len(answer) > 1 for answer in answers) or not any(answers):
        return False
    if all(part.choice for part in parts):
        return True
    own = [
        fold(part.title).endswith(fold(text))
        for part, answer in zip(parts, answers, strict=True)
        for text in answer
    ]
    ones = all(answer <= {"1"} for answer in answers)
    different = [text for answer in answers for text in answer]
    apart = rows >= _ENOUGH and len(set(different)) == len(different) > 1
    return all(own) or apart or (ones and rows > 1)
