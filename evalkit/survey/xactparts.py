"""The three parts of a SurveyXact export, files, or sheets side by side or below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from evalkit.survey.cells import Cells, stacked
from evalkit.survey.source import Source
from evalkit.survey.table import Grid, Table
from evalkit.words import told

PARTS = ("dataset", "labels", "structure", "variables")


def find_parts(source: Source) -> dict[str, list[Table]]:
    """Find the parts among files, or among the sheets of a workbook."""
    found: dict[str, list[Table]] = {}
    if source.single:
        named = [(table.sheet, table) for table in source.tables]
    else:
        named = [
            (n.rpartition("/")[2], n) for n in source.files if any(part in n.casefold() for part in PARTS)
        ]
    for name, table in sorted(named, key=lambda pair: [int(n) for n in re.findall(r"\d+", pair[0])]):
        for part in PARTS:
            if part in name.casefold():
                tables = source.tables_of(table) if isinstance(table, str) else [table]
                found.setdefault(part, []).extend(tables)
    return {part: tables for part, tables in found.items() if tables}


def open_dataset(tables: Sequence[Table], skip: int = 1) -> tuple[list[str], Grid]:
    """Open the dataset's sheets: with the same headings they go below each other, else side by side."""
    grids = [table.body(skip) for table in tables]
    heads = [
        (table.head[skip - 1] + [""] * len(grid.columns))[: len(grid.columns)]
        for table, grid in zip(tables, grids, strict=True)
    ]
    if len(grids) == 1:
        return heads[0], grids[0]
    if all(head == heads[0] for head in heads):
        return heads[0], _below(grids)
    return [heading for head in heads for heading in head], _beside(grids)


def _below(grids: list[Grid]) -> Grid:
    """Put sheets below each other; the lines of the second are counted on from the first's."""
    columns = [stacked(parts) for parts in zip(*(grid.columns for grid in grids), strict=True)]
    starts = np.cumsum([0, *(grid.rows.max(initial=0) for grid in grids)])
    rows = np.concatenate([grid.rows + start for grid, start in zip(grids, starts, strict=False)])
    return Grid(columns, rows, (told("reading.below", n=len(grids), row=starts[1] + 2),))


def _beside(grids: list[Grid]) -> Grid:
    """Put sheets side by side, line by line: a line may be empty on one of them."""
    rows = np.unique(np.concatenate([grid.rows for grid in grids]))
    columns: list[Cells] = []
    for grid in grids:
        at = np.searchsorted(grid.rows, rows).clip(max=max(len(grid.rows) - 1, 0))
        found = grid.rows[at] == rows if len(grid.rows) else np.zeros(len(rows), dtype=bool)
        columns += [column.at(np.where(found, at, -1)) for column in grid.columns]
    return Grid(columns, rows)


def lines_of(table: Table, width: int, skip: int) -> list[list[str]]:
    """Return a small table's lines as texts; a phantom cell at the end is dropped."""
    head = [line[:width] for line in table.head[:1]] if skip == 0 else []
    grid = table.body(max(skip, 1))
    texts = [column.per_row(column.texts, "", object) for column in grid.columns[:width]]
    lines = [list(line) for line in zip(*texts, strict=True)] if texts else []
    return [line + [""] * (width - len(line)) for line in head + lines]
