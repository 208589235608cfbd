"""Background questions that single people out are said as a survey is read, in the study's report and by `check`."""

import pandas as pd
from click.testing import CliRunner

from evalkit.cli import cli
from evalkit.study import load_study
from evalkit.survey import read_survey
from evalkit.words import retold
from tests.conftest import CODEBOOK, STUDY

ANSWERS = ("Helt enig", "Enig", "Hverken enig eller uenig")


def export(tmp_path, people=12):
    """Twelve people: six in each of two units, one of them over 60."""
    rows = [
        {"enhed": "Havn" if at < 6 else "Park", "alder": "over 60" if at == 11 else "under 60",
         "Vi lyttede": ANSWERS[at % 3], "Bemærkning": f"Fri tekst nr. {at}"}
        for at in range(people)
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(tmp_path / "svar.csv", sep=";", index=False, encoding="utf-8-sig")
    return tmp_path / "svar.csv"


def said(survey, lang="en"):
    return [
        sentence
        for line in survey.report
        if "single" in (sentence := retold(line, lang)) or "enkelte" in sentence
    ]


def test_how_many_small_groups_there_are_is_said_without_saying_who(tmp_path):
    survey = read_survey(export(tmp_path))
    # over 60: one; Park, over 60 isn't listed again: it is no smaller
    assert said(survey) == [
        "svar.csv: the background questions 'enhed', 'alder' can single people out: crossed with each other and the "
        "party they make 1 groups of fewer than 5 people, the smallest of 1. Don't show them beside answers."
    ]
    (danish,) = said(survey, "da")
    assert danish.startswith("svar.csv: baggrundsspørgsmålene 'enhed', 'alder' kan pege enkelte ud")
    assert "over 60" not in danish


def test_questions_with_a_scale_and_free_texts_are_no_background(tmp_path):
    frame = pd.read_csv(export(tmp_path), sep=";")[["Vi lyttede", "Bemærkning"]]
    frame.to_csv(tmp_path / "andre.csv", sep=";", index=False, encoding="utf-8-sig")
    assert said(read_survey(tmp_path / "andre.csv")) == []


def test_a_study_says_it_too_and_so_does_check(tmp_path):
    word, folder = "pege enkelte ud", tmp_path / "study"
    folder.mkdir()
    rows = "".join(f"a{at};Part A;{at % 4 + 1};{at % 5 + 1};;{'61+' if at else '60'}\n" for at in range(6))
    files = {"study.yml": STUDY.replace("  - {file: start.csv, wave: start}\n", "").replace("invited: 4", "invited: 6"), "codebook.yml": CODEBOOK,
             "end.csv": "who;party;q1;q2;note;alder\n" + rows, "logbook.csv": "entry;dato;forfatter;part;type;tekst\n"}  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    assert any(word in line for line in load_study(folder).said("da"))
    printed = " ".join(CliRunner().invoke(cli, ["check", str(folder)]).output.split())
    assert word in printed or "single people out" in printed
