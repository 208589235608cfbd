"""Qualtrics: three lines of headings (name, question, ImportId) or the two of older exports.

The third line is the same in every language. -99 is a question that was seen and not answered; in a file
that has it, an empty cell is a question that wasn't shown.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.qualticks import SEEN, find_joined, with_ticks
from evalkit.survey.source import Source
from evalkit.survey.table import Table
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.words import told

TITLE = "Qualtrics"
_SYSTEM = own_words("qualtrics", "own")
_NOT_FINISHED = own_words("qualtrics", "not_finished")
_TRIES = own_words("qualtrics", "tries")
_RESPONSE = re.compile(r"(?:R|FS)_\w")
_IMPORT = re.compile(r"""\{["']ImportId["']""")


def sniff(source: Source) -> str:
    """Look for the line of ImportIds, or for the columns that every export begins with."""
    lines, rows = heading_lines(source.head), source.head
    if not lines:
        return ""
    begins = told("reading.sign.begins", mark=rows[0][0])
    return told("reading.sign.lines", n=lines, why="ImportIds" if _is_import_line(rows, 2) else begins)


def heading_lines(head: list[list[str]]) -> int:
    """Return how many lines of headings there are, 0 if this isn't Qualtrics."""
    if _is_import_line(head, 2):
        return 3
    if _is_import_line(head, 1):
        return 2
    if len(head) < 2:
        return 0
    first, second = ([fold(cell) for cell in line] for line in head[:2])
    if {"responseid", "responseset"} <= {*second} and "v1" in first:
        return 2
    if "responseid" not in first:
        return 0
    ids = [line[at] for line in head[1:3] if (at := first.index("responseid")) < len(line)]
    if len(ids) > 1 and not _RESPONSE.match(ids[0]) and _RESPONSE.match(ids[1]):
        return 2
    return 1 if len({*first} & _SYSTEM) >= 5 else 0


def parse(source: Source) -> Parsed:
    """Read an export; names are Qualtrics' own."""
    table = source.tables[0]
    return parse_lines(table, heading_lines(table.head))


def parse_lines(table: Table, lines: int) -> Parsed:
    """Read a table with names, and perhaps questions and ImportIds below them."""
    grid = table.body(lines)
    head = [line + [""] * len(grid.columns) for line in table.head[:lines]]
    legacy = lines == 2 and fold(head[0][0]) == "v1"
    ids = [_import_id(cell) for cell in head[lines - 1]] if lines == 3 or _is_import_line(head, 1) else None
    names = unique_names(_names(head, len(grid.columns), legacy=legacy))
    used = [
        n for n in range(len(names)) if any(line[n].strip() for line in head) or len(grid.columns[n].uniques)
    ]
    variables = [
        _variable(
            names[n],
            head[0][n],
            squeeze(strip_tags(head[1][n])) if lines > 1 else "",
            grid.columns[n],
            (ids or {n: ("", "")})[n],
        )
        for n in used
    ]
    seen = any(SEEN in variable.missing for variable in variables)
    variables = [replace(v, empty="not_asked") if seen and not v.role else v for v in with_ticks(variables)]
    report = _said_open(variables) + ([told("reading.seen", code=SEEN)] if seen else [])
    return parsed(table, grid, variables, report)


def _said_open(variables: list[Variable]) -> list[str]:
    """Say how many rows were never finished, and how many were only tries of the survey."""
    said: list[str] = []
    for variable in variables:
        key, cells = fold(variable.name), variable.cells
        meant = _NOT_FINISHED if key == "finished" else _TRIES if key == "status" else set()
        rows = int(cells.per_row((fold(text) in meant for text in cells.texts), False).sum())
        if rows and variable.role:
            sentence = "reading.not_submitted" if key == "finished" else "reading.tries"
            said.append(told(sentence, n=rows, all=len(cells)))
    return said


def _is_import_line(head: list[list[str]], number: int) -> bool:
    cells = head[number] if len(head) > number else []
    return sum(bool(_IMPORT.match(cell.strip())) for cell in cells) >= max(
        1, 0.5 * len([c for c in cells if c])
    )


def _import_id(cell: str) -> tuple[str, str]:
    """Return the question's id and a tick box's option; older exports quote and join otherwise."""
    try:
        content = json.loads(cell.replace("'", '"') if cell.startswith("{'") else cell)
        return str(content.get("ImportId", "")).replace("-", "_"), str(content.get("choiceId", ""))
    except (ValueError, AttributeError, RecursionError):
        return "", ""


def _names(head: list[list[str]], width: int, *, legacy: bool) -> list[str]:
    """Take line 1; the system columns of older exports are called V1 ... there and named in line 2."""
    return [
        short_name(
            head[1][n] if legacy and re.fullmatch(r"V\d+", head[0][n]) else head[0][n] or f"column {n + 1}"
        )
        for n in range(width)
    ]


def _variable(name: str, heading: str, text: str, cells: Cells, ids: tuple[str, str]) -> Variable:
    system = fold(heading) in _SYSTEM or fold(name) in _SYSTEM
    question = re.sub(r"_\d+(_TEXT)?$", "", name)
    group = (re.sub(r"_\d+$", "", ids[0]) if ids[0].startswith("QID") else "") or (
        question if question != name else ""
    )
    missing = {SEEN: ("seen, not answered", "skipped")} if SEEN in cells.few else {}
    variable = Variable(
        name, heading or name, cells, text or heading or name, "" if system else group, missing=missing,
        role="status" if system else "", aliases=(ids[0],) if ids[0] else (), choice=ids[1],
    )  # fmt: skip
    return variable if system else find_joined(variable)
