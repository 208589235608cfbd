"""A chart of a table, on as few pages as it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.layout import draw_rows
from evalkit.export.results import Results
from evalkit.export.story import Picture
from evalkit.words import say


@dataclass(frozen=True)
class Chart:
    """A table and how it becomes a picture.

    Attributes
    ----------
    name : str
        Of its file.
    table : DataFrame
    plot : callable
        Draws a table, or a part of it.
    title : callable
        The finding, from the part that is drawn.
    subtitle, source : str
    """

    name: str
    table: pd.DataFrame
    plot: Callable[[pd.DataFrame], Axes]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    source: str

    @property
    def finding(self) -> str:
        """What the whole of it shows."""
        return self.title(self.table)


def pages_of(chart: Chart, results: Results) -> tuple[Picture, ...]:
    """Draw a chart as one picture, or as several with their number below the title.

    Parameters
    ----------
    chart : Chart
    results : Results
        For the language.

    Returns
    -------
    tuple of Picture
    """
    pages = draw_rows(chart.table, chart.plot)
    if len(pages) == 1:
        return (Picture(chart.name, pages[0][1], chart.finding, chart.subtitle, chart.source),)
    pictures = []
    for number, (part, ax) in enumerate(pages, start=1):
        place = {"text": chart.subtitle, "part": number, "parts": len(pages)}
        subtitle = say("export.page.part", results.lang, **place)
        pictures.append(Picture(f"{chart.name}-{number}", ax, chart.title(part), subtitle, chart.source))
    return tuple(pictures)
