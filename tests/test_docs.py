"""The documentation: its links lead somewhere, its examples run, and it names only what is there."""

import contextlib
import importlib.util
import io
import os
import re
import shutil
from pathlib import Path

import click
import openpyxl
import pytest
import yaml
from click.testing import CliRunner

import evalkit
from evalkit.cli import cli
from evalkit.framework import load_framework
from evalkit.room import read_room
from evalkit.scope import parse_scope
from evalkit.studyfile import read_plan

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
MADE = {"schemas.md": ROOT / "evalkit" / "schemas"}


def name(path):
    return path.relative_to(DOCS).as_posix()


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def site():
    spec = importlib.util.spec_from_file_location("docs_site", DOCS / "site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def nav(entry):
    for value in entry.values() if isinstance(entry, dict) else entry:
        yield from [value] if isinstance(value, str) else nav(value)


def test_every_page_of_the_menu_is_there_and_every_page_is_in_the_menu():
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert sorted(nav(config["nav"])) == sorted(map(name, PAGES))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_file(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?://|#|mailto:", link):
            assert (page.parent / link.split("#")[0]).exists(), link


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=name)
def test_every_python_example_runs(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(os, "environ", {**os.environ, "MPLBACKEND": "agg"})
    space = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        for block in blocks(page, "python"):
            exec(compile(block, name(page), "exec"), space)
    assert said.getvalue().strip()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_is_one_of_evalkit_s(page):
    for command in re.findall(r"(?:`|^)evalkit ((?:[a-z]+ ?)+)", page.read_text("utf-8"), re.MULTILINE):
        group = cli
        for word in command.split():
            if not isinstance(group, click.Group):
                break
            assert word in group.commands, f"evalkit {command}"
            group = group.commands[word]


def test_the_terminal_page_lists_every_command():
    page = (DOCS / "howto" / "terminal.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `evalkit ([a-z ]+?)(?: [A-Z]+)?` \|", page, re.MULTILINE))
    groups = {name: command for name, command in cli.commands.items() if isinstance(command, click.Group)}
    single = set(cli.commands) - set(groups)
    assert listed == single | {f"{name} {sub}" for name, group in groups.items() for sub in group.commands}


def test_every_chart_has_a_picture_and_says_how_to_read_it():
    page = (DOCS / "charts.md").read_text("utf-8")
    for chart in (name for name in evalkit.__all__ if name.startswith("plot_")):
        assert f"{{{{chart:{chart.removeprefix('plot_')}}}}}" in page, chart
        assert f"`{chart}(" in page, chart


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_evalkit_name_is_public(page):
    for used in re.findall(r"\bek\.([a-z_]+)", page.read_text("utf-8")):
        assert used in evalkit.__all__, used


def test_every_picture_that_a_page_asks_for_is_drawn(site):
    asked = {found for page in PAGES for found in re.findall(r"\{\{chart:(\w+)\}\}", page.read_text("utf-8"))}
    assert asked == set(site.charts())


def test_the_reference_lists_every_public_name(site):
    listed = re.findall(r"::: evalkit\.[\w.]+?(\w+)$", site.reference(), re.MULTILINE)
    assert set(evalkit.__all__) - {"__version__"} <= set(listed)


def test_the_glossary_has_both_languages(site):
    rows = site.glossary().splitlines()[2:]
    assert len(rows) > 40
    assert all(len([cell for cell in row.strip("|").split("|") if cell.strip()]) == 3 for row in rows)


def test_the_yaml_examples_are_what_evalkit_reads(small, tmp_path):
    (mine,) = blocks(DOCS / "howto" / "own-framework.md", "yaml")
    (tmp_path / "mine.yml").write_text(mine, "utf-8")
    assert load_framework(tmp_path / "mine.yml").criterion_ids == ("before.purpose", "after.use")
    scope, room = blocks(DOCS / "scope.md", "yaml")
    assert parse_scope(yaml.safe_load(scope), ["hrou", "staff"]).missing("mandate") == ()
    text = (DOCS / "howto" / "new-study.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    folder = small({"study.yml": re.sub(r"surveys:.*", "", text, flags=re.DOTALL), "room.yml": room})
    assert read_room(read_plan(folder)).actions["action"].tolist() == ["A1"]


def test_the_first_hour_s_export_is_checked_and_scored(tmp_path, monkeypatch):
    """The page's third part, with what it says of the sample's file; verdicts by hand from the sample's target."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "data" / "sample" / "roadworks" / "survey_end.csv", "my_export.csv")
    answers = "Mine\nHR&OU\n6\nFagmedarbejder\n14\n\n1\nend\n2016-11-28\n"

    def run(*words, **options):
        result = CliRunner().invoke(cli, list(words), **options)
        assert result.exit_code == 0, result.output
        return result.output

    run("new", "my_study", "--from", "my_export.csv", "--lang", "en", input=answers)
    book = openpyxl.load_workbook("my_study/mapping.xlsx")
    criteria = [cells[0].value for cells in book.worksheets[1].iter_rows(min_col=4, max_col=4, max_row=10)]
    statements = [row for row in book.worksheets[0].iter_rows(min_row=2) if "[SQ" in row[0].value]
    assert len(statements) == 30
    for place, row in enumerate(statements):
        row[3].value = criteria[place // 3]
        row[6].value = "yes" if row[0].value == "under[SQ006]" else None
    roles = {"part": "party", "kode": "respondent"}
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[7].value = roles.get(row[0].value)
    book.save("my_study/mapping.xlsx")
    assert "30 are tied" in run("map", "my_study", "--lang", "en")
    run("check", "my_study")
    said = run("score", "my_study", "--lang", "en")
    assert (
        "HR&OU 77; Fagmedarbejder 71" in said
    )  # close dialogue, as `evalkit score` says of the sample itself
