"""What every chart draws with: text and marks that know their place, their look and their name.

A `Sheet` is an axes with its theme. Everything drawn goes through it, so that every artist carries a gid,
``evalkit:<role>:<party>:<criterion>``, by which checks, descriptions and tests find it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform, blended_transform_factory

from evalkit.charts.colours import ink_on
from evalkit.charts.layout import LINE, NORMAL, SMALL, Frame, open_axes, outer_box
from evalkit.charts.theme import SAFE_FONT, Theme, current_theme

GLYPHS = {
    "fulfilled": "\u2714",
    "partly": "\u25d0",
    "not_fulfilled": "\u2718",
    "contested": "\u21c4",
    "too_little_data": "?",
    "not_due": "\u2026",
    "not_asked": "\u2013",
    "hidden": "\u2217",
}


@dataclass(frozen=True)
class Type:
    """How a text looks; an empty colour is the theme's ink."""

    size: float = NORMAL
    colour: str = ""
    bold: bool = False
    italic: bool = False
    ha: str = "left"
    va: str = "center"
    symbol: bool = False  # a glyph: always in the one font that has it

    def baseline(self, more: int) -> float:
        """Return how far down the last line's baseline is, in points, after so many lines more."""
        first = {"top": 0.86, "center": 0.36 - more * LINE / 2, "bottom": -0.34 - more * LINE}[self.va]
        return self.size * (first + more * LINE)


PLAIN = Type()
BOLD = Type(bold=True)
LITTLE = Type(size=SMALL)
HEAD = Type(size=SMALL, bold=True, va="bottom")
RIGHT_HEAD = Type(size=SMALL, bold=True, ha="right", va="bottom")
RIGHT = Type(size=SMALL, ha="right")
ASIDE = Type(size=SMALL, italic=True)  # what stands where nothing can be drawn


