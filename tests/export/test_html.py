"""The page stands alone, reads aloud, prints, and says the same as the tables."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from matplotlib.figure import Figure

from evalkit.export.html import render_page
from evalkit.export.story import Bullets, Grid, Paragraph, Picture, Section

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Elements in order, and whether each that opened was closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.unclosed = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def story(text="Én sætning"):
    ax = Figure(figsize=(6, 3)).add_subplot()
    ax.bar(["afsæt", "ejerskab"], [75, 40])
    return [
        Section("one", "Hvad går godt", (Paragraph(text), Bullets(("a", "b")), Picture("bars", ax, "Titel", "Under", "Kilde"))),
        Section("two", "Tal", (Grid("Alle tal", ("Part", "n"), (("HR&OU", "5"),), frozenset({1}), folded=True),)),
    ]  # fmt: skip


def page(text="Én sætning", **options):
    return render_page(story(text), title="Vejarbejde", subtitle="2016", **options)


def test_the_page_asks_for_nothing_outside_itself():
    text = page()
    addresses = re.findall(r"""(?:src=|href=|url\()["']?([^"')\s>]+)""", text)
    assert addresses
    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert "default-src 'none'" in text


def test_the_page_allows_the_script_that_is_in_it_and_no_other():
    (script,) = re.findall(r"<script>(.*?)</script>", page(), re.DOTALL)
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}';" in page()
    assert "<script" not in page().replace(f"<script>{script}</script>", "")


def test_every_element_is_closed():
    found = Page(page(mode="dialogue"))
    assert (found.unclosed, found.open) == ([], [])


def test_headings_go_down_one_step_at_a_time():
    levels = [int(tag[1]) for tag, _ in Page(page()).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_table_of_contents_leads_to_every_section():
    found = Page(page())
    links = {a["href"][1:] for a in found.all("a")}
    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    assert {"one", "two"} <= links <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_chart_is_an_image_with_a_name_and_a_description():
    found = Page(page())
    (svg,) = found.all("svg")
    ids = {attrs.get("id") for _, attrs in found.elements}
    assert svg["role"] == "img"
    assert set(svg["aria-labelledby"].split()) <= ids


def test_a_table_has_a_caption_and_headings_with_a_direction():
    found = Page(page())
    assert len(found.all("caption")) == len(found.all("table")) == 1
    assert [th["scope"] for th in found.all("th")] == ["col", "col", "row"]


@pytest.mark.parametrize(("lang", "contents"), [("da", "Indhold"), ("en", "Contents")])
def test_the_page_says_which_language_it_is_in(lang, contents):
    text = page(lang=lang)
    assert Page(text).all("html")[0]["lang"] == lang
    assert contents in text


def test_only_a_dialogue_page_bears_the_watermark():
    assert "må ikke deles" in page(mode="dialogue")
    assert "må ikke deles" not in page(mode="report")


def test_text_is_text_whatever_it_holds():
    text = page("<script>alert(1)</script> & {{ 7*7 }}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in text


def test_the_page_brings_the_letters_its_charts_need():
    from fontTools.ttLib import TTFont

    fonts = re.findall(r"font/woff;base64,([^)]+)\)", page())
    assert len(fonts) == 2
    letters = TTFont(io.BytesIO(base64.b64decode(fonts[0]))).getBestCmap()
    assert {ord(letter) for letter in "afsætejrskb"} <= set(letters)


def test_the_same_story_gives_the_same_page():
    assert page() == page()
