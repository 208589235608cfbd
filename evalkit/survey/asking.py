"""Sets of answers that look like a scale which nobody knows: asked about, never put in an order by guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.survey.labels import words_of
from evalkit.survey.scales import Fit, Seen, fit_labels

FEWEST, MOST = 3, 7  # steps of a usual scale with a word for each
LONGEST = 60  # characters of a label


@dataclass(frozen=True)
class Unknown:
    """Questions that share a set of answers; `numbers` are the codes beside them, where there are any."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: Mapping[str, int]

    def field(self) -> str:
        """Write the field of a codebook that would give the first question its scale."""
        import yaml

        given = [{"value": self.numbers[label], "label": label} if label in self.numbers else label
                 for label in self.labels]  # fmt: skip
        field = {"name": self.names[0], "categories": given}
        return yaml.safe_dump(
            field, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6
        ).strip()


def unknown_sets(questions: Mapping[str, Seen], fits: Mapping[str, Fit | None]) -> list[Unknown]:
    """Find sets of a few labels that come back in several questions and lie on no known scale.

    Parameters
    ----------
    questions : mapping of str to Seen
    fits : mapping of str to Fit or None
        As `settle` gives them.

    Returns
    -------
    list of Unknown
        In the order of the file.
    """
    groups: list[tuple[list[str], dict[str, str]]] = []
    for name, seen in questions.items():
        if name in fits or not _like_answers(seen):
            continue
        folded = {words_of(label): label for label in seen.labels}
        group = next((known for known in groups if len(known[1].keys() & folded.keys()) >= 2), None)
        if group is None:
            groups.append(([name], folded))
        else:
            group[0].append(name)
            group[1].update({key: label for key, label in folded.items() if key not in group[1]})
    return [_unknown(names, labels, questions) for names, labels in groups
            if len(names) > 1 and FEWEST <= len(labels) <= MOST]  # fmt: skip


def _like_answers(seen: Seen) -> bool:
    labels = seen.labels
    return (
        2 <= len(labels) <= MOST
        and not seen.scale
        and not seen.ordered
        and all(len(label) <= LONGEST and any(sign.isalpha() for sign in label) for label in labels)
        and not fit_labels(labels)
    )


def _unknown(names: list[str], labels: Mapping[str, str], questions: Mapping[str, Seen]) -> Unknown:
    first = questions[names[0]]
    shown = list(labels.values()) if first.listed else sorted(labels.values(), key=str.casefold)
    return Unknown(tuple(names), tuple(shown), dict(first.numbers))
