"""Texts are measured once, however often it is asked how large they are.

Measuring text is the dearest part of saving a chart: matplotlib does it as it draws and again to range tick
labels, and the check asks once more. Most texts of a chart are numbers that come again, in one type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.text import Text

from evalkit.charts.reading import extent


@contextmanager
def measured_once() -> Iterator[None]:
    """Let matplotlib lay out each text once, while this lasts: the same words in one type are one."""
    measure: Any = Text._get_layout  # type: ignore[attr-defined]
    found: dict[Any, Any] = {}

    def remembered(text: Any, renderer: Any) -> Any:
        key = renderer, text.get_figure(root=True).dpi, layout_of(text)
        if key not in found:
            found[key] = measure(text, renderer)
        return found[key]

    Text._get_layout = remembered  # type: ignore[attr-defined]
    try:
        yield
    finally:
        Text._get_layout = measure  # type: ignore[attr-defined]


def extents(texts: Sequence[Text]) -> np.ndarray:
    """Return where texts are drawn, in pixels; the same words in the same type are measured once.

    A saved chart is checked each time, and most of its texts are numbers that come again.

    Returns
    -------
    ndarray
        One row a text: left, bottom, right, top.
    """
    anchors, layouts = _anchors(texts), [layout_of(text) for text in texts]
    first = {layout: at for at, layout in enumerate(layouts)}
    around = {layout: extent(texts[at]).extents - np.tile(anchors[at], 2) for layout, at in first.items()}
    return np.array([around[layout] for layout in layouts]).reshape(-1, 4) + np.tile(anchors, 2)


def _anchors(texts: Sequence[Text]) -> np.ndarray:
    """Return the point each text is written at, in pixels; one question for all in the same coordinates."""
    points = np.array([text.get_unitless_position() for text in texts], dtype=float).reshape(-1, 2)
    together: dict[int, tuple[Any, list[int]]] = {}
    for at, text in enumerate(texts):
        transform = text.get_transform()
        together.setdefault(id(transform), (transform, []))[1].append(at)
    for transform, places in together.values():
        points[places] = transform.transform(points[places])
    return points


def layout_of(text: Text) -> Any:
    """Return all that a text's size hangs on; for one that must be measured each time, nothing else."""
    if type(text) is not Text or text.get_wrap() or text.get_transform_rotates_text():
        return object()
    align = text.get_ha(), text.get_va(), text._get_multialignment()  # type: ignore[attr-defined]
    turned = text.get_rotation(), text.get_rotation_mode(), text.get_parse_math(), text.get_usetex()
    return text.get_text(), text.get_fontproperties(), text._linespacing, align, turned  # type: ignore[attr-defined]
