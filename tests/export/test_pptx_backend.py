"""`fig.savefig("....pptx")`: what is text stays text, what is a shape stays a shape, and it says what isn't."""

from __future__ import annotations

import io
import sys
from itertools import pairwise

import matplotlib.patheffects as effects
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE as TYPE
from pptx.oxml.ns import qn

from evalkit.errors import EvalkitError, EvalkitWarning

from .pptx_help import HIGH, PIXEL, WIDE, by_text, children_out_of_order, page, saved, shapes, text_of

# The order of child elements in ECMA-376: dml-main.xsd (CT_ShapeProperties, CT_LineProperties,
# CT_TextCharacterProperties, CT_TextParagraph, CT_Transform2D ...) and pml.xsd (CT_Shape, CT_Picture ...).
ORDERS = {
    "grpSp": "nvGrpSpPr grpSpPr sp grpSp graphicFrame cxnSp pic",
    "nvGrpSpPr": "cNvPr cNvGrpSpPr nvPr",
    "sp": "nvSpPr spPr style txBody extLst",
    "nvSpPr": "cNvPr cNvSpPr nvPr",
    "cxnSp": "nvCxnSpPr spPr style extLst",
    "pic": "nvPicPr blipFill spPr style extLst",
    "blipFill": "blip srcRect tile stretch",
    "spPr": "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln effectLst",
    "xfrm": "off ext chOff chExt",
    "custGeom": "avLst gdLst ahLst cxnLst rect pathLst",
    "ln": "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd",
    "txBody": "bodyPr lstStyle p",
    "p": "pPr r br fld endParaRPr",
    "pPr": "lnSpc spcBef spcAft buNone tabLst defRPr",
    "r": "rPr t",
    "rPr": "ln noFill solidFill gradFill effectLst highlight latin ea cs sym hlinkClick",
}
_RUNS_AND_BREAKS_MIX = {key: order for key, order in ORDERS.items() if key not in ("p", "grpSp")}


def box_of(shape) -> tuple[float, float, float, float]:
    """Left, top, width and height in pixels of the 1920 x 1080 page."""
    return tuple(round(side / PIXEL, 2) for side in (shape.left, shape.top, shape.width, shape.height))


def test_the_slide_is_exactly_sixteen_by_nine():
    figure = page()
    figure.text(0.5, 0.5, "midt")
    show = saved(figure)
    assert (show.slide_width, show.slide_height) == (WIDE, HIGH)


def test_everything_is_one_group_that_bears_the_alternative_text():
    figure = page()
    figure.subplots().plot([1, 2], [3, 1])
    (group,) = saved(figure, alt='To <punkter> & "en" linje').slides[0].shapes
    assert group.shape_type == TYPE.GROUP
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == 'To <punkter> & "en" linje'
    assert (group.left, group.top, group.width, group.height) == (0, 0, WIDE, HIGH)


def test_a_text_keeps_its_words_font_size_colour_and_weight():
    figure = page()
    figure.text(
        0.1,
        0.5,
        "Mindre end ventet: æøå & <50",
        fontsize=17.5,
        color="#b35806",
        weight="bold",
        style="italic",
    )
    run = by_text(saved(figure))["Mindre end ventet: æøå & <50"].text_frame.paragraphs[0].runs[0]
    assert run.font.size.pt == 17.5
    assert str(run.font.color.rgb) == "B35806"
    assert (run.font.bold, run.font.italic) == (True, True)
    assert run._r.rPr.get("lang") == "da-DK"


def test_dejavu_is_asked_for_as_verdana_which_every_powerpoint_has():
    figure = page()
    figure.text(0.1, 0.5, "tekst")
    assert by_text(saved(figure))["tekst"].text_frame.paragraphs[0].runs[0].font.name == "Verdana"


@pytest.mark.parametrize(("ha", "algn"), [("left", "l"), ("center", "ctr"), ("right", "r")])
def test_a_text_keeps_its_alignment_on_one_line_and_on_three(ha, algn):
    figure = page()
    figure.text(0.5, 0.7, "alene", ha=ha)
    figure.text(0.5, 0.3, "den første linje\nden anden\nog en tredje linje", ha=ha, multialignment=ha)
    boxes = by_text(saved(figure))
    for text in ("alene", "den første linje\nden anden\nog en tredje linje"):
        assert boxes[text]._element.txBody.p_lst[0].pPr.get("algn") == algn


