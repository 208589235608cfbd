"""From a column of texts to codes, labels and states: what each different answer means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from evalkit.survey.carrier import STATES
from evalkit.survey.cells import Cells, NumberCells, fold
from evalkit.survey.dates import may_be_dates
from evalkit.survey.kinds import COMMA, NUMBER, kind_of, of_numbers, of_texts, spread
from evalkit.survey.labels import anchored, split_number
from evalkit.survey.missing import state_of_label
from evalkit.survey.scales import Fit, fit_labels, line
from evalkit.survey.variable import Variable
from evalkit.words import told

MAX_LABELS = 200  # more different answers than this aren't answers to choose from
MOST_WORDS = 20  # different words for no answer among numbers


@dataclass(frozen=True)
class Decided:
    """A variable's column, states and labels."""

    data: pd.Series
    states: np.ndarray
    type: str
    values: Mapping[Any, str] = field(default_factory=dict)
    missing: Mapping[Any, str] = field(default_factory=dict)
    scale: str = ""
    ordered: bool = False
    said: str = ""
    hidden: Mapping[int, tuple[Any, str]] = field(default_factory=dict)  # code in cells -> code and label


def decide(variable: Variable, fit: Fit | None, *, worded: bool = False) -> Decided:
    """Decide what the answers of one variable mean.

    Parameters
    ----------
    variable : Variable
    fit : Fit or None
        The scale that its labels lie on.
    worded : bool
        Whether its answers are words of a scale, even if nobody can tell of which.

    Returns
    -------
    Decided
    """
    if isinstance(variable.cells, NumberCells) and not variable.values and not variable.missing:
        return _numbers(variable, variable.cells)
    missing = missing_answers(variable, worded=worded or fit is not None)
    states = np.zeros(len(variable.cells.uniques), dtype="int8")
    for unique, (_, _, state) in missing.items():
        states[unique] = STATES.index(state)
    rows = variable.cells.per_row(states, STATES.index(variable.empty), "int8")
    cells = without(variable.cells, states != 0)
    named = {code: (label, state) for code, label, state in _listed(variable, missing)}
    result = _coded(variable, cells, fit) if variable.values else _uncoded(variable, cells, fit)
    typed = {_typed(code, result.type): label for code, (label, _) in named.items()}
    hidden = {unique: (_typed(code, result.type), label) for unique, (code, label, _) in missing.items()}
    values = {code: label for code, label in result.values.items() if code not in typed}
    return Decided(
        result.data, rows, result.type, values, typed, result.scale, result.ordered, result.said, hidden
    )


def _numbers(variable: Variable, cells: NumberCells) -> Decided:
    """Take a column of numbers as it is: nothing says that any of them is more than a number."""
    kind, data = of_numbers(cells.numbers, cells.empty)
    states = cells.empty * np.int8(STATES.index(variable.empty))
    return Decided(
        data, states, kind, scale=variable.scale, said=_stray(variable.name, cells.filled, cells.ends)
    )


def missing_answers(variable: Variable, *, worded: bool) -> dict[int, tuple[str, str, str]]:
    """Find the answers that are missing values: per different answer its code, label and state."""
    found: dict[int, tuple[str, str, str]] = {}
    given = _known({code: label for code, (label, _) in variable.missing.items()})
    sure = not variable.values and not worded and not _else_numbers(variable)
    if sure and variable.role in ("respondent", "personal"):
        return found
    texts = variable.cells.texts if variable.missing or variable.values else _wordlike(variable.cells)
    numbers = {} if variable.values else anchored(variable.cells.few) or {}
    known = _known(variable.values)
    numbered: Any = texts.items() if len(texts) <= 100_000 else ()
    for unique, text in numbered:
        label = variable.values.get(text, text)
        if (code := _code_of(text, given)) in variable.missing:
            found[unique] = (code, *variable.missing[code])
        elif state := state_of_label(label, sure=sure):
            number, words = numbers.get(text, (None, ""))
            code = _code_of(text, known) if number is None else str(number)
            found[unique] = (code, words or label, state)
    return found


