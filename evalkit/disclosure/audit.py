"""`audit`: read everything about to be published as an outsider would, and name what can be worked out.

All tables, all waves and what was published before are laid beside each other. Three ways lead to a hidden
figure and all are tried: subtraction (totals, parties, items of a criterion; as linear statements with
intervals), the same cell published twice with a few people more or fewer (a joiner, a matched panel), and the
verdict beside a word. What an earlier report has told of a wave stands: whoever knows who joined, left or was
corrected since is told by any difference what she answered, words and what is hidden included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evalkit.disclosure.across import told_across
from evalkit.disclosure.bounds import Statements, bounds
from evalkit.disclosure.cells import FINEST_STEP, leaves_room
from evalkit.disclosure.figures import ALL, CELL, figures_of
from evalkit.disclosure.rows import NARROWEST
from evalkit.framework import Framework, Limits
from evalkit.tables import FEWEST

FOUND = [*CELL, "what", "people", "low", "high", "tables"]
FEW = FEWEST - 1  # people too few for a number
NEAR = 1e-4
BESIDE_SCORES = {"item", "all_parties", "matched_n"}  # columns of tables that a report has beside its scores
MANY, MOST = 1e6, 1e9  # more than any number of people, any sum of points

Found = list[tuple[object, ...]]


def audit(
    tables: Mapping[str, pd.DataFrame] | Sequence[pd.DataFrame], *, framework: Framework | None = None
) -> pd.DataFrame:
    """List every hidden figure, or single person's answer, that the tables together give away.

    Parameters
    ----------
    tables : mapping of str to DataFrame, or sequence of DataFrame
        Everything that is about to be published, charts' tables too, and what was published before. Tables
        that weren't protected are taken as they stand. Tables without such figures (logbook, trials) are
        passed over.
    framework : Framework, optional
        Whose limits the words follow; the shipped one if not given.

    Returns
    -------
    DataFrame
        Empty if nothing can be worked out; else one row a finding:

        - study, wave, party, criterion, item: whose figure; empty where it stands for all together, parties
          that can't be told apart joined with ``+``
        - what: ``few`` (a number with fewer than 5 people behind it), ``mean`` (a hidden mean known to under
          12 points), ``difference`` (a few people's mean, from two figures that differ by them),
          ``answers`` (so near an end of the scale that it tells what everybody answered), ``changed`` (it
          stands otherwise in another report of the same wave)
        - people: how many, if that is known; low, high: what is then known of their mean
        - tables: the tables that tell, joined with ``, ``

    Raises
    ------
    EvalkitError
        If a table is grouped by something else than study, wave and party, such as a role or a stage.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"study": "s", "wave": "end", "criterion": "c", "state": "answered"}
    >>> report = pd.DataFrame([{**row, "party": "a", "n": 6, "score": 50.0}])
    >>> update = pd.DataFrame([{**row, "party": "a", "n": 7, "score": 57.0}])
    >>> audit({"report": report, "update": update})[["what", "people", "low", "tables"]].values.tolist()
    [['difference', 1.0, 99.0, 'report, update']]
    """
    limits = framework.limits if framework else Limits()
    named = tables if isinstance(tables, Mapping) else {f"table {at}": t for at, t in enumerate(tables, 1)}
    stated = [figures_of(name, table, limits) for name, table in named.items()]
    figures = pd.concat(stated, ignore_index=True) if stated else pd.DataFrame(columns=[*CELL, "part", "n"])
    if figures.empty:
        return pd.DataFrame(columns=FOUND)
    figures = figures.astype({"n": float, "low": float, "high": float})
    cells = _cells(figures)
    found = [*_few(figures), *_twice(figures), *_leftovers(figures, cells)]
    found += _worked_out(_by_totals(figures, cells), cells) + _worked_out(_by_criteria(cells), cells)
    found += told_across(named, cells, limits)
    found += _changed(figures, [name for name, table in named.items() if not BESIDE_SCORES & set(table)])
    return pd.DataFrame(found, columns=FOUND).drop_duplicates(CELL, ignore_index=True)


def _few(figures: pd.DataFrame) -> Found:
    """Find numbers with too few people behind them."""
    rows = figures[figures["n"].between(1, FEW) & (figures["high"] - figures["low"] < NARROWEST)]
    return [
        (*row[: len(CELL)], "few", row.n, row.low, row.high, row.table)
        for row in rows.itertuples(index=False)
    ]


def _twice(figures: pd.DataFrame) -> Found:
    """Find cells whose figures differ by a few people, or by nobody and still differ."""
    known = figures[figures["n"].gt(0)].sort_values("n", kind="stable")
    alike = known[CELL].assign(
        part=known["part"], n=known["n"], low=known["low"].round(6), high=known["high"].round(6)
    )
    different = known[~alike.duplicated()].reset_index(drop=True)
    pairs = different.assign(at=different.index).merge(
        different.assign(at=different.index), on=CELL, suffixes=("", "_more")
    )
    several = pairs["part"].ne(pairs["part_more"]) | pairs["part"].eq("all")
    pairs = pairs[(pairs["at"] < pairs["at_more"]) & several & (pairs["n_more"] - pairs["n"] <= FEW)]
    return [told for pair in pairs.itertuples(index=False) for told in _difference(pair)]


def _difference(pair: Any) -> Found:
    """Return what the difference of two figures of one cell tells of the people in only one of them."""
    cell, tables = pair[: len(CELL)], f"{pair.table}, {pair.table_more}"
    people = pair.n_more - pair.n
    low = pair.n_more * pair.low_more - pair.n * pair.high
    high = pair.n_more * pair.high_more - pair.n * pair.low
    if people == 0:
        return [] if low <= NEAR and high >= -NEAR else [(*cell, "difference", 0.0, low, high, tables)]
    low, high = max(low, 0.0) / people, min(high, 100.0 * people) / people
    told = high - low < NARROWEST
    return [(*cell, "difference", people, round(low, 3), round(high, 3), tables)] if told else []


def _changed(figures: pd.DataFrame, scores: Sequence[str]) -> Found:
    """Find cells that two scores tables tell different things of; in one report there is one."""
    told = figures[figures["table"].isin(scores)].round({"low": 6, "high": 6})
    told = told[~told.duplicated([*CELL, "n", "low", "high", "shown", "answers"])]
    again = told[told.duplicated(CELL, keep=False)].groupby(CELL, sort=False, as_index=False)["table"]
    return [
        (*cell, "changed", np.nan, np.nan, np.nan, tables)
        for *cell, tables in again.agg(", ".join).to_numpy()
    ]


def _cells(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that figures are about, the smallest there are, with what is shown of each."""
    split = {
        key: (figures[key] != ALL).groupby(_place(figures, key)).transform("any")
        for key in ("study", "party", "wave")
    }
    whole = np.logical_or.reduce([split[key] & (figures[key] == ALL) for key in split])
    own = figures[~whole & figures["part"].eq("all")]
    grouped = own.groupby(CELL, sort=False)
    cells = grouped.agg(n=("n", "max"), low=("low", "max"), high=("high", "min")).reset_index()
    cells["hidden"] = cells["n"].isna()
    cells["tables"] = grouped["table"].agg(lambda names: ", ".join(dict.fromkeys(names))).to_numpy()
    return cells


