"""What figures across parties (verdict, gap, lowest, mean of all) tell of a party whose own figures are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from evalkit.disclosure.figures import ALL, CELL
from evalkit.disclosure.rows import NARROWEST, Span, narrowed
from evalkit.framework import Limits

ROW = ["study", "wave", "criterion"]


def told_across(tables: Mapping[str, pd.DataFrame], cells: pd.DataFrame, limits: Limits) -> list[tuple[object, ...]]:
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
    criteria = cells[cells["item"].eq(ALL)].groupby(ROW, sort=False)
    rows = {key: group for key, group in criteria if group["hidden"].any()}
    found: list[tuple[object, ...]] = []
    for name, row in _rows_across(tables):
        parties = rows.get((str(row["study"]), str(row["wave"]), str(row["criterion"])))
        if parties is not None:
            found += _told(parties, row, name, limits)
    return found


def _rows_across(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, table in tables.items():
        if "verdict" in table or "all_parties" in table:
            for row in table.drop_duplicates(ROW).to_dict("records"):
                yield name, row


def _told(parties: pd.DataFrame, row: Mapping[str, Any], name: str, limits: Limits) -> list[tuple[object, ...]]:
    spans = list(zip(parties["low"], parties["high"], strict=True))
    names = parties["party"].tolist()
    found: list[tuple[object, ...]] = []
    for at, cell in enumerate(parties.itertuples(index=False)):
        if not cell.hidden:
            continue
        low, high = _left(at, spans, names, row, limits)
        if high - low < min(NARROWEST, cell.high - cell.low):
            where = tuple(getattr(cell, key) for key in CELL)
            found.append((*where, "mean", np.nan, round(low, 3), round(high, 3), f"{cell.tables}, {name}"))
    return found


def _left(at: int, spans: list[Span], names: list[str], row: Mapping[str, Any], limits: Limits) -> Span:
    """Return what all that is said across parties leaves of one party's mean."""
    low, high = spans[at]
    for least, most in _statements(at, spans, names, row, limits):
        low, high = max(low, least), min(high, most)
    return low, high


def _statements(
    at: int, spans: list[Span], names: list[str], row: Mapping[str, Any], limits: Limits
) -> Iterator[Span]:
    verdict = row.get("verdict")
    if len(spans) > 1 and verdict in ("contested", "partly") and row.get("contested_by") != "logbook":
        yield narrowed(at, spans, verdict, limits)
    overall = row.get("all_parties", row.get("score"))
    if _known(overall):
        others = [span for place, span in enumerate(spans) if place != at]
        whole = len(spans) * overall
        yield whole - sum(high for _, high in others), whole - sum(low for low, _ in others)
    bottom, gap = row.get("lowest_score"), row.get("gap")
    if _known(bottom):
        is_lowest = names[at] in str(row.get("lowest_party")).split("+")
        top = bottom + gap if _known(gap) else 100.0
        yield (bottom, bottom) if is_lowest else (bottom, top)
        if _known(gap) and len(spans) == 2 and not is_lowest:
            yield top, top
    elif _known(gap) and len(spans) == 2:
        yield _beside(spans[1 - at], float(gap), names[at] in str(row.get("lowest_party")).split("+"))


def _beside(other: Span, gap: float, is_lowest: bool) -> Span:
    """Return where the one of two parties lies whose other's span and whose gap are known."""
    return (other[0] - gap, other[1] - gap) if is_lowest else (other[0] + gap, other[1] + gap)


def _known(value: object) -> bool:
    return value is not None and not pd.isna(value)  # type: ignore[call-overload]
