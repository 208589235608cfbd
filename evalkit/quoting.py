"""What the load report quotes of people's answers, and how it reads without.

Whoever loads a study must see the odd cell itself; whoever gets the report must not: one cell is one person's
answer. So these values are left out of the sentences that leave the room.
"""

from __future__ import annotations

from evalkit.words import Said, told

LEFT_OUT = "…"
_QUOTED = {
    "reading.above": {"text"},
    "reading.cell": {"row"},
    "reading.comma": {"value"},
    "reading.corrected": {"old", "new", "reason"},
    "reading.maybe_joined": {"example"},
    "reading.no_answer": {"rows"},
    "reading.scale_unknown": {"labels", "field"},
    "reading.short_rows": {"rows"},
    "reading.split": {"options"},
    "reading.stray": {"codes", "low", "high"},
    "reading.withdrawn": {"row", "reason"},
    "reading.written": {"pieces"},
    "logbook.wrong.at_once": {"observer"},
}


def without_answers(sentence: str) -> str:
    """Return a sentence of the load report without what it quotes of people's answers and names.

    Parameters
    ----------
    sentence : str
        As `told` says it.

    Returns
    -------
    str

    Examples
    --------
    >>> without_answers(told("reading.withdrawn", file="end.csv", row=12, reason="asked by mail"))
    'end.csv, row …: the respondent has withdrawn and is left out (…).'
    """
    if not isinstance(sentence, Said):
        return sentence
    quoted = _QUOTED.get(sentence.key, set())
    values = {name: LEFT_OUT if name in quoted else _bare(value) for name, value in sentence.values.items()}
    return told(sentence.key, **values)


def _bare(value: object) -> object:
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return without_answers(value) if isinstance(value, str) else value
