"""Codings of a REFI-QDA source, each with the words it covers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from evalkit.errors import EvalkitError, place
from evalkit.logbook.refi_codes import tag
from evalkit.safefiles import read_member

_MOST_DEPTH = 200
_HOLDERS = ("Representation", "Transcript")  # of a text of their own
_ELSEWHERE = ("relative:", "absolute:")


@dataclass(frozen=True)
class Project:
    """An open REFI-QDA project: its XML, the zip's members by their last name, and texts it lacks."""

    file: str
    root: Element
    archive: zipfile.ZipFile | None
    members: Mapping[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def check_paths(project: Project) -> None:
    """Raise for a text that is said to lie in the archive and isn't below it.

    Parameters
    ----------
    project : Project

    Raises
    ------
    EvalkitError
        A path relative to elsewhere (``relative:``, ``absolute:``) is none: its text is missing, not hostile.
    """
    for holder in project.root.iter():
        path = _path(holder)
        if ".." in path.split("/") and not path.startswith(_ELSEWHERE):
            raise EvalkitError(
                f"{path!r} leads outside the archive; a text lies inside it",
                "Export the project again from the program it came from; don't open this file elsewhere.",
                where=place(project.file, column="plainTextPath"),
            )


def codings_of(source: Element, project: Project) -> Iterator[tuple[Element, str, str]]:
    """Yield the codings below a source, each with the words it covers, or else what its part is called.

    A PDF's text and a film's transcript stand inside the source, and positions in them are theirs.
    """
    texts: dict[int, str | None] = {}
    waiting: list[tuple[Element, Element, Element, int]] = [(source, source, source, 0)]
    while waiting:
        element, selection, holder, depth = waiting.pop()
        if tag(element) == "Coding":
            if id(holder) not in texts:
                texts[id(holder)] = _text_of(holder, project)
            words = _words(selection, texts[id(holder)], project.file)
            yield element, words, "" if words else selection.get("name", "")
        elif depth < _MOST_DEPTH:
            inside = element if "Selection" in tag(element) else selection
            within = element if tag(element) in _HOLDERS else holder
            waiting += [(child, inside, within, depth + 1) for child in reversed(element)]


def _text_of(holder: Element, project: Project) -> str | None:
    """Return a holder's plain text: written in the project, in a member of the zip, or nowhere."""
    if words := _content(holder):
        return words
    path = _path(holder)
    member = project.members.get(path.rsplit("/", 1)[-1].lower())
    if not member or project.archive is None:
        project.missing.extend([path] if path else [])
        return None
    raw = read_member(project.archive, member, place(project.file))
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")


def _path(holder: Element) -> str:
    return holder.get("plainTextPath", "").replace("\\", "/")


def _content(holder: Element) -> str:
    """Return the text that is written in the element itself."""
    return next((child.text or "" for child in holder if tag(child) == "PlainTextContent"), "")


def _words(selection: Element, text: str | None, file: str) -> str:
    """Return the words of a selection; the name of a piece of film or of a picture is none."""
    if "Selection" not in tag(selection):
        return ""
    if tag(selection) != "PlainTextSelection":
        words = [_content(child) for child in selection if tag(child) == "Representation"]
        return "".join(words).strip()
    first, last = selection.get("startPosition", ""), selection.get("endPosition", "")
    if not text or not first.isdecimal() or not last.isdecimal():
        return selection.get("name", "")
    start, end = int(first), int(last)
    if not 0 <= start <= end <= len(text) + (_slack(text) if end > len(text) else 0):
        raise EvalkitError(
            f"a coding covers characters {start} to {end} of a text of {len(text)}",
            "Export the project again: its text and its codings don't belong together.",
            where=place(file, column=selection.get("name") or selection.get("guid")),
        )
    return text[start:end].strip()


def _slack(text: str) -> int:
    """Return how much longer some programs count a text: a line's end or an emoji may be two characters."""
    return sum(1 for letter in text if letter == "\n" or letter > "\uffff")
