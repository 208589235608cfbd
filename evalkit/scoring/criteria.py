"""Scores of criteria: per party and wave, with an interval that fits few answers.

`score_criteria` counts (any engine), scores (one NumPy core) and lays the result out as the scores table:
one row for every study, wave, party and criterion, also where nobody answered, with the reason in `state`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import PHASES, Framework
from evalkit.scoring.cells import Cells, score_cells
from evalkit.scoring.counts import count_respondents, pools_studies
from evalkit.scoring.intervals import Floats, score_interval, share_interval, silent_bounds
from evalkit.scoring.sources import BY, Source, columns_of, sources_of
from evalkit.scoring.wide import count_wide, is_wide
from evalkit.tables import INTERVALS, SCORES, STATES, ordered

Invited = Mapping[Any, int | Mapping[str, int | None] | None]


def score_criteria(
    data: Any,
    *,
    framework: Framework | str | Path | None = None,
    invited: Invited | None = None,
    by: Sequence[str] = BY,
    population: Literal["invited", "process"] | None = None,
    codebook: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score every criterion for every party and wave, with intervals.

    A respondent's score is the mean of her values, if she answered at least half of the criterion's
    items she was asked; a party's is the mean of its respondents'.

    Parameters
    ----------
    data : Study, tuple of Study, frame, or path
        A frame is a responses table (a row for each respondent, item and wave: the `by` columns,
        respondent, item or criterion, value 0-100, and state if there is one), or a wide one (a row for
        each respondent and wave, a column named after each item), in pandas, Polars, DuckDB, PyArrow or
        PySpark. A path is such a table as Parquet or CSV. A whole-number column `weight` says how many
        people a row stands for, at most 1,000,000.
    framework : Framework, name or path, optional
        A study brings its own; otherwise the shipped one.
    invited : mapping, optional
        How many were invited: party -> number, or party -> {wave -> number}, or a tuple of the `by`
        values -> number. None where unknown. A study brings its own.
    by : sequence of str
        Columns that make a group.
    population : {'invited', 'process'}, optional
        ``invited``: what do these people say; the interval shrinks as more of the invited have answered
        and is empty when all have. ``process``: what would such a group say. Unset: ``invited`` where the
        numbers are known.
    codebook : DataFrame, optional
        For a wide table: the codebook of a `Survey` (name, item, criterion, values, missing, reverse).
        Without one, columns are named after items and codes are 1 to the number of answers.

    Returns
    -------
    DataFrame
        One row for each group and criterion of the framework:

        - the `by` columns, phase, criterion
        - state: answered, or why nobody has a score (dont_know, skipped, not_asked, not_due)
        - invited: missing where unknown; asked: respondents asked; n: with a score; dont_know: without one
          because of don't know
        - score, low, high: 0-100; the 95 % interval
        - interval: sample, all_answered (no doubt left about these people), too_few (one answer)
        - floor, ceiling: the score if every silent person had answered lowest, highest
        - share, share_low, share_high: 0-1, respondents at 62.5 or more, with interval
        - loo_low, loo_high: the range of the score when any one respondent is left out
        - dont_know_share: 0-1, of the item answers
        - people: only where `by` puts studies together: how many answered in the study where most did, for
          the same people may have answered in each
        - loo: all (score without, number of such respondents); for `judge_criteria`, not for export

    Raises
    ------
    EvalkitError
        For a table that can't be read so, values that are no numbers, an item that the framework doesn't
        have, a row given twice (looked for in tables in memory), or ``population="invited"`` where a
        number is unknown.

    References
    ----------
    In R: respondents' means by ``psych::scoreItems(keys, items, impute = "none", totals = FALSE)``,
    a party's by ``survey::svymean(~score, svydesign(~1, fpc = ~invited, data = d))``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": list("aaabbb"), "respondent": list("123456"),
    ...     "item": "dialogue_1", "value": [75, 100, 75, 25, 50, 50]})
    >>> scores = score_criteria(table, invited={"a": 4, "b": 3})
    >>> scores.loc[scores["n"] > 0, ["party", "n", "score", "low", "interval"]].round(1).values.tolist()
    [['a', 3, 83.3, 57.9, 'sample'], ['b', 3, 41.7, nan, 'all_answered']]
    """
    if population not in (None, "invited", "process"):
        raise not_one_of(
            population, ["invited", "process"], "Leave it out to use the numbers that are known."
        )
    by = columns_of(by)
    sources = sources_of(data, framework)
    tables = [score_source(source, by, invited, population, codebook) for source in sources]
    if tables[0].empty and sources[0].study is None:
        raise EvalkitError(
            "the table has no row of any criterion",
            "Give a responses table: a row for each respondent, item and wave.",
            where=place(sources[0].name),
        )
    return stack(tables)


