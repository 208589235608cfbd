"""The torture set: every chart of every case passes its own check, is split over pages, or says what is wrong."""

import pytest

from evalkit.charts import check_chart, describe_chart
from evalkit.charts.sheet import key_of
from evalkit.errors import EvalkitError

from .torture import ARGUMENTS, CASES, FORTY, pages

# What can't be drawn, and what is said instead; everything else is drawn, on as many pages as it takes.
NOTHING = "there are no answers to draw: nobody gave any"
TOO_TALL = "alone is taller than a page. Shorten the texts of column 'site'"
ERRORS = {
    ("likert", "all_missing", "dialogue"): NOTHING,
    ("logbook", "all_missing", "dialogue"): "no logbook entry has a day",
    ("logbook", "all_missing", "report"): "no logbook entry has a day",
    ("trials", "long_labels", "dialogue"): TOO_TALL,
    ("trials", "long_labels", "report"): TOO_TALL,
    **{
        (chart, "forty_studies", mode): "the table holds 40 studies"
        for chart in ARGUMENTS
        for mode in ("dialogue", "report")
        if chart != "portfolio"
    },
}


@pytest.mark.parametrize(("lang", "mode"), [("da", "dialogue"), ("en", "report")])
@pytest.mark.parametrize("case", [*CASES, "forty_studies"])
@pytest.mark.parametrize("chart", ARGUMENTS)
def test_is_right_or_says_what_is_wrong(chart, case, lang, mode):
    message = ERRORS.get((chart, case, mode))
    if message:
        with pytest.raises(EvalkitError, match=message):
            pages(chart, case, lang, mode)
        return
    drawn = pages(chart, case, lang, mode)
    assert [finding for _, ax in drawn for finding in check_chart(ax.figure)] == []
    rows = [key_of(text) for _, ax in drawn for text in ax.texts if key_of(text)[0] == "label"]
    assert rows
    if case != "forty_studies":  # whose pages have the same rows, of other studies
        assert len(rows) == len(set(rows))
    assert all(20 < len(describe_chart(ax, lang)) <= 250 for _, ax in drawn)


def test_forty_studies_are_each_drawn_once():
    studies = [
        key_of(text)[1]
        for _, ax in pages("portfolio", "forty_studies", "da", "report")
        for text in ax.texts
        if key_of(text)[0] == "legend"
    ]
    assert studies == list(FORTY)


def test_thirty_items_take_three_pages_and_none_is_lost():
    drawn = pages("profile", "thirty_items", "da", "report")
    assert [part["criterion"].nunique() for part, _ in drawn] == [10, 10, 10]
