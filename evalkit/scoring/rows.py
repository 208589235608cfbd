"""Counting a long table that isn't in memory: texts as numbers, then a respondent at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from evalkit.scoring.batches import CELLS, Groups, counted
from evalkit.scoring.packing import MAX_ROWS, ONE, Packed, run


def with_numbers(frame: Any, columns: Sequence[str]) -> Any:
    """Return a Polars query with these columns' texts as numbers, which are quicker to group and compare.

    Parameters
    ----------
    frame : narwhals LazyFrame
    columns : sequence of str

    Returns
    -------
    narwhals LazyFrame
        Another engine's as it is.
    """
    if frame.implementation is not nw.Implementation.POLARS:
        return frame
    import polars as pl

    schema = frame.collect_schema()
    numbers = pl.Categorical(pl.Categories.random())  # given as texts are met; gone with the query
    texts = {name: numbers for name in columns if isinstance(schema[name], nw.String)}
    return nw.from_native(frame.to_native().cast(texts))


def tally_people(sums: Any, by: Sequence[str], criteria: Sequence[str]) -> Packed | None:
    """Count respondents whose packed numbers are known, or return None where a row can't be right.

    Parameters
    ----------
    sums : narwhals LazyFrame
        A row for each respondent: by, a column for each criterion, rows, unknown.
    by, criteria : sequence of str

    Returns
    -------
    Packed or None
        None also with too many groups: then any engine's query counts, or says what is wrong.
    """
    table = run(sums).to_arrow()
    most = {name: max([0, *table.column(name).unique().to_pylist()]) for name in ("rows", "unknown")}
    if most["rows"] > MAX_ROWS or most["unknown"]:
        return None
    groups, parts = Groups(list(by)), []
    for batch in table.combine_chunks().to_batches():
        group = groups.number(batch)
        for at, criterion in enumerate(criteria):
            column = batch.column(criterion).cast("int64").dictionary_encode()
            numbers = column.dictionary.to_numpy()
            if numbers.max(initial=0) >= ONE["bad"] or len(numbers) * len(groups.known) > CELLS:
                return None
            cells = np.bincount(group * len(numbers) + column.indices.to_numpy())
            parts.append(counted(cells, at, numbers))
    return groups.packed(parts)
