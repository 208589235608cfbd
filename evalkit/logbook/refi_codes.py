"""REFI-QDA codebooks (`.qdc`, and inside every `.qdpx`): the tree of codes, read and written.

A code is known by its path, ``Parent::Child``; ATLAS.ti writes the path as the name itself. Namespaces differ
between programs and versions (``1.0``, ``1:0``, ``0:4``), so only the names of elements count; guids are
compared without braces and case.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from evalkit.errors import EvalkitError, place
from evalkit.framework import PHASES, Criterion, Framework
from evalkit.logbook.carrier import Logbook
from evalkit.safefiles import parse_xml
from evalkit.words import pick, say, told

SEPARATOR = "::"
_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_OURS = uuid.UUID("6c5f2c0e-5a55-5f0e-9b1c-1d7d54c8a6f3")
_COLOURS = {"supports": "#542788", "against": "#B35806", "mixed": "#998EC3"}


def read_codebook(path: Path) -> Logbook:
    """Read a `.qdc` codebook: no entries, and a report of its codes.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook
    """
    root = parse_xml(path.read_bytes(), place(path))
    if tag(root) not in ("CodeBook", "Project"):
        raise EvalkitError(
            f"the XML is a {tag(root)!r}, not a CodeBook", "Export the codebook as .qdc.", where=place(path)
        )
    codes = list(codes_of(root))
    described = sum(1 for _, code in codes if described_as(code))
    listed = ", ".join(path_ for path_, _ in codes[:20]) + (", ..." if len(codes) > 20 else "")
    said = told("logbook.codebook", file=path.name, n=len(codes), described=described, codes=listed)
    return Logbook(report=(said,))


def codes_of(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield every code below a codebook or project with its path.

    Parameters
    ----------
    root : Element

    Yields
    ------
    (str, Element)
    """
    for codes in root.iter():
        if tag(codes) == "Codes":
            yield from _below(codes, "")


def codes_by_guid(root: ElementTree.Element) -> dict[str, str]:
    """Return the path of every code by its guid."""
    return {guid(code.get("guid", "")): path for path, code in codes_of(root)}


def tag(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def guid(text: str) -> str:
    """Return a guid as it is compared: without braces, in lower case."""
    return text.strip().strip("{}").lower()


def described_as(element: ElementTree.Element) -> str:
    """Return an element's description, or an empty text."""
    found = next((child for child in element if tag(child) == "Description"), None)
    return (found.text or "").strip() if found is not None else ""


def framework_qdc(framework: Framework, lang: str = "da") -> bytes:
    """Write a framework's criteria as a codebook for NVivo, MAXQDA, ATLAS.ti or QualCoder.

    Parameters
    ----------
    framework : Framework
    lang : {'da', 'en'}

    Returns
    -------
    bytes
        A `.qdc` file: phases hold criteria, criteria hold supports, against and mixed. Coded with these, a
        project comes back with criterion and stance and needs no code map.

    Examples
    --------
    >>> from evalkit.framework import load_framework
    >>> framework_qdc(load_framework()).decode().count("<Code ")
    43
    """
    ElementTree.register_namespace("", _NAMESPACE)
    book = ElementTree.Element(f"{{{_NAMESPACE}}}CodeBook", origin="evalkit")
    codes = ElementTree.SubElement(book, f"{{{_NAMESPACE}}}Codes")
    for phase in PHASES:
        inside = _write(codes, say(f"phase.{phase}", lang), f"{framework.id}/{phase}", codable=False)
        for criterion in framework.criteria:
            if criterion.phase == phase:
                _write_criterion(inside, criterion, framework, lang)
    ElementTree.indent(book)
    return ElementTree.tostring(book, encoding="utf-8", xml_declaration=True) + b"\n"


def _write_criterion(
    parent: ElementTree.Element, criterion: Criterion, framework: Framework, lang: str
) -> None:
    code = _write(parent, pick(criterion.label, lang), f"{framework.id}/{criterion.id}")
    items = "\n".join(f"- {pick(item.text, lang)}" for item in framework.items_of(criterion.id))
    _describe(code, f"{criterion.id}\n{items}")
    for stance, colour in _COLOURS.items():
        child = _write(code, say(f"stance.{stance}", lang), f"{framework.id}/{criterion.id}/{stance}")
        child.set("color", colour)
        _describe(child, say(f"logbook.code_{stance}", lang, criterion=pick(criterion.label, lang)))


def _write(parent: ElementTree.Element, name: str, key: str, *, codable: bool = True) -> ElementTree.Element:
    attributes = {"guid": str(uuid.uuid5(_OURS, key)), "name": name, "isCodable": str(codable).lower()}
    return ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}Code", attributes)


def _describe(code: ElementTree.Element, text: str) -> None:
    ElementTree.SubElement(code, f"{{{_NAMESPACE}}}Description").text = text


def _below(parent: ElementTree.Element, above: str) -> Iterator[tuple[str, ElementTree.Element]]:
    for code in parent:
        if tag(code) == "Code":
            name = " ".join(code.get("name", "").split())
            path = f"{above}{SEPARATOR}{name}" if above else name
            yield path, code
            yield from _below(code, path)
