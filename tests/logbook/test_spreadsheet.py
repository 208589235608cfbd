"""Workbooks: several sheets, real dates, and nothing that unpacks to a flood."""

import datetime as dt
import zipfile

import openpyxl
import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Noter"
    notes.append(["Dato", "Tekst", "Kriterium", "Samtykke"])
    notes.append([dt.datetime(2016, 10, 25, 7, 30), "a", "during.dialogue+", True])
    notes.append([dt.date(2016, 10, 26), "b", None, False])
    sessions = book.create_sheet("Observationer")
    sessions.append(["session", "sted", "start", "slut"])
    sessions.append(["S1", "Havnegade", dt.datetime(2016, 10, 25, 7), dt.time(7, 30)])
    counts = book.create_sheet("Tællinger")
    counts.append(["session", "adfærd", "antal"])
    counts.append(["S1", "står af", 3])
    book.create_sheet("Tom")
    book.create_sheet("Vejledning").append(["Skriv her"])
    path = tmp_path / "logbog.xlsx"
    book.save(path)
    return path


def test_every_sheet_is_read_as_what_its_headings_say(workbook):
    log = read_logbook(workbook)
    assert log.entries["occurred_at"].tolist() == [
        pd.Timestamp(2016, 10, 25, 7, 30),
        pd.Timestamp(2016, 10, 26),
    ]
    assert log.entries["entry"].tolist() == ["logbog-Noter-2", "logbog-Noter-3"]
    assert log.entries["consent"].tolist() == ["yes", "no"]
    assert log.sessions["end"].tolist() == [pd.Timestamp(2016, 10, 25, 7, 30)]
    assert log.counts["n"].tolist() == [3]
    assert log.report == ("Left out, having no known headings: logbog.xlsx [Vejledning].",)


def test_an_ods_file_is_read_alike(tmp_path):
    path = tmp_path / "logbog.ods"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Ark1">{}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>"
        for row in (("dato", "tekst", "type"), ("25-10-2016", "hej", "møde"))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content.format(rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert read_logbook(path).entries["kind"].tolist() == ["meeting"]


def test_an_error_names_file_sheet_and_row(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["dato", "tekst"])
    book.active.append(["i går", "a"])
    path = tmp_path / "log.xlsx"
    book.save(path)
    with pytest.raises(EvalkitError, match=r"^log\.xlsx, row 2, column 'dato': 'i går' is not a date"):
        read_logbook(path)


def test_what_only_calls_itself_a_workbook_is_refused(tmp_path):
    path = tmp_path / "log.xlsx"
    path.write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(EvalkitError, match=r"^log\.xlsx: "):
        read_logbook(path)
