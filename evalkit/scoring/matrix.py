"""People x items: what little can't be worked out from counts, such as how items vary together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalkit.framework import UNITS
from evalkit.scoring.badrows import check_weights
from evalkit.scoring.groups import find_groups
from evalkit.scoring.packing import collect, readings
from evalkit.scoring.sources import Source, need
from evalkit.scoring.wide import code_text, is_wide, questions_of, select_codes


def value_matrices(
    source: Source, by: Sequence[str], codebook: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return each group's values, a row for each person and a column for each item.

    Parameters
    ----------
    source : Source
    by : sequence of str
    codebook : DataFrame or None
        For a wide table.

    Returns
    -------
    groups : DataFrame
    matrices : list of DataFrame
        Values 0-100, NaN unless answered; a person with a weight is there that many times.
    """
    need(source, by)
    check_weights(source)
    table = _from_wide(source, by, codebook) if is_wide(source) else _from_long(source, by)
    groups, group = find_groups(source, by, table[list(by)])
    items = table.drop(columns=list(by))
    if "weight" in items:
        group = np.repeat(group, items["weight"].to_numpy(dtype=np.int64))
        items = items.loc[items.index.repeat(items.pop("weight"))]
    return groups, [items[group == number] for number in range(len(groups))]


def _from_long(source: Source, by: Sequence[str]) -> pd.DataFrame:
    need(source, ["respondent", "item", "value"])
    frame: Any = source.frame
    weight = ["weight"] if "weight" in frame.collect_schema().names() else []
    value, there, inside, _ = readings(frame)
    rows = collect(frame.filter(there & inside).select(*by, *weight, "respondent", "item", value=value))
    table = rows.pivot_table("value", [*by, "respondent", *weight], "item", aggfunc="first", observed=True)
    return table.reset_index().drop(columns="respondent")


def _from_wide(source: Source, by: Sequence[str], codebook: pd.DataFrame | None) -> pd.DataFrame:
    asked = questions_of(source, codebook)
    weight = ["weight"] if "weight" in source.frame.collect_schema().names() else []
    table = collect(select_codes(source, [*by, *weight], asked))
    for question in asked:
        values = {
            code_text(code): 100 * units / UNITS
            for code, (_, _, units) in question.codes.items()
            if units is not None
        }
        table[question.column] = table[question.column].map(
            lambda code, v=values: v.get(code_text(code), np.nan)
        )
    return table.rename(columns={question.column: question.item for question in asked})
