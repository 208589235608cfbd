"""Trials at a site: what is compared with what, and how little it rests on."""

import datetime as dt
import math
from types import SimpleNamespace

import pandas as pd
import pytest

from evalkit import compare_trials
from evalkit.comparing.trial_rates import rate_ratio
from evalkit.logbook.carrier import as_table
from evalkit.studyfile import Party
from evalkit.tables import COUNTS, ENTRIES, SESSIONS
from evalkit.words import say

PARTIES = (Party("hrou", "HR&OU", "evaluator", {}), Party("staff", "Staff", "domain", {}))


def study(*sessions, notes=()):
    """A study of sessions (site, solution, n or None, total or None, and what else is known)."""
    rows, counts = [], []
    for number, (site, solution, n, total, *known) in enumerate(sessions):
        start = dt.datetime(2016, 10, 24 + number % 5, 7, 30)
        row = {"session": f"S{number}", "site": site, "solution": solution, "start": start, "observer": "P1"}
        row |= {"end": start + dt.timedelta(minutes=30), "weather": "tørt"} | (known[0] if known else {})
        rows.append(row)
        if n is not None:
            counts.append({"session": f"S{number}", "behaviour": "fortov", "n": n, "total": total})
    entries = [
        {"entry": f"n{i}", "author": a, "party": p, "kind": k, "solution": s}
        for i, (a, p, k, s) in enumerate(notes)
    ]
    return SimpleNamespace(
        id="s",
        parties=PARTIES,
        sessions=as_table(rows, SESSIONS),
        counts=as_table(counts, COUNTS),
        entries=as_table(entries, ENTRIES),
    )


def row(table, solution):
    return table[table["solution"].eq(solution)].iloc[0]


BEFORE = [("A", "baseline", n, 80) for n in (30, 26, 34, 28)]
AFTER = [("A", "L1", n, 90) for n in (14, 18, 10, 16)]


def test_rates_are_per_hour_and_per_100_passers_by():
    found = row(compare_trials(study(*BEFORE, *AFTER)), "L1")
    assert found[["sessions", "hours", "passers", "count"]].tolist() == [4, 2, 360, 58]
    assert found["rate_hour"] == 29
    assert found["rate_100"] == pytest.approx(16.11, abs=0.01)


def test_the_ratio_is_per_passer_by_where_every_session_has_them_else_per_hour():
    per_passer = row(compare_trials(study(*BEFORE, *AFTER)), "L1")
    per_hour = row(compare_trials(study(*BEFORE[:3], ("A", "baseline", 28, None), *AFTER)), "L1")
    assert (per_passer["exposure"], per_hour["exposure"]) == ("passers", "hours")
    assert per_passer["ratio"] == pytest.approx((58 / 360) / (118 / 320))
    assert per_hour["ratio"] == pytest.approx(58 / 118)
    counts = [pd.Series([30.0, 26, 34, 28]).to_numpy(), pd.Series([14.0, 18, 10, 16]).to_numpy()]
    sums = rate_ratio(counts, [0.5 * (counts[0] > 0), 0.5 * (counts[1] > 0)])
    assert per_hour[["low", "high", "dispersion"]].tolist() == pytest.approx(
        [sums.low, sums.high, sums.dispersion]
    )


@pytest.mark.parametrize(
    ("before", "after", "comparison"),
    [
        (4, 4, "compared"),
        (4, 3, "very_uncertain"),
        (2, 2, "very_uncertain"),
        (4, 1, "too_few"),
        (1, 4, "too_few"),
        (0, 4, "no_baseline"),
    ],
)
def test_few_sessions_are_said(before, after, comparison):
    found = row(compare_trials(study(*BEFORE[:before], *AFTER[:after])), "L1")
    assert found["comparison"] == comparison
    assert math.isnan(found["ratio"]) == (comparison in ("too_few", "no_baseline"))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_reason_says_it_in_words(lang):
    found = row(compare_trials(study(*BEFORE, *AFTER[:1]), lang=lang), "L1")
    assert found["reason"] == say("evidence.trial.too_few", lang, before=4, after=1)
    assert "ingen sammenligning: for få observationer" in say(
        "evidence.trial.too_few", "da", before=4, after=1
    )


def test_two_sites_are_never_each_others_before_and_after():
    table = compare_trials(study(*BEFORE, *[("B", "L1", n, 90) for n in (14, 18, 10)]))
    assert row(table, "L1")["comparison"] == "no_baseline"


