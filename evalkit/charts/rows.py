"""Charts of rows: a label at the left, something drawn across, columns of figures at the right.

What stands around the rows is measured first, so that they know how much room there is; then it is drawn, the
same way in every chart. A chart itself draws only what is in its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, records
from evalkit.charts.columns import Columns
from evalkit.charts.foot import Foot
from evalkit.charts.labels import in_order, party_order
from evalkit.charts.layout import AIR, LINE, NORMAL, Frame, fit_heights, outer_box, row_middles, widest
from evalkit.charts.legend import HEADS, Legend, Look, draw_parties
from evalkit.charts.sheet import PLAIN, Sheet, name, open_sheet


@dataclass(frozen=True)
class RowChart:
    """What stands around the rows of a chart.

    Attributes
    ----------
    kind : str
        The chart's name.
    column : str
        The column that tells rows apart.
    labels : dict of str to list of str
        Each row's label in lines, by its id, in drawn order.
    columns : Columns or float
        The columns at the right, or the room for what the chart draws there itself.
    foot : Foot
    looks : sequence of Look
        The parties to be named above; none for no legend.
    gutter, indent : float
        Room between labels and axes, and left of the labels, in points.
    over, top : float
        The least room above the column heads, and room above all that, in points.
    air : float
        The most that a row gets of the room that is to spare, in points.
    """

    kind: str
    column: str
    labels: Mapping[str, Sequence[str]]
    columns: Columns | float
    foot: Foot
    looks: Sequence[Look] = ()
    gutter: float = 0.0
    indent: float = 0.0
    over: float = 0.0
    top: float = 0.0
    air: float = AIR

    @property
    def left(self) -> float:
        """The room left of the axes, in points."""
        lines = [line for label in self.labels.values() for line in label]
        return self.indent + widest(lines) + self.gutter

    @property
    def right(self) -> float:
        """The room right of the axes, in points."""
        return self.columns.room if isinstance(self.columns, Columns) else self.columns

    def legend(self, ax: Axes | None) -> Legend:
        """Place the parties' names clear of the columns' heads, which may have two lines."""
        names = [label for _, label, _ in self.looks]
        return Legend.of(names, outer_box(ax)[2] - self.right, beside=self.left)

    def frame(self, ax: Axes | None) -> Frame:
        """Return the room around the rows."""
        above = HEADS + max(self.legend(ax).height, self.over) + self.top
        return Frame(self.left, self.right, above, self.foot.height(ax))

    def fit(self, least: Sequence[float], ax: Axes | None) -> list[float]:
        """Return each row's height, spare room shared out; raise where there are too many rows."""
        return fit_heights(least, self.frame(ax), ax, column=self.column, ids=list(self.labels), air=self.air)

    def open(self, heights: Sequence[float], lang: str, ax: Axes | None) -> Sheet:
        """Draw all that stands around rows of these heights, and return the sheet to draw the rows on."""
        legend = self.legend(ax)  # before given axes are moved
        sheet = open_sheet(self.kind, self.frame(ax), sum(heights), lang, ax)
        for (id, lines), middle in zip(self.labels.items(), row_middles(heights), strict=True):
            sheet.write(self.indent - self.left, middle, "\n".join(lines), PLAIN, name("label", "", id))
        if isinstance(self.columns, Columns):
            self.columns.draw_heads(sheet)
        draw_parties(sheet, self.looks, legend)
        self.foot.draw(sheet, sum(heights))
        return sheet


def rows_by(table: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """Return a table's rows by one column's values in their order, the parties' in the study's.

    Examples
    --------
    >>> rows_by(pd.DataFrame({"item": ["q2", "q1", "q2"], "party": ["a", "a", "b"]}), "item")["q2"]
    [{'item': 'q2', 'party': 'a'}, {'item': 'q2', 'party': 'b'}]
    """
    order = {party: n for n, party in enumerate(party_order(table))}
    rows: dict[str, list[Row]] = {str(id): [] for id in in_order(table[column])}
    for row in sorted(records(table), key=lambda row: order[str(row["party"])]):
        rows[str(row[column])].append(row)
    return rows


def row_height(lines: Sequence[str], beside: float) -> float:
    """Return the least height of a row: its label's or what stands beside it, with a little air."""
    return max(len(lines) * NORMAL * LINE, beside) + 1.5
