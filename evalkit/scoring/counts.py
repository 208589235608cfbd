"""One query for any engine: responses become whole numbers, and everything after works on those.

One sum of packed numbers (`packing.py`) per respondent and one count of equal sums is the whole query: a
small table of integers, the same on every engine, and no float is ever a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.errors import not_one_of, place
from evalkit.framework import Item
from evalkit.scoring.badrows import (
    check_items,
    check_one_weight,
    check_people,
    check_twice,
    check_values,
    check_weights,
    unknown_item,
)
from evalkit.scoring.batches import can_stream
from evalkit.scoring.groups import find_groups
from evalkit.scoring.packing import Ints, Packed, collect, pack_row, texts, unpack_numbers
from evalkit.scoring.rows import tally_people, with_numbers
from evalkit.scoring.sources import Source, need

UNKNOWN = "?"  # the criterion of an item that the framework doesn't have


@dataclass(frozen=True)
class Counts:
    """How many respondents of each group said the same about a criterion.

    Attributes
    ----------
    groups : DataFrame
        The `by` columns, one row a group, in order.
    group, criterion : ndarray of int
        Row of `groups`; position in the framework's criteria.
    units, answered, dont_know, asked : ndarray of int
        What these respondents' items add up to: value units, items answered, don't know, asked at all.
    not_due : ndarray of bool
        Nothing was asked because it can't be asked yet.
    people : ndarray of int
        Respondents.
    """

    groups: pd.DataFrame
    group: Ints
    criterion: Ints
    units: Ints
    answered: Ints
    dont_know: Ints
    asked: Ints
    not_due: NDArray[np.bool_]
    people: Ints


def count_respondents(source: Source, by: Sequence[str]) -> Counts:
    """Count the respondents of a long responses table by group, criterion and what they said.

    Parameters
    ----------
    source : Source
    by : sequence of str
        Columns that make a group.

    Returns
    -------
    Counts

    Raises
    ------
    EvalkitError
        For a missing column, a value or state that can't be, an unknown criterion, a group or
        respondent without a name, a weight that isn't a whole number of 0 or more.
    """
    sums = sums_query(source, by)
    counted = tally_people(sums, by, source.framework.criterion_ids) if sums is not None else None
    return unpack(source, by, counted or pack_table(source, by, _query(source, by)))


def _query(source: Source, by: Sequence[str]) -> pd.DataFrame:
    """Count by one query on any engine, and say what is wrong with a table that can't be counted."""
    people = people_query(source, by)
    size = nw.col("weight").sum() if "weight" in people.collect_schema().names() else nw.len()
    grouped = people.group_by([*by, "criterion", "packed"])
    table = collect(grouped.agg(size.alias("people"), nw.col("rows").max()))
    check_people(source, by, table)
    return table


def sums_query(source: Source, by: Sequence[str]) -> Any:
    """Return the query with a row for each respondent: by, a column for each criterion, rows, unknown.

    One group a respondent and not one a criterion as well is what makes it quick; it suits engines that
    work out a column when it is needed.

    Parameters
    ----------
    source : Source
    by : sequence of str

    Returns
    -------
    narwhals frame or None
        A criterion's column is the respondent's packed number, `unknown` how many of her rows are of none
        of them. None where it doesn't suit: a table in memory, weights, Spark.
    """
    if not isinstance(source.frame, nw.LazyFrame) or not can_stream(source):
        return None
    rows, keys = _packed_rows(source, by)
    ids = source.framework.criterion_ids
    rows = with_numbers(rows, [*by, "criterion"])
    own = [nw.when(nw.col("criterion") == id).then("packed").otherwise(nw.lit(0)).alias(id) for id in ids]
    unknown = nw.when(nw.col("criterion").is_in(ids)).then(nw.lit(0)).otherwise(nw.lit(1))
    sums = rows.with_columns(*own, unknown=unknown).group_by(keys)
    return sums.agg(nw.col(*ids, "unknown").sum(), nw.len().alias("rows"))


def _packed_rows(source: Source, by: Sequence[str]) -> tuple[Any, list[str]]:
    """Return the rows of criteria, each packed, and the columns that tell respondents apart."""
    need(source, [*by, "respondent", "value"])
    check_values(source)
    check_weights(source)
    check_twice(source)
    frame = with_criterion(source)
    rows = frame.filter(~nw.col("criterion").is_null()).with_columns(packed=pack_row(frame))
    apart = ["study"] if pools_studies(source, by) else []  # in each study people are named anew
    return rows, [*by, *apart, "respondent"]


