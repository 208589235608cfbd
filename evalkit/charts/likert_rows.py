"""The rows of a Likert chart: one party's answers to one item, counted on one scale, and their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from evalkit.charts.cells import present, records
from evalkit.charts.labels import Labels, in_order, party_order
from evalkit.charts.layout import LINE, NORMAL, wrap
from evalkit.charts.rounding import LEAST_BASE, largest_remainder
from evalkit.errors import EvalkitError, NothingToShow
from evalkit.words import number, out_of, percent, say

BAR, AIR = 14.2, 2.0
FOLDED = ("low", "middle", "high")


@dataclass(frozen=True)
class Bar:
    """One party's answers to one item."""

    party: str
    item: str
    counts: tuple[int, ...]  # lowest answer first
    dont_know: int
    hidden: str  # which way the gate hid it, or ""
    position: int  # of the party in the study's order
    folded: bool = False  # into low, middle and high, by the gate
    word: str = ""  # low, middle or high, where the gate left no more

    @property
    def shown(self) -> bool:
        """Whether the bar may be drawn."""
        return not self.hidden

    @property
    def n(self) -> int:
        """How many answered on the scale."""
        return sum(self.counts)

    @property
    def low(self) -> int:
        """How many chose an answer below the middle."""
        return sum(self.counts[: len(self.counts) // 2])

    @property
    def high(self) -> int:
        """How many chose an answer above the middle."""
        return sum(self.counts[(len(self.counts) + 1) // 2 :])


@dataclass(frozen=True)
class ItemRow:
    """One item's bars, and its text in lines."""

    id: str
    lines: list[str]
    bars: list[Bar]

    @property
    def height(self) -> float:
        """The height of the row, in points."""
        return max(len(self.lines) * NORMAL * LINE, len(self.bars) * BAR) + AIR


def with_own_means(counts: pd.DataFrame) -> pd.DataFrame:
    """Put a criterion's row of people's own means after its items, or in their place where none is shown.

    Parameters
    ----------
    counts : DataFrame
        Counted answers; after `protect` with rows without an item.

    Returns
    -------
    DataFrame
        Where those rows bear their criterion for an item; left out where they show nothing.
    """
    own = counts["item"].isna()
    if not own.any():
        return counts
    criterion, told = counts["criterion"].astype(str), ~_hidden(counts) & counts["n"].gt(0).fillna(False)
    means, items = (criterion.isin(criterion[told & rows]) for rows in (own, ~own))
    named = counts.assign(item=counts["item"].astype(object).where(~own, criterion))
    return named[means.where(own, items | ~means)].sort_values("criterion", kind="stable")


def only_own_means(counts: pd.DataFrame) -> bool:
    """Tell whether every row drawn is of people's own means."""
    return {str(item) for item in counts["item"]} <= _criteria(counts)


def _criteria(counts: pd.DataFrame) -> set[str]:
    return set(counts["criterion"].dropna().astype(str)) if "criterion" in counts else set()


def scale_levels(counts: pd.DataFrame) -> list[str]:
    """Return the scale's answers from lowest to highest, the same for every item drawn."""
    given = counts[counts["answer"].notna()]
    by_item = {str(item): in_order(rows["answer"]) for item, rows in given.groupby("item", observed=True)}
    scales = {tuple(map(str, answers)) for answers in by_item.values()}
    longest = max(scales, key=len, default=())
    odd = next(
        (item for item, answers in by_item.items() if not set(map(str, answers)) <= set(longest)), None
    )
    if odd is not None:
        raise EvalkitError(
            f"the items are on different scales: {odd!r} has {', '.join(map(str, by_item[odd]))}",
            "Draw the items of one scale at a time.",
        )
    if len(longest) < 2 and "shown" in counts and (_folded(counts) | _hidden(counts)).any():
        return [str(n) for n in range(5)]  # the gate folded or hid every row: no answer of the scale is left
    if len(longest) < 2:
        raise NothingToShow(
            "there are no answers to draw: nobody gave any",
            "Draw items that somebody answered; plot_response shows who was asked.",
        )
    return list(longest)


def _folded(counts: pd.DataFrame) -> pd.Series:
    return counts["level"].notna() if "level" in counts else pd.Series(False, index=counts.index)


def _hidden(counts: pd.DataFrame) -> pd.Series:
    return counts["shown"].astype(str) != "yes"


def item_rows(counts: pd.DataFrame, levels: Sequence[str], words: Labels, room: float) -> list[ItemRow]:
    """Return a row for each item, its label no wider than `room` points, with a bar for each party."""
    order = party_order(counts)
    cells: dict[str, dict[str, list[dict]]] = {str(item): {} for item in in_order(counts["item"])}
    for row in records(counts):
        cells[str(row["item"])].setdefault(str(row["party"]), []).append(row)
    beside = dict.fromkeys(_turned(counts, levels), "charts.reversed")
    if not only_own_means(counts):
        beside |= dict.fromkeys(_criteria(counts), "charts.own_means")
    items = []
    for id, by_party in cells.items():
        text = words.of(id) + (f" ({say(beside[id], words.lang)})" if id in beside else "")
        bars = [
            _bar((party, order.index(party)), id, by_party[party], levels)
            for party in order
            if party in by_party
        ]
        items.append(ItemRow(id, wrap(text, room, NORMAL), bars))
    return items


def _turned(counts: pd.DataFrame, levels: Sequence[str]) -> set[str]:
    """Return the items whose highest answer is worth least."""
    if "value" not in counts:
        return set()
    top = counts[(counts["answer"].astype(object) == levels[-1]) & (counts["value"] == 0)]
    return set(top["item"].astype(str))


def _bar(party: tuple[str, int], item: str, rows: Sequence[Mapping], levels: Sequence[str]) -> Bar:
    answered = [row for row in rows if row["state"] == "answered"]
    folded = any(present(row.get("level")) for row in answered)
    column, names = ("level", FOLDED) if folded else ("answer", levels)
    n = dict.fromkeys(names, 0)
    for row in answered:
        if present(row[column]) and present(row["n"]):
            n[str(row[column])] += int(row["n"])
    unsure = sum(int(row["n"]) for row in rows if row["state"] == "dont_know" and present(row["n"]))
    hidden = next((str(row["shown"]) for row in answered if str(row.get("shown", "yes")) != "yes"), "")
    word = next((str(row["level"]) for row in answered if hidden == "word" and present(row.get("level"))), "")
    return Bar(party[0], item, tuple(n.values()), unsure, hidden, party[1], folded, word)


def sort_items(items: list[ItemRow], sort: str) -> list[ItemRow]:
    """Return the rows as they come, by agreement, or by the gap between the parties."""
    if sort == "framework":
        return items
    return sorted(items, key=_agreement if sort == "agreement" else _gap, reverse=True)


def _highs(item: ItemRow) -> list[float]:
    return [bar.high / bar.n for bar in item.bars if bar.shown and bar.n]


def _agreement(item: ItemRow) -> float:
    # Parties count equally, however many answered in each.
    highs = _highs(item)
    return sum(highs) / len(highs) if highs else -1.0


def _gap(item: ItemRow) -> float:
    highs = _highs(item)
    return max(highs) - min(highs) if highs else -1.0


def answer_words(levels: Sequence[str], counts: pd.DataFrame, words: Labels) -> list[str]:
    """Return the answers in the chart's language where the framework knows the scale, else as given."""
    framework = words.framework
    item = next((str(item) for item in in_order(counts["item"]) if item in framework.item_ids), None)
    if item is not None:
        scale = framework.scales[framework.item(item).scale]
        if scale.points == len(levels):
            return [scale.label(n, words.lang) for n in range(scale.points)]
    return list(levels)


def shares(bar: Bar, lang: str) -> list[str]:
    """Return what stands in a bar's segments: percentages that add up to 100, or counts under ten."""
    if bar.n < LEAST_BASE:
        return [number(count, lang) for count in bar.counts]
    return [percent(share, lang) for share in largest_remainder(bar.counts)]


def totals(bar: Bar, lang: str) -> tuple[str, str]:
    """Return how many answered below and above the middle: the sums of what stands in the segments."""
    if not bar.n:
        return "", ""
    if bar.n < LEAST_BASE:
        return out_of(bar.low, bar.n, lang), out_of(bar.high, bar.n, lang)
    rounded, half = largest_remainder(bar.counts), len(bar.counts) // 2
    return percent(sum(rounded[:half]), lang), percent(sum(rounded[len(rounded) - half :]), lang)
