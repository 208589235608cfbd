"""Workbooks and CSV files say why a cell is empty, open in a Danish Excel, and hold no formulas."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from evalkit.export.naming import coded, readable, safe_text
from evalkit.export.tables import save_csv, save_workbook

LABELS = {"hrou": "HR&OU", "staff": {"da": "Fagmedarbejdere", "en": "Domain staff"}, "w": "Vejarbejde"}


def scores(**changed):
    row = {
        "study": "w", "wave": "end", "party": "hrou", "phase": "during", "criterion": "during.dialogue",
        "state": "answered", "invited": 6, "n": 5, "score": 77.5, "low": 61.25, "high": 88.0, "interval": "sample",
        "floor": 64.6, "ceiling": 81.2, "share": 0.8,
    }  # fmt: skip
    table = pd.DataFrame([row | changed])
    return table.astype({"invited": "Int64"})


def cell(column, **changed):
    return readable(scores(**changed), LABELS, "da")[column].iloc[0]


NAN = float("nan")


@pytest.mark.parametrize(
    ("changed", "column", "word"),
    [
        ({"invited": pd.NA}, "Inviterede", "ukendt"),
        ({"state": "not_due", "score": NAN}, "Score (0-100)", "endnu ikke aktuelt"),
        ({"state": "not_asked", "score": NAN}, "Score (0-100)", "ikke stillet"),
        ({"state": "dont_know", "score": NAN}, "Score (0-100)", "ved ikke"),
        ({"low": NAN, "interval": "all_answered"}, "Interval, nedre", "alle inviterede har svaret"),
        ({"low": NAN, "interval": "too_few"}, "Interval, nedre", "for få svar"),
        ({"floor": NAN, "invited": pd.NA}, "Hvis de tavse svarede lavest", "ukendt"),
        ({"shown": "hidden_primary", "n": 2, "score": NAN}, "Score (0-100)", "skjult (færre end 5 svar)"),
        ({"shown": "word", "n": NAN, "score": NAN}, "Score (0-100)", "skjult (højst et ord kan siges)"),
        ({"shown": "yes", "low": NAN}, "Interval, nedre", "skjult (ville røbe, hvad nogen har svaret)"),
        ({"shown": "hidden_secondary", "score": NAN}, "Score (0-100)", "skjult (ville røbe, hvad nogen har svaret)"),
    ],
)  # fmt: skip
def test_an_empty_number_says_why(changed, column, word):
    assert cell(column, **changed) == word


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ({"sources": 0, "net": NAN}, "net", None),  # nobody wrote: nothing is hidden
        ({"rate_hour": 46.2, "low": NAN}, "low", None),  # nothing tried yet: no comparison
        ({"level": "middle", "n": 2, "value": NAN}, "value", None),  # folded
        ({"smallest_n": 6, "hangs_on": NAN}, "hangs_on", "hidden_secondary"),  # of single people
    ],
)
def test_what_the_gate_did_not_take_is_not_called_hidden_nor_few_what_is_told_of_single_people(
    row, column, word
):
    table = pd.DataFrame([{"state": "answered", "shown": "yes", **row}])
    assert coded(table)[column].tolist() == [word]


def test_a_hidden_verdict_is_told_from_one_not_due():
    table = pd.DataFrame(
        {"state": ["answered", "not_due"], "verdict": [None, None], "shown": ["hidden_primary", "yes"]}
    )
    assert readable(table, LABELS, "en")["Verdict"].tolist() == [
        "hidden (fewer than 5 answers)",
        "not due yet",
    ]
    assert coded(table)["verdict"].tolist() == ["hidden", "not_due"]


def test_not_due_is_told_from_hidden_and_unknown():
    words = {cell("Score (0-100)", state=state, score=NAN) for state in ("not_due", "not_asked", "skipped")}
    assert len(words) == 3


def test_ids_become_names_in_the_language():
    assert cell("Part", party="staff") == "Fagmedarbejdere"
    assert readable(scores(party="staff"), LABELS, "en")["Party"].iloc[0] == "Domain staff"
    assert cell("Succeskriterium") == "Tæt dialog"


def test_two_lowest_parties_are_both_named():
    table = pd.DataFrame({"lowest_party": ["hrou+staff"], "gap": [0.0]})
    assert readable(table, LABELS, "da").iloc[0, 0] == "HR&OU og Fagmedarbejdere"


def test_figures_about_one_respondent_never_leave(tmp_path):
    table = scores().assign(loo=[((70.0, 5),)])
    assert "loo" not in readable(table, LABELS, "da").columns
    assert "loo" not in coded(table).columns
    assert "loo" not in pd.read_csv(save_csv(table, tmp_path / "s.csv")).columns


def test_the_plain_csv_reads_back_with_the_same_numbers(tmp_path):
    path = save_csv(scores(), tmp_path / "scores.csv")
    back = pd.read_csv(path)
    assert list(back.columns) == list(scores().columns)
    assert back.loc[0, "score"] == 77.5
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_plain_csv_codes_its_empties(tmp_path):
    path = save_csv(scores(state="not_due", score=NAN, invited=pd.NA), tmp_path / "scores.csv")
    row = next(csv.DictReader(path.open(encoding="utf-8")))
    assert (row["score"], row["invited"]) == ("not_due", "unknown")


def test_the_excel_csv_is_what_a_danish_excel_opens(tmp_path):
    path = save_csv(scores(), tmp_path / "scores.csv", labels=LABELS, excel=True)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    heading, row = list(csv.reader(path.open(encoding="utf-8-sig"), delimiter=";"))
    assert row[heading.index("Score (0-100)")] == "77,5"
    assert row[heading.index("Succeskriterium")] == "Tæt dialog"


@pytest.mark.parametrize("text", ["=1+1", "+45 33 66 33 66", "-2", "@SUM(A1)", "\t=1", " =1+1"])
def test_a_text_is_never_a_formula(tmp_path, text):
    table = scores(reason=text)
    assert safe_text(text) == "'" + text
    row = next(csv.DictReader(save_csv(table, tmp_path / "s.csv").open(encoding="utf-8")))
    assert row["reason"] == "'" + text
    book = save_workbook({"scores": table}, tmp_path / "t.xlsx", labels=LABELS)
    cells = [cell for row in load_workbook(book).active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert text in [cell.value for cell in cells]


def test_a_heading_is_never_a_formula(tmp_path):
    path = save_csv(pd.DataFrame({"=HYPERLINK(1)": [1.0]}), tmp_path / "s.csv")
    assert path.read_text("utf-8").startswith("'=HYPERLINK(1)\n")


def test_a_negative_number_stays_a_number(tmp_path):
    row = next(csv.DictReader(save_csv(pd.DataFrame({"gap": [-2.5]}), tmp_path / "s.csv").open()))
    assert row["gap"] == "-2.5"


@pytest.mark.parametrize(("lang", "sheet", "heading"), [("da", "Score", "Part"), ("en", "Scores", "Party")])
def test_the_workbook_speaks_the_language_and_keeps_numbers_numbers(tmp_path, lang, sheet, heading):
    path = save_workbook({"scores": scores()}, tmp_path / "t.xlsx", labels=LABELS, lang=lang)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    found = dict(zip(rows[0], rows[1], strict=True))
    assert found[heading] == "HR&OU"
    assert found["Score (0-100)"] == 77.5


def test_the_workbook_is_easy_to_read(tmp_path):
    path = save_workbook({"scores": scores()}, tmp_path / "t.xlsx", labels=LABELS, about=[("Om", "x")])
    book = load_workbook(path)
    assert book.sheetnames == ["Om", "Score"]
    assert book["Score"].freeze_panes == "A2"
    assert book["Score"].auto_filter.ref == book["Score"].dimensions


def test_characters_that_xml_forbids_are_left_out(tmp_path):
    path = save_workbook({"scores": scores(reason="a\x0bb\x00c")}, tmp_path / "t.xlsx", labels=LABELS)
    assert "abc" in [c.value for row in load_workbook(path).active.iter_rows() for c in row]


def test_a_table_without_rows_is_a_sheet_with_headings(tmp_path):
    path = save_workbook({"scores": scores().iloc[:0]}, tmp_path / "t.xlsx", labels=LABELS)
    assert load_workbook(path)["Score"].max_row == 1


def test_numpy_numbers_are_numbers(tmp_path):
    table = pd.DataFrame({"n": np.array([3], dtype=np.int64), "score": np.array([50.0])})
    assert readable(table, LABELS, "da").iloc[0].tolist() == [3, 50.0]
