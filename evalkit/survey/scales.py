"""Answer scales, recognised by their labels.

A set of labels lies on a scale if all of them are labels of it. Where only some of a scale's answers were
used, several scales may fit (Agree and Strongly agree are on scales of four, five and seven points); then the
other questions of the file decide, or that an answer wasn't given once in a hundred, else nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from evalkit.framework import Scale, known_scales
from evalkit.survey.cells import fold

ENOUGH = 100  # answers after which one that nobody ever gave is taken not to have been offered
_ANCHOR = re.compile(r"\(?(-?\d{1,3})(?:\s*[-–—:.)=]+\s*([^\d\s].*)|\s*\(([^\d)].*)\)|)", re.DOTALL)


@dataclass(frozen=True)
class Fit:
    """A scale in one of its wordings: folded labels, lowest first."""

    scale: str
    labels: tuple[str, ...]
    shown: tuple[str, ...]

    def position(self, label: object) -> int | None:
        """Return where a label stands on the scale, 0 being the lowest."""
        folded = fold_label(label)
        return self.labels.index(folded) if folded in self.labels else None


def fold_label(label: object) -> str:
    """Bring a label to the form in which scales are compared: no case, blanks or end punctuation."""
    return fold(label).replace("’", "'").replace(" / ", "/").strip(" .,:;!*")


def wordings(scales: Mapping[str, Scale] | None = None) -> tuple[Fit, ...]:
    """List every wording of every labelled scale.

    Parameters
    ----------
    scales : mapping of str to Scale, optional
        The known ones if left out.

    Returns
    -------
    tuple of Fit
    """
    return _known_wordings() if scales is None else tuple(_wordings(scales.values()))


def fit_labels(labels: Iterable[str]) -> list[Fit]:
    """Return the wordings on which all labels lie."""
    found = {fold_label(label) for label in labels}
    if not found:
        return []
    return [fit for fit in wordings() if found <= set(fit.labels)]


@dataclass(frozen=True)
class Seen:
    """What is known of a question's answers: all its labels (listed) or those used, and how often."""

    labels: tuple[str, ...]
    listed: bool
    answers: int
    scale: str = ""  # as the codebook says


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
    fits = {name: _allowed(seen) for name, seen in questions.items()}
    used = {name: frozenset(map(fold_label, questions[name].labels)) for name in fits if fits[name]}
    pools: dict[frozenset[str], int] = {}
    for name, labels in used.items():
        pools[labels] = pools.get(labels, 0) + questions[name].answers
    return {name: _choose(fits[name], questions[name], labels, pools) for name, labels in used.items()}


def _allowed(seen: Seen) -> list[Fit]:
    fits = fit_labels(seen.labels)
    told = [fit for fit in fits if fit.scale == seen.scale]
    return told or fits


def _choose(
    fits: list[Fit], seen: Seen, labels: frozenset[str], pools: Mapping[frozenset[str], int]
) -> Fit | None:
    full = [fit for fit in fits if len(fit.labels) == len(labels)]
    if full and (seen.listed or len(fits) == len(full)):
        return full[0]
    near = {other: n for other, n in pools.items() if any(other <= set(fit.labels) for fit in fits)}
    together = frozenset().union(*near)
    wide = _agreed(_shortest([fit for fit in fits if together <= set(fit.labels)]), labels)
    if wide or sum(near.values()) < ENOUGH:
        return wide
    proven = [fit for fit in fits if set(fit.labels) <= together]
    longest = max((len(fit.labels) for fit in proven), default=0)
    return _agreed([fit for fit in proven if len(fit.labels) == longest], labels)


def _shortest(fits: list[Fit]) -> list[Fit]:
    """Leave out scales of six points and more if one of five does; nobody gave an answer of only theirs."""
    if not any(len(fit.labels) == 5 for fit in fits):
        return fits
    return [fit for fit in fits if len(fit.labels) <= 5]


def _agreed(fits: list[Fit], labels: frozenset[str]) -> Fit | None:
    """Return the first of several wordings if the labels stand at the same places in all of them."""
    places = {
        (len(fit.labels), *sorted((label, fit.labels.index(label)) for label in labels)) for fit in fits
    }
    return fits[0] if len(places) == 1 else None


def anchored(texts: Iterable[str]) -> dict[str, tuple[int, str]] | None:
    """Read answers that are numbers with words at some of them: `0 - not at all`, `1`, ... `10 (fully)`.

    Parameters
    ----------
    texts : iterable of str
        The different answers.

    Returns
    -------
    dict of str to (int, str), or None
        Per answer its number and label ("" for a bare number); None if these aren't such answers.

    Examples
    --------
    >>> anchored(["5 - Mostly others", "4", "0 - Mostly me"])
    {'5 - Mostly others': (5, 'Mostly others'), '4': (4, ''), '0 - Mostly me': (0, 'Mostly me')}
    >>> anchored(["18-24", "25-34"])
    """
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        match = _ANCHOR.fullmatch(text)
        if not match:
            return None
        found[text] = (int(match[1]), (match[2] or match[3] or "").strip())
    numbers = [number for number, _ in found.values()]
    labelled = sum(bool(label) for _, label in found.values())
    if not labelled or len(set(numbers)) < max(len(numbers), 2) or max(numbers) - min(numbers) > 100:
        return None
    return found


@cache
def _known_wordings() -> tuple[Fit, ...]:
    return tuple(_wordings(known_scales().values()))


def _wordings(scales: Iterable[Scale]) -> list[Fit]:
    found: dict[tuple[str, tuple[str, ...]], Fit] = {}
    for scale in scales:
        for shown in (*scale.labels.values(), *scale.also):
            labels = tuple(fold_label(label) for label in shown)
            if not all(label.lstrip("-").isdigit() for label in labels):
                found.setdefault((scale.id, labels), Fit(scale.id, labels, tuple(shown)))
    return list(found.values())
