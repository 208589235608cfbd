"""Colours and lines as a matplotlib graphics context holds them, written as DrawingML."""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import GraphicsContextBase

from evalkit.export.ooxml import outline

Colour = tuple[float, ...]
_CAPS = {"butt": "flat", "round": "rnd", "projecting": "sq"}


def seen_colour(gc: GraphicsContextBase, colour: Any) -> Colour:
    """Return a colour as red, green, blue and opacity, the artist's own opacity counted in."""
    parts = [float(part) for part in colour]
    alpha = gc.get_alpha() if gc.get_forced_alpha() or len(parts) < 4 else parts[3]
    return (*parts[:3], float(alpha))


def fill_of(gc: GraphicsContextBase, colour: Any) -> Colour | None:
    """Return a fill's colour; None where nothing of it can be seen."""
    if colour is None:
        return None
    fill = seen_colour(gc, colour)
    return fill if fill[3] > 0 else None


def line_of(gc: GraphicsContextBase, zoom: float = 1.0) -> str:
    """Return the `a:ln` of a graphics context, or "" where no line is drawn; `zoom` as in `Page`."""
    colour, points = seen_colour(gc, gc.get_rgb()), float(gc.get_linewidth()) * zoom
    if points <= 0 or colour[3] == 0:
        return ""
    dashes: Any = gc.get_dashes()[1]
    lengths = [] if dashes is None else [float(dash) * zoom for dash in dashes]
    cap, join = _CAPS[str(gc.get_capstyle())], str(gc.get_joinstyle())
    return outline(colour, points, cap=cap, join=join, dashes=lengths)
