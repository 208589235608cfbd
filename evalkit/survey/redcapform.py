"""REDCap's data dictionary: as the project page downloads it, or as its API and R packages hand it out."""

from __future__ import annotations

from evalkit.survey.cells import fold
from evalkit.survey.naming import squeeze, strip_tags
from evalkit.survey.structure import Question, Structure
from evalkit.survey.table import Table
from evalkit.survey.xlsform import records

_NAMES = {
    "variable / field name": "field_name", "field type": "field_type", "field label": "field_label",
    "choices, calculations, or slider labels": "select_choices_or_calculations", "identifier?": "identifier",
    "branching logic (show field only if...)": "branching_logic",
}  # fmt: skip
_TWO = {"yesno": {"0": "No", "1": "Yes"}, "truefalse": {"0": "False", "1": "True"}}


def is_dictionary(table: Table) -> bool:
    """Tell whether a table is a data dictionary."""
    first = table.head[0][:2] if table.head else []
    return "field_name" in [_NAMES.get(fold(heading), fold(heading)) for heading in first]


def read_dictionary(table: Table) -> Structure:
    """Read a data dictionary; R writes NA for an empty cell of it."""
    lines = [
        {_NAMES.get(key, key): text for key, text in line.items() if text != "NA"} for line in records(table)
    ]
    questions = [_question(line) for line in lines if line.get("field_name")]
    return Structure("REDCap dictionary", {fold(q.name): q for q in questions})


def _question(line: dict[str, str]) -> Question:
    kind, listed = line.get("field_type", ""), line.get("select_choices_or_calculations", "")
    choices = _choices(listed) if kind in ("radio", "dropdown", "checkbox") else _TWO.get(kind, {})
    many = kind == "checkbox"
    return Question(
        line["field_name"], squeeze(strip_tags(line.get("field_label", ""))), {} if many else choices,
        choices if many else {}, bool(line.get("branching_logic")), kind == "notes",
        personal=line.get("identifier", "").casefold() == "y",
    )  # fmt: skip


def _choices(listed: str) -> dict[str, str]:
    """Read `1, Daily | 2, Weekly`."""
    pairs = [choice.partition(",") for choice in listed.split("|")]
    return {
        code.strip(): strip_tags(label) or code.strip()
        for code, comma, label in pairs
        if comma and code.strip()
    }
