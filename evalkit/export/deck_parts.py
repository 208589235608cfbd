"""What a deck is made of: slides, each a finding and what shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.charts.foot import FRAMEWORK, TABLES
from evalkit.charts.layout import draw_rows
from evalkit.errors import EvalkitError
from evalkit.export.pictures import figure_of, refuse_dialogue
from evalkit.export.pptx_likert import NativeLikert
from evalkit.export.story import Bullets, Grid
from evalkit.framework import Framework


@dataclass(frozen=True)
class Plot:
    """A chart that is drawn from its table when the deck is written, on as many slides as it takes.

    Attributes
    ----------
    table : DataFrame
    draw : callable
        Draws a part of the table and returns Axes.
    """

    table: pd.DataFrame
    draw: Callable[[pd.DataFrame], Axes]

    def charts(self) -> list[Axes]:
        """Draw the table as one chart, or as the several that it takes; once, however often it is asked."""
        return self._drawn

    @cached_property
    def _drawn(self) -> list[Axes]:
        return [ax for _, ax in draw_rows(self.table, self.draw)]


Content = Axes | Figure | Plot | Grid | Bullets | NativeLikert | None


@dataclass(frozen=True)
class Slide:
    """One slide: a finding, and what shows it.

    Attributes
    ----------
    title : str
        The finding, in a sentence.
    content : Axes, Figure, Plot, Grid, Bullets, NativeLikert or None
        None makes an opening slide.
    subtitle, source : str
        What is shown; where it is from.
    notes : str
        For the speaker, before what every chart's notes hold.
    below : Grid, optional
        A table under a chart or a list that leaves room for it.
    below_alone : str
        The title of that table where it takes a slide of its own; the slide's, counted on, unless given.
    """

    title: str
    content: Content = None
    subtitle: str = ""
    source: str = ""
    notes: str = ""
    below: Grid | None = None
    below_alone: str = ""


def slides_of(charts: Any) -> list[Slide]:
    """Make slides of what `save_deck` was given.

    Parameters
    ----------
    charts : sequence of Axes, Figure or Slide, or mapping of str to Axes

    Returns
    -------
    list of Slide

    Raises
    ------
    EvalkitError
        If there are none.
    """
    if isinstance(charts, Mapping):
        slides = [Slide(str(title), chart) for title, chart in charts.items()]
    elif isinstance(charts, Axes | Figure | Slide):
        slides = [_slide(charts)]
    else:
        slides = [_slide(chart) for chart in charts]
    if not slides:
        raise EvalkitError("there are no charts to make slides of", "Give at least one.")
    return slides


def refuse_slide(slide: Slide, mode: str) -> None:
    """Raise if a slide is for the people in the room and the mode is for everybody else.

    Parameters
    ----------
    slide : Slide
    mode : {'report', 'dialogue'}

    Raises
    ------
    EvalkitError
        If the mode is unknown, or the slide's chart or table didn't pass the gate and the mode is ``report``.
    """
    content = slide.content
    refuse_dialogue(figure_of(content) if isinstance(content, Axes | Figure) else Figure(), mode)
    if isinstance(content, NativeLikert) and "shown" not in content.table and mode == "report":
        raise EvalkitError(
            f"the table under {slide.title!r} is for discussion between the parties: it didn't pass the gate",
            "Give ek.protect(table), or say mode='dialogue' if it goes to the people in the room only.",
        )


def tables_of(slides: Sequence[Slide]) -> dict[str, pd.DataFrame]:
    """Return the tables that slides show, by slide: what an audit lays beside each other."""
    found = {f"slide {at}": _tables(slide.content) for at, slide in enumerate(slides, 1)}
    return {f"{name}{'.' * n}": table for name, tables in found.items() for n, table in enumerate(tables)}


def framework_of(slides: Sequence[Slide]) -> Framework | None:
    """Return the framework whose limits all charts go by; None where there is none, or several differ."""
    charts = [slide.content for slide in slides if isinstance(slide.content, Axes | Figure)]
    drawn = [vars(ax).get(FRAMEWORK) for chart in charts for ax in figure_of(chart).axes]
    found = [framework for framework in drawn if framework is not None]
    return found[0] if found and all(each.limits == found[0].limits for each in found) else None


def _tables(content: Content) -> Sequence[pd.DataFrame]:
    if isinstance(content, Plot | NativeLikert):
        return [content.table] if content.table is not None else []
    if isinstance(content, Axes | Figure):
        return [table for ax in figure_of(content).axes for table in vars(ax).get(TABLES, ())]
    return []


def _slide(chart: Axes | Figure | Slide) -> Slide:
    if isinstance(chart, Slide):
        return chart
    own = chart.get_title() if isinstance(chart, Axes) else figure_of(chart).get_suptitle()
    return Slide(own, chart)
