"""Files that can't be what they should be are refused, with file, row and column where there is one."""

import io
import zipfile
from pathlib import Path

import pytest

from evalkit.errors import EvalkitError
from evalkit.survey import read_survey


def refuse(path, match, **options):
    with pytest.raises(EvalkitError, match=match) as caught:
        read_survey(path, **options)
    assert path.name in str(caught.value)


def written(tmp_path, content, name="survey.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_no_such_file(tmp_path):
    refuse(tmp_path / "gone.csv", "there is no such file")


def test_nothing_in_it(tmp_path):
    refuse(written(tmp_path, b""), "0 bytes")
    refuse(written(tmp_path, b" \n \n"), "nothing in the file but blanks")


def test_nul_bytes_name_the_row(tmp_path):
    refuse(written(tmp_path, b"a,b\n1,2\n3,\x004\n"), "row 3: there is a NUL byte")


def test_two_encodings_in_one_file_name_both_rows(tmp_path):
    content = "a,b\nsmør,1\n".encode() + "brød,2\n".encode("cp1252")
    refuse(written(tmp_path, content), "two encodings in one file: UTF-8 in row 2, another in row 3")


def test_a_shifted_row_is_named(tmp_path):
    refuse(written(tmp_path, b"a,b\n1,2\n3,4,5\n"), "row 3: the row has 3 cells, the headings 2")
    refuse(written(tmp_path, b"a,b,c\n1,2,3\n4\n5,6,7\n"), "row 3: the row has 1 cell, the headings 3")


def test_a_line_break_outside_quotation_marks_is_no_respondent(tmp_path):
    """One answer over two lines: 3 and 2 cells, of 4 headings, are one row that fell apart."""
    content = b'id,hvorfor,enig,tid\n1,fordi,4,2\n2,"a",3,1\n3,det er,\nsent,5\n'
    refuse(written(tmp_path, content), "row 4: the row has 3 cells, the headings 4")


def test_a_quote_that_is_never_closed(tmp_path):
    with pytest.raises(EvalkitError):
        read_survey(written(tmp_path, b'a,b\n1,"2\n3,4\n'))


def test_headings_that_differ_only_in_blanks(tmp_path):
    refuse(written(tmp_path, "navn på møde,navn  på møde\n1,2\n".encode()), "differ only in blanks")


def test_too_many_columns(tmp_path):
    refuse(written(tmp_path, b",".join(b"q%d" % n for n in range(100_000)) + b"\n"), "100,000 columns")


def test_a_zip_archive_cut_short(tmp_path, export):
    content = export("surveyxact-zip").read_bytes()
    refuse(written(tmp_path, content[: len(content) // 2], "half.zip"), "can't be unpacked")


def test_a_zip_bomb(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("dataset", "labels", "structure"):
            archive.writestr(f"{part}.csv", b"0" * 60_000_000)
    refuse(written(tmp_path, buffer.getvalue(), "bomb.zip"), "would unpack to")


def test_a_zip_archive_that_climbs_out(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../dataset.csv", b"a;b\n")
    refuse(written(tmp_path, buffer.getvalue(), "climb.zip"), "outside itself")


def test_xml_with_entities(tmp_path, export):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>'
    )
    lss = written(tmp_path, bomb, "survey.lss")
    with pytest.raises(EvalkitError, match=r"survey\.lss: the XML declares a document type"):
        read_survey(export("limesurvey"), lss)


def test_a_workbook_without_the_sheets(tmp_path, fixtures):
    path = fixtures.workbook(tmp_path / "x.xlsx", {"Dataset": [["v_1"], [1]], "Labels": [["v_1", 1, "Enig"]]})
    refuse(path, "no structure", source="surveyxact")


def test_a_workbook_behind_a_password(tmp_path):
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 512
    )
    refuse(written(tmp_path, ole, "secret.xlsx"), "protected by a password")


def test_a_damaged_xls(tmp_path):
    """calamine panics on it, which is no Exception."""
    content = Path(__file__).with_name("small.xls").read_bytes()
    refuse(written(tmp_path, content[:3000] + content[3300:], "small.xls"), "the workbook can't be read")


def test_another_format_than_claimed(export):
    refuse(
        export("kobo"), "this is no export of Qualtrics: it looks like KoboToolbox/ODK", source="qualtrics"
    )
    refuse(export("kobo"), "is not one of auto,", source="quatrics")


def test_spss_cut_short(tmp_path, export):
    content = export("spss").read_bytes()
    refuse(written(tmp_path, content[:300], "short.sav"), "the SPSS file can't be read")


def test_a_picture_is_no_survey(tmp_path):
    with pytest.raises(EvalkitError):
        read_survey(written(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "chart.png"))


@pytest.mark.parametrize(
    ("content", "name", "match"),
    [(b"%PDF-1.4\n%\xe2\xe3", "svar.pdf", "this is a PDF, no table"),
     (b"<html><table><tr><td>a</td></tr></table></html>", "svar.xls", "this is a web page, no table"),
     (b"{\\rtf1 svar}", "svar.csv", "this is a text document, no table")],
)  # fmt: skip
def test_what_is_no_table_whatever_its_ending(tmp_path, content, name, match):
    refuse(written(tmp_path, content, name), match)


def test_questions_without_answers(tmp_path, fixtures):
    refuse(written(tmp_path, fixtures.LSS.encode(), "survey.lss"), "questions, but no answers")
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><document>&a;</document>'
    refuse(written(tmp_path, bomb, "bomb.lss"), "the XML declares a document type")


def test_files_that_do_not_belong_together(tmp_path):
    for name in ("a.csv", "b.csv"):
        written(tmp_path, b"a;b\n1;2\n", name)
    refuse(tmp_path, "no export that belongs together: a.csv, b.csv")


def test_surveyxact_without_its_structure(tmp_path, fixtures):
    for part in ("dataset", "labels"):
        written(tmp_path, fixtures.SURVEYXACT[part].encode("cp1252"), f"{part}.csv")
    refuse(tmp_path, "there is no structure")


def test_claimed_to_be_what_has_no_signs_but_has_those_of_another(export):
    refuse(export("kobo"), "this is no export of Google Forms: it looks like Kobo", source="googleforms")
    assert read_survey(export("plain"), source="googleforms").data.shape == (4, 4)
