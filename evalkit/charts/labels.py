"""The texts behind the ids: what a chart calls a party, criterion, item, wave or study.

`labels` may be a Study, several of them, a Framework or a plain dict. Without it the shipped framework
names criteria and items. An id that has no text is an error: a chart never shows an id to its readers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of
from evalkit.framework import Framework, Limits, load_framework
from evalkit.words import check_lang, pick, texts_under


@dataclass(frozen=True)
class Labels:
    """Texts by id, in one language.

    Attributes
    ----------
    lang : {'da', 'en'}
    framework : Framework
    texts : dict of str to (str or mapping)
        Parties', waves' and studies' labels, and whatever a dict gave.
    days : dict of (study, wave) to date
        When each study's waves were, where studies were given.
    """

    lang: str
    framework: Framework
    texts: Mapping[str, Any] = field(default_factory=dict)
    days: Mapping[tuple[str, str], dt.date] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """The framework's limits."""
        return self.framework.limits

    def of(self, id: object, *, short: bool = False) -> str:
        """Return the text of any id: given texts first, then the framework's, then known waves."""
        key = str(id)
        if key in self.texts:
            return pick(self.texts[key], self.lang)
        if key in self.framework.criterion_ids or key in self.framework.item_ids:
            return self.framework.label(key, self.lang, short=short)
        dilemma = next((d for d in self.framework.dilemmas if d.id == key), None)
        if dilemma is not None:
            return pick(dilemma.label, self.lang)
        waves = texts_under("wave", self.lang)
        if key in waves:
            return waves[key]
        raise EvalkitError(
            f"there is no text for {key!r}",
            "Give labels=: the study the table is from, or a dict {id: text} or {id: {da: ..., en: ...}}.",
        )


def find_labels(labels: object, lang: str) -> Labels:
    """Make `Labels` of what a chart was given.

    Parameters
    ----------
    labels : Study, tuple of Study, Framework, mapping or None
    lang : {'da', 'en'}

    Returns
    -------
    Labels

    Raises
    ------
    EvalkitError
        If it is something else, or the language isn't one of two.
    """
    check_lang(lang)
    if labels is None:
        return Labels(lang, load_framework())
    if isinstance(labels, Labels):
        return labels
    if isinstance(labels, Framework):
        return Labels(lang, labels)
    if isinstance(labels, Mapping):
        return Labels(lang, load_framework(), {str(key): text for key, text in labels.items()})
    studies: list[Any] = list(labels) if isinstance(labels, tuple | list) else [labels]
    if studies and all(hasattr(study, "framework") and hasattr(study, "parties") for study in studies):
        days = {(study.id, wave.id): wave.date for study in studies for wave in study.waves}
        return Labels(lang, studies[0].framework, _study_texts(studies), days)
    raise EvalkitError(
        f"labels is a {type(labels).__name__}", "Give a study, a tuple of studies, a framework or a dict."
    )


def in_order(column: pd.Series) -> list[Any]:
    """Return the values that occur in a column: in its categories' order, else as they first appear."""
    present = column.dropna()
    if isinstance(present.dtype, pd.CategoricalDtype):
        found = set(present.unique())
        return [value for value in present.cat.categories if value in found]
    return list(dict.fromkeys(present))


def one_study(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table if it holds one study, else raise."""
    studies = in_order(table["study"]) if "study" in table else []
    if len(studies) > 1:
        raise EvalkitError(
            f"the table holds {len(studies)} studies ({', '.join(map(str, studies[:5]))})",
            "Give one: table[table['study'] == ...]; plot_portfolio draws several.",
        )
    return table


def one_wave(table: pd.DataFrame, wave: str | None) -> tuple[pd.DataFrame, str]:
    """Return the rows of one wave, the last where none is named, and the wave.

    Parameters
    ----------
    table : DataFrame
        With a column wave.
    wave : str or None

    Returns
    -------
    table : DataFrame
    wave : str
    """
    waves = [str(w) for w in in_order(table["wave"])]
    if not waves:
        raise EvalkitError("the table has no rows", "Give a table with at least one row.")
    chosen = wave if wave is not None else waves[-1]
    if chosen not in waves:
        raise not_one_of(chosen, waves, "Name a wave of the table.")
    return table[table["wave"].astype(str) == chosen], chosen


def party_order(table: pd.DataFrame, labels: object = None) -> list[str]:
    """Return the parties in the study's order: colours and shapes follow it, whatever part is drawn."""
    dtype = table["party"].dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return [str(party) for party in dtype.categories]
    return [str(party) for party in in_order(table["party"])]


def _study_texts(studies: Iterable[Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for study in studies:
        texts[study.id] = study.title
        texts |= {wave.id: wave.label for wave in study.waves if wave.label}
        texts |= {party.id: party.label for party in study.parties}
    return texts
