"""What a survey export becomes: codes, what they mean, and which kind of empty an empty cell is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from evalkit.words import retold

CODEBOOK = (
    "name", "source", "title", "type", "scale", "values", "missing", "group", "item", "criterion", "reverse",
    "role", "ordered",
)  # fmt: skip
STATES = ("answered", "dont_know", "skipped", "not_asked")
STATE_TYPE = pd.CategoricalDtype(list(STATES), ordered=False)
MISSING = ("row", "name", "code", "label")


def _nothing_missing() -> pd.DataFrame:
    return pd.DataFrame(columns=list(MISSING))


@dataclass(frozen=True)
class Survey:
    """A survey export as it was read; nothing in it is scored yet.

    Attributes
    ----------
    data : DataFrame
        Codes, one row per respondent and one column per variable; the index `row` is the line as an editor
        or a spreadsheet shows it. Empty wherever the respondent gave no valid answer, so that no
        don't-know and no user-missing code can get into a mean.
    codebook : DataFrame
        One row per variable: name (short and unique), source (the heading in the file), title, type
        (integer, number, string, boolean, date), scale (id of a known scale or ""), values (dict of code to
        label, lowest first), missing (dict of code to label), group (the question it is part of), item,
        criterion, reverse, role ("", party, wave, respondent, personal, weight, status, text) and ordered
        (whether the order of values is known to be from lowest to highest).
    states : DataFrame
        The shape of `data`: answered, dont_know, skipped or not_asked.
    report : tuple of str
        Everything that was detected, decided and dropped, in sentences.
    find_missing : callable
        Makes the table `missing`; a large file's is laid out only if somebody asks for it.
    """

    data: pd.DataFrame
    codebook: pd.DataFrame
    states: pd.DataFrame
    report: tuple[str, ...]
    find_missing: Callable[[], pd.DataFrame] = _nothing_missing

    @cached_property
    def missing(self) -> pd.DataFrame:
        """One row for every answer that is a labelled missing value.

        Its columns are row, name, code and label; name and label are categoricals.
        """
        return self.find_missing()

    def said(self, lang: str = "da") -> tuple[str, ...]:
        """Give the report's sentences in a language.

        Parameters
        ----------
        lang : {'da', 'en'}

        Returns
        -------
        tuple of str
        """
        return tuple(retold(sentence, lang) for sentence in self.report)

    def labelled(self, *, missing: bool = False) -> pd.DataFrame:
        """Lay the labels over the codes.

        Parameters
        ----------
        missing : bool
            Show the labels of missing values too, after the others, instead of leaving the cells empty.

        Returns
        -------
        DataFrame
            As `data`; a variable with labels is a categorical, ordered where the order is known, any other
            is as it was.
        """
        variables = self.codebook.set_index("name")
        columns = {
            name: self._labelled(str(name), variables.loc[name], missing) for name in self.data.columns
        }
        return pd.DataFrame(columns, index=self.data.index)

    def _labelled(self, name: str, variable: Any, missing: bool) -> pd.Series:
        column, values = self.data[name], dict(variable["values"] or {})
        hidden = self.missing[self.missing["name"] == name] if missing else self.missing.iloc[:0]
        if not values and hidden.empty:
            return column
        codes, uniques = pd.factorize(column)
        labels = [str(values.get(code, code)) for code in uniques.tolist()]
        levels = _levels(values, labels, hidden)
        place = {label: at for at, label in enumerate(levels)}
        places = np.array([*(place[label] for label in labels), -1])[codes]  # an empty cell is the last: -1
        places[self.data.index.get_indexer_for(pd.Index(hidden["row"]))] = (
            hidden["label"].map(place).to_numpy()
        )
        kind = pd.CategoricalDtype(levels, bool(variable["ordered"]))
        return pd.Series(pd.Categorical.from_codes(places, dtype=kind), index=self.data.index)


def _levels(values: Mapping[Any, str], labels: Sequence[str], hidden: pd.DataFrame) -> list[str]:
    """Return the labels in the order of the scale; then answers off it; then missing values."""
    last = list(dict.fromkeys(hidden["label"]))
    stray = [label for label in dict.fromkeys(labels) if label not in last]
    return list(dict.fromkeys([*map(str, values.values()), *stray, *last]))
