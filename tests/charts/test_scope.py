"""The sheet and the card say every answer, fit on their page, and are checked like every chart."""

import pytest

from evalkit.charts import check_chart, describe_chart, plot_scope, plot_scope_outcome
from evalkit.charts.layout import TooManyRows
from evalkit.framework import scope_questions
from evalkit.scope import parse_scope
from evalkit.scoping import compare_scope


def texts(ax):
    return " ".join(" ".join(text.get_text().split()) for text in ax.texts)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_empty_sheet_asks_every_question_and_leaves_a_line_for_each(lang):
    ax = plot_scope(lang=lang)
    for question in scope_questions():
        assert question.text[lang] in texts(ax)
    rules = [line for line in ax.lines if str(line.get_gid()).startswith("evalkit:rule")]
    assert len(rules) >= len(scope_questions())
    assert check_chart(ax.figure) == []


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_filled_sheet_says_every_answer_and_what_is_open(roadworks, lang):
    ax = plot_scope(roadworks.scope, labels=roadworks, lang=lang)
    assert "Tælleskema og filmguide, 26-08-2016" in texts(ax)
    assert ("åbent" if lang == "da" else "open") in texts(ax)
    assert "version 2" in texts(ax)
    assert check_chart(ax.figure) == []
    assert "Hegnsplan" in describe_chart(ax, lang, long=True)


def test_a_scope_longer_than_a_page_is_an_error_and_never_cut():
    scope = parse_scope({"schema": 1, "purpose": "Et langt formål. " * 400}, ["a", "b"])
    with pytest.raises(TooManyRows):
        plot_scope(scope, labels={"a": "A", "b": "B"})


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("mode", ["report", "dialogue"])
def test_the_card_has_two_columns_and_a_watermark_in_the_room(roadworks, lang, mode):
    table = compare_scope(roadworks, mode=mode, lang=lang)
    ax = plot_scope_outcome(table, labels=roadworks, lang=lang)
    for cell in [*table["frozen"], *table["happened"]]:
        assert cell in texts(ax)
    marked = any(text.get_gid() == "evalkit:dialogue" for text in ax.texts)
    assert marked is (mode == "dialogue")
    assert check_chart(ax.figure) == []
