"""Microsoft Forms: a workbook with Forms' own columns first; several answers as `one;two;` in a cell.

A quiz has `Points - question` and perhaps `Feedback - question` after a question, in the form's
language. A ranking holds every option in every cell, first place first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from evalkit.survey.cells import fold, from_numbers
from evalkit.survey.joined import bare_pieces, said_double, said_of_written, split_into
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable, parsed, plain_variables
from evalkit.words import told

TITLE = "Microsoft Forms"
_START = own_words("msforms", "start")
_END = own_words("msforms", "end")
_WHO = own_words("msforms", "who")
_SYSTEM = _START | _END | _WHO | own_words("msforms", "own")
_QUIZ = re.compile(
    r"total points|quiz ?feedback|(?:point|pointtal) i alt|samlet (?:antal )?point(?:tal)?|samlede point"
    r"|feedback (?:om|til) (?:quiz(?:zen)?|test(?:en)?)|gesamtpunktzahl|quizfeedback|totalt antall poeng"
)
_MARKS = own_words("msforms", "marks")
_WHEN = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}[ T]+\d{1,2}[:.]\d\d.*")


def sniff(source: Source) -> str:
    """Look for an id, a start time and a completion time; or an id, two times and who it was."""
    head = source.head
    first = [fold(heading) for heading in source.headings[:6]]
    if len(first) < 3 or first[0] != "id":
        return ""
    times = all(len(line) > 2 and _WHEN.fullmatch(line[1]) and _WHEN.fullmatch(line[2]) for line in head[1:4])
    named = bool(_START & set(first)) and bool((_END | _WHO) & set(first))
    told_by = named or (len(head) > 1 and times and bool(_WHO & set(first[3:])))
    return told("reading.sign.columns", names=", ".join(first[:3])) if told_by else ""


def parse(source: Source) -> Parsed:
    """Read a workbook or CSV."""
    table = source.tables[0]
    grid = table.body(1)
    variables = plain_variables(table, grid, table.head[0])
    marks = _marks([fold(variable.source) for variable in variables])
    marked = [_variable(v, system=n in marks) for n, v in enumerate(variables)]
    ranked = [v for v in marked if _is_ranking(v)]
    said = [line for v in marked if v.split and v not in ranked for line in said_of_written(v)]
    said += [told("reading.ranked", columns=", ".join(repr(v.source) for v in ranked))] if ranked else []
    result = [part for v in marked for part in (_places(v) if v in ranked else [v])]
    return parsed(table, grid, result, [*said_double(_asked(table.head[0])), *said])


def _asked(headings: list[str]) -> list[str]:
    """Take off the number that Forms puts at the end of a question asked again."""
    known = set(map(fold, headings))
    first = [re.sub(r"\d+$", "", heading) for heading in headings]
    return [once if fold(once) in known else again for once, again in zip(first, headings, strict=True)]


def _marks(headings: list[str]) -> set[int]:
    """Find Forms' own columns: at the front, the quiz's sums, a question's points and feedback."""
    own = {n for n, h in enumerate(headings) if n < 3 or (n < 8 and h in _SYSTEM) or _QUIZ.fullmatch(h)}
    beside = {
        n: match[1]
        for n, heading in enumerate(headings)
        for question in headings[max(n - 2, 0) : n]
        if question and (match := re.fullmatch(rf"(.{{3,30}}) - {re.escape(question)}\d*", heading))
    }
    marks = Counter(beside.values())
    return own | {n for n, mark in beside.items() if marks[mark] > 1 or mark in _MARKS}


def _variable(variable: Variable, *, system: bool) -> Variable:
    if system:
        return replace(variable, role="status")
    texts = variable.cells.texts
    if not variable.cells.is_text or not len(texts) or not texts.str.endswith(";").all():
        return variable
    options = list(dict.fromkeys(piece for text in texts for piece in bare_pieces(text)))
    return split_into(variable, ";", options)


def _is_ranking(variable: Variable) -> bool:
    """Tell whether every cell holds the same options, and more than one order was given."""
    answers = [bare_pieces(text) for text in variable.cells.texts] if variable.split else []
    return len(answers) > 1 and len(answers[0]) > 1 and len({frozenset(answer) for answer in answers}) == 1


def _places(variable: Variable) -> Iterator[Variable]:
    """Give each option of a ranking the place at which the respondent put it."""
    answers = [bare_pieces(text) for text in variable.cells.texts]
    for option in variable.values:
        places = variable.cells.per_row((answer.index(option) + 1.0 for answer in answers), np.nan)
        whole = f"{variable.source} - {option}"
        yield replace(
            variable, name=f"{variable.name}[{option_name(option)}]", source=whole, title=whole,
            cells=from_numbers(places), group=variable.name, split="", values={},
        )  # fmt: skip
