"""Every notebook for every sample study: what a study lacks is a sentence, and the notebook goes on.

The cells run here in this process, which takes seconds where kernels would take minutes; that they run in kernels,
nbval and the browser's tests see. Notebook 07 writes a whole report, which other tests do for every sample.
"""

import datetime as dt
import shutil

import nbformat
import pytest
import yaml
from matplotlib import pyplot as plt

from evalkit.notebooks import set_parameters, shipped_notebooks
from tests.conftest import SAMPLE

STUDIES = sorted(path.parent.name for path in SAMPLE.glob("*/study.yml"))
NOTEBOOKS = [path for path in shipped_notebooks() if not path.stem.startswith("07")]


def run(path, study, lang, monkeypatch, folder):
    """Run a notebook's code cells in order and return how many charts they drew."""
    book, known = (
        nbformat.read(path, as_version=4),
        {"study": str(study), "folder": str(study.parent), "lang": lang},
    )
    (folder / "notebooks").mkdir(parents=True)
    monkeypatch.chdir(folder / "notebooks")
    source = book.cells[1].source
    set_parameters(book, {name: value for name, value in known.items() if f"{name}: " in source}, path.stem)
    names = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, path.name, "exec"), names)
    return len(plt.get_fignums())


@pytest.fixture(autouse=True)
def no_figure_is_left():
    yield
    plt.close("all")


EACH = [(path, study) for path in NOTEBOOKS for study in STUDIES if "06" not in path.stem]
WHOLE = [(path, study) for path in NOTEBOOKS for study in (STUDIES[0], STUDIES[-1]) if "06" in path.stem]


# 06 shows them all at once: once in each language
@pytest.mark.parametrize(("path", "study"), [*EACH, *WHOLE], ids=lambda one: getattr(one, "stem", one))
def test_a_notebook_runs_for_every_sample(path, study, monkeypatch, tmp_path, capsys):
    lang = "da" if study < "m" else "en"
    drawn = run(path, SAMPLE / study, lang, monkeypatch, tmp_path)
    said = capsys.readouterr().out
    assert drawn or said
    assert "Error" not in said


def test_what_a_study_lacks_is_said_in_the_reader_s_language(monkeypatch, tmp_path, capsys):
    path = next(path for path in NOTEBOOKS if path.stem.startswith("04"))
    run(path, SAMPLE / "care_meals", "da", monkeypatch, tmp_path)
    assert (
        "Projektet har ingen observationer med tællinger af afprøvede løsninger." in capsys.readouterr().out
    )


@pytest.fixture
def lacking(tmp_path):
    """Write roadworks without some of its parts."""

    def write(*names, **changes):
        folder = tmp_path / "studies" / "roadworks"
        shutil.copytree(SAMPLE / "roadworks", folder)
        for name in ("corrections.csv", "scope.yml", "scope.frozen.yml", "room.yml", *names):
            (folder / name).unlink(missing_ok=True)
        plan = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
        plan |= {"overrides": [], **changes}
        (folder / "study.yml").write_text(
            yaml.safe_dump({key: value for key, value in plan.items() if value is not None}), "utf-8"
        )
        return folder

    return write


START = {"waves": {"start": dt.date(2016, 8, 15)}, "surveys": [{"file": "survey_start.csv", "wave": "start"}]}
LACKS = {
    "a scope": ({}, "08", "Projektet har intet afklaringsark endnu."),
    "a logbook": ({"logbook": None}, "04", "Projektet har ingen logbogsnotater"),
    "trials": ({"logbook": {"entries": "logbook.csv"}}, "04", "Projektet har ingen observationer"),
    "a second wave": (START, "03", "Der er ingen ændring at vise"),
    "answers": ({"surveys": []}, "02", "Der er ingen svarfordelinger at vise"),
}


@pytest.mark.parametrize("lack", LACKS)
def test_a_study_that_lacks_a_part_runs_through_every_notebook_and_says_so_in_one(
    lack, lacking, monkeypatch, tmp_path, capsys
):
    changes, which, sentence = LACKS[lack]
    study = lacking(**changes)
    for path in shipped_notebooks():
        if lack == "a scope" or not path.stem.startswith("07"):
            run(path, study, "da", monkeypatch, tmp_path / path.stem)
            said = capsys.readouterr().out
            assert sentence in said or not path.stem.startswith(which)
            plt.close("all")


def test_three_parties_take_more_pages_and_no_error(monkeypatch, tmp_path):
    path = next(path for path in NOTEBOOKS if path.stem.startswith("03"))
    assert run(path, SAMPLE / "one_entrance", "en", monkeypatch, tmp_path) > 2
