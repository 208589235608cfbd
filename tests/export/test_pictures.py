"""A saved chart is the chart, on a page, with its description inside, and only for those it is meant for."""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from evalkit.charts import describe_chart, use_theme
from evalkit.charts.layout import text_width
from evalkit.errors import EvalkitError, EvalkitWarning
from evalkit.export.pictures import made_on, save_chart, svg_of

TITLE = "Parterne er enige om afsæt, mindre om ejerskab"


@pytest.fixture
def ax():
    figure = Figure(figsize=(8, 5))
    ax = figure.add_subplot()
    ax.bar(["afsæt", "ejerskab"], [75, 40], color="#542788")
    ax.set_ylabel("score, 0-100", fontsize=14)
    ax.tick_params(labelsize=14)
    return ax


def text_of(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_png_is_the_page_with_its_description(ax, tmp_path):
    with Image.open(save_chart(ax, tmp_path / "card.png", title=TITLE)) as picture:
        assert picture.size == (1920, 1080)
        assert picture.text["Title"] == TITLE
        assert picture.text["Description"].startswith(TITLE)


def test_text_in_an_svg_is_text(ax, tmp_path):
    words = text_of(save_chart(ax, tmp_path / "card.svg", title=TITLE, source="Spørgeskema").read_bytes())
    assert TITLE in words
    assert "ejerskab" in words
    assert any("Kilde: Spørgeskema" in word for word in words)


def test_an_svg_tells_a_screen_reader_what_it_is(ax, tmp_path):
    root = ElementTree.fromstring(save_chart(ax, tmp_path / "c.svg", title="A < B & C").read_bytes())
    title, desc = (root.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == "A < B & C"
    assert desc.text.startswith("A < B & C")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_each_format_says_its_language(ax, tmp_path, lang):
    def saved(ending):
        return save_chart(ax, tmp_path / f"card.{ending}", title=TITLE, lang=lang)

    root = ElementTree.fromstring(saved("svg").read_bytes())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    catalogue = next(o for o in _objects(saved("pdf").read_bytes()).values() if b"/Type /Catalog" in o)
    assert _string(catalogue, b"Lang") == lang
    slide = ZipFile(saved("pptx")).read("ppt/slides/slide1.xml").decode()
    assert set(re.findall(r'<a:rPr lang="([^"]+)"', slide)) == {{"da": "da-DK", "en": "en-GB"}[lang]}


def test_a_themes_logo_and_footer_stand_at_the_foot(ax, tmp_path):
    Image.new("RGB", (400, 100), "#cc1455").save(tmp_path / "logo.png")
    theme = tmp_path / "ours.yml"
    theme.write_text(
        "logo: logo.png\nfooter: {da: Analyseenheden, en: The Analysis Unit}\n", encoding="utf-8"
    )
    with use_theme(theme):
        saved = [save_chart(ax, tmp_path / f"card.{ending}", source="x" * 140) for ending in ("png", "svg")]
    with Image.open(saved[0]) as picture:
        assert picture.convert("RGB").getpixel((1800, 1050)) == (204, 20, 85)
        assert picture.convert("RGB").getpixel((1500, 1050)) == (255, 255, 255)
    assert any(words.endswith("Analyseenheden") for words in text_of(saved[1].read_bytes()))


@pytest.mark.parametrize("size", ["", "@half", "@2x", "@a4"])
def test_a_line_is_as_wide_as_it_was_measured_in_every_size(tmp_path, size):
    words = (
        "Andelen der svarer enig eller helt enig er steget i alle fire distrikter siden foråret og lidt til"
    )
    empty = Figure(figsize=(8, 5))
    empty.add_subplot().set_axis_off()
    path = save_chart(empty, tmp_path / f"card{size}.png", subtitle=words)
    with Image.open(path) as picture:
        dark = np.asarray(picture.convert("L"))[: picture.height // 4] < 160
        across = np.flatnonzero(dark.any(axis=0))
        point = picture.width / 960
    assert (across[-1] - across[0]) / point == pytest.approx(text_width(words, 13), abs=4)


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_same_chart_gives_the_same_bytes(ax, tmp_path, ending):
    once, again = (save_chart(ax, tmp_path / f"{n}.{ending}", title=TITLE).read_bytes() for n in (1, 2))
    assert once == again


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts (poppler-utils) is not installed")
def test_a_pdf_has_its_fonts_and_title_inside(ax, tmp_path):
    path = save_chart(ax, tmp_path / "card.pdf", title=TITLE)
    fonts = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts
    assert all(re.search(r"TrueType\s+\S+\s+yes", line) for line in fonts)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert TITLE in info
    assert re.search(r"Page size:\s+960 x 540 pts", info)


def _objects(pdf):
    """Return a PDF's objects by number, as bytes: what its own table of places points at."""
    table = pdf[int(pdf.rsplit(b"startxref", 1)[1].split()[0]) :].split(b"trailer")[0]
    places = [int(line[:10]) for line in table.splitlines()[2:] if line[17:18] == b"n"]
    return {int(pdf[at:].split()[0]): pdf[at:].split(b"endobj")[0] for at in places}


def _string(found, key):
    """Return a text of a dictionary: PDF strings are ASCII, or UTF-16 with backslashes before its brackets."""
    raw = re.search(rb"/" + key + rb" \(((?:[^\\)]|\\.)*)\)", found, re.DOTALL).group(1)
    plain = re.sub(rb"\\(.)", lambda m: {b"n": b"\n", b"r": b"\r"}.get(m[1], m[1]), raw, flags=re.DOTALL)
    return plain.decode("utf-16") if plain.startswith(b"\xfe\xff") else plain.decode("ascii")


def test_a_pdf_is_tagged_with_its_title_and_alt_text(ax, tmp_path):
    """From the catalogue to the figure and back, as ISO 32000-1 (14.7 to 14.9) lays it out."""
    pdf = save_chart(ax, tmp_path / "card.pdf", title=TITLE, lang="da").read_bytes()
    objects = _objects(pdf)
    catalogue = next(o for o in objects.values() if b"/Type /Catalog" in o)
    assert b"/Marked true" in catalogue
    assert b"/DisplayDocTitle true" in catalogue
    tree = objects[int(re.search(rb"/StructTreeRoot (\d+)", catalogue).group(1))]
    document = objects[int(re.search(rb"/K \[ (\d+)", tree).group(1))]
    figure = objects[int(re.search(rb"/K \[ (\d+)", document).group(1))]
    assert b"/S /Figure" in figure
    assert _string(figure, b"T") == TITLE
    assert _string(figure, b"Alt").endswith(describe_chart(ax, "da"))
    page = objects[int(re.search(rb"/Pg (\d+)", figure).group(1))]
    assert b"/StructParents 0" in page


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo (poppler-utils) is not installed")
def test_a4_is_a4_on_paper(ax, tmp_path):
    path = save_chart(ax, tmp_path / "card@a4.pdf", title=TITLE)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info
    with Image.open(save_chart(ax, tmp_path / "card@a4.png", title=TITLE)) as picture:
        assert picture.size == (3508, 2480)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    root = ElementTree.fromstring(save_chart(ax, tmp_path / "card@a4.svg", title=TITLE).read_bytes())
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(841.89, abs=0.01)


def test_a_dialogue_chart_is_refused_unless_it_is_said(ax, tmp_path):
    ax.text(0, 0, "Kun til drøftelse", gid="evalkit:dialogue", fontsize=14)
    with pytest.raises(EvalkitError, match="for discussion between the parties"):
        save_chart(ax, tmp_path / "card.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"path": "card.gif"}, r"'\.gif' is not one of \.png, \.svg, \.pdf, \.pptx"),
        ({"path": "card"}, r"'' is not one of"),
        ({"mode": "public"}, "'public' is not one of report, dialogue"),
        ({"lang": "sv"}, "'sv' is not one of da, en"),
        ({"path": "no/such/folder/card.png"}, "there is no folder"),
        ({"title": "lang " * 200}, "leave no room|don't fit"),
    ],
)
def test_what_cannot_be_saved_says_why(ax, tmp_path, change, message):
    arguments = {"path": "card.png", "title": TITLE} | change
    with pytest.raises(EvalkitError, match=message):
        save_chart(ax, tmp_path / arguments.pop("path"), **arguments)
    assert not list(tmp_path.iterdir())


def test_what_is_no_chart_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="a list is not a chart"):
        save_chart([1], tmp_path / "card.png")


def test_what_is_wrong_with_the_page_is_warned_about(ax, tmp_path):
    ax.set_ylabel("alt for lille", fontsize=5)
    with pytest.warns(EvalkitWarning, match="card.png: "):
        save_chart(ax, tmp_path / "card.png", title=TITLE)


def test_the_date_can_be_set_for_repeatable_builds(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1472601600")
    assert made_on().isoformat() == "2016-08-31"


def test_several_charts_can_stand_on_one_page(ax):
    both = [svg_of(ax.figure, title="t", alt="a", id=name) for name in ("one", "two")]
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in both]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, known in zip(both, ids, strict=True):
        used = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", svg))
        assert {one or other for one, other in used} <= known
