"""The card: what was computed and what the parties agreed, side by side, as large as there is room for."""

import datetime as dt

import pytest

from evalkit.charts import check_chart, describe_chart, plot_scorecard
from evalkit.charts.layout import BODY, TooManyRows, draw_rows
from evalkit.charts.sheet import key_of


def texts(ax, role):
    return {key_of(t)[2]: " ".join(t.get_text().split()) for t in ax.texts if key_of(t)[0] == role}


def agreed(verdicts):
    days = [dt.date(2016, 12, 5)] * 2 + [None] * 8
    return verdicts.assign(agreed=["partly", "fulfilled", *[None] * 8], agreed_on=days)


def test_what_the_parties_agreed_stands_below_what_was_computed(tables):
    ax = plot_scorecard(agreed(tables.verdicts(shown=True)), labels=tables.labels)
    assert texts(ax, "verdict")["before.shared_start"] == "opfyldt"
    assert texts(ax, "agreed") == {
        "before.shared_start": "parternes fælles vurdering 5. december 2016: delvist opfyldt",
        "before.clear_purpose": "parternes fælles vurdering 5. december 2016: opfyldt",
    }
    assert check_chart(ax.figure) == []


def test_what_was_agreed_is_said_in_the_long_text_and_not_counted_in_the_short_one(tables):
    plain, ax = (
        plot_scorecard(table, labels=tables.labels, lang="en")
        for table in (tables.verdicts(shown=True), agreed(tables.verdicts(shown=True)))
    )
    assert "the parties' shared judgement, 5 December 2016: partly fulfilled" in describe_chart(
        ax, "en", long=True
    )
    assert describe_chart(ax, "en") == describe_chart(plain, "en")


def test_few_criteria_are_written_larger(tables):
    few = tables.verdicts(shown=True).iloc[[0, 3, 7]]
    sizes = [
        max(
            t.get_fontsize()
            for t in plot_scorecard(table, labels=tables.labels).texts
            if key_of(t)[0] == "label"
        )
        for table in (few, tables.verdicts(shown=True).pipe(agreed).assign(reason="HR&OU 52 (3 af 6) " * 7))
    ]
    assert sizes == [15.0, 12.0]


def test_a_phase_by_itself_takes_three_columns(tables):
    before = tables.verdicts(shown=True).iloc[:3]
    ax = plot_scorecard(before, labels=tables.labels)
    lefts = {round(t.get_position()[0]) for t in ax.texts if key_of(t)[0] == "label"}
    assert len(lefts) == 3
    assert list(texts(ax, "phase")) == ["before"]


def test_too_many_parties_are_split_by_phase(tables):
    verdicts, scores = tables.verdicts(), tables.scores(("a", "b", "c", "d", "e"))
    with pytest.raises(
        TooManyRows, match="3 rows don't fit on one page, 1 do. Draw fewer: choose some of column 'phase'"
    ):
        plot_scorecard(verdicts, scores, labels=tables.labels)
    pages = draw_rows(verdicts, lambda part: plot_scorecard(part, scores, labels=tables.labels))
    assert [sorted(part["phase"].unique()) for part, _ in pages] == [["before"], ["during"], ["after"]]
    assert all(72 * ax.figure.get_size_inches()[1] <= BODY[3] + 0.01 for _, ax in pages)


def test_a_number_in_a_criterions_full_name_may_stand_in_the_title(tables):
    labels = {**tables.labels, "before.shared_start": "Fælles afsæt fra 2016"}
    ax = plot_scorecard(tables.verdicts(shown=True), labels=labels)
    ax.figure.text(
        0.1, 0.9, "»Fælles afsæt fra 2016« er opfyldt, CO2 er det ikke", fontsize=22, color="#1a1a1a00"
    )
    assert not any("isn't drawn" in finding for finding in check_chart(ax.figure))


def test_long_party_names_stand_once_above_the_card_before_the_marks_are_given_up(tables):
    names = {"a": "Analyse, udvikling og digitalisering", "b": "Ejendomsfolk, viceværter og skraldefolk"}
    ax = plot_scorecard(tables.verdicts(), tables.scores(("a", "b")), labels={**tables.labels, **names})
    assert sorted(t.get_text() for t in ax.texts if key_of(t)[0] == "legend") == sorted(names.values())
    marks = [t for t in ax.texts if key_of(t)[0] == "mark"]
    assert len(marks) == 16  # two criteria of the ten are not due or not asked
    assert not any(name in t.get_text() for t in marks for name in names.values())
    assert check_chart(ax.figure) == []
    assert f"{names['a']}: " in describe_chart(ax, "da", long=True)
