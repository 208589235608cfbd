"""A new study's folder: what is in it fits what evalkit reads."""

import datetime as dt
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from evalkit.cli.new import map_, new
from evalkit.errors import EvalkitError
from evalkit.pseudonyms import pseudonym, read_salt
from evalkit.starting import Answers, begin_from_exports, begin_study, map_questions
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


def test_ids_that_yaml_reads_as_true_or_as_a_number_stay_text(tmp_path):
    parties = {"yes": ("Yes", 4), "no": ("No", None)}
    begin_study(tmp_path / "2016", Answers("2016", "Ja", parties, ANSWERS.waves))
    plan = read_plan(tmp_path / "2016")
    assert (plan.id, [party.id for party in plan.parties]) == ("2016", ["yes", "no"])
    text = (tmp_path / "2016/study.yml").read_text("utf-8")
    (tmp_path / "2016/study.yml").write_text(text.replace('"yes"', "yes"), "utf-8")
    with pytest.raises(EvalkitError, match="'True' can't be an id. Use letters.*yes and no in quotes"):
        read_plan(tmp_path / "2016")


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


def choices(sheet, book):
    """What each column's list offers, by its heading."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        letter, last = re.search(r"\$([A-Z])\$1:\$[A-Z]\$(\d+)", rule.formula1).groups()
        column = book.worksheets[1][letter][: int(last)]
        found[sheet[f"{letter}1"].value] = [cell.value for cell in column]
    return found


@pytest.mark.parametrize("lang", ["da", "en"])
def test_whatever_the_logbook_sheet_lets_one_choose_reads_back(tmp_path, lang):
    begin_study(tmp_path / "paths", ANSWERS, lang=lang)
    path = next((tmp_path / "paths").glob("log*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    offered, heads = choices(sheet, book), [cell.value for cell in sheet[1]]
    assert [len(those) for those in offered.values()] == [2, 3, 10, 10, 4, 2]
    for at in range(10):
        said = {head: those[at % len(those)] for head, those in offered.items()}
        said |= {heads[0]: f"{10 + at}-10-2025", heads[1]: "P01", heads[7]: "Vi mødtes"}
        sheet.append([said.get(head, "") for head in heads])
    book.save(path)
    logbook = load_study(tmp_path / "paths")
    assert set(logbook.evidence["criterion"]) == set(logbook.framework.criterion_ids)
    assert set(logbook.entries["party"]) == {"parks", "users"}
    assert set(logbook.evidence["stance"]) == {"supports", "against", "mixed", "neutral"}
    assert set(logbook.entries["phase"]) == {"before", "during", "after"}
    assert "meeting" in set(logbook.entries["kind"])


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
        ("Q7;dialog_1;;;\n", "mapping.csv, row 2, column 'item': 'dialog_1' is not one of"),
        ("Q7;;during.dialog;;\n", "did you mean during.dialogue"),
        ("Q7;;;;boss\n", "'boss' is not one of party, respondent"),
    ],
)
def test_a_mapping_that_names_what_isn_t_there_writes_nothing(export, tmp_path, text, message):
    with pytest.raises(EvalkitError, match=message):
        begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS, mapping=mapping(tmp_path, text))
    assert not (tmp_path / "new").exists()


def test_a_cell_of_a_danish_sheet_is_named_by_its_own_heading(export, tmp_path):
    path = tmp_path / "ark.csv"
    path.write_text("variabel;kriterium\nQ7;dialog igen\n", "utf-8")
    with pytest.raises(EvalkitError, match="ark.csv, row 2, column 'kriterium': 'dialog igen' is not one of"):
        begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS, mapping=path)


def test_the_command_asks_for_what_no_export_tells(export, tmp_path):
    said = "Stier\nParkafdelingen\n4\nBrugerrådet\n\n\n2\nend\n2025-09-01\n"
    result = CliRunner().invoke(new, [str(tmp_path / "stier"), "--from", str(export)], input=said)
    assert result.exit_code == 0, result.output
    plan = read_plan(tmp_path / "stier")
    assert [party.role for party in plan.parties] == ["domain", "evaluator"]
    assert [(party.label, party.invited["end"]) for party in plan.parties] == [
        ("Parkafdelingen", 4),
        ("Brugerrådet", None),
    ]
    assert plan.surveys[0].wave == "end"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (
            ["Stier", "Parkafdelingen", "ca. 4", "4", "", "", "2099-09-01"],
            "»ca. 4« er ikke et helt tal over 0.",
        ),
        (["Stier", "Park", "4", "PARK", "", "", "2099-09-01"], "»PARK« er skrevet allerede."),
        (["Stier", "A", "", "B", "", "", "3", "1", "", "2099-09-01"], "»3« er ikke et af numrene."),
        (["Stier", "Park", "4", "", "1. maj", "", "01-09-2099"], "»1. maj« er ikke en dato"),
        (
            ["Stier", "Park", "4", "", "2025-02-01", "2025-02-01", "2025-09-01"],
            "ikke en dato efter den forrige",
        ),
    ],
)
def test_what_can_t_be_read_is_asked_again_and_never_taken_for_something_else(tmp_path, said, refused):
    result = CliRunner().invoke(new, [str(tmp_path / "stier")], input="\n".join([*said, ""]))
    assert result.exit_code == 0, result.output
    assert refused in result.output
    plan = read_plan(tmp_path / "stier")
    assert plan.parties[0].invited["start"] == (None if said[1] == "A" else 4)


def test_parties_that_would_share_an_id_get_one_each(tmp_path):
    said = ["Stier", "A+B", "", "A B", "", "ab", "", "", "", "", "2099-09-01", ""]
    CliRunner().invoke(new, [str(tmp_path / "stier")], input="\n".join(said))
    assert [party.id for party in read_plan(tmp_path / "stier").parties] == ["ab", "a_b", "ab_3"]


def test_a_folder_in_use_is_refused_before_anything_is_asked(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(new, [str(tmp_path)], input="Stier\n")
    assert (result.output, result.exception.wrong) == ("", "there is something here already")


def test_two_exports_of_one_name_don_t_write_over_each_other(export, tmp_path):
    (tmp_path / "later").mkdir()
    later = Path(shutil.copy(export, tmp_path / "later" / export.name))
    with pytest.raises(EvalkitError, match=r"raw\.csv: two exports have this name\. Rename one"):
        begin_from_exports(tmp_path / "new", {export: "start", later: "end"}, ANSWERS)
    assert not (tmp_path / "new").exists()


def test_answers_that_are_no_party_are_told_all_at_once(export, tmp_path):
    begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS)
    path = tmp_path / "new" / "codebook.yml"
    answers = [{"value": one} for one in ("parkafdelingen", "Vejafdelingen", "Andre")]
    path.write_text(yaml.safe_dump({"fields": [{"name": "afdeling", "categories": answers}]}), "utf-8")
    (tmp_path / "sheet.csv").write_text("variabel;rolle\nafdeling;part\n", "utf-8")
    said = map_questions(tmp_path / "new", tmp_path / "sheet.csv")
    assert "hvem der hører til hvilken part, men har også svarene Vejafdelingen, Andre." in said


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
    assert "mine.yml" in result.output


def filled_in(path, **rows):
    """Fill in a mapping sheet as a person would: `Q7={"kriterium": "Tæt dialog"}`."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for heading, text in rows.get(row[0].value, {}).items():
            row[heads.index(heading)].value = text
    book.save(path)


