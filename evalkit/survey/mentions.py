"""SPSS's multiple-response sets: tick boxes, or mentions, each variable of the set holding one more answer.

Tick boxes are variables of the file. Of mentions, a tick box is made for each answer, ``set[code]``, and the
variables stay as they are too: they hold the order in which the answers were given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells
from evalkit.survey.missing import state_of_label
from evalkit.survey.naming import squeeze
from evalkit.survey.variable import Variable

Sets = Mapping[str, Mapping[str, Any]]


def boxes(sets: Sets) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Find the variables that are tick boxes of a set."""
    return {
        variable: (name.lstrip("$"), response_set)
        for name, response_set in sets.items()
        if response_set.get("is_dichotomy")
        for variable in response_set.get("variable_list", ())
    }


def mentioned(sets: Sets, variables: Sequence[Variable]) -> list[Variable]:
    """Make a tick box of each answer that may be mentioned in the variables of a set."""
    named = {variable.name: variable for variable in variables}
    found: list[Variable] = []
    for name, response_set in sets.items():
        parts = [named[part] for part in response_set.get("variable_list", ()) if part in named]
        if parts and not response_set.get("is_dichotomy"):
            title = squeeze(response_set.get("label") or "")
            found += _ticks(name.lstrip("$"), title, parts)
    return found


def _ticks(name: str, title: str, parts: list[Variable]) -> list[Variable]:
    codes = [_codes(part) for part in parts]
    given = [text for part in parts for text in part.cells.few]
    labels = {code: label for part in parts for code, label in part.values.items()}
    options = {code: label for code, label in labels.items() if not state_of_label(label)}
    missing = {code for part in parts for code in part.missing} | (labels.keys() - options.keys())
    options |= {code: code for code in dict.fromkeys(given) if code not in labels and code not in missing}
    answered = np.any([np.isin(column, list(options)) for column in codes], axis=0)
    return [
        Variable(
            f"{name}[{code}]", f"{title or name}: {label}", _cells(codes, code, answered), label, name,
            tick=True, ticked=("1",), unticked=("0",), tells=True,
        )
        for code, label in options.items()
    ]  # fmt: skip


def _codes(variable: Variable) -> np.ndarray:
    return variable.cells.per_row(variable.cells.texts, "", object)


def _cells(codes: list[np.ndarray], code: str, answered: np.ndarray) -> Cells:
    chosen = np.any([column == code for column in codes], axis=0)
    return Cells(np.where(answered, chosen.astype("int8"), -1), pd.Series(["0", "1"], dtype="str"))
