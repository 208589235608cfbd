"""The notebooks as an analyst meets them: JupyterLab in a real browser, every cell run, and the pages made of them."""

import os
import shutil

import nbformat
import pytest

from evalkit.notebooks import copy_notebooks, run_notebooks
from tests.conftest import AXE, CHROMIUM, ROOT
from tests.lab import ERRORS, lab_on, run_all

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def lab_folder(tmp_path_factory):
    """What `evalkit notebooks` writes for a sample."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "data" / "sample", folder / "data" / "sample")
    copy_notebooks(folder / "data/sample/roadworks", folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def lab(lab_folder):
    """JupyterLab on it, with an empty home."""
    with lab_on(lab_folder) as url:
        yield url


def headings(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    return [line.lstrip("# ") for text in cells for line in text.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs_and_every_picture_says_what_it_shows(browser, lab, path, tmp_path):
    page = browser.new_page(
        viewport={"width": 1400, "height": 9000}
    )  # all of it: what isn't seen isn't there
    try:
        run_all(page, lab, f"notebooks/{path.name}")
        assert page.locator(ERRORS).all_inner_texts() == []
        shown = page.locator(".jp-MarkdownOutput :is(h1, h2)").all_inner_texts()
        assert [text.rstrip("¶").strip() for text in shown] == headings(path)
        alts = page.evaluate("[...document.querySelectorAll('.jp-OutputArea img')].map(img => img.alt)")
        assert alts
        assert all(len(alt) > 20 for alt in alts)
        picture = tmp_path / f"{path.stem}.png"
        page.screenshot(path=picture)
        if kept := os.environ.get("EVALKIT_SCREENSHOTS"):
            shutil.copy(picture, kept)
    finally:
        page.close()


def test_choosing_another_study_sets_its_parameter_and_no_more(browser, lab):
    page = browser.new_page(viewport={"width": 1400, "height": 9000})
    try:
        run_all(page, lab, "notebooks/02_survey_scores.ipynb")
        page.locator(".widget-dropdown select").first.select_option(label="Unge på biblioteket")
        page.locator("text=study = '../data/sample/library_youth'").wait_for(timeout=20_000)
    finally:
        page.close()


def test_a_broken_study_is_explained_in_sentences_and_no_wall(browser, lab, lab_folder):
    broken = lab_folder / "broken"
    shutil.copytree(lab_folder / "data/sample/rain_yard", broken / "rain_yard")
    copy_notebooks(broken / "rain_yard", broken / "notebooks", lang="en")
    (broken / "rain_yard" / "study.yml").write_text("schema: 1\nparties: [\n", "utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 9000})
    try:
        run_all(page, lab, "broken/notebooks/00_start_here.ipynb")
        said = page.locator(".jp-OutputArea-output").all_inner_texts()[-2:]
    finally:
        page.close()
    assert said[0].startswith(
        "The study can't be read yet. This was found:\n- study.yml, row 3: this is not YAML"
    )
    assert said[1].splitlines()[0].startswith("EvalkitError: study.yml, row 3: this is not YAML")
    assert len(said[1].splitlines()) == 1


@pytest.fixture(scope="module", params=["da", "en"])
def pages(request, tmp_path_factory):
    """Every notebook's page, in one language."""
    return run_notebooks(
        ROOT / "data/sample/roadworks",
        tmp_path_factory.mktemp("pages"),
        parameters={"lang": request.param},
    )


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install axe-core)")
def test_axe_finds_nothing_serious_on_a_page_made_of_a_notebook(browser, pages):
    page, found = browser.new_page(), []
    for path in pages:
        page.goto(path.as_uri())
        page.add_script_tag(path=str(AXE))
        rules = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [rule for rule in rules if rule["impact"] in ("serious", "critical")]
        found += [(path.name, rule["id"], rule["nodes"][0]["html"][:120]) for rule in grave]
    page.close()
    assert found == []


def test_a_page_made_of_a_notebook_asks_the_network_for_nothing(browser, pages):
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for path in pages:
        page.goto(path.as_uri())
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