def test_a_sheet_is_written_filled_in_with_the_words_it_offers_and_taken_back(export, tmp_path):
    folder = tmp_path / "new"
    written = begin_from_exports(folder, {export: "end"}, ANSWERS)
    with pytest.raises(EvalkitError, match="Tie them in a sheet that evalkit map STUDY"):
        load_study(folder)
    assert written[-1] == folder / "mapping.xlsx"
    roles = {"kode": {"rolle": "respondent"}, "afdeling": {"rolle": "part"}}
    labels = {
        "Q7": {"kriterium": "Tæt dialog", "skala": "agree5"},
        "Q9": {"skala": "agree5", "kriterium": "Alle har respekt", "vendt": "ja"},
    }
    sheet, book = written[-1], openpyxl.load_workbook(written[-1])
    labels["Q9"]["kriterium"] = choices(book.worksheets[0], book)["kriterium"][6]
    filled_in(sheet, **roles, **labels)
    before = (folder / "codebook.yml").read_text("utf-8")
    said = map_questions(folder, sheet)
    assert said.startswith("4 spørgsmål: 2 er knyttet til et kriterium, 0 er ikke knyttet til noget.")
    assert (folder / "codebook.before.yml").read_text("utf-8") == before
    values = load_study(folder).responses.set_index(["item", "party"])["value"]
    assert values["Q9", "users"] == 25  # Enig, turned
    assert values["Q7", "users"] == 100


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_sheet_taken_back_as_it_was_written_changes_nothing(export, tmp_path, lang):
    begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS, lang=lang)
    path = tmp_path / "new" / "codebook.yml"
    before = path.read_bytes()
    map_questions(tmp_path / "new", tmp_path / "new" / "mapping.xlsx", lang=lang)
    assert path.read_bytes() == before
    assert not (tmp_path / "new" / "codebook.before.yml").exists()


