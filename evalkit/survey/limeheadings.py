"""LimeSurvey's headings: a code, the subquestions in brackets, a text.

Names: a question's code; for the rows of a grid the row's own code (``likertagree2[affSat1]`` becomes
``affSat1``) if it is unlike all others in the file and not one that LimeSurvey made up (SQ001), else
``q[code]``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from evalkit.survey.cells import fold
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names

_HEADING = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9_]*(?:[-_]\d+)?)(?P<subs>(?:\[[^\[\]]*\])*)(?:\. ?(?P<text>.*))?", re.DOTALL
)
_GENERIC = re.compile(r"(?:SQ|A|Y|X)?\d+(?:comment)?", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading taken apart."""

    whole: str
    code: str
    subs: tuple[str, ...]
    text: str

    @property
    def full(self) -> str:
        """The code with its subquestions in brackets."""
        return self.code + "".join(f"[{sub}]" for sub in self.subs)


def taken_apart(heading: str) -> Heading:
    """Take a heading apart: code, subquestions, text."""
    whole = strip_tags(heading)
    match = _HEADING.fullmatch(whole)
    if not match:
        part = re.fullmatch(r"(.+?) \[([^\[\]]*)\]", whole, re.DOTALL)
        return (
            Heading(whole, short_name(part[1]), (part[2].strip(),), whole)
            if part
            else Heading(whole, "", (), whole)
        )
    subs = tuple(re.findall(r"\[([^\[\]]*)\]", match["subs"]))
    return Heading(whole, match["code"], subs, squeeze(match["text"] or ""))


def underscored(headings: list[Heading]) -> list[Heading]:
    """Take codes apart at ``_`` where the export joins a question's parts so (`ExpressionScript code`)."""
    if any(heading.subs for heading in headings):
        return headings
    stems = Counter(heading.code.partition("_")[0] for heading in headings if "_" in heading.code)
    result = []
    for heading in headings:
        stem, _, part = heading.code.partition("_")
        apart = part and stems[stem] > 1 and stem != "attribute"
        result.append(replace(heading, code=stem, subs=(part,)) if apart else heading)
    return result


def names_of(headings: list[Heading]) -> list[str]:
    """Make the names: see the top of this file."""
    last = Counter(fold(h.subs[-1] if h.subs else h.code) for h in headings if h.code)
    names = []
    for heading in headings:
        own = heading.subs[-1] if len(heading.subs) == 1 else ""
        if (
            own
            and not _GENERIC.fullmatch(own)
            and last[fold(own)] == 1
            and re.fullmatch(r"[A-Za-z]\w*\d\w*", own)
        ):
            names.append(own)
        else:
            names.append(heading.full or short_name(heading.whole or "row"))
    return unique_names(names)
