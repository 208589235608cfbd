"""SurveyMonkey: two lines of headings, the question once and its options or rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.source import Source
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable

TITLE = "SurveyMonkey"
_RESPONDENT = re.compile(r"(?:respondent ?id|respondent-?id|respondentnummer|deltager-?id|svarperson-?id)")
_SINGLE = {"response", "open-ended response", "svar", "åbent svar", "antwort", "antwort mit offenem ende", ""}
_SYSTEM = {
    "collectorid", "collector id", "startdate", "start date", "enddate", "end date", "date created",
    "date modified",
    "respondentid", "respondent id", "startdato", "slutdato", "oprettelsesdato", "ændringsdato",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: the question it belongs to, and its own part of it."""

    question: str
    part: str
    cells: Cells
    width: int  # how many columns the question has


def sniff(source: Source) -> str:
    """Look for the respondents' numbers and a second line that leaves them blank."""
    head = source.head
    if len(head) < 2 or not head[0] or not _RESPONDENT.fullmatch(fold(head[0][0])):
        return ""
    second = [fold(cell) for cell in head[1]]
    blank = not second[0] and any(second)
    return "two lines of headings, the second blank under the respondents' numbers" if blank else ""


def parse(source: Source) -> Parsed:
    """Read an export with the answers' texts or numbers."""
    table = source.tables[0]
    grid = table.body(2)
    columns = list(_columns(table.head[0], table.head[1], grid.columns))
    names = unique_names(_name(column) for column in columns)
    options = _tick_questions(columns)
    variables = [_variable(name, column, options) for name, column in zip(names, columns, strict=True)]
    return Parsed(table.name, grid.rows, variables)


def _columns(first: list[str], second: list[str], cells: list[Cells]) -> Iterator[Column]:
    """Give each column the question that stands at or before it."""
    questions: list[str] = []
    for n in range(len(cells)):
        text = squeeze(strip_tags(first[n])) if n < len(first) else ""
        questions.append(text or (questions[-1] if questions else ""))
    starts = [n for n in range(len(cells)) if n < len(first) and first[n].strip()] + [len(cells)]
    width = {n: end - start for start, end in pairwise(starts) for n in range(start, end)}
    for n, column in enumerate(cells):
        part = squeeze(strip_tags(second[n])) if n < len(second) else ""
        yield Column(questions[n], part, column, width.get(n, 1))


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
    answers = {fold(text) for text in column.cells.few}
    return len(column.cells.uniques) < 2 and answers <= {fold(column.part)}


def _variable(name: str, column: Column, ticks: set[str]) -> Variable:
    system = fold(column.question) in _SYSTEM
    tick = column.question in ticks and _is_tick(column)
    part = "" if fold(column.part) in _SINGLE else column.part
    title = part if tick else " - ".join(filter(None, (column.question, part)))
    source = " | ".join(filter(None, (column.question, column.part if column.width > 1 else "")))
    group = name.partition("[")[0] if column.width > 1 else ""
    aliases = (column.question,) if column.width == 1 else ()
    return Variable(
        name, source or name, column.cells, title, group, tick=tick, ticked=(column.part,) if tick else (),
        role="status" if system else "", aliases=aliases,
    )  # fmt: skip
