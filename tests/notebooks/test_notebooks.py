"""The notebooks: what they look like, that they run anywhere, and that a moved answer is noticed."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
CHARTED = [path for path in NOTEBOOKS if "plot_" in path.read_text("utf-8")]


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_a_notebook_has_one_typed_parameters_cell_and_one_setup_line(notebook):
    cells = code_cells(notebook)
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(": str = " in line for line in tagged[0].source.splitlines() if not line.startswith("#"))
    assert [cell.source for cell in cells if "setup" in cell.metadata.get("tags", [])] == [
        "import evalkit as ek"
    ]


def test_cells_are_few_and_short_and_define_nothing(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 12
    for cell in cells:
        assert len(cell.source.splitlines()) <= 6, cell.source
        assert "def " not in cell.source
        assert "!" not in cell.source.replace("!=", "")


def test_outputs_are_committed_and_nothing_in_them_differs_from_run_to_run(notebook):
    book = nbformat.read(notebook, as_version=4)
    assert set(book.metadata) == {"kernelspec", "language_info"}
    assert any(cell.get("outputs") for cell in book.cells)
    for cell in book.cells:
        assert set(cell.metadata) <= {"tags"}
        assert not any(output.output_type == "error" for output in cell.get("outputs", []))


def test_previous_and_next_lead_to_notebooks_that_exist(notebook):
    import re

    text = "".join(
        cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "markdown"
    )
    links = re.findall(r"\]\(([\w./-]+\.ipynb)\)", text)
    assert links
    for link in links:
        assert (notebook.parent / link).exists(), link


def test_every_chart_is_described_below_it(notebook):
    for cell in code_cells(notebook):
        if "ek.plot_" in cell.source:
            assert "describe_chart(ax, lang, long=True)" in cell.source


def copy_of_the_project(folder):
    """Notebooks and sample studies somewhere else on the disk."""
    (folder / "notebooks").mkdir(parents=True)
    for path in NOTEBOOKS:
        shutil.copy(path, folder / "notebooks" / path.name)
    shutil.copytree(
        ROOT / "data" / "sample", folder / "data" / "sample", ignore=shutil.ignore_patterns("make*")
    )
    return folder


def nbval(folder, *names, **environment):
    """Run nbval strictly on notebooks of a copy and return the finished process."""
    command = [
        sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider",
        "-p", "no:xdist", *[str(folder / "notebooks" / f"{name}.ipynb") for name in names],
    ]  # fmt: skip
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def move_one_answer(path, column, one, other):
    """Change the first `one` below a heading that begins with `column` to `other`, for a member of HR&OU."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = next(n for n, heading in enumerate(rows[0]) if heading.startswith(column))
    party = next(n for n, heading in enumerate(rows[0]) if heading.startswith("part."))
    row = next(row for row in rows[1:] if row[party] == "HR&OU" and row[at] == one)
    row[at] = other
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_the_notebooks_pass_from_another_path_home_time_zone_and_locale(tmp_path):
    folder = copy_of_the_project(tmp_path / "et andet sted")
    result = nbval(folder, "00_start_here", HOME=str(tmp_path), TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert result.returncode == 0, result.stdout[-3000:]


def move_one_count(path):
    """Count one more of what the trials chart shows first."""
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("S01,"))
    session, behaviour, n, total = lines[at].rsplit(",", 3)
    lines[at] = f"{session},{behaviour},{int(n) + 1},{total}"
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize("name", [path.stem for path in CHARTED])
def test_moving_one_shown_answer_or_count_by_one_makes_nbval_fail(tmp_path, name):
    folder = copy_of_the_project(tmp_path)
    study = folder / "data/sample/roadworks"
    if name.startswith("04"):
        move_one_count(study / "counts.csv")
    else:
        move_one_answer(study / "survey_followup.csv", "efter[SQ004]", "Enig", "Hverken enig eller uenig")
    result = nbval(folder, name)
    assert result.returncode == 1, result.stdout[-3000:]
    assert "mismatch" in result.stdout
