"""How long a chart takes to draw and save, beside plain matplotlib drawing the same artists, in one run.

Run: python benchmarks/charts_drawing.py
"""

import io
import statistics
import time

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from evalkit.charts import check_chart, describe_chart, plot_likert
from evalkit.framework import load_framework
from evalkit.tables import ordered

ROWS, REPEATS = 10, 7


def counted(rows: int = ROWS) -> pd.DataFrame:
    framework, draw = load_framework(), np.random.default_rng(1)
    levels = list(framework.scales["agree5"].labels["da"])
    items = [item.id for item in framework.items if item.core][:rows]
    table = [
        (item, party, level, 25.0 * n, int(count))
        for item in items
        for party in ("a", "b", "c")
        for n, (level, count) in enumerate(zip(levels, draw.integers(1, 12, 5), strict=True))
    ]
    counts = pd.DataFrame(table, columns=["item", "party", "answer", "value", "n"])
    counts["answer"] = ordered(counts["answer"], levels)
    return counts.assign(study="x", wave="end", state="answered", shown="yes")


def ours(counts: pd.DataFrame):
    parts = [counts[counts["item"].isin(chosen)] for chosen in np.array_split(counts["item"].unique(), 2)]
    return [plot_likert(part, labels={"a": "A", "b": "B", "c": "C"}).figure for part in parts]


def plain(figures):
    """Draw the same rectangles, marks and texts with matplotlib alone, on a figure of the same size."""
    copies = []
    for source in figures:
        ax, figure = source.axes[0], plt.figure(figsize=source.get_size_inches())
        copy = figure.add_axes(ax.get_position())
        copy.set_axis_off()
        copy.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
        for patch in ax.patches:
            copy.add_patch(
                plt.Rectangle(patch.get_xy(), patch.get_width(), patch.get_height(), fc=patch.get_facecolor())
            )
        for line in ax.lines:
            copy.plot(*line.get_data(), marker=line.get_marker(), color=line.get_color(), clip_on=False)
        for text in ax.texts:
            copy.text(
                *text.get_position(),
                text.get_text(),
                fontsize=text.get_fontsize(),
                ha=text.get_ha(),
                clip_on=False,
            )
        copies.append(figure)
    return copies


def save(figures, format: str) -> None:
    for figure in figures:
        figure.savefig(io.BytesIO(), format=format, dpi=157)


def timed(work, *arguments) -> float:
    work(*arguments)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - start)
        if work in (ours, plain):
            for number in plt.get_fignums()[20:]:
                plt.close(number)
    return statistics.median(times)


def main() -> None:
    counts = counted()
    figures = ours(counts)
    copies = plain(figures)
    print(f"30 rows x 5 levels on {len(figures)} pages, median of {REPEATS} runs")
    print(f"draw               {timed(ours, counts) / len(figures):6.3f} s a chart")
    print(
        f"check_chart        {timed(lambda: [check_chart(f) for f in figures]) / len(figures):6.3f} s a chart"
    )
    said = timed(lambda: [describe_chart(f.axes[0], "da", long=True) for f in figures])
    print(f"describe, long     {said / len(figures):6.3f} s a chart")
    for format in ("png", "svg"):
        mine, theirs = timed(save, figures, format), timed(save, copies, format)
        print(f"save {format}: {mine / theirs:4.2f} x plain matplotlib ({mine:.3f} s / {theirs:.3f} s)")


if __name__ == "__main__":
    main()
