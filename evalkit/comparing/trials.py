"""Trials at a site: what was counted with a solution beside what was counted without.

A row is a site, a solution and a behaviour. Only sessions of the same site are ever compared, and only with
that site's own baseline. The table says how little it rests on: few sessions, other weekdays, hours or
weather, many comparisons at once, and who did the counting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.comparing.trial_rates import Ratio, permutation_p, rate_ratio
from evalkit.words import check_lang, listed, say

if TYPE_CHECKING:
    from evalkit.study import Study

BASELINE = "baseline"
MANY = 5  # more comparisons than this in a study are exploratory, each of them
FEW, VERY_FEW = 4, 2  # sessions on a side: under 4 very uncertain, under 2 no comparison
_NO_RATIO = Ratio(math.nan, math.nan, math.nan, math.nan, 0)
_APART = 0.5  # two sides differ in weekday, hour or weather if half of their sessions would have to be moved
_ROW = ["site", "solution", "behaviour"]
COLUMNS = (
    "study", "site", "solution", "behaviour", "baseline", "sessions", "unwatched", "hours", "passers",
    "count", "rate_hour", "rate_100", "exposure", "ratio", "low", "high", "bound", "dispersion", "df", "p",
    "comparison", "comparisons", "exploratory", "imbalance", "counted_by", "by_developers", "reason",
)  # fmt: skip


def compare_trials(study: Study | Sequence[Study], *, lang: str = "da") -> pd.DataFrame:
    """Compare what was counted with each solution to the same site without it.

    Parameters
    ----------
    study : Study or sequence of Study
    lang : {'da', 'en'}
        The language of `reason`.

    Returns
    -------
    DataFrame
        One row per study, site, solution and behaviour; the site's baseline first:

        - sessions: that watched for the behaviour; unwatched: that didn't; hours and passers: their exposure
        - count; rate_hour (per hour); rate_100 (per 100 passers-by; missing unless every session has its
          total)
        - exposure: what the ratio is per, passers where every session on both sides has them, else hours
        - ratio, low, high: the rate over the baseline's with a 95 % interval; bound: upper or lower where
          one side counted nothing, then low and high are one-sided and there is no ratio
        - dispersion (at least 1), df; p: exact permutation, for the table only
        - comparison: baseline, no_baseline, no_exposure, too_few, nothing_counted, very_uncertain, compared
        - comparisons made in the study; exploratory where they are over 5; imbalance: of weekday, hour,
          weather
        - counted_by: the observers' parties; by_developers: among them a party that developed the solution
        - reason: all of it in words

    References
    ----------
    `evalkit.comparing.trial_rates` has the sums.

    Examples
    --------
    >>> from evalkit import load_study
    >>> trials = compare_trials(load_study("data/sample/roadworks"), lang="en")
    >>> trials.loc[trials["comparison"].eq("compared"), "solution"].unique().tolist()
    ['Løsning 3: hegn rykket 60 cm']
    """
    check_lang(lang)
    studies = (study,) if not isinstance(study, Sequence) else tuple(study)
    tables = [_of_study(one, lang) for one in studies]
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS))


def _of_study(study: Study, lang: str) -> pd.DataFrame:
    watched = _watched(study)
    groups = dict(iter(watched.groupby(_ROW, sort=False)))
    order = sorted(groups, key=lambda key: (key[0], key[1] != BASELINE))
    rows = [_row(study, groups[key], groups.get((key[0], BASELINE, key[2]))) for key in order]
    made = sum(row["comparison"] in ("compared", "very_uncertain") for row in rows)
    for row in rows:
        row |= {"comparisons": made, "exploratory": made > MANY and not math.isnan(row["dispersion"])}
        row["reason"] = _reason(row, lang)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _watched(study: Study) -> pd.DataFrame:
    """Return a row per session and behaviour that was watched for in it, with what the session was like."""
    sessions = study.sessions.copy()
    hours = (sessions["end"] - sessions["start"]).dt.total_seconds() / 3600
    sessions["hours"] = hours.where(hours > 0)  # an export may end a session as it starts, or before
    sessions["party"] = _observers(study)
    if "weather" not in sessions:
        sessions["weather"] = ""
    counts = study.counts[["session", "behaviour", "n", "total"]]
    return counts.merge(sessions.drop(columns="study"), on="session", how="inner", validate="many_to_one")


def _observers(study: Study) -> pd.Series:
    """Return each session's observers' party: as given, else that of the author who goes by the same name."""
    entries = study.entries[study.entries["author"].ne("")]
    known = entries.drop_duplicates("author").set_index("author")["party"].astype(str)
    guessed = study.sessions["observer"].map(known).astype(object).fillna("").astype("str")
    if "party" not in study.sessions:
        return guessed
    given = study.sessions["party"].astype(str)
    return given.where(given.ne(""), guessed)


def _row(study: Study, group: pd.DataFrame, before: pd.DataFrame | None) -> dict[str, Any]:
    first = group.iloc[0]
    is_baseline = first["solution"] == BASELINE
    passers, count = _sum(group["total"]), float(group["n"].sum())
    hours = _sum(group["hours"])
    same = study.sessions["site"].eq(first["site"]) & study.sessions["solution"].eq(first["solution"])
    return {
        "study": study.id,
        **{name: first[name] for name in _ROW},
        "baseline": is_baseline,
        "sessions": len(group),
        "unwatched": int(same.sum()) - len(group),
        "hours": hours,
        "passers": passers,
        "count": count,
        "rate_hour": count / hours if hours > 0 else math.nan,
        "rate_100": 100 * count / passers if passers > 0 else math.nan,
        **_compared(group, None if is_baseline else before, is_baseline),
        "imbalance": () if is_baseline or before is None else _imbalance(before, group),
        "counted_by": tuple(sorted({party for party in group["party"] if party})),
        "by_developers": not is_baseline
        and bool(_developers(study, first["solution"]) & set(group["party"])),
    }


def _compared(group: pd.DataFrame, before: pd.DataFrame | None, is_baseline: bool) -> dict[str, Any]:
    """Return the columns of the comparison; without one, why there is none."""
    none = {"exposure": "", "bound": "", "p": math.nan, "before": 0} | vars(_NO_RATIO)
    if before is None:
        return none | {"comparison": "baseline" if is_baseline else "no_baseline"}
    none["before"] = len(before)
    fewest = min(len(before), len(group))
    both = [name for name in ("total", "hours") if _complete(before[name]) and _complete(group[name])]
    if fewest < VERY_FEW or not both:
        return none | {"comparison": "too_few" if fewest < VERY_FEW else "no_exposure"}
    counts = [side["n"].to_numpy(dtype=float) for side in (before, group)]
    exposures = [side[both[0]].to_numpy(dtype=float) for side in (before, group)]
    if not any(n.sum() for n in counts):
        return none | {"comparison": "nothing_counted"}
    found = rate_ratio(counts, exposures)
    return (
        none
        | vars(found)
        | {
            "exposure": "passers" if both[0] == "total" else "hours",
            "bound": "upper" if found.low == 0 else "lower" if math.isinf(found.high) else "",
            "p": permutation_p(counts, exposures),
            "comparison": "very_uncertain" if fewest < FEW else "compared",
        }
    )


def _complete(exposure: pd.Series) -> bool:
    return bool(exposure.gt(0).all())


def _sum(values: pd.Series) -> float:
    return float(values.sum()) if values.notna().all() else math.nan


def _imbalance(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """Return in what the two sides' sessions differ, as far as it is known of all of them."""
    found = []
    for what in ("weekday", "hour", "weather"):
        one, other = _conditions(before, what), _conditions(after, what)
        if len(one) and len(other):
            shares = pd.concat(
                [one.value_counts(normalize=True), other.value_counts(normalize=True)], axis=1
            ).fillna(0)
            if float(shares.diff(axis=1).iloc[:, 1].abs().sum()) / 2 >= _APART:
                found.append(what)
    return tuple(found)


