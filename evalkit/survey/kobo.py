"""KoboToolbox and ODK: headings such as `group/question/choice`, True/False or 1/0, `n/a` for no answer.

Names: the question's own; where several groups have it, `group.question`. Repeated groups have rows of their
own and are
left out, which the report says. With the XLSForm beside it (a folder) or as codebook, labels and filters are
known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evalkit.survey.cells import Cells, fold
from evalkit.survey.joined import joined_options
from evalkit.survey.naming import short_name, squeeze, unique_names
from evalkit.survey.source import Source
from evalkit.survey.structure import Structure, lay_over
from evalkit.survey.table import Table
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.survey.xlsform import is_xlsform, read_xlsform
from evalkit.words import told

TITLE = "KoboToolbox/ODK"
_SYSTEM = {
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
    "__version__", "_tags",
    "_index", "_version", "_duration", "_total_media", "_media_count", "_media_all_received",
    "_xform_id_string",
    "start", "end", "today", "deviceid", "meta/instanceid", "instanceid", "_attachments", "_geolocation",
    "formhub/uuid",
    "meta/instancename", "meta/rootuuid", "_bamboo_dataset_id", "key", "submissiondate", "instancename",
    "formdef_version",
    "attachmentspresent", "attachmentsexpected", "reviewstate", "edits", "formversion", "submitterid",
    "submittername",
}  # fmt: skip
_SIGNS = {
    "_uuid",
    "_submission_time",
    "meta/instanceid",
    "_submitted_by",
    "_validation_status",
    "formhub/uuid",
    "_xform_id_string",
}
_ODK = {"submissiondate", "key", "meta-instanceid", "submitterid"}
_REPEAT = re.compile(r".*\[\d+\]/.*")
_TRUTH = {"true", "false", "1", "0", "yes", "no"}


def sniff(source: Source) -> str:
    """Look for the columns that begin with an underscore, or ODK's own."""
    for table in _tables(source):
        headings = {fold(heading) for heading in table.head[0]} if table.head else set()
        if len(found := _SIGNS & headings) >= 2:
            return told("reading.sign.columns", names=", ".join(sorted(found)))
        if len(found := _ODK & headings) >= 3:
            return told("reading.sign.columns", names=", ".join(sorted(found)))
    return ""


def parse(source: Source) -> Parsed:
    """Read submissions; the first table holds them."""
    tables = _tables(source)
    main = next(t for t in tables if (_SIGNS | _ODK) & {fold(h) for h in (t.head or [[]])[0]})
    grid = main.body(1)
    headings = [squeeze(heading) for heading in main.head[0]][: len(grid.columns)]
    kept = [n for n, heading in enumerate(headings) if heading and not _REPEAT.fullmatch(heading)]
    columns = [grid.columns[n] for n in kept]
    paths = [headings[n].split(_slash(headings)) for n in kept]
    ticks = _ticks(paths, columns)
    names = unique_names(_names(paths, ticks))
    variables = [
        _variable(name, headings[n], path, cells, ticks)
        for name, n, path, cells in zip(names, kept, paths, columns, strict=True)
    ]
    form = _form(source)
    report = _left_out(main, tables, len(headings) - len(kept)) + ([] if form else _spaced(variables))
    read = parsed(main, grid, variables, report)
    return lay_over(read, form) if form else read


def _tables(source: Source) -> Sequence[Table]:
    if source.single:
        return source.tables
    return [table for name in source.files for table in source.tables_of(name)]


def _form(source: Source) -> Structure | None:
    for name in source.files:
        tables = source.tables_of(name)
        if is_xlsform(tables):
            return read_xlsform(tables)
    return None


def _slash(headings: list[str]) -> str:
    """Kobo parts a path with /, ODK Central with -."""
    return (
        "/" if any("/" in heading for heading in headings) else "-" if "meta-instanceID" in headings else "/"
    )


def _ticks(paths: list[list[str]], columns: list[Cells]) -> set[tuple[str, ...]]:
    """Find the questions whose columns are all true or false."""
    children: dict[tuple[str, ...], list[Cells]] = {}
    for path, cells in zip(paths, columns, strict=True):
        if len(path) > 1:
            children.setdefault(tuple(path[:-1]), []).append(cells)
    whole = {tuple(path) for path in paths}
    return {
        parent
        for parent, cells in children.items()
        if (len(cells) > 1 or parent in whole)
        and any(_truth(column) for column in cells)
        and sum(bool(_truth(column) or not len(column.uniques)) for column in cells)
        >= len(cells) - (len(cells) > 2)
    }


def _truth(cells: Cells) -> bool:
    answers = {fold(text) for text in cells.few} - {"n/a", "-"}
    return bool(answers) and answers <= _TRUTH


def _names(paths: list[list[str]], ticks: set[tuple[str, ...]]) -> list[str]:
    last = Counter(fold(path[-1]) for path in paths if tuple(path[:-1]) not in ticks)
    return [_name(path, ticks, last) for path in paths]


def _name(path: list[str], ticks: set[tuple[str, ...]], last: Counter[str]) -> str:
    if tuple(path[:-1]) in ticks:
        return f"{short_name(path[-2])}[{option_name(path[-1])}]"
    if last[fold(path[-1])] > 1 and len(path) > 1:
        return f"{short_name(path[-2])}.{short_name(path[-1])}"
    return path[-1] if path[-1].startswith("_") else short_name(path[-1])


def _variable(
    name: str, heading: str, path: list[str], cells: Cells, ticks: set[tuple[str, ...]]
) -> Variable:
    tick = tuple(path[:-1]) in ticks and (_truth(cells) or not len(cells.uniques))
    system = fold(heading) in _SYSTEM or fold(path[-1]) in _SYSTEM
    missing = {text: ("no answer", "skipped") for text in ("n/a", "N/A") if (cells.texts == text).any()}
    return Variable(
        name, heading, cells, path[-1], short_name(path[-2]) if tick else path[-2] if len(path) > 1 else "",
        missing=missing, tick=tick, ticked=("true", "1", "yes"), unticked=("false", "0", "no"), tells=True,
        role="status" if system else "", aliases=(path[-1],), choice=path[-1] if tick else "",
    )  # fmt: skip


def _spaced(variables: list[Variable]) -> list[str]:
    """Say which questions seem to hold several choices a cell; only the form can tell them from words."""
    asked = [v for v in variables if not v.tick and not v.role]
    groups = {variable.group for variable in variables if variable.tick}
    found = [v.source for v in asked if v.name not in groups and joined_options(v.cells, " ")]
    return [told("reading.spaced", columns=", ".join(map(repr, found)))] if found else []


def _left_out(main: Table, tables: Sequence[Table], columns: int) -> list[str]:
    """Say which repeated groups were left out."""
    sheets = [t.sheet for t in tables if t is not main and t.head and "_parent_index" in map(fold, t.head[0])]
    said = [told("reading.repeats.sheets", sheets=", ".join(map(repr, sheets)))] if sheets else []
    return said + ([told("reading.repeats.columns", n=columns)] if columns else [])
