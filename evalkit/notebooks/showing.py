"""What a notebook's cells show: a chart on as many pages as it needs, or a sentence on what is missing.

A study may lack a logbook, a second wave, a second party, trials. That is no error in a notebook: the cell
says so in the reader's language, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts import format_table, plot_logbook
from evalkit.charts.labels import one_wave
from evalkit.charts.layout import at_most, draw_rows
from evalkit.charts.logbook_lanes import rows_of_lanes
from evalkit.errors import NothingToShow
from evalkit.scoping import recommend_form
from evalkit.study import Study
from evalkit.words import say, texts_under


def at_wave(table: pd.DataFrame, wave: str = "") -> pd.DataFrame:
    """Return a table's rows of one wave, the latest unless one is named.

    Parameters
    ----------
    table : DataFrame
        With a column wave.
    wave : str

    Returns
    -------
    DataFrame

    Raises
    ------
    EvalkitError
        For a wave that the table hasn't.
    """
    return table if table.empty else one_wave(table, wave or None)[0]


def draw(
    plot: Callable[..., Axes],
    table: pd.DataFrame,
    *more: pd.DataFrame,
    labels: object = None,
    lang: str = "da",
    rows: int = 0,
) -> None:
    """Draw a chart in a notebook, its rows split over pages where one can't hold its rows.

    Parameters
    ----------
    plot : callable
        One of evalkit's charts, such as ``ek.plot_profile``.
    table : DataFrame
        What it draws; its rows are split, those of a logbook by party, so that pages share their days.
    *more : DataFrame
        Further tables that the chart takes, whole.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    rows : int
        At most so many criteria a page; as many as fit unless given.

    Raises
    ------
    EvalkitError
        As the chart does; but where the study has nothing to draw, a sentence says so instead.
    """
    lanes = plot is plot_logbook

    def plot_part(part: pd.DataFrame) -> Axes:
        if lanes:
            return plot(table, *more, parties=list(part["party"]), labels=labels, lang=lang)
        return plot(part, *more, labels=labels, lang=lang)

    try:
        if table.empty:
            raise NothingToShow("the table has no rows", "Give one with rows.")
        fitting = at_most(rows, plot_part, "criterion") if rows else plot_part
        draw_rows(rows_of_lanes(table, labels) if lanes else table, fitting)
    except NothingToShow:
        print(_missing(plot.__name__, lang))


def show_table(
    table: pd.DataFrame, columns: str = "", *, labels: object = None, lang: str = "da", caption: str = ""
) -> Any:
    """Show a result table in a notebook, or say that it has no rows.

    Parameters
    ----------
    table : DataFrame
    columns : str
        The columns to show, with blanks between; those it hasn't are left out. All unless given.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    caption : str

    Returns
    -------
    pandas Styler or None
    """
    if table.empty:
        print(_missing("table", lang))
        return None
    chosen = [column for column in columns.split() or table.columns if column in table]
    return format_table(table[chosen], labels=labels, lang=lang, caption=caption)


def read_scope(study: Study, lang: str = "da") -> object:
    """Return the reading of a study's scope, or a sentence where it has none.

    Parameters
    ----------
    study : Study
    lang : {'da', 'en'}

    Returns
    -------
    Reading or str
    """
    if study.scope is None:
        return _missing("scope", lang)
    labels = {party.id: party.label for party in study.parties}
    return recommend_form(study.scope, parties=labels, lang=lang)


def _missing(what: str, lang: str) -> str:
    known = texts_under("notebooks.missing", lang)
    return known.get(what, say("notebooks.missing.table", lang))
