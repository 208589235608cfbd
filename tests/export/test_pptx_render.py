"""LibreOffice shows the same words in the same places as the PNG of the same figure."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from matplotlib.text import Text

from .pptx_help import need_office, page, rendered, words_in

pytestmark = pytest.mark.office
SHARE = 0.02  # of the page, either way


def _label(row: int) -> str:
    return f"Udsagn{row} om{row} dialogen{row}\nog{row} respekten{row} for{row} faget{row}"


def _chart():
    figure = page()
    axes = figure.add_axes((0.3, 0.2, 0.6, 0.6))
    rng = np.random.default_rng(4)
    left = np.zeros(8)
    for level, colour in enumerate(("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")):
        width = rng.integers(2, 9, 8)
        bars = axes.barh(range(8), width, left=left, color=colour, label=f"Svarmulighed{level}")
        axes.bar_label(bars, [f"n{level}{row}" for row in range(8)], label_type="center", fontsize=11)
        left = left + width
    axes.set_yticks(range(8), [_label(row) for row in range(8)], fontsize=12)
    axes.set(xlim=(0, 40), xticks=[0, 20, 40])
    axes.set_xlabel("Besvarelser i alt", fontsize=12)
    axes.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1.02), fontsize=11)
    figure.text(0.04, 0.94, "Godt undervejs - forskel på ejerskabet", fontsize=22, weight="bold")
    figure.text(0.04, 0.03, "Kilde: spørgeskema, førmåling", fontsize=11)
    figure.text(0.97, 0.5, "Drejet90grader", rotation=90, fontsize=12)
    return figure


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    need_office()
    folder = tmp_path_factory.mktemp("slide")
    figure = _chart()
    figure.savefig(folder / "chart.png")
    figure.savefig(folder / "chart.pptx", metadata={"Description": "alt", "Language": "da"})
    return figure, folder, rendered(folder / "chart.pptx")


def _texts(figure):
    shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [text for text in shown if text.get_window_extent().width > 1]


def test_the_same_words(both):
    figure, _, pdf = both
    drawn = sorted(word for text in _texts(figure) for word in text.get_text().split())
    assert sorted(word for _, word, _ in words_in(pdf)) == drawn


def test_each_text_is_within_two_percent_of_the_page(both):
    figure, _, pdf = both
    found: dict[str, list] = {}
    for _, word, box in words_in(pdf):
        found.setdefault(word, []).append(box)
    compared = 0
    for text in _texts(figure):
        words = text.get_text().split()
        if any(len(found[word]) > 1 for word in words):
            continue
        boxes = np.array([found[word][0] for word in words])
        drawn = text.get_window_extent()
        assert boxes[:, 0].min() == pytest.approx(drawn.x0 / 1920, abs=SHARE)
        assert boxes[:, 2].max() == pytest.approx(drawn.x1 / 1920, abs=SHARE)
        middle = (boxes[:, 1].min() + boxes[:, 3].max()) / 2
        assert middle == pytest.approx(1 - (drawn.y0 + drawn.y1) / 2 / 1080, abs=SHARE)
        compared += 1
    assert compared >= 59


def test_the_areas_are_the_same(both):
    from matplotlib.image import imread

    _, folder, pdf = both
    subprocess.run(["pdftoppm", "-r", "144", "-png", "-singlefile", pdf, folder / "lo"], check=True)
    theirs = imread(folder / "lo.png")[:1080, :1920, :3]
    ours = imread(folder / "chart.png")[..., :3]
    purple = np.array([0x54, 0x27, 0x88]) / 255
    for row in range(300, 800, 7):
        drawn, shown = (
            np.flatnonzero(np.abs(image[row] - purple).max(axis=1) < 0.02) for image in (ours, theirs)
        )
        assert len(drawn) == pytest.approx(len(shown), abs=10)
        if len(drawn) > 20:
            assert (drawn[0], drawn[-1]) == pytest.approx((shown[0], shown[-1]), abs=2)
