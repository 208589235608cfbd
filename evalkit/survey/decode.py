"""From bytes to text: a byte-order mark decides, else strict UTF-8, else Windows-1252."""

from __future__ import annotations

import re

import numpy as np

from evalkit.errors import EvalkitError, place

LARGE = 2_000_000  # bytes from which Arrow pays
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_TWO_BYTES = re.compile(rb"[\xc3][\x80-\xbf]|[\xc4\xc5][\x80-\xbf]|\xe2\x80[\x90-\xa6]")


def as_utf8(content: bytes, name: str) -> tuple[bytes, str]:
    """Turn a text file's bytes into UTF-8 without a mark, as `decode`; of a large file they are kept."""
    if len(content) > LARGE and _is_utf8(content):
        return content, "utf-8"
    text, encoding = decode(content, name)
    return text.encode(), encoding


def _is_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 without a mark or a NUL, and Arrow, which is quick at it, can say so."""
    if content.startswith(tuple(bom for bom, _ in _BOMS)) or b"\0" in content:
        return False
    try:
        import pyarrow as pa
    except ImportError:
        return False
    ends = pa.py_buffer(np.array([0, len(content)], dtype="int64"))
    try:
        whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(content)])
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def decode(content: bytes, name: str) -> tuple[str, str]:
    r"""Turn a text file's bytes into text.

    Parameters
    ----------
    content : bytes
    name : str
        What messages call the file.

    Returns
    -------
    text : str
    encoding : str
        ``utf-8``, ``utf-16-le``, ``utf-16-be``, ``utf-32-le`` or ``cp1252``.

    Raises
    ------
    EvalkitError
        If there are NUL bytes, two encodings in one file, or bytes that neither encoding knows; with the
        row.

    Examples
    --------
    >>> decode("for\xe5r".encode("cp1252"), "x.csv")
    ('forår', 'cp1252')
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(content[len(bom) :], encoding, name), encoding
    if b"\0" in content:
        guess = _without_bom(content)
        if guess:
            return _strict(content, guess, name), guess
        raise _nul(content, name)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _one_encoding(content, error.start, name)
    return _strict(content, "cp1252", name), "cp1252"


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EvalkitError(
            f"byte {content[error.start]:#04x} is no character in {encoding}",
            "Save the file again as UTF-8.",
            where=place(name, row=content[: error.start].count(b"\n") + 1),
        ) from None
    if "\0" in text:
        raise _nul(content, name)
    return text


def _without_bom(content: bytes) -> str:
    """Recognise UTF-16 without a mark: in Western text every other byte is zero."""
    head = content[:2000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[offset::2].count(0)
        if len(head) >= 4 and zeros > 0.8 * len(head[offset::2]) and head[1 - offset :: 2].count(0) == 0:
            return encoding
    return ""


def _one_encoding(content: bytes, bad: int, name: str) -> None:
    """Raise if a file that isn't UTF-8 still has letters that are: somebody pasted two files together."""
    pair = _TWO_BYTES.search(content)
    if pair:
        first, second = sorted((pair.start(), bad))
        rows = [content[:at].count(b"\n") + 1 for at in (first, second)]
        raise EvalkitError(
            f"there are two encodings in one file: UTF-8 in row {rows[0 if first == pair.start() else 1]}, "
            f"another in row {rows[1 if first == pair.start() else 0]}",
            "Save the whole file as UTF-8.",
            where=place(name, row=rows[1]),
        )


def _nul(content: bytes, name: str) -> EvalkitError:
    row = content[: content.index(b"\0")].count(b"\n") + 1
    return EvalkitError(
        "there is a NUL byte, so this is no text file",
        "Export it again, or give it its right ending.",
        where=place(name, row=row),
    )
