from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from evalkit.charts import plot_likert, plot_portfolio
from evalkit.charts.layout import HYPHEN, TooManyRows, draw_rows, rows_that_fit, text_width, wrap
from evalkit.charts.reading import plain
from evalkit.charts.slopes import apart
from evalkit.errors import EvalkitError

words = st.lists(st.text("abcæøåÆØÅ-/mW", min_size=1, max_size=40), min_size=1, max_size=14)


def test_text_is_as_wide_as_matplotlib_draws_it():
    figure = Figure(dpi=288)
    text = figure.text(
        0, 0, "Gensidig respekt for hinandens faglighed", fontsize=12, fontfamily="DejaVu Sans"
    )
    drawn = text.get_window_extent(FigureCanvasAgg(figure).get_renderer()).width / 4
    assert text_width(text.get_text(), 12) == pytest.approx(drawn, rel=0.02)


@settings(deadline=None, max_examples=60)
@given(words, st.floats(40, 400))
def test_wrapping_keeps_every_letter_and_the_width(parts, room):
    lines = wrap(" ".join(parts), room)
    assert all(text_width(line) <= room + 1e-6 for line in lines)
    assert "".join(lines).replace(HYPHEN, "").replace(" ", "") == "".join(parts)


@settings(deadline=None, max_examples=60)
@given(words, st.floats(60, 400))
def test_a_wrapped_text_is_read_back_as_it_was(parts, room):
    text = " ".join(part.strip("-/") or "a" for part in parts)
    assert plain("\n".join(wrap(text, room))) == text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0.5, 100), max_size=30), st.floats(0, 500))
def test_the_rows_that_fit_fit_and_one_more_does_not(heights, room):
    fit = rows_that_fit(heights, room)
    assert sum(heights[:fit]) <= room + 0.02
    assert fit == len(heights) or sum(heights[: fit + 1]) > room


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=5), st.floats(1, 15))
def test_labels_moved_apart_do_not_meet_and_stay_inside(wanted, least):
    placed = sorted(apart(wanted, least, (0, 100)))
    assert all(b - a >= least - 1e-6 for a, b in pairwise(placed))
    assert min(placed) >= -1e-6
    assert max(placed) <= 100 + 1e-6


def test_too_many_rows_says_how_many_fit(tables):
    items = [item.id for item in tables.framework.items]
    with pytest.raises(TooManyRows, match=r"30 rows don't fit on one page, \d+ do\. Draw fewer") as error:
        plot_likert(tables.counts(items=items), labels=tables.labels)
    assert isinstance(error.value, EvalkitError)
    assert 8 <= error.value.fit < 30


def test_all_rows_are_drawn_once_and_in_order(tables):
    items = [item.id for item in tables.framework.items]
    parts = draw_rows(tables.counts(items=items), lambda part: plot_likert(part, labels=tables.labels))
    drawn = [item for part, _ in parts for item in dict.fromkeys(part["item"])]
    assert drawn == items
    assert len(parts) <= 4


def test_forty_studies_are_split_by_study(tables):
    labels = {f"s{n}": f"Projekt nummer {n}" for n in range(40)}
    parts = draw_rows(tables.portfolio(40), lambda part: plot_portfolio(part, labels=labels))
    assert sum(part["study"].nunique() for part, _ in parts) == 40
    assert len(parts) == 4


def test_a_row_taller_than_a_page_is_an_error(tables):
    labels = {**tables.labels, "shared_start_1": "ord " * 900}
    table = tables.counts(items=["shared_start_1"])
    with pytest.raises(
        TooManyRows, match="'shared_start_1' alone is taller than a page. Shorten the texts of column 'item'"
    ):
        draw_rows(table, lambda part: plot_likert(part, labels=labels))
