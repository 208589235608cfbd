"""The three parts of a SurveyXact export, wherever they lie: files, or sheets that go side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from evalkit.survey.source import Source
from evalkit.survey.table import Grid, Table

PARTS = ("dataset", "labels", "structure")


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


def open_dataset(tables: Sequence[Table], skip: int = 1) -> tuple[list[str], list[Grid]]:
    """Open the dataset's one sheet or several: its headings, and its columns sheet by sheet."""
    grids = _aligned([table.body(skip) for table in tables])
    headings = [
        h
        for table, grid in zip(tables, grids, strict=True)
        for h in (table.head[skip - 1] + [""] * len(grid.columns))[: len(grid.columns)]
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


def lines_of(table: Table, width: int, skip: int) -> list[list[str]]:
    """Return a small table's lines as texts; a phantom cell at the end is dropped."""
    head = [line[:width] for line in table.head[:1]] if skip == 0 else []
    grid = table.body(max(skip, 1))
    texts = [column.per_row(column.texts, "", object) for column in grid.columns[:width]]
    lines = [list(line) for line in zip(*texts, strict=True)] if texts else []
    return [line + [""] * (width - len(line)) for line in head + lines]
