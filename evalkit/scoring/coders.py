"""Do coders read the logbook alike: percent, Cohen's kappa, Krippendorff's alpha.

The figures are functions of arrays; `coder_agreement` lays them out for an evidence table. A unit is an
entry and a criterion that at least two coders took a stance on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from evalkit.errors import EvalkitError, not_one_of
from evalkit.scoring.intervals import Floats
from evalkit.scoring.sources import studies_of
from evalkit.tables import STANCES, need_columns
from evalkit.words import check_lang, say

LEAST = 10  # double-coded entries: fewer say nothing about how coders agree
_RANK = {"against": 0, "mixed": 1, "neutral": 1, "supports": 2}
_REPLICATES = 2000
_FIGURES = ("percent", "kappa", "alpha_nominal", "alpha_low", "alpha_high", "alpha_ordinal")

Level = Literal["nominal", "ordinal", "interval"]


def coder_agreement(data: Any, *, lang: str = "da") -> pd.DataFrame:
    """Say how far coders agree on what the logbook's entries say.

    Parameters
    ----------
    data : Study, tuple of Study, or DataFrame
        An evidence table: study, entry, criterion, stance, coder.
    lang : {'da', 'en'}
        Language of `why`.

    Returns
    -------
    DataFrame
        One row a study:

        - study, coders, units: entry x criterion that two or more coded; entries: how many entries these are
        - percent: 0-100, pairs of coders that agree
        - kappa: Cohen's, with two coders only
        - alpha_nominal: Krippendorff's, with alpha_low, alpha_high: 95 % by resampling units
        - alpha_ordinal: with against < mixed and neutral < supports
        - why: why a figure isn't there; empty if all are. Under 10 double-coded entries it is too few.

    Raises
    ------
    EvalkitError
        For an unknown stance, or one coder with two stances on the same entry and criterion.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. In R: ``irr::kripp.alpha(ratings,
    "nominal")``, ``irr::kappa2``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "entry": [f"e{n}" for n in range(12)] * 2, "criterion": "during.dialogue",
    ...     "stance": ["against", "supports"] * 6 + ["supports"] * 2 + ["against", "supports"] * 5,
    ...     "coder": ["A"] * 12 + ["B"] * 12})
    >>> table = coder_agreement(table)
    >>> table[["units", "percent", "kappa"]].round(3).values.tolist()
    [[12.0, 91.667, 0.833]]
    """
    check_lang(lang)
    studies = studies_of(data)
    evidence = pd.concat([s.evidence for s in studies], ignore_index=True) if studies else data
    need_columns(evidence, ("study", "entry", "criterion", "stance", "coder"), "an evidence table")
    coded = evidence.dropna(subset=["entry", "criterion", "stance", "coder"])
    strange = sorted(set(coded["stance"].astype(str)) - set(STANCES))
    if strange:
        raise not_one_of(strange[0], STANCES, "Correct the stance in the logbook.")
    ids = [study.id for study in studies] or list(dict.fromkeys(evidence["study"].astype(str)))
    return pd.DataFrame([_row(id, coded[coded["study"].astype(str) == id], lang) for id in ids])


def cohen_kappa(first: ArrayLike, second: ArrayLike) -> float:
    """Return Cohen's kappa of two coders; NaN where both always use one and the same code.

    Parameters
    ----------
    first, second : array of int
        Codes of the same units.

    Returns
    -------
    float

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46.
    In R: ``psych::cohen.kappa(cbind(a, b))$kappa``.

    Examples
    --------
    >>> round(cohen_kappa([0, 0, 1, 1], [0, 1, 1, 1]), 6)
    0.5
    """
    a, b = np.asarray(first), np.asarray(second)
    codes = np.union1d(a, b)
    expected = sum(float(np.mean(a == code) * np.mean(b == code)) for code in codes)
    return (float(np.mean(a == b)) - expected) / (1 - expected) if expected < 1 else math.nan


def krippendorff_alpha(ratings: ArrayLike, level: Level = "nominal") -> float:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    ratings : array of float, shape (coders, units)
        NaN where a coder didn't code a unit.
    level : {'nominal', 'ordinal', 'interval'}

    Returns
    -------
    float
        1 is perfect, 0 is chance, below 0 worse than chance; NaN where nothing differs or nothing pairs.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, whose example this gives.
    In R: ``irr::kripp.alpha(ratings, "ordinal")$value``.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 1]]), 6)
    0.666667
    """
    units = _coincidences(np.asarray(ratings, dtype=np.float64))
    return float(_alpha(units.sum(axis=0)[None], _values(ratings), level)[0])


def alpha_interval(ratings: ArrayLike, level: Level = "nominal", *, seed: int = 0) -> tuple[float, float]:
    """Return a 95 % interval of Krippendorff's alpha, by resampling units.

    Parameters
    ----------
    ratings : array of float, shape (coders, units)
    level : {'nominal', 'ordinal', 'interval'}
    seed : int

    Returns
    -------
    low, high : float
        Percentiles of 2,000 resamples; NaN where resamples have no alpha.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, 13.3. In R, but for the random numbers:
    ``quantile(replicate(2000, kripp.alpha(r[, sample(ncol(r), , TRUE)])$value), c(.025, .975), TRUE)``.
    """
    units = _coincidences(np.asarray(ratings, dtype=np.float64))
    size = len(units)
    times = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), _REPLICATES)
    alphas = _alpha(np.tensordot(times, units, axes=1), _values(ratings), level)
    alphas = alphas[~np.isnan(alphas)]
    if not len(alphas):
        return math.nan, math.nan
    return float(np.quantile(alphas, 0.025)), float(np.quantile(alphas, 0.975))


