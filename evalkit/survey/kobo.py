"""KoboToolbox and ODK: headings such as `group/question/choice`, True/False or 1/0, `n/a` for no answer.

Names: the question's own; where several groups have it, `group.question`. Repeated groups have rows of their
own and are
left out, which the report says. With the XLSForm beside it (a folder) or as codebook, labels and filters are
known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from evalkit.survey.cells import Cells, fold
from evalkit.survey.joined import joined_options
from evalkit.survey.kobopaths import Parents, is_truth, names_of, paths_of
from evalkit.survey.naming import short_name, squeeze, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.structure import Structure, lay_over
from evalkit.survey.table import Table
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.survey.xlsform import is_xlsform, read_xlsform
from evalkit.words import told

TITLE = "KoboToolbox/ODK"
_SYSTEM = own_words("kobo", "own")
_SIGNS = own_words("kobo", "signs")
_ODK = own_words("kobo", "odk")
_REPEAT = re.compile(r".*\[\d+\]/.*")
_POSITION = ("_latitude", "_longitude", "_altitude", "_precision")


def sniff(source: Source) -> str:
    """Look for the columns that begin with an underscore, or ODK's own."""
    for table in source.every_table:
        headings = {fold(heading) for heading in table.head[0]} if table.head else set()
        if len(found := _SIGNS & headings) >= 2:
            return told("reading.sign.columns", names=", ".join(sorted(found)))
        if len(found := _ODK & headings) >= 3:
            return told("reading.sign.columns", names=", ".join(sorted(found)))
    return ""


def parse(source: Source) -> Parsed:
    """Read submissions; the first table holds them."""
    tables = source.every_table
    main = next(t for t in tables if (_SIGNS | _ODK) & {fold(h) for h in (t.head or [[]])[0]})
    grid = main.body(1)
    headings = [squeeze(heading) for heading in main.head[0]][: len(grid.columns)]
    kept = [n for n, heading in enumerate(headings) if heading and not _REPEAT.fullmatch(heading)]
    columns = [grid.columns[n] for n in kept]
    paths, ticks = paths_of(headings, kept, columns)
    names = unique_names(names_of(paths, ticks))
    asked = {tuple(path): cells for path, cells in zip(paths, columns, strict=True) if tuple(path) in ticks}
    variables = [
        _variable(name, headings[n], path, _within(cells, path, asked), ticks)
        for name, n, path, cells in zip(names, kept, paths, columns, strict=True)
    ]
    form = _form(source)
    report = _left_out(main, tables, len(headings) - len(kept))
    spaced = [] if form else _spaced(variables)
    read = parsed(main, grid, variables, [*report, *spaced])
    return lay_over(read, form) if form else read


def _form(source: Source) -> Structure | None:
    for name in source.files:
        tables = source.tables_of(name)
        if is_xlsform(tables):
            return read_xlsform(tables)
    return None


def _variable(name: str, heading: str, path: list[str], cells: Cells, ticks: Parents) -> Variable:
    tick = tuple(path[:-1]) in ticks and (is_truth(cells) or not len(cells.uniques))
    system = bool({fold(heading), fold(path[-1])} & _SYSTEM) or path[-1].endswith(_POSITION)
    missing = {text: ("no answer", "skipped") for text in ("n/a", "N/A") if (cells.texts == text).any()}
    return Variable(
        name, heading, cells, path[-1], short_name(path[-2]) if tick else path[-2] if len(path) > 1 else "",
        missing=missing, tick=tick, ticked=("true", "1"), unticked=("false", "0"), tells=True,
        role="status" if system else "", aliases=(path[-1],), choice=path[-1] if tick else "",
    )  # fmt: skip


def _within(cells: Cells, path: list[str], asked: Mapping[tuple[str, ...], Cells]) -> Cells:
    """Empty a tick box where its question is empty: ODK writes 0 there too."""
    question = asked.get(tuple(path[:-1]))
    if question is None:
        return cells
    return cells.at(np.where(question.is_empty, -1, np.arange(len(cells))))


def _spaced(variables: list[Variable]) -> Sequence[str]:
    """Say which questions seem to hold several choices a cell; only the form can tell them from words."""
    asked = [v for v in variables if not v.tick and not v.role]
    groups = {variable.group for variable in variables if variable.tick}
    found = [v.source for v in asked if v.name not in groups and joined_options(v.cells, " ")]
    return [told("reading.spaced", columns=", ".join(map(repr, found)))] if found else []


def _left_out(main: Table, tables: Sequence[Table], columns: int) -> list[str]:
    """Say which repeated groups were left out."""
    sheets = [t.sheet for t in tables if t is not main and t.head and "_parent_index" in map(fold, t.head[0])]
    said: list[str] = []
    said += [told("reading.repeats.sheets", sheets=", ".join(map(repr, sheets)))] if sheets else []
    said += [told("reading.repeats.columns", n=columns)] if columns else []
    return said
