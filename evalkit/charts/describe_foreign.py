"""Alt text for a figure that isn't the kit's: its kind, its axes and its extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle

from evalkit.words import number, say


def describe_foreign(ax: Axes, lang: str, *, long: bool) -> str:
    """Describe any axes: what is drawn, along which axes, from where to where.

    Parameters
    ----------
    ax : matplotlib Axes
    lang : {'da', 'en'}
    long : bool
        Adds every drawn text.
    """
    kind, values = _drawn(ax)
    sentences = [f"{ax.get_title() or say(f'charts.foreign.{kind}', lang)}."]
    for axis, label in (("x", ax.get_xlabel()), ("y", ax.get_ylabel())):
        if label:
            sentences.append(say("charts.foreign.axis", lang, axis=axis, label=label))
    if len(values):
        digits = 0 if np.ptp(values) >= 10 else 2
        low, high = (number(float(value), lang, digits) for value in (values.min(), values.max()))
        sentences.append(say("charts.foreign.range", lang, low=low, high=high))
    text = ""
    for sentence in sentences:
        text = f"{text} {sentence}".strip() if len(text) + len(sentence) < 250 else text
    if not long:
        return text
    told = [t.get_text() for t in (*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts) if t.get_text()]
    figures = [number(float(value), lang, 2) for value in values]
    return "\n".join(part for part in (text, ", ".join(told), ", ".join(figures)) if part)


def _drawn(ax: Axes) -> tuple[str, np.ndarray]:
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    if bars:
        widths, heights = [bar.get_width() for bar in bars], [bar.get_height() for bar in bars]
        across = np.ptp(widths) > np.ptp(heights) if len(bars) > 1 else widths[0] > heights[0]
        return "bars", np.array(widths if across else heights, dtype=float)
    if ax.lines:
        return "lines", _numbers(
            np.concatenate([np.asarray(line.get_ydata(), dtype=object) for line in ax.lines])
        )
    points = [c for c in ax.collections if isinstance(c, PathCollection)]
    if points:
        offsets = np.concatenate([np.asarray(c.get_offsets()) for c in points])
        return "points", _numbers(offsets[:, 1])
    return "figure", np.array([])


def _numbers(values: Any) -> np.ndarray:
    kept = []
    for value in values:
        try:
            kept.append(float(value))
        except (TypeError, ValueError):
            continue
    numbers = np.array(kept, dtype=float)
    return numbers[np.isfinite(numbers)]
