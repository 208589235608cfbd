"""One query for any engine: responses become whole numbers, and everything after works on those.

A value is a whole number of units (12,600 in 100 points, so that every usual scale's steps are whole). What
a respondent said about a criterion is packed into one 63-bit number: units in the low bits, then how many
items were answered, don't know, asked and not due, and how many rows were unreadable. Packed numbers can be
added, so one sum per respondent and one count of equal sums is the whole query: the result is a small table
of integers, the same on every engine, and no float is ever a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import UNITS
from evalkit.scoring.groups import find_groups
from evalkit.scoring.sources import Source, need
from evalkit.tables import STATES

Ints = NDArray[np.int64]

PER_POINT = UNITS // 100
MAX_ROWS = 127  # of a respondent to a criterion: what a packed number's fields surely hold
_FIELDS = {
    "units": 24,
    "answered": 8,
    "dont_know": 8,
    "asked": 8,
    "not_due": 8,
    "bad": 7,
}  # bits, lowest first
_STARTS = dict(zip(_FIELDS, np.cumsum([0, *list(_FIELDS.values())[:-1]]).tolist(), strict=True))
ONE = {name: 1 << start for name, start in _STARTS.items()}  # one item, or one unit, in a packed number
BY_STATE = {  # what an item adds to a respondent's packed number, before its units
    "answered": ONE["asked"] + ONE["answered"],
    "dont_know": ONE["asked"] + ONE["dont_know"],
    "skipped": ONE["asked"],
    "not_asked": 0,
    "not_due": ONE["not_due"],
}


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
    people = people_query(source, by)
    size = nw.col("weight").sum() if "weight" in people.collect_schema().names() else nw.len()
    grouped = people.group_by([*by, "criterion", "packed"])
    table = collect(grouped.agg(size.alias("people"), nw.col("rows").max()))
    check_people(source, by, table)
    return unpack(source, by, pack_table(source, by, table))


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
    need(source, [*by, "respondent", "value"])
    frame = with_criterion(source)
    rows = frame.filter(~nw.col("criterion").is_null()).with_columns(packed=_packed(frame))
    apart = ["study"] if pools_studies(source, by) else []  # in each study people are named anew
    keys = [*by, *apart, "respondent", "criterion"]
    said = (nw.col("packed").sum(), nw.len().alias("rows"))
    if "weight" not in frame.collect_schema().names():
        return rows.group_by(keys).agg(*said)
    weight = nw.col("weight")
    people = rows.group_by(keys).agg(*said, weight.max(), weight.min().alias("least"))
    check_weights(source, people)
    return people


def pools_studies(source: Source, by: Sequence[str]) -> bool:
    """Tell whether groups put several studies' respondents together."""
    return "study" not in by and "study" in source.frame.collect_schema().names()


@dataclass(frozen=True)
class Packed:
    """Packed counts before they are unpacked: what any way of counting hands on.

    Attributes
    ----------
    names : DataFrame
        The `by` columns, one row for each group that was seen, in any order.
    group, criterion : ndarray of int
        Row of `names`; position in the framework's criteria.
    packed, people : ndarray of int
        A respondent's packed number, and how many have it; the same number may come more than once.
    """

    names: pd.DataFrame
    group: Ints
    criterion: Ints
    packed: Ints
    people: Ints


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


def unpack(source: Source, by: Sequence[str], counted: Packed, *, keep_order: bool = False) -> Counts:
    """Unpack counts, put them in order and add the groups that nobody answered in.

    Parameters
    ----------
    source : Source
    by : sequence of str
    counted : Packed
    keep_order : bool
        Leave the counts in the order they came in.

    Returns
    -------
    Counts

    Raises
    ------
    EvalkitError
        For a group without a name, or more answers from a respondent than a criterion has items.
    """
    groups, row_of = find_groups(source, by, counted.names)
    group, criterion, packed, people = (
        row_of[counted.group],
        counted.criterion,
        counted.packed,
        counted.people,
    )
    order = np.arange(len(group)) if keep_order else np.lexsort((packed, criterion, group))
    group, criterion, packed, people = group[order], criterion[order], packed[order], people[order]
    part = {name: packed >> _STARTS[name] & (1 << bits) - 1 for name, bits in _FIELDS.items()}
    _check_items(source, criterion, part["asked"])
    return Counts(
        groups=groups,
        group=group,
        criterion=criterion,
        units=part["units"],
        answered=part["answered"],
        dont_know=part["dont_know"],
        asked=part["asked"],
        not_due=part["not_due"] > 0,
        people=people,
    )


def collect(frame: Any) -> pd.DataFrame:
    """Run a lazy query, streaming where the engine can, and return its small result for NumPy.

    Parameters
    ----------
    frame : narwhals frame

    Returns
    -------
    DataFrame
    """
    if isinstance(frame, nw.LazyFrame):
        polars = frame.implementation is nw.Implementation.POLARS
        frame = frame.collect("polars", engine="streaming") if polars else frame.collect("pyarrow")
    return pd.DataFrame({name: frame[name].to_list() for name in frame.columns})


def with_criterion(source: Source) -> Any:
    """Return the table with a `criterion` column, looked up by item where it has none."""
    frame: Any = source.frame
    if "criterion" in frame.collect_schema().names():
        return frame.with_columns(nw.col("criterion").cast(nw.String))
    need(source, ["item"])
    items = [item for item in source.framework.items if item.criterion]
    lookup = (
        nw.col("item")
        .cast(nw.String)
        .replace_strict(
            [item.id for item in items],
            [item.criterion for item in items],
            default=None,
            return_dtype=nw.String,
        )
    )
    return frame.with_columns(criterion=lookup)


