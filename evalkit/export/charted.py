"""A chart of a table, on as few pages as it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.layout import TooManyRows, split_rows
from evalkit.export.results import Results
from evalkit.export.story import Picture
from evalkit.words import say


@dataclass(frozen=True)
class Chart:
    """How a table becomes a picture.

    Attributes
    ----------
    name : str
        Of its file.
    plot : callable
        Draws a table, or a part of it.
    title : callable
        The finding, from the part that is drawn.
    subtitle, source : str
    """

    name: str
    plot: Callable[[pd.DataFrame], Axes]
    title: Callable[[pd.DataFrame], str]
    subtitle: str
    source: str


def pages_of(chart: Chart, table: pd.DataFrame, results: Results) -> tuple[Picture, ...]:
    """Draw a table as one picture, or as several with their number below the title.

    Parameters
    ----------
    chart : Chart
    table : DataFrame
    results : Results
        For the language.

    Returns
    -------
    tuple of Picture
    """
    try:
        ax = chart.plot(table)
        return (Picture(chart.name, ax, chart.title(table), chart.subtitle, chart.source),)
    except TooManyRows:
        parts = split_rows(table, chart.plot)
    return tuple(
        _page(chart, part, (number, len(parts)), results) for number, part in enumerate(parts, start=1)
    )


def _page(chart: Chart, part: pd.DataFrame, place: tuple[int, int], results: Results) -> Picture:
    subtitle = say("export.page.part", results.lang, text=chart.subtitle, part=place[0], parts=place[1])
    name = f"{chart.name}-{place[0]}"
    return Picture(name, chart.plot(part), chart.title(part), subtitle, chart.source)
