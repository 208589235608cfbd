"""The figures that charts are drawn on: what a notebook shows of them, and what pyplot keeps.

A chart's figure shows itself in a notebook as a picture with its alt text, and every drawn number in words
below it, folded. Both are read from the artists at that moment, so a chart that was restyled is described as
it is.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.words import say

_PICTURE = (
    '<figure style="margin: 0"><img alt="{alt}" style="max-width: 100%" src="data:image/png;base64,{png}">'
    "<figcaption><details><summary>{summary}</summary>{words}</details></figcaption></figure>"
)


class ChartFigure(Figure):
    """A figure that a notebook shows with its alt text and its numbers in words."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        chart = next((ax for ax in self.axes if _lang(ax)), None)
        if chart is None:
            return {}
        png = _png(self)
        return {"image/png": png, "text/html": _shown(chart, png)}


def _png(figure: Figure) -> str:
    """Return the picture in base64: 256 colours are plenty for a chart, and a third of the size."""
    from IPython.core.pylabtools import print_figure
    from PIL import Image

    small, drawn = BytesIO(), print_figure(figure, fmt="png")
    assert isinstance(drawn, bytes)
    with Image.open(BytesIO(drawn)) as picture:
        flat = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        flat.save(small, "PNG", optimize=True)
    return b64encode(small.getvalue()).decode("ascii")


def _lang(ax: Axes) -> str:
    """Return the language that a chart's axes is named with; "" for an axes that isn't a chart of ours."""
    parts: list[Any] = (ax.get_gid() or "").split(":")
    return parts[2] if parts[:2] == ["evalkit", "chart"] else ""


def _shown(ax: Axes, png: str) -> str:
    from evalkit.charts.describe import describe_chart

    lang = _lang(ax)
    lines = describe_chart(ax, lang, long=True).splitlines()
    return _PICTURE.format(
        alt=escape(describe_chart(ax, lang), quote=True),
        png=png,
        summary=escape(say("charts.in_words", lang)),
        words="".join(f"<p>{escape(line)}</p>" for line in lines),
    )


@contextmanager
def figures_closed() -> Iterator[None]:
    """Close, at the end, every figure that was opened inside."""
    from matplotlib import pyplot as plt

    before = set(plt.get_fignums())
    try:
        yield
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
