"""Everything that can be wrong with a study's files, and the one message for each, in a snapshot to read top to bottom."""

import os
from pathlib import Path

import pytest

from evalkit.errors import EvalkitError
from evalkit.study import load_study

SNAPSHOT = Path(__file__).parent / "snapshots" / "study_errors.txt"
HEADING = "file,row,column,old,new,reason\n"

BROKEN = {
    "a survey file that is missing": {"start.csv": None},
    "a codebook that is missing": {"codebook.yml": None},
    "no study.yml": {"study.yml": None},
    "an unknown criterion": {"codebook.yml": ("{item: dialogue_1}", "{criterion: during.dialog}")},
    "an unknown item": {"codebook.yml": ("item: dialogue_1", "item: dialogue_9")},
    "an unknown party": {"start.csv": ("a3;Part A", "a3;Part C")},
    "no party": {"start.csv": ("a3;Part A", "a3;")},
    "no party in several rows": {"start.csv": ("a1;Part A;5;4\na2;Part A;", "a1;;5;4\na2;;")},
    "a number off the scale": {"start.csv": ("a1;Part A;5", "a1;Part A;7")},
    "a label off the scale": {"start.csv": ("a1;Part A;5", "a1;Part A;Enigg")},
    "a duplicate respondent in a wave": {"start.csv": ("a2;", "a1;")},
    "a respondent in two parties": {"end.csv": ("b1;Part B", "a3;Part B")},
    "a respondent without an id": {"start.csv": ("a2;Part A", ";Part A")},
    "a negative number of invited": {"study.yml": ("invited: 4", "invited: -4")},
    "more respondents than invited": {"study.yml": ("invited: 4", "invited: 2")},
    "two questions for one item": {"codebook.yml": ("item: dialogue_1", "item: shared_start_1")},
    "no question tied to anything": {
        "codebook.yml": "fields:\n  - {name: who, evalkit: {respondent: true}}\n  - {name: party, evalkit: {party: true}}\n"
    },
    "a correction for a row that isn't there": {
        "corrections.csv": HEADING + "start.csv,99,q1,5,4,mistyped\n"
    },
    "a correction for a column that isn't there": {
        "corrections.csv": HEADING + "start.csv,2,q7,5,4,mistyped\n"
    },
    "a correction for a file that isn't there": {"corrections.csv": HEADING + "slut.csv,2,q1,5,4,mistyped\n"},
    "a correction of something else": {"corrections.csv": HEADING + "start.csv,2,q1,3,4,mistyped\n"},
    "a correction to something off the scale": {"corrections.csv": HEADING + "start.csv,2,q1,5,8,mistyped\n"},
    "a correction without a reason": {"corrections.csv": HEADING + "start.csv,2,q1,5,4,\n"},
    "a cell corrected twice": {
        "corrections.csv": HEADING + "start.csv,2,q1,5,4,mistyped\nstart.csv,2,q1,4,3,again\n"
    },
    "a correction of a row number in words": {"corrections.csv": HEADING + "start.csv,to,q1,5,4,mistyped\n"},
    "a correction with a comma too many": {
        "corrections.csv": HEADING + "start.csv,2,q1,5,4,mistyped, as she says\n"
    },
    "a correction without a file": {"corrections.csv": HEADING + ",2,q1,5,4,mistyped\n"},
    "a withdrawal of somebody unknown": {"corrections.csv": HEADING + ",,respondent,a99,,withdrew\n"},
    "a withdrawal of somebody unknown in one file": {
        "corrections.csv": HEADING + "start.csv,,respondent,a4,,withdrew\n"
    },
    "a withdrawal without a reason": {"corrections.csv": HEADING + ",,respondent,a1,,\n"},
    "a correction of somebody who has withdrawn": {
        "corrections.csv": HEADING + ",,respondent,a1,,withdrew\nstart.csv,2,q1,5,4,mistyped\n"
    },
    "a correction file without its columns": {"corrections.csv": "file,row\nstart.csv,2\n"},
    "an empty survey file": {"start.csv": b""},
    "a survey file with a heading only": {"start.csv": "who;party;q1;q2\n"},
    "a survey file in the wrong encoding": {"start.csv": "who;party;q1;q2\na1;Pårt".encode("utf-16-le")[1:]},
    "a wave with no date": {"study.yml": ("end: 2024-06-10", "end: null")},
    "a study.yml that isn't YAML": {"study.yml": "id: [small\n"},
    "thresholds out of order": {
        "study.yml": ("schema: 1", "schema: 1\nframework: own.yml"),
        "own.yml": "id: own\nlimits: {low: 70}\ncriteria: [{id: c, phase: before, label: C}]\n"
        "items: [{id: i, criterion: c, scale: agree5, text: I}]\n",
    },
    "a file outside the folder": {"study.yml": ("file: start.csv", "file: ../start.csv")},
    "a logbook with an unknown stance": {"logbook.csv": ("støtter", "støter")},
    "a logbook with an unknown criterion": {
        "logbook.csv": ("before.shared_start;støtter", "before.shared;støtter")
    },
    "a logbook with an unknown party": {"logbook.csv": ("P02;b", "P02;c")},
    "a logbook with a date that can't be read": {"logbook.csv": ("05-06-2024", "31-06-2024")},
    "an override without a reason": {
        "study.yml": (
            "schema: 1",
            "schema: 1\noverrides: [{wave: end, criterion: before.shared_start, convergence: agreement, by: AB}]",
        )
    },
    "a column renamed in one wave": {"end.csv": ("q1", "Q_17")},
    "the column of ids renamed in one wave": {"end.csv": ("who", "whos")},
    "labels that disagree": {
        "study.yml": ("{file: end.csv, wave: end}", "{file: end.csv, wave: end, codebook: other.yml}"),
        "other.yml": "fields:\n  - {name: who, evalkit: {respondent: true}}\n  - {name: party, evalkit: {party: true}}\n"
        "  - name: q1\n    categories: [{value: 1, label: Nej}, {value: 2, label: Lidt}, {value: 3, label: Ja},"
        " {value: 4, label: Meget}, {value: 5, label: Alt}]\n    evalkit: {item: shared_start_1}\n",
    },
}


def message(folder):
    try:
        load_study(folder)
    except EvalkitError as error:
        return str(error)
    return None


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_study_is_one_clear_error(small, case):
    text = message(small(BROKEN[case]))
    assert text is not None, "nothing was wrong with it"
    assert text.endswith(".")
    assert "/" not in text.split(": ")[0], "a path of this machine"


def test_the_unbroken_study_loads(small):
    assert message(small()) is None


def test_all_messages_read_as_they_did(small, tmp_path):
    lines = []
    for case, changes in BROKEN.items():
        for old in (tmp_path / "small").glob("*"):
            old.unlink()
        lines.append(f"{case}\n    {message(small(changes))}\n")
    text = "\n".join(lines)
    if os.environ.get("EVALKIT_SNAPSHOT"):
        SNAPSHOT.write_text(text, "utf-8")
    assert text == SNAPSHOT.read_text("utf-8"), "read them; EVALKIT_SNAPSHOT=1 pytest keeps the new ones"
