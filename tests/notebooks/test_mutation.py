"""A moved answer is noticed: nbval passes on every notebook anywhere on the disk, and fails once one answer is moved."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def copy_of_the_project(folder, name):
    """One notebook and the sample studies somewhere else on the disk."""
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    shutil.copytree(
        ROOT / "data" / "sample", folder / "data" / "sample", ignore=shutil.ignore_patterns("make*")
    )
    return folder / "data/sample/roadworks"


def nbval(folder):
    """Run nbval strictly on the notebooks below a folder, up to the first that fails; return what it said."""
    command = [
        sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env",
        f"--nbval-sanitize-with={ROOT / 'notebooks' / 'pictures.cfg'}", "-p", "no:cacheprovider",
        "-p", "no:xdist", "--exitfirst", "moved from/notebooks", "moved to/notebooks",
    ]  # fmt: skip
    elsewhere = {"HOME": str(folder), "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"}
    result = subprocess.run(
        command, cwd=folder, env={**os.environ, **elsewhere}, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    return result.stdout


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


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_nbval_passes_elsewhere_and_fails_when_one_shown_answer_or_count_moves_by_one(tmp_path, name):
    copy_of_the_project(tmp_path / "moved from", name)
    study = copy_of_the_project(tmp_path / "moved to", name)
    if name.startswith("04"):
        move_one_count(study / "counts.csv")
    elif name.startswith("01"):  # it shows who answered, not what
        leave_one_person_out(study / "survey_followup.csv")
    else:
        move_one_answer(study / "survey_followup.csv", "efter[SQ004]", "Enig", "Hverken enig eller uenig")
    said = nbval(tmp_path)
    assert "mismatch" in said, said[-3000:]
    assert re.findall(r"(?m)^FAILED (.*)::", said) == [f"moved to/notebooks/{name}.ipynb"], said[-3000:]
