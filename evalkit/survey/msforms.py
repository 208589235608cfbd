"""Microsoft Forms: a workbook with Forms' own columns first; several answers as `one;two;` in a cell."""

from __future__ import annotations

from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.naming import squeeze
from evalkit.survey.source import Source
from evalkit.survey.ticks import parts
from evalkit.survey.variable import Parsed, Variable, plain_variables
from evalkit.words import told

TITLE = "Microsoft Forms"
_START = {
    "start time", "starttidspunkt", "starttid", "start tid", "startzeit", "heure de début", "hora de inicio",
    "begintijd",
}  # fmt: skip
_END = {
    "completion time", "fuldførelsestidspunkt", "færdiggørelsestidspunkt", "afslutningstidspunkt",
    "sluttidspunkt",
    "fullføringstidspunkt", "fullført tid", "slutförandetid", "fertigstellungszeit", "heure de fin",
    "tid for fuldførelse",
    "hora de finalización", "tijd van voltooien", "afsluttet", "fuldført", "fuldførelsestid",
    "tidspunkt for fuldførelse",
}  # fmt: skip
_SYSTEM = _START | _END | {
    "id", "email", "mail", "e-mail", "name", "navn", "last modified time", "language", "sprog",
    "total points", "point i alt",
    "quiz feedback", "tidspunkt for seneste ændring", "seneste ændring", "tidspunkt for sidste ændring",
    "grade posted time",
}  # fmt: skip


def sniff(source: Source) -> str:
    """Look for an id, a start time and a completion time, in that order."""
    first = [fold(heading) for heading in source.headings[:6]]
    if not first or first[0] != "id" or not _START & set(first):
        return ""
    end = _END & set(first)
    beside = {"email", "mail", "e-mail", "name", "navn"} & set(first)
    return told("reading.sign.columns", names=", ".join(first[:3])) if end or beside else ""


def parse(source: Source) -> Parsed:
    """Read a workbook or CSV."""
    table = source.tables[0]
    grid = table.body(1)
    variables = [_variable(v, n) for n, v in enumerate(plain_variables(table, grid, table.head[0]))]
    return Parsed(table.name, grid.rows, variables, tuple(_said_double(table.head[0])))


def _variable(variable: Variable, number: int) -> Variable:
    if number < 8 and fold(variable.source) in _SYSTEM:
        return replace(variable, role="status")
    texts = variable.cells.few or variable.cells.texts.tolist()[:5000]
    if not texts or not all(text.endswith(";") for text in texts):
        return variable
    options = list(dict.fromkeys(part for text in texts for part in parts(text, ";")))
    return replace(variable, split=";", values=dict(zip(options, options, strict=True)))


def _said_double(headings: list[str]) -> list[str]:
    """Say which headings differ only in blanks or case, or not at all."""
    seen: dict[str, str] = {}
    double = []
    for heading in headings:
        key = fold(heading)
        if key and key in seen:
            double.append(squeeze(heading))
        seen[key] = heading
    return [f"Asked more than once: {', '.join(map(repr, double))}; told apart by _2, _3."] if double else []