def test_a_shipped_codebook_goes_to_a_sheet_and_back_with_its_meaning(sample, tmp_path):
    shutil.copytree(sample / "roadworks", tmp_path / "rw")
    before = load_study(tmp_path / "rw").responses
    assert "roadworks" not in map_questions(tmp_path / "rw", tmp_path / "sheet.xlsx", lang="en")
    map_questions(tmp_path / "rw", tmp_path / "sheet.xlsx", lang="en")
    pd.testing.assert_frame_equal(load_study(tmp_path / "rw").responses, before)


def test_without_a_sheet_nothing_is_written_and_what_is_loose_is_told(export, tmp_path):
    begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS)
    files = {path: path.read_bytes() for path in (tmp_path / "new").iterdir() if path.is_file()}
    said = map_questions(tmp_path / "new", lang="en")
    assert said.splitlines()[0] == "4 questions: 0 are tied to a criterion, 4 are tied to nothing."
    assert {path: path.read_bytes() for path in (tmp_path / "new").iterdir() if path.is_file()} == files


def test_a_study_without_a_codebook_of_its_own_is_told_so_and_a_sheet_refused(export, tmp_path):
    begin_from_exports(tmp_path / "new", {export: "end"}, ANSWERS)
    (tmp_path / "new" / "codebook.yml").unlink()
    assert map_questions(tmp_path / "new", lang="en") == "The study has no codebook.yml for all waves."
    with pytest.raises(EvalkitError, match=r"codebook\.yml: the study has no codebook"):
        map_questions(tmp_path / "new", tmp_path / "sheet.xlsx")


def test_the_command_writes_the_sheet_and_takes_it_back(export, tmp_path):
    folder = tmp_path / "new"
    begin_from_exports(folder, {export: "end"}, ANSWERS)
    (folder / "mapping.xlsx").unlink()
    first = CliRunner().invoke(map_, [str(folder)])
    assert "Arket er skrevet" in first.output
    filled_in(folder / "mapping.xlsx", Q7={"udsagn": "dialogue_1"})
    second = CliRunner().invoke(map_, [str(folder), "--lang", "en"])
    assert "is taken over into codebook.yml" in second.output
    assert "item: dialogue_1" in (folder / "codebook.yml").read_text("utf-8")
