"""An XLSForm: the sheets survey and choices that a Kobo or ODK form is written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.survey.cells import fold
from evalkit.survey.naming import squeeze, strip_tags
from evalkit.survey.structure import Question, Structure
from evalkit.survey.table import Table


def is_xlsform(tables: Sequence[Table]) -> bool:
    """Tell whether a workbook's sheets are a form's."""
    return {"survey", "choices"} <= {fold(table.sheet) for table in tables}


def read_xlsform(tables: Sequence[Table]) -> Structure:
    """Read a form.

    Parameters
    ----------
    tables : sequence of Table
        The workbook's sheets.

    Returns
    -------
    Structure
    """
    sheets = {fold(table.sheet): table for table in tables}
    lists = _lists(records(sheets["choices"]))
    questions: dict[str, Question] = {}
    relevant = [False]
    for line in records(sheets["survey"]):
        kind = " ".join(line.get("type", "").replace("_", " ").split()).casefold()
        own = bool(line.get("relevant") or line.get("bind:relevant") or line.get("bind::relevant"))
        if kind.startswith("begin"):
            relevant.append(relevant[-1] or own)
        elif kind.startswith("end") and len(relevant) > 1 and " " in kind:
            relevant.pop()
        elif line.get("name"):
            question = _question(line, line.get("type", ""), lists, relevant[-1] or own)
            questions[fold(question.name)] = question
    return Structure("XLSForm", questions)


def records(table: Table) -> list[dict[str, str]]:
    """Read a small table as records; headings in small letters, a language's label counts as the label."""
    headings = [fold(heading) for heading in table.head[0]]
    grid = table.body(1)
    texts = [column.per_row(column.texts, "", object) for column in grid.columns]
    found = []
    for cells in zip(*texts, strict=True):
        line = {
            heading: str(cell) for heading, cell in zip(headings, cells, strict=False) if heading and cell
        }
        if "label" not in line:
            line["label"] = next((text for heading, text in line.items() if heading.startswith("label")), "")
        found.append(line)
    return found


def _lists(lines: Sequence[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    for line in lines:
        name = line.get("list_name") or line.get("list name") or ""
        code = line.get("name") or line.get("value") or ""
        if name and code:
            lists.setdefault(name, {})[code] = squeeze(strip_tags(line["label"])) or code
    return lists


def _question(
    line: Mapping[str, str], kind: str, lists: Mapping[str, dict[str, str]], filtered: bool
) -> Question:
    plain = squeeze(kind.replace("_", " ")).casefold()
    choices = next((lists[word] for word in kind.split() if word in lists), {})
    many = plain.startswith(("select multiple", "select all"))
    return Question(
        line["name"],
        squeeze(strip_tags(line["label"])),
        {} if many else choices,
        choices if many else {},
        filtered,
        plain == "text",
        " " if many else "",
    )
