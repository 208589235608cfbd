"""`audit`: read everything about to be published as an outsider would, and name what can be worked out.

All tables, all waves and what was published before are laid beside each other. Three ways lead to a hidden figure
and all are tried: subtraction (totals, parties, items of a criterion; as linear statements with intervals), the
same cell published twice with a few people more or fewer (a joiner, a matched panel, an earlier report), and the
verdict beside a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from evalkit.disclosure.across import told_across
from evalkit.disclosure.bounds import Statements, bounds
from evalkit.disclosure.cells import FINEST_STEP, leaves_room
from evalkit.disclosure.figures import ALL, CELL, figures_of
from evalkit.disclosure.rows import NARROWEST
from evalkit.framework import Framework, Limits

FOUND = [*CELL, "what", "people", "low", "high", "tables"]
FEW = 4  # people too few for a number
NEAR = 1e-4
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
        - what: ``few`` (a number with fewer than 5 people behind it), ``mean`` (a hidden mean known to under 12
          points), ``difference`` (a few people's mean, from two figures that differ by them), ``answers``
          (so near an end of the scale that it tells what everybody answered)
        - people: how many, if that is known; low, high: what is then known of their mean
        - tables: the tables that tell, joined with ``, ``

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
    named = tables if isinstance(tables, Mapping) else {f"table {at}": table for at, table in enumerate(tables, 1)}
    stated = [figures_of(name, table, limits) for name, table in named.items()]
    figures = pd.concat(stated, ignore_index=True) if stated else pd.DataFrame(columns=[*CELL, "part", "n"])
    if figures.empty:
        return pd.DataFrame(columns=FOUND)
    cells = _cells(figures)
    found = [*_few(figures), *_twice(figures), *_leftovers(figures, cells)]
    found += _worked_out(_by_totals(figures, cells), cells) + _worked_out(_by_criteria(cells), cells)
    found += told_across(named, cells, limits)
    return pd.DataFrame(found, columns=FOUND).drop_duplicates(CELL, ignore_index=True)


def _few(figures: pd.DataFrame) -> Found:
    """Find numbers with too few people behind them."""
    rows = figures[figures["n"].between(1, FEW) & (figures["high"] - figures["low"] < NARROWEST)]
    return [(*row[: len(CELL)], "few", row.n, row.low, row.high, row.table) for row in rows.itertuples(index=False)]


def _twice(figures: pd.DataFrame) -> Found:
    """Find cells whose figures differ by a few people, or by nobody and still differ."""
    known = figures[figures["n"].gt(0)]
    again = known[known.duplicated(CELL, keep=False)]
    found: Found = []
    for cell, group in again.groupby(CELL, sort=False):
        different = group.drop_duplicates(["part", "n", "low", "high"]).sort_values("n")
        for fewer, more in combinations(different.itertuples(index=False), 2):
            found += _difference(cell, fewer, more)
    return found


def _difference(cell: tuple[str, ...], fewer: object, more: object) -> Found:
    """Return what the difference of two figures of one cell tells of the people in only one of them."""
    small, large, both = fewer.n, more.n, f"{fewer.table}, {more.table}"  # type: ignore[attr-defined]
    people = large - small
    parts = {fewer.part, more.part}  # type: ignore[attr-defined]
    if people > FEW or len(parts) == 1 and "all" not in parts:
        return []
    low = large * more.low - small * fewer.high  # type: ignore[attr-defined]
    high = large * more.high - small * fewer.low  # type: ignore[attr-defined]
    if people == 0:
        return [] if low <= NEAR and high >= -NEAR else [(*cell, "difference", 0.0, low, high, both)]
    low, high = max(low, 0.0) / people, min(high, 100.0 * people) / people
    return [(*cell, "difference", people, round(low, 3), round(high, 3), both)] if high - low < NARROWEST else []


def _cells(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that figures are about, the smallest there are, with what is shown of each."""
    split = {key: (figures[key] != ALL).groupby(_place(figures, key)).transform("any") for key in ("party", "wave")}
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
        ones = np.ones(len(members))
        statements.add(members, ones, total.n, total.n)
        statements.add(size + members, ones, total.n * total.low - NEAR, total.n * total.high + NEAR)
    return statements


