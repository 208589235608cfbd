"""Alt text for a figure that isn't the kit's: its kind, its axes and its extremes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor, log10
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryConverter
from matplotlib.collections import FillBetweenPolyCollection, PathCollection, PolyCollection, QuadMesh
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.image import AxesImage
from matplotlib.patches import Wedge

from evalkit.words import listed, number, say

LONGEST = 250


def describe_foreign(ax: Axes, lang: str, *, long: bool) -> str:
    """Describe any axes: what is drawn, along which axes, from where to where.

    Parameters
    ----------
    ax : matplotlib Axes
        Another with an axis of its own in the same place is described with it.
    lang : {'da', 'en'}
    long : bool
        Adds every drawn text and value.
    """
    shown = [a for a in ax.get_figure(root=True).axes if a.get_visible() and a.get_label() != "<colorbar>"]  # type: ignore[union-attr]
    places = {_place(each) for each in shown}
    here = [ax, *(each for each in shown if each is not ax and _place(each) == _place(ax))]
    text = fitting(sentence for each in here for sentence in _sentences(each, lang))
    if len(places) > 1:
        text = fitting([text, say("charts.foreign.panels", lang, n=len(places))])
    if not long:
        return text
    told = [t.get_text() for t in (*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts) if t.get_text()]
    values = np.concatenate([_numbers(values) for each in here for _, values in _drawn(each)] or [[]])
    figures = [number(value, lang, _digits(values)) for value in values]
    return "\n".join(part for part in (text, ", ".join(told), ", ".join(figures)) if part)


def fitting(sentences: Iterable[str]) -> str:
    """Keep whole sentences, as many as there is room for."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        text = longer if len(longer) <= LONGEST else text
    return text


def _place(ax: Axes) -> tuple[float, ...]:
    return tuple(round(side, 6) for side in ax.get_position().bounds)


def _sentences(ax: Axes, lang: str) -> Iterator[str]:
    drawn = list(_drawn(ax))
    kinds = [say(f"charts.foreign.{kind}", lang) for kind in dict.fromkeys(kind for kind, _ in drawn)]
    named = [kinds[0], *map(str.lower, kinds[1:])] if kinds else [say("charts.foreign.figure", lang)]
    if ax.get_title():
        yield f"{ax.get_title().rstrip('.')}."
    yield f"{listed(named, lang)}."
    for axis, label in (("x", ax.get_xlabel()), ("y", ax.get_ylabel())):
        if label:
            yield say("charts.foreign.axis", lang, axis=axis, label=label)
    values = np.concatenate([_numbers(values) for _, values in drawn] or [[]])
    if len(values):
        low, high = (_end(end, _digits(values), lang) for end in (values.min(), values.max()))
        yield say("charts.foreign.range", lang, low=low, high=high)


def _drawn(ax: Axes) -> Iterator[tuple[str, Any]]:
    """Go through what is drawn from data: its kind and its values; bands and lines across all are none."""
    for container in ax.containers:
        if isinstance(container, BarContainer) and container.datavalues is not None:
            yield "bars", container.datavalues
    slices = [patch for patch in ax.patches if isinstance(patch, Wedge)]
    if slices:
        yield "pie", [(each.theta2 - each.theta1) / 3.6 for each in slices]
    aside, across = _helpers(ax), 0 if isinstance(ax.yaxis.get_converter(), StrCategoryConverter) else 1
    lines: list[Any] = [line for line in ax.lines if line not in aside]
    for line in lines:
        if all(line.get_transform().contains_branch_seperately(ax.transData)):
            values = line.get_data_3d()[2] if hasattr(line, "get_data_3d") else line.get_data()[across]
            if np.size(values):
                yield "lines", values
    for each in (*ax.collections, *ax.images):
        yield from _of_collection(each, across)


def _helpers(ax: Axes) -> list[Any]:
    """Return lines that aren't data: the ends of error bars, what stems stand on."""
    errors = [cap for each in ax.containers if isinstance(each, ErrorbarContainer) for cap in each.lines[1]]
    return [*errors, *(each.baseline for each in ax.containers if isinstance(each, StemContainer))]


def _of_collection(each: Any, across: int) -> Iterator[tuple[str, Any]]:
    if hasattr(each, "_offsets3d"):
        yield "points", each._offsets3d[2]
    elif isinstance(each, PathCollection):
        offsets = np.reshape(each.get_offsets(), (-1, 2))
        if len(offsets):
            yield "points", offsets[:, across]
    elif isinstance(each, QuadMesh | AxesImage) or type(each) is PolyCollection:
        array = each.get_array()
        if array is not None and np.ndim(array) < 3:
            yield "heat", np.ma.compressed(array)
    elif isinstance(each, FillBetweenPolyCollection):
        yield "areas", []


def _numbers(values: Any) -> np.ndarray:
    kept = []
    for value in np.ma.compressed(np.ma.asarray(values, dtype=object)):
        try:
            kept.append(float(value))
        except (TypeError, ValueError):
            continue
    numbers = np.array(kept, dtype=float)
    return numbers[np.isfinite(numbers)]


def _digits(values: np.ndarray) -> int:
    """Return how many decimals tell the values apart: two, or three figures of what lies between them."""
    apart = float(np.ptp(values)) or abs(float(values.max())) or 1.0
    return int(min(max(2 - floor(log10(apart)), 2), 6)) if (values % 1).any() else 0


def _end(value: float, digits: int, lang: str) -> str:
    """Write a number without zeros at the end of its decimals."""
    text = number(value, lang, digits)
    return text.rstrip("0").rstrip(",.") if digits else text
