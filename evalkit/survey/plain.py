"""CSV, TSV, Excel, ODS or JSON with one line of headings, written by no survey tool in particular."""

from __future__ import annotations

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import fold
from evalkit.survey.naming import squeeze
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed, plain_variables

TITLE = "a plain table"


def sniff(source: Source) -> str:
    """Say that it is a table."""
    return "one line of headings" if source.head else ""


def parse(source: Source) -> Parsed:
    """Read the first table; the first line holds the headings."""
    if not source.tables:
        raise EvalkitError("there is no table in it", "Export it as CSV or Excel.", where=place(source.path))
    table = source.tables[0]
    headings = table.head[0]
    check_headings(headings, table.name)
    grid = table.body(1)
    others = [other.sheet for other in source.tables[1:]]
    said = (
        [f"{table.name}: sheet {table.sheet!r} read, {', '.join(map(repr, others))} left out."]
        if others
        else []
    )
    return Parsed(table.name, grid.rows, plain_variables(table, grid, headings), tuple(said))


def check_headings(headings: list[str], name: str) -> None:
    """Raise if two headings differ only in case or blanks, so that nobody can tell them apart."""
    seen: dict[str, str] = {}
    for heading in headings:
        key = fold(heading)
        if key and key in seen and seen[key] != heading:
            raise EvalkitError(
                f"two headings differ only in blanks or case: {seen[key]!r} and {heading!r}",
                "Give one of them another name in the survey tool.",
                where=place(name, row=1, column=squeeze(heading)),
            )
        seen[key] = heading
