"""The XML of a native stacked bar chart, in the order of the DrawingML chart schema.

python-pptx can make one, but then each bar's colour and label costs a walk through its object model. Here the
chart is written as text, once. The plot's inner area is placed by hand, so that labels get the room they
need; the invisible series stays in the legend under a blank name, because a deleted legend entry comes back
when somebody edits the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.export.ooxml import plain

FONT_SIZE = 1100
INNER = (0.40, 0.09, 0.58, 0.89)  # the plot: x, y, width, height as shares of the chart
_LEGEND = (0.0, 0.0, 1.0, 0.07)
_HEAD = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
)
_SHOW = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True)
class Series:
    """One series: a colour (None is invisible) and its edge, its labels' ink, values, labels of its own."""

    name: str
    colour: str | None
    ink: str
    values: list[float]
    labels: list[str | None]
    edge: str = ""


def chart_xml(
    categories: Sequence[str], series: Sequence[Series], *, widest: float, least: float, lang: str
) -> bytes:
    """Write a stacked bar chart.

    Parameters
    ----------
    categories : sequence of str
        From top to bottom.
    series : sequence of Series
        From left to right.
    widest : float
        Where the axis ends.
    least : float
        The smallest segment that has room for a label.
    lang : {'da', 'en'}

    Returns
    -------
    bytes
    """
    gap = "&#160;" if lang == "da" else ""
    format = f"[&lt;{least:.10g}]&quot;&quot;;0&quot;{gap}%&quot;"
    bars = "".join(_series(each, at, categories, format) for at, each in enumerate(series))
    plot = (
        f'{_layout(INNER, inner=True)}<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/>'
        f'<c:varyColors val="0"/>{bars}<c:gapWidth val="35"/><c:overlap val="100"/>'
        '<c:axId val="111"/><c:axId val="222"/></c:barChart>'
        f"{_category_axis()}{_value_axis(widest)}"
    )
    return (
        f'{_HEAD}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{plot}</c:plotArea>'
        f'<c:legend><c:legendPos val="t"/>{_layout(_LEGEND)}<c:overlay val="0"/>{_text(FONT_SIZE)}</c:legend>'
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{_text(FONT_SIZE)}</c:chartSpace>'
    ).encode()


def _layout(frame: tuple[float, float, float, float], *, inner: bool = False) -> str:
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    sides = "".join(f'<c:{side} val="{value}"/>' for side, value in zip("xywh", frame, strict=True))
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{target}{modes}{sides}</c:manualLayout></c:layout>"


def _series(series: Series, at: int, categories: Sequence[str], format: str) -> str:
    column, last = _column(at + 1), len(categories) + 1
    name = _strings(f"Sheet1!${column}$1", [series.name])
    if series.colour is None:
        look = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        labels = ""
    else:
        edge = f'<a:ln w="6350">{_solid(series.edge)}</a:ln>' if series.edge else ""
        look = f"<c:spPr>{_solid(series.colour)}{edge}</c:spPr>"
        labels = _labels(series, format)
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{value:.10g}</c:v></c:pt>' for n, value in enumerate(series.values)
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx>{name}</c:tx>{look}'
        f'<c:invertIfNegative val="0"/>{labels}'
        f"<c:cat>{_strings(f'Sheet1!$A$2:$A${last}', categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(series.values)}"/>{points}'
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _labels(series: Series, format: str) -> str:
    own = "".join(_label(at, text, series.ink) for at, text in enumerate(series.labels) if text is not None)
    number = f'<c:numFmt formatCode="{format}" sourceLinked="0"/>'
    look = f'<c:spPr><a:noFill/></c:spPr>{_text(FONT_SIZE, series.ink)}<c:dLblPos val="ctr"/>'
    return f"<c:dLbls>{own}{number}{look}{_SHOW.format(1)}</c:dLbls>"


def _label(at: int, text: str, ink: str) -> str:
    if not text:
        return f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
    run = f'<a:rPr sz="{FONT_SIZE}">{_solid(ink)}</a:rPr><a:t>{plain(text)}</a:t>'
    rich = f"<c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{run}</a:r></a:p></c:rich>"
    return f'<c:dLbl><c:idx val="{at}"/><c:tx>{rich}</c:tx><c:dLblPos val="ctr"/>{_SHOW.format(1)}</c:dLbl>'


def _category_axis() -> str:
    return (
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text(FONT_SIZE)}<c:crossAx val="222"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="r"/><c:lblOffset val="60"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(widest: float) -> str:
    """Write an axis without figures: each segment bears its own."""
    return (
        '<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{widest:.10g}"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        '<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="111"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _text(size: int, colour: str = "#1a1a1a") -> str:
    run = f'<a:defRPr sz="{size}" b="0">{_solid(colour)}</a:defRPr>'
    return f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{run}</a:pPr><a:endParaRPr/></a:p></c:txPr>"


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


def _strings(where: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{plain(text)}</c:v></c:pt>' for n, text in enumerate(texts))
    cache = f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'
    return f"<c:strRef><c:f>{where}</c:f>{cache}</c:strRef>"


def _column(number: int) -> str:
    """Return a sheet's column name: 1 is B."""
    return chr(ord("A") + number)
