"""The components of public-life surveys: what was counted, put together survey by survey."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.logbook.carrier import as_table
from evalkit.logbook.grid import Sheet
from evalkit.tables import COUNTS
from evalkit.words import told

_NOTHING = ["", "na", "n/a", "nan", "null", "none"]
_MOST_WORDS = 30  # a column with more different words than this is prose, not a component
_FEW = 5
# The protocol's components, each a family of columns: a round counts all of one, and often only that one.
_FAMILIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?!.*mobility).*(?:male|gender|unsure)", r"(?:age)?_?\d+", r"group_?size",
        r"mode|pedestrian|micromobility|bicycl|motori[sz]ed|supported|walking|cycling|running",
        r"standing|sitting|lying|leaning|posture",
    )
)  # fmt: skip
_CASE = re.compile(r"(?:moving|staying|people)_")
PEOPLE = "people"


def count_components(
    sheet: Sheet, components: Sequence[str], total: str | None, of_row: np.ndarray
) -> tuple[pd.DataFrame, list[str]]:
    """Count every component in every survey.

    Parameters
    ----------
    sheet : Sheet
    components : sequence of str
        Headings.
    total : str or None
        The heading of the rows' totals.
    of_row : array of int
        The number of each row's survey.

    Returns
    -------
    DataFrame
        The counts table; `session` holds the survey's number.
    list of str
        Remarks for the report.

    Raises
    ------
    EvalkitError
        If a number of people is negative or broken.
    """
    totals = _numbers(sheet, total) if total else None
    parts = [] if totals is None else [_summed(PEOPLE, totals.fillna(0), of_row)]
    rounds = _rounds(sheet, components)
    for heading in components:
        parts += _component(sheet, heading, totals, of_row, rounds.get(_family(heading)))
    counts = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["session", "behaviour", "n"])
    )
    counts = counts.sort_values("session", kind="stable")
    people = counts[counts["behaviour"].eq(PEOPLE)].set_index("session")["n"]
    counts["total"] = counts["session"].map(people) if totals is not None else np.nan
    remarks = [*_lost_volumes(sheet, components, totals), *_above_total(counts, sheet.file)]
    broken = counts.loc[counts["n"].gt(counts["total"]), "session"]
    counts.loc[counts["session"].isin(broken), "total"] = np.nan
    return as_table(counts.assign(file=sheet.file), COUNTS).astype({"session": int}), remarks


def _family(heading: str) -> int | None:
    """Return which of the protocol's components a column belongs to."""
    key = _CASE.sub("", heading.lower())
    return next((number for number, known in enumerate(_FAMILIES) if known.match(key)), None)


def _rounds(sheet: Sheet, components: Sequence[str]) -> dict[int | None, pd.Series]:
    """Tell for each of the protocol's components in which rows any of its columns is filled in."""
    rounds: dict[int | None, pd.Series] = {}
    for heading in components:
        filled = ~pd.Series(sheet.cells(heading), dtype="str").str.lower().isin(_NOTHING)
        family = _family(heading)
        rounds[family] = rounds[family] | filled if family in rounds else filled
    rounds.pop(None, None)
    return rounds


def _component(
    sheet: Sheet, heading: str, totals: pd.Series | None, of_row: np.ndarray, in_round: pd.Series | None
) -> list[pd.DataFrame]:
    """Count one component: numbers of people, or a word per row, counted as often as the row's total."""
    cells = pd.Series(sheet.cells(heading), dtype="str")
    blank = cells.str.lower().isin(_NOTHING)
    filled = cells[~blank]
    label = re.sub(r" \(\d+\)$", "", heading)
    if filled.empty:
        return []
    if filled.str.fullmatch(r"-?\d+(?:\.\d+)?").all():
        numbers = _numbers(sheet, heading)
        counted = _counted(numbers, in_round, totals)
        return [_summed(label, numbers[counted].fillna(0), of_row[counted.to_numpy()])]
    if filled.nunique() > _MOST_WORDS:
        return []
    weights = pd.Series(1.0, index=cells.index) if totals is None else totals.fillna(0)
    counted = _counted(weights, ~blank, totals)  # each word has its zeros where another was written
    surveys = of_row[counted.to_numpy()]
    return [
        _summed(f"{label}: {word}", weights.where(cells.eq(word), 0)[counted], surveys)
        for word in filled.unique()
    ]


def _counted(numbers: pd.Series, in_round: pd.Series | None, totals: pd.Series | None) -> pd.Series:
    """Tell in which rows a column was counted, its blanks there being zeros."""
    if in_round is None:  # a column that writes its zeros is blank where it wasn't counted, others at none
        return numbers.notna() | bool(numbers.ne(0).all())
    return in_round if totals is None else in_round | totals.eq(0)  # or nobody at all was there


def _summed(behaviour: str, numbers: pd.Series, of_row: np.ndarray) -> pd.DataFrame:
    sums = np.bincount(of_row, weights=numbers.to_numpy(dtype=float))
    surveys = np.unique(of_row)
    return pd.DataFrame({"session": surveys, "behaviour": behaviour, "n": sums[surveys]})


def _numbers(sheet: Sheet, heading: str) -> pd.Series:
    cells = pd.Series(sheet.cells(heading), dtype="str")
    numbers = pd.to_numeric(cells.mask(cells.str.lower().isin(_NOTHING)), errors="coerce")
    wrong = numbers.lt(0) | (numbers.isna() & ~cells.str.lower().isin(_NOTHING))
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise EvalkitError(
            f"{cells.iloc[row]!r} is not a number of people",
            "Write how many there were, 0 where nobody was.",
            where=sheet.where(row, heading),
        )
    return numbers.astype(float)


def _lost_volumes(sheet: Sheet, components: Sequence[str], totals: pd.Series | None) -> list[str]:
    cells = [cell for heading in components for cell in sheet.cells(heading) if cell.lower() not in _NOTHING]
    if totals is not None or len(cells) < _FEW or set(cells) != {"1"}:
        return []
    return [told("logbook.ones", file=sheet.file, n=len(cells))]


def _above_total(counts: pd.DataFrame, file: str) -> list[str]:
    wrong = counts[counts["n"].gt(counts["total"])]
    if wrong.empty:
        return []
    first = wrong.iloc[0]
    counted = {
        "count": f"{first['n']:g}",
        "behaviour": repr(first["behaviour"]),
        "people": f"{first['total']:g}",
    }
    return [told("logbook.pldp.above", file=file, n=wrong["session"].nunique(), **counted)]
