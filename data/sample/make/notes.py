"""Logbooks: read from a plain text that is easy to write, written in the formats that people keep them in.

A note in the text is `@ id | when | written down | author | kind | site | solution | consent`, then what
was written, then `! present: a, b` or `! due: date` where that is known, then one line
`> criterion stance coder: quote` for each coding of it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STANCES = {"+": "supports", "-": "against", "x": "mixed", "0": "neutral"}
STANCES_DA = {"+": "støtter", "-": "taler imod", "x": "blandet", "0": "neutral"}
KINDS_DA = {
    "note": "notat", "meeting": "møde", "interview": "interview", "film": "film", "observation": "deltagerobservation",
    "count": "tælling", "decision": "beslutning", "delivery": "levering", "action": "handling", "agreement": "aftale",
}  # fmt: skip
CONSENT = {"j": "ja", "n": "nej", "": ""}


@dataclass(frozen=True)
class Code:
    """One coder's reading of a note for one criterion."""

    criterion: str
    stance: str  # + - x 0
    coder: str
    quote: str


@dataclass(frozen=True)
class Note:
    """One logbook note."""

    id: str
    when: str
    written: str
    author: str
    kind: str
    site: str
    solution: str
    consent: str
    text: str = ""
    codes: tuple[Code, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)  # present, due, delivered


def read_notes(path: Path) -> list[Note]:
    """Read the notes of a text file."""
    blocks = path.read_text("utf-8").split("\n@ ")[1:]
    return [_note(block.splitlines()) for block in blocks]


def _note(lines: Sequence[str]) -> Note:
    cells = [cell.strip() for cell in lines[0].split("|")]
    text = " ".join(line for line in lines[1:] if line and line[0] not in ">!")
    codes = tuple(_code(line[2:]) for line in lines[1:] if line.startswith("> "))
    extra = dict(line[2:].split(": ", 1) for line in lines[1:] if line.startswith("! "))
    return Note(*cells, text=text, codes=codes, extra=extra)


def _code(line: str) -> Code:
    head, _, quote = line.partition(": ")
    criterion, stance, *coder = head.split()
    return Code(criterion, stance, "".join(coder), quote)


def danish(when: str) -> str:
    """Write `2016-08-31 07:30` as `31-08-2016 07:30`."""
    day, _, time = when.partition(" ")
    return f"{dt.date.fromisoformat(day):%d-%m-%Y} {time}".strip() if day else ""


def to_csv(rows: Iterable[Sequence[str]], *, separator: str = ",", quote_all: bool = False) -> str:
    """Write rows as CSV text with Windows line ends, as spreadsheets and survey tools do."""
    buffer = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=separator, quoting=quoting).writerows(rows)
    return buffer.getvalue()


ENGLISH = (
    "entry", "occurred_at", "recorded_at", "author", "party", "site", "solution", "kind", "text", "consent",
    "present", "due", "delivered", "criterion", "stance", "coder", "quote",
)  # fmt: skip


def english_csv(notes: Sequence[Note], parties: Mapping[str, str], solutions: Sequence[str]) -> str:
    """Write notes with the library's own headings; every further coding is a row with the note's id alone."""
    rows: list[Sequence[str]] = [ENGLISH]
    for note in notes:
        said = _said(note, parties, solutions)
        again = (note.id, *[""] * (len(said) - 1))
        codes = [(c.criterion, STANCES[c.stance], c.coder, c.quote) for c in note.codes] or [("",) * 4]
        rows += [(*(said if number == 0 else again), *code) for number, code in enumerate(codes)]
    return to_csv(rows)


def _said(note: Note, parties: Mapping[str, str], solutions: Sequence[str]) -> tuple[str, ...]:
    return (
        note.id, danish(note.when), danish(note.written), note.author, parties.get(note.author, ""),
        note.site, solutions[int(note.solution)] if note.solution else "", note.kind, note.text, CONSENT[note.consent],
        note.extra.get("present", ""), *(danish(note.extra.get(key, "")) for key in ("due", "delivered")),
    )  # fmt: skip


DANISH = ("nr", "dato", "kl.", "forfatter", "part", "type", "sted", "notat", "må citeres", "til stede")
CODED = ("kriterium", "holdning", "kodet af", "citat")
MARKED = (
    "id", "dato", "kl", "skrevet af", "part", "art", "sted", "hvad skete der", "samtykke", "til stede", "kriterier",
)  # fmt: skip


def danish_rows(notes: Sequence[Note], parties: Mapping[str, str]) -> list[list[str]]:
    """Return a sheet with Danish headings, a date and a time column, and one row for each coding."""
    rows = [[*DANISH, *CODED]]
    for note in notes:
        said = danish_cells(note, parties)
        codes = [[c.criterion, STANCES_DA[c.stance], c.coder, c.quote] for c in note.codes] or [[""] * 4]
        again = [note.id, *[""] * (len(said) - 1)]
        rows += [(said if number == 0 else again) + code for number, code in enumerate(codes)]
    return rows


def danish_cells(note: Note, parties: Mapping[str, str]) -> list[str]:
    """Return a note's own cells as Danish colleagues write them."""
    day, _, time = danish(note.when).partition(" ")
    kind, consent, present = KINDS_DA[note.kind], CONSENT[note.consent], note.extra.get("present", "")
    said = [kind, note.site, note.text, consent, present]
    return [note.id, day, time, note.author, parties[note.author], *said]


def marked_rows(notes: Sequence[Note], parties: Mapping[str, str]) -> list[list[str]]:
    """Return a sheet whose criteria stand in one cell: `during.dialogue-; during.respect+`."""
    rows = [[*MARKED]]
    signs = {"x": "±", "0": ""}
    for note in notes:
        criteria = "; ".join(f"{code.criterion}{signs.get(code.stance, code.stance)}" for code in note.codes)
        rows.append([*danish_cells(note, parties), criteria])
    return rows


def own_words_rows(notes: Sequence[Note], parties: Mapping[str, str]) -> list[list[str]]:
    """Return a sheet with stances in words of the office's own: op, ned, begge veje."""
    words = {"støtter": "op", "taler imod": "ned", "blandet": "begge veje"}
    return [[words.get(cell, cell) for cell in row] for row in danish_rows(notes, parties)]


def markdown(notes: Sequence[Note], party: str) -> str:
    """Write one party's notes as Markdown: a heading with day, place and criteria, own lines, then the text."""
    signs = {"x": "±", "0": ""}
    blocks = [f"---\npart: {party}\n---\n# Logbog, {party}\n"]
    for note in notes:
        tags = " ".join(f"#{code.criterion}{signs.get(code.stance, code.stance)}" for code in note.codes)
        own = {"forfatter": note.author, "type": KINDS_DA[note.kind], "samtykke": CONSENT[note.consent]}
        own |= {"til stede": note.extra.get("present", ""), "frist": danish(note.extra.get("due", ""))}
        lines = [f"{key}: {value}" for key, value in own.items() if value]
        heading = " ".join(filter(None, ("##", danish(note.when), note.site, tags)))
        blocks.append("\n".join([heading, *lines, note.text, ""]))
    return "\n".join(blocks)
