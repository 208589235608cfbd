"""Taguette's highlights (CSV or XLSX): a row for each tag of a highlighted passage."""

from __future__ import annotations

from pathlib import Path

from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.grid import Grid, as_sheet
from evalkit.tables import ENTRIES, EVIDENCE
from evalkit.words import told

_HEADINGS = ["id", "document", "tag", "content"]


def is_taguette(grid: Grid) -> bool:
    """Tell whether a grid is an export of Taguette's highlights."""
    return bool(grid.rows) and [cell.strip().lower() for cell in grid.rows[0]][:4] == _HEADINGS


def read_taguette(grid: Grid) -> Logbook:
    """Turn highlights into evidence and their documents into entries.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    Logbook
        An entry for each document, named as it is without its ending; a row of evidence for each highlight
        and tag, its tag in the column `code`.
    """
    sheet = as_sheet(grid)
    documents, tags = sheet.cells("document"), sheet.cells("tag")
    named = {document: Path(document).stem if "." in document else document for document in documents}
    first = {document: documents.index(document) for document in named}
    entries = [
        {"entry": entry, "kind": "document", "file": grid.file, "row": sheet.lines[first[document]]}
        for document, entry in named.items()
    ]
    evidence = {
        "entry": [named[document] for document in documents],
        "quote": sheet.cells("content"),
        "file": [grid.file] * len(tags),
        "row": sheet.lines,
        "code": tags,
    }
    highlights = len(set(sheet.cells("id")))
    counted = {"n": highlights, "tags": len(tags), "documents": len(named)}
    said = told("logbook.highlights", file=grid.file, **counted)
    return Logbook(as_table(entries, ENTRIES), as_table(evidence, EVIDENCE), report=(said,))
