"""An empty logbook to keep in a spreadsheet, with lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.framework import Framework
from evalkit.tables import STANCES
from evalkit.words import say, texts_under

KINDS = (
    "note",
    "meeting",
    "interview",
    "film",
    "observation",
    "count",
    "decision",
    "delivery",
    "action",
    "agreement",
)
HEADINGS = ("date", "author", "party", "site", "solution", "kind", "text", "criterion", "stance", "consent")
ROWS = 1000


def write_logbook_sheet(framework: Framework, folder: Path, lang: str, parties: Sequence[str]) -> Path:
    """Write the logbook sheet: a heading `read_logbook` knows, and drop-down lists below it.

    Parameters
    ----------
    framework : Framework
    folder : Path
    lang : {'da', 'en'}
    parties : sequence of str
        Party ids.

    Returns
    -------
    Path
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet, lists = book.active, book.create_sheet(say("starting.lists", lang))
    assert sheet is not None  # a new workbook has one
    sheet.title = say("starting.logbook", lang)
    headings = texts_under("starting.logbook_head", lang)
    sheet.append([headings[name] for name in HEADINGS])
    for number, (name, options) in enumerate(_options(framework, lang, parties).items(), start=1):
        letter = get_column_letter(number)
        for row, option in enumerate(options, start=1):
            lists.cell(row, number, option)
        rule = DataValidation(
            "list", f"='{lists.title}'!${letter}$1:${letter}${len(options)}", allow_blank=True
        )
        column = get_column_letter(HEADINGS.index(name) + 1)
        rule.add(f"{column}2:{column}{ROWS}")
        sheet.add_data_validation(rule)
    for number, name in enumerate(HEADINGS, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 60 if name == "text" else 18
    lists.sheet_state = "hidden"
    sheet.freeze_panes = "A2"
    path = folder / say("starting.file_logbook", lang)
    book.save(path)
    return path


def _options(framework: Framework, lang: str, parties: Sequence[str]) -> dict[str, list[str]]:
    return {
        "party": list(parties),
        "kind": [say(f"starting.kind.{kind}", lang) for kind in KINDS],
        "criterion": list(framework.criterion_ids),
        "stance": [say(f"stance.{stance}", lang) for stance in STANCES],
        "consent": [say("words.yes", lang), say("words.no", lang)],
    }
