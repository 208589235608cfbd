"""Answers drawn by a seeded generator and nudged until each party's score is the one its study file asks for.

A target is a score from 0 to 100 for a wave, a criterion and a party. Each respondent has a leaning of her
own that lasts through all waves; items differ a little; then single answers are moved one step at a time,
chosen by the same generator, until the party's score lies as near the target as whole steps allow.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.framework import Framework, Item

LOWEST, HIGHEST = 1, 5
DONT_KNOW = 9

Answers = dict[str, int | None]  # by item: the code on the form, 9 for don't know, None where skipped


@dataclass(frozen=True)
class Target:
    """What a party's answers to a criterion should come to."""

    score: float
    dont_know: float = 0.0  # share of the respondents who don't know
    spread: float = 0.55  # how far respondents lie apart, in steps


@dataclass
class Person:
    """One respondent in one wave."""

    pseudonym: str
    party: str
    answers: Answers


def draw_wave(
    seed: str, people: Sequence[Person], items: Sequence[Item], targets: Mapping[str, Mapping[str, Target]]
) -> None:
    """Fill in the people's answers to these items, criterion by criterion and party by party."""
    for criterion in dict.fromkeys(item.criterion for item in items):
        asked = [item for item in items if item.criterion == criterion]
        for party, target in targets[str(criterion)].items():
            members = [person for person in people if person.party == party]
            rng = random.Random(f"{seed} {party} {criterion}")
            _draw_party(members, asked, target, rng)


def _draw_party(people: Sequence[Person], items: Sequence[Item], target: Target, rng: random.Random) -> None:
    for person in people:
        for item in items:
            person.answers[item.id] = _first_draw(person, target, rng)
    _spread_dont_knows(people, items, target, rng)
    _nudge(people, items, target.score, rng)
    for person in people:
        for item in items:
            if item.reverse and person.answers[item.id] in range(LOWEST, HIGHEST + 1):
                person.answers[item.id] = LOWEST + HIGHEST - (person.answers[item.id] or 0)


def _first_draw(person: Person, target: Target, rng: random.Random) -> int | None:
    leaning = random.Random(f"leaning {person.pseudonym}").gauss(0, target.spread)
    middle = LOWEST + (HIGHEST - LOWEST) * target.score / 100
    chance = rng.random()
    if chance < 0.015:
        return None
    if chance < 0.03:
        return DONT_KNOW
    return clamp(round(middle + leaning + rng.gauss(0, 0.45)))


def _spread_dont_knows(
    people: Sequence[Person], items: Sequence[Item], target: Target, rng: random.Random
) -> None:
    unsure = ordered_by_chance(people, f"unsure {rng.random()}")[: round(target.dont_know * len(people))]
    for person in unsure:
        for item in items:
            person.answers[item.id] = DONT_KNOW


def _nudge(people: Sequence[Person], items: Sequence[Item], score: float, rng: random.Random) -> None:
    cells = [(p, i.id) for p in people for i in items if p.answers[i.id] in range(LOWEST, HIGHEST + 1)]
    if not cells:
        return
    wanted = round(len(cells) * (LOWEST + (HIGHEST - LOWEST) * score / 100))
    while (missing := wanted - sum(person.answers[item] or 0 for person, item in cells)) != 0:
        step = 1 if missing > 0 else -1
        person, item = cells[int(rng.random() * len(cells))]
        person.answers[item] = clamp((person.answers[item] or 0) + step)


def clamp(code: int) -> int:
    """Keep a code on the scale."""
    return max(LOWEST, min(HIGHEST, code))


def ordered_by_chance(people: Sequence[Person], seed: str) -> list[Person]:
    """Return people in an order that the seed decides (`shuffle` may differ between versions of Python)."""
    rng = random.Random(seed)
    places = sorted((rng.random(), number) for number in range(len(people)))
    return [people[number] for _, number in places]


def items_due(framework: Framework, stage: str, *, short: bool) -> list[Item]:
    """Return the items that can be asked at a stage, the core ones only in the short form."""
    return [
        item
        for item in framework.items
        if item.criterion and framework.is_due(item.criterion, stage) and (item.core or not short)
    ]
