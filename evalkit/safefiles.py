"""Zip and XML files from elsewhere, opened with suspicion.

Survey tools, spreadsheets and coding programs hand over zip files of XML. A few bytes of either can be made to fill
a machine's memory or to reach outside the file; nothing that does is opened.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from evalkit.errors import EvalkitError, place

MOST_MEMBERS = 20_000
MOST_BYTES = 512 * 2**20  # of one member, unpacked
_BOMB_RATIO = 250  # unpacked to packed; text and XML stay well below
_BOMB_BYTES = 32 * 2**20  # below this the ratio doesn't matter
_DO = "Export it again from the program it came from; don't open it elsewhere."


def open_zip(path: str | Path) -> zipfile.ZipFile:
    """Open a zip file after looking at what it says of itself.

    Parameters
    ----------
    path : path

    Returns
    -------
    zipfile.ZipFile
        Open; use it with `with`, and read its members with `read_member`.

    Raises
    ------
    EvalkitError
        If it isn't a zip file, has too many members, unpacks to absurd sizes, or names a path outside itself.
    """
    where = place(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise EvalkitError(f"the file can't be unpacked: {error}", _DO, where=where) from None
    try:
        _check_members(archive, where)
    except EvalkitError:
        archive.close()
        raise
    return archive


def read_member(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    """Read a member of an open zip file, never more than `MOST_BYTES`.

    Parameters
    ----------
    archive : zipfile.ZipFile
        As `open_zip` returns it.
    name : str
    where : str
        The file, as messages write it.

    Returns
    -------
    bytes

    Raises
    ------
    EvalkitError
        If it is larger, encrypted or damaged.
    """
    try:
        with archive.open(name) as member:
            data = member.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise EvalkitError(f"{name!r} in it can't be read: {error}", _DO, where=where) from None
    if len(data) > MOST_BYTES:
        raise EvalkitError(f"{name!r} in it unpacks to over {MOST_BYTES // 2**20} MB", _DO, where=where)
    return data


def parse_xml(data: bytes, where: str) -> ElementTree.Element:
    """Parse XML that declares no document type, and so no entities.

    Parameters
    ----------
    data : bytes
    where : str
        The file, as messages write it.

    Returns
    -------
    xml.etree.ElementTree.Element
        The root.

    Raises
    ------
    EvalkitError
        If it isn't well-formed, or declares a document type.
    """
    _refuse_doctype(data, where)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise EvalkitError(f"this is not XML that can be read: {error}", _DO, where=where) from None


class _RootReached(Exception):
    """Everything that can come before the root element was seen."""


def _refuse_doctype(data: bytes, where: str) -> None:
    def doctype(*_: object) -> None:
        raise EvalkitError("the XML declares a document type, which may hold entities", _DO, where=where)

    def root(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        parser.Parse(data, True)
    except (_RootReached, expat.ExpatError, ValueError, LookupError):
        pass  # what isn't XML is said by the parser proper


def _check_members(archive: zipfile.ZipFile, where: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise EvalkitError(f"it holds {len(members)} files", _DO, where=where)
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise EvalkitError(f"it names a path outside itself: {member.filename!r}", _DO, where=where)
        if member.file_size > max(_BOMB_BYTES, _BOMB_RATIO * member.compress_size):
            raise EvalkitError(
                f"{member.filename!r} in it would unpack to {member.file_size // 2**20} MB "
                f"from {member.compress_size // 2**10} kB",
                _DO,
                where=where,
            )
