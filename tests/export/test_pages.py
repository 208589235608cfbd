"""A page has its exact size, and the chart on it is the user's own, untouched."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from evalkit.errors import EvalkitError
from evalkit.export.pages import SHEETS, Texts, page_around, sheet_of


def chart(layout=None, gid=None):
    figure = Figure(figsize=(6, 4), dpi=90, layout=layout)
    ax = figure.add_subplot()
    ax.plot([1, 2, 3], [2, 1, 3], gid=gid)
    ax.set_xlabel("tid")
    return figure


def state_of(figure):
    ax = figure.axes[0]
    positions = [ax.get_position(original=which).bounds for which in (True, False)]
    return [
        tuple(figure.get_size_inches()),
        figure.dpi,
        figure.get_layout_engine(),
        *positions,
        figure.bbox.bounds,
    ]


@pytest.mark.parametrize("layout", [None, "tight", "constrained"])
def test_the_users_figure_is_as_it_was(layout):
    figure = chart(layout)
    before = state_of(figure)
    with page_around(figure, Texts("Titel", "Undertitel", "Kilde"), SHEETS[""]) as page:
        page.canvas.draw()
        assert state_of(figure) != before
    assert state_of(figure) == before


def test_the_users_figure_is_as_it_was_after_an_error():
    figure = chart()
    before = state_of(figure)
    with pytest.raises(ZeroDivisionError), page_around(figure, Texts(), SHEETS[""]):
        1 / 0  # noqa: B018
    assert state_of(figure) == before


@pytest.mark.parametrize(
    ("name", "pixels"),
    [
        ("card.png", (1920, 1080)),
        ("card@2x.png", (3840, 2160)),
        ("card@half.png", (960, 540)),
        ("c@a4.png", (3508, 2480)),
    ],
)
def test_the_page_is_exactly_as_large_as_it_says(name, pixels):
    with page_around(chart(), Texts("Titel"), sheet_of(name)) as page:
        page.canvas.draw()
        assert np.asarray(page.canvas.buffer_rgba()).shape[1::-1] == pixels


def test_another_size_is_an_error():
    with pytest.raises(EvalkitError, match=r"'@3x' is not a page size.*@2x"):
        sheet_of("card@3x.png")


def test_the_chart_stands_between_title_and_footer():
    with page_around(chart(), Texts("Titel", "Undertitel", "Kilde"), SHEETS[""]) as page:
        renderer = page.canvas.get_renderer()
        title, subtitle, footer = (text.get_window_extent(renderer) for text in page.texts)
        box = page.artists[0].get_window_extent(renderer)
    assert title.y0 > subtitle.y1 > subtitle.y0 > box.y1
    assert footer.y1 < box.y0


def test_a_long_title_is_broken_and_never_cut():
    title = "Der er enighed om det meste, men mindre om hvem der ejer slutproduktet og hvem der skal handle på det"
    with page_around(chart(), Texts(title), SHEETS[""]) as page:
        lines = [text.get_text() for text in page.texts]
        right = max(text.get_window_extent().x1 for text in page.texts)
    assert " ".join(lines) == title
    assert len(lines) == 2
    assert right < 1920 - 2 * 40


def test_money_in_a_title_is_not_mathematics():
    with page_around(chart(), Texts("Fra $10 til $20"), SHEETS[""]) as page:
        assert [text.get_parse_math() for text in page.texts] == [False]


def test_a_chart_of_ours_keeps_its_size_and_any_other_fills_the_page():
    for gid, inches in ((None, (880 / 72, None)), ("evalkit:dot:a:b", (6, 4))):
        figure = chart(gid=gid)
        with page_around(figure, Texts("Titel"), SHEETS[""]):
            width, height = figure.bbox_inches.size
        assert width == pytest.approx(inches[0])
        assert inches[1] is None or height == pytest.approx(inches[1])


def test_a_chart_of_ours_that_would_not_fit_is_an_error():
    figure = chart(gid="evalkit:dot:a:b")
    figure.set_size_inches(12, 6.4)
    with (
        pytest.raises(EvalkitError, match="don't fit on the page"),
        page_around(figure, Texts("x"), SHEETS[""]),
    ):
        pass


def test_what_a_long_footer_takes_a_short_title_leaves():
    figure = chart(gid="evalkit:dot:a:b")
    figure.set_size_inches(880 / 72, 400 / 72)
    with page_around(figure, Texts("Titel", footer="Kilde: " + "en lang kilde " * 30), SHEETS[""]) as page:
        assert sum(text.get_fontsize() == 11 for text in page.texts) == 3
        assert figure.bbox_inches.size[1] == pytest.approx(400 / 72)
