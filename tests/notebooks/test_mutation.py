"""A moved answer is noticed: nbval fails in every notebook with a chart, and passes anywhere on the disk."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
CHARTED = [path for path in NOTEBOOKS if "plot_" in path.read_text("utf-8")]


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
        sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env",
        f"--nbval-sanitize-with={ROOT / 'notebooks' / 'pictures.cfg'}", "-p", "no:cacheprovider",
        "-p", "no:xdist", "--exitfirst", *[str(folder / "notebooks" / f"{name}.ipynb") for name in names],
    ]  # fmt: skip
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
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
    names = (
        [path.stem for path in NOTEBOOKS] if os.environ.get("CI") else ["00_start_here"]
    )  # half a minute in all
    result = nbval(folder, *names, HOME=str(tmp_path), TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert result.returncode == 0, result.stdout[-3000:]


def move_one_count(path):
    """Count one more of what the trials chart shows first."""
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("S01,"))
    session, behaviour, n, total = lines[at].rsplit(",", 3)
    lines[at] = f"{session},{behaviour},{int(n) + 1},{total}"
    path.write_text("\n".join(lines) + "\n", "utf-8")


def leave_one_person_out(path):
    """One answer fewer from the domain staff."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "Fagmedarbejder" in line and line.count("Enig") > 3)
    path.write_text("".join(lines[:at] + lines[at + 1 :]), "utf-8")


@pytest.mark.parametrize("name", [path.stem for path in CHARTED])
def test_moving_one_shown_answer_or_count_by_one_makes_nbval_fail(tmp_path, name):
    folder = copy_of_the_project(tmp_path)
    study = folder / "data/sample/roadworks"
    if name.startswith("04"):
        move_one_count(study / "counts.csv")
    elif name.startswith("01"):  # it shows who answered, not what
        leave_one_person_out(study / "survey_followup.csv")
    else:
        move_one_answer(study / "survey_followup.csv", "efter[SQ004]", "Enig", "Hverken enig eller uenig")
    result = nbval(folder, name)
    assert result.returncode == 1, result.stdout[-3000:]
    assert "mismatch" in result.stdout
