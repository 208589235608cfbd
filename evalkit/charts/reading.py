"""Reading a drawn figure back: which artists people can see, where they are, and what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from evalkit.charts.layout import HYPHEN
from evalkit.charts.sheet import role_of


def visible(artist: Artist) -> Iterator[Artist]:
    """Go through an artist and everything in it that is drawn, outside first."""
    if not artist.get_visible():
        return
    yield artist
    for child in _ticks(artist) if isinstance(artist, Axis) else artist.get_children():
        if not isinstance(child, Axis) or artist.axison:  # type: ignore[attr-defined]
            yield from visible(child)


def texts_of(artist: Artist) -> list[Text]:
    """Return the texts that are drawn and not empty."""
    return texts_among(visible(artist))


def texts_among(artists: Iterable[Artist]) -> list[Text]:
    """Return those of some artists that are texts, drawn and not empty."""
    return [a for a in artists if isinstance(a, Text) and a.get_text().strip() and a.get_alpha() != 0]


def plain(text: str) -> str:
    """Join a wrapped text again: a hyphen that wrapping put in goes, one of the text's own stays."""
    text = text.replace(HYPHEN + "\n", "")
    return " ".join(re.sub(r"(?<=\S)([-/])\n(?=\S)", r"\1", text).split())


def extent(artist: Any) -> Bbox:
    """Return where an artist is drawn, in pixels."""
    return artist.get_window_extent(renderer_of(artist.get_figure(root=True)))


def renderer_of(figure: Any) -> Any:
    """Return something that can measure a figure's texts: what drew it, or whatever its canvas has."""
    drawn_by = getattr(figure.canvas.figure, "drawn_by", None)
    if drawn_by is not None:
        return drawn_by
    if hasattr(figure.canvas, "get_renderer"):
        return figure.canvas.get_renderer()
    return figure._get_renderer()


def is_kit(artists: Iterable[Artist]) -> bool:
    """Tell whether some artists are a chart of the kit's own."""
    return any(role_of(artist) == "chart" for artist in artists)


def _ticks(axis: Axis) -> Iterator[Artist]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    yield axis.label
    yield axis.offsetText
    for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
        if low - slack <= tick.get_loc() <= high + slack:
            yield tick.label1
            yield tick.label2
