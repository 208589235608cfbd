"""LimeSurvey's tick boxes: every part answered by yes and no, beside what was written under 'other'."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from evalkit.survey.cells import fold
from evalkit.survey.ticks import beside
from evalkit.survey.variable import Variable

_OTHER = re.compile(r"\[(?:other|andet|andre|sonstiges|annet|annat|autre)\]", re.IGNORECASE)
_COMMENT = re.compile(r"(?:comment|kommentar|bemerkung)\]$", re.IGNORECASE)
YES, NO = ("yes", "ja", "y", "oui", "sí", "1"), ("no", "nej", "nein", "nei", "n", "non", "0", "")
_TURNED_TO = {"1", "2"}  # what Yes and No may be turned to


def with_ticks(variables: list[Variable]) -> list[Variable]:
    """Mark the questions whose every part is answered by yes and no alone as tick boxes."""
    groups: dict[str, list[Variable]] = {}
    for variable in variables:
        if variable.group and not _is_comment(variable):
            groups.setdefault(variable.group, []).append(variable)
    extra = {variable.group for variable in variables if variable.group and _is_comment(variable)}
    ticks = {g for g, parts in groups.items() if _are_ticks(parts) or (g in extra and _are_turned(parts))}
    written = {v.group: v.cells for v in variables if _is_other(v)}
    return [
        replace(
            v,
            cells=beside(v.cells, written.get(v.group)),
            tick=True,
            ticked=YES,
            unticked=(*NO, "2"),
            tells=True,
            title=_option(v),
            choice=v.aliases[0][len(v.group) + 1 : -1],
        )
        if v.group in ticks and not _is_comment(v)
        else v
        for v in variables
    ]


def _is_comment(variable: Variable) -> bool:
    return _is_other(variable) or bool(_COMMENT.search(variable.aliases[0]))


def _is_other(variable: Variable) -> bool:
    return bool(_OTHER.search(variable.aliases[0]))


def _are_ticks(parts: list[Variable]) -> bool:
    answers = {fold(text) for part in parts for text in part.cells.few} - {"n/a"}
    few = all(len(part.cells.uniques) <= 3 for part in parts)
    words = few and len(parts) > 1 and bool(answers & set(YES)) and answers <= {*YES, *NO}
    return words and (not answers & set(NO) or _go_together(parts))


def _are_turned(parts: list[Variable]) -> bool:
    """Tell whether yes and no were turned to 1 and 2, which only tick boxes have beside what was written."""
    answers = {text for part in parts for text in part.cells.texts.iloc[:3]}
    return "1" in answers and answers <= _TURNED_TO and _go_together(parts)


def _go_together(parts: list[Variable]) -> bool:
    """Tell whether all or none of the parts are filled: a grid's rows of yes and no need not be."""
    filled = np.column_stack([~part.cells.is_empty for part in parts])
    return bool((filled.all(axis=1) | ~filled.any(axis=1)).all())


def _option(variable: Variable) -> str:
    """Take the option out of `question [option]`."""
    match = re.fullmatch(r".*\[(.*)\]", variable.title, re.DOTALL)
    return match[1] if match else variable.title
