"""PowerPoint beside PNG: the same artists saved by both, and a deck of sixty charts.

Run: ``python benchmarks/pptx_shapes.py``. One chart of 30 rows x 5 levels in plain matplotlib, saved as PNG
and as editable shapes in turn; the median of the ratios counts. Then the same answers as a native chart, and
60 of the kit's own Likert charts as one deck. Seconds are the processor's, so that a busy machine doesn't
count as slow code; everything runs on one core.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import evalkit.export.pptx_backend  # noqa: F401  registers .pptx
from evalkit.charts import plot_likert
from evalkit.export.deck import NativeLikert, Plot, Slide, save_deck
from evalkit.export.ooxml import Box
from evalkit.export.pptx_likert import add_likert
from evalkit.export.pptx_template import open_template
from evalkit.framework import known_scales, load_framework

COLOURS = ("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")
LIMITS = {"shapes / PNG": 1.2, "native chart (s)": 0.1, "60-chart deck (s)": 45.0}


def likert_figure(rows: int = 30) -> Figure:
    """Draw the chart that is measured."""
    figure, axes = plt.subplots(figsize=(40 / 3, 7.5), dpi=144)
    rng, left = np.random.default_rng(2), np.zeros(rows)
    for level, colour in enumerate(COLOURS):
        width = rng.integers(1, 9, rows)
        bars = axes.barh(range(rows), width, left=left, color=colour, label=f"niveau {level}")
        axes.bar_label(bars, label_type="center", fontsize=11)
        left = left + width
    axes.set_yticks(
        range(rows), [f"Udsagn nummer {row} om samarbejdet mellem parterne" for row in range(rows)]
    )
    axes.legend(loc="lower right")
    figure.subplots_adjust(left=0.35)
    return figure


def counts(rows: int = 30) -> pd.DataFrame:
    """Count made-up answers to 30 items for the native chart."""
    levels = known_scales()["agree5"].labels["da"]
    rng = np.random.default_rng(3)
    table = [
        ("s", "end", "hrou", item.id, "answered", level, int(rng.integers(1, 9)), "yes")
        for item in load_framework().items[:rows]
        for level in levels
    ]
    frame = pd.DataFrame(table, columns=["study", "wave", "party", "item", "state", "answer", "n", "shown"])
    frame["answer"] = pd.Categorical(frame["answer"], categories=levels, ordered=True)
    return frame


def seconds(what: Callable[[], object]) -> float:
    """Time one call, in seconds of the processor."""
    start = time.process_time()
    what()
    return time.process_time() - start


def ratio_of_shapes(rounds: int) -> tuple[float, float]:
    """Return the median ratio of saving shapes to saving PNG, and the PNG's seconds."""
    figure, alt = likert_figure(), {"Title": "Likert", "Description": "30 rækker"}
    png = [lambda: figure.savefig(io.BytesIO(), format="png")]
    pptx = [lambda: figure.savefig(io.BytesIO(), format="pptx", metadata=alt)]
    for warm in (*png, *pptx):
        warm()
    pairs = [(seconds(png[0]), seconds(pptx[0])) for _ in range(rounds)]
    return statistics.median(two / one for one, two in pairs), statistics.median(one for one, _ in pairs)


def native_seconds(rounds: int) -> float:
    """Return the median seconds for one native chart."""
    show, table = open_template(None), counts()
    labels = {"hrou": "HR&OU"}
    slides = [show.slides.add_slide(show.slide_layouts[1]) for _ in range(rounds + 1)]
    box = Box(0, 0, 11_000_000, 5_000_000)
    timed = [seconds(lambda s=slide: add_likert(s, NativeLikert(table, labels), box)) for slide in slides]
    return statistics.median(timed[1:])


def deck_seconds(charts: int = 60) -> float:
    """Return the seconds for a deck of sixty charts of the kit's own, each drawn, checked and described."""
    table, labels = counts(10), {"hrou": "HR&OU"}
    plot = Plot(table, lambda part: plot_likert(part, labels=labels))
    with tempfile.TemporaryDirectory() as folder:
        slides = [Slide(f"Fund nummer {n}", plot) for n in range(charts)]
        return seconds(lambda: save_deck(slides, Path(folder) / "deck.pptx"))


def main(rounds: int = 15) -> int:
    """Print the figures and tell whether they keep within the limits."""
    import warnings

    warnings.simplefilter("ignore")  # check_chart's findings on a naive chart are not what is measured
    ratio, png = ratio_of_shapes(rounds)
    found = {
        "shapes / PNG": ratio,
        "native chart (s)": native_seconds(rounds),
        "60-chart deck (s)": deck_seconds(),
    }
    print(f"PNG of 30 rows x 5 levels: {png:.3f} s")
    for name, value in found.items():
        print(f"{name}: {value:.3f} (at most {LIMITS[name]:g}) {'ok' if value <= LIMITS[name] else 'OVER'}")
    return int(any(found[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
