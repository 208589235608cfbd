"""Figures as analysts draw them: nothing is said of a sound one, and every fault that is planted is found."""

import pytest

from evalkit.charts import check_chart

from .ordinary import ORDINARY


@pytest.mark.parametrize("kind", ORDINARY)
def test_nothing_is_said_of_a_sound_figure(kind):
    assert check_chart(ORDINARY[kind]()) == []


@pytest.mark.parametrize("kind", ORDINARY)
def test_every_fault_that_is_planted_is_found(kind):
    figure = ORDINARY[kind]()
    ax = figure.axes[0]
    figure.text(0.98, 0.5, "mindre godt", fontsize=14)
    figure.text(0.01, 0.01, "Kilde: spørgeskema, n = 17", fontsize=12)
    figure.text(0.03, 0.01, "Ansvarlig: HR&OU", fontsize=12)
    figure.text(0.3, 0.002, "Under 11 punkter", fontsize=8)
    figure.text(0.5, 0.002, "Bleg tekst", fontsize=12, color="#aaaaaa")
    figure.text(0.7, 0.002, "Man respekterer gen\u2026", fontsize=12)
    ax.bar([0.5], [1], color="#f4f4f4")
    findings = " | ".join(check_chart(figure))
    for fault in (
        "text 'mindre godt' is clipped at the right",
        "text 'Kilde: spørgeskema, n = 17' overlaps text 'Ansvarlig: HR&OU'",
        "text 'Under 11 punkter' is under 11 points, down to 8",
        "text 'Bleg tekst' has contrast 2.3",
        "text 'Man respekterer gen\u2026' looks cut",
        "a Rectangle in #f4f4f4 has contrast under 3 and no outline",
    ):
        assert fault in findings


def test_tick_labels_that_run_into_each_other_are_found():
    figure = ORDINARY["bars"]()
    figure.axes[0].set_xticks(range(6), ["meget enig i at der er et fælles afsæt"] * 6)
    assert any("overlaps" in finding for finding in check_chart(figure))


def test_a_number_that_cant_be_read_on_its_cell_is_found():
    figure = ORDINARY["mesh"]()
    pale = [text.get_text() for text in figure.axes[0].texts if text.get_color() == "white"]
    for text in figure.axes[0].texts:
        text.set_color("#1a1a1a")
    found = [finding.split("'")[1] for finding in check_chart(figure) if "has contrast" in finding]
    assert found == pale
    assert pale


def test_slanted_names_that_do_meet_are_found():
    figure = ORDINARY["slanted_names"]()
    for text in figure.axes[0].get_xticklabels():
        text.set_fontsize(32)
    assert any("overlaps" in finding for finding in check_chart(figure))


def test_small_names_of_the_small_ticks_are_found():
    figure = ORDINARY["few_decades"]()
    figure.axes[0].tick_params(which="minor", labelsize=8)
    assert any("under 11 points" in finding for finding in check_chart(figure))
