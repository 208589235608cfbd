"""Saving a 1920 x 1080 chart of 30 rows x 5 levels, beside plain matplotlib saving the same artists.

Both write the same title, subtitle, footer and chart at the same size, in turns, in one run; what is printed is the
ratio of the medians. evalkit also checks the page and writes the description. Run it on an idle machine:

    python benchmarks/export_pictures.py
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from evalkit.export.pages import Texts, page_around, sheet_of
from evalkit.export.pictures import _SETTINGS, save_chart

LIMIT, ROUNDS = 1.1, 9
TITLE, SUBTITLE = "De fleste er enige i det meste", "Antal svar for hver part"
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
    begun = time.perf_counter()
    save(figure, path)
    return time.perf_counter() - begun


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


if __name__ == "__main__":
    main()
