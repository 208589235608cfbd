"""Enalyzer: one line of headings; answers as texts, values or label numbers, whichever was chosen per column.

Its public help pages say that a single choice is a label number by default (1 is the first answer) and each
option of a multiple choice a column of its own. A file alone can't tell a value from a label number: where
answers
are numbers the codebook's categories say what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from evalkit.survey.cells import fold
from evalkit.survey.naming import short_name, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.words import told

TITLE = "Enalyzer"
_SYSTEM = own_words("enalyzer", "own")
_PART = re.compile(r"(?P<question>.+?)(?: - |: | \| )(?P<part>.+)", re.DOTALL)


def sniff(source: Source) -> str:
    """Look for the tool's name; its files have no other sign."""
    named = "enalyzer" in source.name.casefold() or any("enalyzer" in fold(h) for h in source.headings)
    return told("reading.sign.named") if named and source.headings else ""


def parse(source: Source) -> Parsed:
    """Read an Excel or CSV download."""
    table = source.tables[0]
    grid = table.body(1)
    variables = plain_variables(table, grid, table.head[0])
    stems = Counter(match["question"] for v in variables if (match := _PART.fullmatch(v.source)))
    boxes = {
        stem
        for stem, count in stems.items()
        if count > 1 and all(_is_box(v) for v in variables if v.source.startswith(stem))
    }
    marked = [_marked(variable, stems, boxes) for variable in variables]
    names = unique_names(variable.name for variable in marked)
    variables = [replace(variable, name=name) for variable, name in zip(marked, names, strict=True)]
    numbers = [
        v.name
        for v in variables
        if not v.tick and not v.role and v.cells.few and all(t.isdigit() for t in v.cells.few)
    ]
    said = [told("reading.label_numbers", names=", ".join(numbers[:12]))] if numbers else []
    return parsed(table, grid, variables, said)


def _is_box(variable: Variable) -> bool:
    """Tell whether a column holds values, 1 and 0, or texts: its own option."""
    match = _PART.fullmatch(variable.source)
    own = {fold(match["part"])} if match else set()
    answers = {fold(text) for text in variable.cells.texts.iloc[:3]}
    return answers <= {"0", "1"} or answers <= own


def _marked(variable: Variable, stems: Counter[str], boxes: set[str]) -> Variable:
    if fold(variable.source) in _SYSTEM:
        return replace(variable, role="status")
    match = _PART.fullmatch(variable.source)
    if not match or stems[match["question"]] < 2:
        return variable
    group, part = short_name(match["question"]), match["part"]
    if match["question"] in boxes:
        name = f"{group}[{option_name(part)}]"
        return replace(
            variable, name=name, title=part, group=group, tick=True, ticked=("1", part), unticked=("0",)
        )
    return replace(variable, group=group)
