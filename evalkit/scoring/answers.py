"""How many gave which answer: the distributions behind the scores.

One query on any engine, then the levels that nobody chose are laid in with 0, so that a chart's scale is
whole. Don't know and skipped are rows of their own and never a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from evalkit.framework import PHASES, UNITS, Framework
from evalkit.scoring.badrows import check_twice, check_values, check_weights, first_bad_row
from evalkit.scoring.counts import with_criterion
from evalkit.scoring.criteria import merge_order, stack
from evalkit.scoring.groups import group_column
from evalkit.scoring.packing import PER_POINT, collect, readings
from evalkit.scoring.sources import BY, Source, columns_of, known_order, need, sources_of
from evalkit.scoring.wide import count_codes, is_wide
from evalkit.tables import STATES, ordered

_OFF = -1  # units of a value that can't be


def count_answers(
    data: Any,
    *,
    framework: Framework | str | Path | None = None,
    by: Sequence[str] = BY,
    codebook: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the answers to every item, for every party and wave.

    Parameters
    ----------
    data : Study, tuple of Study, frame, or path
        As for `score_criteria`: a responses table in any engine.
    framework : Framework, name or path, optional
        A study brings its own; otherwise the shipped one.
    by : sequence of str
        Columns that make a group.
    codebook : DataFrame, optional
        For a wide table, as for `score_criteria`.

    Returns
    -------
    DataFrame
        One row for each group, item, state and answer:

        - the `by` columns, phase, criterion, item
        - state: answered, dont_know, skipped, not_asked, not_due
        - answer: the label, ordered from lowest to highest; missing unless answered
        - value: 0-100, reversed items turned; missing unless answered
        - n: respondents; 0 for a level of the scale that nobody in the group chose

    Raises
    ------
    EvalkitError
        As `score_criteria`.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": "a", "respondent": list("123"), "item": "dialogue_1",
    ...     "answer": ["Enig", "Helt enig", "Enig"], "value": [75, 100, 75]})
    >>> count_answers(table)[["answer", "n"]].values.tolist()
    [['Helt uenig', 0], ['Uenig', 0], ['Hverken enig eller uenig', 0], ['Enig', 2], ['Helt enig', 1]]
    """
    by = columns_of(by)
    return stack([_count(source, by, codebook) for source in sources_of(data, framework)])


def _count(source: Source, by: list[str], codebook: pd.DataFrame | None) -> pd.DataFrame:
    if is_wide(source):
        seen = count_codes(source, by, codebook)
    else:
        need(source, [*by, "respondent", "item", "value"])
        seen = _query(source, by)
    answered = seen["state"] == "answered"
    wrong = ~seen["state"].isin(STATES) | (seen["units"].notna() != answered) | seen["units"].eq(_OFF)
    if wrong.any():
        raise first_bad_row(source, by)
    for column in by:
        kept = group_column(source, column, seen[column])
        seen[column] = pd.Series(kept, index=seen.index).astype("str" if column == "study" else kept.dtype)
    labels = known_order(source, "answer") or []
    levels = {
        item: _levels(source.framework, str(item), rows) for item, rows in seen[answered].groupby("item")
    }
    for level in levels.values():
        merge_order(labels, [label for label, _ in level if label is not None])
    table = pd.concat([seen, _unchosen(seen, levels, by)], ignore_index=True)
    return _typed(table, source, [*by], labels)


def _query(source: Source, by: list[str]) -> pd.DataFrame:
    """Count rows by group, item, state, answer and value units, on whatever engine the table is in."""
    check_values(source)
    check_weights(source)
    check_twice(source)
    frame = with_criterion(source)
    names = frame.collect_schema().names()
    value, there, inside, state = readings(frame)
    units = (
        nw.when(there & inside)
        .then((value * PER_POINT).round())
        .otherwise(nw.lit(float(_OFF)))
        .cast(nw.Int64)
    )
    rows = frame.with_columns(
        item=nw.col("item").cast(nw.String),
        state=state,
        units=nw.when(there).then(units),
        answer=nw.col("answer").cast(nw.String) if "answer" in names else nw.lit(None, nw.String),
    )
    keys = [*by, "criterion", "item", "state", "answer", "units"]
    size = nw.col("weight").sum() if "weight" in names else nw.len()
    seen = collect(rows.group_by(keys).agg(size.alias("n")))
    return seen.assign(units=seen["units"].astype("Int64"), answer=seen["answer"].astype(object))


def _levels(framework: Framework, item: str, rows: pd.DataFrame) -> list[tuple[Any, int]]:
    """Return an item's whole scale, (label, units) from lowest label to highest."""
    found = dict(
        zip(rows["answer"].where(rows["answer"].notna(), None), rows["units"].astype(int), strict=True)
    )
    if None in found:  # no labels: the values are the levels
        return [(None, units) for units in sorted(set(rows["units"].astype(int)))]
    scale = framework.item(item).scale if item in framework.item_ids else ""
    own = [framework.scales[scale]] if scale in framework.scales else []
    for known in [*own, *framework.scales.values()]:
        for wording in [*known.labels.values(), *known.also]:
            step = UNITS // (len(wording) - 1)
            for up in (
                [i * step for i in range(len(wording))],
                [UNITS - i * step for i in range(len(wording))],
            ):
                whole = dict(zip(wording, up, strict=True))
                if found.items() <= whole.items():
                    return list(whole.items())
    return sorted(found.items(), key=lambda level: level[1])


def _unchosen(seen: pd.DataFrame, levels: dict[Any, list[tuple[Any, int]]], by: list[str]) -> pd.DataFrame:
    """Return a row with n = 0 for every level of an item that nobody in a group chose.

    Two wordings of a level are one level: who was asked in one of them didn't leave the other unchosen.
    """
    asked = seen[seen["state"].isin(["answered", "dont_know", "skipped"])]
    groups = asked[[*by, "criterion", "item"]].drop_duplicates()
    every = pd.DataFrame(
        [(item, label, units) for item, level in levels.items() for label, units in level],
        columns=["item", "answer", "units"],
    ).drop_duplicates(["item", "units"])
    every = every.astype({"item": groups["item"].dtype, "answer": object, "units": "Int64"})
    grid = groups.merge(every, on="item").assign(state="answered", n=0)
    chosen = seen[[*by, "item", "units"]].drop_duplicates()
    return grid.merge(chosen, on=[*by, "item", "units"], how="left", indicator=True).query(
        "_merge == 'left_only'"
    )[list(seen.columns)]


def _typed(table: pd.DataFrame, source: Source, by: list[str], labels: list[str]) -> pd.DataFrame:
    framework = source.framework
    items = [*framework.item_ids]
    merge_order(items, sorted(set(table["item"])))
    phases = {criterion.id: criterion.phase for criterion in framework.criteria}
    table = table.assign(
        phase=ordered(table["criterion"].map(phases), PHASES),
        criterion=ordered(table["criterion"], framework.criterion_ids),
        item=ordered(table["item"], items),
        state=pd.Categorical(table["state"], categories=STATES, ordered=True),
        answer=ordered(table["answer"], labels),
        value=table["units"].astype(np.float64) / PER_POINT,
        n=table["n"].astype(np.int64),
    )
    table = table.sort_values([*by, "item", "state", "answer", "units"], ignore_index=True)
    table["state"] = table["state"].cat.as_unordered()
    return table[[*by, "phase", "criterion", "item", "state", "answer", "value", "n"]]
