"""Every number in the alt text of every chart, in both languages and modes, is found in the table it draws."""

import itertools
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from evalkit.charts import describe_chart
from evalkit.charts.reading import plain
from evalkit.charts.sheet import key_of
from evalkit.study import load_study

from .torture import ARGUMENTS, pages

FREE = ("label", "legend", "block", "head")  # names, which may hold numbers of their own
CODINGS = load_study("data/sample/roadworks").evidence.astype({"stance": str})
STANCES = ("supports", "against", "mixed", "neutral")


def whole(values):
    return {int(np.floor(value + 0.5)) for value in values if value == value}


def in_columns(part, *columns):
    return set().union(*(whole(part[column].dropna().astype(float)) for column in columns))


def counts(column):
    return set(column.dropna().astype(str).value_counts())


def levels(part):
    return {int((part["score"] >= 62.5).sum()), int((part["score"] < 50).sum())}


def likert(part):
    """Answers above the middle, of how many, and their shares: by item and party, of the last wave."""
    part = part[(part["wave"] == part["wave"].cat.categories[-1]) & (part["state"] == "answered")]
    part = part[part["n"].notna()].astype({"n": float})
    part = part[part["answer"].notna()]
    n = part.groupby(["item", "party"], observed=True)["n"].sum()
    above = (
        part[part["answer"].cat.codes > 2]
        .groupby(["item", "party"], observed=True)["n"]
        .sum()
        .reindex(n.index)
        .fillna(0)
    )
    shares = {share + step for share in whole(100 * above / n.where(n > 0)) for step in (-1, 0, 1)}
    return whole(n) | whole(above) | shares  # rounded to add up to 100: a point up or down


def logbook(part):
    """How many entries go each way, whatever they are about; for and against at once is mixed."""
    coded = CODINGS[CODINGS["entry"].isin(part["entry"])].groupby("entry")["stance"].agg(set)
    ways = [stances - {"neutral"} or {"neutral"} for stances in coded]
    return set(Counter("mixed" if len(way) > 1 else way.pop() for way in ways).values()) | silences(part)


def silences(part):
    """Whole weeks from the day after one note to the next of the same party, and to the logbook's ends."""
    days = part["occurred_at"].dropna().dt.normalize()
    weeks = set()
    for _, mine in days.groupby(part["party"].astype(str)):
        known = [days.min() - pd.Timedelta(days=1), *sorted(mine), days.max() + pd.Timedelta(days=1)]
        weeks |= {((after - before).days - 1) // 7 for before, after in itertools.pairwise(known)}
    return weeks


def evidence(part):
    last = part[part["wave"] == part["wave"].cat.categories[-1]]
    return counts(last["convergence"]) | {int(last[stance].sum()) for stance in STANCES}


def response(part):
    n, invited = part["n"].dropna(), part["invited"].dropna().astype(int)
    return whole(n) | set(invited) | {round(100 * a / b) for a in set(n) for b in set(invited)}


KNOWN = {
    "scorecard": lambda part: counts(part[part["wave"] == part["wave"].cat.categories[-1]]["verdict"]),
    "profile": lambda part: in_columns(part, "score", "n") | levels(part[part["wave"] == "followup"]),
    "likert": likert,
    "answers": lambda part: whole(
        part[part["state"] == "answered"].groupby(["wave", "party", "item"], observed=True).size()
    ),
    "parties": lambda part: in_columns(part, "score", "n") | levels(part[part["wave"] == "followup"]),
    "waves": lambda part: in_columns(part, "score", "n"),
    "portfolio": lambda part: counts(part[part["wave"] == part["wave"].cat.categories[-1]]["verdict"]),
    "logbook": logbook,
    "evidence": evidence,
    "trials": lambda part: in_columns(part, "rate_100", "rate_hour") | set(part["rate_100"].round(1)),
    "response": response,
    "dilemmas": lambda part: in_columns(part, "importance", "settled", "n"),
}


@pytest.mark.parametrize(
    ("lang", "mode"), [("da", "dialogue"), ("en", "report"), ("da", "report"), ("en", "dialogue")]
)
@pytest.mark.parametrize("chart", ARGUMENTS)
def test_every_number_of_the_alt_text_is_in_the_table(chart, lang, mode):
    for part, ax in pages(chart, "plain", lang, mode):
        text = describe_chart(ax, lang)
        assert len(text) <= 250
        names = [plain(t.get_text()) for t in ax.texts if key_of(t)[0] in FREE]
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        rows = {len({key_of(t)[2] for t in ax.texts if key_of(t)[0] == "label"})}
        said = {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", text)}
        assert said
        assert said <= KNOWN[chart](part) | rows


def test_the_short_texts_say_what_there_is_most_to_say():
    """Extremes with their numbers, or how many of each: as the tables of the sample have them."""
    said = {chart: describe_chart(pages(chart, "plain", "da", "report")[0][1], "da") for chart in ARGUMENTS}
    assert "Støtter 7, taler imod 4 og blandet 2." in said["evidence"]
    assert "Lavest: Ledelsesmæssig opbakning - og efterspørgsel, Fagmedarbejdere 37." in said["profile"]
    assert "8 opfyldt, 1 ikke opfyldt og 1 parterne ser forskelligt på det." in said["portfolio"]
    assert "HR&OU har svaret 6 af 6." in said["response"]
