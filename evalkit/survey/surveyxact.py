"""SurveyXact: dataset, labels (no headings) and structure, as a folder, a zip archive or one workbook.

Structure has a phantom cell at the end of its rows, which would shift every column; the texts of tick boxes
are only there. The status (`statoverall`) is one column for each state, of which one is 1: they become one
variable, and stay as they are too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import squeeze, unique_names
from evalkit.survey.source import Source
from evalkit.survey.table import Grid, Table
from evalkit.survey.variable import Parsed, Variable
from evalkit.words import told

TITLE = "SurveyXact"
_PARTS = ("dataset", "labels", "structure")
_HEADINGS = (
    "questionname",
    "variablename",
    "questiontype",
    "subtype",
    "questiontext",
    "choicevalue",
    "choicetext",
)


@dataclass(frozen=True)
class Question:
    """One row of structure."""

    group: str
    kind: str  # Multiple, Single, String, Number, Date ...
    open: bool
    text: str
    choice: str
    option: str


def sniff(source: Source) -> str:
    """Look for the three parts that belong together."""
    parts = _parts(source)
    return told("reading.sign.triple") if set(parts) == set(_PARTS) else ""


def parse(source: Source) -> Parsed:
    """Lay labels and structure over the dataset."""
    parts = _parts(source)
    if set(parts) != set(_PARTS):
        missing = ", ".join(part for part in _PARTS if part not in parts)
        raise EvalkitError(
            f"there is no {missing}",
            "Export dataset, labels and structure together.",
            where=place(source.path),
        )
    headings, grids = _dataset(parts["dataset"])
    labels, structure = _labels(parts["labels"][0]), _structure(parts["structure"][0])
    names = unique_names([squeeze(heading) for heading in headings])
    columns = [column for grid in grids for column in grid.columns]
    stems = _stems(structure)
    variables = [
        _variable(name, heading, cells, structure.get(fold(heading)), labels.get(fold(heading), {}), stems)
        for name, heading, cells in zip(names, headings, columns, strict=True)
    ]
    absent = [name for name in structure if name not in {fold(heading) for heading in headings}]
    report = [told("reading.labels", labelled=len(labels), n=len(structure))]
    report += [told("reading.only_structure", names=", ".join(absent[:12]))] if absent else []
    return Parsed(source.name, grids[0].rows, variables + _status(variables), tuple(report))


def _parts(source: Source) -> dict[str, list[Table]]:
    """Find the parts among files, or among the sheets of a workbook."""
    found: dict[str, list[Table]] = {}
    if source.single:
        named = [(table.sheet, table) for table in source.tables]
    else:
        named = [
            (n.rpartition("/")[2], n) for n in source.files if any(part in n.casefold() for part in _PARTS)
        ]
    for name, table in sorted(named, key=lambda pair: [int(n) for n in re.findall(r"\d+", pair[0])]):
        for part in _PARTS:
            if part in name.casefold():
                tables = source.tables_of(table) if isinstance(table, str) else [table]
                found.setdefault(part, []).extend(tables)
    return {part: tables for part, tables in found.items() if tables}


def _dataset(tables: Sequence[Table]) -> tuple[list[str], list[Grid]]:
    grids = _aligned([table.body(1) for table in tables])
    headings = [
        h for table, grid in zip(tables, grids, strict=True) for h in table.head[0][: len(grid.columns)]
    ]
    return headings, grids


def _aligned(grids: list[Grid]) -> list[Grid]:
    """Bring sheets that go side by side to the same rows: a row may be empty on one of them."""
    if len(grids) == 1:
        return grids
    rows = np.unique(np.concatenate([grid.rows for grid in grids]))
    aligned = []
    for grid in grids:
        at = np.searchsorted(grid.rows, rows).clip(max=max(len(grid.rows) - 1, 0))
        found = grid.rows[at] == rows if len(grid.rows) else np.zeros(len(rows), dtype=bool)
        aligned.append(Grid([column.at(np.where(found, at, -1)) for column in grid.columns], rows))
    return aligned


def _lines(table: Table, width: int, skip: int) -> list[list[str]]:
    """Return a small table's lines as texts; a phantom cell at the end is dropped."""
    head = [line[:width] for line in table.head[:1]] if skip == 0 else []
    grid = table.body(max(skip, 1))
    texts = [
        np.append(column.texts.to_numpy(dtype=object), "")[column.codes] for column in grid.columns[:width]
    ]
    lines = [list(line) for line in zip(*texts, strict=True)] if texts else []
    return [line + [""] * (width - len(line)) for line in head + lines]


