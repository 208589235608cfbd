"""Codings of a REFI-QDA source, each with the words it covers.

A selection says from which character to which, but programs count differently: an emoji is one or two (NVivo
counts two), a line's end too. The way that lets most selections begin and end with whole words is the way.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from evalkit.errors import EvalkitError, place
from evalkit.logbook.refi_codes import tag
from evalkit.safefiles import read_member

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
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
                text = _text_of(holder, project)
                texts[id(holder)] = text and _as_counted(text, _spans(holder))
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
    span = _span(selection)
    if not text or not span:
        return selection.get("name", "")
    start, end = span
    if not start <= end <= len(text):
        raise EvalkitError(
            f"a coding covers characters {start} to {end} of a text of {len(text)}",
            "Export the project again: its text and its codings don't belong together.",
            where=place(file, column=selection.get("name") or selection.get("guid")),
        )
    return text[start:end].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()


def _span(selection: Element) -> tuple[int, int] | None:
    first, last = selection.get("startPosition", ""), selection.get("endPosition", "")
    return (int(first), int(last)) if first.isdecimal() and last.isdecimal() else None


def _spans(holder: Element) -> list[tuple[int, int]]:
    selections = (child for child in holder if tag(child) == "PlainTextSelection")
    return [span for selection in selections if (span := _span(selection))]


def _as_counted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text with as many characters as the program that coded it counts.

    Examples
    --------
    >>> len(_as_counted("\U0001f6b2 en cykel", [(3, 5), (6, 11)]))
    11
    """
    plain = text.replace("\r\n", "\n")
    ways = dict.fromkeys(
        w for one in (text, plain, plain.replace("\n", "\r\n")) for w in (one, _in_halves(one))
    )
    longest = max((end for _, end in spans), default=0)
    fitting = [way for way in ways if len(way) >= longest] or [max(ways, key=len)]
    return max(fitting, key=lambda way: sum(_whole(way, at) for span in spans for at in span))


def _in_halves(text: str) -> str:
    """Write each letter that UTF-16 has in two halves as two."""
    return _BEYOND.sub(lambda match: "".join(map(chr, _halves(match[0]))), text)


def _halves(letter: str) -> tuple[int, int]:
    high, low = divmod(ord(letter) - 0x10000, 0x400)
    return 0xD800 + high, 0xDC00 + low


def _whole(text: str, at: int) -> bool:
    """Tell whether no word is cut in two at a place."""
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())
