"""A status written as one column for each state, of which one is 1, as one variable."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import unique_names
from evalkit.survey.variable import Variable


def one_hot_status(variables: list[Variable]) -> list[Variable]:
    """Make one variable of each one-hot status."""
    groups: dict[str, list[Variable]] = {}
    for variable in variables:
        if variable.tick and variable.role == "status":
            groups.setdefault(variable.group, []).append(variable)
    names = unique_names([*(v.name for v in variables), *groups])[len(variables) :]
    return [_one_hot(name, boxes) for name, boxes in zip(names, groups.values(), strict=True)]


def _one_hot(name: str, boxes: list[Variable]) -> Variable:
    ones = np.column_stack([_is_one(box.cells) for box in boxes])
    codes = np.where(ones.sum(axis=1) == 1, ones.argmax(axis=1), -1)
    numbers = [re.sub(r"\D", "", box.aliases[0]) or str(n) for n, box in enumerate(boxes, 1)]
    labels = {number: box.title for number, box in zip(numbers, boxes, strict=True)}
    cells = Cells(codes, pd.Series(numbers, dtype="str"))
    title = "Samlet status" if fold(boxes[0].group) == "statoverall" else boxes[0].group
    return Variable(name, boxes[0].group, cells, title, values=labels, role="status")


def _is_one(cells: Cells) -> np.ndarray:
    return cells.per_row((fold(text) in ("1", "valgt") for text in cells.texts), False)