@dataclass(frozen=True)
class Sheet:
    """An axes to draw on.

    Attributes
    ----------
    ax : matplotlib Axes
    lang : {'da', 'en'}
    frame : Frame
    theme : Theme
    """

    ax: Axes
    lang: str
    frame: Frame
    theme: Theme

    @property
    def points(self) -> Transform:
        """Points from the axes' left edge across; the axes' own data downwards."""
        return blended_transform_factory(_points_across(self.ax), self.ax.transData)

    @property
    def width(self) -> float:
        """The axes' width in points."""
        figure: Any = self.ax.get_figure(root=True)
        return 72 * self.ax.get_position().width * figure.get_size_inches()[0]

    def write(self, x: float, y: float, text: str, type: Type, gid: str, *, data: bool = False) -> Text:
        """Write a text at points from the left (at data x with ``data=True``) and points from the top.

        It stands by its last line's baseline, so that texts beside each other share one whatever their
        letters; a glyph is centred by its own height.
        """
        return self.ax.text(
            x,
            y if type.symbol else y + type.baseline(text.count("\n")),
            text,
            fontsize=type.size,
            fontfamily=[SAFE_FONT] if type.symbol else list(self.theme.fonts),
            color=type.colour or self.theme.ink,
            fontweight="bold" if type.bold else "normal",
            fontstyle="italic" if type.italic else "normal",
            ha=type.ha,
            va="center" if type.symbol else "baseline",
            multialignment=type.ha,
            linespacing=LINE,
            transform=self.ax.transData if data else self.points,
            parse_math=False,
            gid=gid,
            clip_on=False,
            zorder=5,
        )

    def mark(
        self, x: float, y: float, look: tuple[str, str], gid: str, *, size: float = 9, data: bool = True
    ) -> Line2D:
        """Draw a party's mark: its colour and shape."""
        colour, shape = look
        (line,) = self.ax.plot(
            [x],
            [y],
            marker=shape,
            markersize=size * (0.88 if shape in "sD" else 1.0),
            color=colour,
            markeredgecolor=self.theme.paper,
            markeredgewidth=0.8,
            linestyle="none",
            transform=self.ax.transData if data else self.points,
            gid=gid,
            clip_on=False,
            zorder=4,
        )
        return line

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        gid: str,
        *,
        width: float = 2,
        style: str = "-",
    ) -> Line2D:
        """Draw a line in data coordinates."""
        (line,) = self.ax.plot(
            list(xs), list(ys), color=colour, linewidth=width, linestyle=style, gid=gid,
            clip_on=False, zorder=3, solid_capstyle="butt",
        )  # fmt: skip
        return line

    def box(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        colour: str,
        gid: str,
        *,
        edge: str = "none",
    ) -> Rectangle:
        """Draw a filled rectangle in data coordinates."""
        patch = Rectangle(
            corner, *size, facecolor=colour, edgecolor=edge, linewidth=0.8, gid=gid, clip_on=False, zorder=2
        )
        self.ax.add_patch(patch)
        return patch

    def panel(
        self, corner: tuple[float, float], size: tuple[float, float], colour: str, gid: str
    ) -> Rectangle:
        """Draw a quiet background rectangle, points across and down."""
        patch = Rectangle(
            corner,
            *size,
            facecolor=colour,
            edgecolor="none",
            transform=self.points,
            gid=gid,
            clip_on=False,
            zorder=0,
        )
        self.ax.add_patch(patch)
        return patch

    def badge(self, x: float, y: float, kind: str, gid: str, *, radius: float = 9) -> None:
        """Draw a verdict's (or a state's) glyph on a disc of its colour, x in points."""
        colour = self.theme.verdicts.get(kind, self.theme.paper)
        outline = self.theme.muted if kind not in ("fulfilled", "not_fulfilled") else colour
        self.ax.plot(
            [x], [y], marker="o", markersize=2 * radius, color=colour, markeredgecolor=outline,
            markeredgewidth=1.0, linestyle="none", transform=self.points, gid=f"{gid}:disc", clip_on=False,
            zorder=4,
        )  # fmt: skip
        ink = ink_on(colour, (self.theme.ink, self.theme.paper))
        type = Type(
            size=max(radius * 1.35, 11),
            colour=ink,
            bold=False,
            ha="center",
            symbol=True,
        )
        self.write(x, y, GLYPHS[kind], type, gid)


def open_sheet(kind: str, frame: Frame, rows: float, lang: str, ax: Axes | None) -> Sheet:
    """Open axes inside a frame, ready to be drawn on and named after the kind of chart."""
    sheet = Sheet(open_axes(frame, rows, ax), lang, frame, current_theme())
    sheet.ax.set_gid(name("chart", lang, kind))
    return sheet


def plot_room(frame: Frame, ax: Axes | None) -> float:
    """Return how wide the axes will be, in points."""
    return outer_box(ax)[2] - frame.left - frame.right


def name(role: str, party: object = "", criterion: object = "", *more: object) -> str:
    """Write an artist's gid.

    Examples
    --------
    >>> name("score", "staff", "after.action")
    'evalkit:score:staff:after.action'
    """
    return ":".join(["evalkit", role, str(party), str(criterion), *map(str, more)])


def role_of(artist: Artist) -> str:
    """Return the role in an artist's gid; "" for an artist that isn't the kit's."""
    gid = artist.get_gid() or ""
    return gid.split(":")[1] if gid.startswith("evalkit:") else ""


def key_of(artist: Artist) -> tuple[str, str, str]:
    """Return role, party and criterion of an artist's gid; ("", "", "") for one that isn't the kit's."""
    parts = (artist.get_gid() or "").split(":")
    if parts[0] != "evalkit":
        return ("", "", "")
    role, party, criterion = (*parts[1:], "", "", "")[:3]
    return (role, party, criterion)


def _points_across(ax: Axes) -> Transform:
    figure: Any = ax.get_figure(root=True)
    corner: Any = ax.transAxes
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans + ScaledTranslation(0, 0, corner)
