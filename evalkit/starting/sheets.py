"""A workbook to fill in: one sheet with bold headings, and lists to choose from below them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.words import say

LINE = 15  # points
ROWS = 1000  # that the lists reach


def write_sheet(
    path: Path,
    title: str,
    headings: Mapping[str, int],
    rows: Sequence[Sequence[str]],
    *,
    lists: Mapping[int, Sequence[str]] | None = None,
    lang: str = "da",
) -> Path:
    """Write a workbook to fill in.

    Parameters
    ----------
    path : Path
    title : str
        The sheet's name.
    headings : mapping of str to int
        Each heading and its column's width.
    rows : sequence of sequence of str
        What is filled in already.
    lists : mapping of int to sequence of str, optional
        By a column's number, from 1: what can be chosen in it. Whoever types something else is asked.
    lang : {'da', 'en'}

    Returns
    -------
    Path
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one
    sheet.title, sheet.freeze_panes = title, "A2"
    for row in ([*headings], *rows):
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = LINE * max(map(_lines, row, headings.values()), default=1)
    for number, width in enumerate(headings.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages down as it takes, one across
    if lists:
        _offer(book, lists, lang)
    book.save(path)
    return path


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column: what opens the sheet may not work it out."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _offer(book: object, lists: Mapping[int, Sequence[str]], lang: str) -> None:
    """Put what can be chosen on a hidden sheet, and lists that show it on the first."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet, hidden = book.active, book.create_sheet(say("starting.lists", lang))  # type: ignore[attr-defined]
    hidden.sheet_state = "hidden"
    for at, options in lists.items():
        letter = get_column_letter(at)
        for row, option in enumerate(options, start=1):
            hidden.cell(row, at, option)
        chosen = f"='{hidden.title}'!${letter}$1:${letter}${len(options)}"
        rule = DataValidation("list", chosen, allow_blank=True, errorStyle="warning")
        rule.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(rule)
