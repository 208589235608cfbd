"""Each respondent's own score on each criterion: for following people from wave to wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from evalkit.scoring.badrows import check_people
from evalkit.scoring.counts import pack_table, people_query, unpack
from evalkit.scoring.packing import PER_POINT, collect
from evalkit.scoring.sources import Source


@dataclass(frozen=True)
class People:
    """Respondents' scores by group and criterion.

    Attributes
    ----------
    groups : DataFrame
        The `by` columns, one row a group.
    scores : dict
        (row of groups, criterion id) -> {respondent: score 0-100}.
    """

    groups: pd.DataFrame
    scores: dict[tuple[int, str], dict[str, float]]

    def of(self, group: int, criterion: str) -> dict[str, float]:
        """Return the scores of a group's respondents on a criterion; empty if there are none."""
        return self.scores.get((group, criterion), {})


def score_people(source: Source, by: Sequence[str]) -> People:
    """Score every respondent on every criterion of a long responses table.

    Parameters
    ----------
    source : Source
    by : sequence of str

    Returns
    -------
    People
        Only respondents who answered at least half of the items they were asked.

    Raises
    ------
    EvalkitError
        As `score_criteria`.
    """
    people: Any = people_query(source, by)
    weight = [name for name in people.collect_schema().names() if name == "weight"]
    rows = people.select(*by, nw.col("respondent").cast(nw.String), "criterion", "packed", "rows", *weight)
    table = _repeated(collect(rows)).sort_values([*by, "criterion", "respondent"], ignore_index=True)
    check_people(source, by, table)
    counted = pack_table(source, by, table.assign(people=1))
    counts = unpack(source, by, counted)
    asked, answered = counts.asked, counts.answered
    valid = (answered > 0) & (answered >= source.framework.limits.min_items * asked - 1e-9)
    scores: dict[tuple[int, str], dict[str, float]] = {}
    ids = source.framework.criterion_ids
    own = (counts.units / answered.clip(min=1) / PER_POINT).tolist()
    for row, name in enumerate(table["respondent"]):
        if valid[row]:
            scores.setdefault((int(counts.group[row]), ids[counts.criterion[row]]), {})[name] = own[row]
    return People(counts.groups, scores)


def _repeated(table: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each of the people that a row with a weight stands for, each with a name."""
    if "weight" not in table:
        return table
    table = table.loc[table.index.repeat(table["weight"].astype(int))]
    number = table.groupby(level=0).cumcount().astype(str)
    return table.assign(respondent=table["respondent"] + " #" + number).reset_index(drop=True)
