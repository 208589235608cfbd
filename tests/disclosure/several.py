"""Criteria of several items: every set of answers of a small party, and what its published figures leave possible.

Where the items' distributions are shown, each has three answers whoever is left out, and whole people may be
turned round: nothing is to be tried. Where they aren't, an attacker knows the criterion's score, where it has its
spread everybody's own mean (though not whose it is), her own answers to all items, and that the items weren't shown. For each
set of the others' sums it is worked out which answers to each item they can have given, by way of the one item
that was too alike: its counts are carried from person to person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement

from evalkit.disclosure.cells import FULL, NUMBER, apart, rung, varied
from evalkit.framework import Limits

LIMITS = Limits()
TOP = 4  # the last step of a five-point scale
EVERY = range(TOP + 1)

Sums = tuple[int, ...]  # what each person's answers add up to
Counts = tuple[int, ...]  # how many gave each answer to one item


def failures_of_several(people: int, items: int) -> list[str]:
    """Return each set of figures and own answers that leave others under three answers to some item.

    Parameters
    ----------
    people : int
        In the party; 5 or more.
    items : int
        Of the criterion, on a five-point scale: 2 or more.
    """
    left: dict[tuple[object, ...], list[int]] = {}
    for others in combinations_with_replacement(range(TOP * items + 1), people - 1):
        for own in combinations_with_replacement(EVERY, items):
            sums = tuple(sorted((*others, sum(own))))
            if (told := _told(sums, items)) is not None:
                masks = left.setdefault((told, own), [0] * items)
                if any(mask.bit_count() < 3 for mask in masks):
                    _add(masks, others, own, _silent_anyway(sums, items))
    return [
        f"{people} people, {items} items, {told}: to {own} the others are {list(map(_answers, masks))}"
        for (told, own), masks in left.items()
        if any(masks) and min(mask.bit_count() for mask in masks) < 3
    ]


def is_shown(answers: list[tuple[int, ...]]) -> bool:
    """Tell whether the rule shows the distributions of a party's items; one tuple a person."""
    sums, items = tuple(sorted(map(sum, answers))), len(answers[0])
    told, columns = _told(sums, items), zip(*answers, strict=True)
    return (
        told is not None and not _silent_anyway(sums, items) and all(map(_is_varied, map(_counts, columns)))
    )


def _counts(answers: tuple[int, ...]) -> Counts:
    return tuple(answers.count(answer) for answer in EVERY)


def _answers(mask: int) -> list[int]:
    return [answer for answer in EVERY if mask >> answer & 1]


@cache
def _told(sums: Sums, items: int) -> tuple[int, ...] | None:
    """Return what is told of a criterion; None where it has no number.

    Its interval, its share and the three levels of the people's own means tell less than all those means together.
    """
    most = TOP * items
    stands = rung(_values(sums, items), LIMITS, step=max(10, 100 / most))
    if stands < NUMBER:
        return None
    return (stands, *sums) if stands == FULL else (stands, sum(sums))


def _values(sums: Sums, items: int) -> dict[float, int]:
    return {100 * one / (TOP * items): people for one, people in Counter(sums).items()}


@cache
def _silent_anyway(sums: Sums, items: int) -> bool:
    return not apart(_values(sums, items))


@cache
def _is_varied(counts: Counts) -> bool:
    return varied({answer: people for answer, people in enumerate(counts) if people})


def _add(masks: list[int], others: Sums, own: tuple[int, ...], silent_anyway: bool) -> None:
    """Add the answers that others with these sums can have given, by way of each item that was too alike."""
    for alike, mine in enumerate(own):
        its, elsewhere = _reach(others, mine, len(own), silent_anyway)
        for item in range(len(own)):
            masks[item] |= its if item == alike else elsewhere


@cache
def _reach(others: Sums, mine: int, items: int, silent_anyway: bool) -> tuple[int, int]:
    """Return the others' possible answers to one item that was too alike, and to any other, as bits."""
    reached: dict[Counts, int] = {_counts((mine,)): 0}
    for one in others:
        further: dict[Counts, int] = defaultdict(int)
        for counts, elsewhere in reached.items():
            for answer, beside in _splits(one, items):
                further[(*counts[:answer], counts[answer] + 1, *counts[answer + 1 :])] |= elsewhere | beside
        reached = further
    its = elsewhere = 0
    for counts, beside in reached.items():
        if silent_anyway or not _is_varied(counts):
            elsewhere |= beside
            its |= sum(1 << at for at in EVERY if counts[at] > (at == mine))
    return its, elsewhere


@cache
def _splits(total: int, items: int) -> list[tuple[int, int]]:
    """Return each answer to one item that a sum allows, and the answers to another that it then allows."""
    return list(_each_split(total, items))


def _each_split(total: int, items: int) -> Iterator[tuple[int, int]]:
    for answer in EVERY:
        if 0 <= total - answer <= TOP * (items - 1):
            rest = range(TOP * (items - 2) + 1)
            yield answer, sum(1 << other for other in EVERY if total - answer - other in rest)
