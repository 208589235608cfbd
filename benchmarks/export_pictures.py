"""Saving a 1920 x 1080 chart of 30 rows x 5 levels, beside plain matplotlib saving the same artists.

Both write the same title, subtitle, footer and chart at the same size, in turns, in one run; what is printed is the
ratio of the medians of processor time. evalkit also checks the page and writes the description. Last comes the
whole road from a table of answers to a file, beside what one writes by hand without looking back: with matplotlib,
and with seaborn where that is installed. Run it on an idle machine:

    python benchmarks/export_pictures.py
"""

from __future__ import annotations

import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalkit.charts import plot_likert
from evalkit.charts.layout import draw_rows
from evalkit.export.pages import Texts, page_around, sheet_of
from evalkit.export.pictures import _SETTINGS, save_chart

LIMIT, ROUNDS = 1.1, 9
TITLE, SUBTITLE = "De fleste er enige i det meste", "Antal svar for hver part"
WORDS = ("Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig")
COLOURS = ("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")


def likert(rows: int = 30, levels: int = 5) -> Figure:
    """Thirty stacked bars, each with its label and its number in every segment: the kit's fullest page."""
    figure = Figure(figsize=(880 / 72, 400 / 72))
    ax = figure.add_axes((0.3, 0.02, 0.68, 0.96))
    counts = np.random.default_rng(1).integers(1, 9, size=(rows, levels))
    left = np.zeros(rows)
    for level in range(levels):
        ax.barh(range(rows), counts[:, level], left=left, color=COLOURS[level], height=0.8)
        for row in range(rows):
            middle = left[row] + counts[row, level] / 2
            ax.text(middle, row, str(counts[row, level]), ha="center", va="center", fontsize=11)
        left += counts[:, level]
    ax.set_yticks(
        range(rows), [f"Et spørgsmål om samarbejdet, nummer {row}" for row in range(rows)], fontsize=11
    )
    return figure


def plain(figure: Figure, path: Path) -> None:
    """Save as one would write it by hand: the same page, the same artists, savefig."""
    with (
        mpl.rc_context(_SETTINGS),
        page_around(figure, Texts(TITLE, SUBTITLE, "Kilde"), sheet_of(path)) as page,
    ):
        page.savefig(path, dpi=page.dpi)


def ours(figure: Figure, path: Path) -> None:
    """Save the kit's way, check and description included."""
    save_chart(figure, path, title=TITLE, subtitle=SUBTITLE, source="Kilde")


def seconds(save: Callable[[Figure, Path], None], figure: Figure, path: Path) -> float:
    """Time one save."""
    begun = time.process_time()
    save(figure, path)
    return time.process_time() - begun


def answers(rows: int = 30, levels: int = 5) -> pd.DataFrame:
    """Make a survey as it comes: one row per answer, thirty items, forty people."""
    rng = np.random.default_rng(1)
    item = np.repeat([f"Et spørgsmål om samarbejdet, nummer {row}" for row in range(rows)], 40)
    return pd.DataFrame({"item": item, "answer": rng.integers(0, levels, size=rows * 40)})


def by_hand(table: pd.DataFrame, path: Path) -> None:
    """From table to file by hand: stacked shares, the axes left to fit themselves, a tight box around it all."""
    shares = table.groupby("item", sort=False)["answer"].value_counts(normalize=True).unstack(fill_value=0)
    figure = Figure(figsize=(960 / 72, 540 / 72), layout="tight")
    ax = figure.add_subplot()
    left = np.zeros(len(shares))
    for level, colour in zip(shares.columns, COLOURS, strict=True):
        bars = ax.barh(shares.index, shares[level], left=left, color=colour)
        ax.bar_label(bars, fmt="{:.0%}", label_type="center", fontsize=11)
        left += shares[level].to_numpy()
    ax.set_title(TITLE)
    figure.savefig(path, dpi=144, bbox_inches="tight")


def by_seaborn(table: pd.DataFrame, path: Path) -> None:
    """From table to file with seaborn: shares of each answer, a row an item, a tight box around it all."""
    import seaborn

    figure = Figure(figsize=(960 / 72, 540 / 72), layout="tight")
    ax = figure.add_subplot()
    look = {"multiple": "fill", "palette": list(COLOURS), "shrink": 0.8}
    seaborn.histplot(data=table, y="item", hue="answer", discrete=True, ax=ax, **look)
    ax.set_title(TITLE)
    figure.savefig(path, dpi=144, bbox_inches="tight")


def by_kit(table: pd.DataFrame, path: Path) -> None:
    """From the same table to file by the kit: counted, split where a page is full, drawn, checked, described."""
    counts = table.groupby(["item", "answer"], sort=False).size().rename("n").reset_index()
    counts = counts.assign(
        study="s", wave="start", party="p", state="answered", value=counts["answer"] * 25.0
    )
    counts["answer"] = pd.Categorical(counts["answer"].map(WORDS.__getitem__), WORDS, ordered=True)
    texts = {"p": "Alle", "start": "førmåling", **{item: item for item in table["item"].unique()}}

    def plot(part: pd.DataFrame) -> Axes:
        return plot_likert(part, labels=texts)

    for number, (_, ax) in enumerate(draw_rows(counts, plot)):
        save_chart(ax, path.with_stem(f"road-{number}"), title=TITLE, mode="dialogue")


def compare_roads(folder: Path) -> None:
    """Print the two roads' medians."""
    table, path = answers(), folder / "road.png"
    roads = {"by hand": by_hand, "evalkit": by_kit}
    if importlib.util.find_spec("seaborn"):
        roads["seaborn"] = by_seaborn
    times: dict[str, list[float]] = {name: [] for name in roads}
    for _ in range(ROUNDS):
        for name, road in roads.items():
            begun = time.process_time()
            road(table, path)
            times[name].append(time.process_time() - begun)
    told = {name: statistics.median(found[1:]) for name, found in times.items()}
    pages = len(list(folder.glob("road-*.png")))
    one = ", ".join(f"{name} {told[name]:.2f} s for one" for name in roads if name != "evalkit")
    print(f"table to file: evalkit {told['evalkit']:.2f} s for {pages} pages, {one}")


def main() -> None:
    """Print one line for each format."""
    import warnings

    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("png", "svg", "pdf"):
            figure, path = likert(), Path(folder) / f"chart.{ending}"
            for save in (plain, ours):
                save(figure, path)
            times = [(seconds(plain, figure, path), seconds(ours, figure, path)) for _ in range(ROUNDS)]
            by_hand, kit = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{ending}: {kit:.3f} s / {by_hand:.3f} s = {kit / by_hand:.2f} (limit {LIMIT})")
        compare_roads(Path(folder))


if __name__ == "__main__":
    main()
