"""Google Forms: a time stamp first; several answers joined by `, ` in a cell.

That is ambiguous where an option holds a comma: pieces that come back in other cells are taken as options,
and the report says so; the codebook's categories settle it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.joined import joined_options
from evalkit.survey.naming import short_name
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed, Variable, plain_variables

TITLE = "Google Forms"
_STAMP = {
    "timestamp", "tidsstempel", "tidspunkt", "tidsstämpel", "zeitstempel", "horodateur", "marca temporal",
    "informazioni cronologiche", "tijdstempel", "carimbo de data/hora",
}  # fmt: skip
_WHEN = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T]+\d{1,2}[:.]\d\d([:.]\d\d)?.*")
_GRID = re.compile(r"(?P<question>.+?) ?\[(?P<row>[^\[\]]+)\]", re.DOTALL)


def sniff(source: Source) -> str:
    """Look for a time stamp as the first column."""
    head = source.head
    if len(head) < 1 or not head[0] or fold(head[0][0]) not in _STAMP:
        return ""
    when = [line[0] for line in head[1:] if line and line[0]]
    return f"first column {head[0][0]!r}" if not when or _WHEN.match(when[0]) else ""


def parse(source: Source) -> Parsed:
    """Read a response sheet."""
    table = source.tables[0]
    grid = table.body(1)
    variables = plain_variables(table, grid, table.head[0])
    grids = Counter(match["question"] for v in variables if (match := _GRID.fullmatch(v.source)))
    stamped = [replace(v, role="status") if n == 0 else _variable(v, grids) for n, v in enumerate(variables)]
    report = [
        f"{v.source!r}: cut at ', ' into {len(v.values)} options; if one of them holds a comma, "
        "list them under categories: in the codebook."
        for v in stamped
        if v.split
    ]
    double = [h for h, n in Counter(fold(h) for h in table.head[0] if h).items() if n > 1]
    report += (
        [f"Asked more than once: {', '.join(map(repr, double))}; told apart by _2, _3."] if double else []
    )
    return Parsed(table.name, grid.rows, stamped, tuple(report))


def _variable(variable: Variable, grids: Counter[str]) -> Variable:
    match = _GRID.fullmatch(variable.source)
    if match and grids[match["question"]] > 1:
        return replace(variable, title=variable.source, group=short_name(match["question"]))
    options = joined_options(variable.cells, ", ")
    if not options:
        return variable
    return replace(variable, split=", ", values=dict(zip(options, options, strict=True)))
