"""Alchemer (SurveyGizmo): one line of headings, `Option:Question` for tick boxes and rows of grids."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.ticks import beside_written, option_name
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.words import told

TITLE = "Alchemer"
_SIGNS = own_words("alchemer", "signs")
_SYSTEM = _SIGNS | own_words("alchemer", "own")


@dataclass(frozen=True)
class Column:
    """A heading, cut into the option and the question it belongs to."""

    heading: str
    option: str
    question: str


def sniff(source: Source) -> str:
    """Look for Alchemer's own columns."""
    found = _SIGNS & {fold(heading) for heading in source.headings}
    return told("reading.sign.columns", names=", ".join(sorted(found))) if len(found) >= 3 else ""


def parse(source: Source) -> Parsed:
    """Read a CSV or Excel export."""
    table = source.tables[0]
    grid = table.body(1)
    headings = [squeeze(strip_tags(heading)) for heading in table.head[0]]
    columns = cut(headings)
    ticks = _ticks(columns, grid.columns)
    names = unique_names(_name(column) for column in columns)
    variables = [
        _variable(name, column, cells, column.question in ticks)
        for name, column, cells in zip(names, columns, grid.columns, strict=True)
    ]
    return parsed(table, grid, beside_written(variables))


def cut(headings: list[str]) -> list[Column]:
    """Cut `Option:Question` where several headings end in the same question."""
    tails = Counter(tail for heading in headings for tail in _tails(heading))
    columns = []
    for heading in headings:
        shared = [tail for tail in _tails(heading) if tails[tail] > 1]
        question = max(shared, key=lambda tail: (tails[tail], len(tail)), default="")
        option = heading[: -len(question) - 1].strip() if question else ""
        columns.append(Column(heading, option, question.strip()))
    return columns


def _tails(heading: str) -> list[str]:
    return [
        heading[at + 1 :] for at, letter in enumerate(heading) if letter == ":" and heading[at + 1 :].strip()
    ]


def _ticks(columns: list[Column], cells: list[Cells]) -> set[str]:
    """Find the questions whose columns hold nothing but their own option (a free text beside them may)."""
    own: dict[str, list[bool]] = {}
    used: Counter[str] = Counter()
    for column, column_cells in zip(columns, cells, strict=True):
        if column.question:
            own.setdefault(column.question, []).append(_is_own(column, column_cells))
            used[column.question] += len(column_cells.uniques)
    return {
        question for question, fits in own.items() if used[question] and fits.count(False) <= 1 < len(fits)
    }


def _is_own(column: Column, cells: Cells) -> bool:
    return len(cells.uniques) <= 1 and {fold(text) for text in cells.few} <= {fold(column.option)}


def _name(column: Column) -> str:
    if not column.question:
        return short_name(column.heading or "column")
    return f"{short_name(column.question)}[{option_name(column.option)}]"


def _variable(name: str, column: Column, cells: Cells, ticks: bool) -> Variable:
    tick = ticks and _is_own(column, cells)
    title = column.option if tick else column.heading
    return Variable(
        name, column.heading or name, cells, title, name.partition("[")[0] if column.question else "",
        tick=tick,
        ticked=(column.option,) if tick else (), role="status" if fold(column.heading) in _SYSTEM else "",
    )  # fmt: skip
