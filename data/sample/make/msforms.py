"""Microsoft Forms' workbook with Danish system columns: anonymous, statements as headings, labels as answers.

A heading that Forms got from a pasted text keeps its no-break spaces and line breaks; one has both here.
"""

from __future__ import annotations

import datetime as dt

from .codebooks import danish_text
from .exports import label, times
from .plan import Form
from .workbook import Cell, xlsx

SYSTEM = ("ID", "Starttidspunkt", "Fuldførelsestidspunkt", "Mailadresse", "Navn")
CODE = "Skriv din\u00a0kode\n(den står i invitationen)"
PARTY = "Hvilken part hører du til?"
COMMENT = "Er der noget, du vil tilføje?"


def workbook(form: Form) -> bytes:
    """Return the workbook as Forms downloads it."""
    rows: list[list[Cell]] = [[*SYSTEM, CODE, PARTY, *map(danish_text, form.items), COMMENT]]
    for number, (person, when) in enumerate(zip(form.people, times(form), strict=True), start=1):
        answers: list[Cell] = [label(person.answers[item.id]) or None for item in form.items]
        started = when - dt.timedelta(minutes=4 + number % 5)
        system: list[Cell] = [number, started, when, "anonymous", None]
        comment = form.comments.get(person.pseudonym)
        rows.append([*system, person.pseudonym, form.parties[person.party], *answers, comment])
    return xlsx(rows, "Form1")
