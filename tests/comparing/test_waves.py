"""Waves: who answered both, which way they moved, and then beside now."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evalkit.comparing import compare_waves
from evalkit.framework import Item, load_framework


def wave(name, values, item="dialogue_1", party="a"):
    rows = [("s", name, party, person, item, float(value)) for person, value in values.items()]
    return pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value"])


MID = {"1": 50, "2": 50, "3": 75, "4": 100}
END = {"2": 75, "3": 75, "4": 50, "5": 100}


def test_the_panel_beside_everybody():
    row = compare_waves(pd.concat([wave("mid", MID), wave("end", END)])).iloc[0]
    assert (row["wave_from"], row["wave_to"], row["span"], row["kind"]) == ("mid", "end", "step", "measured")
    assert (row["n_from"], row["n_to"], row["matched_n"]) == (4, 4, 3)
    assert (row["score_from"], row["score_to"], row["change"]) == (68.75, 75, 6.25)
    assert row["matched_change"] == pytest.approx(-25 / 3)
    assert (row["up"], row["same"], row["down"]) == (1, 1, 1)
    assert (row["joined"], row["left"], row["composition_changed"]) == (1, 1, True)


def test_the_interval_of_the_panels_change_is_a_paired_t_test():
    row = compare_waves(pd.concat([wave("mid", MID), wave("end", END)])).iloc[0]
    test = stats.ttest_rel([75, 75, 50], [50, 75, 100]).confidence_interval()
    assert row["matched_low"] == pytest.approx(max(test.low, -100), abs=1e-6)
    assert row["matched_high"] == pytest.approx(test.high, abs=1e-6)


def test_without_common_names_there_is_no_panel():
    row = compare_waves(pd.concat([wave("mid", {"1": 50}), wave("end", {"x": 75})])).iloc[0]
    assert row["matched_n"] == 0
    assert np.isnan(row["matched_change"])
    assert row["change"] == 25


def test_a_missing_wave_is_never_filled():
    table = compare_waves(pd.concat([wave("start", MID), wave("end", END)]))
    assert table[["wave_from", "wave_to"]].values.tolist() == [["start", "end"]]


def test_three_waves_have_steps_and_a_whole():
    table = compare_waves(pd.concat([wave("start", MID), wave("mid", MID), wave("end", END)]))
    assert table["span"].tolist() == ["step", "step", "whole"]


def test_a_mean_near_the_top_is_flagged():
    table = pd.concat([wave("mid", {"1": 100, "2": 75}), wave("end", END)])
    assert compare_waves(table).iloc[0]["ceiling"]
    assert not compare_waves(pd.concat([wave("mid", MID), wave("end", END)])).iloc[0]["ceiling"]


def test_expected_before_it_happened():
    table = compare_waves(pd.concat([wave("end", MID, "action_1"), wave("followup", END, "action_1")]))
    assert table[["meaning_from", "meaning_to"]].values.tolist() == [["expected", "happened"]]


def test_then_is_experienced_change_and_shows_how_the_yardstick_moved():
    framework = load_framework()
    then = Item("dialogue_1_then", None, "agree5", "Hvordan var det dengang?")
    framework = replace(framework, items=(*framework.items, then))
    told = wave("end", {"2": 25, "3": 50, "4": 75}, "dialogue_1_then")
    table = pd.concat([wave("mid", MID), wave("end", END), told])
    rows = compare_waves(table, framework=framework).set_index("kind")
    assert rows.loc["measured", "matched_change"] == pytest.approx(-25 / 3)
    assert rows.loc["experienced", "matched_change"] == pytest.approx((50 + 25 - 25) / 3)
    assert rows.loc["experienced", "response_shift"] == pytest.approx((25 - 50 + 50 - 75 + 75 - 100) / 3)
    assert rows.loc["experienced", "shift_n"] == 3


def test_nothing_to_compare_is_an_empty_table():
    table = compare_waves(wave("end", END))
    assert len(table) == 0
    assert "matched_change" in table


def test_a_weighted_row_moves_as_so_many_people():
    said = [("1", "mid", 50, 3), ("1", "end", 75, 3), ("2", "mid", 75, 1), ("2", "end", 50, 1)]
    table = pd.DataFrame(said, columns=["respondent", "wave", "value", "weight"])
    row = compare_waves(table.assign(study="s", party="a", item="dialogue_1")).iloc[0]
    assert [row[c] for c in ("matched_n", "up", "down", "matched_change")] == [4, 3, 1, (3 * 25 - 25) / 4]
