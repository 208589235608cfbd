"""Templates as organisations have them: dark, locked, with a master for each brand."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.util import Pt

from evalkit.export.deck import Slide, save_deck
from evalkit.export.story import Bullets, Grid

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def a_figure() -> Figure:
    figure = Figure(figsize=(600 / 72, 300 / 72))
    figure.subplots().bar([1, 2], [3, 5])
    figure.axes[0].tick_params(labelsize=12)
    return figure


def a_template(path: Path, change) -> Path:
    show = Presentation()
    change(show)
    show.save(str(path))
    return path


def test_on_dark_slides_charts_and_tables_stand_dark_on_a_light_ground(tmp_path):
    def darken(show):
        colours = show.slide_master._element.find(f"{P}clrMap")
        colours.set("bg1", "dk1"), colours.set("tx1", "lt1")

    template = a_template(tmp_path / "dark.pptx", darken)
    grid = Grid("Tabel", ("Hvad", "Hvornår"), (("Film", "1. maj"),))
    told = [
        Slide("Fundet", a_figure()),
        Slide("Tabel", grid),
        Slide("Liste", Bullets(("et", "to")), below=grid),
    ]
    show = Presentation(str(save_deck(told, tmp_path / "deck.pptx", template=template)))
    for slide in show.slides:
        names = [shape.name for shape in slide.shapes]
        ground = slide.shapes[names.index("evalkit:ground")]
        drawn = [shape for shape in slide.shapes if shape.shape_type == 6 or shape.has_table]
        assert str(ground.fill.fore_color.rgb) == "FFFFFF"
        assert all(names.index("evalkit:ground") < names.index(shape.name) for shape in drawn)
        assert all(ground.top <= shape.top and shape.left >= ground.left for shape in drawn)
    inks = show.slides[1]._element.xpath(".//a:tbl//a:rPr//a:srgbClr/@val")
    assert set(inks) == {"000000"}


def test_on_light_slides_there_is_no_ground_and_tables_have_the_templates_colour(tmp_path):
    grid = Grid("Tabel", ("Hvad", "Hvornår"), (("Film", "1. maj"),))
    show = Presentation(str(save_deck([Slide("Tabel", grid)], tmp_path / "deck.pptx")))
    assert [shape.name for shape in show.slides[0].shapes if shape.name == "evalkit:ground"] == []
    assert set(show.slides[0]._element.xpath(".//a:tbl//a:rPr//a:schemeClr/@val")) == {"tx1"}


def test_locked_placeholders_are_filled_and_stay_locked_in_the_layout(tmp_path):
    def lock(show):
        for shape in show.slide_layouts[1].placeholders:
            locks = shape._element.nvSpPr.cNvSpPr.find(f"{A}spLocks")
            for what in ("noMove", "noResize", "noRot", "noSelect", "noTextEdit", "noChangeAspect"):
                locks.set(what, "1")

    template = a_template(tmp_path / "locked.pptx", lock)
    show = Presentation(
        str(save_deck([Slide("Fundet", a_figure())], tmp_path / "deck.pptx", template=template))
    )
    assert show.slides[0].shapes.title.text == "Fundet"
    assert any(shape.shape_type == 6 for shape in show.slides[0].shapes)
    assert show.slides[0].slide_layout.placeholders[0]._element.xpath(".//a:spLocks/@noMove") == ["1"]
    assert show.slides[0].shapes.title._element.xpath(".//a:spLocks/@noTextEdit") == []


def test_a_template_that_is_locked_against_changes_makes_a_deck_that_is_not(tmp_path):
    def lock(show):
        verifier = etree.SubElement(show.part._element, f"{P}modifyVerifier")
        verifier.set("saltData", "MTIz"), verifier.set("hashData", "MTIz")

    template = a_template(tmp_path / "readonly.pptx", lock)
    save_deck([Slide("Fundet", a_figure())], tmp_path / "deck.pptx", template=template)
    assert b"modifyVerifier" in zipfile.ZipFile(template).read("ppt/presentation.xml")
    assert b"modifyVerifier" not in zipfile.ZipFile(tmp_path / "deck.pptx").read("ppt/presentation.xml")


def test_the_layout_may_belong_to_the_second_master(tmp_path):
    template = _with_second_master(tmp_path / "two.pptx")
    show = Presentation(
        str(save_deck([Slide("Fundet", a_figure())], tmp_path / "deck.pptx", template=template))
    )
    layout = show.slides[0].slide_layout
    assert layout.name == "evalkit chart"
    assert layout.part.partname == "/ppt/slideLayouts/slideLayout12.xml"
    (group,) = [shape for shape in show.slides[0].shapes if shape.shape_type == 6]
    assert group.top >= Pt(100)


def _with_second_master(path: Path) -> Path:
    """Give python-pptx's template a second master with one layout: title and content, named as ours."""
    Presentation().save(str(path))
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    parts = {name: old.read(name).decode("utf-8", "surrogateescape") for name in old.namelist()}
    masters, layouts = "ppt/slideMasters/", "ppt/slideLayouts/"
    layout = parts[f"{layouts}slideLayout2.xml"].replace('name="Title and Content"', 'name="evalkit chart"')
    parts[f"{layouts}slideLayout12.xml"] = layout
    rels = parts[f"{layouts}_rels/slideLayout2.xml.rels"].replace("slideMaster1.xml", "slideMaster2.xml")
    parts[f"{layouts}_rels/slideLayout12.xml.rels"] = rels
    only = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483700" r:id="rId1"/></p:sldLayoutIdLst>'
    master = re.sub(
        r"<p:sldLayoutIdLst>.*</p:sldLayoutIdLst>", only, parts[f"{masters}slideMaster1.xml"], flags=re.S
    )
    parts[f"{masters}slideMaster2.xml"] = master
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[f"{masters}_rels/slideMaster2.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}/slideLayout" Target="../slideLayouts/slideLayout12.xml"/>'
        f'<Relationship Id="rId2" Type="{kind}/theme" Target="../theme/theme1.xml"/></Relationships>'
    )
    shows = "ppt/_rels/presentation.xml.rels"
    link = f'<Relationship Id="rId99" Type="{kind}/slideMaster" Target="slideMasters/slideMaster2.xml"/>'
    parts[shows] = parts[shows].replace("</Relationships>", f"{link}</Relationships>")
    second = '<p:sldMasterId id="2147483699" r:id="rId99"/></p:sldMasterIdLst>'
    parts["ppt/presentation.xml"] = parts["ppt/presentation.xml"].replace("</p:sldMasterIdLst>", second)
    types = parts["[Content_Types].xml"]
    for old_name, new_name in (("slideMaster1", "slideMaster2"), ("slideLayout2", "slideLayout12")):
        line = re.search(rf'<Override [^>]*/{old_name}\.xml"[^>]*>', types).group()
        types = types.replace(line, line + line.replace(old_name, new_name))
    parts["[Content_Types].xml"] = types
    with zipfile.ZipFile(path, "w") as new:
        for name, text in parts.items():
            new.writestr(name, text.encode("utf-8", "surrogateescape"))
    return path
