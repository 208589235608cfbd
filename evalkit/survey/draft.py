"""Write a first `codebook.yml`: what is known is filled in, what only a person knows is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.survey.finish import finish
from evalkit.survey.read import parse_export
from evalkit.survey.variable import Variable

_HEAD = """\
# yaml-language-server: $schema=codebook.schema.json
# A first draft, made from {file}. Go through it:
#   - give each question that is about a success criterion its item:, or its criterion: (and reverse: true
#     where agreeing means the opposite); take out the fields you don't need;
#   - mark who answers: party: true (or {{label: party id}}), respondent: true, wave: true;
#   - where it says 'which scale?', write scale:, or categories: from the lowest answer to the highest.
"""


def draft_codebook(path: str | Path) -> str:
    """Draft a codebook from any survey export.

    Parameters
    ----------
    path : path
        As `read_survey` takes it.

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
    lines = [_HEAD.format(file=Path(path).name), "fields:"]
    for variable in _records(survey.codebook):
        whole = joined.get(variable["group"]) if variable["type"] == "boolean" else None
        if whole is None:
            lines.append(_written(_field(variable)))
            lines += [f"    # {hint}" for hint in _hints(variable, survey.data[variable["name"]])]
        elif whole.name not in done:
            done.add(whole.name)
            lines.append(_written(_joined(whole)))
    return "\n".join(lines) + "\n"


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


def _field(variable: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": variable["name"], "title": variable["title"]}
    if variable["source"] != variable["name"]:
        field["aliases"] = [variable["source"]]
    if variable["scale"]:
        field["scale"] = variable["scale"]
    if variable["values"] and variable["type"] != "boolean":
        field["categories"] = [_pair(code, label) for code, label in variable["values"].items()]
        field |= {} if variable["ordered"] else {"categoriesOrdered": False}
    if variable["missing"]:
        field["missingValues"] = [_pair(code, label) for code, label in variable["missing"].items()]
    if variable["role"] in ("personal", "respondent", "wave"):
        field["evalkit"] = {variable["role"]: True}
    return field


def _pair(code: Any, label: str) -> dict[str, Any]:
    return {"value": code if isinstance(code, int | float) else str(code), "label": str(label)}


def _hints(variable: dict[str, Any], column: pd.Series) -> list[str]:
    """Write what a person must decide about a variable."""
    if variable["role"] or variable["type"] in ("boolean", "date"):
        return []
    if variable["values"] or variable["scale"]:
        return (
            ["evalkit: {item: , criterion: }"]
            if variable["ordered"]
            else ["which scale? categories: are in no known order"]
        )
    if variable["type"] == "integer" and column.nunique() <= 11:
        return [f"which scale? the answers are {column.min()} to {column.max()}"]
    return []
