"""A new study's folder: what is in it fits what evalkit reads."""

import datetime as dt

import openpyxl
import pytest
from click.testing import CliRunner

from evalkit.cli.new import new
from evalkit.errors import EvalkitError
from evalkit.logbook import read_logbook
from evalkit.pseudonyms import pseudonym, read_salt
from evalkit.starting import Answers, begin_from_exports, begin_study
from evalkit.study import load_study
from evalkit.studyfile import read_plan

ANSWERS = Answers(
    "paths", "Stier i parken", {"parks": ("Parkafdelingen", 4), "users": ("Brugerrådet", None)},
    {"start": dt.date(2025, 2, 3), "end": dt.date(2025, 9, 1)},
)  # fmt: skip


@pytest.fixture
def begun(tmp_path):
    return {path.name: path for path in begin_study(tmp_path / "paths", ANSWERS)}


def test_a_beginning_is_a_questionnaire_a_logbook_and_a_study_that_reads(begun, tmp_path):
    assert set(begun) == {
        "study.yml", "codebook.yml", "logbog.xlsx", "spoergeskema-kort.docx", "spoergeskema-kort.xlsx",
        "spoergeskema-lang.docx", "spoergeskema-lang.xlsx",
    }  # fmt: skip
    plan = read_plan(tmp_path / "paths")
    assert plan.parties[1].invited == {"start": None, "end": None}
    assert [wave.date for wave in plan.waves] == [dt.date(2025, 2, 3), dt.date(2025, 9, 1)]


def test_the_short_form_is_ten_items_and_one_open_question(begun):
    sheet = openpyxl.load_workbook(begun["spoergeskema-kort.xlsx"]).active
    assert sheet.max_row == 1 + 10 + 1
    assert openpyxl.load_workbook(begun["spoergeskema-lang.xlsx"]).active.max_row == 1 + 30 + 1


def test_an_export_with_the_questions_as_headings_fits_the_codebook(begun, tmp_path):
    folder = tmp_path / "paths"
    heading = "Din kode;Hvilken part hører du til?;Formålet med samarbejdet er klart for mig"
    (folder / "start.csv").write_text(
        heading + "\np1;Parkafdelingen;Enig\nu1;Brugerrådet;Ved ikke\n", "utf-8"
    )
    study_file = folder / "study.yml"
    study_file.write_text(
        study_file.read_text("utf-8").replace("surveys: []", "surveys: [{file: start.csv, wave: start}] #"),
        "utf-8",
    )
    study, salt = load_study(folder), read_salt(folder)
    answers = study.responses.query("item == 'clear_purpose_1'").set_index("respondent")
    assert answers.loc[pseudonym("p1", study=study.id, salt=salt), "value"] == 75
    assert answers.loc[pseudonym("u1", study=study.id, salt=salt), "state"] == "dont_know"


def test_the_logbook_sheet_has_lists_to_choose_from_and_reads_back(begun):
    book = openpyxl.load_workbook(begun["logbog.xlsx"])
    sheet = book["logbog"]
    assert len(sheet.data_validations.dataValidation) == 5
    sheet.append(
        ["25-10-2016", "P01", "parks", "", "", "møde", "Vi mødtes", "during.dialogue", "støtter", "ja"]
    )
    book.save(begun["logbog.xlsx"])
    logbook = read_logbook(begun["logbog.xlsx"])
    assert list(logbook.entries["kind"]) == ["meeting"]
    assert list(logbook.evidence["stance"]) == ["supports"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(EvalkitError, match="there is something here already"):
        begin_study(tmp_path, ANSWERS)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "raw.csv"
    path.write_text(
        "kode;afdeling;Q7;Q9\n1;Parkafdelingen;Enig;Uenig\n2;Brugerrådet;Helt enig;Enig\n3;Parkafdelingen;Uenig;Enig\n",
        "utf-8",
    )
    return path


def mapping(tmp_path, text):
    path = tmp_path / "mapping.csv"
    path.write_text("variable;item;criterion;reverse;role;scale\n" + text, "utf-8")
    return path


def test_a_study_from_an_export_and_a_mapping_loads(export, tmp_path):
    tied = mapping(
        tmp_path, "kode;;;;respondent\nafdeling;;;;party\nQ7;dialogue_1;;;\nQ9;;during.respect;ja;;agree5\n"
    )
    begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS, mapping=tied)
    study = load_study(tmp_path / "new")
    values = study.responses.set_index(["respondent", "item"])["value"]
    one = pseudonym("1", study=study.id, salt=read_salt(tmp_path / "new"))
    assert values[one, "dialogue_1"] == 75
    assert values[one, "Q9"] == 75  # reversed: Uenig is 25 the other way round
    assert (tmp_path / "new" / "raw.csv").read_bytes() == export.read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Q8;dialogue_1;;;\n", "'Q8' is not one of kode, afdeling, Q7, Q9"),
        ("Q7;dialog_1;;;\n", "mapping, column 'item': 'dialog_1' is not one of"),
        ("Q7;;during.dialog;;\n", "did you mean during.dialogue"),
        ("Q7;;;;boss\n", "'boss' is not one of party, respondent"),
    ],
)
def test_a_mapping_that_names_what_isn_t_there_writes_nothing(export, tmp_path, text, message):
    with pytest.raises(EvalkitError, match=message):
        begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS, mapping=mapping(tmp_path, text))
    assert not (tmp_path / "new").exists()


def test_the_command_asks_for_what_no_export_tells(export, tmp_path):
    said = "Stier\nParkafdelingen\n4\nBrugerrådet\n\n\nend\n2025-09-01\n"
    result = CliRunner().invoke(new, [str(tmp_path / "stier"), "--from", str(export)], input=said)
    assert result.exit_code == 0, result.output
    plan = read_plan(tmp_path / "stier")
    assert [(party.label, party.invited["end"]) for party in plan.parties] == [
        ("Parkafdelingen", 4),
        ("Brugerrådet", None),
    ]
    assert plan.surveys[0].wave == "end"


def test_a_framework_of_ones_own_is_copied_beside_the_study(export, tmp_path):
    mine = tmp_path / "mine.yml"
    mine.write_text(
        "id: mine\ncriteria: [{id: joy, phase: during, label: Joy}]\n"
        "items: [{id: joy_1, criterion: joy, scale: agree5, text: T}]\n",
        "utf-8",
    )
    tied = mapping(tmp_path, "Q7;joy_1;;;\n")
    options = ["--framework", str(mine), "--from", str(export), "--mapping", str(tied)]
    said = "Stier\nParkafdelingen\n4\n\nend\n2025-09-01\n"
    result = CliRunner().invoke(new, [str(tmp_path / "stier"), *options], input=said)
    assert result.exit_code == 0, result.output
    assert load_study(tmp_path / "stier").framework.item_ids == ("joy_1",)
    assert (tmp_path / "stier" / "mine.yml").read_bytes() == mine.read_bytes()
