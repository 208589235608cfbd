"""Nobody's answer can be worked out from what is published: tried on random studies by a solver.

`benchmarks/gate_attack.py` runs 2,000 studies, and every pair of parties of 3 to 12 people with all their answers.
"""

from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import decisions, protect_together
from evalkit.disclosure.cells import NOTHING, NUMBER, WORD, band_of, rung, word_of
from evalkit.scoring import count_answers, score_criteria
from tests.disclosure import attack, several
from tests.disclosure.pairs import LIMITS, failures_of_pair
from tests.disclosure.several import failures_of_several, is_shown


def five_is_enough(values, limits, *, threshold=5, step=25.0):
    n = sum(values.values())
    return NUMBER if n >= threshold else WORD if n >= 3 else NOTHING


def five_and_not_unanimous(values, limits, *, threshold=5, step=25.0):
    return five_is_enough(values, limits) if len(values) > 1 else NOTHING


def test_no_answer_of_200_random_studies_is_known_to_fewer_than_three():
    responses = attack.random_studies(200, seed=6)
    assert attack.failures(responses, attack.published(responses)) == []


@pytest.mark.parametrize("naive", [five_is_enough, five_and_not_unanimous])
def test_the_attack_finds_what_simpler_rules_give_away(naive, monkeypatch):
    monkeypatch.setattr(decisions, "rung", naive)
    monkeypatch.setattr(attack, "rung", naive)
    attack._classes.cache_clear()
    responses = attack.random_studies(30, seed=6)
    found = attack.failures(responses, attack.published(responses))
    attack._classes.cache_clear()
    assert len(found) > 10


@pytest.mark.parametrize(
    "people", [(3, 3), (3, 4), (3, 6), (4, 4), (4, 5), (5, 5), (5, 7), (6, 6), (3, 3, 4), (3, 4, 5)]
)
def test_all_answers_of_small_parties_beside_each_other(people):
    assert failures_of_pair(people) == []


@pytest.mark.parametrize("people", range(5, 13))
@pytest.mark.parametrize("steps", [2, 3, 4, 6])
def test_a_band_tells_only_what_the_missing_number_tells(people, steps):
    for answers in combinations_with_replacement(range(steps + 1), people):
        values, mean = (
            {100 * one / steps: answers.count(one) for one in answers},
            100 * np.mean(answers) / steps,
        )
        if rung(values, LIMITS, step=100 / steps) == WORD:
            level = word_of(mean, LIMITS)
            band = band_of(people, level, LIMITS, 100 / steps)
            assert level != "middle"
            assert np.isnan(band) or (mean > band if level == "high" else mean < band)


@pytest.mark.parametrize(
    ("steps", "step"), [(1, 100.0), (2, 50.0), (3, 100 / 3), (6, 100 / 6), (8, 12.5), (10, 10.0), (12, 10.0)]
)
@pytest.mark.parametrize("people", [(3,), (4,), (5,), (3, 4)])
def test_other_scales_and_means_of_three_items(steps, step, people):
    assert failures_of_pair(people, steps=steps, step=step) == []


@pytest.mark.parametrize(("people", "items"), [(5, 2), (6, 2), (5, 3)])
def test_items_of_a_criterion_keep_three_answers_each_in_every_party(people, items):
    assert failures_of_several(people, items) == []


@pytest.mark.parametrize("items", [2, 3])
def test_the_gate_shows_the_items_that_the_attack_takes_to_be_shown(items):
    rng = np.random.default_rng(items)
    parties = [random_party(rng, items) for _ in range(200)]
    rows = [
        (f"s{study}", "end", "a", str(person), f"dialogue_{item}", 25.0 * answer, "answered")
        for study, party in enumerate(parties)
        for person, answers in enumerate(party)
        for item, answer in enumerate(answers, 1)
    ]
    columns = ["study", "wave", "party", "respondent", "item", "value", "state"]
    responses = pd.DataFrame(rows, columns=columns)
    _, table = protect_together([score_criteria(responses), count_answers(responses)])
    mine = table[table["item"].isin([f"dialogue_{item}" for item in range(1, items + 1)])]
    shown = mine.groupby("study")["shown"].agg(lambda states: set(states.astype(str)))
    told = [shown[f"s{study}"] == {"yes"} for study in range(len(parties))]
    assert told == [is_shown(party) for party in parties]
    assert any(told)
    assert all(states in ({"yes"}, {"hidden_secondary"}) for states in shown)
    own = table[table["item"].isna() & (table["criterion"] == "during.dialogue")]
    levels = own.groupby("study")["n"].agg(lambda counts: counts.tolist() if counts.notna().all() else None)
    assert levels.to_dict() == {f"s{at}": levels_of(party, items) for at, party in enumerate(parties)}


def levels_of(party, items):
    """Count the people whose own mean is under 50, in between, and 62.5 or more, where all means may be known."""
    means = [100 * sum(person) / (several.TOP * items) for person in party]
    once = sum(means.count(mean) == 1 for mean in set(means))
    if len(set(means)) - (once > 0) < 3:
        return None
    low, high = sum(mean < 50 for mean in means), sum(mean >= 62.5 for mean in means)
    return [low, len(means) - low - high, high]


def random_party(rng, items):
    """Return the answers (0-4) of 5 to 12 people, mostly agreeing."""
    weights = [1, 2, 4, 4, 3]
    people = rng.choice(5, p=np.array(weights) / sum(weights), size=(rng.integers(5, 13), items))
    return [tuple(person) for person in people.tolist()]


def test_the_attack_finds_own_means_shown_where_they_are_too_alike(monkeypatch):
    told = several._told
    monkeypatch.setattr(several, "_told", lambda sums, items: told(sums, items) and sums)
    found = failures_of_several(5, 2)
    assert any("(0, 0, 0, 3, 8): to (0, 3) the others are [[0, 4], [0, 4]]" in failure for failure in found)


def test_the_attack_finds_people_at_the_ends_where_silence_tells(monkeypatch):
    # 0+0, 0+0, 4+4, 4+4 and one at 8 of 16: of her whose sum is 4, 2+2 would have been shown.
    monkeypatch.setattr(several, "_silent_anyway", lambda sums, items: False)
    several._reach.cache_clear()
    found = failures_of_several(6, 2)
    several._reach.cache_clear()
    assert any("to (1, 1) the others are [[0, 4], [0, 4]]" in failure for failure in found)
