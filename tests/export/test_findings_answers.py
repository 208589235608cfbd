"""What a Likert chart shows in one sentence. The counts in each case are made by hand; so are the sentences."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from evalkit.export.findings_answers import answers
from evalkit.export.results import analyse
from evalkit.study import load_study
from evalkit.tables import ordered

SCALE = ("1", "2", "3", "4", "5")
ITEMS = ("dialogue_1", "dialogue_2", "dialogue_3", "respect_1")


@cache
def found(lang):
    return analyse(
        load_study(Path(__file__).parents[2] / "data" / "sample" / "roadworks"), lang=lang, mode="report"
    )


def counted(*rows: dict, parties=("hrou", "staff"), shown=None) -> pd.DataFrame:
    """Make counted answers: of each item, by party, how many chose each of five answers."""
    table = pd.DataFrame(
        [
            ("s", "end", party, item, "during.dialogue", "answered", answer, n)
            for item, row in zip(ITEMS, rows, strict=False)
            for party in parties
            for answer, n in zip(SCALE, row[party], strict=True)
        ],
        columns=["study", "wave", "party", "item", "criterion", "state", "answer", "n"],
    )
    table = table.assign(party=ordered(table["party"], list(parties)), answer=ordered(table["answer"], SCALE))
    if shown is not None:
        table["shown"] = [shown.get((row.item, row.party), "yes") for row in table.itertuples()]
    return table


UP = {"hrou": (0, 0, 1, 2, 2), "staff": (0, 1, 1, 5, 4)}
DOWN = {"hrou": (2, 1, 1, 1, 0), "staff": (6, 1, 1, 0, 0)}
SPLIT = {"hrou": (0, 0, 0, 2, 3), "staff": (6, 1, 1, 0, 0)}
HALF = {"hrou": (1, 1, 0, 1, 1), "staff": (2, 0, 0, 1, 1)}  # half is not most
SILENT = {"hrou": (0,) * 5, "staff": (0,) * 5}


@pytest.mark.parametrize(
    ("rows", "da", "en"),
    [
        ((UP, UP, DOWN, SPLIT), "De fleste i hver part svarer over midten på to og under midten på ét af fire spørgsmål",
         "Most people in each party answer above the middle on two and below it on one of four items"),
        ((UP, UP), "De fleste i hver part svarer over midten på begge spørgsmål",
         "Most people in each party answer above the middle on both items"),
        ((DOWN,) * 3, "De fleste i hver part svarer under midten på alle tre spørgsmål",
         "Most people in each party answer below the middle on all three items"),
        ((UP, HALF, SPLIT), "De fleste i hver part svarer over midten på ét af tre spørgsmål, under midten på ingen",
         "Most people in each party answer above the middle on one of three items, below it on none"),
        ((DOWN, HALF, SPLIT), "De fleste i hver part svarer under midten på ét af tre spørgsmål, over midten på ingen",
         "Most people in each party answer below the middle on one of three items, above it on none"),
        ((HALF, SPLIT), "På ingen af to spørgsmål er de fleste i hver part på samme side af midten",
         "On none of two items are most people in each party on the same side of the middle"),
        ((SPLIT,), "På det ene spørgsmål er de fleste i hver part ikke på samme side af midten",
         "On the one item most people in each party are not on the same side of the middle"),
        ((UP,), "De fleste i hver part svarer over midten på det ene spørgsmål",
         "Most people in each party answer above the middle on the one item"),
        ((UP, SILENT), "De fleste i hver part svarer over midten på det ene spørgsmål",
         "Most people in each party answer above the middle on the one item"),
        ((SILENT,), "Ingen fordeling af svarene kan vises", "No distribution of answers can be shown"),
    ],
)  # fmt: skip
def test_rows_on_which_most_people_in_each_party_lean_one_way_are_counted(rows, da, en):
    assert answers(found("da"), counted(*rows)) == da
    assert answers(found("en"), counted(*rows)) == en


def test_a_hidden_party_is_left_out_of_the_count_and_the_title_says_so():
    shown = {(item, "staff"): "hidden_primary" for item in ITEMS}
    told = answers(found("da"), counted(SPLIT, UP, shown=shown))
    assert told == "De fleste i hver part svarer over midten på begge spørgsmål, så vidt det kan vises"


def test_peoples_own_means_are_high_and_low_themselves():
    table = counted(UP, DOWN).assign(item=None)
    table["criterion"] = ["during.dialogue"] * 10 + ["during.respect"] * 10
    table["level"] = (
        table["answer"]
        .astype(str)
        .map(dict(zip(SCALE, ("low", "low", "middle", "high", "high"), strict=True)))
    )
    told = answers(found("da"), table.assign(shown="yes"))
    assert told == "De fleste i hver part ligger selv højt på ét og lavt på ét af to succeskriterier"
