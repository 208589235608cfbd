"""Spreadsheets (xlsx, xlsb, xls, ods), read by calamine."""

from __future__ import annotations

import io
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.safefiles import check_workbook
from evalkit.survey.table import SheetTable

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def read_workbook(content: bytes, name: str) -> list[SheetTable]:
    """Read every sheet that holds something.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call the file.

    Returns
    -------
    list of SheetTable

    Raises
    ------
    EvalkitError
        If it is no spreadsheet, protected by a password, broken, or empty.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    check_workbook(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_sheet(book, sheet, name) for sheet in book.sheet_names]
    except PasswordError:
        raise EvalkitError(
            "the workbook is protected by a password", "Save it without a password.", where=place(name)
        ) from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise EvalkitError(
            f"the workbook can't be read ({str(error)[:120]})",
            "Open it in a spreadsheet program and save it again as .xlsx.",
            where=place(name),
        ) from None
    filled = [sheet for sheet in sheets if sheet.filled]
    if not filled:
        raise EvalkitError("no sheet of the workbook holds anything", "Export it again.", where=place(name))
    return filled


def _sheet(book: Any, sheet: str, name: str) -> SheetTable:
    lines = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return SheetTable(name, sheet, lines)
