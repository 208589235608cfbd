"""What stands below a chart: its notes, and the watermark unless every table it draws passed the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from evalkit.charts.layout import LINE, NORMAL, SMALL, outer_box, wrap
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.framework import Framework
from evalkit.words import say

AXIS = 18.0  # room for tick labels below the rows
BARE = 4.0  # and for air where there are none
_MARK = 20.0
TABLES = "evalkit_tables"  # under which axes keep what they were drawn from, to be laid beside other charts'
FRAMEWORK = "evalkit_framework"  # and by whose limits
BAND, BAND_INK = "#fff1a8", "#5c4400"  # the watermark's


@dataclass(frozen=True)
class Foot:
    """A chart's foot, measured before the chart is laid out.

    Attributes
    ----------
    note : str
    tables : tuple of (DataFrame or None)
        What the chart draws: a table without a column `shown` makes it a chart for the people in the room.
    above : float
        Room between the rows and the notes, in points.
    framework : Framework or None
        Whose limits the words in the tables follow.
    """

    note: str
    tables: tuple[Any, ...]
    above: float = AXIS
    framework: Framework | None = None

    @property
    def dialogue(self) -> bool:
        """Whether some table didn't pass the gate."""
        return any("shown" not in table.columns for table in self.tables if table is not None)

    def height(self, ax: Axes | None) -> float:
        """Return the room it needs below the rows, in points."""
        return self.above + self._note_height(outer_box(ax)[2]) + (_MARK if self.dialogue else 0.0)

    def draw(self, sheet: Sheet, rows: float) -> None:
        """Draw it below rows of this height."""
        vars(sheet.ax)[TABLES] = tuple(table for table in self.tables if table is not None)
        vars(sheet.ax)[FRAMEWORK] = self.framework
        width = sheet.frame.left + sheet.width + sheet.frame.right
        top = rows + self.above
        if self.note:
            grey = Type(size=SMALL, colour=sheet.theme.muted, va="top")
            sheet.write(-sheet.frame.left, top, "\n".join(wrap(self.note, width, SMALL)), grey, name("note"))
        if self.dialogue:
            self._draw_watermark(sheet, top + self._note_height(width) + 2, width)

    def _note_height(self, width: float) -> float:
        return len(wrap(self.note, width, SMALL)) * SMALL * LINE + 1 if self.note else 0.0

    def _draw_watermark(self, sheet: Sheet, top: float, width: float) -> None:
        height = _MARK - 3
        sheet.panel((-sheet.frame.left, top), (width, height), BAND, "evalkit:dialogue-band")
        type = Type(size=NORMAL, bold=True, ha="center", colour=BAND_INK)
        middle = width / 2 - sheet.frame.left
        sheet.write(middle, top + height / 2, say("watermark", sheet.lang), type, "evalkit:dialogue")
