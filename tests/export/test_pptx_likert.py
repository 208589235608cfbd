"""The native Likert chart: bars about one line, a data sheet with what was shown and nothing else."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from evalkit.errors import EvalkitError
from evalkit.export.deck import NativeLikert, Slide, save_deck
from evalkit.framework import known_scales

from .pptx_help import children_out_of_order

LEVELS = known_scales()["agree5"].labels["da"]
ITEMS = ("shared_start_1", "shared_start_2", "shared_start_3")
LABELS = {"hrou": "HR&OU", "staff": {"da": "Fagmedarbejdere", "en": "Domain staff"}}

# The order of child elements in ECMA-376's dml-chart.xsd.
ORDERS = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "ser": "idx order tx spPr invertIfNegative dPt dLbls trendline errBars cat val",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize",
    "catAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt crossBetween majorUnit",
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
}


def counts(
    rows: dict[tuple[str, str], tuple[int, ...]], hidden: tuple[tuple[str, str], ...] = ()
) -> pd.DataFrame:
    """Count answers by hand: (item, party) -> how many chose each answer, lowest first, then don't know."""
    table = []
    for (item, party), chosen in rows.items():
        shown = "hidden_primary" if (item, party) in hidden else "yes"
        for level, n in zip(LEVELS, chosen, strict=False):
            known = n if shown == "yes" else None
            table.append(("s", "end", party, item, "answered", level, known, shown))
        table.append(
            ("s", "end", party, item, "dont_know", None, chosen[5] if shown == "yes" else None, shown)
        )
    columns = ["study", "wave", "party", "item", "state", "answer", "n", "shown"]
    frame = pd.DataFrame(table, columns=columns).astype({"n": "Int64"})
    frame["answer"] = pd.Categorical(frame["answer"], categories=LEVELS, ordered=True)
    frame["party"] = pd.Categorical(frame["party"], categories=["hrou", "staff"], ordered=True)
    return frame


ROWS = {
    (ITEMS[0], "hrou"): (0, 1, 2, 1, 1, 0),
    (ITEMS[0], "staff"): (1, 1, 1, 4, 4, 2),
    (ITEMS[1], "hrou"): (0, 0, 0, 3, 3, 0),
    (ITEMS[1], "staff"): (11, 0, 0, 0, 0, 0),
}


def chart_of(table: pd.DataFrame, tmp_path, lang: str = "da"):
    """Save a native chart and return its graphic frame."""
    path = save_deck([Slide("Svar", NativeLikert(table, LABELS))], tmp_path / "likert.pptx", lang=lang)
    return next(shape for shape in Presentation(str(path)).slides[0].shapes if shape.has_chart)


def series_of(frame) -> dict[str, list[float]]:
    """The chart's series by name."""
    return {series.name: list(series.values) for series in frame.chart.plots[0].series}


def test_every_bar_is_laid_about_the_same_line(tmp_path):
    series = series_of(chart_of(counts(ROWS), tmp_path))
    offset, *levels = series.values()
    middles = [
        start + low + below + middle / 2
        for start, low, below, middle in zip(offset, levels[0], levels[1], levels[2], strict=True)
    ]
    assert middles == pytest.approx([middles[0]] * 4)


@given(
    st.lists(
        st.lists(st.integers(0, 12), min_size=6, max_size=6).map(tuple).filter(lambda row: sum(row[:5]) >= 10),
        min_size=2, max_size=2,
    )
)  # fmt: skip
@settings(max_examples=15, deadline=None)
def test_shares_are_whole_and_add_up_to_a_hundred(tmp_path_factory, chosen):
    rows = dict(zip([(ITEMS[0], "hrou"), (ITEMS[0], "staff")], chosen, strict=True))
    series = series_of(chart_of(counts(rows), tmp_path_factory.mktemp("likert")))
    levels = list(series.values())[1:]
    for row in range(2):
        shares = [values[row] for values in levels]
        assert sum(shares) == 100
        assert all(share == int(share) for share in shares)


