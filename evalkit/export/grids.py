"""Tables in words, for people: a few columns of a result table, named and rounded."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evalkit.export.naming import NUMBERS, SHARES, readable
from evalkit.export.story import Grid
from evalkit.words import number, percent, texts_under


def grid_of(
    table: pd.DataFrame,
    columns: Sequence[str],
    caption: str,
    *,
    labels: object = None,
    lang: str = "da",
    folded: bool = False,
) -> Grid:
    """Write some columns of a result table as a table in words.

    Parameters
    ----------
    table : DataFrame
        As evalkit returns it, whole, so that an empty cell's reason can be found.
    columns : sequence of str
        Which to show, in order.
    caption : str
    labels : Study, tuple of Study, Framework or dict, optional
        Who names the ids.
    lang : {'da', 'en'}
    folded : bool
        Opened by the reader.

    Returns
    -------
    Grid
        Scores and gaps as whole numbers.
    """
    content = readable(table, labels, lang)
    names = texts_under("export.column", lang)
    headings = tuple(names[column] for column in columns)
    cells = [[_text(value, column, lang) for value in content[names[column]]] for column in columns]
    rows = tuple(_hidden_once(row, lang) for row in zip(*cells, strict=True))
    numbers = frozenset(place for place, column in enumerate(columns) if column in NUMBERS)
    return Grid(caption, headings, rows, numbers, folded)


def _hidden_once(row: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """Say once in a row why figures are missing; the other cells that are so are empty."""
    why = {*texts_under("disclosure", lang).values(), *texts_under("export.empty", lang).values()}
    return tuple("" if text in why and text in row[:place] else text for place, text in enumerate(row))


def _text(value: object, column: str, lang: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return percent(100 * value, lang) if column in SHARES else number(value, lang)
    return "" if value is None else str(value)
