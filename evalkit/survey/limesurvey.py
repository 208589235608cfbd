"""LimeSurvey: headings as code, full text or `code. text`; answers as codes or full; or a VV file with both.

Names: a question's code; for the rows of a grid the row's own code (``likertagree2[affSat1]`` becomes
``affSat1``) if
it is unlike all others in the file and not one that LimeSurvey made up (SQ001), else ``q[code]``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evalkit.survey.cells import Cells, fold
from evalkit.survey.limeticks import with_ticks
from evalkit.survey.limevv import answers_of, headings_of, is_vv
from evalkit.survey.lss import read_lss
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.source import Source
from evalkit.survey.structure import lay_over
from evalkit.survey.table import Table
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.words import told

TITLE = "LimeSurvey"
_HEADING = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9_]*(?:[-_]\d+)?)(?P<subs>(?:\[[^\[\]]*\])*)(?:\. ?(?P<text>.*))?", re.DOTALL
)
_GENERIC = re.compile(r"(?:SQ|A|Y|X)?\d+(?:comment)?", re.IGNORECASE)
_SUBMITTED = {"submitdate", "date submitted", "dato indsendt", "indsendelsesdato", "datum abgeschickt"}
_SYSTEM = {
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "refurl", "token",
    "ipaddr",
    "interviewtime",
}  # fmt: skip
_TEXTS = {
    "response id", "date submitted", "last page", "start language", "seed", "date started",
    "date last action",
    "besvarelses-id", "besvarelse id", "svar-id", "svar id", "dato indsendt", "indsendelsesdato",
    "sidste side",
    "startsprog", "antwort id", "datum abgeschickt", "letzte seite", "start-sprache", "zufallsstartwert",
}  # fmt: skip
_IDS = {"response id", "besvarelses-id", "besvarelse id", "svar-id", "svar id", "antwort id", "antwort-id"}


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


def sniff(source: Source) -> str:
    """Look for `code. text` headings, or for LimeSurvey's own columns with `q[SQ001]`."""
    tables = _responses(source)
    if tables and is_vv(tables[0].head):
        return told("reading.sign.lines", n=2, why=", ".join(tables[0].head[1][:3]))
    headings = (
        [squeeze(heading) for heading in tables[0].head[0] if heading] if tables and tables[0].head else []
    )
    dotted = [h for h in headings if re.match(r"[A-Za-z][A-Za-z0-9_\-]*(?:\[[^\[\]]*\])*\. \S", h)]
    if len(dotted) >= 3 and len(dotted) >= 0.5 * len(headings):
        return told("reading.sign.headings", heading=repr(dotted[0].split(". ")[0] + ". ..."))
    system = _SYSTEM & {fold(heading).partition(".")[0] for heading in headings}
    texts = _TEXTS & {fold(heading) for heading in headings}
    coded = [h for h in headings if re.fullmatch(r"[A-Za-z]\w*(?:\[\w+\])+", h)]
    if len(coded) >= 3 and len(coded) >= 0.3 * len(headings):
        return told("reading.sign.headings", heading=repr(coded[0]))
    stems = Counter(heading.rpartition(" [")[0] for heading in headings if heading.endswith("]"))
    if texts and fold(headings[0]) in _IDS and max(stems.values(), default=0) > 1:
        return told("reading.sign.columns", names=headings[0])
    if len(texts) >= 3:
        return told("reading.sign.columns", names=", ".join(sorted(texts)))
    if len(system - {"id", "token", "startdate"}) >= 2:
        return told("reading.sign.columns", names=", ".join(sorted(system)))
    return ""


def parse(source: Source) -> Parsed:
    """Read a response export."""
    table = _responses(source)[0]
    vv = is_vv(table.head)
    grid = table.body(2 if vv else 1)
    headings = (
        [Heading(*taken) for taken in headings_of(*table.head[:2])]
        if vv
        else underscored([*map(taken_apart, table.head[0])])
    )
    headings += [taken_apart("")] * (len(grid.columns) - len(headings))
    names = names_of(headings)
    numbered = [n for n, h in enumerate(headings) if h.whole or len(grid.columns[n].uniques)]
    answers = [answers_of(column) if vv else (column, None) for column in grid.columns]
    variables = [_variable(headings[n], names[n], *answers[n]) for n in numbered]
    read = parsed(table, grid, with_ticks(variables), _said_incomplete(variables))
    form = next((name for name in source.files if name.casefold().endswith(".lss")), "")
    return lay_over(read, read_lss(source.files[form], form)) if form else read


def _responses(source: Source) -> Sequence[Table]:
    """Return the table of responses, which may lie beside its structure."""
    if source.single:
        return source.tables
    names = [name for name in source.files if not name.casefold().endswith(".lss")]
    return source.tables_of(names[0]) if len(names) == 1 else []


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


def _variable(heading: Heading, name: str, cells: Cells, shown: np.ndarray | None) -> Variable:
    system = fold(heading.code) in _SYSTEM - {"token"} or fold(heading.whole) in _TEXTS
    role = "status" if system else ""
    aliases = (heading.full, heading.text) if heading.text else (heading.full,)
    group = heading.code if heading.subs else ""
    title = heading.text or heading.full
    return Variable(
        name, heading.whole or "(no heading)", cells, title, group, role=role, aliases=aliases,
        asked=None if system else shown,
    )  # fmt: skip


def _said_incomplete(variables: list[Variable]) -> list[str]:
    """Say how many rows were never submitted."""
    for variable in variables:
        if {fold(variable.aliases[0]), fold(variable.source)} & _SUBMITTED:
            open_rows = int((variable.cells.codes < 0).sum())
            if open_rows:
                return [told("reading.not_submitted", n=open_rows, all=len(variable.cells))]
    return []