@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("angle", [0, 90, 30])
def test_lines_stand_as_far_apart_however_they_are_aligned_and_turned(ha, angle):
    figure = page()
    figure.text(0.5, 0.5, "6 point\n(\u22121 til 13)", ha=ha, rotation=angle, fontsize=11, linespacing=1.2)
    (box,) = shapes(saved(figure))
    share = int(box._element.find(".//" + qn("a:spcPct")).get("val")) / 100_000
    assert share == pytest.approx(1, abs=0.12)  # of DejaVu's own line, 1.16 times the font size


def test_lines_of_one_text_stay_one_text_box():
    figure = page()
    figure.text(0.2, 0.5, "Man mødes -\nman lytter")
    (box,) = shapes(saved(figure))
    assert text_of(box) == "Man mødes -\nman lytter"


def test_a_text_box_stands_where_matplotlib_drew_the_text():
    figure = page()
    text = figure.text(0.25, 0.75, "Hænger her", fontsize=24, va="baseline")
    drawn = text.get_window_extent()
    left, top, width, height = box_of(by_text(saved(figure))["Hænger her"])
    assert left == pytest.approx(drawn.x0, abs=1)
    assert width == pytest.approx(drawn.width, abs=2)
    assert top - 1 < 1080 - drawn.y1 < 1080 - drawn.y0 < top + height + 1


@pytest.mark.parametrize(("angle", "rotation"), [(90, 270), (45, 315), (-30, 30)])
def test_a_turned_text_turns_about_its_middle(angle, rotation):
    figure = page()
    text = figure.text(0.5, 0.5, "drejet", rotation=angle, fontsize=20)
    drawn = text.get_window_extent()
    box = by_text(saved(figure))["drejet"]
    left, top, width, height = box_of(box)
    assert box.rotation == rotation
    assert left + width / 2 == pytest.approx((drawn.x0 + drawn.x1) / 2, abs=4)
    assert top + height / 2 == pytest.approx(1080 - (drawn.y0 + drawn.y1) / 2, abs=4)


def test_a_bar_is_a_rectangle_with_its_colours_its_name_and_its_place():
    figure = page()
    bar = Rectangle(
        (192, 108), 960, 54, transform=None, facecolor="#998ec3", edgecolor="black", linewidth=1.5
    )
    bar.set_gid("evalkit:bar:hrou:during.dialogue")
    figure.add_artist(bar)
    (shape,) = shapes(saved(figure))
    assert shape.name == "evalkit:bar:hrou:during.dialogue"
    assert shape._element.spPr.prstGeom.get("prst") == "rect"
    assert box_of(shape) == (192, 1080 - 108 - 54, 960, 54)
    assert str(shape.fill.fore_color.rgb) == "998EC3"
    assert (shape.line.width.pt, str(shape.line.color.rgb)) == (1.5, "000000")


def test_a_straight_line_is_a_line_and_keeps_its_direction_and_dashes():
    figure = page()
    figure.add_artist(plt.Line2D([0.1, 0.6], [0.2, 0.7], color="#542788", linewidth=2, linestyle=(0, (4, 2))))
    (line,) = shapes(saved(figure))
    assert line.shape_type == TYPE.LINE
    assert (line.begin_x, line.begin_y) == (round(0.1 * WIDE), round(0.8 * HIGH))
    assert (line.end_x, line.end_y) == (round(0.6 * WIDE), round(0.3 * HIGH))
    (dash,) = line._element.iter(qn("a:ds"))
    assert (dash.get("d"), dash.get("sp")) == ("400000", "200000")  # thousandths of a percent of the width


def test_a_round_marker_is_an_ellipse_and_a_curve_stays_one_freeform():
    figure = page()
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 3, 2], "o", markersize=12)
    axes.plot(np.linspace(1, 3, 60), np.sin(np.linspace(0, 9, 60)) + 2)
    kinds = [
        shape._element.spPr.find(qn("a:prstGeom")) for shape in shapes(saved(figure)) if not text_of(shape)
    ]
    assert sum(kind is not None and kind.get("prst") == "ellipse" for kind in kinds) == 3
    (curve,) = [
        shape for shape in shapes(saved(figure)) if shape._element.find(".//" + qn("a:custGeom")) is not None
    ]
    assert len(curve._element.findall(".//" + qn("a:lnTo"))) > 20


