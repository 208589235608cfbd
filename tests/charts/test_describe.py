"""Alt text says what is drawn: every figure of it is in the table, and a point more or less is noticed."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import evalkit.charts as ec
from evalkit.charts import describe_chart


def numbers(text):
    return {int(n) for n in re.findall(r"(?<![\d,])\d+(?![\d,])", text)}


def test_every_score_is_in_the_long_text(tables):
    table = tables.scores()
    text = describe_chart(ec.plot_profile(table, labels=tables.labels), "da", long=True)
    for row in table.dropna(subset=["score"]).itertuples():
        line = next(
            line for line in text.splitlines() if line.startswith(tables.framework.label(row.criterion, "da"))
        )
        assert str(int(np.floor(row.score + 0.5))) in line


@pytest.mark.parametrize("name", ["profile", "parties"])
def test_every_number_of_the_short_text_is_in_the_table(tables, name):
    table = tables.parties()
    ax = getattr(ec, f"plot_{name}")(table, labels=tables.labels)
    known = {int(np.floor(v + 0.5)) for v in table["score"].dropna()} | set(table["n"]) | {10}
    high = int((table["score"] >= 62.5).sum())
    low = int((table["score"] < 50).sum())
    assert numbers(describe_chart(ax, "da")) <= known | {high, low}


@pytest.mark.parametrize("row", range(1, 20, 3))
@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("name", ["profile", "parties", "scorecard"])
def test_one_score_one_point_away_changes_the_long_text(tables, name, row, step):
    def said(table):
        if name == "scorecard":
            ax = ec.plot_scorecard(tables.verdicts(), table, labels=tables.labels)
        else:
            ax = getattr(ec, f"plot_{name}")(table, labels=tables.labels)
        return describe_chart(ax, "da", long=True)

    table = tables.parties()
    moved = table.copy()
    if name == "scorecard" and moved.loc[row, "criterion"] in ("after.action", "after.learning"):
        pytest.skip("a criterion without a verdict shows no marks")
    moved.loc[row, "score"] = moved.loc[row, "score"] + (step if moved.loc[row, "score"] < 99 else -1)
    assert said(moved) != said(table)


@pytest.mark.parametrize("row", [0, 3, 17, 25])
def test_one_answer_more_changes_the_long_text_of_a_likert_chart(tables, row):
    def said(table):
        return describe_chart(ec.plot_likert(table, labels=tables.labels), "da", long=True)

    table = tables.counts()
    moved = table.copy()
    moved.loc[row, "n"] += 1
    assert said(moved) != said(table)


def test_a_segment_too_narrow_for_its_figure_is_still_said(tables):
    table = tables.counts(["b"], items=["dialogue_1"])
    table = table[table["state"] == "answered"].assign(n=[1, 1, 96, 1, 1])
    ax = ec.plot_likert(table, labels=tables.labels)
    assert "Helt uenig 1\u00a0%" in describe_chart(ax, "da", long=True).replace(" %", "\u00a0%")


def test_one_wave_one_point_away_changes_the_long_text(tables):
    def said(table):
        return describe_chart(ec.plot_waves(table, labels=tables.study()), "da", long=True)

    table = tables.waves()
    for row in (3, 30, 55, 70):
        moved = table.copy()
        moved.loc[row, "score"] += 1 if moved.loc[row, "score"] < 99 else -1
        assert said(moved) != said(table)


def test_a_hidden_cell_is_said_to_be_hidden_and_no_number_of_it(tables):
    table = tables.scores(shown=True)
    text = describe_chart(ec.plot_profile(table, labels=tables.labels), "da", long=True)
    line = next(line for line in text.splitlines() if line.startswith("Enighed om hvor"))
    assert "HR&OU: skjult (færre end 5 svar)" in line


def test_the_short_text_names_the_extremes(tables):
    text = describe_chart(ec.plot_profile(tables.scores(), labels=tables.labels), "da")
    assert text.startswith("Profil af scorer, 10 rækker: HR&OU og Fagmedarbejdere. Højest: Viden bredes")
    assert "Fagmedarbejdere 100." in text


def test_a_long_label_gives_way_before_250_characters(tables):
    labels = {**tables.labels, "a": "Afdelingen for " + "ord " * 70}
    table = tables.scores(("a",))
    assert len(describe_chart(ec.plot_profile(table, labels=labels), "da")) <= 250


def test_a_foreign_figure_gets_kind_axes_and_extremes():
    _, ax = plt.subplots()
    ax.plot([1, 2, 3], [3.0, 40.5, 9.0])
    ax.set_xlabel("uge")
    ax.set_ylabel("cyklister")
    assert describe_chart(ax, "da") == "Linjediagram. x-akse: uge. y-akse: cyklister. Fra 3 til 40,5."


def test_a_foreign_figures_long_text_has_every_value():
    _, ax = plt.subplots()
    ax.barh(["a", "b"], [12.25, 7])
    assert {"12,25", "7,00"} <= set(re.findall(r"\d+,\d\d", describe_chart(ax, "da", long=True)))


def _foreign(draw):
    figure, ax = plt.subplots()
    draw(ax)
    return describe_chart(figure.axes[0], "da")


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda ax: ax.bar(["a", "b"], [2, 12.25]), "Søjlediagram. Fra 2 til 12,25."),
        (lambda ax: (ax.bar(["a"], [2]), ax.axvspan(0, 77)), "Søjlediagram. Fra 2 til 2."),
        (lambda ax: ax.errorbar([1, 2], [3, 4], yerr=1.5, capsize=3), "Linjediagram. Fra 3 til 4."),
        (lambda ax: ax.stem([1, 2], [3, 4]), "Linjediagram. Fra 3 til 4."),
        (lambda ax: (ax.plot([]), ax.scatter([1, 2], [3, 4])), "Punktdiagram. Fra 3 til 4."),
        (lambda ax: ax.scatter([3, 4], ["a", "b"]), "Punktdiagram. Fra 3 til 4."),
        (lambda ax: ax.imshow([[1, 2], [3, 1000]]), "Varmekort. Fra 1 til 1.000."),
        (lambda ax: ax.pie([3, 1]), "Cirkeldiagram. Fra 25 til 75."),
        (lambda ax: ax.stackplot([1, 2], [1, 2]), "Arealdiagram."),
        (lambda ax: ax.plot([0.001, 0.0025]), "Linjediagram. Fra 0,001 til 0,0025."),
        (lambda ax: ax.plot([1, float("nan"), float("inf")]), "Linjediagram. Fra 1 til 1."),
        (lambda ax: (ax.bar([1], [2]), ax.twinx().plot([50, 60])), "Søjlediagram. Fra 2 til 2. Linjediagram. Fra 50 til 60."),
        (lambda ax: (ax.plot([1, 2]), ax.set_title("Uge 3")), "Uge 3. Linjediagram. Fra 1 til 2."),
        (lambda ax: None, "Figur."),
    ],
)  # fmt: skip
def test_what_a_foreign_figure_shows_is_said_from_its_data(draw, said):
    assert _foreign(draw) == said


def test_one_of_several_charts_says_so():
    figure, _ = plt.subplots(2, 3)
    figure.axes[0].plot([1, 2])
    assert describe_chart(figure.axes[0], "en") == "Line chart. From 1 to 2. One of 6 charts."


def test_points_in_space_are_said_by_their_height():
    ax = plt.figure().add_subplot(projection="3d")
    ax.scatter([1, 2], [3, 4], [5, 6.5])
    assert describe_chart(ax, "en") == "Dot chart. From 5 to 6.5."
