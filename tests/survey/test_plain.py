"""Tables that no survey tool in particular wrote: CSV, workbooks, JSON."""

import json
import zipfile
from pathlib import Path

import pytest

from evalkit.survey import read_survey

RECORDS = [
    {"id": 1, "q": {"tilfreds": 4, "svar": "Enig"}, "kanaler": ["Mail", "Møder"]},
    {"id": 2, "q": {"tilfreds": 2, "svar": "Ved ikke"}, "kanaler": ["Mail, også privat"]},
    {"id": 3, "q": {"tilfreds": None, "svar": "Helt enig"}, "kanaler": []},
]
ODS = """<?xml version="1.0"?><office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="Svar">
{}</table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2"/>'


def written(tmp_path, text, name="survey.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.json", json.dumps(RECORDS)),
        ("holder.json", json.dumps({"meta": 1, "responses": RECORDS})),
        ("lines.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("lines.json", "\n".join(map(json.dumps, RECORDS)) + "\n"),
    ],
)
def test_json_records_and_their_lists(tmp_path, name, text):
    survey = read_survey(written(tmp_path, text, name))
    assert survey.data["q_tilfreds"].mean() == 3
    assert survey.states["q_svar"].tolist() == ["answered", "dont_know", "answered"]
    assert survey.data["kanaler[Mail]"].tolist()[:2] == [True, False]
    assert survey.data["kanaler[Mail, også privat]"].tolist()[:2] == [False, True]
    assert survey.states["kanaler[Møder]"].tolist()[2] == "skipped"
    assert survey.data.index.tolist() == [1, 2, 3]


def ods(path):
    """An ODS file of one sheet, by the OpenDocument standard."""
    lines = [("Løbenr", "Svar", "Dato", "Tal", "Kode"), (1, "Enig", "2021-01-02", 1.5, "007"),
             (2, "Helt enig", "2021-02-03", 2.0, "010"), (3, "Ved ikke", "2021-03-04", None, "003")]  # fmt: skip
    rows = "".join(f"<table:table-row>{''.join(map(_cell, line))}</table:table-row>" for line in lines)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows))
    return path


def _cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if value[:2] == "20":
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_ods_and_xls_read_as_the_same_sheet(kind, tmp_path):
    path = ods(tmp_path / "small.ods") if kind == "ods" else Path(__file__).with_name("small.xls")
    survey = read_survey(path)
    assert survey.data["Tal"].mean() == 1.75
    assert survey.data["Kode"].tolist() == ["007", "010", "003"]
    assert survey.data["Dato"].dt.strftime("%d.%m.%Y").tolist() == ["02.01.2021", "03.02.2021", "04.03.2021"]
    assert survey.states["Svar"].tolist() == ["answered", "answered", "dont_know"]


def test_two_lines_of_headings_are_no_respondent(tmp_path):
    text = (
        "Hvad brugte I?;;;Hvor ofte?;\nMøder;Mail;Andet;Vi mødes;Vi taler\n"
        "Ja;Nej;;ofte;aldrig\nNej;Ja;Telefon;sjældent;ofte\nNej;Nej;;;ofte\n"
    )
    survey = read_survey(written(tmp_path, text))
    assert len(survey.data) == 3
    assert survey.data["hvad_brugte_i[Mail]"].tolist() == ["Nej", "Ja", "Nej"]
    assert survey.labelled()["hvor_ofte[Vi taler]"].value_counts()["ofte"] == 2


def test_columns_without_a_heading_are_still_columns(tmp_path):
    survey = read_survey(written(tmp_path, "id,,\n1,a,x\n2,a,y\n3,b,x\n"))
    assert survey.data.shape == (3, 3)


def test_thousands_are_numbers_only_where_they_prove_it(tmp_path):
    survey = read_survey(written(tmp_path, "dk;us;tvivl\n1.234,50;1,234,567;1,234\n999;12;2,500\n"))
    assert survey.data["dk"].tolist() == [1234.5, 999]
    assert survey.data["us"].tolist() == [1234567, 12]
    assert survey.data["tvivl"].tolist() == ["1,234", "2,500"]
    assert any("'1,234' may be a thousand or three decimals" in line for line in survey.report)


def test_a_99_among_small_answers_is_counted_but_said(tmp_path):
    survey = read_survey(written(tmp_path, "q,alder\n1,99\n4,34\n99,45\n"))
    assert survey.data["q"].tolist() == [1, 4, 99]
    warned = [line for line in survey.report if "stands beside answers" in line]
    assert len(warned) == 1
    assert "q: 99 stands beside answers from 1 to 4" in warned[0]


def test_a_survey_about_something_else_keeps_every_question(tmp_path):
    """None of these headings is about who somebody is, though each has a word that could be."""
    text = (
        "Name of school;Navn på afdeling;Telefontid er god;Mailkontakt;Phone usage;Adresseændring\n"
        "North;Teknik;Enig;1;Yes;2\nSouth;Børn;Helt enig;3;No;1\n"
    )
    survey = read_survey(written(tmp_path, text, encoding="cp1252"))
    assert survey.data.shape == (2, 6)
    assert survey.data["Mailkontakt"].mean() == 2


def test_what_programs_write_for_nothing_is_no_answer_among_numbers(tmp_path):
    survey = read_survey(
        written(tmp_path, "id,q,ord\n1,2,None\n2,NaN,Some\n3,null,None\n4,#N/A,All\n5,.,-\n")
    )
    assert survey.data["q"].mean() == 2
    assert survey.states["q"].tolist() == ["answered", *["skipped"] * 4]
    assert survey.data["ord"].tolist()[:4] == ["None", "Some", "None", "All"]


@pytest.mark.parametrize("above", ["Trivsel 2024\n\n", "Trivsel i Vejle 2024;;\nUdtræk 1. maj;;\n"])
def test_a_title_above_the_headings_is_left_out_aloud(tmp_path, above):
    survey = read_survey(written(tmp_path, above + "Nr;Enig;Tid\n1;Enig;2\n2;Uenig;4\n"))
    assert survey.data["Tid"].mean() == 3
    assert survey.data.index.tolist() == [4, 5]
    assert any("lines above the headings left out: 'Trivsel" in line for line in survey.report)


def test_a_title_above_the_headings_of_a_sheet(tmp_path, fixtures):
    sheet = [["Trivsel", None, None], [], ["Nr", "Enig", "Tid"], [1, "Enig", 2], [2, "Uenig", 4]]
    survey = read_survey(fixtures.workbook(tmp_path / "x.xlsx", {"Svar": sheet}))
    assert survey.data["Tid"].mean() == 3
    assert survey.data.index.tolist() == [4, 5]


def test_a_row_with_too_few_cells_is_filled_up_aloud(tmp_path):
    survey = read_survey(written(tmp_path, "a,b,c,d\n1,2,3,4\n3,4\n5,6,7,8\n"))
    assert survey.data["b"].mean() == 4
    assert survey.states["d"].tolist() == ["answered", "skipped", "answered"]
    assert "survey.csv: rækker med færre celler end overskrifterne er fyldt ud med tomme celler: 3." in (
        survey.said("da")
    )


def test_a_line_of_questions_below_short_names_is_no_respondent(tmp_path):
    """As public surveys are often given out: Qualtrics' two lines without its own columns (Kaggle's surveys since 2017)."""
    head = ["Duration,Q1,Q2,Q7_Part_1,Q7_Part_2,Q8"]
    head += [
        "Duration (in seconds),What is your age (# years)?,What is your gender? - Selected Choice,"
        "What do you use? (Select all that apply) - Selected Choice - Python,"
        "What do you use? (Select all that apply) - Selected Choice - R,How satisfied are you with your job?"
    ]
    rows = ["1838,35,Man,Python,R,4", "289,30,Man,,R,5", "860,35,Woman,,,2", "507,20,Man,Python,,"]
    path = tmp_path / "survey.csv"
    path.write_text("\n".join([*head, *rows]) + "\n", "utf-8")
    survey = read_survey(path)
    assert survey.data["Q1"].mean() == 30
    assert survey.data[["Q7_Part_1", "Q7_Part_2"]].sum().tolist() == [2, 2]
    assert survey.states["Q7_Part_1"].tolist() == ["answered", "answered", "skipped", "answered"]
    titles = survey.codebook.set_index("name")["title"]
    assert titles["Q8"] == "How satisfied are you with your job?"
    assert titles["Q7_Part_2"] == "R"


def test_a_first_respondent_who_writes_much_is_one(tmp_path):
    path = tmp_path / "survey.csv"
    long = "it went very well,we met every week,nothing more to add"
    path.write_text(f"why,how,more\n{long}\n{long.upper()}\nok,fine,no\nit was fine,we met,no\n", "utf-8")
    assert len(read_survey(path).data) == 4


@pytest.mark.parametrize("heading", ['""', "Unnamed: 0"])
def test_row_numbers_that_r_or_pandas_wrote_are_no_answers(tmp_path, heading):
    survey = read_survey(written(tmp_path, f"{heading},q\n1,4\n2,5\n3,4\n"))
    assert survey.codebook["role"].tolist() == ["status", ""]


def test_redcap_s_record_may_stand_behind_row_numbers(tmp_path):
    """As REDCapR's users save it (russian_data.csv of OuhscBbmc/REDCapR): a column of numbers without a heading."""
    survey = read_survey(written(tmp_path, '"",record_id,q___1,a_complete\n1,A,0,2\n2,B,1,2\n'))
    assert survey.codebook.set_index("source")["role"].to_dict() == {
        "": "status", "record_id": "respondent", "q___1": "", "a_complete": "status",
    }  # fmt: skip


def test_several_columns_of_nothing_but_na_are_empty(tmp_path):
    survey = read_survey(written(tmp_path, "id,q,r,land\n1,NA,NA,DK\n2,NA,NA,NA\n"))
    assert survey.states["q"].tolist() == ["skipped", "skipped"]
    assert survey.data["land"].tolist() == ["DK", "NA"]