def _place(figures: pd.DataFrame, without: str) -> list[pd.Series]:
    return [figures[key] for key in ("study", "criterion", "item") if key != without]


def _by_totals(figures: pd.DataFrame, cells: pd.DataFrame) -> Statements:
    """Return what figures that put cells together state of their parts."""
    statements, size = Statements(), len(cells)
    for total, members in _totals(figures, cells):
        row, ones = np.zeros(len(members), dtype=int), np.ones(len(members))
        points = np.array([total.n * total.low - NEAR]), np.array([total.n * total.high + NEAR])
        statements.add(row, members, ones, (np.array([total.n]), np.array([total.n])))
        statements.add(row, size + members, ones, points)
    return statements


def _by_criteria(cells: pd.DataFrame) -> Statements:
    """Return what a criterion's score states of its items: their mean is the score.

    As many are taken to have answered a hidden item as have a score.
    """
    statements, size = Statements(), len(cells)
    item, criterion = _items_of_criteria(cells)
    if not len(item):
        return statements
    criteria, row = np.unique(criterion, return_inverse=True)
    many, n = np.bincount(row), cells["n"].to_numpy()
    rows = np.append(row, np.arange(len(criteria)))
    factors = np.append(np.ones(len(item)), -many.astype(float))
    statements.add(rows, size + np.append(item, criteria), factors, (-NEAR * many, NEAR * many))
    statements.add(np.arange(len(item)), item, np.ones(len(item)), (n[criterion], n[criterion]))
    return statements