def _known(values: Mapping[str, str]) -> dict[str, str]:
    """Return the code of everything that a cell may hold for it: label, code, true or false."""
    truth = {"false": "0", "true": "1"} if {*values} == {"0", "1"} else {}  # R writes 0 and 1 so
    return (
        truth | {fold(label): code for code, label in values.items()} | {fold(code): code for code in values}
    )


def _code_of(text: str, known: Mapping[str, str]) -> str:
    """Find the code of a cell's text, which stays as it is if it has none."""
    found = known.get(fold(text))
    if found is None:
        number, words = split_number(text)
        found = known.get(fold(words)) if number is not None and known.get(str(number)) else None
        found = found if found == known.get(str(number)) else None
    return text if found is None else found


def _else_numbers(variable: Variable) -> bool:
    """Tell whether a column would be numbers if it weren't for its missing values."""
    words = _wordlike(variable.cells)
    rest = [text for text in words if not state_of_label(text) and text not in variable.missing]
    if not variable.cells.few:
        return not rest and bool(len(words))
    if not rest or len(rest) == len(words):
        return False
    return of_texts(pd.Series(rest, dtype="str"))[0] in ("integer", "number") or anchored(rest) is not None


def _wordlike(cells: Cells) -> pd.Series:
    """Return, of a few different answers all, of many numbers the few that are none: words for no answer."""
    if len(cells.uniques) <= MAX_LABELS:
        return cells.texts
    head = cells.texts.iloc[:MAX_LABELS]
    if 2 * head.str.fullmatch(f"{NUMBER}|{COMMA}").sum() < len(head):
        return cells.texts.iloc[:0]
    words = cells.texts[~cells.texts.str.fullmatch(f"{NUMBER}|{COMMA}")]
    return words if len(words) <= MOST_WORDS else words.iloc[:0]