def readings(frame: Any) -> tuple[nw.Expr, nw.Expr, nw.Expr, nw.Expr]:
    """Return the expressions for a row's value, whether it is there, on the scale, and its state.

    Every comparison is guarded: a missing value is null to some engines, NaN to others, and both to one.

    Parameters
    ----------
    frame : narwhals frame

    Returns
    -------
    tuple of narwhals expressions
    """
    value = nw.col("value").cast(nw.Float64)
    there = ~value.is_null() & ~value.is_nan().fill_null(True)
    inside = ((value >= 0) & (value <= 100)).fill_null(False)
    if "state" in frame.collect_schema().names():
        return value, there, inside, nw.col("state").cast(nw.String)
    return value, there, inside, nw.when(there).then(nw.lit("answered")).otherwise(nw.lit("skipped"))


def _packed(frame: Any) -> nw.Expr:
    """Return the expression that packs one row: what one respondent said to one item."""
    value, there, inside, state = readings(frame)
    known = state.replace_strict(
        list(BY_STATE), list(BY_STATE.values()), default=ONE["bad"], return_dtype=nw.Int64
    ).fill_null(ONE["bad"])
    bad = (there & ~inside) | (there != (known == BY_STATE["answered"])) | nw.col("respondent").is_null()
    units = nw.when(there & inside).then((value * PER_POINT).round()).otherwise(nw.lit(0.0)).cast(nw.Int64)
    return nw.when(bad).then(nw.lit(ONE["bad"])).otherwise(known + units).cast(nw.Int64)


def check_people(source: Source, by: Sequence[str], table: pd.DataFrame) -> None:
    """Raise for a row that can't be read, or more rows from a respondent than a packed number holds.

    Parameters
    ----------
    source : Source
    by : sequence of str
    table : DataFrame
        With criterion, packed and rows.

    Raises
    ------
    EvalkitError
    """
    many = table[table["rows"] > MAX_ROWS]
    if len(many):
        raise EvalkitError(
            f"a respondent has {many['rows'].iloc[0]} rows of {many['criterion'].iloc[0]!r}",
            f"At most {MAX_ROWS}, one an item and wave: see that respondent tells people apart.",
            where=place(source.name, column="respondent"),
        )
    if (table["packed"] >= ONE["bad"]).any():
        raise first_bad_row(source, by)


def check_weights(source: Source, people: Any) -> None:
    """Raise unless every weight is a whole number, 0 or more, and the same in all of a respondent's rows.

    Parameters
    ----------
    source : Source
    people : narwhals frame
        With `weight` (the largest of a respondent) and, in long tables, `least`.

    Raises
    ------
    EvalkitError
    """
    names = people.collect_schema().names()
    weight = nw.col("weight").cast(nw.Float64)
    wrong = weight.is_null() | weight.is_nan().fill_null(True) | (weight < 0) | (weight != weight.round())
    differ = nw.col("least") != nw.col("weight") if "least" in names else nw.lit(False)
    found = collect(people.filter(wrong.fill_null(True) | differ).head(1))
    if len(found):
        row = found.iloc[0]
        least = row.get("least", row["weight"])
        also = f" and also {least}" if least != row["weight"] else ""
        raise EvalkitError(
            f"respondent {row.get('respondent', '?')!r} has the weight {row['weight']}{also}",
            "A weight is how many people a row stands for: a whole number, 0 or more, one a respondent.",
            where=place(source.name, column="weight"),
        )


def _check_items(source: Source, criterion: Ints, asked: Ints) -> None:
    ids = source.framework.criterion_ids
    most = np.array([len(source.framework.items_of(id)) for id in ids])[criterion]
    over = np.flatnonzero(asked > most)
    if len(over):
        at = over[0]
        raise EvalkitError(
            f"a respondent has {asked[at]} answers to {ids[criterion[at]]!r}, which has {most[at]} items",
            "A respondent has one row an item and wave: look for rows given twice, or name the wave in by=.",
            where=place(source.name),
        )


def first_bad_row(source: Source, by: Sequence[str]) -> EvalkitError:
    """Find the first row that can't be read and say what is wrong with it.

    Parameters
    ----------
    source : Source
    by : sequence of str

    Returns
    -------
    EvalkitError
    """
    frame: Any = source.frame
    rows = frame.with_columns(packed=_packed(frame)).filter(nw.col("packed") >= ONE["bad"])
    names = [
        c
        for c in (*by, "respondent", "item", "criterion", "value", "state")
        if c in rows.collect_schema().names()
    ]
    row = collect(rows.select(names).head(1)).iloc[0]
    at = ", ".join(f"{name} {row[name]}" for name in names if name not in ("value", "state"))
    value, state = row["value"], row.get("state", "answered")
    where = place(source.name)
    if pd.isna(row["respondent"]):
        return EvalkitError(
            f"there is a row without a respondent ({at})", "Give everybody a pseudonym.", where=where
        )
    if state not in STATES:
        return not_one_of(state, STATES, f"Correct the state at {at}.", where=where)
    if not pd.isna(value) and not 0 <= value <= 100:
        return EvalkitError(
            f"the value {value} is off the scale ({at})",
            "A value is 0 to 100: 100 * step / steps of its scale.",
            where=where,
        )
    return EvalkitError(
        f"the state is {state!r} and the value {value} ({at})",
        "A row has a value if its state is 'answered', and only then.",
        where=where,
    )
