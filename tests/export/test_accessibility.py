"""A page that can be read by everybody: axe finds nothing, nothing needs a mouse, nothing is wider than a phone.

axe-core isn't a Python package. Where ``node_modules/axe-core`` stands in the checkout (``npm install axe-core``),
or AXE_CORE names its ``axe.min.js``, its rules run on the reports in Chromium; elsewhere the tests skip.
"""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.conftest import AXE, CHROMIUM

PDFTOTEXT = shutil.which("pdftotext")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def open_report(browser, reports):
    pages = []

    def open_(mode, lang, width=1200):
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.goto((reports[mode, lang] / "report.html").as_uri())
        return page

    yield open_
    for page in pages:
        page.close()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install axe-core)")
@pytest.mark.parametrize(("mode", "lang"), [("report", "da"), ("dialogue", "en")])
def test_axe_finds_nothing(browser, reports, mode, lang):
    # The page forbids other scripts than its own, so axe is let in by a context that doesn't enforce that rule.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((reports[mode, lang] / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in found] == []


def test_the_page_opens_without_a_complaint(browser, reports):
    page, complaints = browser.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:")) else complaints.append(request.url)
        ),
    )
    page.goto((reports["report", "da"] / "report.html").as_uri())
    page.close()
    assert complaints == []


def test_charts_are_set_in_the_font_they_were_measured_in(open_report):
    loaded = open_report("report", "da").evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(f => [f.family, f.status]))"
    )
    assert loaded
    assert all(status == "loaded" for _, status in loaded)


def test_nothing_is_wider_than_a_phone(open_report):
    page = open_report("report", "da", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_keyboard_reaches_the_contents_first(open_report):
    page = open_report("report", "da")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contents"


@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed")
def test_a_dialogue_page_prints_its_watermark_on_every_sheet(open_report, tmp_path):
    page = open_report("dialogue", "en")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        [PDFTOTEXT, tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = [sheet for sheet in text.split("\f") if sheet.strip()]
    assert len(sheets) > 3
    assert all("do not share" in sheet for sheet in sheets)
