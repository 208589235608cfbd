"""From variables to a `Survey`: personal columns out, scales found, every kind of empty told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.asking import Unknown, unknown_sets
from evalkit.survey.carrier import CODEBOOK, MISSING, STATE_TYPE, STATES, Survey
from evalkit.survey.cells import NumberCells, fold
from evalkit.survey.decide import MAX_LABELS, Decided, decide
from evalkit.survey.joined import maybe_joined
from evalkit.survey.labels import anchored
from evalkit.survey.marks import without_marks
from evalkit.survey.missing import state_beside_scale, state_of_label
from evalkit.survey.naming import unique_names
from evalkit.survey.personal import personal_kind
from evalkit.survey.scales import Fit, Seen, fit_labels, settle
from evalkit.survey.ticks import block, split_joined
from evalkit.survey.variable import Parsed, Variable
from evalkit.words import some, told


@dataclass(frozen=True)
class _Hidden:
    """A variable's labelled missing values: what stands in each row, and what some of it means."""

    name: str
    codes: np.ndarray
    meant: Mapping[int, tuple[Any, str]]  # different answer -> code, label

    def places(self, first: int) -> tuple[np.ndarray, np.ndarray]:
        """Return in which rows they stand, and which of them it is, numbered from `first`."""
        lookup = np.full(max(int(self.codes.max()), *self.meant) + 2, -1)
        lookup[list(self.meant)] = np.arange(len(self.meant)) + first
        found = lookup[self.codes]
        at = np.flatnonzero(found >= 0)
        return at, found[at]


@dataclass
class _Built:
    """What grows, variable by variable."""

    data: dict[str, pd.Series] = field(default_factory=dict)
    states: dict[str, pd.Categorical] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    hidden: list[_Hidden] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    words: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # label and state -> variables


def finish(parsed: Parsed, *, personal: str) -> Survey:
    """Decide upon every variable of an export.

    Parameters
    ----------
    parsed : Parsed
    personal : {'drop', 'keep'}

    Returns
    -------
    Survey
    """
    index = pd.Index(parsed.rows, name="row", copy=False)
    built = _Built(report=list(parsed.report))
    variables = _without_personal(parsed, personal, built.report)
    variables = _split(without_marks(variables, built.report), parsed.file, built.report)
    variables = [v if v.tick else _off_scale(v if v.missing else replace(v, missing=parsed.missing))
                 for v in variables]  # fmt: skip
    sets = _sets({v.name: seen for v in variables if (seen := _seen(v))})
    built.report += _said_of_joined([v for v in variables if v.name not in sets.worded])
    done: set[str] = set()
    for variable in variables:
        if variable.tick and variable.group not in done:
            done.add(variable.group)
            _add_block([v for v in variables if v.tick and v.group == variable.group], built)
        elif not variable.tick:
            _add(_mapped(variable), parsed.file, sets, built)
    names = [variable.name for variable in variables]
    built.report += _said_of_scales(sets, built)
    built.entries.sort(key=lambda entry: names.index(entry["name"]))
    data = pd.DataFrame({name: built.data[name].array for name in names}, index=index, copy=False)
    states = pd.DataFrame({name: built.states[name] for name in names}, index=index, copy=False)
    report = tuple(built.report)
    codebook = pd.DataFrame(built.entries, columns=list(CODEBOOK))
    return Survey(data, codebook, states, report, partial(_missing_table, built.hidden, parsed.rows))


def _without_personal(parsed: Parsed, personal: str, report: list[str]) -> list[Variable]:
    kept, dropped = [], []
    for variable in parsed.variables:
        if variable.role in ("respondent", "party", "wave", "weight") or variable.keep or variable.tick:
            kept.append(variable)
            continue
        kind = "marked as personal" if variable.role == "personal" else ""
        kind = kind or personal_kind(variable.name, variable.source, variable.cells)
        if not kind:
            kept.append(variable)
        elif personal == "keep":
            kept.append(replace(variable, role="personal"))
        else:
            kind = told(f"reading.personal.{kind}")
            dropped.append(told("reading.personal.column", column=repr(variable.source), kind=kind))
    if dropped:
        report.append(told("reading.personal.dropped", file=parsed.file, columns=dropped))
    return kept


