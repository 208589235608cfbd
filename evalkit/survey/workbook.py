"""Spreadsheets (xlsx, xlsb, xls, ods), read by calamine."""

from __future__ import annotations

from evalkit.errors import EvalkitError, place
from evalkit.safefiles import check_workbook
from evalkit.survey.sheets import read_apart, read_sheets
from evalkit.survey.table import SheetTable

_XLS = b"\xd0\xcf\x11\xe0"


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
    check_workbook(content, name)
    try:
        sheets = read_apart(content) if content.startswith(_XLS) else read_sheets(content)
    except BaseException as error:  # a panic of calamine's is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        if "PasswordError" in f"{type(error).__name__}: {error}":
            raise EvalkitError(
                "the workbook is protected by a password", "Save it without a password.", where=place(name)
            ) from None
        raise EvalkitError(
            f"the workbook can't be read ({str(error)[:120]})",
            "Open it in a spreadsheet program and save it again as .xlsx.",
            where=place(name),
        ) from None
    filled = [table for table in (SheetTable(name, *sheet) for sheet in sheets) if table.filled]
    if not filled:
        raise EvalkitError("no sheet of the workbook holds anything", "Export it again.", where=place(name))
    return filled
