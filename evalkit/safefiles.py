"""Zip and XML files from elsewhere, opened with suspicion.

Survey tools, spreadsheets and coding programs hand over zip files of XML. A few bytes of either can be made
to fill a machine's memory or to reach outside the file; nothing that does is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from evalkit.errors import EvalkitError, place

MOST_MEMBERS = 20_000
MOST_BYTES = 512 * 2**20  # of one member, unpacked
_BOMB_RATIO = 250  # unpacked to packed; text and XML stay well below
_BOMB_BYTES = 32 * 2**20  # below this the ratio doesn't matter
MOST_FILE = 4 * 2**30  # of one file as it lies on disk
MOST_UNPACKED = 2 * 2**30  # of a whole archive, unpacked
MOST_CELLS = 100_000_000  # of a sheet, empty ones between filled ones counted: each takes memory
_CHUNK = 2**20
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
_ROW, _PLACE = re.compile(rb' r="[A-Z]{0,3}(\d{1,7})"'), 16  # bytes of a cell's or row's place
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{4,})"')
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error,
    KeyError,
)  # fmt: skip
_DO = "Export it again from the program it came from; don't open it elsewhere."


def read_bytes(path: str | Path) -> bytes:
    """Read a file whole, if it is there, not empty and not too big.

    Parameters
    ----------
    path : path

    Returns
    -------
    bytes

    Raises
    ------
    EvalkitError
        If it is missing, no file, empty, over `MOST_FILE` or can't be read.
    """
    path, where = Path(path), place(path)
    try:
        if not path.is_file():
            raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=where)
        size = path.stat().st_size
        if size == 0:
            raise EvalkitError("the file is empty (0 bytes)", "Export it again.", where=where)
        if size > MOST_FILE:
            raise EvalkitError(f"it holds over {MOST_FILE // 2**30} GB", "Split it.", where=where)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise EvalkitError(f"the file can't be read: {error}", "Check the path.", where=where) from None


def read_zip(content: bytes, name: str) -> dict[str, bytes]:
    """Unpack a zip file in memory.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call it.

    Returns
    -------
    dict of str to bytes
        Every file by its path inside; folders and what a Mac adds are left out.

    Raises
    ------
    EvalkitError
        As `open_zip` and `read_member`, or if all of it is over `MOST_UNPACKED`.
    """
    with open_zip(name, content) as archive:
        wanted = [info for info in archive.infolist() if not _is_noise(info)]
        if sum(info.file_size for info in wanted) > MOST_UNPACKED:
            raise EvalkitError(f"it unpacks to over {MOST_UNPACKED // 2**30} GB", _DO, where=place(name))
        return {info.filename: read_member(archive, info.filename, place(name)) for info in wanted}


def check_workbook(content: bytes, name: str) -> None:
    """Raise unless bytes are a spreadsheet that is safe to open: xlsx, xlsb, ods or xls.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call it.

    Raises
    ------
    EvalkitError
        If it is protected by a password, cut short, unpacks to absurd sizes, or is no spreadsheet.
    """
    where = place(name)
    if content.startswith(_OLD_OFFICE):
        if _PASSWORD in content:
            raise EvalkitError(
                "the workbook is protected by a password", "Save it without a password.", where=where
            )
        return
    if not content.startswith(b"PK"):
        raise EvalkitError("this is not a spreadsheet", "Give the file its right ending.", where=where)
    with open_zip(name, content) as archive:
        for info in archive.infolist():
            _check_member(archive, info, where)
        if "content.xml" in archive.namelist():
            _check_repeats(read_member(archive, "content.xml", where), where)


def open_zip(path: str | Path, content: bytes | None = None) -> zipfile.ZipFile:
    """Open a zip file after looking at what it says of itself.

    Parameters
    ----------
    path : path
    content : bytes, optional
        What the file holds, where it was read already; then `path` is only its name.

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
        archive = zipfile.ZipFile(path if content is None else io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as error:
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
    except _UNREADABLE as error:
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


class _RootReachedError(Exception):
    """Everything that can come before the root element was seen."""


def _refuse_doctype(data: bytes, where: str) -> None:
    def doctype(*_: object) -> None:
        raise EvalkitError("the XML declares a document type, which may hold entities", _DO, where=where)

    def root(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler = root
    with suppress(
        _RootReachedError, expat.ExpatError, ValueError, LookupError
    ):  # the parser proper says that
        parser.Parse(data, True)


def _check_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> None:
    """Unpack a member piece by piece and keep nothing: its size and sum must hold, a sheet be no desert."""
    if info.file_size > MOST_UNPACKED:
        raise EvalkitError(f"{info.filename!r} in it is too large", _DO, where=where)
    sheet = info.filename.startswith("xl/worksheets/")
    before, wide, last = b"", {b"Z"}, 1
    try:
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                if sheet:
                    piece = before + piece
                    wide.update(_FAR_COLUMN.findall(piece))
                    found = _ROW.match(piece, max(piece.rfind(b' r="'), 0))
                    last = max(last, int(found[1])) if found else last
                    before = piece[-_PLACE:]
    except _UNREADABLE as error:
        raise EvalkitError(f"{info.filename!r} in it can't be read: {error}", _DO, where=where) from None
    column = max(wide, key=lambda letters: (len(letters), letters)).decode()
    cells = last * sum(26**n * (ord(letter) - 64) for n, letter in enumerate(reversed(column)))
    if cells > MOST_CELLS:
        raise _desert(f"the sheet {info.filename!r} reaches to row {last:,} and column {column}", where)


def _check_repeats(content: bytes, where: str) -> None:
    """Raise if the sheets of an ods say of a filled cell or row that it comes again a thousand times."""
    for match in _REPEATED.finditer(content):
        start, end = content.rfind(b"<", 0, match.start()), content.find(b">", match.end())
        if content.startswith(b"<table:table-row", start):
            end = content.find(b"</table:table-row", end)
        if b"office:value-type" in content[start:end]:
            raise _desert(f"a filled cell or row comes {int(match[1]):,} times", where)


def _desert(wrong: str, where: str) -> EvalkitError:
    return EvalkitError(
        f"{wrong}: more than {MOST_CELLS // 10**6} million cells in all",
        "Delete what lies far from the answers, or export it as CSV.",
        where=where,
    )


def _is_noise(info: zipfile.ZipInfo) -> bool:
    last = PurePosixPath(info.filename).name
    return info.is_dir() or "__MACOSX" in info.filename or last.startswith("._")


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
