"""Write a first `codebook.yml` for an export: everything known is filled in, what only a person knows is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.survey.finish import finish
from evalkit.survey.read import parse_export

_HEAD = """\
# yaml-language-server: $schema=codebook.schema.json
# A first draft, made from {file}. Go through it:
#   - give each question that is about a success criterion its item:, or its criterion: (and reverse: true where
#     agreeing means the opposite); take out the fields you don't need;
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
    import yaml

    survey = finish(parse_export(path), personal="keep")
    lines = [_HEAD.format(file=Path(path).name), "fields:"]
    for variable in survey.codebook.to_dict("records"):
        text = yaml.safe_dump(
            [_field(variable)], allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
        )
        lines.append("".join(f"  {line}\n" for line in text.splitlines()).rstrip("\n"))
        lines += [f"    # {hint}" for hint in _hints(variable, survey.data[variable["name"]])]
    return "\n".join(lines) + "\n"


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
