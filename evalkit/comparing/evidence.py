"""Triangulation: what people answered beside what the logbook shows, criterion by criterion.

The survey has a valence (from the answers alone), the logbook has one (from its independent sources), and
the convergence code says how they go together. The code is computed; an analyst's own code may replace it,
and both are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.comparing.evidence_sources import EXTERNAL, coded_entries, independent_sources
from evalkit.framework import Limits
from evalkit.scoring import judge_criteria
from evalkit.tables import CONVERGENCE, SCORES, need_columns, ordered

if TYPE_CHECKING:
    from evalkit.study import Study

_KEY = ["study", "wave", "criterion"]
_SEEN = ("count", "film")  # kinds that show rather than tell: one of them carries as far as a second party
COLUMNS = (
    "study", "wave", "phase", "criterion", "survey_valence", "supports", "against", "mixed", "neutral",
    "sources", "net", "logbook_valence", "methods", "author_parties", "convergence", "computed",
    "override_reason", "override_by", "triangulation", "transparency", "independence", "entries", "quotes",
)  # fmt: skip


def triangulate(scores: pd.DataFrame, study: Study | Sequence[Study]) -> pd.DataFrame:
    """Lay the survey's answer beside the logbook's for each criterion and wave.

    Parameters
    ----------
    scores : DataFrame
        As `evalkit.score_criteria` returns it.
    study : Study or sequence of Study

    Returns
    -------
    DataFrame
        One row per study, wave and criterion:

        - study, wave, phase, criterion
        - survey_valence: 1 where the answers alone say fulfilled, -1 not fulfilled, 0 otherwise; missing
          where there are too few or none
        - supports, against, mixed, neutral: independent sources; sources: those with a stance
        - net: (supports - against) / sources; logbook_valence: 1 at `limits.net` or above, -1 at minus that
          or below
        - methods, author_parties: tuples; who wrote stands beside the code
        - convergence: the analyst's code where there is one, else computed; override_reason, override_by
        - triangulation: number of different pairs of method and party; transparency: share of entries with
          author and date; independence: share of entries from neither party
        - entries: ids of the entries behind the code; quotes: (entry, text) of those with consent

    Examples
    --------
    >>> from evalkit import load_study, score_criteria
    >>> study = load_study("data/sample/roadworks")
    >>> table = triangulate(score_criteria(study), study)
    >>> row = table[table["wave"].eq("end") & table["criterion"].eq("during.dialogue")].iloc[0]
    >>> row["convergence"], row["author_parties"]
    ('agreement', ('hrou', 'staff'))
    """
    need_columns(scores, SCORES, "a scores table")
    studies = (study,) if not isinstance(study, Sequence) else tuple(study)
    coded = coded_entries(studies)
    table = _grid(studies).merge(_valences(scores, studies), on=_KEY, how="left")
    table = table.merge(_logbook_side(coded), on=_KEY, how="left")
    table = _filled(table)
    table["computed"] = _convergence(table, studies)
    return _typed(_overridden(table, studies), studies)


def _grid(studies: Sequence[Study]) -> pd.DataFrame:
    rows = [
        (study.id, wave.id, criterion.phase, criterion.id)
        for study in studies
        for wave in study.waves
        for criterion in study.framework.criteria
    ]
    return pd.DataFrame(rows, columns=["study", "wave", "phase", "criterion"])


def _valences(scores: pd.DataFrame, studies: Sequence[Study]) -> pd.DataFrame:
    sides = {"fulfilled": 1, "not_fulfilled": -1, "partly": 0, "contested": 0}
    tables = []
    for study in studies:
        verdicts = judge_criteria(scores[scores["study"].eq(study.id)], framework=study.framework)
        keys = verdicts[_KEY].astype(str)
        tables.append(
            keys.assign(survey_valence=verdicts["verdict"].astype(object).map(sides).astype("Int64"))
        )
    return pd.concat(tables, ignore_index=True)


def _logbook_side(coded: pd.DataFrame) -> pd.DataFrame:
    """Count sources and describe the entries behind them, one row per study, wave and criterion."""
    sources = independent_sources(coded)
    told = sources[sources["pro"] | sources["con"]]
    counted = pd.DataFrame(
        {
            "supports": sources["pro"] & ~sources["con"],
            "against": sources["con"] & ~sources["pro"],
            "mixed": sources["pro"] & sources["con"],
            "neutral": ~(sources["pro"] | sources["con"]),
        }
    )
    counts = counted.groupby([sources[key] for key in _KEY], sort=False).sum()
    return counts.join(_voices(told)).join(_entries_behind(coded)).reset_index()


def _voices(told: pd.DataFrame) -> pd.DataFrame:
    """Describe the sources with a stance, and those of them that point each way."""
    described = {
        "methods": told.groupby(_KEY, sort=False)["kind"].agg(_distinct),
        "author_parties": told.groupby(_KEY, sort=False)["party"].agg(_distinct),
        "triangulation": told.drop_duplicates([*_KEY, "kind", "party"]).groupby(_KEY, sort=False).size(),
    }
    for way in ("pro", "con"):
        pointing = told[told[way] & ~told["con" if way == "pro" else "pro"]]
        grouped = pointing.assign(seen=pointing["kind"].isin(_SEEN)).groupby(_KEY, sort=False)
        described[f"{way}_parties"] = grouped["party"].agg(lambda parties: parties[parties.ne("")].nunique())
        described[f"{way}_seen"] = grouped["seen"].any()
    return pd.DataFrame(described)


def _entries_behind(coded: pd.DataFrame) -> pd.DataFrame:
    traced = coded.assign(
        entry=coded["entry"].astype(object),
        traced=coded["author"].ne("") & coded["occurred_at"].notna(),
        outside=coded["party"].eq(EXTERNAL),
    )
    grouped = traced.groupby(_KEY, sort=False)
    may = traced[traced["consent"].eq("yes")]
    said = may["quote"].where(may["quote"].ne(""), may["text"]).astype(object)
    quotes = pd.Series(list(zip(may["entry"], said, strict=True)), index=may.index, dtype=object)
    return pd.DataFrame(
        {
            "transparency": grouped["traced"].mean(),
            "independence": grouped["outside"].mean(),
            "entries": grouped["entry"].agg(", ".join),
            "quotes": quotes.groupby([may[key] for key in _KEY], sort=False).agg(tuple),
        }
    )


def _distinct(values: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(value for value in values.unique() if value))


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    for column in ("supports", "against", "mixed", "neutral", "triangulation"):
        table[column] = table[column].fillna(0).astype(int)
    for column in ("methods", "author_parties", "quotes"):
        table[column] = pd.Series(
            [value if isinstance(value, tuple) else () for value in table[column]], dtype=object
        )
    for column in ("pro_seen", "con_seen"):
        table[column] = table[column].eq(True)  # missing counts as no
    table["entries"] = table["entries"].fillna("")
    table["sources"] = table["supports"] + table["against"] + table["mixed"]
    table["net"] = (table["supports"] - table["against"]) / table["sources"].where(table["sources"] > 0)
    return table


def _convergence(table: pd.DataFrame, studies: Sequence[Study]) -> list[str]:
    limits = {study.id: study.framework.limits for study in studies}
    net = table["study"].map({id: limit.net for id, limit in limits.items()})
    way = np.select([table["net"].ge(net), table["net"].le(-net)], [1, -1], 0)
    table["logbook_valence"] = pd.Series(way).where(table["sources"].gt(0)).astype("Int64")
    return [_code(row, limits[row["study"]]) for row in table.to_dict("records")]


def _code(row: dict, limits: Limits) -> str:
    survey, logbook = row["survey_valence"], row["logbook_valence"]
    if pd.isna(survey) or pd.isna(logbook):
        return {(True, True): "neither", (False, True): "survey_only"}.get(
            (bool(pd.isna(survey)), bool(pd.isna(logbook))), "logbook_only"
        )
    if survey == logbook and row["sources"] >= limits.min_sources:
        return "agreement"
    if survey * logbook == -1 and _carries(row, "pro" if logbook == 1 else "con", limits):
        return "dissonance"
    return "partial"


def _carries(row: dict, way: str, limits: Limits) -> bool:
    """Tell whether the sources that point this way are enough to turn a verdict."""
    pointing = row["supports"] if way == "pro" else row["against"]
    return pointing >= limits.min_sources and (row[f"{way}_parties"] >= 2 or row[f"{way}_seen"])


def _overridden(table: pd.DataFrame, studies: Sequence[Study]) -> pd.DataFrame:
    own = pd.concat([study.overrides.assign(study=study.id) for study in studies], ignore_index=True)
    own = own.rename(columns={"convergence": "own", "reason": "override_reason", "by": "override_by"})
    table = table.merge(
        own[[*_KEY, "own", "override_reason", "override_by"]].astype(object), on=_KEY, how="left"
    )
    table["convergence"] = table["own"].where(table["own"].notna(), table["computed"])
    return table.fillna({"override_reason": "", "override_by": ""})


def _typed(table: pd.DataFrame, studies: Sequence[Study]) -> pd.DataFrame:
    waves = list(dict.fromkeys(wave.id for study in studies for wave in study.waves))
    criteria = list(dict.fromkeys(id for study in studies for id in study.framework.criterion_ids))
    return table.assign(
        wave=ordered(table["wave"], waves),
        phase=ordered(table["phase"], ("before", "during", "after")),
        criterion=ordered(table["criterion"], criteria),
        convergence=ordered(table["convergence"], CONVERGENCE),
        computed=ordered(table["computed"], CONVERGENCE),
    )[list(COLUMNS)]
