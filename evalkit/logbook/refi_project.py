"""REFI-QDA projects (`.qdpx`): codings made in NVivo, ATLAS.ti, MAXQDA, QualCoder and the like.

A source (interview, note, film) is an entry, a coding a row of evidence: its code's path, its coder's
initials and the coded words. Which criterion a code speaks to is said by the study's code map, not here.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook, as_table
from evalkit.logbook.dates import parse_date
from evalkit.logbook.headings import find_columns, normalise
from evalkit.logbook.refi_codes import codes_by_guid, codes_of, guid, tag
from evalkit.logbook.refi_codings import Project, check_paths, codings_of
from evalkit.safefiles import open_zip, parse_xml, read_member
from evalkit.tables import ENTRIES, EVIDENCE
from evalkit.words import told

_KINDS = {
    "TextSource": "document",
    "PDFSource": "document",
    "PictureSource": "picture",
    "AudioSource": "sound",
    "VideoSource": "film",
    "Note": "note",
}


def read_project(path: Path) -> Logbook:
    """Read a `.qdpx` project, or its bare `.qde`.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook
        An entry per source; a row of evidence per coding, its code's path in `code`, and in `part` what the
        program calls a piece of film, picture or page that has no words to quote.

    Raises
    ------
    EvalkitError
        If the zip or its XML is unsafe or broken, or a coding lies past the end of its text.
    """
    if not zipfile.is_zipfile(path):
        return _read(Project(path.name, parse_xml(path.read_bytes(), place(path)), None))
    with open_zip(path) as archive:
        members = {name.replace("\\", "/").rsplit("/", 1)[-1].lower(): name for name in archive.namelist()}
        member = next((name for last, name in members.items() if last.endswith(".qde")), None)
        if member is None:
            raise EvalkitError(
                "there is no project.qde in it", "Export it as a REFI-QDA project.", where=place(path)
            )
        root = parse_xml(read_member(archive, member, place(path)), place(path))
        return _read(Project(path.name, root, archive, members))


def _read(project: Project) -> Logbook:
    check_paths(project)
    codes, coders = codes_by_guid(project.root), _coders(project.root)
    facts = _case_facts(project.root)
    entries: list[dict[str, object]] = []
    evidence: list[dict[str, object]] = []
    seen: set[object] = set()
    for number, source in enumerate(_sources(project.root), start=1):
        entry = _entry(source, facts, project.file)
        if entry["entry"] in seen:
            entry["entry"] = f"{entry['entry']} ({number})"
        seen.add(entry["entry"])
        entries.append(entry)
        for coding, quote, part in codings_of(source, project):
            for target in (child for child in coding if tag(child) == "CodeRef"):
                evidence.append(
                    {
                        "entry": entry["entry"],
                        "coder": coders.get(guid(coding.get("creatingUser", "")), ""),
                        "quote": quote,
                        "file": project.file,
                        "code": codes.get(guid(target.get("targetGUID", "")), ""),
                        "part": part,
                    }
                )
    said = [_said(project, len(entries), len(evidence))]
    if lost := project.missing:
        said.append(told("logbook.outside", file=project.file, n=len(lost), path=lost[0]))
    coded = as_table(evidence, EVIDENCE) if evidence else as_table((), EVIDENCE).assign(code="", part="")
    return Logbook(as_table(entries, ENTRIES), coded, report=tuple(said))


def _sources(root: Element) -> Iterator[Element]:
    """Yield the sources, and the memos that were coded as such."""
    for holder in root:
        if tag(holder) == "Sources":
            yield from (source for source in holder if tag(source) in _KINDS)
        if tag(holder) == "Notes":
            yield from (note for note in holder if any(tag(inside) == "Coding" for inside in note.iter()))


def _entry(source: Element, facts: Mapping[str, Mapping[str, str]], file: str) -> dict[str, object]:
    name = source.get("name", "").strip() or guid(source.get("guid", ""))
    known = facts.get(guid(source.get("guid", "")), {})
    title = (
        Path(name).stem
        if Path(name).suffix.lower() in (".txt", ".docx", ".doc", ".rtf", ".pdf", ".odt", ".md")
        else name
    )
    return {
        "entry": title,
        "occurred_at": _moment(known.get("date", "")) or _moment(title.split(" ")[0]),
        "recorded_at": _moment(source.get("creationDateTime", "")),
        "kind": normalise(known.get("kind", ""), "kind") or _KINDS[tag(source)],
        "file": file,
        **{name: known.get(name, "") for name in ("author", "party", "site", "solution", "consent")},
    }


def _moment(text: str) -> dt.datetime | None:
    try:
        return parse_date(text).start if text else None
    except EvalkitError:
        return None


def _case_facts(root: Element) -> dict[str, dict[str, str]]:
    """Return what cases' variables say of the sources they hold, by the source's guid."""
    variables = {guid(v.get("guid", "")): v.get("name", "") for v in root.iter() if tag(v) == "Variable"}
    found: dict[str, dict[str, str]] = {}
    for holder in root.iter():
        if tag(holder) in ("Case", *_KINDS):
            own = _variable_values(holder, variables)
            refs = [ref.get("targetGUID", "") for ref in holder if tag(ref) == "SourceRef"]
            for target in refs if tag(holder) == "Case" else [holder.get("guid", "")]:
                found.setdefault(guid(target), {}).update(own)
    return found


def _variable_values(holder: Element, variables: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for value in (child for child in holder if tag(child) == "VariableValue"):
        reference = next((guid(c.get("targetGUID", "")) for c in value if tag(c) == "VariableRef"), "")
        content = next((c.text or "" for c in value if tag(c).endswith("Value")), "")
        values[variables.get(reference, "")] = content.strip()
    fields = find_columns(list(values), "entries")
    return {field: values[heading] for field, heading in fields.items()}


def _coders(root: Element) -> dict[str, str]:
    """Return the initials of every user by guid, numbered where two share them."""
    initials: dict[str, str] = {}
    for user in (element for element in root.iter() if tag(element) == "User"):
        short = "".join(word[0] for word in user.get("name", "?").split())[:4].upper() or "?"
        taken = sum(1 for other in initials.values() if other.rstrip("0123456789") == short)
        initials[guid(user.get("guid", ""))] = f"{short}{taken + 1}" if taken else short
    return initials


def _said(project: Project, sources: int, codings: int) -> str:
    root = project.root
    found = Counter(tag(element) for element in root.iter())
    counted = {"sets": found["Set"], "users": found["User"], "sources": sources, "codings": codings}
    origin = root.get("origin") or told("logbook.unnamed")
    codes = sum(1 for _ in codes_of(root))
    return told("logbook.project", file=project.file, origin=origin, codes=codes, **counted)
