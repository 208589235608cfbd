"""What marks and colours mean: names in a line, or in as many lines as they need, above the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.charts.labels import Labels, in_order, party_order
from evalkit.charts.layout import NORMAL, text_width, wrap
from evalkit.charts.sheet import Sheet, Type, name
from evalkit.charts.theme import current_theme

Look = tuple[str, str, tuple[str, str]]  # a party's id, label, and (colour, shape)
HEADS = 19.0  # room for column heads above the rows
LEGEND = 19.0  # room for each line of legend above the heads
_START, _MARK, _AIR = 6.0, 9.0, 22.0  # points: before the first mark, from mark to name, from name to mark


@dataclass(frozen=True)
class Legend:
    """Names that have found their places.

    Attributes
    ----------
    places : tuple of (float, float, str)
        Each name's mark in points from the left edge, its middle in lines from the top (0 is the line of
        the column heads), and the name, wrapped where it is wider than the room.
    lines : int
        How many lines it takes above the column heads; 0 where it stands beside them.
    """

    places: tuple[tuple[float, float, str], ...]
    lines: int

    @classmethod
    def of(cls, names: Sequence[str], room: float, *, beside: float = 0.0) -> Legend:
        """Place names in lines of `room` points; in the heads' own line where `beside` points hold all."""
        widths = [_MARK + text_width(text, NORMAL) + _AIR for text in names]
        if sum(widths) <= beside:
            return cls(tuple((_START + sum(widths[:n]), 0.0, text) for n, text in enumerate(names)), 0)
        places, x, line = [], _START, 0
        for text, width in zip(names, widths, strict=True):
            if x > _START and x + width > room:
                x, line = _START, line + 1
            wrapped = wrap(text, max(room - _START - _MARK, width if x > _START else 0.0), NORMAL)
            places.append((x, line + (len(wrapped) - 1) / 2 + 0.5, "\n".join(wrapped)))
            x, line = x + width, line + len(wrapped) - 1
        return cls(tuple(places), line + 1 if places else 0)

    @property
    def height(self) -> float:
        """The room it needs above the column heads, in points."""
        return LEGEND * self.lines


def party_looks(table: Any, words: Labels) -> list[Look]:
    """Return the parties that occur in a table: id, label, colour and shape."""
    order, theme = party_order(table), current_theme()
    return [(str(p), words.of(p), theme.party(order.index(str(p)))) for p in in_order(table["party"])]


def draw_parties(sheet: Sheet, looks: Sequence[Look], legend: Legend) -> None:
    """Name the parties by mark, in the study's order, above the column heads or beside them."""
    top = -HEADS - legend.height
    for (party, _, look), (x, line, text) in zip(looks, legend.places, strict=True):
        y = top + LEGEND * line if legend.lines else -9.5
        sheet.mark(x - sheet.frame.left, y, look, name("key", party), data=False)
        write_name(sheet, x + _MARK - sheet.frame.left, y, text, name("legend", party))


def write_name(sheet: Sheet, x: float, y: float, text: str, gid: str, *, size: float = NORMAL) -> None:
    """Write a name of a legend, its middle beside its mark's."""
    sheet.write(x, y, text, Type(size=size), gid)