def test_opacity_is_kept():
    figure = page()
    figure.add_artist(Rectangle((0.1, 0.1), 0.2, 0.2, facecolor=(1, 0, 0, 0.25)))
    (shape,) = shapes(saved(figure))
    assert shape._element.find(".//" + qn("a:alpha")).get("val") == "25000"


def test_what_sticks_out_of_its_axes_is_cut_off():
    figure = page()
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.plot([-5, 6], [-5, 6], gid="diagonal")
    axes.add_patch(Rectangle((0.5, 0.5), 9, 9, gid="field"))
    axes.plot([2, 3], [2, 3], gid="outside")
    found = {shape.name: box_of(shape) for shape in shapes(saved(figure))}
    assert found["diagonal"] == pytest.approx((480, 270, 960, 540), abs=2)
    assert found["field"] == pytest.approx((960, 270, 480, 270), abs=2)
    assert "outside" not in found


def test_a_white_background_under_a_chart_on_white_is_left_out_and_a_coloured_page_is_the_slide():
    figure = page()
    figure.set_facecolor("#f3f3f5")
    figure.subplots().set_axis_off()
    figure.axes[0].bar([1], [2])
    show = saved(figure)
    assert [shape.name for shape in shapes(show) if not text_of(shape)] == ["patch"]
    assert str(show.slides[0].background.fill.fore_color.rgb) == "F3F3F5"
    white = page()
    white.subplots().bar([1], [2])
    assert not any(box_of(shape)[2:] == (1488, 831.6) for shape in shapes(saved(white)))


def _hatch(axes):
    axes.bar([1], [2], hatch="//")


def _image(axes):
    axes.imshow(np.arange(12).reshape(3, 4))


def _maths(axes):
    axes.set_title(r"$\frac{x}{2}$")


def _clip(axes):
    axes.fill([0, 1, 1], [0, 0, 1], clip_path=Circle((0.5, 0.5), 0.2, transform=axes.transData))


def _gradient(axes):
    axes.tripcolor([0, 1, 0.5], [0, 0, 1], [1, 2, 3], shading="gouraud")


def _marks(axes):
    axes.plot(np.random.default_rng(1).random(1600), "o")


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (_hatch, r"hatch \(1\)"),
        (_image, r"image \(1\)"),
        (_maths, r"mathematical text \(1\)"),
        (_clip, r"clip \(1\)"),
        (_gradient, r"gradient \(1\)"),
        (_marks, r"set of more than 1500 marks \(1\)"),
    ],
)
def test_what_has_no_shape_becomes_one_picture_and_it_says_so(draw, said):
    figure = page()
    axes = figure.subplots()
    draw(axes)
    with pytest.warns(EvalkitWarning, match=said):
        show = saved(figure)
    assert [shape.shape_type for shape in shapes(show)].count(TYPE.PICTURE) == 1


def test_a_picture_stands_where_its_artist_stood():
    figure = page()
    figure.add_artist(Rectangle((192, 108), 960, 54, transform=None, hatch="xx", gid="hatched"))
    with pytest.warns(EvalkitWarning):
        show = saved(figure)
    (shape,) = shapes(show)
    assert box_of(shape) == pytest.approx((192, 918, 960, 54), abs=3)


def test_a_text_with_a_halo_stays_text_and_the_figure_stays_as_it_was():
    figure = page()
    halo = [effects.withStroke(linewidth=3, foreground="white")]
    text = figure.text(0.5, 0.5, "75 %\naf alle", path_effects=halo)
    (shape,) = shapes(saved(figure))
    assert shape._element.find(".//" + qn("a:glow")).get("rad") == str(round(1.5 * 12700))
    assert text.get_path_effects() == halo
    assert figure.patch.get_visible()


def _many_kinds() -> Figure:
    figure = page()
    (one, two), (three, four) = figure.subplots(2, 2)
    one.boxplot([[1, 2, 3, 9], [2, 3, 4]], patch_artist=True)
    one.set_title("To linjer\ni titlen")
    two.violinplot([[1, 2, 3, 9], [2, 3, 4]])
    two.errorbar([1, 2], [3, 4], yerr=1, capsize=4)
    three.contourf(np.add.outer(np.arange(5), np.arange(6)))
    three.annotate("pil", (2, 2), (3, 3), arrowprops={"arrowstyle": "->"})
    four.scatter([1, 2, 3], [1, 2, 1], c=[1, 2, 3], s=[20, 90, 40])
    four.pcolormesh(np.arange(12).reshape(3, 4))
    four.plot([0, 4], [0, 3], "--", label="linje")
    four.legend(title="Forklaring")
    return figure