def test_each_site_on_its_own_dates_is_compared_with_its_own_baseline_alone():
    later = {"start": dt.datetime(2017, 3, 6, 7, 30), "end": dt.datetime(2017, 3, 6, 8)}
    other = [("B", s, n, 60, later) for s, n in (("baseline", 3), ("baseline", 5), ("L1", 6), ("L1", 9))]
    table = compare_trials(study(*BEFORE, *AFTER, *other)).query("solution == 'L1'").set_index("site")
    alone = row(compare_trials(study(*BEFORE, *AFTER)), "L1")
    numbers = ["ratio", "low", "high", "dispersion"]
    assert table.loc["A", numbers].tolist() == alone[numbers].tolist()
    assert table.loc["B", "ratio"] == pytest.approx(15 / 8)  # the same 120 passers-by on both sides
    assert table.loc["B", "comparison"] == "very_uncertain"


def test_a_session_in_which_nobody_passed_is_time_watched_and_no_passers_by():
    found = row(compare_trials(study(*BEFORE, *AFTER, ("A", "L1", 0, 0))), "L1")
    assert found[["sessions", "hours", "passers", "count"]].tolist() == [5, 2.5, 360, 58]
    assert found["exposure"] == "hours"
    assert found["ratio"] == pytest.approx((58 / 2.5) / (118 / 2))


def test_a_session_that_an_export_ends_before_it_starts_takes_no_hours_from_the_others():
    back = {"end": dt.datetime(2016, 10, 23, 7)}
    found = row(compare_trials(study(*BEFORE, *AFTER, ("A", "L1", 9, None, back))), "L1")
    assert math.isnan(found["hours"])
    assert math.isnan(found["rate_hour"])
    assert found["comparison"] == "no_exposure"


def test_a_session_with_zero_is_exposure_and_one_that_didnt_watch_is_not():
    found = row(compare_trials(study(*BEFORE, *AFTER, ("A", "L1", 0, 90), ("A", "L1", None, None))), "L1")
    assert found[["sessions", "unwatched", "count"]].tolist() == [5, 1, 58]


def test_nothing_counted_on_one_side_gives_a_bound_and_no_ratio():
    none = [("A", "L1", 0, 90)] * 4
    upper = row(compare_trials(study(*BEFORE, *none)), "L1")
    lower = row(compare_trials(study(*[("A", "baseline", 0, 80)] * 4, *AFTER)), "L1")
    nothing = row(compare_trials(study(*[("A", "baseline", 0, 80)] * 4, *none)), "L1")
    assert (upper["bound"], lower["bound"]) == ("upper", "lower")
    assert math.isnan(upper["ratio"])
    assert upper["high"] < 0.2
    assert lower["low"] > 1
    assert nothing["comparison"] == "nothing_counted"


def test_sessions_of_unknown_length_give_no_ratio():
    unknown = {"end": None}
    found = row(
        compare_trials(study(*[("A", s, 9, None, unknown) for s in ("baseline", "baseline", "L1", "L1")])),
        "L1",
    )
    assert found["comparison"] == "no_exposure"
    assert math.isnan(found["rate_hour"])


def test_other_hours_weekdays_and_weather_are_said():
    saturday = {
        "start": dt.datetime(2016, 10, 29, 15),
        "end": dt.datetime(2016, 10, 29, 16),
        "weather": "regn",
    }
    found = row(compare_trials(study(*BEFORE, *[("A", "L1", 5, 90, saturday)] * 2)), "L1")
    assert found["imbalance"] == ("weekday", "hour", "weather")
    assert row(compare_trials(study(*BEFORE, *AFTER)), "L1")["imbalance"] == ()


def test_over_five_comparisons_are_exploratory_each_of_them():
    few = compare_trials(study(*BEFORE, *[("A", f"L{n}", 9, 90) for n in range(5) for _ in range(2)]))
    many = compare_trials(study(*BEFORE, *[("A", f"L{n}", 9, 90) for n in range(6) for _ in range(2)]))
    assert not few["exploratory"].any()
    assert many.loc[~many["baseline"], "exploratory"].all()
    assert set(many["comparisons"]) == {6}


def test_who_counted_is_said_and_whether_they_developed_the_solution():
    notes = [("P1", "staff", "note", ""), ("P2", "hrou", "delivery", "l1")]
    table = compare_trials(study(*BEFORE, *AFTER, *[("A", "L2", 9, 90)] * 2, notes=notes))
    assert row(table, "L1")["counted_by"] == ("staff",)
    assert not row(table, "L1")["by_developers"]  # the logbook says that the other party delivered it
    assert row(table, "L2")["by_developers"]  # it says nothing: the domain's solution
    assert row(table, "L2")["reason"].endswith(say("evidence.trial.by_developers", "da"))


def test_a_study_without_counts_has_an_empty_table_and_a_tuple_is_stacked():
    assert compare_trials(study()).empty
    table = compare_trials((study(*BEFORE), study(), study(*BEFORE, *AFTER)))
    assert len(table) == 3