def stack(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables under each other, each categorical's order kept and joined.

    Parameters
    ----------
    tables : sequence of DataFrame

    Returns
    -------
    DataFrame
    """
    if len(tables) == 1:
        return tables[0]
    orders: dict[str, list[Any]] = {}
    for table in tables:
        for column in table.columns[[isinstance(t, pd.CategoricalDtype) for t in table.dtypes]]:
            merge_order(orders.setdefault(column, []), list(table[column].cat.categories))
    kinds = {column: pd.CategoricalDtype(order, ordered=True) for column, order in orders.items()}
    return pd.concat([table.astype(kinds) for table in tables], ignore_index=True)


def merge_order(into: list[Any], more: Sequence[Any]) -> None:
    """Add to an order what it lacks, each new one right after the one it follows in `more`.

    Parameters
    ----------
    into : list
        Changed in place.
    more : sequence

    Examples
    --------
    >>> order = ["start", "end"]
    >>> merge_order(order, ["start", "mid", "end", "followup"])
    >>> order
    ['start', 'mid', 'end', 'followup']
    """
    at = 0
    for one in more:
        if one in into:
            at = into.index(one) + 1
        else:
            into.insert(at, one)
            at += 1


def score_source(
    source: Source,
    by: Sequence[str] = BY,
    invited: Invited | None = None,
    population: str | None = None,
    codebook: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score one table; what `score_criteria` does for each study.

    Parameters
    ----------
    source : Source
    by, invited, population, codebook
        As for `score_criteria`.

    Returns
    -------
    DataFrame
    """
    counts = count_wide(source, by, codebook) if is_wide(source) else count_respondents(source, by)
    criteria = source.framework.criteria
    cells = score_cells(counts, len(criteria), source.framework.limits)
    known = invited_numbers(source, counts.groups, invited)
    _check_invited(counts.groups, known, cells, asked_for=population == "invited")
    table = counts.groups.loc[counts.groups.index.repeat(len(criteria))].reset_index(drop=True)
    invited_cells = np.repeat(known, len(criteria))
    table["phase"] = ordered(np.tile([c.phase for c in criteria], len(known)), PHASES)
    table["criterion"] = ordered(np.tile([c.id for c in criteria], len(known)), [c.id for c in criteria])
    came = np.isin(np.arange(len(known)), counts.group)
    table["state"] = _states(counts.groups, cells, source, away=~came & (known != 0))
    columns = _figures(cells, invited_cells, corrected=population != "process")
    table = table.assign(**columns)
    extra = [c for c in by if c not in SCORES]
    table = table[[*extra, *(c for c in SCORES if c in table), "dont_know_share", "loo"]]
    if pools_studies(source, by):
        apart = score_source(source, ["study", *by], codebook=codebook)
        table["people"] = _most_in_one_study(table, apart, [*by, "criterion"])
    return table


def _most_in_one_study(pooled: pd.DataFrame, apart: pd.DataFrame, keys: Sequence[str]) -> list[int]:
    """Return of each pooled row how many answered in the study where most did."""
    most = apart.groupby([apart[key].astype(str) for key in keys])["n"].max().rename("people")
    return pooled[[*keys]].astype(str).join(most, on=[*keys])["people"].fillna(0).astype(int).tolist()


def invited_numbers(source: Source, groups: pd.DataFrame, given: Invited | None) -> Floats:
    """Return how many were invited in each group, NaN where unknown.

    Parameters
    ----------
    source : Source
    groups : DataFrame
    given : mapping or None
        As for `score_criteria`; a study brings its own.

    Returns
    -------
    ndarray of float
    """
    if given is None and source.study is not None and {"wave", "party"} <= set(groups):
        given = {party.id: party.invited for party in source.study.parties}
    if given is None:
        return np.full(len(groups), np.nan)
    if not isinstance(given, Mapping):
        raise EvalkitError(
            f"invited= is a {type(given).__name__}", "Give {party: number} or {party: {wave: number}}."
        )
    keys = [tuple(map(str, row)) for row in groups.itertuples(index=False)]
    party = list(groups.columns).index("party") if "party" in groups else None
    wave = list(groups.columns).index("wave") if "wave" in groups else None
    found = []
    for key in keys:
        number = given.get(key, given.get(key[party]) if party is not None else None)
        if isinstance(number, Mapping):
            number = number.get(key[wave]) if wave is not None else None
        found.append(_checked_invited(number, key))
    return np.array(found, dtype=np.float64)


def _checked_invited(number: Any, key: tuple[str, ...]) -> float:
    if number is None or number is pd.NA:
        return np.nan
    size = float(number) if isinstance(number, Real) and not isinstance(number, bool) else -1.0
    if not 0 <= size < 2**53 or size % 1:
        raise EvalkitError(
            f"{number!r} people were invited in {', '.join(key)}", "Give a whole number, 0 or more, or None."
        )
    return size


def _check_invited(groups: pd.DataFrame, known: Floats, cells: Cells, *, asked_for: bool) -> None:
    most = cells.asked.reshape(len(groups), -1).max(axis=1) if len(groups) else np.zeros(0)
    over, unknown = np.flatnonzero(most > known), np.flatnonzero(np.isnan(known))
    if len(over):
        raise EvalkitError(
            f"{most[over[0]]} people answered in {_name(groups, over[0])}, "
            f"but {known[over[0]]:.0f} were invited",
            "Correct the number of invited, or look for respondents given twice.",
        )
    if asked_for and len(unknown):
        raise EvalkitError(
            f"nobody knows how many were invited in {_name(groups, unknown[0])}",
            "Give invited={party: number}, or ask for population='process'.",
        )


def _name(groups: pd.DataFrame, row: Any) -> str:
    return ", ".join(map(str, groups.iloc[row]))


def _states(groups: pd.DataFrame, cells: Cells, source: Source, away: NDArray[np.bool_]) -> Any:
    """Say whether each cell has a score, and if not why.

    Who was invited and stayed away skipped what others were asked; who wasn't invited was asked nothing.
    """
    size = (len(groups), len(source.framework.criteria))
    near = list(zip(*(groups[c].astype(str) for c in ("study", "wave") if c in groups), strict=True))
    number = {name: n for n, name in enumerate(dict.fromkeys(near))}
    occasion = np.array([number[name] for name in near] or [0] * len(groups), dtype=np.int64)
    asked = np.zeros(cells.asked.reshape(size).shape)
    np.add.at(asked, occasion, cells.asked.reshape(size))
    silent = (asked[occasion] > 0) & away[:, None]
    early = cells.not_due.reshape(size) | ~_due(groups, source)
    reason = np.where(early, "not_due", "not_asked")
    reason = np.where(silent | (cells.asked.reshape(size) > 0), "skipped", reason)
    reason = np.where(cells.dont_know.reshape(size) > 0, "dont_know", reason).ravel()
    return pd.Categorical(np.where(cells.n > 0, "answered", reason), categories=STATES)


def _due(groups: pd.DataFrame, source: Source) -> NDArray[np.bool_]:
    ids = source.framework.criterion_ids
    stages = {w.id: w.stage for w in source.study.waves} if source.study is not None else {}
    waves = groups["wave"].astype(str) if "wave" in groups else [""] * len(groups)
    due = {wave: [source.framework.is_due(id, stages.get(wave, wave)) for id in ids] for wave in set(waves)}
    return np.array([due[wave] for wave in waves], dtype=bool).reshape(len(groups), len(ids))


def _figures(cells: Cells, invited: Floats, *, corrected: bool) -> dict[str, Any]:
    """Return the number columns of the scores table."""
    n, population = cells.n, invited if corrected else np.full(len(invited), np.nan)
    low, high = score_interval(cells.score, cells.sd, n, population)
    share_low, share_high = share_interval(cells.favourable, n, population)
    complete = (n > 0) & (n == population)
    without = complete | (n < 2)
    kind = np.where(n > 1, INTERVALS.index("sample"), INTERVALS.index("too_few"))
    kind = np.where(complete, INTERVALS.index("all_answered"), kind)
    floor, ceiling = silent_bounds(cells.total, n, np.where(n > 0, invited, np.nan))
    with np.errstate(invalid="ignore"):
        share = cells.favourable / np.where(n > 0, n, np.nan)
    return {
        "invited": pd.Series(invited).astype("Int64"),
        "asked": cells.asked,
        "n": n,
        "dont_know": cells.dont_know,
        "score": cells.score,
        "low": np.where(without, np.nan, low),
        "high": np.where(without, np.nan, high),
        "interval": pd.Categorical.from_codes(
            np.where(n > 0, kind, -1), dtype=pd.CategoricalDtype([*INTERVALS])
        ),
        "floor": floor,
        "ceiling": ceiling,
        "share": share,
        "share_low": np.where(without, np.nan, share_low),
        "share_high": np.where(without, np.nan, share_high),
        "loo_low": cells.loo_low,
        "loo_high": cells.loo_high,
        "dont_know_share": cells.dont_know_share,
        "loo": pd.Series(cells.loo, dtype=object).to_numpy(dtype=object),
    }
