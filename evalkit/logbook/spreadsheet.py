"""Spreadsheets (xlsx, xls, ods): each sheet becomes a grid of text, dates and numbers written out."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from evalkit.errors import EvalkitError, place
from evalkit.logbook.grid import Grid
from evalkit.safefiles import open_zip


def read_grids(path: Path) -> list[Grid]:
    """Read the visible sheets of a workbook that hold anything.

    Parameters
    ----------
    path : path

    Returns
    -------
    list of Grid
        Named ``file [sheet]`` where there are several.

    Raises
    ------
    EvalkitError
        If the file can't be read as a workbook, or all of its sheets are empty.
    """
    if zipfile.is_zipfile(path):
        open_zip(path).close()
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible  # a hidden sheet holds lists to choose from
        }
    except (CalamineError, OSError, ValueError) as error:
        raise EvalkitError(
            f"the workbook can't be read: {error}", "Save it again as .xlsx.", where=place(path)
        ) from None
    filled = {
        name: rows for name, rows in sheets.items() if any(any(cell != "" for cell in row) for row in rows)
    }
    if not filled:
        raise EvalkitError("the workbook is empty", "Name a logbook with a heading row.", where=place(path))
    several = len(filled) > 1
    return [_grid(f"{path.name} [{name}]" if several else path.name, rows) for name, rows in filled.items()]


def _grid(file: str, rows: Sequence[Sequence[object]]) -> Grid:
    written = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    kept = [(number, row) for number, row in written if any(row)]
    return Grid(file, [row for _, row in kept], [number for number, _ in kept])


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return str(cell)
