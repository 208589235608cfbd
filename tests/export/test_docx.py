"""The Word report: native tables, charts that stay sharp, one language, and who it is for."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from evalkit.errors import EvalkitError
from evalkit.export.docx_layout import add_table, new_document
from evalkit.export.docx_report import save_document
from evalkit.export.story import Grid
from evalkit.study import load_study

from .pptx_help import children_out_of_order

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "roadworks"
# The order of child elements in ECMA-376's wml.xsd.
ORDERS = {
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "pPr": "pStyle keepNext keepLines pageBreakBefore spacing ind jc sectPr",
    "tblPr": "tblStyle tblpPr bidiVisual tblW jc tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "rPr": "rStyle rFonts b i color sz szCs lang",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = save_document(
        load_study(SAMPLE), tmp_path_factory.mktemp("word") / "rapport.docx", mode="dialogue"
    )
    return docx.Document(str(path))


def test_it_tells_the_story_under_headings(document):
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert {"Hvad går godt, og hvad går mindre godt", "Hvor parterne ser forskelligt"} <= set(headings)
    assert document.core_properties.title == "Cyklisters adfærd ved vejarbejde"


def test_what_a_reader_of_the_page_opens_herself_stands_at_the_back_and_is_referred_to(document):
    said = [p.text for p in document.paragraphs]
    back = said.index("Bilag: tabeller og lister")
    for caption in ("Succeskriterier og de spørgsmål, der blev stillet", "Inviterede og svar i hver måling"):
        assert said.index(f"Bagest i dokumentet: {caption}.") < back < said.index(caption)
    assert said.index("Spørgsmål til parterne om det, der ikke er vurderet som opfyldt") < back


def test_every_chart_is_an_svg_with_a_png_behind_it_and_an_alternative_text(document):
    assert len(document.inline_shapes) >= 3
    for shape in document.inline_shapes:
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip
        svg = document.part.related_parts[blip.xpath(".//*[local-name()='svgBlip']/@r:embed")[0]]
        assert svg.blob.lstrip().startswith(b"<?xml")
        assert b"<svg" in svg.blob
        assert document.part.related_parts[blip.embed].blob.startswith(b"\x89PNG")
        assert len(shape._inline.docPr.get("descr")) > 20


def test_every_page_lies_down_and_a_chart_is_as_wide_as_the_page_allows(document):
    (section,) = document.sections
    assert section.page_width > section.page_height
    room = section.page_width - section.left_margin - section.right_margin
    assert {shape.width for shape in document.inline_shapes} == {room}


def test_a_chart_stays_with_its_title_and_its_source(document):
    paragraphs = document.paragraphs
    pictures = [n for n, p in enumerate(paragraphs) if p._p.xpath(".//w:drawing")]
    assert len(pictures) == len(document.inline_shapes)
    for at in pictures:
        above = [p for p in paragraphs[at - 2 : at] if not p.style.name.startswith("Heading")]
        assert all(p.paragraph_format.keep_with_next for p in (*above, paragraphs[at]))
        assert paragraphs[at + 1].text.startswith("Kilde")


def test_no_heading_and_its_lead_are_left_behind_by_what_they_lead_to(document):
    (at,) = [n for n, p in enumerate(document.paragraphs) if p.text == "Hvad logbogen siger"]
    lead = document.paragraphs[at + 1]
    assert lead.text.startswith("Logbogen har")
    assert lead.paragraph_format.keep_with_next


def test_a_dialogue_document_says_so_on_every_page(document):
    assert (
        document.sections[0].header.paragraphs[0].text == "Kun til drøftelse mellem parterne - må ikke deles"
    )


def test_a_table_repeats_its_header_breaks_no_row_and_aligns_numbers():
    document = new_document(None, lang="en")
    add_table(
        document, Grid("Scores", ("Party", "Score"), (("HR&OU", "72"), ("Staff\nall", "77")), frozenset({1}))
    )
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Party", "Score"], ["HR&OU", "72"], ["Staff\nall", "77"],
    ]  # fmt: skip
    assert len(table._tbl.xpath(".//w:tblHeader")) == 1
    assert len(table._tbl.xpath(".//w:cantSplit")) == 3
    assert len(table._tbl.xpath("./w:tr[1]//w:keepNext")) == 2  # the header isn't left behind by its rows
    assert table._tbl.xpath("./w:tr/w:tc[2]//w:jc/@w:val") == ["right"] * 3
    assert table._tbl.tblPr.xpath("./w:tblDescription/@w:val") == ["Scores"]
    assert children_out_of_order(table._tbl, ORDERS) == []


def test_two_tables_stay_two():
    document = new_document(None, lang="da")
    grid = Grid("Tabel", ("a",), (("1",),))
    add_table(document, grid)
    add_table(document, grid)
    assert len(document.tables) == 2
    assert [child.tag for child in document.element.body][:4] == [qn("w:tbl"), qn("w:p")] * 2


def test_the_language_is_set():
    document = new_document(None, lang="da")
    assert document.styles["Normal"].element.xpath(".//w:lang/@w:val") == ["da-DK"]


def test_a_template_keeps_its_styles_and_loses_its_text(tmp_path):
    own = docx.Document()
    own.add_paragraph("Skabelonens tekst")
    own.styles["Heading 1"].font.name = "Georgia"
    own.save(str(tmp_path / "skabelon.docx"))
    document = new_document(tmp_path / "skabelon.docx", lang="da")
    assert [p.text for p in document.paragraphs] == []
    assert document.styles["Heading 1"].font.name == "Georgia"


def test_a_template_that_can_t_be_read_is_an_error(tmp_path):
    (tmp_path / "skabelon.docx").write_text("ikke et dokument")
    with pytest.raises(EvalkitError, match="not a Word document"):
        new_document(tmp_path / "skabelon.docx", lang="da")


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(EvalkitError, match=r"'\.doc' is not one of \.docx"):
        save_document(None, tmp_path / "rapport.doc")  # type: ignore[arg-type]


def test_without_python_docx_it_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(EvalkitError, match=r"python-docx.*\[office\]"):
        save_document(None, tmp_path / "rapport.docx")  # type: ignore[arg-type]