def _labels(table: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, code, label in _lines(table, 3, 0):
        found.setdefault(fold(name), {})[squeeze(code)] = squeeze(label)
    return found


def _structure(table: Table) -> dict[str, Question]:
    headings = [fold(heading) for heading in table.head[0]]
    if headings[: len(_HEADINGS)] != list(_HEADINGS):
        raise EvalkitError(
            f"its headings are {', '.join(table.head[0][:7])}",
            f"They should be {', '.join(_HEADINGS)}.",
            where=place(table.name, row=1),
        )
    return {
        fold(name): Question(group, kind, fold(form) == "open", squeeze(text), choice, squeeze(option))
        for group, name, form, kind, text, choice, option in _lines(table, 7, 1)
    }


def _stems(structure: dict[str, Question]) -> Counter[str]:
    """Count the stems of grid texts, 'stem - item'."""
    return Counter(q.text.partition(" - ")[0] for q in structure.values() if " - " in q.text and not q.open)


def _variable(
    name: str,
    heading: str,
    cells: Cells,
    question: Question | None,
    labels: dict[str, str],
    stems: Counter[str],
) -> Variable:
    if question is None:
        return Variable(name, heading, cells, values=labels)
    if fold(question.kind) == "multiple":
        status = fold(question.group).startswith("stat")
        return Variable(
            name, heading, cells, question.option or question.text, question.group, tick=True, ticked=("1",
            "valgt"),
            unticked=("0", "ikke valgt"), role="status" if status else "", tells=status,
            aliases=(f"{question.group}[{question.choice}]",),
        )  # fmt: skip
    stem = question.text.partition(" - ")[0]
    role = "text" if question.open and fold(question.kind) == "string" else ""
    return Variable(
        name, heading, cells, question.text, stem if stems[stem] > 1 else "", role=role,
        values={} if question.open else labels,
    )  # fmt: skip


def _status(variables: list[Variable]) -> list[Variable]:
    """Make one variable of each one-hot status."""
    groups: dict[str, list[Variable]] = {}
    for variable in variables:
        if variable.tick and variable.role == "status":
            groups.setdefault(variable.group, []).append(variable)
    names = unique_names([*(v.name for v in variables), *groups])[len(variables) :]
    return [_one_hot(name, boxes) for name, boxes in zip(names, groups.values(), strict=True)]


def _one_hot(name: str, boxes: list[Variable]) -> Variable:
    ones = np.column_stack([_is_one(box.cells) for box in boxes])
    codes = np.where(ones.sum(axis=1) == 1, ones.argmax(axis=1), -1)
    numbers = [re.sub(r"\D", "", box.aliases[0]) or str(n) for n, box in enumerate(boxes, 1)]
    labels = {number: box.title for number, box in zip(numbers, boxes, strict=True)}
    cells = Cells(codes, pd.Series(numbers, dtype="str"))
    title = "Samlet status" if fold(boxes[0].group) == "statoverall" else boxes[0].group
    return Variable(name, boxes[0].group, cells, title, values=labels, role="status")


def _is_one(cells: Cells) -> np.ndarray:
    ones = np.array([*(fold(text) in ("1", "valgt") for text in cells.texts), False], dtype=bool)
    return ones[cells.codes]
