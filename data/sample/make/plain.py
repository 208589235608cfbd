"""A plain CSV as somebody exports it from a spreadsheet: `;`, UTF-8, item ids as headings, numbers as answers."""

from __future__ import annotations

from .answers import DONT_KNOW
from .notes import to_csv
from .plan import Form


def export(form: Form) -> str:
    """Return the file: 1-5, 8 for don't know, empty where skipped."""
    rows = [["id", "part", *(item.id for item in form.items)]]
    for person in form.people:
        codes = [person.answers[item.id] for item in form.items]
        cells = ["" if code is None else "8" if code == DONT_KNOW else str(code) for code in codes]
        rows.append([person.pseudonym, form.parties[person.party], *cells])
    return to_csv(rows, separator=";")
