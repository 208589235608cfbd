"""Public-life surveys in linked tables: who counted where and when in one, what was counted in others."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.errors import EvalkitError, place
from evalkit.logbook.grid import Grid

_LINK = "survey_id"
_TOTALS = {"row_total", "total", "survey_row_total", "moving_row_total", "staying_row_total"}


def join_tables(grids: Sequence[Grid]) -> list[Grid]:
    """Write what is known of a survey beside every row that was counted in it.

    Parameters
    ----------
    grids : sequence of Grid
        The files of a folder, or the sheets of a workbook.

    Returns
    -------
    list of Grid
        As given where no table of surveys belongs to another; else the tables of counts with the surveys'
        columns, then the surveys in which nothing was counted, then the grids that are neither.

    Raises
    ------
    EvalkitError
        If a row's survey is in no table of surveys, or there is no such table.
    """
    surveys = [grid for grid in grids if _kind(grid) == "surveys"]
    counted = [grid for grid in grids if _kind(grid) == "counted"]
    if len(counted) == len(grids) == 1 and _TOTALS & set(_names(counted[0])):
        raise EvalkitError(
            "this table says how many were counted, but not where and when",
            "Read the folder that holds the table of surveys too, or a workbook with both.",
            where=place(counted[0].file),
        )
    if len(surveys) != 1 or not counted:
        return list(grids)
    known = _rows_by_survey(surveys[0])
    used = {row[_column(grid)].strip() for grid in counted for row in grid.rows[1:]}
    alone = [n for n, row in enumerate(surveys[0].rows) if n == 0 or _cell(row, surveys[0]) not in used]
    empty = Grid(surveys[0].file, [surveys[0].rows[n] for n in alone], [surveys[0].lines[n] for n in alone])
    others = [grid for grid in grids if _kind(grid) == ""]
    return [*(_joined(grid, surveys[0], known) for grid in counted), *([empty] * (len(alone) > 1)), *others]


def _joined(grid: Grid, surveys: Grid, known: dict[str, list[str]]) -> Grid:
    own = set(_names(grid))
    added = [n for n, name in enumerate(_names(surveys)) if name not in own]
    width = len(grid.rows[0])
    rows = [grid.rows[0] + [surveys.rows[0][n] for n in added]]
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        survey = _cell(row, grid)
        if survey not in known:
            raise EvalkitError(
                f"the survey {survey!r} is not in {surveys.file}",
                "Add the survey there, with place and time, or correct its id here.",
                where=place(grid.file, row=line, column=grid.rows[0][_column(grid)]),
            )
        rows.append((row + [""] * width)[:width] + [known[survey][n] for n in added])
    return Grid(grid.file, rows, grid.lines)


def _rows_by_survey(surveys: Grid) -> dict[str, list[str]]:
    width = len(surveys.rows[0])
    known: dict[str, list[str]] = {}
    for row, line in zip(surveys.rows[1:], surveys.lines[1:], strict=True):
        survey = _cell(row, surveys)
        if survey in known:
            raise EvalkitError(
                f"the survey {survey!r} is given twice",
                "Give each survey its own id.",
                where=place(surveys.file, row=line, column=surveys.rows[0][_column(surveys)]),
            )
        known[survey] = (row + [""] * width)[:width]
    return known


def _kind(grid: Grid) -> str:
    """Tell a table of surveys (a time, nothing counted) from one that was counted in them (no time)."""
    names = _names(grid)
    if _LINK not in names:
        return ""
    timed = any(name.endswith(("time_start", "start_time", "date", "startedat")) for name in names)
    if timed:
        return "" if _TOTALS & set(names) else "surveys"
    return "counted"


def _names(grid: Grid) -> list[str]:
    return ["_".join(cell.split()).lower() for cell in grid.rows[0]] if grid.rows else []


def _column(grid: Grid) -> int:
    return _names(grid).index(_LINK)


def _cell(row: Sequence[str], grid: Grid) -> str:
    column = _column(grid)
    return row[column].strip() if column < len(row) else ""