def _split(variables: Sequence[Variable], file: str, report: list[str]) -> list[Variable]:
    """Take apart the cells that hold several answers, and names of long options that begin alike."""
    result: list[Variable] = []
    for variable in variables:
        boxes = split_joined(variable) if variable.split else [variable]
        result += boxes
        if variable.split:
            listed = ", ".join(repr(box.title) for box in boxes[:8]) + (", ..." if len(boxes) > 8 else "")
            column = repr(variable.source)
            report.append(told("reading.split", file=file, column=column, n=len(boxes), options=listed))
    names = unique_names(variable.name for variable in result)
    return [replace(v, name=name) if v.tick else v for v, name in zip(result, names, strict=True)]


def _said_of_joined(variables: Sequence[Variable]) -> list[str]:
    """Say which questions may hold several answers a cell, which nothing tells for certain."""
    open_ones = [v for v in variables if not (v.role or v.values or v.tick)]
    found = {v.source: example for v in open_ones if (example := maybe_joined(v.cells))}
    columns, example = some([repr(source) for source in found]), next(iter(found.values()), "")
    return [told("reading.maybe_joined", columns=columns, example=repr(example))] if found else []


def _off_scale(variable: Variable) -> Variable:
    """Take 'not sure' as no answer where the other labels are those of a scale without a place for it."""
    if not variable.values and isinstance(variable.cells, NumberCells):
        return variable
    listed = variable.values or dict.fromkeys(variable.cells.few)
    labels = {code: label or code for code, label in listed.items() if code not in variable.missing}
    found = {code: (label, state) for code, label in labels.items() if (state := state_beside_scale(label))}
    rest = [label for code, label in labels.items() if code not in found and not state_of_label(label)]
    if not found or not fit_labels(rest) or fit_labels([*rest, *(label for label, _ in found.values())]):
        return variable
    return replace(variable, missing={**variable.missing, **found})


def _seen(variable: Variable) -> Seen | None:
    """Return the labels by which a variable's scale may be known: listed ones, or words used."""
    if not variable.values and isinstance(variable.cells, NumberCells):
        return None
    if variable.tick or variable.role in ("party", "wave", "respondent", "personal", "text"):
        return None
    numbers = anchored(variable.cells.few) if not variable.values and variable.cells.few else None
    coded = variable.values or {text: label for text, (_, label) in (numbers or {}).items() if label}
    found = coded or dict.fromkeys(variable.cells.few, "")
    if not found or len(found) > MAX_LABELS:
        return None
    known = {fold(label) for label, _ in variable.missing.values()} | set(map(fold, variable.missing))
    labels = {label or code: code for code, label in found.items()
              if fold(label or code) not in known and not state_of_label(label or code)}  # fmt: skip
    counts = {label: numbers[code][0] if numbers else int(code) for label, code in labels.items()
              if numbers or re.fullmatch(r"-?\d{1,3}", code)} if coded else {}  # fmt: skip
    answers = 0 if variable.values else variable.cells.answers
    return Seen(tuple(labels), bool(variable.values), answers, variable.scale, counts, variable.ordered)


@dataclass(frozen=True)
class _Sets:
    """Which questions have which answers: their scales, sets that nobody knows, words of any scale."""

    fits: Mapping[str, Fit | None]
    unclear: Mapping[tuple[str, ...], list[str]]  # scales that may be meant -> questions
    unknown: list[Unknown]
    worded: set[str]  # answers are words of a scale, even if nobody can tell of which

    def asked(self) -> set[str]:
        """Name the questions of unknown sets."""
        return {name for one in self.unknown for name in one.names}


def _sets(questions: Mapping[str, Seen]) -> _Sets:
    fits, unclear = settle(questions), {}
    for name in (name for name, fit in fits.items() if fit is None):
        scales = dict.fromkeys(fit.scale for fit in fit_labels(questions[name].labels))
        unclear.setdefault(tuple(scales), []).append(name)
    unknown = unknown_sets(questions, fits)
    on = {name for name, seen in questions.items() if fit_labels(seen.labels)}
    return _Sets(fits, unclear, unknown, on | {name for one in unknown for name in one.names})


