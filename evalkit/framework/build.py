"""Reading a framework: a YAML file, checked piece by piece, becomes the objects of `model`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework.model import PHASES, UNITS, Criterion, Dilemma, Framework, Item, Limits, Scale
from evalkit.yamlfile import check_keys, parse_yaml, read_yaml


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
    return _build(read_packaged("partnership.yml"), "partnership.yml")


@cache
def _known_scales() -> Mapping[str, Scale]:
    return _scales(read_packaged("scales.yml"), "scales.yml")


def read_packaged(name: str) -> dict[str, Any]:
    """Return the content of a YAML file that ships with evalkit, from `frameworks/`."""
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
        str(entry["id"]), entry["phase"], entry["label"], entry.get("short") or entry["label"], due,
        tuple(entry.get("questions") or ()),
    )  # fmt: skip


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
