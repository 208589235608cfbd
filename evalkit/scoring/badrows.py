"""Rows that can't be counted: found, and said what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.scoring.packing import MAX_ROWS, ONE, Ints, collect, pack_row
from evalkit.scoring.sources import BY, Source
from evalkit.tables import STATES

TEXTS = (nw.String, nw.Categorical, nw.Enum)
MOST_WEIGHT = 1_000_000  # people a row may stand for: sums of them stay exact


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


def check_values(source: Source) -> None:
    """Raise unless the values of a responses table are numbers.

    Parameters
    ----------
    source : Source

    Raises
    ------
    EvalkitError
    """
    wrong = _no_numbers(source, "value", source.frame.collect_schema()["value"])
    if wrong:
        raise EvalkitError(
            wrong,
            "A value is a number, 0 to 100: 100 * step / steps of its scale. `read_survey` makes it.",
            where=place(source.name, column="value"),
        )


def check_codes(source: Source, columns: Iterable[str]) -> None:
    """Raise unless the answers in a wide table's columns are numbers or texts.

    Parameters
    ----------
    source : Source
    columns : iterable of str

    Raises
    ------
    EvalkitError
    """
    schema = source.frame.collect_schema()
    for column in columns:
        kind: Any = schema[column]
        wrong = "" if isinstance(kind, TEXTS) or kind == nw.Boolean else _no_numbers(source, column, kind)
        if wrong:
            do = "Answers are codes: numbers, or texts."
            raise EvalkitError(wrong, do, where=place(source.name, column=column))


def _no_numbers(source: Source, column: str, kind: Any) -> str:
    """Say what keeps a column from being numbers; nothing where they are."""
    native: Any = source.frame.to_native()
    if kind.is_numeric() or (kind == nw.Unknown and not _is_complex(native, column)):
        return ""
    if kind != nw.Object:
        name = "complex" if kind == nw.Unknown else kind
        return f"the {'values' if column == 'value' else 'answers'} are of the type {name}"
    cells = native[column]
    wrong = [x for x in cells.dropna() if isinstance(x, bool) or not isinstance(x, Real)]
    return f"{wrong[0]!r} is no number" if wrong else ""


def _is_complex(native: Any, column: str) -> bool:
    """Say whether a pandas column holds complex numbers, a type that no other engine has."""
    return isinstance(native, pd.DataFrame) and native[column].dtype.kind == "c"


def check_twice(source: Source) -> None:
    """Raise if a respondent of a table in memory has an item twice, or a row of a wide one.

    Parameters
    ----------
    source : Source

    Raises
    ------
    EvalkitError
    """
    frame = source.frame
    if isinstance(frame, nw.LazyFrame) or "respondent" not in frame.columns:
        return
    keys = frame.select([name for name in (*BY, "respondent", "item") if name in frame.columns])
    again = keys.filter(keys.is_duplicated())
    if len(again):
        at = ", ".join(f"{name} {value}" for name, value in zip(keys.columns, again.row(0), strict=True))
        raise EvalkitError(
            f"the same question is answered more than once ({at})",
            "A respondent has one row an item and wave: look for rows given twice, or a missing column.",
            where=place(source.name),
        )


def check_weights(source: Source) -> None:
    """Raise unless every weight of a table is a whole number from 0 to a million; a table needs none.

    Parameters
    ----------
    source : Source

    Raises
    ------
    EvalkitError
    """
    frame: Any = source.frame
    kind = frame.collect_schema().get("weight")
    if kind is None:
        return
    if not (kind.is_numeric() or kind == nw.Unknown):
        raise _bad_weight(source, f"the weights are of the type {kind}")
    weight = nw.col("weight").cast(nw.Float64)
    wrong = weight.is_null() | weight.is_nan().fill_null(True) | (weight != weight.round())
    wrong = wrong | (weight < 0) | (weight > MOST_WEIGHT)
    found = collect(frame.filter(wrong.fill_null(True)).head(1))
    if len(found):
        row = found.iloc[0]
        raise _bad_weight(source, f"respondent {row.get('respondent', '?')!r} has the weight {row['weight']}")


def check_one_weight(source: Source, people: Any) -> None:
    """Raise unless a respondent has the same weight in all of her rows.

    Parameters
    ----------
    source : Source
    people : narwhals frame
        With `weight` and `least`, the largest and smallest of each respondent.

    Raises
    ------
    EvalkitError
    """
    found = collect(people.filter(nw.col("least") != nw.col("weight")).head(1))
    if len(found):
        row = found.iloc[0]
        also = f"the weight {row['weight']} and also {row['least']}"
        raise _bad_weight(source, f"respondent {row['respondent']!r} has {also}")


def _bad_weight(source: Source, wrong: str) -> EvalkitError:
    return EvalkitError(
        wrong,
        f"A weight is how many people a row stands for: a whole number, 0 or more (at most {MOST_WEIGHT:,}), "
        "one a respondent.",
        where=place(source.name, column="weight"),
    )


def check_items(source: Source, criterion: Ints, asked: Ints) -> None:
    """Raise if somebody was asked more items of a criterion than it has.

    Parameters
    ----------
    source : Source
    criterion, asked : ndarray of int
        As in `Counts`.

    Raises
    ------
    EvalkitError
    """
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


def unknown_item(source: Source) -> EvalkitError:
    """Say which item of a table isn't in the framework."""
    known = [item.id for item in source.framework.items]
    names: Any = source.frame.select(nw.col("item").cast(nw.String))
    strange = nw.col("item").is_null() | ~nw.col("item").is_in(known)
    row = collect(names.filter(strange.fill_null(True)).head(1)).iloc[0]
    if pd.isna(row["item"]):
        return EvalkitError(
            "there is a row without an item",
            "Say which question it answers, or leave it out.",
            where=place(source.name),
        )
    do = "Leave out other questions' rows, give framework= that has the item, or a criterion column."
    return not_one_of(row["item"], known, do, where=place(source.name, column="item"))


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
    rows = frame.with_columns(packed=pack_row(frame)).filter(nw.col("packed") >= ONE["bad"])
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
    if pd.isna(state):
        return EvalkitError(
            f"there is a row without a state ({at})", f"It is {', '.join(STATES)}.", where=where
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
