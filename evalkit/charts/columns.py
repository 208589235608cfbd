"""Narrow columns of text right of the axes: n, don't know, gap. Measured first, then written cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.charts.layout import SMALL, row_tops, widest
from evalkit.charts.sheet import HEAD, RIGHT, RIGHT_HEAD, Sheet, name
from evalkit.words import say

_AIR = 14.0


@dataclass(frozen=True)
class Columns:
    """Columns in order: how wide each is, and the room between the axes and the first.

    Attributes
    ----------
    widths : dict of str to float
        Points, by the column's name; its head is the text ``charts.head.<name>``.
    pad : float
    left : tuple of str
        The columns that are written from their left edge.
    """

    widths: Mapping[str, float]
    pad: float
    left: tuple[str, ...] = ()

    @property
    def room(self) -> float:
        """The width of all columns, in points."""
        return self.pad + sum(self.widths.values())

    def ends(self, sheet: Sheet) -> dict[str, float]:
        """Return where each column ends, in points from the axes' left edge."""
        ends = row_tops([sheet.width + self.pad, *self.widths.values()])[2:]
        return dict(zip(self.widths, ends, strict=True))

    def draw_heads(self, sheet: Sheet) -> None:
        """Write the columns' heads just above the rows."""
        for column, end in self.ends(sheet).items():
            text = say(f"charts.head.{column}", sheet.lang)
            x, type = (end - self.widths[column] + _AIR, HEAD) if column in self.left else (end, RIGHT_HEAD)
            sheet.write(x, -3, text, type, name("head", "", column))

    def write(self, sheet: Sheet, y: float, cells: Mapping[str, str], key: tuple[object, object]) -> None:
        """Write the cells of one party's row: texts by column, empty ones left out."""
        ends = self.ends(sheet)
        for column, text in cells.items():
            if text:
                sheet.write(ends[column], y, text, RIGHT, name(column, *key))


def fit_columns(cells: Sequence[Mapping[str, str]], columns: Sequence[str], pad: float, lang: str) -> Columns:
    """Make columns as wide as their heads and cells need.

    Parameters
    ----------
    cells : sequence of dict
        Each row's texts by column.
    columns : sequence of str
        The columns in order.
    pad : float
    lang : {'da', 'en'}
    """
    widths = {}
    for column in columns:
        head = widest(say(f"charts.head.{column}", lang).split("\n"), SMALL, bold=True)
        lines = [line for cell in cells for line in cell.get(column, "").split("\n")]
        widths[column] = max(head, widest(lines, SMALL)) + _AIR
    return Columns(widths, pad)
