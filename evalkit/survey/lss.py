"""LimeSurvey's structure (.lss): questions, rows and answers with their texts, as XML."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from evalkit.errors import EvalkitError, place
from evalkit.safefiles import parse_xml
from evalkit.survey.cells import fold
from evalkit.survey.naming import strip_tags
from evalkit.survey.structure import Question, Structure

_TICKS, _OPEN = {"M", "P"}, {"S", "T", "U", "Q", "D", "*", "X", "|", ";"}
_FIXED = {
    "Y": {"Y": "Yes", "N": "No"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "G": {"F": "Female", "M": "Male"},
    "E": {"D": "Decrease", "S": "Same", "I": "Increase"},
}


def read_lss(content: bytes, name: str) -> Structure:
    """Read a structure file.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call the file.

    Returns
    -------
    Structure

    Raises
    ------
    EvalkitError
        If it isn't XML without entities, or holds no questions.
    """
    root = parse_xml(content, place(name))
    texts = {row.get("qid", ""): row.get("question", "") for row in _rows(root, "question_l10ns")}
    parts = _rows(root, "subquestions")
    parents = [row for row in _rows(root, "questions") if row.get("parent_qid", "0") in ("0", "")]
    filtered = _filtered(root)
    answers = _answers(root)
    questions: dict[str, Question] = {}
    for row in parents:
        children = [child for child in parts if child.get("parent_qid") == row.get("qid")]
        for question in _questions(row, children, answers.get(row.get("qid", ""), {}), texts):
            own = replace(question, filtered=row.get("qid") in filtered)
            questions.setdefault(fold(question.name), own)
    if not questions:
        raise EvalkitError(
            "it holds no questions", "Export the survey's structure (.lss).", where=place(name)
        )
    return Structure(f"{name}: LimeSurvey structure", questions)


def _rows(root: Element, section: str) -> list[dict[str, str]]:
    """Return a section's rows; of what is there in several languages, the survey's own."""
    found = root.find(section)
    rows = found.findall("rows/row") if found is not None else []
    own = (root.findtext("surveys/rows/row/language") or root.findtext("languages/language") or "").strip()
    cells = [{cell.tag: cell.text or "" for cell in row} for row in rows]
    return [row for row in cells if row.get("language", own).strip() in (own, "")] if own else cells


def _filtered(root: Element) -> set[str]:
    """Name the questions shown to some only: by their own or their group's relevance, or by conditions."""
    groups = {row.get("gid", "") for row in _rows(root, "groups") if _is_rule(row.get("grelevance", ""))}
    found = {row.get("qid", "") for row in _rows(root, "conditions")}
    asked = _rows(root, "questions")
    ruled = [row for row in asked if row.get("gid") in groups or _is_rule(row.get("relevance", ""))]
    return found | {row.get("qid", "") for row in ruled}


def _is_rule(relevance: str) -> bool:
    return relevance.strip() not in ("", "1")


def _answers(root: Element) -> dict[str, dict[str, dict[str, str]]]:
    """Return code to label for every question and each of its scales: a grid may have two."""
    labels = {row.get("aid", ""): row.get("answer", "") for row in _rows(root, "answer_l10ns")}
    answers: dict[str, dict[str, dict[str, str]]] = {}
    for row in _rows(root, "answers"):
        label = row.get("answer") or labels.get(row.get("aid", ""), "")
        scale = answers.setdefault(row.get("qid", ""), {}).setdefault(row.get("scale_id", "0"), {})
        scale[row.get("code", "")] = strip_tags(label)
    return answers


def _questions(
    row: dict[str, str],
    children: list[dict[str, str]],
    answers: dict[str, dict[str, str]],
    texts: dict[str, str],
) -> list[Question]:
    """Return a question, and each row of a grid or place of a ranking as a question of its own."""
    kind, code = row.get("type", ""), row.get("title", "")
    text = strip_tags(row.get("question") or texts.get(row.get("qid", ""), ""))
    values = answers.get("0") or _FIXED.get(kind, {})
    if row.get("other") == "Y" and values:
        values = {**values, "-oth-": "Other"}
    own = _parts(children, texts)
    if kind in _TICKS:
        return [Question(code, text, {}, own)]
    if kind == "R":
        return [Question(f"{code}[{n}]", f"{text} [{n}]", values) for n in range(1, len(values) + 1)]
    if kind == "1":
        return [
            Question(f"{code}[{part}][{int(scale) + 1}]", f"{text} [{label}]", labels)
            for part, label in own.items()
            for scale, labels in answers.items()
            if scale.isdigit()
        ]
    if not children:
        return [Question(code, text, values, free=kind in _OPEN)]
    return [
        Question(f"{code}[{part}]", f"{text} [{label}]", values, free=kind in _OPEN)
        for part, label in own.items()
    ]


def _parts(children: list[dict[str, str]], texts: dict[str, str]) -> dict[str, str]:
    """Return code to text of a question's parts; where it has columns too, of every cell."""
    axes: list[dict[str, str]] = [{}, {}]
    for child in children:
        text = strip_tags(child.get("question") or texts.get(child.get("qid", ""), ""))
        axes[child.get("scale_id") == "1"][child.get("title", "")] = text
    rows, columns = axes
    if not columns:
        return rows
    return {f"{r}_{c}": f"{row}] [{column}" for r, row in rows.items() for c, column in columns.items()}
