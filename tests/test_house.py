"""The house: the files that install evalkit agree with each other and name no index."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib": "matplotlib-base", "duckdb": "python-duckdb"}


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def split(requirement):
    name, bounds = re.fullmatch(r"([\w.-]+)(.*)", requirement).groups()
    return name, bounds


def test_the_conda_file_has_the_same_packages_and_bounds_as_pyproject():
    project = pyproject()
    wanted = list(project["dependencies"])
    for extra in ("office", "lab", "test"):
        wanted += project["optional-dependencies"][extra]
    expected = {CONDA_NAMES.get(name, name): bounds for name, bounds in map(split, wanted)}
    expected["python"] = project["requires-python"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    listed = dict(split(line) for line in conda["dependencies"] if isinstance(line, str) and line != "pip")
    assert listed == expected
    assert conda["name"] == "evalkit"
    assert conda["channels"] == ["conda-forge"]


def test_every_dependency_is_pinned():
    project = pyproject()
    pinned = {split(line.split(" ;")[0])[0] for line in (ROOT / "constraints.txt").read_text().splitlines()}
    everything = list(project["dependencies"]) + [
        line for lines in project["optional-dependencies"].values() for line in lines
    ]
    assert {split(line)[0] for line in everything} <= pinned


def test_the_constraints_hold_versions_alone_and_no_address():
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.+!-]+( ; .+)?", line), line


def test_every_dependency_has_its_line_in_the_decisions():
    project = pyproject()
    decisions = (ROOT / "docs" / "decisions.md").read_text("utf-8").casefold()
    for line in list(project["dependencies"]) + [
        line for lines in project["optional-dependencies"].values() for line in lines
    ]:
        name = split(line)[0]
        assert f"**{name}**" in decisions, f"docs/decisions.md says nothing of {name}"


def test_the_card_s_top_level_is_there():
    for name in ("notebooks", "evalkit", "data/sample", "tests", "environment.yml"):
        assert (ROOT / name).exists()


def test_the_shipped_version_is_the_packaged_one():
    import evalkit

    assert evalkit.__version__ == pyproject()["version"]
