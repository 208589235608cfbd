"""LimeSurvey's VV file ('vertical verification'): the questions' texts in line 1, their codes in line 2.

Parts of a question are joined to its code by ``_`` (or, in the oldest form, to the numbers of survey, group
and question); their texts stand in brackets, or after a dash or line break, behind the question's. What was
not shown to a respondent is marked, so that nothing has to be guessed about empty cells. Answers are codes;
line breaks and the like in them are written out.
"""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
import pandas as pd

from evalkit.survey.cells import Cells, fold, tidy
from evalkit.survey.limeheadings import Heading
from evalkit.survey.naming import own_parts, strip_tags

NOT_SHOWN = "{question_not_shown}"
_ESCAPED = {"{newline}": "\n", "{cr}": "\r", "{tab}": "\t", "{quote}": '"', "{lbrace}": "{"}
_NUMBERED = re.compile(r"\d+X\d+X\d+\w*")


def is_vv(head: list[list[str]]) -> bool:
    """Tell whether the second line holds the codes that every VV file begins with."""
    second = [fold(cell) for cell in head[1]] if len(head) > 1 else []
    return second[:1] == ["id"] and {"submitdate", "startlanguage"} <= set(second)


def headings_of(texts: list[str], codes: list[str]) -> list[Heading]:
    """Take the two lines apart: question by question, as the other exports' headings."""
    pairs = [(code.strip(), text) for code, text in zip(codes, [*texts, *codes], strict=False)]
    taken: list[Heading] = []
    for _, parts in groupby(pairs, key=_question):
        taken += _parts(list(parts))
    return taken


def _question(pair: tuple[str, str]) -> str:
    code, text = pair
    return text if _NUMBERED.fullmatch(code) else code.partition("_")[0]


def _parts(pairs: list[tuple[str, str]]) -> list[Heading]:
    """Take apart the headings of one question."""
    whole = [strip_tags(text.replace("\n", " - ")) for _, text in pairs]
    stem, options = own_parts(whole, " (", " - ")
    codes = [code for code, _ in pairs]
    own, parts = own_parts(codes, "" if _NUMBERED.fullmatch(codes[0]) else "_")
    own, parts = (own, parts) if own else (codes[0].partition("_")[0], [codes[0].partition("_")[2]])
    dual = all(re.fullmatch(r"\w+_[01]", part) for part in parts)
    taken: list[Heading] = []
    for code, part, text, option in zip(codes, parts, whole, options, strict=True):
        subs = (part[:-2], str(int(part[-1]) + 1)) if dual else (part,) if part else ()
        title = f"{stem} [{option.removesuffix(')')}]" if stem and part else text
        taken.append(Heading(code, own, subs, title))
    return taken


def answers_of(cells: Cells) -> tuple[Cells, np.ndarray | None]:
    """Return the answers as they were given, and who was shown the question, if anybody wasn't."""
    if not cells.is_text or not cells.texts.str.contains("{", regex=False).any():
        return cells, None
    shown = cells.per_row((text != NOT_SHOWN for text in cells.texts), True)
    texts = ["" if text == NOT_SHOWN else _plain(text) for text in cells.texts]
    return tidy(cells.codes, pd.Series(texts, dtype="str")), None if shown.all() else shown


def _plain(text: str) -> str:
    return re.sub(r"\{[a-z]+\}", lambda match: _ESCAPED.get(match[0], match[0]), text)