def test_the_answers_come_in_their_order_after_a_series_without_a_name(tmp_path):
    assert list(series_of(chart_of(counts(ROWS), tmp_path))) == [" ", *LEVELS]


def test_labels_are_percentages_from_ten_answers_and_counts_below(tmp_path):
    xml = chart_of(counts(ROWS), tmp_path).chart._chartSpace
    own = {
        (ser.xpath("./c:tx//c:v")[0].text, int(label.idx.get("val"))): "".join(label.xpath(".//a:t/text()"))
        for ser in xml.xpath("//c:ser")
        for label in ser.xpath(".//c:dLbl")
    }
    assert own[("Hverken enig eller uenig", 0)] == "2"  # 5 answers: a count
    assert ("Hverken enig eller uenig", 1) not in own  # 11 answers: the value with the format below
    formats = set(xml.xpath("//c:dLbls/c:numFmt/@formatCode"))
    assert len(formats) == 1
    assert formats.pop().endswith('0"\u00a0%"')


def test_the_sheet_holds_the_shown_rows_counts_and_nothing_of_the_hidden_ones(tmp_path):
    table = counts(ROWS, hidden=((ITEMS[0], "hrou"),))
    frame = chart_of(table, tmp_path)
    sheet = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heads, hidden, shown = rows[0], rows[1], rows[2]
    assert "skjult" in hidden[0]
    assert all(value in (None, 0) for value in hidden[2:])
    by_head = dict(zip(heads[8:], shown[8:], strict=True))
    assert by_head["Antal: Helt enig"] == 4
    assert shown[7:9] == [11, 2]


def test_the_alternative_text_names_the_extremes_and_the_base(tmp_path):
    alt = chart_of(counts(ROWS), tmp_path)._element.nvGraphicFramePr.cNvPr.get("descr")
    assert "4 rækker, n = 5-11" in alt
    assert "6 af 6" in alt
    assert "0\u00a0%" in alt


def test_the_line_stands_where_the_bars_are_laid_about(tmp_path):
    path = save_deck([Slide("Svar", NativeLikert(counts(ROWS), LABELS))], tmp_path / "line.pptx")
    line, frame = (
        s for s in Presentation(str(path)).slides[0].shapes if s.name in ("evalkit:zero", "Likert")
    )
    series = series_of(frame)
    offset, lowest, below, middle, *_ = (values[1] for values in series.values())
    axis = float(frame.chart._chartSpace.xpath("//c:valAx//c:max/@val")[0])
    expected = frame.left + frame.width * (0.40 + 0.58 * (offset + lowest + below + middle / 2) / axis)
    assert line.left == pytest.approx(expected, abs=2)


def test_elements_come_in_the_order_of_the_chart_schema(tmp_path):
    frame = chart_of(counts(ROWS, hidden=((ITEMS[1], "hrou"),)), tmp_path)
    assert children_out_of_order(frame.chart._chartSpace, ORDERS) == []


def test_an_ungated_table_is_for_the_people_in_the_room(tmp_path):
    slide = Slide("Svar", NativeLikert(counts(ROWS).drop(columns="shown"), LABELS))
    with pytest.raises(EvalkitError, match="didn't pass the gate"):
        save_deck([slide], tmp_path / "no.pptx")
    assert save_deck([slide], tmp_path / "yes.pptx", mode="dialogue").is_file()
    assert not (tmp_path / "no.pptx").exists()


def test_too_many_rows_say_how_many_can_be_read(tmp_path):
    many = {
        (item.id, party): (1, 2, 3, 4, 5, 0) for item in _framework().items for party in ("hrou", "staff")
    }
    with pytest.raises(EvalkitError, match="1 to 30 can be read"):
        save_deck([Slide("Svar", NativeLikert(counts(many), LABELS))], tmp_path / "many.pptx")


def _framework():
    from evalkit.framework import load_framework

    return load_framework()
