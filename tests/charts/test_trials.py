"""Trials: what stands below the rows, and that no line goes through a title."""

import pytest

from evalkit import describe_chart, plot_trials
from evalkit.charts.sheet import key_of
from evalkit.errors import NothingToShow

BOUND = {"da": "ensidig 95 %-grænse", "en": "a one-sided 95% bound"}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_bound_is_explained_where_there_is_one(tables, lang):
    table = tables.trials()
    told = [
        BOUND[lang] in describe_chart(plot_trials(part, labels=tables.labels, lang=lang), lang, long=True)
        for part in (table[table["bound"].eq("")], table)
    ]
    assert told == [False, True]


def test_a_bound_of_two_sessions_is_very_uncertain_too(tables):
    table = tables.trials().assign(comparison=lambda t: t["comparison"].replace("compared", "very_uncertain"))
    assert table["bound"].eq("upper").any()
    ax = plot_trials(table, labels=tables.labels)
    told = [text.get_text() for text in ax.texts if text.get_text().startswith("højst")]
    assert told
    assert all(text.endswith("meget usikkert") for text in told)


def test_the_line_at_nought_stops_below_each_title(tables):
    ax = plot_trials(tables.trials(), labels=tables.labels)
    lines = sorted(sorted(line.get_ydata()) for line in ax.lines if key_of(line)[0] == "zero")
    titles = sorted(text.get_position()[1] for text in ax.texts if key_of(text)[0] == "block")
    assert len(lines) == len(titles) > 1
    assert all(title < first for title, (first, _) in zip(titles, lines, strict=True))
    assert all(last < title for title, (_, last) in zip(titles[1:], lines, strict=False))


def test_where_nothing_was_counted_there_is_nothing_to_draw(tables):
    with pytest.raises(NothingToShow, match="nothing was counted at any site"):
        plot_trials(tables.trials().iloc[:0], labels=tables.labels)
