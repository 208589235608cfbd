"""Where things stand: text is measured before it is placed, in points, and nothing is ever cut.

A chart's axes span its rows: y counts points downwards from the first row, so that a row is as tall as
its text needs; x is the data. Columns of text stand left and right of the axes. All of it is the body of
a 16:9 slide, at the slide's own scale, so that a chart looks the same in a notebook and on a slide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from evalkit.charts.figures import ChartFigure
from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The 16:9 page and the body a chart is drawn for, in points from the page's lower left corner.
PAGE = (960.0, 540.0)
BODY = (40.0, 40.0, 880.0, 400.0)  # left, bottom, width, height; 100 above for titles, 40 below for the foot
_BREAKS = re.compile(r" (?![-\u2013\u00b7] )")  # the spaces where a line may break
HYPHEN = "\u2010"  # ends a line within a word; a "-" in the text itself stays as it is
AIR, CLOSE = 30.0, 12.0  # between rows, at most; and where a slide has a table below the chart
LINE = 1.2  # line height as a share of the font size
SMALL, NORMAL, LARGE = 11.0, 12.0, 14.0


class TooManyRows(EvalkitError):  # noqa: N818  it says what is wrong
    """There are more rows than one page holds; `fit` of them do, and `draw_rows` makes the pages.

    Attributes
    ----------
    column : str
        The column that tells rows apart.
    ids : tuple
        The rows' ids in drawn order.
    fit : int
    """

    def __init__(self, column: str, ids: Sequence[Hashable], fit: int) -> None:
        self.column, self.ids, self.fit = column, tuple(ids), fit
        fewer = (
            f"Draw fewer: choose some of column {column!r}, or split the table with "
            "evalkit.charts.layout.draw_rows (save_deck and save_report do)."
        )
        if len(ids) > 1:
            super().__init__(f"{len(ids)} rows don't fit on one page, {fit} do", fewer)
        else:
            super().__init__(
                f"{', '.join(map(str, ids))!r} alone is taller than a page",
                f"Shorten the texts of column {column!r}.",
            )


@dataclass(frozen=True)
class Frame:
    """Room around a chart's rows, in points."""

    left: float
    right: float
    top: float
    bottom: float


