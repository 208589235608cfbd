"""Measured once, a text is as large as matplotlib says, and what is written is the same to the byte."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from evalkit.charts.measuring import extents, measured_once
from evalkit.charts.reading import texts_of


@pytest.fixture
def figure():
    """Texts of every kind that matplotlib places in a way of its own."""
    figure = Figure(figsize=(8, 5))
    ax = figure.add_subplot()
    ax.bar(["æble", "pære", "grød"], [3, 1, 2])
    ax.set(xlabel="frugt", ylabel="antal", title="Hvad blev spist?")
    ax.tick_params(axis="x", rotation=30)
    for n, (ha, va) in enumerate((("left", "top"), ("right", "bottom"), ("center", "center_baseline"))):
        ax.text(n, 1, "12", ha=ha, va=va)
        ax.text(n, 2, "to\nlinjer, den anden lang", ha=ha, va=va, rotation=45 * n, multialignment="right")
    ax.text(0.5, 0.5, "drejet", rotation=30, transform_rotates_text=True)
    ax.annotate("pil", (1, 1), (2, 2.5), arrowprops={"arrowstyle": "->"})
    ax.text(1, 0.5, "en tekst der brydes, hvor siden ender, og derfor er længere", wrap=True)
    figure.text(0.5, 0.01, r"$\frac{a}{b}$")
    return figure


def test_texts_are_as_large_as_matplotlib_says(figure):
    figure.draw_without_rendering()
    texts = texts_of(figure)
    told = np.array([text.get_window_extent().extents for text in texts])
    assert len(texts) > 15
    assert extents(texts) == pytest.approx(told)


@pytest.mark.parametrize("format", ["svg", "png"])
def test_what_is_written_is_the_same_to_the_byte(figure, format):
    def saved():
        buffer = io.BytesIO()
        with mpl.rc_context({"svg.hashsalt": "evalkit", "svg.fonttype": "none"}):
            figure.savefig(buffer, format=format, metadata={"Date": None} if format == "svg" else None)
        return buffer.getvalue()

    plain = saved()
    with measured_once():
        assert saved() == plain


def test_a_text_that_changes_is_measured_again(figure):
    text = figure.text(0.1, 0.5, "kort")
    with measured_once():
        short = extents([text])
        text.set_text("meget længere end før")
        longer = extents([text])
        text.set_fontsize(30)
        larger = extents([text])
    widths = [boxes[0, 2] - boxes[0, 0] for boxes in (short, longer, larger)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_matplotlib_is_given_back_as_it_was():
    before = Text._get_layout
    with pytest.raises(ZeroDivisionError), measured_once():
        _ = 1 / 0
    assert Text._get_layout is before