def _items_of_criteria(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of items and of their criteria, where as many answered each as have a score."""
    near = ["study", "wave", "party", "criterion"]
    place = cells[[*near, "n"]].assign(at=np.arange(len(cells)))
    is_item = cells["item"].ne(ALL).to_numpy()
    pairs = place[is_item].merge(
        place[~is_item & cells["n"].gt(0).to_numpy()], on=near, suffixes=("", "_criterion")
    )
    same = pairs["n"].fillna(pairs["n_criterion"]).eq(pairs["n_criterion"])
    pairs = pairs[same.groupby(pairs["at_criterion"]).transform("all")]
    return pairs["at"].to_numpy(), pairs["at_criterion"].to_numpy()


def _solved(
    statements: Statements, cells: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the bounds of each cell's people and of its sum of points."""
    size = len(cells)
    hidden, n, low, high = (cells[name].to_numpy() for name in ("hidden", "n", "low", "high"))
    at = np.flatnonzero(hidden)
    row, pair = np.tile(np.arange(len(at)), 2), np.append(at, size + at)
    ones, nothing, much = np.ones(len(at)), np.zeros(len(at)), np.full(len(at), MOST)
    statements.add(row, pair, np.append(-low[at], ones), (nothing, much))  # low * people <= points
    statements.add(row, pair, np.append(-high[at], ones), (-much, nothing))  # points <= high * people
    least = np.append(np.where(hidden, 0, n), np.where(hidden, 0, n * low))
    most = np.append(np.where(hidden, MANY, n), np.where(hidden, 100 * MANY, n * high))
    least, most = bounds(statements, least, most)
    return least[:size], most[:size], least[size:], most[size:]


def _totals(figures: pd.DataFrame, cells: pd.DataFrame) -> list[tuple[Any, np.ndarray]]:
    """Return each figure that puts cells together, with the places of those cells."""
    known = figures[figures["part"].eq("all") & figures["n"].gt(0)]
    mine = set(cells[CELL].itertuples(index=False, name=None))
    totals = [row for row in known.itertuples(index=False) if tuple(row[: len(CELL)]) not in mine]
    found = []
    for total in totals:
        inside = np.ones(len(cells), dtype=bool)
        for key, value in zip(CELL, total, strict=False):
            inside &= (cells[key] == value).to_numpy() if value != ALL or key == "item" else True
        if inside.any():
            found.append((total, np.flatnonzero(inside)))
    return found


def _worked_out(statements: Statements, cells: pd.DataFrame) -> Found:
    """Find hidden means that can be worked out, and means that tell what everybody answered."""
    least, most, low, high = _solved(statements, cells)
    at = np.flatnonzero((most - least < 0.5) & (most > 0.5))
    people = np.rint(most[at]).astype(int)
    means = np.round(np.column_stack([low[at], high[at]]) / people[:, None], 3)
    known = zip(
        people.tolist(), map(tuple, means.tolist()), cells["hidden"].to_numpy()[at].tolist(), strict=True
    )
    told = [_tells(*one) for one in known]
    return [
        (*cells.loc[place, CELL], what, n, *mean, cells.at[place, "tables"])
        for place, what, n, mean in zip(at, told, people, means, strict=True)
        if what
    ]


def _tells(people: int, mean: tuple[float, float], hidden: bool) -> str:
    """Return what is wrong with knowing so much of a mean: mean, answers, or nothing.

    The mean of enough people may be known, unless it tells what they answered: of a figure that the gate let
    through only the plainest case is looked for, for the gate knew the answers behind it.
    """
    if hidden and people <= FEW:
        return "mean" if mean[1] - mean[0] < NARROWEST else ""
    if hidden:
        return "" if leaves_room(people, mean[0], mean[1] + NEAR, FINEST_STEP) else "answers"
    from_end = people * min(100 - mean[0], mean[1])
    return "answers" if from_end <= FINEST_STEP + NEAR else ""


def _leftovers(figures: pd.DataFrame, cells: pd.DataFrame) -> Found:
    """Find totals that leave a few people when all that is shown is taken away from them."""
    found: Found = []
    for total, members in _totals(figures, cells):
        parts = cells.iloc[members]
        rest = total.n - parts["n"].sum()
        if not 1 <= rest <= FEW:
            continue
        shown = parts[~parts["hidden"]]
        low = total.n * total.low - (shown["n"] * shown["high"]).sum()
        high = total.n * total.high - (shown["n"] * shown["low"]).sum()
        hidden = parts[parts["hidden"]]
        cell = [*hidden.iloc[0][CELL]] if len(hidden) else list(total[: len(CELL)])
        cell[CELL.index("party")] = "+".join(dict.fromkeys(hidden["party"]))
        mean = max(low, 0) / rest, min(high, 100 * rest) / rest
        if mean[1] - mean[0] < NARROWEST:
            found.append((*cell, "mean", rest, round(mean[0], 3), round(mean[1], 3), total.table))
    return found