def text_width(text: str, size: float = NORMAL, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in points, in the theme's font.

    Parameters
    ----------
    text : str
    size : float
    bold : bool

    Returns
    -------
    float
    """
    return _text_width(text, size, bold, current_theme().fonts)


def wrap(text: str, room: float, size: float = NORMAL, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `room` points; a longer word is hyphenated, never cut.

    A dash or a dot between words ends a line and never begins one.

    Parameters
    ----------
    text : str
    room : float
    size : float
    bold : bool

    Returns
    -------
    list of str

    Examples
    --------
    >>> wrap("Viden bredes videre ud i organisationen", 100)
    ['Viden bredes', 'videre ud i', 'organisationen']
    """
    lines: list[str] = []
    line = ""
    for word in _BREAKS.split(str(text)):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _hyphenate(word, room, size, bold)
        lines += whole
    return [*lines, line]


def widest(texts: Sequence[str], size: float = NORMAL, *, bold: bool = False) -> float:
    """Return the width of the widest of some texts, in points; 0 for none."""
    return max((text_width(text, size, bold=bold) for text in texts), default=0.0)


def row_tops(heights: Sequence[float]) -> list[float]:
    """Return where each row begins, in points from the top, and last where they end.

    Examples
    --------
    >>> row_tops([10, 20])
    [0.0, 10.0, 30.0]
    """
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def row_middles(heights: Sequence[float]) -> list[float]:
    """Return each row's middle, in points from the top.

    Examples
    --------
    >>> row_middles([10, 20])
    [5.0, 20.0]
    """
    return [top + height / 2 for top, height in zip(row_tops(heights), heights, strict=False)]


def rows_that_fit(heights: Sequence[float], room: float) -> int:
    """Return how many rows, from the first, are no taller than `room` points together.

    Examples
    --------
    >>> rows_that_fit([10, 20, 30], 35)
    2
    """
    return sum(1 for end in row_tops(heights)[1:] if end <= room + 0.01)


def fit_heights(
    heights: Sequence[float],
    frame: Frame,
    ax: Axes | None,
    *,
    column: str,
    ids: Sequence[Hashable],
    air: float = AIR,
) -> list[float]:
    """Share out spare room as air between rows, or raise `TooManyRows` where there is none.

    Parameters
    ----------
    heights : sequence of float
        The least each row needs, one for each id.
    frame : Frame
    ax : Axes or None
    column : str
    ids : sequence
    air : float
        The most that a row gets, in points.

    Returns
    -------
    list of float
        Each row's height with its air.
    """
    room = outer_box(ax)[3] - frame.top - frame.bottom
    fit = rows_that_fit(heights, room)
    if fit < len(heights):
        raise TooManyRows(column, ids, fit)
    air = min(air, (room - sum(heights)) / max(len(heights), 1))
    return [height + air for height in heights]


def outer_box(ax: Axes | None) -> tuple[float, float, float, float]:
    """Return a chart's room in points of its figure: the slide's body, or where the given axes stand."""
    if ax is None:
        return (0.0, 0.0, BODY[2], BODY[3])
    width, height = (72 * inches for inches in _figure(ax).get_size_inches())
    box = ax.get_position(original=True)
    return (box.x0 * width, box.y0 * height, box.width * width, box.height * height)


def open_axes(frame: Frame, rows: float, ax: Axes | None = None) -> Axes:
    """Make the axes whose rows stand inside a frame; given axes are cleared and moved to make room.

    Parameters
    ----------
    frame : Frame
    rows : float
        Height of all rows, in points.
    ax : Axes, optional

    Returns
    -------
    Axes
        y in points downwards from the first row; x is still 0-1.
    """
    left, bottom, width, height = outer_box(ax)
    if ax is None:
        ax = new_axes(width, rows + frame.top + frame.bottom)
        height = rows + frame.top + frame.bottom
    else:
        ax.clear()
    across, upward = (72 * inches for inches in _figure(ax).get_size_inches())
    base = bottom + height - frame.top - rows
    ax.set_position(
        (
            (left + frame.left) / across,
            base / upward,
            (width - frame.left - frame.right) / across,
            rows / upward,
        )
    )
    _bare(ax)
    ax.set_ylim(rows, 0)
    return ax


def new_axes(width: float, height: float) -> Axes:
    """Make axes that fill a figure of so many points."""
    from matplotlib import pyplot as plt

    # Registered with pyplot so that a notebook shows it; a deck may hold more than pyplot's twenty. No
    # rc_context here: the first figure starts the notebook's backend, whose settings it would take back.
    limit = plt.rcParams["figure.max_open_warning"]
    plt.rcParams["figure.max_open_warning"] = 0
    try:
        size = (width / 72, height / 72)
        figure = plt.figure(
            figsize=size, facecolor=current_theme().paper, layout="none", FigureClass=ChartFigure
        )
    finally:
        plt.rcParams["figure.max_open_warning"] = limit
    return figure.add_axes((0.0, 0.0, 1.0, 1.0))


def draw_rows(
    table: pd.DataFrame, plot: Callable[[pd.DataFrame], Axes]
) -> tuple[tuple[pd.DataFrame, Axes], ...]:
    """Draw a table on as few pages as can be, its rows shared out evenly and in drawn order.

    Parameters
    ----------
    table : DataFrame
    plot : callable
        Draws a table: ``lambda part: plot_likert(part, labels=study)``.

    Returns
    -------
    tuple of (DataFrame, Axes)
        Each page's rows and their chart.

    Raises
    ------
    EvalkitError
        If one row alone doesn't fit.
    """
    try:
        return ((table, plot(table)),)
    except TooManyRows as full:
        if len(full.ids) < 2:
            raise
        return tuple(page for piece in _pieces(table, full) for page in draw_rows(piece, plot))


def at_most(rows: int, plot: Callable[[pd.DataFrame], Axes], column: str) -> Callable[[pd.DataFrame], Axes]:
    """Return a drawing function that asks for another page above so many rows, for `draw_rows`.

    Parameters
    ----------
    rows : int
    plot : callable
        Draws a table.
    column : str
        The column that tells rows apart.
    """

    def plot_few(table: pd.DataFrame) -> Axes:
        ids = list(table[column].dropna().unique())
        if len(ids) > rows:
            raise TooManyRows(column, ids, rows)
        return plot(table)

    return plot_few


def _pieces(table: pd.DataFrame, full: TooManyRows) -> list[pd.DataFrame]:
    pages = -(-len(full.ids) // max(full.fit, 1))
    cuts = [round(page * len(full.ids) / pages) for page in range(pages + 1)]
    return [table[table[full.column].isin(full.ids[a:b])] for a, b in itertools.pairwise(cuts)]


@lru_cache(maxsize=20_000)
def _text_width(text: str, size: float, bold: bool, fonts: tuple[str, ...]) -> float:
    # The widest line counts; a no-break space is as wide as a space.
    properties = FontProperties(family=list(fonts), size=size, weight="bold" if bold else "normal")
    return max(
        text_to_path.get_text_width_height_descent(line, properties, ismath=False)[0]
        for line in text.split("\n")
    )


_VOWELS = frozenset("aeiouyæøåAEIOUYÆØÅ")


def _hyphenate(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = []
    while text_width(word, size, bold=bold) > room and len(word) > 2:
        cut = next(
            (
                n
                for n in range(len(word) - 1, 1, -1)
                if text_width(word[:n] + HYPHEN, size, bold=bold) <= room
            ),
            2,
        )
        cut = _nicer(word, cut)
        pieces.append(word[:cut] if word[cut - 1] in "-/" else word[:cut] + HYPHEN)
        word = word[cut:]
    return [*pieces, word]


def _nicer(word: str, cut: int) -> int:
    """Break after a hyphen or slash that is already there, else after a vowel, with three letters left."""
    for n in range(cut, max(cut // 2, 1), -1):
        if word[n - 1] in "-/":
            return n
    latest = min(cut, len(word) - 3)
    return next((n for n in range(latest, max(latest - 5, 2), -1) if word[n - 1] in _VOWELS), cut)


def _figure(ax: Axes) -> Any:
    return ax.get_figure(root=True)


def _bare(ax: Axes) -> None:
    ax.set_facecolor("none")
    ax.set_autoscale_on(False)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.xaxis.set_visible(False)
    ax.yaxis.set_visible(False)
