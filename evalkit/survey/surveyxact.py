"""SurveyXact: dataset, labels (no headings) and structure, as a folder, a zip archive or one workbook.

Structure has a phantom cell at the end of its rows, which would shift every column; the texts of tick boxes
are only there. Whoever downloads a workbook chooses its sheets: without structure, variables has the
questions' texts, and the labels show what is a tick box. The status (`statoverall`) is one column for each
state, of which one is 1: they become one variable, and stay as they are too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import squeeze, unique_names
from evalkit.survey.onehot import one_hot_status
from evalkit.survey.source import Source
from evalkit.survey.table import Table
from evalkit.survey.variable import Parsed, Variable
from evalkit.survey.xactparts import PARTS, find_parts, lines_of, open_dataset
from evalkit.words import told

TITLE = "SurveyXact"
_HEADINGS = (
    "questionname",
    "variablename",
    "questiontype",
    "subtype",
    "questiontext",
    "choicevalue",
    "choicetext",
)
_CHOSEN_OR_NOT = ({"ikke valgt", "valgt"}, {"not selected", "selected"})


@dataclass(frozen=True)
class Question:
    """One row of structure."""

    group: str
    kind: str  # Multiple, Single, String, Number, Date ...
    open: bool
    text: str
    choice: str
    option: str


def sniff(source: Source) -> str:
    """Look for the three parts that belong together; two of them are an export that lost one."""
    parts = find_parts(source)
    return told("reading.sign.triple") if "dataset" in parts and len(parts) > 1 else ""


def parse(source: Source) -> Parsed:
    """Lay labels and structure over the dataset."""
    parts = find_parts(source)
    missing = ", ".join(part for part in PARTS[: 2 if "variables" in parts else 3] if part not in parts)
    if missing:
        raise EvalkitError(
            f"there is no {missing}",
            "Export dataset, labels and structure together.",
            where=place(source.path),
        )
    headings, grid = open_dataset(parts["dataset"])
    labels, whole = _labels(parts["labels"][0]), "structure" in parts
    structure = _structure(parts["structure"][0]) if whole else _described(parts["variables"][0], labels)
    names = unique_names([squeeze(heading) for heading in headings])
    stems = _stems(structure)
    variables = [
        _variable(name, heading, cells, structure.get(fold(heading)), labels.get(fold(heading), {}), stems)
        for name, heading, cells in zip(names, headings, grid.columns, strict=True)
    ]
    absent = [name for name in structure if name not in {fold(heading) for heading in headings}]
    report = [*grid.said, told("reading.labels", labelled=len(labels), n=len(structure))]
    report += [] if whole else [told("reading.no_structure")]
    report += [told("reading.only_structure", names=", ".join(absent[:12]))] if absent else []
    return Parsed(source.name, grid.rows, variables + one_hot_status(variables), tuple(report))


def _labels(table: Table) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, code, label in lines_of(table, 3, 0):
        found.setdefault(fold(name), {})[squeeze(code)] = squeeze(label)
    return found


def _structure(table: Table) -> dict[str, Question]:
    headings = [fold(heading) for heading in table.head[0]]
    if headings[: len(_HEADINGS)] != list(_HEADINGS):
        raise EvalkitError(
            f"its headings are {', '.join(table.head[0][:7])}",
            f"They should be {', '.join(_HEADINGS)}.",
            where=place(table.name, row=1),
        )
    return {
        fold(name): Question(group, kind, fold(form) == "open", squeeze(text), choice, squeeze(option))
        for group, name, form, kind, text, choice, option in lines_of(table, 7, 1)
    }


def _described(table: Table, labels: dict[str, dict[str, str]]) -> dict[str, Question]:
    """Read the variables' texts; one that is chosen or not, and ends in a number, is a tick box."""
    questions: dict[str, Question] = {}
    for name, text in lines_of(table, 2, 1):
        group, _, choice = name.rpartition("_")
        boxed = {fold(label) for label in labels.get(fold(name), {}).values()} in _CHOSEN_OR_NOT
        tick = boxed and choice.isdigit()
        own = (group, "multiple") if tick else (name, "")
        questions[fold(name)] = Question(*own, False, squeeze(text), choice if tick else "", "")
    return questions


def _stems(structure: dict[str, Question]) -> Counter[str]:
    """Count the stems of grid texts, 'stem - item'."""
    return Counter(q.text.partition(" - ")[0] for q in structure.values() if " - " in q.text and not q.open)


def _variable(
    name: str,
    heading: str,
    cells: Cells,
    question: Question | None,
    labels: dict[str, str],
    stems: Counter[str],
) -> Variable:
    if question is None:
        return Variable(name, heading, cells, values=labels)
    if fold(question.kind) == "multiple":
        status = fold(question.group).startswith("stat")
        return Variable(
            name, heading, cells, question.option or question.text, question.group, tick=True, ticked=("1",
            "valgt"),
            unticked=("0", "ikke valgt"), role="status" if status else "", tells=status,
            aliases=(f"{question.group}[{question.choice}]",),
        )  # fmt: skip
    stem = question.text.partition(" - ")[0]
    role = "text" if question.open and fold(question.kind) == "string" else ""
    return Variable(
        name, heading, cells, question.text, stem if stems[stem] > 1 else "", role=role,
        values={} if question.open else labels,
    )  # fmt: skip