def _by_criteria(cells: pd.DataFrame) -> Statements:
    """Return what a criterion's score states of its items: their mean is the score.

    As many are taken to have answered a hidden item as have a score.
    """
    statements, size = Statements(), len(cells)
    for criterion, items in _item_sets(cells):
        slack, n = NEAR * len(items), cells.at[criterion, "n"]
        factors = np.append(np.ones(len(items)), -len(items))
        statements.add(size + np.append(items, criterion), factors, -slack, slack)
        for item in items:
            statements.add(np.array([item]), np.ones(1), n, n)
    return statements


def _solved(statements: Statements, cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the bounds of each cell's people and of its sum of points."""
    size = len(cells)
    hidden, n = cells["hidden"].to_numpy(), cells["n"].to_numpy()
    for at in np.flatnonzero(hidden):  # low * people <= points <= high * people
        pair = np.array([at, size + at])
        statements.add(pair, np.array([-cells.at[at, "low"], 1.0]), 0, MOST)
        statements.add(pair, np.array([-cells.at[at, "high"], 1.0]), -MOST, 0)
    least = np.append(np.where(hidden, 0, n), np.where(hidden, 0, n * cells["low"]))
    most = np.append(np.where(hidden, MANY, n), np.where(hidden, 100 * MANY, n * cells["high"]))
    low, high = bounds(statements, least, most)
    return low[:size], high[:size], low[size:], high[size:]


def _totals(figures: pd.DataFrame, cells: pd.DataFrame) -> list[tuple[object, np.ndarray]]:
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


def _item_sets(cells: pd.DataFrame) -> list[tuple[int, np.ndarray]]:
    """Return each criterion's cell with those of its items, where as many answered each as have a score."""
    near = ["study", "wave", "party", "criterion"]
    items = cells[cells["item"].ne(ALL)].groupby(near, sort=False).groups
    found = []
    for cell in cells[cells["item"].eq(ALL) & cells["n"].gt(0)].itertuples():
        places = items.get((cell.study, cell.wave, cell.party, cell.criterion))
        if places is not None and cells.loc[places, "n"].fillna(cell.n).eq(cell.n).all():
            found.append((cell.Index, np.asarray(places)))
    return found


def _worked_out(statements: Statements, cells: pd.DataFrame) -> Found:
    """Find hidden means that can be worked out, and means that tell what everybody answered."""
    least, most, low, high = _solved(statements, cells)
    found: Found = []
    for at in np.flatnonzero((most - least < 0.5) & (most > 0.5)):
        cell, people = cells.iloc[at], round(float(most[at]))
        mean = (low[at] / people, high[at] / people)
        if what := _tells(people, mean, bool(cell.hidden)):
            found.append((*cell[CELL], what, people, round(mean[0], 3), round(mean[1], 3), cell.tables))
    return found


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
        rest = total.n - parts["n"].sum()  # type: ignore[attr-defined]
        if not 1 <= rest <= FEW:
            continue
        shown = parts[~parts["hidden"]]
        low = total.n * total.low - (shown["n"] * shown["high"]).sum()  # type: ignore[attr-defined]
        high = total.n * total.high - (shown["n"] * shown["low"]).sum()  # type: ignore[attr-defined]
        hidden = parts[parts["hidden"]]
        cell = [*hidden.iloc[0][CELL]] if len(hidden) else list(total[: len(CELL)])  # type: ignore[index]
        cell[CELL.index("party")] = "+".join(dict.fromkeys(hidden["party"]))
        mean = max(low, 0) / rest, min(high, 100 * rest) / rest
        if mean[1] - mean[0] < NARROWEST:
            found.append((*cell, "mean", rest, round(mean[0], 3), round(mean[1], 3), total.table))  # type: ignore[attr-defined]
    return found
