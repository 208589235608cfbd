"""EUSurvey: a few lines about the export, then one line of headings; several answers as `; ` in a cell."""

from __future__ import annotations

from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.joined import joined_options, split_into
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.words import told

TITLE = "EUSurvey"
_SIGNS = {
    "contribution id", "invitation number", "creation date", "last update", "languages", "user name",
    "alias", "language",
    "contributionid", "submission date", "bidrags-id",
}  # fmt: skip


def sniff(source: Source) -> str:
    """Look for EUSurvey's own columns in one of the first lines."""
    line = _heading_line(source.head)
    found = _SIGNS & {fold(cell) for cell in source.head[line]} if line is not None else set()
    return told("reading.sign.columns", names=", ".join(sorted(found))) if found else ""


def parse(source: Source) -> Parsed:
    """Read an export."""
    table = source.tables[0]
    line = _heading_line(table.head) or 0
    grid = table.body(line + 1)
    variables = [_split(variable) for variable in plain_variables(table, grid, table.head[line])]
    system = [replace(v, role="status") if fold(v.source) in _SIGNS else v for v in variables]
    above = ", ".join(repr(" ".join(filter(None, cells))) for cells in table.head[:line])
    said = [told("reading.above", file=table.name, text=above)] if line else []
    return parsed(table, grid, system, said)


def _split(variable: Variable) -> Variable:
    """Mark a variable whose cells hold several answers."""
    options = joined_options(variable.cells, "; ")
    return split_into(variable, ";", options) if options else variable


def _heading_line(head: list[list[str]]) -> int | None:
    for number, line in enumerate(head[:8]):
        cells = {fold(cell) for cell in line}
        if len(cells & _SIGNS) >= 3 and ("contribution id" in cells or "contributionid" in cells):
            return number
    return None
