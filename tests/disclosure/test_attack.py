"""Nobody's answer can be worked out from what is published: tried on random studies by a solver.

`benchmarks/gate_attack.py` runs 2,000 studies, and every pair of parties of 3 to 12 people with all their answers.
"""

import numpy as np
import pytest

from evalkit.disclosure import decisions
from evalkit.disclosure.cells import NOTHING, NUMBER, WORD
from tests.disclosure import attack
from tests.disclosure.items import left_to_others, random_party
from tests.disclosure.pairs import failures_of_pair


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


@pytest.mark.parametrize(
    ("steps", "step"), [(1, 100.0), (2, 50.0), (3, 100 / 3), (6, 100 / 6), (10, 10.0), (12, 10.0)]
)
@pytest.mark.parametrize("people", [(3,), (4,), (5,), (3, 4)])
def test_other_scales_and_means_of_three_items(steps, step, people):
    assert failures_of_pair(people, steps=steps, step=step) == []


@pytest.mark.parametrize("seed", [0])
def test_criteria_of_several_items_leave_three_answers_to_each_item(seed):
    rng = np.random.default_rng(seed)
    left = left_to_others(random_party(rng), rounds=60, rng=rng)
    assert min(map(len, left.values())) > 2
