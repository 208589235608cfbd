"""Roadworks: four LimeSurvey exports, a codebook, a logbook, sessions and counts, and one correction."""

from __future__ import annotations

from pathlib import Path

from ..codebooks import Answers, codebook, item_field
from ..exports import AGREE, NOT_KNOWN, Form, label, lime_code, limesurvey
from ..notes import english_csv, read_notes, to_csv
from ..observations import SOLUTIONS, counts_csv, sessions_csv
from ..plan import read_forms

TEXTS = Path(__file__).resolve().parent.parent / "texts"
AUTHORS = dict.fromkeys(("P01", "P02", "P03"), "hrou") | dict.fromkeys(
    ("P04", "P05", "P06", "P07", "P08", "P09", "P10"), "staff"
) | {"P12": "external"}  # fmt: skip


def files() -> dict[str, str | bytes]:
    """Return the study's files."""
    forms = read_forms("roadworks")
    corrections = _tick_wrong(forms["mid"])
    return {
        **{f"survey_{wave}.csv": limesurvey(form) for wave, form in forms.items()},
        "codebook.yml": _codebook(forms["end"]),
        "corrections.csv": corrections,
        "logbook.csv": english_csv(read_notes(TEXTS / "roadworks_logbook.txt"), AUTHORS, SOLUTIONS),
        "sessions.csv": sessions_csv(),
        "counts.csv": counts_csv(),
    }


def _codebook(form: Form) -> str:
    answers = Answers([(text, text) for text in AGREE], (NOT_KNOWN, NOT_KNOWN))
    fields = [
        {"name": "kode", "title": "Skriv koden fra din invitation", "evalkit": {"respondent": True}},
        {
            "name": "part",
            "title": "Hvilken part hører du til?",
            "evalkit": {"party": {ticked: party for party, ticked in form.parties.items()}},
        },
        *(item_field(item, lime_code(item, form.items), answers) for item in form.items),
        {"name": "kommentar", "title": "Er der noget, du vil tilføje?", "type": "string"},
    ]
    return codebook(
        "LimeSurvey, headings with code and text, full answers; one codebook for all four waves.", fields
    )


def _tick_wrong(form: Form) -> str:
    """Let one person tick the wrong end of the scale, as she said later, and return corrections.csv."""
    row, person = next((n, p) for n, p in enumerate(form.people, start=2) if p.pseudonym == "R12")
    item = next(item for item in form.items if item.id == "respect_1")
    meant, person.answers[item.id] = person.answers[item.id], 1
    why = "R12 skrev selv samme dag: læste skalaen omvendt i det spørgsmål"
    return to_csv(
        [
            ("file", "row", "column", "old", "new", "reason"),
            ("survey_mid.csv", str(row), lime_code(item, form.items), label(1), label(meant), why),
        ]
    )
