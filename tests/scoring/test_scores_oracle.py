"""Scores, verdicts, gaps and waves once more: the design's sums in plain loops and fractions, over random studies."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from math import exp, isnan, log, nan, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from evalkit.comparing import compare_parties, compare_waves, cross_views
from evalkit.framework import load_framework
from evalkit.scoring import judge_criteria, score_criteria

FRAMEWORK = load_framework()
CRITERIA = {"during.dialogue": [f"dialogue_{n}" for n in (1, 2, 3)],
            "during.meet_listen": [f"meet_listen_{n}" for n in (1, 2, 3)],
            "before.clear_purpose": ["clear_purpose_1"]}  # fmt: skip
ITEM_OF = {item: criterion for criterion, items in CRITERIA.items() for item in items}
WAVES = ("start", "mid", "end")
STATES = ("answered", "dont_know", "skipped", "not_asked")


def study(seed):
    """Return a random table of answers and how many were invited: small parties, joiners, leavers, holes."""
    rng = np.random.default_rng(seed)
    rows, invited = [], {}
    for party in "abc"[: rng.integers(1, 4)]:
        people = [f"{party}{n}" for n in range(rng.integers(1, 13))]
        lean = rng.dirichlet(np.full(5, 0.7))
        holes = rng.choice([0.0, 0.0, 0.1, 0.4])
        chances = [1 - holes, holes / 2, holes / 4, holes / 4]
        for wave in WAVES[: rng.integers(1, 4)]:
            came = [person for person in people if rng.random() < 0.9]
            invited.setdefault(party, {})[wave] = rng.choice([None, len(people), len(people) + 2])
            for person in came:
                for item in ITEM_OF:
                    state = rng.choice(STATES, p=chances)
                    value = 25.0 * rng.choice(5, p=lean) if state == "answered" else nan
                    rows.append(("s", wave, party, person, item, value, state))
    columns = ["study", "wave", "party", "respondent", "item", "value", "state"]
    return pd.DataFrame(rows, columns=columns), invited


def people_of(table):
    """Return (wave, party, criterion) -> {person: (score or None, said don't know)}, and the item answers."""
    answers = defaultdict(lambda: defaultdict(list))
    for row in table.itertuples():
        answers[row.wave, row.party, ITEM_OF[row.item]][row.respondent].append((row.state, row.value))
    scores, items = {}, {}
    for cell, people in answers.items():
        scores[cell], items[cell] = {}, [state for given in people.values() for state, _ in given]
        for person, given in people.items():
            asked = [state for state, _ in given if state != "not_asked"]
            values = [Fraction(value) for state, value in given if state == "answered"]
            enough = bool(values) and 2 * len(values) >= len(asked)
            mean = sum(values) / len(values) if enough else None
            if asked:
                scores[cell][person] = (mean, "dont_know" in asked)
    return scores, items


def mean(values):
    return sum(values) / Fraction(len(values))


def interval(values, invited):
    """Return low and high; nothing for one answer, or where there is nobody silent."""
    n = len(values)
    if n < 2 or n == invited:
        return nan, nan
    score = float(mean(values)) / 100
    m = min(max(score, 0.25 / (n + 1)), 1 - 0.25 / (n + 1))
    sd = max(float(np.std([float(v) for v in values], ddof=1)) / 100, 1 / 12)
    se = sd / sqrt(n) * sqrt(1 - n / invited if invited else 1)
    reach = t.ppf(0.975, n - 1) * se / (m * (1 - m))
    low, high = (1 / (1 + exp(-(log(m / (1 - m)) + side * reach))) for side in (-1, 1))
    return 100 * min(low, score), 100 * max(high, score)


def wilson(x, n, invited):
    if n < 2 or n == invited:
        return nan, nan
    p, size, z = x / n, n / (1 - n / invited) if invited else n, 1.959963984540054
    middle, half = p + z * z / 2 / size, z * sqrt(p * (1 - p) / size + z * z / 4 / size**2)
    return (middle - half) / (1 + z * z / size), (middle + half) / (1 + z * z / size)


def verdict_of(scores):
    if min(scores) >= Fraction("62.5"):
        return "fulfilled"
    if max(scores) < 50:
        return "not_fulfilled"
    return "contested" if max(scores) - min(scores) >= 25 else "partly"


def too_little(n, invited, items):
    unknown, answered = items.count("dont_know"), items.count("answered")
    everybody = invited in (1, 2) and n == invited
    return (
        (n < 3 and not everybody)
        or bool(invited and 2 * n < invited)
        or bool(unknown + answered and unknown > Fraction(2, 5) * (unknown + answered))
    )


def same(mine, theirs):
    return pytest.approx(float(mine), abs=1e-9, nan_ok=True) == float(theirs)


CASES = range(30)


@pytest.mark.parametrize("seed", CASES)
def test_scores_are_the_pages(seed):
    table, invited = study(seed)
    scores, items = people_of(table)
    shown = score_criteria(table, invited=invited).set_index(["wave", "party", "criterion"])
    for cell, people in scores.items():
        row, size = shown.loc[cell], invited[cell[1]][cell[0]]
        values = [score for score, _ in people.values() if score is not None]
        assert row["asked"] == len(people)
        assert row["n"] == len(values)
        assert row["dont_know"] == sum(score is None and unsure for score, unsure in people.values())
        unknown, answered = items[cell].count("dont_know"), items[cell].count("answered")
        assert same(unknown / (unknown + answered) if unknown + answered else nan, row["dont_know_share"])
        if not values:
            assert isnan(row["score"])
            continue
        n, total = len(values), sum(values)
        assert row["score"] == float(total / n)
        low, high = interval(values, size)
        assert same(low, row["low"])
        assert same(high, row["high"])
        favourable = sum(v >= Fraction("62.5") for v in values)
        assert same(favourable / n, row["share"])
        for mine, column in zip(wilson(favourable, n, size), ("share_low", "share_high"), strict=True):
            assert same(mine, row[column])
        without = [(total - v) / (n - 1) for v in values] if n > 1 else [nan]
        assert same(min(without), row["loo_low"])
        assert same(max(without), row["loo_high"])
        silent = size - n if size and size > n else nan  # nothing where all have answered, or nobody knows
        assert same(total / size if silent > 0 else nan, row["floor"])
        assert same((total + 100 * silent) / size if silent > 0 else nan, row["ceiling"])


@pytest.mark.parametrize("seed", CASES)
def test_verdicts_and_gaps_are_the_pages(seed):
    table, invited = study(seed)
    people, items = people_of(table)
    scores = score_criteria(table, invited=invited)
    verdicts = judge_criteria(scores).set_index(["wave", "criterion"])
    gaps = compare_parties(scores).set_index(["wave", "criterion"])
    parties = sorted({party for _, party, _ in people})
    for wave, criterion in {(wave, criterion) for wave, _, criterion in people}:
        row = verdicts.loc[(wave, criterion)]
        known = {  # a party that stayed away is silent, and counts
            party: [s for s, _ in people.get((wave, party, criterion), {}).values() if s is not None]
            for party in parties
            if (wave, party) in {cell[:2] for cell in people} or invited[party].get(wave) != 0
        }
        asked = any(people.get((wave, party, criterion)) for party in parties)
        if not asked:
            assert pd.isna(row["verdict"])
            continue
        told = scores[(scores["wave"] == wave) & (scores["criterion"] == criterion)]
        known = {party: known[party] for party in told["party"]}
        means = {party: mean(values) for party, values in known.items() if values}
        thin = any(
            too_little(len(values), invited[party].get(wave), items.get((wave, party, criterion), []))
            for party, values in known.items()
        )
        assert row["verdict"] == ("too_little_data" if thin else verdict_of(list(means.values())))
        if len(means) > 1:
            assert same(max(means.values()) - min(means.values()), row["gap"])
            assert same(row["gap"], gaps.loc[[(wave, criterion)], "gap"].iloc[0])
        if not thin:
            assert row["lowest_party"].split("+") == [p for p in means if means[p] == min(means.values())]
            assert row["hangs_on"] == hangs_on(known, row["verdict"])


def hangs_on(known, verdict):
    count = 0
    for party, values in known.items():
        for at in range(len(values)):
            left = {**known, party: values[:at] + values[at + 1 :]}
            left = [mean(values) for values in left.values() if values]
            count += (verdict_of(left) if left else None) != verdict
    return count


@pytest.mark.parametrize("seed", CASES)
def test_changes_are_the_pages(seed):
    table, invited = study(seed)
    people, _ = people_of(table)
    valid = {
        cell: {who: score for who, (score, _) in told.items() if score is not None}
        for cell, told in people.items()
    }
    changes = compare_waves(table, invited=invited).set_index(["party", "criterion", "wave_from", "wave_to"])
    seen = 0
    for party, criterion in {(party, criterion) for _, party, criterion in valid}:
        waves = [wave for wave in WAVES if valid.get((wave, party, criterion))]
        spans = list(pairwise(waves)) + ([(waves[0], waves[-1])] if len(waves) > 2 else [])
        seen += len(spans)
        for start, end in spans:
            row = changes.loc[(party, criterion, start, end)]
            before, after = (valid[wave, party, criterion] for wave in (start, end))
            both = [after[who] - before[who] for who in before if who in after]
            moves = [sum(move > 0 for move in both), both.count(0), sum(move < 0 for move in both)]
            assert row[["up", "same", "down"]].tolist() == moves
            assert (row["n_from"], row["n_to"], row["matched_n"]) == (len(before), len(after), len(both))
            assert same(mean(list(after.values())) - mean(list(before.values())), row["change"])
            assert same(mean(both) if both else nan, row["matched_change"])
            assert (row["joined"], row["left"]) == (len(after) - len(both), len(before) - len(both))
    assert len(changes) == seen


@pytest.mark.parametrize("seed", CASES)
def test_views_of_each_other_are_crossed_by_hand(seed):
    table, _ = study(seed)
    one = table[table["item"].isin(["meet_listen_2", "meet_listen_3"]) & table["value"].notna()]
    told = one.groupby(["wave", "party", "item"])["value"].agg(["mean", "size"])
    views = cross_views(table)
    for row in views[views["criterion"] == "during.meet_listen"].itertuples():
        own, seen = (
            told.loc[(row.wave, party, f"meet_listen_{item}")]
            for party, item in ((row.party, 2), (row.other_party, 3))
        )
        assert (row.own_n, row.seen_n) == (own["size"], seen["size"])
        assert same(own["mean"] - seen["mean"], row.difference)
    pairs = (
        {(w, p) for w, p, i in told.index if i.endswith("2")},
        {(w, p) for w, p, i in told.index if i.endswith("3")},
    )
    expected = sum(w == v and p != q for w, p in pairs[0] for v, q in pairs[1])
    assert len(views[views["criterion"] == "during.meet_listen"]) == expected
