"""Each finding, from a figure that has just that fault; and silence where there is none."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from evalkit.charts import check_chart, plot_likert, plot_profile, plot_trials


@pytest.fixture
def figure():
    figure, ax = plt.subplots(figsize=(12, 6))
    ax.tick_params(labelsize=12)
    ax.bar(["a", "b"], [1, 2], color="#542788")
    return figure


@pytest.fixture
def ax(figure):
    return figure.axes[0]


@pytest.fixture
def profile(tables):
    return plot_profile(tables.scores(shown=True), tables.verdicts(shown=True), labels=tables.labels)


def test_a_sound_figure_of_anybodys_passes(figure):
    assert check_chart(figure) == []


def test_text_over_the_edge(figure, ax):
    figure.text(0.99, 0.5, "mindre godt", fontsize=14)
    assert check_chart(figure) == ["text 'mindre godt' is clipped at the right"]


def test_text_clipped_by_its_axes(ax):
    ax.text(1.3, 1.99, "en lang tekst som går ud over kanten", fontsize=12, clip_on=True)
    assert any("is clipped at the right" in finding for finding in check_chart(ax))


def test_text_cut_with_an_ellipsis(figure):
    figure.text(0.2, 0.95, "Man respekterer gen\u2026", fontsize=12)
    assert check_chart(figure) == ["text 'Man respekterer gen\u2026' looks cut: it ends with an ellipsis"]


def test_overlapping_text(figure):
    figure.text(0.3, 0.95, "Førmåling", fontsize=12)
    figure.text(0.32, 0.95, "Eftermåling", fontsize=12)
    assert check_chart(figure) == ["text 'Førmåling' overlaps text 'Eftermåling'"]


def test_small_text(figure):
    figure.text(0.3, 0.95, "Kilde", fontsize=8)
    assert check_chart(figure) == ["text 'Kilde' is under 11 points, down to 8"]


def test_pale_text_on_the_page(figure):
    figure.text(0.3, 0.95, "Kilde", fontsize=12, color="#aaaaaa")
    assert check_chart(figure) == ["text 'Kilde' has contrast 2.3 to its background, under 4.5"]


def test_pale_text_on_a_bar(ax):
    ax.text(1, 1, "2", fontsize=12, color="#333333", ha="center")
    assert any("has contrast" in finding for finding in check_chart(ax))


def test_white_text_on_a_dark_bar_is_fine(ax):
    ax.text(1, 1, "2", fontsize=12, color="white", ha="center")
    assert check_chart(ax) == []


def test_pale_marks_need_an_outline(ax):
    bars = ax.bar(["c"], [1], color="#eeeeee")
    assert check_chart(ax) == ["a Rectangle in #eeeeee has contrast under 3 and no outline"]
    bars[0].set_edgecolor("#333333")
    assert check_chart(ax) == []


def test_a_foreign_figure_is_not_asked_for_the_kits_promises(ax):
    ax.set_title("Effekten er 99 %", fontsize=14)
    assert check_chart(ax) == []


def test_significant_is_never_said(profile):
    profile.set_title("En signifikant forskel", fontsize=16)
    assert any("says significant" in finding for finding in check_chart(profile))


def test_a_number_in_the_title_that_is_not_drawn(profile):
    profile.figure.text(0.1, 0.9, "Ejerskabet er 777", fontsize=22, alpha=1)
    assert "the title says 777, which isn't drawn" in check_chart(profile)


def test_the_year_of_a_month_in_the_title_is_no_figure(profile):
    profile.figure.text(0.1, 0.9, "Logbogen fra december 2025 til 777", fontsize=22, alpha=1)
    assert [f for f in check_chart(profile) if "the title says" in f] == [
        "the title says 777, which isn't drawn"
    ]


def test_a_missing_n(profile):
    n = next(t for t in profile.texts if t.get_gid() == "evalkit:n:b:before.clear_purpose")
    n.remove()
    assert "b, before.clear_purpose is drawn without its n" in check_chart(profile)


def test_meaning_by_colour_alone(profile):
    for line in profile.lines:
        if ":b:" in str(line.get_gid()) and ":score:" in str(line.get_gid()):
            line.set_marker("o")
    assert "a, b differ by colour alone" in check_chart(profile)


def test_a_verdict_without_its_word(profile):
    word = next(t for t in profile.texts if t.get_gid() == "evalkit:verdict::during.dialogue")
    word.remove()
    assert "the verdict of during.dialogue has a glyph and no word" in check_chart(profile)


def test_two_languages(profile):
    word = next(t for t in profile.texts if t.get_gid() == "evalkit:verdict::before.shared_start")
    word.set_text("fulfilled")
    assert any(finding.startswith("two languages:") for finding in check_chart(profile))


def test_a_row_that_is_not_100(tables):
    ax = plot_likert(tables.counts(shown=True), labels=tables.labels)
    segment = next(p for p in ax.patches if ":segment:" in str(p.get_gid()) and p.get_width() > 0)
    segment.set_width(segment.get_width() + 3)
    assert any("long, not 100" in finding for finding in check_chart(ax))


def test_a_percentage_of_few(tables):
    ax = plot_likert(tables.counts(shown=True), labels=tables.labels)
    text = next(t for t in ax.texts if ":above:a:" in str(t.get_gid()))
    text.set_text("75 %")
    assert any(finding.startswith("'75 %' is a percentage of") for finding in check_chart(ax))


@pytest.mark.parametrize(
    "word", ["Effekten af hegnet", "Hegnet virker", "førte til færre", "the impact of it", "caused by"]
)
def test_causal_words_on_a_chart_of_trials(tables, word):
    ax = plot_trials(tables.trials(), labels=tables.labels)
    ax.set_title(word, fontsize=16)
    assert any(finding.startswith("a causal word on a chart of trials") for finding in check_chart(ax))


def test_causal_words_are_allowed_elsewhere(profile):
    profile.set_title("Effekten", fontsize=16, y=0.5, color="#1a1a1a")
    assert not any("causal" in finding for finding in check_chart(profile))


def test_a_figure_without_a_window_can_be_checked():
    figure = Figure()
    figure.text(0.5, 0.5, "lille", fontsize=6)
    assert check_chart(figure) == ["text 'lille' is under 11 points, down to 6"]
