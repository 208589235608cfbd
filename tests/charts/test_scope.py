"""The sheet and the card say every answer, fit on their page, and are checked like every chart."""

import pytest

from evalkit.charts import check_chart, describe_chart, plot_scope, plot_scope_outcome
from evalkit.charts.layout import TooManyRows, new_axes
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
    day = "26-08-2016" if lang == "da" else "26 Aug 2016"
    assert f"Tælleskema og filmguide, {day}" in texts(ax)
    assert ("åbent" if lang == "da" else "open") in texts(ax)
    assert "version 2" in texts(ax)
    assert check_chart(ax.figure) == []
    assert "Hegnsplan" in describe_chart(ax, lang, long=True)


def writing_lines(ax, question):
    return [
        line
        for line in ax.lines
        if str(line.get_gid()).startswith("evalkit:rule:")
        and question in line.get_gid()
        and "::" not in line.get_gid()
    ]


def test_an_open_question_has_lines_to_write_on_and_an_answered_one_has_none():
    answered = {"purpose": "Et formål", "demand": {"a": "Direktøren"}}
    scope = parse_scope({"schema": 1, **answered}, ["a", "b"])
    ax = plot_scope(scope, labels={"a": "A", "b": "B"}, ax=new_axes(880, 540))
    assert writing_lines(ax, "purpose") == []
    assert len(writing_lines(ax, "demand")) >= 1
    assert len(writing_lines(ax, "support")) >= 1


@pytest.mark.parametrize("height", [400, 540])
@pytest.mark.parametrize("filled", [True, False])
def test_the_sheet_fills_its_page_and_every_party_has_a_line_to_sign_on(roadworks, height, filled):
    scope = roadworks.scope if filled else parse_scope({}, ["hrou", "staff"])
    ax = plot_scope(scope, labels=roadworks, ax=new_axes(880, height))
    to_points = ax.transData + ax.figure.dpi_scale_trans.inverted()
    lowest = min(to_points.transform((0, text._y))[1] for text in ax.texts) * 72
    assert lowest < 20
    for who in ("HR&OU: dato og underskrift", "Fagmedarbejdere: dato og underskrift"):
        assert who in texts(ax)
    assert check_chart(ax.figure) == []


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
