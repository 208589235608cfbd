"""SurveyXact's CSV triple (Danish, European separators): dataset, labels without a header, structure.

Its habits, as a public export shows them: cp1252 and `;`; one variable a row in structure, whose lines end in a
separator that the header doesn't have; grids written as 'stem - item'; five 0/1 variables for the overall
status; people who were sent the questionnaire and didn't answer are rows too.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.framework import Item

from .answers import DONT_KNOW
from .codebooks import danish_text
from .exports import AGREE, NOT_KNOWN, STEMS
from .notes import to_csv
from .plan import Form

STATUS = ("Ny", "Distribueret", "Nogen svar", "Gennemført", "Frafaldet")
HEAD = (
    "questionName",
    "variableName",
    "questionType",
    "subType",
    "questionText",
    "choiceValue",
    "choiceText",
)
PARTY = "Hvilken part hører du til?"


def names(items: Sequence[Item]) -> dict[str, str]:
    """Return the variable of each item: `u_04`, the stem's first letter and the place in it."""
    phases = [str(item.criterion).split(".")[0] for item in items]
    places = [phases[: n + 1].count(phase) for n, phase in enumerate(phases)]
    return {
        item.id: f"{STEMS[phase][0][0]}_{place:02d}"
        for item, phase, place in zip(items, phases, places, strict=True)
    }


def triple(form: Form, absent: Sequence[str]) -> dict[str, bytes]:
    """Return the three files by name."""
    tables = {"dataset": _dataset(form, absent), "labels": _labels(form), "structure": _structure(form)}
    files = {f"{name}.csv": to_csv(rows, separator=";") for name, rows in tables.items()}
    files["structure.csv"] = _phantom(files["structure.csv"])
    return {name: text.encode("cp1252") for name, text in files.items()}


def _phantom(text: str) -> str:
    head, *lines = text.splitlines()
    return "\r\n".join([head, *(line + ";" for line in lines), ""])


def _dataset(form: Form, absent: Sequence[str]) -> list[list[str]]:
    variables = names(form.items)
    ids = {party: str(n) for n, party in enumerate(form.parties, start=1)}
    rows = [["part", *variables.values(), *(f"stato_{n}" for n in range(1, 6)), "kode", "slut_1"]]
    for person in form.people:
        codes = [_code(person.answers[item]) for item in variables]
        comment = form.comments.get(person.pseudonym, "")
        rows.append([ids[person.party], *codes, *_status("Gennemført"), person.pseudonym, comment])
    for party in absent:
        rows.append([ids[party], *[""] * len(variables), *_status("Distribueret"), "", ""])
    return rows


def _code(code: int | None) -> str:
    if code is None:
        return ""
    return "6" if code == DONT_KNOW else str(code)


def _status(name: str) -> list[str]:
    return [str(int(name == status)) for status in STATUS]


def _labels(form: Form) -> list[list[str]]:
    answers = [*AGREE, NOT_KNOWN]
    rows = [["part", str(n), label] for n, label in enumerate(form.parties.values(), start=1)]
    for variable in names(form.items).values():
        rows += [[variable, str(n), label] for n, label in enumerate(answers, start=1)]
    for number in range(1, 6):
        rows += [[f"stato_{number}", "0", "Ikke valgt"], [f"stato_{number}", "1", "Valgt"]]
    return rows


def _structure(form: Form) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [HEAD, ("part", "part", "Closed", "Single", PARTY, "", "")]
    for item, variable in zip(form.items, names(form.items).values(), strict=True):
        stem = STEMS[str(item.criterion).split(".")[0]][1]
        rows.append((variable, variable, "Closed", "Single", f"{stem} - {danish_text(item)}", "", ""))
    for number, status in enumerate(STATUS, start=1):
        rows.append(
            ("statoverall", f"stato_{number}", "Closed", "Multiple", "Samlet status", str(number), status)
        )
    for variable, text in (("kode", "Kode fra invitationen"), ("slut_1", "Har du mere at tilføje?")):
        rows.append((variable, variable, "Open", "String", text, "", ""))
    return rows
