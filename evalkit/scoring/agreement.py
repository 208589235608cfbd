"""Agreement inside a party, and whether a criterion's items hang together.

A mean of 50 is one thing when everybody answered in the middle and another when half said yes and half no.
How far answers lie from the median (AD) and how their spread compares with random answers (r_wg) tell them
apart. Undefined figures say why, and a figure outside 0-1 is shown as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from evalkit.errors import not_one_of
from evalkit.framework import PHASES, Framework
from evalkit.scoring.answers import count_answers
from evalkit.scoring.criteria import stack
from evalkit.scoring.matrix import value_matrices
from evalkit.scoring.sources import BY, Source, columns_of, framework_of, sources_of, studies_of
from evalkit.tables import ordered
from evalkit.words import check_lang, say

LEAST_PEOPLE = 50  # for alpha: under this its interval is wider than any use of it
_Z = 1.959963984540054
_AGREEMENT = ["n", "points", "ad", "ad_bound", "agree", "rwg", "identical", "why"]
_ALPHA = ["items", "missing", "n", "alpha", "low", "high", "why"]


def agreement(
    data: Any,
    *,
    framework: Framework | str | Path | None = None,
    by: Sequence[str] = BY,
    codebook: pd.DataFrame | None = None,
    lang: str = "da",
) -> pd.DataFrame:
    """Say how far a party's members agree with each other on each item.

    Parameters
    ----------
    data, framework, by, codebook
        As for `score_criteria`.
    lang : {'da', 'en'}
        Language of `why`.

    Returns
    -------
    DataFrame
        One row for each group and item that somebody answered:

        - the `by` columns, phase, criterion, item, n, points (answers on the scale)
        - ad: mean distance from the median, in steps of the scale; ad_bound: points/6, up to which it
          counts as agreement; agree: whether it is
        - rwg: 1 - variance / variance of random answers; below 0 when answers are further apart than random
          ones, never cut off
        - identical: 0-1, the share with the most usual answer
        - why: why a figure isn't there, or what an odd one means; else empty

    References
    ----------
    AD: Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2, 49-68; its bound A/6: Burke &
    Dunlap (2002), ibid. 5, 159-172. r_wg: James, Demaree & Wolf (1984), Journal of Applied Psychology 69,
    85-98. In R: ``multilevel::ad.m(x, grp, type = "median")``, ``multilevel::rwg(x, grp, ranvar = (A^2 - 1) /
    12)``, which says 0 where r_wg is under 0.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": "a", "respondent": list("12345678"), "item": "dialogue_1",
    ...     "value": [75] * 4 + [25] * 4})
    >>> agreement(table)[["ad", "ad_bound", "rwg", "identical"]].round(4).values.tolist()
    [[1.0, 0.8333, 0.4286, 0.5]]
    """
    check_lang(lang)
    by = columns_of(by)
    counts = count_answers(data, framework=framework, by=by, codebook=codebook)
    points = _points(data, framework, counts)
    answered = counts[(counts["state"] == "answered") & (counts["n"] > 0)]
    keys = [*by, "phase", "criterion", "item"]
    rows = []
    for key, group in answered.groupby(keys, observed=True, sort=True, dropna=False):
        scale = points[str(key[-1])]
        steps = group["value"].to_numpy() / 100 * (scale - 1)
        figures = agreement_figures(steps, group["n"].to_numpy(), scale)
        rows.append({**dict(zip(keys, key, strict=True)), **figures, "why": _why(figures, lang)})
    table = pd.DataFrame(rows, columns=[*keys, *_AGREEMENT])
    return table.astype({**{name: counts[name].dtype for name in keys}, "agree": "boolean"})


def agreement_figures(steps: ArrayLike, people: ArrayLike, points: int) -> dict[str, Any]:
    """Return n, points, ad, ad_bound, agree, rwg and identical of one group's answers to one item.

    Parameters
    ----------
    steps : array of float
        Different answers, in steps of the scale.
    people : array of int
        How many gave each.
    points : int
        Answers on the scale.

    Returns
    -------
    dict

    Examples
    --------
    >>> figures = agreement_figures([0, 1, 2, 3, 4], [1, 1, 1, 1, 1], 5)
    >>> round(figures["rwg"], 4), round(figures["ad"], 4)
    (-0.25, 1.2)
    """
    x = np.repeat(np.asarray(steps, dtype=np.float64), np.asarray(people, dtype=np.int64))
    n = len(x)
    ad = float(np.abs(x - np.median(x)).mean()) if n > 1 else math.nan
    bound = points / 6
    random = (points**2 - 1) / 12
    return {
        "n": n,
        "points": points,
        "ad": ad,
        "ad_bound": bound,
        "agree": round(ad - bound, 9) <= 0 if n > 1 else None,
        "rwg": 1 - float(x.var(ddof=1)) / random if n > 1 else math.nan,
        "identical": float(np.max(people)) / n if n > 1 else math.nan,
    }


def reliability(
    data: Any,
    *,
    framework: Framework | str | Path | None = None,
    by: Sequence[str] = ("study", "wave"),
    missing: Literal["listwise", "pairwise"] = "listwise",
    codebook: pd.DataFrame | None = None,
    lang: str = "da",
) -> pd.DataFrame:
    """Say whether a criterion's items hang together: Cronbach's alpha with its interval.

    Parameters
    ----------
    data, framework, codebook
        As for `score_criteria`.
    by : sequence of str
        Columns that make a group; all parties together unless one of them is party.
    missing : {'listwise', 'pairwise'}
        Only people who answered every item, or every pair of items by those who answered both.
    lang : {'da', 'en'}
        Language of `why`.

    Returns
    -------
    DataFrame
        One row for each group and criterion:

        - the `by` columns, phase, criterion, items, missing
        - n: people; pairwise the smallest number behind a pair of items
        - alpha, low, high: with 95 % interval; missing under 50 people, with one item, or with no spread
        - why: why it is missing; else empty

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334; interval: Duhachek & Iacobucci (2004), Journal of Applied
    Psychology 89, 792-808. In R: ``psych::alpha(items)``, its ``raw_alpha`` and Duhachek interval.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"study": "s", "wave": "end", "respondent": ["1", "1", "2", "2"],
    ...     "item": ["dialogue_1", "dialogue_2"] * 2, "value": [75, 75, 50, 25]})
    >>> reliability(table, lang="en").query("criterion == 'during.dialogue'")["why"].tolist()
    ['2 people; under 50 the interval of alpha says nothing.']
    """
    check_lang(lang)
    if missing not in ("listwise", "pairwise"):
        raise not_one_of(missing, ["listwise", "pairwise"], "Say what to do with people who left items out.")
    by = columns_of(by)
    return stack(
        [_reliability(source, by, missing, codebook, lang) for source in sources_of(data, framework)]
    )


def _reliability(
    source: Source, by: list[str], missing: str, codebook: pd.DataFrame | None, lang: str
) -> pd.DataFrame:
    groups, matrices = value_matrices(source, by, codebook)
    rows = [
        {**name, "phase": criterion.phase, "criterion": criterion.id, **_alpha(found, missing, lang)}
        for name, matrix in zip(groups.to_dict("records"), matrices, strict=True)
        for criterion in source.framework.criteria
        for found in [_of_items(matrix, [item.id for item in source.framework.items_of(criterion.id)])]
    ]
    table = pd.DataFrame(rows, columns=[*by, "phase", "criterion", *_ALPHA]).astype(groups.dtypes.to_dict())
    table["phase"] = ordered(table["phase"], PHASES)
    table["criterion"] = ordered(table["criterion"], source.framework.criterion_ids)
    return table


def _of_items(matrix: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    """Return the columns of these items, those that somebody answered."""
    return matrix[[item for item in items if item in matrix and matrix[item].notna().any()]]


def _alpha(found: pd.DataFrame, missing: str, lang: str) -> dict[str, Any]:
    """Return alpha and its interval, or why there is none."""
    figures = alpha_figures(found.to_numpy(dtype=np.float64), missing)
    why = _alpha_why(figures, lang)
    hidden = dict.fromkeys(("alpha", "low", "high"), math.nan) if why else {}
    return {**figures, **hidden, "missing": missing, "why": why}


def alpha_figures(matrix: ArrayLike, missing: str = "listwise") -> dict[str, Any]:
    """Return items, n, alpha, low and high of people x items.

    Parameters
    ----------
    matrix : array of float, shape (people, items)
        NaN where an item wasn't answered.
    missing : {'listwise', 'pairwise'}

    Returns
    -------
    dict
    """
    x = np.asarray(matrix, dtype=np.float64)
    x = x[~np.isnan(x).all(axis=1)] if x.size else x.reshape(0, x.shape[1])
    if missing == "listwise":
        x = x[~np.isnan(x).any(axis=1)]
    k = x.shape[1]
    there = (~np.isnan(x)).astype(np.int64)
    n = int((there.T @ there).min()) if k else 0
    nothing = {"items": k, "n": n, "alpha": math.nan, "low": math.nan, "high": math.nan}
    if k < 2 or n < 3:
        return nothing
    cov = pd.DataFrame(x).cov().to_numpy()
    whole, trace = cov.sum(), np.trace(cov)
    if not whole > 0:
        return nothing
    alpha = k / (k - 1) * (1 - trace / whole)
    square = cov @ cov
    spread = whole * (np.trace(square) + trace**2) - 2 * trace * square.sum()
    half = _Z * math.sqrt(max(2 * k**2 / ((k - 1) ** 2 * whole**3) * spread, 0) / n)
    return {
        "items": k,
        "n": n,
        "alpha": float(alpha),
        "low": float(alpha - half),
        "high": float(alpha + half),
    }


def _points(data: Any, framework: Any, counts: pd.DataFrame) -> dict[str, int]:
    """Return how many answers each item's scale has."""
    books = [study.framework for study in studies_of(data)] if framework is None else []
    books = books or [framework_of(framework)]
    points: dict[str, int] = {}
    levels = (
        counts[counts["state"] == "answered"]
        .groupby("item", observed=True)["value"]
        .agg(lambda value: tuple(sorted(set(value))))
    )
    for item, values in levels.items():
        known = [b.scales[b.item(str(item)).scale].points for b in books if str(item) in b.item_ids]
        fitting = [k for k in [*known, *range(2, 12)] if all(_on(value, k) for value in values)]
        points[str(item)] = max(fitting[0], len(values)) if fitting else 101
    return points


def _on(value: float, points: int) -> bool:
    steps = value / 100 * (points - 1)
    return abs(steps - round(steps)) < 1e-6


def _why(figures: dict[str, Any], lang: str) -> str:
    if figures["n"] < 2:
        return say("scoring.why.one_answer", lang)
    return say("scoring.why.rwg", lang) if figures["rwg"] < 0 else ""


def _alpha_why(figures: dict[str, Any], lang: str) -> str:
    if figures["items"] < 2:
        return say("scoring.why.items", lang, n=figures["items"])
    if figures["n"] < LEAST_PEOPLE:
        return say("scoring.why.people", lang, n=figures["n"], least=LEAST_PEOPLE)
    return say("scoring.why.no_spread", lang) if math.isnan(figures["alpha"]) else ""
