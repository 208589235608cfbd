"""What a notebook's cells show: a chart on as many pages as it needs, or a sentence on what is missing.

A study may lack a logbook, a second wave, a second party, trials. That is no error in a notebook: the cell
says so in the reader's language, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts import format_table, plot_logbook
from evalkit.charts.labels import in_order, one_wave
from evalkit.charts.layout import at_most, draw_rows
from evalkit.charts.logbook_lanes import rows_of_lanes
from evalkit.errors import NothingToShow, not_one_of
from evalkit.scoping import recommend_form
from evalkit.study import Study
from evalkit.words import say, texts_under


def at_wave(table: pd.DataFrame, wave: str, scores: pd.DataFrame) -> pd.DataFrame:
    """Return a table's rows of one wave, the latest that somebody answered unless one is named.

    Parameters
    ----------
    table : DataFrame
        With a column wave.
    wave : str
    scores : DataFrame
        What `score_criteria` returns: it knows which waves are planned and not answered yet.

    Returns
    -------
    DataFrame

    Raises
    ------
    EvalkitError
        For a wave that the table hasn't.
    """
    if table.empty:
        return table
    answered = scores.loc[scores["state"].astype(str) == "answered", "wave"]
    shared = in_order(answered[answered.isin(table["wave"])])
    return one_wave(table, wave or (str(shared[-1]) if shared else None))[0]


def asked(table: pd.DataFrame, *, parties: int = 0) -> pd.DataFrame:
    """Return the rows of the criteria that somebody was asked about.

    Parameters
    ----------
    table : DataFrame
        With columns criterion and state.
    parties : int
        Only of criteria that at least so many parties were asked about; the table has a column party.

    Returns
    -------
    DataFrame
    """
    put = table[_put(table)]
    if parties:
        put = put[put.groupby("criterion", observed=True)["party"].transform("nunique") >= parties]
    return table[table["criterion"].isin(put["criterion"])]


def _put(table: pd.DataFrame) -> pd.Series:
    """Tell of each row whether somebody was asked."""
    return ~table["state"].astype(str).isin(("not_asked", "not_due"))


def only_with(told: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table, without its rows where what it tells of has none: no zeros about an empty logbook.

    Parameters
    ----------
    told, table : DataFrame

    Returns
    -------
    DataFrame
    """
    return table if len(told) else table[:0]


def answers_on(study: Study, answers: pd.DataFrame, criterion: str = "") -> list[pd.DataFrame]:
    """Return the answers to the questions asked on one criterion, a table for each scale that they have.

    Parameters
    ----------
    study : Study
    answers : DataFrame
        What `count_answers` returns, of one wave; after `protect`.
    criterion : str
        The one of which most can be shown unless given.

    Returns
    -------
    list of DataFrame
        One, without rows, where nobody was asked.

    Raises
    ------
    EvalkitError
        For a criterion that the study hasn't.
    """
    if criterion and criterion not in study.framework.criterion_ids:
        raise not_one_of(criterion, study.framework.criterion_ids, "Name a criterion of the study.")
    told = answers[answers["state"].astype(str) == "answered"]
    shown = told[told["shown"].astype(str) == "yes"] if "shown" in told else told
    rows = shown["criterion"].astype(str).value_counts()
    chosen = answers[answers["criterion"] == (criterion or (rows.idxmax() if len(rows) else ""))]
    chosen = chosen[chosen["item"].isin(chosen.loc[_put(chosen), "item"]) | chosen["item"].isna()]
    known = {item.id: item.scale for item in study.framework.items}
    scales = chosen["item"].astype(object).map(known).fillna("")  # people's own means have no item
    if scales[scales != ""].nunique() < 2:
        return [chosen]
    return [chosen[scales == scale] for scale in scales.unique()]


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
    table: pd.DataFrame,
    columns: str = "",
    *,
    labels: object = None,
    lang: str = "da",
    missing: str = "table",
) -> Any:
    """Show a result table in a notebook, or say that it has no rows.

    Parameters
    ----------
    table : DataFrame
    columns : str
        The columns to show, with blanks between; those it hasn't are left out. All unless given.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    missing : str
        What it says where there are no rows: a key of the texts; nothing if it is empty.

    Returns
    -------
    pandas Styler or None
    """
    if table.empty:
        show_lines((), missing, lang=lang)
        return None
    chosen = [column for column in columns.split() or table.columns if column in table]
    return format_table(table[chosen], labels=labels, lang=lang)


def show_lines(lines: Iterable[str], missing: str = "table", *, lang: str = "da") -> None:
    """Print sentences, or the one that says that there are none.

    Parameters
    ----------
    lines : iterable of str
    missing : str
        As for `show_table`.
    lang : {'da', 'en'}
    """
    said = [*lines] or [_missing(missing, lang)] * bool(missing)
    print(*said, sep="\n", end="\n" if said else "")


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
