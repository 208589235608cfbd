"""What verdict, gap, lowest and mean of all parties tell of a party whose own figures are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from evalkit.disclosure.figures import ALL, CELL
from evalkit.disclosure.rows import NARROWEST, Span, narrowed
from evalkit.framework import Limits

ROW = ["study", "wave", "criterion"]
SAID = ("verdict", "contested_by", "score", "all_parties", "lowest_party", "lowest_score", "gap")

Key = tuple[str, ...]


class Hidden(NamedTuple):
    """A hidden party: its place in its row, and the row's cells."""

    at: int
    row: list[Any]


def told_across(
    tables: Mapping[str, pd.DataFrame], cells: pd.DataFrame, limits: Limits
) -> list[tuple[object, ...]]:
    """Find hidden means that figures across parties leave under 12 points.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Everything that is published.
    cells : DataFrame
        The cells, with the bounds (`low`, `high`) of each mean and whether it is `hidden`.
    limits : Limits

    Returns
    -------
    list of tuple
        Findings, as `audit` lists them.
    """
    rows = _with_hidden(cells)
    found: list[tuple[object, ...]] = []
    for name, row in _rows_across(tables):
        for party in rows.get((str(row["study"]), str(row["wave"]), str(row["criterion"])), ()):
            found += _told(party, row, name, limits)
    return found


def _with_hidden(cells: pd.DataFrame) -> dict[Key, list[Hidden]]:
    """Return each hidden party with the others of its row."""
    criteria = cells[cells["item"].eq(ALL)]
    rows: dict[Key, list[Any]] = {}
    for cell in criteria.itertuples(index=False):
        rows.setdefault((str(cell.study), str(cell.wave), str(cell.criterion)), []).append(cell)
    return {
        key: [Hidden(at, row) for at, cell in enumerate(row) if cell.hidden]
        for key, row in rows.items()
        if any(cell.hidden for cell in row)
    }


def _rows_across(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, dict[Any, Any]]]:
    for name, table in tables.items():
        if "verdict" in table or "all_parties" in table:
            said = [
                column
                for column in SAID
                if column in table and not (column == "score" and "all_parties" in table)
            ]
            known = [*ROW, *said]
            for row in table[known].drop_duplicates(ROW).to_dict("records"):
                yield name, row


def _told(party: Hidden, row: Mapping[Any, Any], name: str, limits: Limits) -> list[tuple[object, ...]]:
    cell = party.row[party.at]
    low, high = _left(party, row, limits)
    if high - low >= min(NARROWEST, cell.high - cell.low):
        return []
    where = tuple(getattr(cell, key) for key in CELL)
    return [(*where, "mean", np.nan, round(low, 3), round(high, 3), f"{cell.tables}, {name}")]


def _left(party: Hidden, row: Mapping[Any, Any], limits: Limits) -> Span:
    """Return what all that is said across parties leaves of one party's mean."""
    spans, names = [(cell.low, cell.high) for cell in party.row], [cell.party for cell in party.row]
    low, high = spans[party.at]
    for least, most in _statements(party.at, spans, names, row, limits):
        low, high = max(low, least), min(high, most)
    return low, high


def _statements(
    at: int, spans: list[Span], names: list[str], row: Mapping[Any, Any], limits: Limits
) -> Iterator[Span]:
    verdict = row.get("verdict")
    if len(spans) > 1 and verdict in ("contested", "partly") and row.get("contested_by") != "logbook":
        yield narrowed(at, spans, verdict, limits)
    overall = _number(row, "all_parties" if "all_parties" in row else "score")
    if overall is not None:
        others = [span for place, span in enumerate(spans) if place != at]
        whole = len(spans) * overall
        yield whole - sum(high for _, high in others), whole - sum(low for low, _ in others)
    bottom, gap = _number(row, "lowest_score"), _number(row, "gap")
    is_lowest, two = names[at] in str(row.get("lowest_party")).split("+"), len(spans) == 2
    if bottom is not None:
        top = 100.0 if gap is None else bottom + gap
        yield (bottom, bottom) if is_lowest else (top if two and gap is not None else bottom, top)
    elif gap is not None and two:
        yield _beside(spans[1 - at], gap, is_lowest)


def _beside(other: Span, gap: float, is_lowest: bool) -> Span:
    """Return where the one of two parties lies whose other's span and whose gap are known."""
    return (other[0] - gap, other[1] - gap) if is_lowest else (other[0] + gap, other[1] + gap)


def _number(row: Mapping[Any, Any], name: str) -> float | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) else float(value)
