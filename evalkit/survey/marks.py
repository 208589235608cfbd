"""What R, pandas, Stata, a database or Excel writes for an empty cell: NA, NaN, NULL, a point, #N/A.

In a column of words NA may be an answer. But where it stands among numbers or dates, the file says what it
means, and then it means that in every column, unless the others in it are codes like itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalkit.survey.cells import NumberCells
from evalkit.survey.decide import without
from evalkit.survey.kinds import of_texts
from evalkit.survey.variable import Variable
from evalkit.words import some, told

_MARKS = ("NA", "<NA>", "NaN", "nan", "NaT", "NULL", "null", ".",
          "#N/A", "#NULL!", "#VALUE!", "#DIV/0!", "#REF!", "#NUM!")  # fmt: skip
_NUMBERS = ("integer", "number", "date")


def without_marks(variables: Sequence[Variable], report: list[str]) -> list[Variable]:
    """Empty the cells that hold what the file writes for nothing, and say which and how it is known."""
    proven: dict[str, list[str]] = {}
    for variable in variables:
        for mark in _among_numbers(variable):
            proven.setdefault(mark, []).append(variable.name)
    for mark, names in _alone(variables).items():
        if len(names) > 1:  # one question of nothing but NA may be about Namibia
            proven.setdefault(mark, names)
    report += [told("reading.mark", mark=repr(mark), names=some(names)) for mark, names in proven.items()]
    return [_emptied(variable, [*proven]) if proven else variable for variable in variables]


def _among_numbers(variable: Variable) -> list[str]:
    """Return the marks in a column that would be numbers or dates without them."""
    if isinstance(variable.cells, NumberCells) or variable.values or variable.missing or variable.tick:
        return []
    texts = variable.cells.texts
    held = texts.isin(_MARKS)
    if not held.any() or held.all() or of_texts(texts[~held])[0] not in _NUMBERS:
        return []
    return texts[held].tolist()


def _alone(variables: Sequence[Variable]) -> dict[str, list[str]]:
    """Return the marks that are all there is in some columns."""
    found: dict[str, list[str]] = {}
    for variable in variables:
        few = [] if isinstance(variable.cells, NumberCells) or variable.tick else variable.cells.few
        if len(few) == 1 and few[0] in _MARKS:
            found.setdefault(few[0], []).append(variable.name)
    return found


def _emptied(variable: Variable, marks: list[str]) -> Variable:
    if isinstance(variable.cells, NumberCells) or {*marks} & {*variable.values, *variable.missing}:
        return variable
    texts = variable.cells.texts
    held = texts.isin(marks).to_numpy()
    if held.any() and not held.all() and texts.str.fullmatch("[A-Z]{2,3}").all():
        return variable  # codes of countries, of which NA is one
    return replace(variable, cells=without(variable.cells, held)) if held.any() else variable
