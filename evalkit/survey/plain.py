"""CSV, TSV, Excel, ODS or JSON with one line of headings, written by no survey tool in particular."""

from __future__ import annotations

import re
from dataclasses import replace

from evalkit.errors import EvalkitError, place
from evalkit.survey import qualtrics, surveymonkey
from evalkit.survey.cells import fold
from evalkit.survey.naming import squeeze
from evalkit.survey.source import Source
from evalkit.survey.table import JOINED
from evalkit.survey.variable import Parsed, parsed, plain_variables
from evalkit.words import told

TITLE = "a plain table"


def sniff(source: Source) -> str:
    """Say that it is a table."""
    if not source.head:
        return ""
    if _explained(source.head):
        return told("reading.sign.explained")
    return told("reading.sign.two_lines" if _two_lines(source.head) else "reading.sign.one_line")


def parse(source: Source) -> Parsed:
    """Read the first table; the first line holds the headings."""
    if not source.tables:
        raise EvalkitError("there is no table in it", "Export it as CSV or Excel.", where=place(source.path))
    table = source.tables[0]
    if _two_lines(table.head):
        return surveymonkey.parse_lines(table)
    if _explained(table.head):
        return qualtrics.parse_lines(table, 2)
    headings = table.head[0]
    check_headings(headings, table.name)
    grid = table.body(1)
    others = [other.sheet for other in source.tables[1:]]
    said = (
        [told("reading.sheet", file=table.name, sheet=repr(table.sheet), others=", ".join(map(repr, others)))]
        if others
        else []
    )
    variables = plain_variables(table, grid, headings)
    joined = getattr(table, "joined", ())
    variables = [replace(v, split=JOINED) if v.source in joined else v for v in variables]
    return parsed(table, grid, variables, said)


def _two_lines(head: list[list[str]]) -> bool:
    """Tell whether the second line names the options of questions that the first one names once.

    Its words stand under every blank of the first line, and none of them comes again as an answer; or the
    respondents' numbers are named there too.
    """
    first, second, answers = head[0], head[1] if len(head) > 2 else [], head[2:]
    blank = [n for n, cell in enumerate(first) if n and not cell.strip()]
    if len(blank) < max(2, 0.25 * len(first)) or blank[-1] >= len(second):
        return False
    words = {n: second[n].strip() for n in blank}
    worded = all(re.search(r"[^\W\d]", word) for word in words.values())
    if not first[0].strip():
        return worded and fold(second[0]) in ("#", "id", "nr", "nr.")
    again = any(n < len(line) and line[n].strip() == word for n, word in words.items() for line in answers)
    return worded and not again


def _explained(head: list[list[str]]) -> bool:
    """Tell whether the second line gives the questions of the short names in the first.

    Nearly all of its cells are sentences, under names that are none; and below them are none, or few.
    """
    first, second, answers = head[0], head[1] if len(head) > 3 else [], head[2:]
    if not 2 < len(first) == len(second):
        return False
    names = sum(bool(re.fullmatch(r"[A-Za-z][\w.#-]{0,30}", name.strip())) for name in first)
    asked = [_is_sentence(cell) for cell in second]
    below = [_is_sentence(cell) for line in answers for cell in line if cell.strip()]
    often = 0.8 * len(first)
    return names >= often and sum(asked) >= often and sum(below) <= 0.4 * len(below)


def _is_sentence(cell: str) -> bool:
    return len(cell.split()) > 2


def check_headings(headings: list[str], name: str) -> None:
    """Raise if two headings differ only in blanks, so that nobody can tell them apart."""
    seen: dict[str, str] = {}
    for heading in headings:
        key = squeeze(heading)
        if key and key in seen and seen[key] != heading:
            raise EvalkitError(
                f"two headings differ only in blanks: {seen[key]!r} and {heading!r}",
                "Give one of them another name in the survey tool.",
                where=place(name, row=1, column=squeeze(heading)),
            )
        seen[key] = heading
