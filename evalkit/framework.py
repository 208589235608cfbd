"""The framework: which criteria are asked about, by which items, and where the limits lie.

A framework is data, a YAML file: `frameworks/partnership.yml` is the shipped one (the deck's ten
criteria), and a user's own instrument is another file of the same shape. Here it is read, checked and
turned into small frozen objects; all conventions that a verdict rests on are in its `Limits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.words import pick
from evalkit.yamlfile import check_keys, parse_yaml, read_yaml

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
    """One success criterion; `due` is the first stage at which it can be asked."""

    id: str
    phase: str
    label: Label
    short: Label
    due: str


@dataclass(frozen=True)
class Dilemma:
    """A question that partners live with; `threatens` says which criteria suffer while it is unsettled, and why."""

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


def load_framework(name: str | Path = "partnership") -> Framework:
    """Load the shipped framework, or one of the user's own.

    Parameters
    ----------
    name : str or path
        ``"partnership"`` (the deck's ten criteria), or the path of a YAML file of the same shape.

    Returns
    -------
    Framework

    Raises
    ------
    EvalkitError
        If the file is missing or anything in it doesn't hold together: an unknown key, phase, scale
        or criterion, an id given twice, a scale with too few or too many points, limits out of order.

    Examples
    --------
    >>> framework = load_framework()
    >>> framework.label("during.dialogue", "da")
    'Tæt dialog'
    >>> [item.id for item in framework.items_of("before.shared_start")]
    ['shared_start_1', 'shared_start_2', 'shared_start_3']
    """
    if str(name) == "partnership":
        return _shipped()
    return _build(read_yaml(name), Path(name).name)


def known_scales() -> Mapping[str, Scale]:
    """Return the scales that ship with evalkit, by id: usual Danish and English answer scales.

    Returns
    -------
    mapping of str to Scale

    Examples
    --------
    >>> known_scales()["agree5"].label(0, "da")
    'Helt uenig'
    """
    return _known_scales()


def check_points(points: int, where: str) -> int:
    """Return the number of points of a scale if evalkit can compute with it exactly, else raise.

    Parameters
    ----------
    points : int
    where : str
        The place, as messages write it.

    Returns
    -------
    int

    Raises
    ------
    EvalkitError
        If there are fewer than two points, or the steps between them don't divide `UNITS`.
    """
    if points < 2 or UNITS % (points - 1):
        raise EvalkitError(
            f"a scale with {points} points can't be used",
            "Use 2 to 11 points, or 0-100; anything else is scored by mapping it to one of these.",
            where=where,
        )
    return points


@cache
def _shipped() -> Framework:
    return _build(_packaged("partnership.yml"), "partnership.yml")


@cache
def _known_scales() -> Mapping[str, Scale]:
    return _scales(_packaged("scales.yml"), "scales.yml")


def _packaged(name: str) -> dict[str, Any]:
    return parse_yaml(resources.files("evalkit").joinpath("frameworks", name).read_text("utf-8"), name)


_KEYS = (
    "schema",
    "id",
    "version",
    "title",
    "stages",
    "criteria",
    "items",
    "scales",
    "limits",
    "dilemmas",
    "description",
)


def _build(raw: Mapping[str, Any], file: str) -> Framework:
    check_keys(raw, _KEYS, place(file), need=("id", "criteria", "items"))
    stages = tuple(raw.get("stages") or ("start", "mid", "end", "followup"))
    scales = {**_known_scales(), **_scales(raw.get("scales") or {}, file)}
    criteria = tuple(_criterion(entry, stages, file) for entry in _entries(raw, "criteria", file))
    ids = [criterion.id for criterion in criteria]
    items = tuple(_item(entry, ids, scales, file) for entry in _entries(raw, "items", file))
    _no_doubles(ids, "criteria", file)
    _no_doubles([item.id for item in items], "items", file)
    return Framework(
        id=str(raw["id"]),
        version=str(raw.get("version", "1")),
        title=raw.get("title") or str(raw["id"]),
        stages=stages,
        criteria=tuple(sorted(criteria, key=lambda c: PHASES.index(c.phase))),
        items=items,
        scales=scales,
        limits=_limits(raw.get("limits") or {}, file),
        dilemmas=_dilemmas(raw, ids, file) if raw.get("dilemmas") else (),
    )


def _entries(raw: Mapping[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    entries = raw[key]
    if not isinstance(entries, list) or not entries:
        raise EvalkitError(
            f"{key!r} is not a list", "Write one '- id: ...' for each.", where=place(file, key=key)
        )
    return entries


def _criterion(entry: Mapping[str, Any], stages: Sequence[str], file: str) -> Criterion:
    where = place(file, key=f"criteria.{entry.get('id') if isinstance(entry, Mapping) else entry}")
    check_keys(entry, [f.name for f in fields(Criterion)], where, need=("id", "phase", "label"))
    if entry["phase"] not in PHASES:
        raise not_one_of(entry["phase"], PHASES, "A phase is a property of the criterion.", where=where)
    due = entry.get("due") or stages[0]
    if due not in stages:
        raise not_one_of(due, stages, "Give the first stage at which it can be asked.", where=where)
    return Criterion(
        str(entry["id"]), entry["phase"], entry["label"], entry.get("short") or entry["label"], due
    )


def _item(entry: Mapping[str, Any], criteria: Sequence[str], scales: Mapping[str, Scale], file: str) -> Item:
    where = place(file, key=f"items.{entry.get('id') if isinstance(entry, Mapping) else entry}")
    check_keys(entry, [f.name for f in fields(Item)], where, need=("id", "scale", "text"))
    if entry.get("criterion") is not None and entry["criterion"] not in criteria:
        raise not_one_of(entry["criterion"], criteria, "Name a criterion of this file.", where=where)
    if entry["scale"] not in scales:
        raise not_one_of(
            entry["scale"], scales, "Add the scale under scales:, or use one of these.", where=where
        )
    if entry.get("about", "both") not in ("own", "other", "both"):
        raise not_one_of(entry["about"], ("own", "other", "both"), "Say whom the item is about.", where=where)
    return Item(**{**entry, "id": str(entry["id"]), "criterion": entry.get("criterion")})


def _dilemmas(raw: Mapping[str, Any], criteria: Sequence[str], file: str) -> tuple[Dilemma, ...]:
    dilemmas = []
    for entry in _entries(raw, "dilemmas", file):
        where = place(file, key=f"dilemmas.{entry.get('id') if isinstance(entry, Mapping) else entry}")
        check_keys(entry, ("id", "label", "threatens"), where, need=("id", "label"))
        for criterion in entry.get("threatens") or {}:
            if criterion not in criteria:
                raise not_one_of(criterion, criteria, "Name a criterion of this file.", where=where)
        dilemmas.append(Dilemma(str(entry["id"]), entry["label"], entry.get("threatens") or {}))
    _no_doubles([dilemma.id for dilemma in dilemmas], "dilemmas", file)
    return tuple(dilemmas)


def _scales(raw: Mapping[str, Any], file: str) -> dict[str, Scale]:
    return {id: _scale(id, entry, place(file, key=f"scales.{id}")) for id, entry in raw.items()}


def _scale(id: str, entry: Mapping[str, Any], where: str) -> Scale:
    check_keys(entry, ("labels", "numbers", "also"), where)
    if "numbers" in entry:
        low, high = entry["numbers"]
        labels = {lang: tuple(str(n) for n in range(low, high + 1)) for lang in ("da", "en")}
    else:
        labels = {lang: tuple(map(str, texts)) for lang, texts in (entry.get("labels") or {}).items()}
    lengths = {len(texts) for texts in labels.values()}
    if len(lengths) != 1:
        raise EvalkitError("its labels differ in number", "Give the same number in da and en.", where=where)
    check_points(lengths.pop(), where)
    return Scale(str(id), labels, tuple(tuple(map(str, texts)) for texts in entry.get("also", ())))


def _limits(raw: Mapping[str, Any], file: str) -> Limits:
    where = place(file, key="limits")
    check_keys(raw, [f.name for f in fields(Limits)], where)
    for name, value in raw.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise EvalkitError(f"{name} is {value!r}, not a number", "Give a number.", where=where)
    limits = Limits(**raw)
    if not 0 <= limits.low <= limits.high <= 100:
        raise EvalkitError(
            f"the limits are out of order: low {limits.low:g}, high {limits.high:g}",
            "They must rise: 0 <= low <= high <= 100.",
            where=where,
        )
    _within(limits, where)
    return limits


def _within(limits: Limits, where: str) -> None:
    ranges = {"apart": (0, 100), "favourable": (0, 100), "min_valid": (1, 1000), "min_sources": (1, 1000)}
    for name in ("min_share", "max_dont_know", "min_items", "max_weight", "net"):
        ranges[name] = (0, 1)
    for name, (low, high) in ranges.items():
        if not low <= getattr(limits, name) <= high:
            raise EvalkitError(
                f"{name} is {getattr(limits, name):g}", f"Give a number from {low} to {high}.", where=where
            )


def _no_doubles(ids: Sequence[str], key: str, file: str) -> None:
    double = next((id for n, id in enumerate(ids) if id in ids[:n]), None)
    if double is not None:
        raise EvalkitError(f"{double!r} is given twice", "Give each its own id.", where=place(file, key=key))


def _find(things: Sequence[Any], id: str, kind: str, framework: str) -> Any:
    for thing in things:
        if thing.id == id:
            return thing
    raise not_one_of(
        id, [t.id for t in things], f"Name one of the framework's {kind}.", where=f"framework {framework}"
    )
