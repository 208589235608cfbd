"""Each limit on files from elsewhere, and that nothing is unpacked or parsed past them."""

import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest

import evalkit
from evalkit import safefiles
from evalkit.errors import EvalkitError
from evalkit.logbook import boris_project, read_logbook
from evalkit.survey import read_survey

PACKAGE = Path(evalkit.__file__).parent
BIG = b"a,b\n" + b"0,0\n" * 2_000_000


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refuse(content: bytes, message: str) -> None:
    with pytest.raises(EvalkitError, match=message) as caught:
        safefiles.read_zip(content, "export.zip")
    assert str(caught.value).startswith("export.zip")


def test_too_many_members(monkeypatch):
    monkeypatch.setattr(safefiles, "MOST_MEMBERS", 2)
    refuse(zipped(dict.fromkeys("abc", b"x")), "it holds 3 files")


def test_a_member_too_big(monkeypatch):
    monkeypatch.setattr(safefiles, "MOST_BYTES", 10)
    refuse(zipped({"a.csv": b"0123456789ab"}, zipfile.ZIP_STORED), "unpacks to over")


def test_all_members_together(monkeypatch):
    monkeypatch.setattr(safefiles, "MOST_UNPACKED", 15)
    refuse(zipped(dict.fromkeys(("a.csv", "b.csv"), b"0123456789"), zipfile.ZIP_STORED), "it unpacks to over")


def test_a_member_that_unpacks_to_absurdly_more(monkeypatch):
    monkeypatch.setattr(safefiles, "_BOMB_BYTES", 2**20)
    refuse(zipped({"a.csv": BIG}), "would unpack to 7 MB")


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "b/../../a.csv", "..\\a.csv", "C:/a.csv"])
def test_a_member_outside(name):
    refuse(zipped({name: b"x"}), "names a path outside itself")


def test_a_file_too_big_is_not_read(monkeypatch, tmp_path):
    monkeypatch.setattr(safefiles, "MOST_FILE", 4)
    path = tmp_path / "end.csv"
    path.write_bytes(b"a;b\n1;2\n")
    with pytest.raises(EvalkitError, match="it holds over"):
        safefiles.read_bytes(path)


@pytest.mark.parametrize("name", ["end.xlsx", "end.ods"])
def test_a_workbook_that_is_a_bomb_is_refused_by_both_readers(monkeypatch, tmp_path, name):
    monkeypatch.setattr(safefiles, "_BOMB_BYTES", 2**20)
    path = tmp_path / name
    path.write_bytes(
        zipped({"[Content_Types].xml": b"<Types/>", "mimetype": b"", "xl/worksheets/sheet1.xml": BIG})
    )
    for read in (read_survey, read_logbook):
        with pytest.raises(EvalkitError, match="would unpack to 7 MB"):
            read(path)


def test_a_packed_project_that_is_a_bomb(monkeypatch, tmp_path):
    monkeypatch.setattr(boris_project, "MOST_BYTES", 2**20)
    path = tmp_path / "film.boris.gz"
    path.write_bytes(gzip.compress(b"{" + b" " * 2**21 + b"}"))
    with pytest.raises(EvalkitError, match="unpacks to over 1 MB"):
        read_logbook(path)


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE p [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE p SYSTEM "http://example.org/p.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type(tmp_path, head, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{head.decode()}<Project>&x;</Project>'.encode(encoding)
    with pytest.raises(EvalkitError, match="declares a document type"):
        safefiles.parse_xml(xml, "p.qde")
    path = tmp_path / "p.qdpx"
    path.write_bytes(zipped({"project.qde": xml}))
    with pytest.raises(EvalkitError, match="declares a document type"):
        read_logbook(path)


def test_no_reader_unpacks_or_parses_by_itself():
    by_itself = re.compile(
        r"ElementTree\.(?:parse|fromstring|iterparse|XML)\(|archive\.(?:read|open|extract)|extractall|minidom|xml\.sax\b"
    )
    readers = [*(PACKAGE / "survey").rglob("*.py"), *(PACKAGE / "logbook").rglob("*.py")]
    assert len(readers) > 40
    assert [path.name for path in readers if by_itself.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("place", "message"), [("XFD1048576", "row 1,048,576 and column XFD"), ("CS1048576", "column CS")]
)
def test_a_cell_far_from_all_others(tmp_path, place, message):
    """Every cell between it and the others would take memory."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active[place] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(EvalkitError, match=message):
        read_survey(tmp_path / "far.xlsx")


def test_a_filled_cell_that_says_it_comes_again(tmp_path):
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    )
    row = '<table:table-row table:number-rows-repeated="{n}">{cell}</table:table-row>'
    for n, inside in ((1, cell), (1_048_576, cell.replace("16384", "2"))):
        content = zipped({"mimetype": b"", "content.xml": row.format(n=n, cell=inside).encode()})
        with pytest.raises(EvalkitError, match=r"a filled cell or row comes (16,384|1,048,576) times"):
            safefiles.check_workbook(content, "far.ods")
    empty = zipped(
        {"mimetype": b"", "content.xml": b'<table:table-row table:number-rows-repeated="1048576"/>'}
    )
    safefiles.check_workbook(empty, "sheet.ods")
