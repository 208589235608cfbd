"""Public-life surveys in linked tables: who counted where and when in one, what was counted in others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.grid import Grid
from evalkit.logbook.pldp_components import PEOPLE

_LINK = "survey_id"
_OF_SURVEY = {"total", "survey_total"}  # how many were counted in a survey; else in a row of it
_TOTALS = _OF_SURVEY | {"row_total", "survey_row_total", "moving_row_total", "staying_row_total"}
_DO = "Read the folder that holds the table of surveys too, or a workbook or zip file with both."


def join_tables(grids: Sequence[Grid]) -> list[Grid]:
    """Write what is known of a survey beside every row that was counted in it.

    Parameters
    ----------
    grids : sequence of Grid
        The files of a folder or a zip file, or the sheets of a workbook.

    Returns
    -------
    list of Grid
        As given where no table of surveys belongs to another; else the tables of counts with the surveys'
        columns, then the surveys in which nothing was counted, then the grids that are neither.

    Raises
    ------
    EvalkitError
        If a row's survey is in no table of surveys, in two, or there is no such table.
    """
    surveys, counted, others = (
        [grid for grid in grids if table_kind(grid) == kind] for kind in ("surveys", "counted", "")
    )
    if counted and not surveys and _TOTALS & set(_names(counted[0])):
        raise EvalkitError(
            "this table says how many were counted, but not where and when", _DO, where=place(counted[0].file)
        )
    if not surveys or not counted:
        return list(grids)
    known = _tables_of_surveys(surveys)
    _all_known(counted, known)
    used = {_cell(row, grid) for grid in counted for row in grid.rows[1:]}
    joined = [_joined(grid, table) for grid in counted for table in surveys]
    alone = [_rows(table, lambda row, table=table: _cell(row, table) not in used) for table in surveys]
    return [*(grid for grid in (*joined, *alone) if len(grid.rows) > 1), *others]


def as_one(log: Logbook) -> Logbook:
    """Put together what several tables counted in the same surveys: the people of each are the same people.

    Parameters
    ----------
    log : Logbook
        A session and its people from each table.

    Returns
    -------
    Logbook
        Every session once.
    """
    keys = ["session", "behaviour"]
    counts = log.counts.drop_duplicates(keys, ignore_index=True)
    grouped = log.counts.groupby(keys, sort=False)
    most, total = grouped["n"].max().to_numpy(), grouped["total"].max().to_numpy()
    n = grouped["n"].sum().to_numpy()
    counts = counts.assign(n=np.where(counts["behaviour"].eq(PEOPLE), most, n), total=total)
    return replace(log, sessions=log.sessions.drop_duplicates("session", ignore_index=True), counts=counts)


def table_kind(grid: Grid) -> str:
    """Tell a table of surveys (a time, nothing counted) from one that was counted in them (no time)."""
    names = _names(grid)
    if _LINK not in names:
        return ""
    timed = any(name.endswith(("time_start", "start_time", "date", "startedat")) for name in names)
    if timed:
        return "" if (_TOTALS - _OF_SURVEY) & set(names) else "surveys"
    return "counted"


def _tables_of_surveys(surveys: Sequence[Grid]) -> dict[str, str]:
    """Return the file that each survey is in."""
    known: dict[str, str] = {}
    for grid in surveys:
        for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
            survey = _cell(row, grid)
            if survey in known:
                also = f" in {known[survey]} too" if known[survey] != grid.file else " twice"
                raise EvalkitError(
                    f"the survey {survey!r} is given{also}", "Give each survey its own id.",
                    where=place(grid.file, row=line, column=grid.rows[0][_column(grid)]),
                )  # fmt: skip
            known[survey] = grid.file
    return known


def _all_known(counted: Sequence[Grid], known: dict[str, str]) -> None:
    for grid in counted:
        for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
            if _cell(row, grid) not in known:
                raise EvalkitError(
                    f"the survey {_cell(row, grid)!r} is not in {', '.join(dict.fromkeys(known.values()))}",
                    "Add the survey there, with place and time, or correct its id here.",
                    where=place(grid.file, row=line, column=grid.rows[0][_column(grid)]),
                )


def _joined(grid: Grid, surveys: Grid) -> Grid:
    """Return the rows that were counted in one table's surveys, with that table's columns behind them."""
    own = set(_names(grid))
    added = [n for n, name in enumerate(_names(surveys)) if name not in own]
    about = {_cell(row, surveys): [*row, *[""] * len(surveys.rows[0])] for row in surveys.rows[1:]}
    totals = [n for n, name in enumerate(_names(surveys)) if name in _OF_SURVEY]
    width = len(grid.rows[0])
    rows = [[*grid.rows[0], *(surveys.rows[0][n] for n in added)]]
    lines = grid.lines[:1]
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        if (survey := _cell(row, grid)) in about:
            rows.append([*(row + [""] * width)[:width], *(about[survey][n] for n in added)])
            lines.append(line)
            for n in totals:  # a survey's total stands once, however many rows were counted in it
                about[survey][n] = "0"
    return Grid(grid.file, rows, lines)


def _rows(grid: Grid, wanted: Callable[[Sequence[str]], bool]) -> Grid:
    kept = [n for n, row in enumerate(grid.rows) if n == 0 or wanted(row)]
    return Grid(grid.file, [grid.rows[n] for n in kept], [grid.lines[n] for n in kept])


def _names(grid: Grid) -> list[str]:
    return ["_".join(cell.split()).lower() for cell in grid.rows[0]] if grid.rows else []


def _column(grid: Grid) -> int:
    return _names(grid).index(_LINK)


def _cell(row: Sequence[str], grid: Grid) -> str:
    column = _column(grid)
    return row[column].strip() if column < len(row) else ""
