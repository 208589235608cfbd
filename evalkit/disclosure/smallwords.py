"""The word for three or four answers: when it would tell one of them the others' answers.

'High' said of three people tells the one who answered lowest that both others answered highest. Leaving the
word out then isn't enough: whoever knows the rule learns from the gap. So the answers that get no word are
widened until, with or without a word, everybody can still have given three answers. There are few sets of
three or four answers, and all are tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import combinations_with_replacement

from evalkit.framework import Limits

FINEST = 12  # steps; values on a finer scale (means of several items) are laid on this one

Answers = tuple[int, ...]  # positions on the scale, lowest first


def silenced(values: Mapping[float, int], limits: Limits, step: float) -> bool:
    """Tell whether three or four answers get no word.

    Parameters
    ----------
    values : mapping of float to int
        How many respondents have which value (0-100).
    limits : Limits
        Where the words begin.
    step : float
        The step of the answers' scale, in points.

    Returns
    -------
    bool
    """
    on_grid = all(abs(value / step - round(value / step)) < 1e-4 for value in values)
    steps = round(100 / step) if on_grid else FINEST
    answers = sorted(round(value * steps / 100) for value, people in values.items() for _ in range(people))
    return tuple(answers) in _silenced(len(answers), steps, limits.high, limits.low)


@cache
def _silenced(n: int, steps: int, high: float, low: float) -> frozenset[Answers]:
    """Return the sets of answers that get no word, grown until neither word nor silence tells."""
    words = {
        answers: _word(sum(answers), n * steps, high, low)
        for answers in combinations_with_replacement(range(steps + 1), n)
    }
    need = min(3, steps + 1)
    silent: set[Answers] = set()
    while told := _told(words, silent, need):
        word, own = told
        silent |= _more(words, silent, own, word)
    return frozenset(silent)


def _word(total: int, most: int, high: float, low: float) -> str:
    return "high" if 100 * total >= high * most else "low" if 100 * total < low * most else "middle"


def _told(words: Mapping[Answers, str], silent: set[Answers], need: int) -> tuple[str, int] | None:
    """Return the first word (empty: none) and own answer that leave under `need` answers to another."""
    open_to: dict[tuple[str, int], set[int]] = defaultdict(set)
    for answers, word in words.items():
        for own in set(answers):
            others = list(answers)
            others.remove(own)
            open_to["" if answers in silent else word, own].update(others)
    return next((key for key in sorted(open_to) if len(open_to[key]) < need), None)


def _more(words: Mapping[Answers, str], silent: set[Answers], own: int, word: str) -> set[Answers]:
    """Return what to add: all sets that tell this one something, or one that blurs a telling silence."""
    known = {answers for answers in words if own in answers and answers not in silent}
    if word:
        return {answers for answers in known if words[answers] == word}
    seen = {other for answers in silent if own in answers for other in answers}
    return {max(sorted(known), key=lambda answers: (len(set(answers) - seen), -max(answers) + min(answers)))}