def _mapped(variable: Variable) -> Variable:
    """Let a party's or wave's labels stand for the ids that the codebook gives them."""
    if not variable.mapped:
        return variable
    ids = {code: variable.mapped.get(fold(label)) or variable.mapped.get(fold(code)) or label
           for code, label in variable.values.items()}  # fmt: skip
    if not ids:
        ids = {
            text: variable.mapped[fold(text)]
            for text in variable.cells.texts
            if fold(text) in variable.mapped
        }
    return replace(variable, values=ids)


def _add(variable: Variable, file: str, sets: _Sets, built: _Built) -> None:
    decided = decide(variable, sets.fits.get(variable.name), worded=variable.name in sets.worded)
    if variable.name in sets.asked() and not decided.values:
        decided = replace(decided, values={label: label for label in decided.data.dropna().unique()})
    if decided.said:
        built.report.append(told("reading.of_file", file=file, sentence=decided.said))
    _keep(variable, decided, built)
    given = {label for label, _ in variable.missing.values() if not state_beside_scale(label)}
    for label in decided.missing.values():
        if label not in given and (state := state_of_label(label) or state_beside_scale(label)):
            built.words.setdefault((label, state), []).append(variable.name)
    if decided.hidden:
        built.hidden.append(_Hidden(variable.name, variable.cells.codes, decided.hidden))


def _missing_table(hidden: Sequence[_Hidden], rows: np.ndarray) -> pd.DataFrame:
    if not hidden:
        return pd.DataFrame(columns=list(MISSING))
    first = np.cumsum([0, *(len(one.meant) for one in hidden)])
    at, which = zip(*(one.places(start) for one, start in zip(hidden, first, strict=False)), strict=True)
    meant = [(one.name, *pair) for one in hidden for pair in one.meant.values()]
    names, codes, labels = zip(*meant, strict=True)
    chosen = np.concatenate(which)
    columns = (
        rows[np.concatenate(at)],
        pd.Categorical(names).take(chosen),
        pd.Series(codes).array.take(chosen),
        pd.Categorical(labels).take(chosen),
    )
    return pd.DataFrame(dict(zip(MISSING, columns, strict=True)), copy=False)


def _add_block(boxes: list[Variable], built: _Built) -> None:
    for variable, (data, states) in zip(boxes, block(boxes), strict=True):
        _keep(variable, Decided(data, states, "boolean", missing={}), built)


def _keep(variable: Variable, decided: Decided, built: _Built) -> None:
    states = decided.states
    if variable.asked is not None:
        states = np.where(variable.asked | (states == 0), states, STATES.index("not_asked"))
    built.data[variable.name] = decided.data
    built.states[variable.name] = pd.Categorical.from_codes(states, dtype=STATE_TYPE)
    entry = {
        "name": variable.name, "source": variable.source, "title": variable.title or variable.name,
        "type": decided.type, "scale": decided.scale, "values": dict(decided.values),
        "missing": dict(decided.missing), "group": variable.group, "item": variable.item,
        "criterion": variable.criterion, "reverse": variable.reverse, "role": variable.role,
        "ordered": decided.ordered,
    }  # fmt: skip
    built.entries.append(entry)


def _said_of_scales(sets: _Sets, built: _Built) -> Iterable[str]:
    """Say which words were taken as missing, which scales were found, and where one must be given."""
    for (label, state), names in built.words.items():
        yield told(f"reading.missing.{state}", label=repr(label), names=some(names), n=len(names))
    found: dict[str, list[str]] = {}
    for entry in built.entries:
        if entry["scale"]:
            found.setdefault(entry["scale"], []).append(entry["name"])
    for scale, names in found.items():
        yield told("reading.scale", scale=scale, names=some(names), n=len(names))
    for scales, names in sets.unclear.items():
        first = f"{{name: {names[0]}, scale: {scales[0]}}}"
        yield told("reading.scale_unclear", names=some(names), scales=", ".join(scales), field=first)
    for one in sets.unknown:
        labels = ", ".join(map(repr, one.labels))
        yield told("reading.scale_unknown", names=some(one.names), labels=labels, field=one.field())
