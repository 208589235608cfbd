"""Answer scales, recognised by their labels.

A set of labels lies on a scale if each is one of its labels and no two stand at the same place. Where only
some of a scale's answers were used, several scales may fit (Agree and Strongly agree are on scales of four,
five and seven points); then numbers beside the labels or the other questions of the file decide, or that an
answer wasn't given once in a hundred, else nothing is guessed. The scales are data: `frameworks/scales.yml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from evalkit.framework import Scale, known_scales
from evalkit.survey.labels import fold_label, words_of

ENOUGH = 100  # answers after which one that nobody ever gave is taken not to have been offered
NOT_BY_LABELS = "yes_no"  # a yes is an answer, not a step: a scale only where a codebook says so


@dataclass(frozen=True)
class Fit:
    """A scale with those of its wordings that go together: the place of each folded label, 0 the lowest."""

    scale: str
    places: Mapping[str, int]
    wordings: tuple[tuple[str, ...], ...]

    @property
    def points(self) -> int:
        """How many answers the scale has."""
        return len(self.wordings[0])

    def position(self, label: object) -> int | None:
        """Return where a label stands on the scale, 0 being the lowest."""
        found = self.places.get(fold_label(label))
        return self.places.get(words_of(label)) if found is None else found

    def holds(self, labels: Iterable[str]) -> bool:
        """Tell whether every folded label is on the scale, no two of them at one place."""
        places = [self.places.get(label, -1) for label in labels]
        return -1 not in places and len(set(places)) == len(places)

    def joins(self, labels: frozenset[str], others: frozenset[str]) -> bool:
        """Tell whether two sets of folded labels can be of one list: they overlap, or a wording has both."""
        both = labels | others
        one = bool(labels & others) or any(both <= set(map(fold_label, shown)) for shown in self.wordings)
        return one and self.holds(both)

    def spelt(self, labels: Iterable[object]) -> list[str]:
        """Return all labels of the scale, lowest first, in the wording nearest to some labels."""
        used = {words_of(label) for label in labels}
        return list(max(self.wordings, key=lambda shown: len(used & {fold_label(text) for text in shown})))


@dataclass(frozen=True)
class Seen:
    """What is known of a question's answers: all its labels (listed) or those used, and how often.

    `numbers` are the codes that stand beside the labels in the file, if they are numbers.
    """

    labels: tuple[str, ...]
    listed: bool
    answers: int
    scale: str = ""  # as the codebook says
    numbers: Mapping[str, int] = field(default_factory=dict)
    ordered: bool = False  # the labels are known to stand lowest first


def fit_labels(labels: Iterable[str]) -> list[Fit]:
    """Return the scales on which all labels lie."""
    return list(_fits_of(frozenset(map(words_of, labels))))


def settle(questions: Mapping[str, Seen]) -> dict[str, Fit | None]:
    """Find the scale of each question that has labels of one, with the help of the other questions.

    Parameters
    ----------
    questions : mapping of str to Seen

    Returns
    -------
    dict of str to Fit or None
        None where several scales fit; questions whose labels lie on no scale are left out.
    """
    fits = {name: _allowed(seen) for name, seen in questions.items() if not seen.ordered}
    used = {name: frozenset(map(words_of, questions[name].labels)) for name in fits if fits[name]}
    pools: dict[frozenset[str], int] = {}
    for name, labels in used.items():
        pools[labels] = pools.get(labels, 0) + questions[name].answers
    return {name: _choose(fits[name], questions[name], labels, pools) for name, labels in used.items()}


def _allowed(seen: Seen) -> list[Fit]:
    fits = [fit for fit in fit_labels(seen.labels) if fit.scale != NOT_BY_LABELS or fit.scale == seen.scale]
    if told := [fit for fit in fits if fit.scale == seen.scale]:
        return told
    if seen.listed:
        whole = [fit for fit in fits if fit.points == len(seen.labels)]
        return whole or [fit for fit in fits if _ends(fit, seen)] or fits
    fits = [fit for fit in fits if fit.points > 3] or fits
    return [fit for fit in fits if line(fit, seen.numbers)] or fits if seen.numbers else fits


def line(fit: Fit, numbers: Mapping[str, int]) -> tuple[int, int] | None:
    """Find how numbers beside labels count a scale's places.

    Parameters
    ----------
    fit : Fit
    numbers : mapping of str to int
        Label to number.

    Returns
    -------
    (int, int) or None
        The number of the lowest place and the step to the next, 1 or -1; None if they don't count them.
    """
    places = [(number, fit.position(label) or 0) for label, number in numbers.items()]
    for step in (1, -1):
        lowest = {number - step * place for number, place in places}
        if len(lowest) == 1 and min(start := lowest.pop(), start + step * (fit.points - 1)) in (0, 1):
            return start, step
    return None


def _ends(fit: Fit, seen: Seen) -> bool:
    """Tell whether a list names only some places of a scale: both ends, and numbers leave room between."""
    places = {fit.position(label) for label in seen.labels}
    return {0, fit.points - 1} <= places and line(fit, seen.numbers) is not None


def _choose(
    fits: list[Fit], seen: Seen, labels: frozenset[str], pools: Mapping[frozenset[str], int]
) -> Fit | None:
    full = [fit for fit in fits if fit.points == len(labels)]
    told = seen.scale == fits[0].scale
    if full and (seen.listed or told or len(fits) == len(full)):
        return full[0]
    if (told or _counted(fits, seen)) and (fit := _agreed(fits, labels)):
        return fit
    if seen.listed and not told:
        return fits[0] if len(fits) == 1 and _ends(fits[0], seen) else None
    near = {other: n for other, n in pools.items() if any(fit.joins(labels, other) for fit in fits)}
    together = frozenset().union(*near)
    wide = _agreed(_shortest([fit for fit in fits if fit.holds(together)]), labels)
    if wide or sum(near.values()) < ENOUGH:
        return wide
    proven = [
        fit for fit in fits if {fit.places.get(label, -1) for label in together} >= set(range(fit.points))
    ]
    longest = max((fit.points for fit in proven), default=0)
    return _agreed([fit for fit in proven if fit.points == longest], labels)


def _counted(fits: list[Fit], seen: Seen) -> bool:
    """Tell whether the numbers beside the labels say where they stand."""
    return bool(seen.numbers) and not seen.listed and all(line(fit, seen.numbers) for fit in fits)


def _shortest(fits: list[Fit]) -> list[Fit]:
    """Leave out scales of six points and more if one of five does; nobody gave an answer of only theirs."""
    if not any(fit.points == 5 for fit in fits):
        return fits
    return [fit for fit in fits if fit.points <= 5]


def _agreed(fits: list[Fit], labels: frozenset[str]) -> Fit | None:
    """Return the first of several scales if the labels stand at the same places in all of them."""
    places = {(fit.points, *sorted((label, fit.places[label]) for label in labels)) for fit in fits}
    return fits[0] if len(places) == 1 else None


@cache
def _known_fits() -> tuple[Fit, ...]:
    return tuple(fit for scale in known_scales().values() for fit in _fits(scale))


@lru_cache(1000)
def _fits_of(found: frozenset[str]) -> tuple[Fit, ...]:
    return tuple(fit for fit in _known_fits() if fit.holds(found)) if found else ()


def _fits(scale: Scale) -> list[Fit]:
    """Put together the wordings of a scale in which no label changes its place."""
    groups: list[tuple[dict[str, int], list[tuple[str, ...]]]] = []
    for shown in (*scale.labels.values(), *scale.also):
        places = {fold_label(label): place for place, label in enumerate(shown)}
        if all(label.lstrip("-").isdigit() for label in places):
            continue
        for known, wordings in groups:
            if all(known.get(label, place) == place for label, place in places.items()):
                known.update(places)
                wordings.append(shown)
                break
        else:
            groups.append((dict(places), [shown]))
    return [Fit(scale.id, places, tuple(wordings)) for places, wordings in groups]
