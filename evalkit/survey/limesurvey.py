"""LimeSurvey: headings as code, full text or `code. text`; answers too; or a VV file with both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from evalkit.survey.cells import Cells, fold
from evalkit.survey.limeheadings import Heading, names_of, taken_apart, underscored
from evalkit.survey.limeticks import with_ticks
from evalkit.survey.limevv import answers_of, headings_of, is_vv
from evalkit.survey.lss import read_lss
from evalkit.survey.naming import squeeze
from evalkit.survey.ownwords import own_words
from evalkit.survey.source import Source
from evalkit.survey.structure import lay_over
from evalkit.survey.table import Table
from evalkit.survey.variable import Parsed, Variable, parsed
from evalkit.words import told

TITLE = "LimeSurvey"
_SUBMITTED = own_words("limesurvey", "submitted")
_SYSTEM = own_words("limesurvey", "own")
_TEXTS = own_words("limesurvey", "texts")
_IDS = own_words("limesurvey", "ids")


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
    headings = headings_of(*table.head[:2]) if vv else underscored([*map(taken_apart, table.head[0])])
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