def _conditions(group: pd.DataFrame, what: str) -> pd.Series:
    if what == "weather":
        return group["weather"][group["weather"].ne("")]
    start = group["start"].dropna()
    return (
        start.dt.day_of_week.ge(5)
        if what == "weekday"
        else pd.Series(np.digitize(start.dt.hour, (10, 14, 19)))
    )


def _developers(study: Study, solution: str) -> set[str]:
    """Return the parties whose deliveries and actions the logbook ties to a solution, else the domain."""
    entries = study.entries
    made = entries["kind"].isin(["delivery", "action"])
    about = made & entries["solution"].str.casefold().eq(str(solution).casefold())
    ids = {party.id for party in study.parties}
    found = set(entries.loc[about, "party"].astype(str)) & ids
    return found or {party.id for party in study.parties if party.role == "domain"}


def _reason(row: dict[str, Any], lang: str) -> str:
    sides = {"sessions": row["sessions"], "before": row["before"], "after": row["sessions"]}
    text = say(f"evidence.trial.{row['comparison']}", lang, **sides)
    if row["comparison"] not in ("compared", "very_uncertain"):
        return text
    if row["bound"]:
        text += say(f"evidence.trial.{row['bound']}", lang)
    if row["imbalance"]:
        text += say(
            "evidence.trial.imbalance",
            lang,
            what=listed([say(f"evidence.trial.{w}", lang) for w in row["imbalance"]], lang),
        )
    if row["exploratory"]:
        text += say("evidence.trial.exploratory", lang, n=row["comparisons"])
    return text + (say("evidence.trial.by_developers", lang) if row["by_developers"] else "")