def _listed(variable: Variable, found: Mapping[int, tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """List every missing value, used or not."""
    given = [(code, label, state) for code, (label, state) in variable.missing.items()]
    labelled = [(code, label, state_of_label(label)) for code, label in variable.values.items()]
    return given + [entry for entry in labelled if entry[2]] + list(found.values())


def without(cells: Cells, dropped: np.ndarray) -> Cells:
    """Empty the cells that hold some of the different values."""
    if not dropped.any():
        return cells
    keep = np.flatnonzero(~dropped)
    lookup = np.full(len(dropped) + 1, -1, dtype=cells.codes.dtype)
    lookup[keep] = np.arange(len(keep))
    uniques = cells.uniques.iloc[keep].reset_index(drop=True)
    if not cells.is_text and all(isinstance(value, str) for value in uniques):
        uniques = uniques.astype("str")
    return Cells(lookup[cells.codes], uniques)


def _coded(variable: Variable, cells: Cells, fit: Fit | None) -> Decided:
    """Answers that the format or the codebook gives labels for: codes, or the labels themselves."""
    known = _known(variable.values)
    codes = [_code_of(text, known) for text in cells.texts] if len(cells.texts) < 5000 else []
    texts = pd.Series(codes, dtype="str") if codes else cells.texts
    keys = pd.Series([*variable.values, *texts], dtype="str")
    kind, numbers = of_texts(keys) if len(keys) else ("string", keys)
    if kind not in ("integer", "number"):
        kind, data = "string", spread(cells, "string", texts)
    else:
        data = spread(cells, kind, numbers.iloc[len(variable.values) :].reset_index(drop=True))
    labels = {_typed(code, kind): label for code, label in variable.values.items()}
    if variable.ordered:
        return Decided(data, _NONE, kind, labels, {}, variable.scale, True)
    if fit is None:
        counted = _counting(labels) or (_ended(labels, data) if kind == "integer" else {})
        return Decided(data, _NONE, kind, counted or labels, {}, variable.scale, bool(counted))
    return _laid(data, kind, labels, fit, variable)


def _counting(labels: Mapping[Any, str]) -> dict[Any, str]:
    """Put codes in the order of the numbers that their labels are or begin with, if these have no gap."""
    numbers = {code: _number_of(label) for code, label in labels.items() if not state_of_label(label)}
    found = [number for number in numbers.values() if number is not None]
    if len(found) < max(len(numbers), 3) or sorted(found) != list(range(min(found), min(found) + len(found))):
        return {}
    return {code: labels[code] for code in sorted(numbers, key=lambda code: numbers[code] or 0)}


def _number_of(label: str) -> int | None:
    bare = re.match(r"-?\d{1,3}(?= )", label)
    return int(bare[0]) if bare else split_number(label)[0]


def _ended(labels: Mapping[Any, str], data: pd.Series) -> dict[Any, str]:
    """Fill in the steps between two ends that alone have labels, if answers stand there and none beyond."""
    named = sorted(code for code, label in labels.items() if not state_of_label(label))
    low, high = (named[0], named[-1]) if len(named) == 2 else (0, 0)
    between = set(data.dropna().unique()) - {low, high}
    if not 2 < high - low <= 10 or not between or not between <= set(range(low, high)):
        return {}
    steps = {number: labels.get(number, str(number)) for number in range(low, high + 1)}
    return dict(sorted(steps.items(), reverse=_turned(labels[low], labels[high])))


def _laid(data: pd.Series, kind: str, labels: Mapping[Any, str], fit: Fit, variable: Variable) -> Decided:
    """Put labelled codes in a scale's order, adding the steps that have no label in the file."""
    on = {label: code for code, label in labels.items() if fit.position(label) is not None}
    counted = line(fit, on) if kind == "integer" and len(on) < fit.points else None
    if counted:
        lowest, step = counted
        order = [lowest + step * place for place in range(fit.points)]
        worded = not variable.values and len(on) == len(labels)
        shown = fit.spelt(on) if worded else list(map(str, order))
        labels = dict(zip(order, shown, strict=True)) | dict(labels)
    else:
        order = sorted(labels, key=lambda code: _place(fit, labels[code]))
    turned = kind == "integer" and len(order) > 1 and order == sorted(order, reverse=True)
    said = told("reading.turned", name=variable.name) if turned else ""
    values = {code: labels[code] for code in [*order, *(code for code in labels if code not in order)]}
    return Decided(data, _NONE, kind, values, {}, variable.scale or fit.scale, True, said)


_NONE = np.empty(0, dtype="int8")
_OFTEN_MISSING = {-999, -99, -98, -97, -9, -8, 88, 97, 98, 99, 888, 998, 999, 9999}


def _place(fit: Fit, label: str) -> int:
    position = fit.position(label)
    return fit.points if position is None else position


def _uncoded(variable: Variable, cells: Cells, fit: Fit | None) -> Decided:
    """Answers without a list of labels: words of a known scale, numbers, dates, text."""
    numbers = anchored(cells.few) if cells.few and not variable.type else None
    if numbers:
        return _anchored(variable, cells, numbers, fit)
    if fit is not None and len(cells.uniques):
        return _on_scale(variable, cells, fit)
    if variable.type == "string":
        return Decided(spread(cells, "string", cells.texts), _NONE, "string", scale=variable.scale)
    kind, values = kind_of(cells)
    whole = values.to_numpy() if kind == "integer" and len(values) else _NONE
    said = _stray(variable.name, whole, (whole.min(), whole.max())) if len(whole) else ""
    if kind == "string" and len(cells.uniques):
        said = _left_as_text(variable.name, cells)
    return Decided(spread(cells, kind, values), _NONE, kind, scale=variable.scale, said=said)


def _left_as_text(name: str, cells: Cells) -> str:
    """Say why what looks like numbers or dates isn't read as them: there are two ways to."""
    value = repr(cells.texts.iloc[0])
    if may_be_dates(cells.texts):
        return told("reading.day_or_month", name=name, value=value)
    two_ways = any("," in text for text in cells.few) and all(re.fullmatch(COMMA, t) for t in cells.few)
    return told("reading.comma", name=name, value=value) if two_ways else ""


def _stray(name: str, numbers: np.ndarray, ends: tuple[Any, Any]) -> str:
    """Warn of a number such as 99 that stands far from the others: it may mean that there is no answer."""
    if not set(ends) & _OFTEN_MISSING:
        return ""
    distinct = set(np.unique(numbers).tolist())
    odd, rest = sorted(distinct & _OFTEN_MISSING), distinct - _OFTEN_MISSING
    if len(rest) < 2 or min(rest) < 0 or max(rest) > 10:
        return ""
    codes = ", ".join(f"{code:g}" for code in odd)
    return told("reading.stray", name=name, codes=codes, low=f"{min(rest):g}", high=f"{max(rest):g}")


def _on_scale(variable: Variable, cells: Cells, fit: Fit) -> Decided:
    """Words of a scale become codes from 1 (lowest); with only two answers the words stay the codes."""
    words = _spelling(cells, fit)
    scale = variable.scale or fit.scale
    places = [_place(fit, text) for text in cells.texts]
    if len(words) == 2:
        texts = pd.Series([words[place] for place in places], dtype="str")
        shown = dict(zip(words, words, strict=True))
        return Decided(spread(cells, "string", texts), _NONE, "string", shown, {}, scale, True)
    codes = pd.Series([place + 1 for place in places], dtype="int64")
    labels = dict(enumerate(words, start=1))
    return Decided(spread(cells, "integer", codes), _NONE, "integer", labels, {}, scale, True)


def _spelling(cells: Cells, fit: Fit) -> list[str]:
    """Take each label as the file spells it most often, else as the scale does."""
    spelt = fit.spelt(cells.texts)
    for unique in np.argsort(cells.counts, kind="stable"):
        text = str(cells.texts.iloc[unique])
        spelt[_place(fit, text)] = text
    return spelt


def _anchored(
    variable: Variable, cells: Cells, numbers: Mapping[str, tuple[int, str]], fit: Fit | None
) -> Decided:
    """Numbers with words at some of them: the words say which end is low, if they are those of a scale.

    Words that nobody knows leave the order open, unless bare numbers stand between two named ends.
    """
    data = spread(cells, "integer", pd.Series([numbers[text][0] for text in cells.few], dtype="int64"))
    words = dict(sorted(numbers.values()))
    labels = {number: label for number, label in words.items() if label}
    counted = line(fit, {label: number for number, label in labels.items()}) if fit else None
    if fit and (len(labels) == fit.points or (counted and set(words) <= _counted(*counted, fit.points))):
        return _laid(data, "integer", {n: label or str(n) for n, label in words.items()}, fit, variable)
    low, high = min(words), max(words)
    if low not in labels or high not in labels or len(labels) == len(words) or high - low > 10:
        return Decided(data, _NONE, "integer", {n: label or str(n) for n, label in words.items()})
    steps = {number: words.get(number) or str(number) for number in range(low, high + 1)}
    turned = _turned(words[low], words[high])
    said = told("reading.turned", name=variable.name) if turned else ""
    order = dict(sorted(steps.items(), reverse=turned))
    return Decided(data, _NONE, "integer", order, ordered=True, said=said)


def _counted(lowest: int, step: int, points: int) -> set[int]:
    return {lowest + step * place for place in range(points)}


def _turned(low: str, high: str) -> bool:
    """Tell whether the words at the lowest number are those of a scale's higher end."""
    fits = fit_labels([low, high])
    return bool(fits) and all((fit.position(low) or 0) > (fit.position(high) or 0) for fit in fits)


def _typed(code: str, kind: str) -> Any:
    """Turn a code's text into the type of the column it stands in."""
    try:
        if kind == "integer":
            return int(float(code))
        return float(code) if kind == "number" else code
    except (ValueError, OverflowError):
        return code
