"""What the scoring tests share: R's figures, and tables of answers written short."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalkit.framework import load_framework

REFERENCE = Path(__file__).parents[1] / "reference" / "scoring.csv"


@pytest.fixture(scope="session")
def in_r() -> dict[str, list[float]]:
    """Every figure of tests/reference/scoring.R by name, in its order."""
    figures: dict[str, list[float]] = {}
    with REFERENCE.open() as file:
        for row in csv.DictReader(file):
            figures.setdefault(row["name"], []).append(float(row["value"]))
    return figures


def answers(
    groups: dict[str, list[float | None]], item: str = "dialogue_1", wave: str = "end"
) -> pd.DataFrame:
    """A responses table: for each party the values of its respondents, None where she didn't know."""
    rows = [
        {
            "study": "s",
            "wave": wave,
            "party": party,
            "respondent": f"{party}{n}",
            "item": item,
            "value": value,
        }
        for party, values in groups.items()
        for n, value in enumerate(values)
    ]
    table = pd.DataFrame(rows).astype({"value": float})
    return table.assign(state=np.where(table["value"].isna(), "dont_know", "answered"))


@pytest.fixture(scope="session")
def table_of() -> Callable[..., pd.DataFrame]:
    return answers


def random_responses(people: int, seed: int = 1) -> pd.DataFrame:
    """A complete responses table with missing answers of each kind, three parties, two waves."""
    framework = load_framework()
    rng = np.random.default_rng(seed)
    size = people * len(framework.items)
    who = np.repeat(np.arange(people), len(framework.items))
    state = rng.choice(["answered", "dont_know", "skipped"], size, p=[0.9, 0.05, 0.05])
    value = rng.integers(0, 5, size) * 25.0
    value[state != "answered"] = np.nan
    item = np.tile(framework.item_ids, people)
    return pd.DataFrame(
        {
            "study": "s",
            "wave": np.where(who % 2 == 0, "start", "end"),
            "party": np.array(list("abc"))[who % 3],
            "respondent": who.astype(str),
            "item": item,
            "criterion": pd.Series(item).map({i.id: i.criterion for i in framework.items}),
            "value": value,
            "state": state,
        }
    )
