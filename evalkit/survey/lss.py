"""LimeSurvey's structure (.lss): questions, rows and answers with their texts, as XML."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from evalkit.errors import EvalkitError, place
from evalkit.safefiles import parse_xml
from evalkit.survey.cells import fold
from evalkit.survey.naming import strip_tags
from evalkit.survey.structure import Question, Structure

_TICKS, _OPEN = {"M", "P"}, {"S", "T", "U", "Q", "N", "K", "D", "*", "X", "|"}
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
    answers = _answers(root)
    questions: dict[str, Question] = {}
    for row in parents:
        children = [child for child in parts if child.get("parent_qid") == row.get("qid")]
        for question in _questions(row, children, answers.get(row.get("qid", ""), {}), texts):
            questions.setdefault(fold(question.name), question)
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
    filtered = row.get("relevance", "1").strip() not in ("", "1")
    values = answers.get("0") or _FIXED.get(kind, {})
    if row.get("other") == "Y" and values:
        values = {**values, "-oth-": "Other"}
    own = {
        c.get("title", ""): strip_tags(c.get("question") or texts.get(c.get("qid", ""), "")) for c in children
    }
    if kind in _TICKS:
        return [Question(code, text, {}, own, filtered)]
    if kind == "R":
        return [
            Question(f"{code}[{n}]", f"{text} [{n}]", values, {}, filtered) for n in range(1, len(values) + 1)
        ]
    if kind == "1":
        return [
            Question(f"{code}[{part}][{int(scale) + 1}]", f"{text} [{label}]", labels, {}, filtered)
            for part, label in own.items()
            for scale, labels in answers.items()
            if scale.isdigit()
        ]
    if not children:
        return [Question(code, text, values, {}, filtered, kind in _OPEN)]
    return [
        Question(f"{code}[{part}]", f"{text} [{label}]", values, {}, filtered, kind in _OPEN)
        for part, label in own.items()
    ]
