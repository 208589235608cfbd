"""SurveyMonkey: two lines of headings, the question once and its options or rows below it.

Answers are texts, or numbers: then a tick box holds its own place among the options. Where the second line is
empty or was taken out, one line of headings is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from evalkit.survey.cells import Cells, fold
from evalkit.survey.joined import joined_options, split_into
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.table import Table
from evalkit.survey.ticks import beside_written, option_name
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.words import told

TITLE = "SurveyMonkey"
_RESPONDENT = re.compile(r"(?:respondent|deltager|svarperson)[ _-]?id|respondentnummer")
_SINGLE = own_words("surveymonkey", "single")
_COLLECTOR = own_words("surveymonkey", "collector")
_SYSTEM = _COLLECTOR | own_words("surveymonkey", "own")
_ENOUGH = 10  # respondents, from which columns that hold only their own number must be tick boxes


@dataclass(frozen=True)
class Column:
    """One column: the question it belongs to, and its own part of it."""

    question: str
    part: str
    cells: Cells
    width: int  # how many columns the question has
    place: int  # which of them it is, from 1


def sniff(source: Source) -> str:
    """Look for the respondents' numbers, and a second line blank there, the collector, or long numbers."""
    if not source.headings or not _RESPONDENT.fullmatch(fold(source.headings[0])):
        return ""
    if _lines(source.head) == 2:
        return told("reading.sign.second_blank")
    found = [heading for heading in source.headings if _key(heading) in _COLLECTOR]
    numbers = [line[0] for line in source.head[1:] if line]
    if not found and not (numbers and all(re.fullmatch(r"\d{9,12}", number) for number in numbers)):
        return ""
    return told("reading.sign.columns", names=", ".join([source.headings[0], *found]))


def _lines(head: list[list[str]]) -> int:
    """Return how many lines of headings there are."""
    return 2 if len(head) > 1 and head[1] and not fold(head[1][0]) else 1


def _key(heading: str) -> str:
    return re.sub(r"[ _-]", "", fold(heading))


def parse(source: Source) -> Parsed:
    """Read an export with the answers' texts or numbers."""
    table = source.tables[0]
    lines = _lines(table.head)
    return parse_lines(table, lines) if lines == 2 else _one_line(table)


def _one_line(table: Table) -> Parsed:
    grid = table.body(1)
    variables = [
        replace(v, role="status") if _key(v.source) in _SYSTEM else _joined(v)
        for v in plain_variables(table, grid, table.head[0])
    ]
    cut = [repr(v.source) for v in variables if v.split]
    return parsed(table, grid, variables, [told("reading.cut", columns=", ".join(cut))] if cut else [])


def _joined(variable: Variable) -> Variable:
    """Recognise several answers in a cell, as condensed columns have them."""
    options = joined_options(variable.cells, ", ")
    return split_into(variable, ", ", options) if options else variable


def parse_lines(table: Table, lines: int = 2) -> Parsed:
    """Read a table with the question in its first line and its options or rows in the second."""
    grid = table.body(lines)
    columns = list(_columns(table.head[0], table.head[1], grid.columns))
    names = unique_names(_name(column) for column in columns)
    options = _tick_questions(columns)
    variables = [_variable(name, column, options) for name, column in zip(names, columns, strict=True)]
    return parsed(table, grid, beside_written(variables))


def _columns(first: list[str], second: list[str], cells: list[Cells]) -> Iterator[Column]:
    """Give each column the question that stands at or before it."""
    questions: list[str] = []
    for n in range(len(cells)):
        text = squeeze(strip_tags(first[n])) if n < len(first) else ""
        questions.append(text or (questions[-1] if questions else ""))
    starts = [n for n in range(len(cells)) if n < len(first) and first[n].strip()] + [len(cells)]
    width = {n: (end - start, n - start + 1) for start, end in pairwise(starts) for n in range(start, end)}
    for n, column in enumerate(cells):
        part = squeeze(strip_tags(second[n])) if n < len(second) else ""
        yield Column(questions[n], part, column, *width.get(n, (1, 1)))


def _name(column: Column) -> str:
    name = short_name(column.question or column.part or "column")
    return f"{name}[{option_name(column.part)}]" if column.width > 1 and column.part else name


def _tick_questions(columns: list[Column]) -> set[str]:
    """Find the questions whose columns hold nothing but their own option."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if column.width > 1:
            groups.setdefault(column.question, []).append(column)
    return {
        question
        for question, parts in groups.items()
        if sum(_is_tick(part) and bool(part.cells.few) for part in parts) > 0
        and sum(not _is_tick(part) for part in parts) <= 1
    }


def _is_tick(column: Column) -> bool:
    """Tell whether a column holds nothing but its option, the last part of `row - option`, or its number."""
    if len(column.cells.uniques) > 1:
        return False
    number = {str(column.place)} if (~column.cells.is_empty).sum() >= _ENOUGH else set()
    own = {fold(column.part), fold(column.part.rpartition(" - ")[2])} | number
    return {fold(text) for text in column.cells.few} <= own


def _variable(name: str, column: Column, ticks: set[str]) -> Variable:
    system = _key(column.question) in _SYSTEM
    tick = column.question in ticks and _is_tick(column)
    part = "" if fold(column.part) in _SINGLE else column.part
    title = part if tick else " - ".join(filter(None, (column.question, part)))
    source = " | ".join(filter(None, (column.question, column.part if column.width > 1 else "")))
    group = name.partition("[")[0] if column.width > 1 else ""
    aliases = (column.question,) if column.width == 1 else ()
    return Variable(
        name, source or column.part or name, column.cells, title, group, tick=tick,
        ticked=tuple(column.cells.few) if tick else (), role="status" if system else "", aliases=aliases,
    )  # fmt: skip