def people_query(source: Source, by: Sequence[str]) -> Any:
    """Return the query with a row for each respondent and criterion: by, respondent, criterion, packed, rows.

    Parameters
    ----------
    source : Source
    by : sequence of str

    Returns
    -------
    narwhals frame
        With `weight` if the table has one.

    Raises
    ------
    EvalkitError
        For a missing column or a bad weight.
    """
    rows, keys = _packed_rows(source, by)
    keys = [*keys, "criterion"]
    said = (nw.col("packed").sum(), nw.len().alias("rows"))
    if "weight" not in rows.collect_schema().names():
        return rows.group_by(keys).agg(*said)
    weight = nw.col("weight")
    people = rows.group_by(keys).agg(*said, weight.max(), weight.min().alias("least"))
    check_one_weight(source, people)
    return people


def pools_studies(source: Source, by: Sequence[str]) -> bool:
    """Tell whether groups put several studies' respondents together."""
    return "study" not in by and "study" in source.frame.collect_schema().names()


def pack_table(source: Source, by: Sequence[str], table: pd.DataFrame) -> Packed:
    """Turn a collected table (by columns, criterion, packed, people) into `Packed`.

    Parameters
    ----------
    source : Source
    by : sequence of str
    table : DataFrame

    Returns
    -------
    Packed

    Raises
    ------
    EvalkitError
        If a criterion isn't in the framework.
    """
    criteria = source.framework.criterion_ids
    place_of = {id: n for n, id in enumerate(criteria)}
    unknown = sorted(set(table["criterion"]) - set(criteria))
    if UNKNOWN in unknown:
        raise unknown_item(source)
    if unknown:
        do = "Give framework= the one this table was made by."
        raise not_one_of(unknown[0], criteria, do, where=place(source.name))
    number: Any = table.groupby(list(by), dropna=False, sort=False).ngroup()
    criterion: Any = table["criterion"].map(place_of)
    return Packed(
        names=table[list(by)].drop_duplicates(ignore_index=True),
        group=number.to_numpy(dtype=np.int64),
        criterion=criterion.to_numpy(dtype=np.int64),
        packed=table["packed"].to_numpy(dtype=np.int64),
        people=table["people"].to_numpy(dtype=np.int64),
    )


def unpack(source: Source, by: Sequence[str], counted: Packed) -> Counts:
    """Unpack counts and add the groups that nobody answered in.

    Parameters
    ----------
    source : Source
    by : sequence of str
    counted : Packed

    Returns
    -------
    Counts

    Raises
    ------
    EvalkitError
        For a group without a name, or more answers from a respondent than a criterion has items.
    """
    groups, row_of = find_groups(source, by, counted.names)
    part = unpack_numbers(counted.packed)
    check_items(source, counted.criterion, part["asked"])
    return Counts(
        groups=groups,
        group=row_of[counted.group],
        criterion=counted.criterion,
        units=part["units"],
        answered=part["answered"],
        dont_know=part["dont_know"],
        asked=part["asked"],
        not_due=part["not_due"] > 0,
        people=counted.people,
    )


def only_items(source: Source, items: Sequence[Item]) -> Source:
    """Return a long responses table's rows of some items, each of the criterion that the item says."""
    name = nw.col("item").cast(nw.String)
    frame: Any = source.frame.filter(name.is_in([item.id for item in items]).fill_null(False))
    if "criterion" in frame.collect_schema().names():
        frame = frame.drop("criterion")
    return replace(source, frame=frame, framework=replace(source.framework, items=tuple(items)))


def with_criterion(source: Source) -> Any:
    """Return the table with a `criterion` column, looked up by item where it has none.

    Items of no criterion have none, items that the framework doesn't have `UNKNOWN`.
    """
    frame: Any = source.frame
    if "criterion" in frame.collect_schema().names():
        return frame.with_columns(nw.col("criterion").cast(nw.String))
    need(source, ["item"])
    items, name = source.framework.items, texts("item")
    own = [item for item in items if item.criterion]
    lookup = name.replace_strict(
        [item.id for item in own], [item.criterion for item in own], default=None, return_dtype=nw.String
    )
    strange = ~name.is_in([item.id for item in items]).fill_null(False)
    return frame.with_columns(criterion=nw.when(strange).then(nw.lit(UNKNOWN)).otherwise(lookup))
