"""Tables that leave the kit: a workbook and CSV files.

The workbook and the Excel CSV speak the reader's language and open right in a Danish Excel; the plain CSV
keeps evalkit's own column names and codes, for the next program. Text is never a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.export.naming import COUNTS, POINTS, SHARES, UNREAD, coded, readable, safe_text
from evalkit.export.outbox import whole_file
from evalkit.words import say, texts_under

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # may not stand in a workbook's XML
_FORMATS = {"points": "0.0", "shares": "0.00", "counts": "0"}
_LONGEST = 60


def save_workbook(
    tables: Mapping[str, pd.DataFrame],
    path: str | Path,
    *,
    labels: object,
    lang: str = "da",
    about: Sequence[tuple[str, str]] = (),
    mark: str = "",
) -> Path:
    """Write result tables as one Excel workbook, a sheet for each.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By sheet: scores, verdicts, evidence, parties, answers, ... as evalkit returns them.
    path : path
        Ending in ``.xlsx``.
    labels : Study, tuple of Study, Framework or dict
        Who names the ids.
    lang : {'da', 'en'}
    about : sequence of (str, str)
        Lines for a first sheet: what it is, and what stands.
    mark : str
        What stands on top of every printed page.

    Returns
    -------
    Path
        Where the workbook is.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    if about:
        _about_sheet(book.create_sheet(say("export.sheet.about", lang)), about)
    for name, table in tables.items():
        sheet = book.create_sheet(texts_under("export.sheet", lang).get(name, name)[:31])
        _fill(sheet, readable(table, labels, lang), list(table.columns))
    if not book.sheetnames:
        book.create_sheet(say("export.sheet.about", lang))
    for sheet in book.worksheets:
        sheet.oddHeader.left.text = mark or None  # type: ignore[union-attr]
    book.properties.creator = "evalkit"
    with whole_file(path) as draft:
        book.save(draft)
    return Path(path)


def save_csv(
    table: pd.DataFrame, path: str | Path, *, labels: object = None, lang: str = "da", excel: bool = False
) -> Path:
    """Write a result table as CSV, UTF-8.

    Parameters
    ----------
    table : DataFrame
        As evalkit returns it.
    path : path
    labels : Study, tuple of Study, Framework or dict, optional
        Who names the ids, with `excel`.
    lang : {'da', 'en'}
    excel : bool
        For a Danish Excel: headings and words in `lang`, ``;`` between, decimal comma, byte order mark.
        Else evalkit's own names and codes, comma between, decimal point.

    Returns
    -------
    Path
    """
    if excel:
        content, dialect = readable(table, labels, lang), {"delimiter": ";"}
    else:
        content, dialect = coded(table), {"delimiter": ","}
    rows = [[_csv_cell(value, comma=excel) for value in row] for row in content.to_numpy()]
    with (
        whole_file(path) as draft,
        draft.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as out,
    ):
        writer = csv.writer(out, delimiter=dialect["delimiter"], lineterminator="\r\n" if excel else "\n")
        writer.writerows([[safe_text(str(column)) for column in content.columns], *rows])
    return Path(path)


def _csv_cell(value: object, *, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", "," if comma else ".")
    # A lone carriage return isn't quoted by the writer, and would begin a line, and a cell, of its own.
    return safe_text(str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _fill(sheet: Any, content: pd.DataFrame, columns: list[str]) -> None:
    from openpyxl.utils import get_column_letter

    ids = [column for column in columns if column not in UNREAD]
    sheet.append([str(heading) for heading in content.columns])
    for values in content.itertuples(index=False, name=None):
        sheet.append([_safe(value) for value in values])
    for at, (id, heading) in enumerate(zip(ids, content.columns, strict=True), start=1):
        width = _width(heading, content.iloc[:, at - 1])
        sheet.column_dimensions[get_column_letter(at)].width = width
        _dress(next(sheet.iter_cols(at, at)), _FORMATS.get(_kind(id), ""), wraps=width >= _LONGEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _safe(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value).translate(_ILLEGAL)


def _dress(cells: Sequence[Any], format: str, *, wraps: bool) -> None:
    """Give a column's cells their looks: a word where a number would stand is grey; no text is a formula."""
    from openpyxl.styles import Alignment, Font

    grey, top = Font(italic=True, color="666666"), Alignment(vertical="top", wrap_text=True)
    cells[0].font, cells[0].alignment = Font(bold=True), top
    _keep_text(cells[0])
    for cell in cells[1:]:
        if isinstance(cell.value, str):
            _keep_text(cell)
            if format:
                cell.font = grey
            elif wraps:
                cell.alignment = top
        elif format and cell.value is not None:
            cell.number_format = format


def _keep_text(cell: Any) -> None:
    """Keep a text from being a formula, now and when somebody edits the cell."""
    cell.data_type = "s"
    cell.quotePrefix = safe_text(cell.value) != cell.value


def _kind(column: str) -> str:
    if column in POINTS:
        return "points"
    if column in SHARES:
        return "shares"
    return "counts" if column in COUNTS else ""


def _width(heading: object, values: pd.Series) -> float:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, min(len(str(heading)), 18), 8) + 2, _LONGEST)


def _about_sheet(sheet: Any, lines: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    for row, (what, text) in enumerate(lines, start=1):
        for place, value in enumerate((what, text), start=1):
            cell = sheet.cell(row, place)
            cell.value = value.translate(_ILLEGAL)
            _keep_text(cell)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(row, 1).font = Font(bold=True, size=14 if row == 1 else 11)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
