"""Tables that can be sorted by their headings: with a mouse or a keyboard, in a browser, and not needed elsewhere."""

import pytest

from evalkit.export.html import render_page
from evalkit.export.story import Grid, Section
from tests.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
ROWS = {
    "da": (("Å", "1.200,5"), ("b", "skjult"), ("A", "−3"), ("Ø", "75 %"), ("c", ""), ("Æ", "4 af 5")),
    "en": (("b", "1,200.5"), ("c", "hidden"), ("A", "−3"), ("d", "75 %"), ("e", ""), ("f", "4 of 5")),
}


@pytest.fixture
def opened(browser, tmp_path):
    contexts = []

    def open_(lang, **options):
        grid = Grid("Tal", ("Part", "Score"), ROWS[lang], frozenset({1}))
        one = Grid("Én række", ("Part", "Score"), ROWS[lang][:1], frozenset({1}))
        path = tmp_path / "page.html"
        path.write_text(
            render_page([Section("s", "Tal", (grid, one))], title="T", subtitle="", lang=lang), "utf-8"
        )
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


def column(page, at):
    return page.locator(f"table >> nth=0 >> tbody tr > :nth-child({at + 1})").all_inner_texts()


def heads(page):
    return page.evaluate("[...document.querySelectorAll('th[scope=col]')].map(th => th.ariaSort)")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_numbers_sort_as_numbers_up_down_and_back_with_words_last(opened, lang):
    page = opened(lang)
    written = [row[1] for row in ROWS[lang]]
    thousand, word, part = written[0], written[1], written[5]
    button = page.get_by_role("button", name="Score")
    assert heads(page) == ["none", "none", None, None]  # a table of one row has nothing to sort
    button.click()
    assert column(page, 1) == ["−3", "75 %", part, thousand, word, ""]
    assert heads(page)[:2] == ["none", "ascending"]
    button.click()
    assert column(page, 1) == [thousand, part, "75 %", "−3", word, ""]
    assert heads(page)[:2] == ["none", "descending"]
    button.click()
    assert column(page, 1) == written
    assert heads(page)[:2] == ["none", "none"]


def test_a_keyboard_is_enough_and_words_sort_as_in_danish(opened):
    page = opened("da")
    page.get_by_role("button", name="Part").focus()
    page.keyboard.press("Enter")
    assert column(page, 0) == ["A", "b", "c", "Æ", "Ø", "Å"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert column(page, 1)[0] == "−3"


def test_without_scripts_a_table_is_a_table(opened):
    page = opened("da", java_script_enabled=False)
    assert page.locator("button").count() == 0
    assert page.locator("th[scope=col]").first.inner_text() == "Part"
    assert column(page, 0) == [row[0] for row in ROWS["da"]]
