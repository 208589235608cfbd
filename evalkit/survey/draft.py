"""Write a first `codebook.yml`: what is known is filled in, what only a person knows is asked for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.survey.carrier import Survey
from evalkit.survey.cells import fold
from evalkit.survey.codebook import missing_state
from evalkit.survey.finish import finish
from evalkit.survey.read import parse_export
from evalkit.survey.scales import NOT_BY_LABELS, fit_labels
from evalkit.survey.variable import Variable
from evalkit.words import say


def draft_codebook(path: str | Path, *, lang: str = "en") -> str:
    """Draft a codebook from any survey export.

    Parameters
    ----------
    path : path
        As `read_survey` takes it.
    lang : {'da', 'en'}
        The language of its comments.

    Returns
    -------
    str
        The text of a ``codebook.yml`` that reads back without changing a single answer.

    Raises
    ------
    EvalkitError
        If the export can't be read.
    """
    parsed = parse_export(path)
    survey = finish(parsed, personal="keep")
    joined = {variable.name: variable for variable in parsed.variables if variable.split}
    done: set[str] = set()
    head = say("reading.draft.head", lang, file=Path(path).name)
    lines = ["# yaml-language-server: $schema=codebook.schema.json", *_comment(head), "", "fields:"]
    headings = Counter(fold(variable.source) for variable in parsed.variables)
    for variable in _records(survey.codebook):
        whole = joined.get(variable["group"]) if variable["type"] == "boolean" else None
        if whole is None:
            lines.append(_written(_told_apart(_field(variable, survey), headings)))
            hint = _hint(variable, survey.data[variable["name"]], lang)
            lines += [f"    {line}" for line in _comment(hint)]
        elif whole.name not in done:
            done.add(whole.name)
            lines.append(_written(_told_apart(_joined(whole), headings)))
    return "\n".join(lines) + "\n"


def _told_apart(field: dict[str, Any], headings: Counter[str]) -> dict[str, Any]:
    """Leave out a heading that several columns have: their names tell them apart."""
    double = any(headings[fold(alias)] > 1 for alias in field.get("aliases", ()))
    return {key: value for key, value in field.items() if key != "aliases" or not double}


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]


def _records(codebook: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in record.items()} for record in codebook.to_dict("records")]


def _written(field: dict[str, Any]) -> str:
    import yaml

    text = yaml.safe_dump([field], allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return "\n".join(f"  {line}" for line in text.splitlines())


def _joined(variable: Variable) -> dict[str, Any]:
    """Write a question whose cells hold several answers as one field."""
    field: dict[str, Any] = {"name": variable.name, "title": variable.title or variable.name}
    field |= {"aliases": [variable.source]} if variable.source != variable.name else {}
    field |= {"separator": variable.split}
    if variable.values:
        field["categories"] = [_pair(code, label) for code, label in variable.values.items()]
        field["categoriesOrdered"] = False
    return field


def _field(variable: dict[str, Any], survey: Survey) -> dict[str, Any]:
    field: dict[str, Any] = {"name": variable["name"], "title": variable["title"]}
    if variable["source"] != variable["name"]:
        field["aliases"] = [variable["source"]]
    if variable["scale"]:
        field["scale"] = variable["scale"]
    if variable["values"] and variable["type"] != "boolean":
        field["categories"] = [_pair(code, label) for code, label in variable["values"].items()]
        field |= {} if variable["ordered"] else {"categoriesOrdered": False}
    if variable["missing"]:
        found = survey.missing[survey.missing["name"] == variable["name"]].drop_duplicates("code")
        states = survey.states[variable["name"]].loc[found["row"]].astype(str)
        given = dict(zip(found["code"], states, strict=True))
        field["missingValues"] = [
            _pair(code, label) | _state(code, label, given.get(code))
            for code, label in variable["missing"].items()
        ]
    if variable["role"] in ("personal", "respondent", "wave"):
        field["evalkit"] = {variable["role"]: True}
    return field


def _pair(code: Any, label: str) -> dict[str, Any]:
    return {"value": code if isinstance(code, int | float) else str(code), "label": str(label)}


def _state(code: Any, label: str, state: str | None) -> dict[str, str]:
    """Write the state of a missing value where its words alone wouldn't tell it."""
    return {"state": state} if state and state != missing_state(label, code) else {}


def _hint(variable: dict[str, Any], column: pd.Series, lang: str) -> str:
    """Write what a person must decide about a variable."""
    if variable["role"] or variable["type"] in ("boolean", "date"):
        return ""
    if variable["ordered"]:
        return "evalkit: {item: , criterion: }"
    if variable["values"] and not any(
        fit.scale == NOT_BY_LABELS for fit in fit_labels(variable["values"].values())
    ):
        return say("reading.draft.order", lang)
    if variable["type"] == "integer" and not variable["scale"] and column.nunique() in range(1, 12):
        return say("reading.draft.numbers", lang, low=column.min(), high=column.max())
    return ""
