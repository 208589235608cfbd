"""Google Forms: a time stamp first; several answers joined by `, ` in a sheet, by `;` in a CSV from Forms.

A comma is ambiguous where an option holds one: pieces that come back in other cells are taken as options, and
the report says so; the codebook's categories settle it. The rows of a grid, `question [row]`, share their
options. A quiz has a score, and beside each question `question [Score]` and `question [Feedback]`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from evalkit.survey.cells import fold, stacked
from evalkit.survey.joined import bare_options, joined_options, said_double, said_of_written, split_into
from evalkit.survey.naming import short_name
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.words import told

TITLE = "Google Forms"
_STAMP = own_words("googleforms", "stamp")
_WHEN = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T]+\d{1,2}[:.]\d\d([:.]\d\d)?.*")
_GRID = re.compile(r"(?P<question>.+?) ?\[(?P<row>[^\[\]]+)\]", re.DOTALL)
_SCORE = re.compile(r"\d+(?:[.,]\d+)? / \d+(?:[.,]\d+)?")


def sniff(source: Source) -> str:
    """Look for a time stamp as the first column."""
    head = source.head
    if len(head) < 1 or not head[0] or fold(head[0][0]) not in _STAMP:
        return ""
    when = [line[0] for line in head[1:] if line and line[0]]
    sign = told("reading.sign.first", name=repr(head[0][0]))
    return sign if not when or _WHEN.match(when[0]) else ""


def parse(source: Source) -> Parsed:
    """Read a response sheet."""
    table = source.tables[0]
    grid = table.body(1)
    variables = plain_variables(table, grid, table.head[0])
    headings = {fold(variable.source) for variable in variables}
    system = [n == 0 or _is_marking(v, headings) for n, v in enumerate(variables)]
    asked = [v for v, own in zip(variables, system, strict=True) if not own]
    grids = Counter(_question(variable) for variable in asked)
    options = {name: _options([v for v in asked if _question(v) == name]) for name in grids}
    read = iter([_variable(v, grids, options[_question(v)]) for v in asked])
    result = [
        replace(v, role="status") if own else next(read) for v, own in zip(variables, system, strict=True)
    ]
    return parsed(table, grid, result, [*said_double(table.head[0]), *_said(result)])


def _question(variable: Variable) -> str:
    """Return the question of a grid's row, or the question itself."""
    match = _GRID.fullmatch(variable.source)
    return match["question"] if match else variable.source


def _is_marking(variable: Variable, headings: set[str]) -> bool:
    """Tell whether a column is a quiz's score, or what was marked beside a question that is there too."""
    match = _GRID.fullmatch(variable.source)
    texts = variable.cells.few
    return bool(match and fold(match["question"]) in headings) or bool(
        texts and all(map(_SCORE.fullmatch, texts))
    )


def _options(variables: list[Variable]) -> tuple[str, list[str]]:
    """Find how the answers of a question, or of all rows of a grid, are joined, and the options."""
    cells = stacked([variable.cells for variable in variables])
    if bare := bare_options(cells):
        return ";", bare
    return ", ", joined_options(cells, ", ") or []


def _variable(variable: Variable, grids: Counter[str], joined: tuple[str, list[str]]) -> Variable:
    separator, options = joined
    if grids[_question(variable)] > 1 and _question(variable) != variable.source:
        variable = replace(variable, title=variable.source, group=short_name(_question(variable)))
    return split_into(variable, separator, options) if options else variable


def _said(variables: list[Variable]) -> list[str]:
    """Say where cells were cut at a mark that an option may hold."""
    commas = [repr(variable.source) for variable in variables if variable.split == ", "]
    said = [told("reading.cut", columns=", ".join(commas))] if commas else []
    return [*said, *(line for v in variables if v.split == ";" for line in said_of_written(v))]
