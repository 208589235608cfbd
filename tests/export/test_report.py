"""The whole report: everything is there, agrees with itself, and is of the mode it says."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import replace

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from evalkit.errors import EvalkitError
from evalkit.export import save_report
from evalkit.words import say


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("key", [("report", "da"), ("dialogue", "en")])
def test_everything_is_there(reports, key):
    folder = reports[key]
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "tables.xlsx", "scores.csv", "verdicts.csv", "manifest.json", "charts"} <= names
    pictures = sorted(path.name for path in (folder / "charts").iterdir())
    assert {"scorecard.png", "scorecard.svg", "profile.png", "parties.png"} <= set(pictures)
    assert len(pictures) % 2 == 0


def test_the_page_and_the_files_say_the_same_verdicts(reports):
    folder = reports["report", "da"]
    page = (folder / "report.html").read_text("utf-8")
    last = [row for row in rows_of(folder / "verdicts.csv") if row["wave"] == "followup"]
    words = {say(f"verdict.{row['verdict']}", "da") for row in last if row["verdict"]}
    assert words
    assert all(word in page for word in words)


def test_every_sheet_has_the_rows_of_its_table(reports):
    folder = reports["report", "da"]
    book = CalamineWorkbook.from_path(str(folder / "tables.xlsx"))
    assert len(book.get_sheet_by_name("Score").to_python()) == 1 + len(rows_of(folder / "scores.csv"))
    assert {"Om", "Vurderinger", "Score", "Parter", "Logbog", "Svar"} <= set(book.sheet_names)


def test_dialogue_mode_says_so_everywhere(reports):
    folder = reports["dialogue", "en"]
    assert "do not share" in (folder / "report.html").read_text("utf-8")
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["mode"] == "dialogue"
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert {sheet.oddHeader.left.text for sheet in book} == {say("watermark", "en")}
    assert "do not share" in (folder / "charts" / "scorecard.svg").read_text("utf-8")


def test_report_mode_shows_no_figure_that_the_gate_hides(reports):
    folder = reports["report", "da"]
    assert say("watermark", "da") not in (folder / "report.html").read_text("utf-8")
    for row in rows_of(folder / "scores.csv"):
        if row["shown"] != "yes":
            figures = [row[name] for name in ("score", "low", "high", "share", "n")]
            assert not any(re.fullmatch(r"-?\d+(\.\d+)?", figure) for figure in figures), row


def test_figures_about_one_respondent_stay_in_the_room(reports):
    for name in ("scores.csv", "verdicts.csv"):
        columns = rows_of(reports["report", "da"] / name)[0]
        assert not [column for column in columns if column.startswith("loo")]


def test_the_language_is_one(reports):
    danish, english = (
        (reports[key] / "report.html").read_text("utf-8") for key in sorted(reports, reverse=True)
    )
    assert "Hvem der svarede" in danish
    assert "Who answered" not in danish
    assert "Who answered" in english
    assert "Hvem der svarede" not in english


def test_the_manifest_holds_the_hash_of_every_file_written(reports):
    folder = reports["report", "da"]
    outputs = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {entry["file"] for entry in outputs} == there - {"manifest.json"}
    for entry in outputs:
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_an_earlier_report_stays_when_a_new_one_fails(roadworks, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text("the last good one")
    monkeypatch.setattr("evalkit.export.report.write_manifest", _out_of_ink)
    monkeypatch.setattr("evalkit.export.report._write_charts", lambda *_: None)
    with pytest.raises(OSError, match="out of ink"):
        save_report(roadworks, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "manifest.json").read_text() == "the last good one"


def _out_of_ink(*_):
    raise OSError("out of ink")


@pytest.mark.parametrize(
    ("options", "message"),
    [({"mode": "public"}, "'public' is not one of"), ({"lang": "se"}, "'se' is not one of")],
)
def test_what_cannot_be_reported_says_why(roadworks, tmp_path, options, message):
    with pytest.raises(EvalkitError, match=message):
        save_report(roadworks, tmp_path / "out", **options)
    assert not list(tmp_path.iterdir())


def test_a_report_is_about_one_study(roadworks, tmp_path):
    with pytest.raises(EvalkitError, match="a portfolio of 2"):
        save_report((roadworks, roadworks), tmp_path / "out")


def test_dialogue_mode_needs_every_partys_consent(roadworks, tmp_path):
    unasked = replace(roadworks, consent={"hrou": True})
    with pytest.raises(EvalkitError, match="staff hasn't consented"):
        save_report(unasked, tmp_path / "out", mode="dialogue")
    assert not list(tmp_path.iterdir())