def test_any_figure_becomes_shapes_without_a_picture():
    show = saved(_many_kinds())
    assert {shape.shape_type for shape in shapes(show)} == {
        TYPE.FREEFORM,
        TYPE.AUTO_SHAPE,
        TYPE.TEXT_BOX,
        TYPE.LINE,
    }
    assert {"pil", "linje", "Forklaring", "To linjer\ni titlen"} <= set(by_text(show))


def test_a_polar_chart_needs_no_picture_inside_its_circle():
    figure = page()
    figure.add_subplot(projection="polar").plot([0, 1, 2], [1, 2, 1])
    assert all(shape.shape_type != TYPE.PICTURE for shape in shapes(saved(figure)))


def test_elements_come_in_the_order_of_the_schema_and_ids_are_unique():
    figure = _many_kinds()
    figure.text(0.5, 0.5, "glød\nto", path_effects=[effects.withStroke(linewidth=2, foreground="w")])
    figure.axes[0].bar([1], [1], hatch="/")
    with pytest.warns(EvalkitWarning):
        tree = saved(figure).slides[0]._element
    assert children_out_of_order(tree, _RUNS_AND_BREAKS_MIX) == []
    ids = tree.xpath("//p:cNvPr/@id")
    assert len(ids) == len(set(ids)) > 50


def test_paragraphs_hold_runs_and_breaks_after_their_properties():
    figure = page()
    figure.text(0.5, 0.5, "en\nto\ntre")
    (shape,) = shapes(saved(figure))
    tags = [child.tag for child in shape._element.txBody.p_lst[0]]
    assert tags == [qn(f"a:{tag}") for tag in ("pPr", "r", "br", "r", "br", "r")]


@given(st.text(min_size=1).filter(lambda text: text.strip()))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_text_the_file_opens_and_holds_it(text):
    figure = Figure(figsize=(4, 3))
    figure.text(0.1, 0.5, text, parse_math=False, fontfamily="DejaVu Sans")
    with np.errstate(all="ignore"):
        show = _saved_without_glyph_warnings(figure)
    kept = "".join(c for c in text if c >= " " and c not in "\ufffe\uffff\ue000\ue001")
    found = "".join(text_of(shape) for shape in shapes(show)).replace("\n", "")
    assert "".join(found.split()) == "".join(kept.split())


def _saved_without_glyph_warnings(figure: Figure):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return saved(figure)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_line_leaves_its_axes_however_it_zigzags(points):
    figure = page()
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set_axis_off()
    axes.set(xlim=(0.3, 0.6), ylim=(0.3, 0.6))
    axes.plot(*zip(*points, strict=True))
    for shape in _group_shapes(saved(figure)):
        left, top, width, height = box_of(shape)
        assert left >= 479
        assert top >= 269
        assert left + width <= 1441
        assert top + height <= 811


def _group_shapes(show) -> list:
    return [shape for group in show.slides[0].shapes for shape in group.shapes]


def test_saving_twice_gives_the_same_slide():
    figure = _many_kinds()
    first, second = (saved(figure).slides[0].part.blob for _ in range(2))
    assert first == second


def test_layout_engines_and_tight_boxes_work():
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    figure.subplots().set_ylabel("akse")
    file = io.BytesIO()
    figure.savefig(file, format="pptx", bbox_inches="tight", metadata={"Description": "x"})
    show = Presentation(file)
    assert "akse" in by_text(show)
    assert show.slide_width == pytest.approx(8 * 914_400, rel=0.1)


def test_without_python_pptx_it_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    figure = page()
    figure.text(0, 0, "x")
    with pytest.raises(EvalkitError, match=r"python-pptx.*\[office\]"):
        figure.savefig(io.BytesIO(), format="pptx", metadata={"Description": "x"})


def test_lines_of_a_text_come_from_top_to_bottom():
    figure = page()
    texts = [figure.text(0.1, y, f"linje {n}") for n, y in enumerate((0.9, 0.5, 0.1))]
    boxes = by_text(saved(figure))
    tops = [boxes[text.get_text()].top for text in texts]
    assert all(above < below for above, below in pairwise(tops))
