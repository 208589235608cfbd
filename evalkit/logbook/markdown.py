"""Markdown logbooks: a heading for each note, its text below, what all notes share in the front matter.

::

    ---
    forfatter: P01
    part: HR&OU
    ---
    ## 25-10-2016 07:30 Havnegade [løsning 3] #during.dialogue+ #during.respect-
    type: møde
    To cyklister stod af og trak.

Lines ``key: value`` right below a heading are that note's own; the keys are those of a CSV logbook.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.dates import NO_WAY, parse_date
from evalkit.logbook.entries import read_entries
from evalkit.logbook.grid import Sheet, read_text
from evalkit.logbook.headings import find_columns
from evalkit.yamlfile import parse_yaml

_TAG = re.compile(r"(?:^|\s)#(?P<tag>[^\s#]+)")
_SOLUTION = re.compile(r"\[(?P<solution>[^\]]*)\]")
_OWN_LINE = re.compile(r"^(?P<key>[A-Za-zÆØÅæøå_ ]{1,30}):\s+(?P<value>\S.*)$")
_MOST_DATE_WORDS = 9


def read_markdown(path: Path) -> Logbook:
    """Read a Markdown logbook.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook

    Raises
    ------
    EvalkitError
        If there is no ``##`` heading, or one doesn't begin with a date.
    """
    lines = read_text(path).splitlines()
    shared, start = _front_matter(lines, path.name)
    heads = [number for number in range(start, len(lines)) if re.match(r"##\s+\S", lines[number])]
    if not heads:
        raise EvalkitError(
            "there is no note",
            "Begin each note with '## 25-10-2016 07:30 Site #criterion+'.",
            where=place(path),
        )
    notes = [
        shared | _note(lines[head], lines[head + 1 : until], place(path, row=head + 1))
        for head, until in zip(heads, [*heads[1:], len(lines)], strict=True)
    ]
    keys = list(dict.fromkeys(key for note in notes for key in note))
    columns = {key: [note.get(key, "") for note in notes] for key in keys}
    return read_entries(Sheet(path.name, columns, [head + 1 for head in heads]))


def _front_matter(lines: Sequence[str], name: str) -> tuple[dict[str, str], int]:
    if not lines or lines[0].strip() != "---":
        return {}, 0
    closed = next(
        (number for number, line in enumerate(lines[1:], start=1) if line.strip() in ("---", "...")), None
    )
    if closed is None:
        raise EvalkitError(
            "the front matter has no end", "Close it with a line '---'.", where=place(name, row=1)
        )
    text = "\n".join(lines[1:closed])
    return _canonical(
        {str(k): _plain(v) for k, v in parse_yaml(text, name).items()} if text.strip() else {}
    ), closed + 1


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else str(value)


def _canonical(given: dict[str, str]) -> dict[str, str]:
    fields = {heading: field for field, heading in find_columns(list(given), "entries").items()}
    return {fields.get(key, key): value for key, value in given.items()}


def _note(heading: str, body: Sequence[str], where: str) -> dict[str, str]:
    title = heading.lstrip("#").strip()
    tags = [match["tag"] for match in _TAG.finditer(f" {title}")]
    solution = _SOLUTION.search(title)
    plain = _SOLUTION.sub(" ", _TAG.sub(" ", f" {title}")).split()
    words = _date_words(plain, where)
    note = {
        "date": " ".join(plain[:words]),
        "site": " ".join(plain[words:]),
        "solution": solution["solution"].strip() if solution else "",
        "criterion": "; ".join(tags),
    }
    own, text = _own_lines(body)
    return {key: value for key, value in note.items() if value} | _canonical(own) | {"text": text}


def _own_lines(body: Sequence[str]) -> tuple[dict[str, str], str]:
    own: dict[str, str] = {}
    for number, line in enumerate(body):
        match = _OWN_LINE.match(line)
        if not match or not find_columns([match["key"]], "entries"):
            return own, "\n".join(body[number:]).strip()
        own[match["key"]] = match["value"].strip()
    return own, ""


def _date_words(words: Sequence[str], where: str) -> int:
    """Return how many words of a heading are its date: as many as still make one."""
    refused: list[EvalkitError] = []
    for count in range(min(len(words), _MOST_DATE_WORDS), 0, -1):
        try:
            parse_date(" ".join(words[:count]), where=where)
        except EvalkitError as error:
            refused.insert(0, error)
            continue
        return count
    raise next((error for error in refused if NO_WAY not in error.wrong), refused[0])  # the one that says why
