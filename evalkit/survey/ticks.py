"""Tick boxes: one boolean column for each option, whichever way the export wrote them.

A block that is all empty, or all zero where the format can't tell 'none of these' from 'not asked', is
missing for that respondent, never 'no'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from evalkit.survey.carrier import STATES
from evalkit.survey.cells import Cells, fold, tidy
from evalkit.survey.missing import state_of_label
from evalkit.survey.ownwords import own_words
from evalkit.survey.variable import Variable

_NOT_TICKED = own_words("ticks", "not_ticked")


def block(variables: Sequence[Variable]) -> list[tuple[pd.Series, np.ndarray]]:
    """Read the tick boxes of one question.

    Parameters
    ----------
    variables : sequence of Variable
        All tick boxes of a question.

    Returns
    -------
    list of (Series, ndarray)
        Per box the booleans, and per row the number of its state in `carrier.STATES`.
    """
    boxes = [_box(variable) for variable in variables]
    ticked = np.column_stack([box == 1 for box in boxes])
    said = np.column_stack([box >= 0 for box in boxes])
    refused = np.column_stack([box < -1 for box in boxes])
    given = said if variables[0].tells else ticked
    answered = given.any(axis=1) & ~(refused & ~said).all(axis=1)
    results = []
    for variable, box in zip(variables, boxes, strict=True):
        own = np.where(box < -1, -box - 1, STATES.index(variable.empty)).astype("int8")
        state = np.where(answered & (box >= -1), 0, own).astype("int8")
        values = pd.array(box == 1, dtype="boolean")
        values[state != 0] = pd.NA
        results.append((pd.Series(values), state))
    return results


def _box(variable: Variable) -> np.ndarray:
    """Return per row 1 ticked, 0 not ticked, -1 empty, and -1 - s for a missing value of state s."""
    meanings = (_meaning(text, variable) for text in variable.cells.texts)
    box = variable.cells.per_row(meanings, -1, "int8")
    return box if variable.asked is None else np.where(variable.asked, box, -1 - STATES.index("not_asked"))


def _meaning(text: str, variable: Variable) -> int:
    if text in variable.missing:
        return -1 - STATES.index(variable.missing[text][1])
    if variable.ticked and fold(text) in map(fold, variable.ticked):
        return 1
    if state := state_of_label(text):
        return -1 - STATES.index(state)
    if fold(text) in (map(fold, variable.unticked) if variable.unticked else _NOT_TICKED):
        return 0
    return 1


def beside(box: Cells, written: Cells | None) -> Cells:
    """Take an empty box as not ticked where the respondent wrote an answer of her own."""
    if written is None or not box.is_text:
        return box
    codes = np.where(box.is_empty & ~written.is_empty, len(box.uniques), box.codes)
    return tidy(codes, pd.Series([*box.uniques, "N"], dtype="str"))


def beside_written(variables: list[Variable]) -> list[Variable]:
    """Lay what was written under 'other' beside the tick boxes of its question."""
    ticks = {v.group for v in variables if v.tick}
    written = {v.group: v.cells for v in variables if v.group in ticks and not v.tick}
    return [
        replace(v, cells=beside(v.cells, written[v.group]), tells=True)
        if v.tick and v.group in written
        else v
        for v in variables
    ]


def split_joined(variable: Variable) -> list[Variable]:
    """Turn a question whose cells hold several answers into one tick box for each option.

    Parameters
    ----------
    variable : Variable
        With `split`, and the options as `values` where they are known.

    Returns
    -------
    list of Variable
        Named ``question[option]``; an empty cell leaves all of them empty.
    """
    known = {fold(label): code for code, label in variable.values.items()}
    known |= {fold(code): code for code in variable.values}
    chosen = [parts(text, variable.split, known) for text in variable.cells.texts]
    options = dict.fromkeys([*variable.values, *(part for answer in chosen for part in answer)])
    return [_option(variable, option, chosen) for option in options]


def parts(text: str, separator: str, known: Mapping[str, str]) -> list[str]:
    """Cut a cell into its options; an option that holds the separator is kept whole where it is known."""
    pieces = [piece for part in text.split(separator) if (piece := part.strip())]
    glue = (separator,) if separator.isspace() else (f"{separator} ", separator)
    found: list[str] = []
    while pieces:
        spans = ((n, fold(mark.join(pieces[:n]))) for n in range(len(pieces), 0, -1) for mark in glue)
        width, option = next(((n, known[whole]) for n, whole in spans if whole in known), (1, pieces[0]))
        found.append(option)
        pieces = pieces[width:]
    return found


def _option(variable: Variable, option: str, chosen: Sequence[Iterable[str]]) -> Variable:
    codes = variable.cells.per_row((int(option in answer) for answer in chosen), -1, "int16")
    cells = Cells(codes, pd.Series(["0", "1"], dtype="str"))
    label = variable.values.get(option, option)
    return replace(
        variable, name=f"{variable.name}[{option_name(option)}]",
        cells=cells, title=label, group=variable.name,
        values={}, missing={}, tick=True, ticked=("1",), unticked=("0",), tells=True, split="", type="",
        scale="",
    )  # fmt: skip


def option_name(option: str) -> str:
    """Write an option so that it can stand in a variable's name."""
    return " ".join(option.replace("[", "(").replace("]", ")").split())[:80]
