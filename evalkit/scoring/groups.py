"""Groups: which combinations of study, wave and party there are, and in which order.

A group that nobody answered in is still a group: a party that stayed away must show up as silent, not
vanish from the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.errors import EvalkitError, place
from evalkit.scoring.sources import BY, Source, known_order
from evalkit.tables import ordered


def find_groups(
    source: Source, by: Sequence[str], table: pd.DataFrame
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return all groups in order, and for each row of a counted table its group.

    Parameters
    ----------
    source : Source
    by : sequence of str
    table : DataFrame
        With the `by` columns.

    Returns
    -------
    groups : DataFrame
        The `by` columns: those seen, every party of a study at each of its waves, and in a bare table
        every party seen in the same study.
    group : ndarray of int
        Row of `groups` for each row of `table`.

    Raises
    ------
    EvalkitError
        If a row has no value in one of the columns.
    """
    columns = {column: group_column(source, column, table[column]) for column in by}
    codes = np.column_stack([column.codes for column in columns.values()])
    seen, back = np.unique(codes, axis=0, return_inverse=True)
    rows = sorted(_with_silent(source, columns, {tuple(row) for row in seen.tolist()}))
    at = {row: number for number, row in enumerate(rows)}
    number = np.array([at[tuple(row)] for row in seen.tolist()], dtype=np.int64)
    groups = pd.DataFrame(
        {
            name: pd.Categorical.from_codes([row[n] for row in rows], dtype=column.dtype)
            for n, (name, column) in enumerate(columns.items())
        }
    )
    if "study" in columns:
        groups["study"] = groups["study"].astype("str")
    return groups, number[back.reshape(-1)]


def group_column(source: Source, column: str, values: pd.Series) -> pd.Categorical:
    """Give a group column its order: the study's, the frame's, the framework's stages, else sorted.

    Parameters
    ----------
    source : Source
    column : str
    values : Series

    Returns
    -------
    pandas.Categorical

    Raises
    ------
    EvalkitError
        If a value is missing, or a study's table names a wave or party that the study doesn't have.
    """
    if values.isna().any():
        raise EvalkitError(
            "there are respondents without a value",
            "Every respondent needs one to be counted in a group.",
            where=place(source.name, column=column),
        )
    texts = [str(value) for value in values] if column in BY else values.tolist()
    order = _order(source, column, set(texts))
    categorical = ordered(texts, order)
    if (categorical.codes < 0).any():
        raise EvalkitError(
            f"{texts[int(np.argmin(categorical.codes))]!r} isn't a {column} of the study",
            "Correct the responses.",
        )
    return categorical


def _order(source: Source, column: str, found: set[Any]) -> list[Any]:
    if column == "study":
        return sorted(found | ({source.study.id} if source.study is not None else set()))
    order = known_order(source, column)
    if order is None and column == "wave" and found <= set(source.framework.stages):
        order = [stage for stage in source.framework.stages if stage in found]
    return order or sorted(found, key=lambda one: (isinstance(one, str), one))


def _with_silent(
    source: Source, columns: dict[str, pd.Categorical], seen: set[tuple[int, ...]]
) -> Iterable[tuple[int, ...]]:
    """Add the groups that nobody answered in."""
    names = list(columns)
    if source.study is not None and set(names) == set(BY):
        study = list(columns["study"].categories).index(source.study.id)
        ranges = [[study] if name == "study" else range(len(columns[name].categories)) for name in names]
        return seen | set(product(*ranges))
    if "party" not in names:
        return seen
    party = names.index("party")
    study_at = names.index("study") if "study" in names else None

    studies = [row[study_at] if study_at is not None else -1 for row in seen]
    parties: dict[int, set[int]] = {}
    for study, row in zip(studies, seen, strict=True):
        parties.setdefault(study, set()).add(row[party])
    return {
        (*row[:party], p, *row[party + 1 :])
        for study, row in zip(studies, seen, strict=True)
        for p in parties[study]
    }
