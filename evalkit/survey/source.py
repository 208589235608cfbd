"""What lies at a path: one file, or a folder or zip archive of files that belong together."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from evalkit.errors import EvalkitError, place
from evalkit.safefiles import read_bytes, read_zip
from evalkit.survey.delimited import read_text
from evalkit.survey.jsonrecords import read_json
from evalkit.survey.table import Table, below_title
from evalkit.survey.workbook import read_workbook

_MAX_FOLDER = 200
_JSON = (".json", ".jsonl", ".ndjson")
_DATA = (
    ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", *_JSON, ".lss", ".sav", ".zsav",
    ".dta",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """The files of one export, by name; opened as tables when asked for."""

    path: Path
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    @cached_property
    def single(self) -> str:
        """The name of its only file, or "" where there are several."""
        return next(iter(self.files)) if len(self.files) == 1 else ""

    @cached_property
    def content(self) -> bytes:
        """The bytes of its only file, or none."""
        return self.files[self.single] if self.single else b""

    @cached_property
    def tables(self) -> Sequence[Table]:
        """The tables of its only file: one, or a workbook's sheets; none where it is no table."""
        return self.tables_of(self.single) if self.single else []

    @cached_property
    def every_table(self) -> Sequence[Table]:
        """The tables of all its files."""
        return self.tables if self.single else [table for n in self.files for table in self.tables_of(n)]

    def tables_of(self, name: str) -> Sequence[Table]:
        """Open one of the files as tables."""
        content, last = self.files[name], name.rpartition("/")[2]
        if is_workbook(content):
            return [below_title(sheet) for sheet in read_workbook(content, last)]
        if is_binary(content) or content[:200].lstrip().startswith((b"<?xml", b"<document")):
            return []
        if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{") and last.casefold().endswith(_JSON):
            return [read_json(content, last)]
        return [below_title(read_text(content, last))]

    @property
    def heads(self) -> list[list[list[str]]]:
        """The first lines of each table."""
        return [table.head for table in self.tables]

    @property
    def head(self) -> list[list[str]]:
        """The first lines of the first table, or none."""
        return self.tables[0].head if self.tables else []

    @property
    def headings(self) -> list[str]:
        """The first line of the first table, or none."""
        return self.head[0] if self.head else []


def open_source(path: str | Path) -> Source:
    """Read what lies at a path.

    Parameters
    ----------
    path : path
        A file, a folder or a zip archive.

    Returns
    -------
    Source

    Raises
    ------
    EvalkitError
        If there is nothing, or nothing that can be read.
    """
    path = Path(path)
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix.casefold() in _DATA)
        files = {file.name: read_bytes(file) for file in found[:_MAX_FOLDER] if not _is_litter(file.name)}
    else:
        content = _read(path)
        files = {path.name: content, **_siblings(path)}
        if content.startswith(b"PK") and _is_plain_zip(content, path.name):
            members = read_zip(content, path.name)
            files = {
                name: data
                for name, data in members.items()
                if name.casefold().endswith(_DATA) and data and not _is_litter(name)
            }
    if not files:
        raise EvalkitError(
            "there is no export in it", f"It should hold one of {', '.join(_DATA)}.", where=place(path)
        )
    return Source(path, files)


def _read(path: Path) -> bytes:
    """Read a file; of one from SPSS or Stata, which its own reader reads again, only the beginning."""
    with suppress(OSError, ValueError), path.open("rb") as file:
        head = file.read(1024)
        if is_binary(head):
            return head
    return read_bytes(path)


def _is_litter(name: str) -> bool:
    """Tell whether a file is what macOS and office programs leave beside the real ones."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(("._", "~$", ".~lock"))


def _siblings(path: Path) -> dict[str, bytes]:
    """Read what a file says little without: SurveyXact's labels and structure beside a dataset."""
    if "dataset" not in path.stem.casefold():
        return {}
    wanted = {path.name.casefold().replace("dataset", part) for part in ("labels", "structure")}
    try:
        beside = [file for file in path.parent.iterdir() if file.name.casefold() in wanted]
    except OSError:
        return {}
    return {file.name: read_bytes(file) for file in sorted(beside)} if len(beside) == 2 else {}


def is_workbook(content: bytes) -> bool:
    """Tell whether bytes are a spreadsheet: a zip archive or an old compound file."""
    return content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def is_binary(content: bytes) -> bool:
    """Tell whether bytes are an SPSS or Stata file."""
    return content.startswith((b"$FL2", b"$FL3", b"<stata_dta>")) or (
        len(content) > 4 and 0x69 <= content[0] <= 0x77 and content[1] in (1, 2) and content[2] in (0, 1)
    )


def _is_plain_zip(content: bytes, name: str) -> bool:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        if name.casefold().endswith(".zip"):
            read_zip(content, name)
        return False
    return "[Content_Types].xml" not in names and "mimetype" not in names
