"""EUSurvey: some lines about the export, then one line of headings; several answers as `a; b` or `a;b`.

Rows of a matrix are headed `matrix: row`. Where the export split its multiple choices, the question's own
column is empty and a column of Yes and No for each answer follows it; nobody knows No from not asked. From
the 255th column on, the sheet Content goes on in Content1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.joined import bare_options, joined_options, split_into
from evalkit.survey.naming import short_name, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.table import Table
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.survey.xactparts import open_dataset
from evalkit.words import told

TITLE = "EUSurvey"
_SIGNS = own_words("eusurvey", "own")
_YES_NO = {"yes", "no"}


def sniff(source: Source) -> str:
    """Look for EUSurvey's own columns in one of the first lines."""
    tables = _sheets(source.tables)
    line = _heading_line(tables)
    found = _SIGNS & {fold(cell) for table in tables for cell in _line(table, line or 0)}
    return "" if line is None else told("reading.sign.columns", names=", ".join(sorted(found)))


def parse(source: Source) -> Parsed:
    """Read an export."""
    tables = _sheets(source.tables)
    table, line = tables[0], _heading_line(tables) or 0
    headings, grid = open_dataset(tables, line + 1)
    variables = [_marked(variable) for variable in plain_variables(table, grid, headings)]
    above = ", ".join(repr(" ".join(filter(None, cells))) for cells in table.head[:line])
    said = [told("reading.above", file=table.name, text=above)] if line else []
    return parsed(table, grid, _grouped(_ticked(variables)), said)


def _sheets(tables: Sequence[Table]) -> Sequence[Table]:
    """Return the sheets that go side by side."""
    return [table for table in tables if re.fullmatch(r"Content\d*", table.sheet)] or tables[:1]


def _line(table: Table, number: int) -> list[str]:
    return table.head[number] if number < len(table.head) else []


def _heading_line(tables: Sequence[Table]) -> int | None:
    for number in range(8):
        cells = {fold(cell) for table in tables for cell in _line(table, number)}
        if len(cells & _SIGNS) >= 3 and ("contribution id" in cells or "contributionid" in cells):
            return number
    return None


def _marked(variable: Variable) -> Variable:
    """Mark EUSurvey's own columns, and those whose cells hold several answers."""
    if fold(variable.source) in _SIGNS | {"total score"}:
        return replace(variable, role="status")
    options = bare_options(variable.cells) or joined_options(variable.cells, "; ")
    return split_into(variable, ";", options) if options else variable


def _ticked(variables: list[Variable]) -> list[Variable]:
    """Make tick boxes of the columns of Yes and No that follow their question's empty column."""
    result: list[Variable] = []
    question: Variable | None = None
    for number, variable in enumerate(variables):
        if question and _is_box(variable):
            result.append(_box(question, variable))
            continue
        after = variables[number + 1 : number + 3]
        empty = not len(variable.cells.uniques) and not variable.role
        question = variable if empty and len(after) == 2 and all(map(_is_box, after)) else None
        result += [] if question else [variable]
    names = unique_names(variable.name for variable in result)
    return [replace(variable, name=name) for variable, name in zip(result, names, strict=True)]


def _box(question: Variable, variable: Variable) -> Variable:
    option, group = variable.source, short_name(question.source)
    return replace(
        variable, name=f"{group}[{option_name(option)}]", source=f"{question.source}: {option}", title=option,
        group=group, tick=True, ticked=("yes",), unticked=("no",),
    )  # fmt: skip


def _is_box(variable: Variable) -> bool:
    return {fold(text) for text in variable.cells.few} in (_YES_NO, {"yes"}, {"no"})


def _grouped(variables: list[Variable]) -> list[Variable]:
    """Give the rows of a matrix their matrix."""
    stems = Counter(v.source.partition(": ")[0] for v in variables if ": " in v.source)
    return [
        replace(v, group=short_name(v.source.partition(": ")[0]))
        if ": " in v.source and stems[v.source.partition(": ")[0]] > 1 and not v.tick
        else v
        for v in variables
    ]
