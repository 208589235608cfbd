"""What a format's parser hands on: the variables of an export, not yet decided upon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from evalkit.survey.cells import Cells
from evalkit.survey.naming import short_name, squeeze, unique_names
from evalkit.survey.table import Grid, Table


@dataclass(frozen=True)
class Variable:
    """One column of an export with what its format says about it.

    Attributes
    ----------
    name : str
    source : str
        The heading in the file.
    cells : Cells
    title : str
        The question as the respondent read it.
    group : str
        The question that this is a part of: its tick boxes or grid rows share it.
    values : dict of str to str
        Code to label as the format gives them, in its order.
    missing : dict of str to (str, str)
        Code to label and state of missing values as the format or the codebook gives them.
    tick : bool
        A tick box of the question `group`.
    ticked, unticked : tuple of str
        Which answers mean ticked and not ticked; any other text means ticked if `ticked` is empty.
    tells : bool
        Whether the format tells 'not ticked' from 'not asked': else a row of only zeros is skipped.
    split : str
        What parts the answers of a multi-select question inside a cell, or "".
    empty : str
        The state of an empty cell.
    asked : ndarray of bool, optional
        Who was asked, where the format tells: an empty cell of anybody else is not_asked.
    role, type, scale, item, criterion : str
    reverse : bool
    aliases : tuple of str
        Other names by which a codebook may call it.
    ordered : bool
        Whether `values` are known to stand lowest first.
    """

    name: str
    source: str
    cells: Cells
    title: str = ""
    group: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tick: bool = False
    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    tells: bool = False
    split: str = ""
    empty: str = "skipped"
    role: str = ""
    type: str = ""
    scale: str = ""
    item: str = ""
    criterion: str = ""
    reverse: bool = False
    aliases: tuple[str, ...] = ()
    ordered: bool = False
    keep: bool = False
    choice: str = ""
    mapped: Mapping[str, str] = field(default_factory=dict)
    asked: np.ndarray | None = None


@dataclass(frozen=True)
class Parsed:
    """An export taken apart by its format's parser."""

    file: str
    rows: np.ndarray
    variables: list[Variable]
    report: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parsed(table: Table, grid: Grid, variables: list[Variable], said: Iterable[str] = ()) -> Parsed:
    """Bring together what a parser found in one table, with what had to be mended to read it."""
    return Parsed(table.name, grid.rows, variables, (*grid.said, *said))


def plain_variables(table: Table, grid: Grid, headings: list[str]) -> list[Variable]:
    """Make a variable of every column that has a heading or holds something; row numbers are no answers."""
    width = len(grid.columns)
    headings = [squeeze(heading) for heading in (headings + [""] * width)[:width]]
    used = [n for n in range(width) if headings[n] or len(grid.columns[n].uniques)]
    shown = [headings[n] or f"column {n + 1}" for n in used]
    names = unique_names([short_name(heading) for heading in shown])
    return [
        Variable(
            name, heading, grid.columns[n], title=heading if heading != name else "",
            role="status" if n == 0 and numbers_rows(headings[n], grid.columns[n]) else "",
        )
        for name, heading, n in zip(names, shown, used, strict=True)
    ]  # fmt: skip


def numbers_rows(heading: str, cells: Cells) -> bool:
    """Tell whether a first column only counts the rows, as R and pandas write it."""
    if heading not in ("", "Unnamed: 0", "...1") or not len(cells.uniques) == len(cells) > 1:
        return False
    texts = [str(text) for text in cells.texts.iloc[:50]]
    return texts in ([str(n + first) for n in range(len(texts))] for first in (0, 1))
