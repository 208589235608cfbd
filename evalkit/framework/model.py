"""What a framework is: small frozen objects, and the limits that every verdict rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evalkit.errors import not_one_of
from evalkit.words import pick

PHASES = ("before", "during", "after")
UNITS = 12_600  # whole units in 100 points: divisible by every usual number of steps (1-10, 12, ... 100)

Label = str | Mapping[str, str]


@dataclass(frozen=True)
class Scale:
    """An answer scale: its labels from lowest to highest.

    Attributes
    ----------
    id : str
    labels : dict of str to tuple of str
        By language, lowest first.
    also : tuple of tuple of str
        Other wordings of the same scale, lowest first.
    """

    id: str
    labels: Mapping[str, tuple[str, ...]]
    also: tuple[tuple[str, ...], ...] = ()

    @property
    def points(self) -> int:
        """How many answers the scale has."""
        return len(next(iter(self.labels.values())))

    def label(self, position: int, lang: str) -> str:
        """Return the label at a position, 0 being the lowest."""
        return (self.labels.get(lang) or next(iter(self.labels.values())))[position]


@dataclass(frozen=True)
class Item:
    """One survey question, belonging to at most one criterion."""

    id: str
    criterion: str | None
    scale: str
    text: Label
    short: Label = ""
    core: bool = False
    reverse: bool = False
    about: str = "both"  # own, other or both parties


@dataclass(frozen=True)
class Criterion:
    """One success criterion; `due` is the first stage at which it can be asked.

    `questions` are for the parties to talk about while it isn't fulfilled.
    """

    id: str
    phase: str
    label: Label
    short: Label
    due: str
    questions: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Dilemma:
    """A question that partners live with; `threatens` says which criteria suffer meanwhile, and why."""

    id: str
    label: Label
    threatens: Mapping[str, Label]


@dataclass(frozen=True)
class Limits:
    """The conventions behind every verdict; ours, printed wherever a verdict is, changed in the framework."""

    high: float = 62.5  # a party's score is high at or above
    low: float = 50.0  # and low below
    apart: float = 25.0  # a whole step of a five-point scale between highest and lowest party
    favourable: float = 62.5  # a respondent's value counts as favourable at or above
    min_valid: int = 3  # fewer valid respondents in a party: too little data
    min_share: float = 0.5  # valid answers from under this share of the invited: too little data
    max_dont_know: float = 0.4  # over this share of a party's item answers don't-know: too little data
    min_items: float = 0.5  # a respondent needs answers to at least this share of the items she was asked
    max_weight: float = 0.2  # no all-parties mean where one respondent carries more than this
    net: float = 0.5  # the logbook points a way at or beyond this net share of its sources
    min_sources: int = 2  # independent sources needed for agreement or dissonance


@dataclass(frozen=True)
class Framework:
    """A set of criteria with items, scales and limits.

    Attributes
    ----------
    id, version : str
    title : str or mapping
    stages : tuple of str
        The usual waves in order; a criterion's `due` is one of them.
    criteria : tuple of Criterion
    items : tuple of Item
    scales : dict of str to Scale
    limits : Limits
    dilemmas : tuple of Dilemma
    """

    id: str
    version: str
    title: Label
    stages: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    items: tuple[Item, ...]
    scales: Mapping[str, Scale]
    limits: Limits = field(default_factory=Limits)
    dilemmas: tuple[Dilemma, ...] = ()

    @cached_property
    def criterion_ids(self) -> tuple[str, ...]:
        """The criteria's ids in order."""
        return tuple(criterion.id for criterion in self.criteria)

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """The items' ids in order."""
        return tuple(item.id for item in self.items)

    def criterion(self, id: str) -> Criterion:
        """Return the criterion with this id, or raise `EvalkitError`."""
        return _find(self.criteria, id, "criteria", self.id)

    def item(self, id: str) -> Item:
        """Return the item with this id, or raise `EvalkitError`."""
        return _find(self.items, id, "items", self.id)

    def items_of(self, criterion: str) -> tuple[Item, ...]:
        """Return the items that belong to a criterion."""
        return tuple(item for item in self.items if item.criterion == criterion)

    def is_due(self, criterion: str, stage: str) -> bool:
        """Tell whether a criterion can be asked at a stage; at an unknown stage everything can."""
        if stage not in self.stages:
            return True
        return self.stages.index(stage) >= self.stages.index(self.criterion(criterion).due)

    def label(self, id: str, lang: str, *, short: bool = False) -> str:
        """Return the text of a criterion or an item, its short one on request."""
        thing = self.item(id) if id in self.item_ids else self.criterion(id)
        long = thing.label if isinstance(thing, Criterion) else thing.text
        return pick((thing.short or long) if short else long, lang)


def _find(things: Sequence[Any], id: str, kind: str, framework: str) -> Any:
    for thing in things:
        if thing.id == id:
            return thing
    raise not_one_of(
        id, [t.id for t in things], f"Name one of the framework's {kind}.", where=f"framework {framework}"
    )
