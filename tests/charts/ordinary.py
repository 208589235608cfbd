"""Ordinary figures of the kinds that analysts and seaborn draw, sound and at slide size, made from small data."""

import datetime as dt

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from evalkit.charts.colours import contrast

PURPLE, ORANGE, INK = "#542788", "#b35806", "#1a1a1a"
MONTHS = ["januar", "februar", "marts", "april", "maj", "juni"]


def page(rows=1, columns=1, **options):
    """A slide's page with readable type, its parts laid out by matplotlib."""
    figure = Figure(figsize=(13.333, 7.5), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    for ax in axes.flat:
        ax.tick_params(labelsize=12)
        ax.set_xlabel("Måling", fontsize=13)
        ax.set_ylabel("Antal cyklister", fontsize=13)
        ax.set_title("Cyklister ved vejarbejde", fontsize=16)
    return figure, axes


def readable(colour):
    """The ink that reads best on a colour: what seaborn chooses for the numbers of a heatmap."""
    return max(("white", INK), key=lambda ink: contrast(ink, to_hex(colour)))


def lines():
    figure, ((ax,),) = page()
    ax.plot(MONTHS, [3, 5, 4, 8, 9, 12], color=PURPLE, marker="o", label="Njalsgade")
    ax.plot(MONTHS, [2, 2, 5, 5, 6, 4], color=ORANGE, marker="s", linestyle="--", label="Havnegade")
    ax.legend(fontsize=12)
    return figure


def bars():
    figure, ((ax,),) = page()
    drawn = ax.bar(MONTHS, [3, 5, 4, 8, 9, 12], color=PURPLE)
    ax.bar_label(drawn, fontsize=12, padding=3)
    return figure


def grouped_bars():
    figure, ((ax,),) = page()
    at = np.arange(6)
    for n, (name, colour) in enumerate((("før", PURPLE), ("efter", ORANGE))):
        ax.bar(at + 0.4 * n, [3, 5, 4, 8, 9, 12][:: 1 - 2 * n], 0.4, color=colour, label=name)
    ax.set_xticks(at + 0.2, MONTHS)
    ax.legend(fontsize=12, title="Hvornår", title_fontsize=12)
    return figure


def stacked_bars():
    figure, ((ax,),) = page()
    left = np.zeros(6)
    for counts, colour, ink in (
        ([3, 5, 4, 8, 9, 12], PURPLE, "white"),
        ([4, 4, 6, 2, 3, 3], "#f1a340", INK),
        ([3, 1, 5, 5, 3, 2], "#e6e6e6", INK),
    ):
        drawn = ax.barh(MONTHS, counts, left=left, color=colour, edgecolor="#595959")
        ax.bar_label(drawn, label_type="center", color=ink, fontsize=12)
        left += counts
    return figure


def points():
    figure, ((ax,),) = page()
    draw = np.random.default_rng(1)
    ax.scatter(draw.normal(size=200), draw.normal(size=200), c=PURPLE, s=30)
    ax.axhline(0, color="#888888", linewidth=1)
    return figure


def histogram():
    figure, ((ax,),) = page()
    ax.hist(np.random.default_rng(1).normal(size=400), bins=20, color=PURPLE, edgecolor="white")
    return figure


def boxes():
    figure, ((ax,),) = page()
    draw = np.random.default_rng(2)
    ax.boxplot([draw.normal(n, 1, 40) for n in range(6)], tick_labels=MONTHS, medianprops={"color": PURPLE})
    return figure


def violins():
    figure, ((ax,),) = page()
    draw = np.random.default_rng(2)
    ax.violinplot([draw.normal(n, 1, 40) for n in range(6)], showmedians=True)
    return figure


def heat():
    figure, ((ax,),) = page()
    table = np.random.default_rng(1).integers(0, 20, (5, 6))
    image = ax.imshow(table, cmap="Purples", vmin=0, vmax=20, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        ink = readable(image.to_rgba(value))
        ax.text(column, row, value, ha="center", va="center", fontsize=12, color=ink)
    ax.set_xticks(range(6), MONTHS)
    figure.colorbar(image, ax=ax).ax.tick_params(labelsize=12)
    return figure


def mesh():
    """What seaborn's heatmap draws: a mesh, each cell with its number."""
    figure, ((ax,),) = page()
    table = np.random.default_rng(1).choice([0, 2, 4, 15, 18, 20], (5, 6))  # the ends of a scale
    drawn = ax.pcolormesh(table, cmap="viridis", vmin=0, vmax=20, edgecolor="white")
    for (row, column), value in np.ndenumerate(table):
        ink = readable(drawn.to_rgba(value))
        ax.text(column + 0.5, row + 0.5, value, ha="center", va="center", fontsize=12, color=ink)
    return figure


def errors():
    figure, ((ax,),) = page()
    ax.errorbar(MONTHS, [3, 5, 4, 8, 9, 12], yerr=1.2, fmt="o", color=PURPLE, capsize=4)
    return figure


def bands():
    figure, ((ax,),) = page()
    x = np.linspace(0, 10)
    ax.plot(x, np.sin(x), color=PURPLE)
    ax.fill_between(x, np.sin(x) - 0.3, np.sin(x) + 0.3, color=PURPLE, alpha=0.2)
    ax.text(5, 0.8, "95 %-interval", fontsize=12)
    return figure


def dates():
    figure, ((ax,),) = page()
    days = [dt.date(2016, 8, 1) + dt.timedelta(days=14 * n) for n in range(14)]
    ax.step(days, np.arange(14) % 5, color=PURPLE, where="post")
    figure.autofmt_xdate()
    return figure


def facets():
    figure, axes = page(2, 3, sharex=True, sharey=True)
    for n, ax in enumerate(axes.flat):
        ax.set_title(MONTHS[n], fontsize=14)
        ax.plot([1, 2, 3], [n, 2, 3], color=PURPLE)
        ax.label_outer()
    figure.suptitle("Seks måneder", fontsize=18)
    return figure


def twins():
    figure, ((ax,),) = page()
    ax.bar(MONTHS, [3, 5, 4, 8, 9, 12], color="#998ec3", edgecolor=PURPLE)
    other = ax.twinx()
    other.plot(MONTHS, [30, 20, 50, 10, 20, 40], color=ORANGE)
    other.set_ylabel("Biler", fontsize=13)
    other.tick_params(labelsize=12)
    return figure


def arrows():
    figure, ((ax,),) = page()
    ax.plot(MONTHS, [3, 5, 4, 8, 9, 12], color=PURPLE)
    ax.annotate("hegnet rykkes", ("april", 8), ("februar", 10), fontsize=13, arrowprops={"arrowstyle": "->"})
    return figure


def shares():
    figure, ((ax,),) = page()
    ax.pie(
        [40, 35, 25],
        labels=["enig", "hverken", "uenig"],
        autopct="%d %%",
        colors=["#998ec3", "#e6e6e6", "#f1a340"],
        textprops={"fontsize": 13},
        wedgeprops={"edgecolor": "#595959"},
    )
    return figure


def slanted_names():
    """Names that stand slanted, close together: their boxes overlap, their letters don't."""
    figure, ((ax,),) = page()
    ax.bar(range(24), np.arange(24) % 7 + 1, color=PURPLE)
    names = [f"Distrikt {month} nord" for month in MONTHS * 4]
    ax.set_xticks(range(24), names, rotation=45, ha="right", rotation_mode="anchor")
    return figure


def turned_mesh():
    """What seaborn's heatmap draws: the first row on top."""
    figure = mesh()
    figure.axes[0].invert_yaxis()
    return figure


def reading_bands():
    """A pale band behind the time something lasted, and a pale line to read by."""
    figure = lines()
    figure.axes[0].axvspan(1, 3, color="#eeeeee", zorder=0)
    figure.axes[0].axhline(6, color="#dddddd")
    return figure


def switched_off():
    """Axes without an axis, laid over others: seaborn's pairplot has them along its diagonal."""
    figure = lines()
    over = figure.add_axes((0.9, 0.2, 0.099, 0.5))
    over.set(xlim=(1000, 90_000))
    over.set_axis_off()
    return figure


def bars_of_many():
    figure, ((ax,),) = page()
    ax.barh(
        [f"Man respekterer gensidigt hinandens fagområde, {month}" for month in MONTHS],
        range(6, 12),
        color=PURPLE,
    )
    ax.invert_yaxis()
    return figure


def few_decades():
    """A log axis so short that its small ticks are named too."""
    figure, ((ax,),) = page()
    ax.loglog([1, 2, 4, 8], [1, 3, 5, 9], color=PURPLE, marker="o")
    ax.tick_params(which="both", labelsize=12)
    return figure


ORDINARY = {
    draw.__name__: draw
    for draw in (
        lines, bars, grouped_bars, stacked_bars, points, histogram, boxes, violins, heat, mesh, errors, bands, dates, facets,
        twins, arrows, shares, slanted_names, turned_mesh, reading_bands, switched_off, bars_of_many, few_decades,
    )
}  # fmt: skip