def _row(study: str, coded: pd.DataFrame, lang: str) -> dict[str, Any]:
    table = _double_coded(coded)
    entries = len({unit.split("\0")[0] for unit in table.columns})
    row = {"study": study, "coders": len(table), "units": table.shape[1], "entries": entries}
    if entries < LEAST:
        figures = dict.fromkeys(_FIGURES, math.nan)
        return {**row, **figures, "why": say("scoring.why.coded", lang, n=entries, least=LEAST)}
    figures = _figures(table)
    whys = [] if len(table) == 2 else [say("scoring.why.kappa", lang, n=len(table))]
    if math.isnan(figures["alpha_nominal"]):
        whys.append(say("scoring.why.one_code", lang))
    return {**row, **figures, "why": " ".join(whys)}


def _double_coded(coded: pd.DataFrame) -> pd.DataFrame:
    """Return the stances as coders x units, of the units that two or more coded."""
    twice = coded.duplicated(["entry", "criterion", "coder"], keep=False)
    split = coded[twice].groupby(["entry", "criterion", "coder"], observed=True)["stance"].nunique()
    if (split > 1).any():
        entry, criterion, coder = split.index[split > 1][0]
        raise EvalkitError(
            f"coder {coder!r} has two stances on entry {entry!r} and {criterion}",
            "Keep one, or code it mixed.",
        )
    table = coded.assign(unit=coded["entry"].astype(str) + "\0" + coded["criterion"].astype(str))
    table = table.drop_duplicates(["unit", "coder"]).pivot(index="coder", columns="unit", values="stance")
    return table.loc[:, table.notna().sum() > 1].dropna(how="all")


def _figures(table: pd.DataFrame) -> dict[str, float]:
    """Return the figures of stances, coders x units."""
    numbers = {stance: n for n, stance in enumerate(STANCES)}
    codes, ranks = (
        table.apply(lambda column, known=known: column.map(known)).to_numpy(float)
        for known in (numbers, _RANK)
    )
    kappa = cohen_kappa(*codes) if len(table) == 2 else math.nan
    found = (100 * percent_agreement(codes), kappa, krippendorff_alpha(codes), *alpha_interval(codes))
    return dict(zip(_FIGURES, (*found, krippendorff_alpha(ranks, "ordinal")), strict=True))


def percent_agreement(ratings: ArrayLike) -> float:
    """Return the share of pairs of coders, over all units, who gave the same code.

    Parameters
    ----------
    ratings : array of float, shape (coders, units)

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    In R, of two coders: ``irr::agree(t(ratings))$value / 100``.

    Examples
    --------
    >>> percent_agreement([[1, 2, 3, 3], [1, 2, 3, 1]])
    0.75
    """
    codes = np.asarray(ratings, dtype=np.float64)
    counts = (codes[:, :, None] == _values(codes)).sum(axis=0)
    whole = counts.sum(axis=1)
    return float((counts * (counts - 1)).sum() / (whole * (whole - 1)).sum())


def _values(ratings: ArrayLike) -> Floats:
    codes = np.asarray(ratings, dtype=np.float64)
    return np.unique(codes[~np.isnan(codes)])


def _coincidences(ratings: Floats) -> NDArray[np.float64]:
    """Return each pairable unit's coincidence matrix: shape (units, values, values)."""
    counts = (ratings[:, :, None] == _values(ratings)).sum(axis=0).astype(np.float64)
    whole = counts.sum(axis=1)
    counts, whole = counts[whole > 1], whole[whole > 1]
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= np.einsum("uv,vw->uvw", counts, np.eye(counts.shape[1]))
    return pairs / (whole - 1)[:, None, None]


def _alpha(coincidences: Floats, values: Floats, level: Level) -> Floats:
    """Return alpha of each of a stack of coincidence matrices."""
    totals = coincidences.sum(axis=2)
    n = totals.sum(axis=1)
    apart = _distance(totals, values, level)
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)


def _distance(totals: Floats, values: Floats, level: Level) -> Floats:
    """Return the squared distance of every two values."""
    if level == "nominal":
        return np.broadcast_to(1 - np.eye(len(values)), (len(totals), len(values), len(values)))
    if level == "interval":
        return np.broadcast_to((values[:, None] - values) ** 2, (len(totals), len(values), len(values)))
    if level != "ordinal":
        raise not_one_of(level, ["nominal", "ordinal", "interval"], "Choose one of these.")
    middle = np.cumsum(totals, axis=1) - totals / 2  # a value's place among all, as its middle rank
    return (middle[:, :, None] - middle[:, None, :]) ** 2


__all__: Sequence[str] = (
    "alpha_interval", "coder_agreement", "cohen_kappa", "krippendorff_alpha", "percent_agreement",
)  # fmt: skip
