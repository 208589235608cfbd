"""What the parties should talk about first, in an order that a printed rule gives.

1. what the parties see differently (contested), the largest gap first; 2. what the logbook sees
differently; 3. dilemmas that matter to a party and aren't settled for it, the largest distance first; 4.
other gaps of at least half of the limit for contested, the largest first, where there is enough data for a
verdict. Each criterion or dilemma stands once. Figures that the gate hid don't take part: such rows come in
the framework's order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.scoping.dilemmas import behind
from evalkit.words import check_lang, listed, number, pick, say

if TYPE_CHECKING:
    from evalkit.framework import Framework
    from evalkit.study import Study

COLUMNS = ("study", "rank", "kind", "id", "figure", "dilemmas", "text")
KINDS = ("contested", "dissonance", "dilemma", "gap")


def talk_first(
    study: Study, verdicts: pd.DataFrame, dilemmas: pd.DataFrame | None = None, *, lang: str = "da"
) -> pd.DataFrame:
    """Rank what to talk about first, at the last wave that has verdicts.

    Parameters
    ----------
    study : Study
    verdicts : DataFrame
        As `evalkit.judge_criteria` returns it; after `evalkit.protect` for everybody else.
    dilemmas : DataFrame, optional
        As `compare_dilemmas` returns it.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        One row per thing: study, rank (from 1), kind (contested, dissonance, dilemma, gap), id (criterion
        or dilemma), figure (points; missing where hidden), dilemmas (tuple: those that threaten the
        criterion), text.
    """
    check_lang(lang)
    rows = [*_of_verdicts(study, verdicts, lang), *_of_dilemmas(study, dilemmas, lang)]
    figure = {id(row): row["figure"] if row["figure"] == row["figure"] else -1.0 for row in rows}
    rows.sort(key=lambda row: (KINDS.index(row["kind"]), -figure[id(row)]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(study=study.id, rank=range(1, len(table) + 1))


def talk_rule(study: Study, lang: str) -> str:
    """Say by which rule the list is ranked."""
    return say("scoping.first.rule", lang, points=number(study.framework.limits.apart / 2, lang, 1))


def _of_verdicts(study: Study, verdicts: pd.DataFrame, lang: str) -> list[dict[str, Any]]:
    judged = verdicts[verdicts["study"].astype(str).eq(study.id) & verdicts["verdict"].notna()]
    if judged.empty:
        return []
    last = [wave.id for wave in study.waves if wave.id in set(judged["wave"].astype(str))][-1]
    rows = [
        _of_verdict(row, study, lang)
        for row in judged[judged["wave"].astype(str).eq(last)].to_dict("records")
    ]
    return [row for row in rows if row]


def _of_verdict(row: dict[Any, Any], study: Study, lang: str) -> dict[str, Any] | None:
    criterion, gap, framework = str(row["criterion"]), row["gap"], study.framework
    gap = float("nan") if pd.isna(gap) else float(gap)
    if row["verdict"] == "contested":
        kind = "dissonance" if str(row["contested_by"]) == "logbook" else "contested"
    elif row["convergence"] == "dissonance":
        kind = "dissonance"
    elif wide_gap(row, framework):
        kind = "gap"
    else:
        return None
    threats = behind(framework, criterion)
    told = "plain" if gap != gap or kind == "dissonance" else "points"
    name, points = framework.label(criterion, lang), number(gap if gap == gap else 0, lang)
    text = say(f"scoping.first.{kind}.{told}", lang, name=say("export.name", lang, name=name), points=points)
    labels = {dilemma.id: pick(dilemma.label, lang) for dilemma in framework.dilemmas}
    if threats:
        quoted = [say("export.name", lang, name=labels[dilemma]) for dilemma in threats]
        text += " " + say("scoping.first.behind", lang, dilemmas=listed(quoted, lang))
    figure = float("nan") if kind == "dissonance" else gap
    return {"kind": kind, "id": criterion, "figure": figure, "dilemmas": tuple(threats), "text": text}


def wide_gap(row: Mapping[Any, Any], framework: Framework) -> bool:
    """Tell whether a verdict's parties are half of the limit for contested apart, on data enough to judge."""
    enough = row["verdict"] != "too_little_data" and not pd.isna(row["gap"])
    return enough and float(row["gap"]) >= framework.limits.apart / 2


def _of_dilemmas(study: Study, dilemmas: pd.DataFrame | None, lang: str) -> list[dict[str, Any]]:
    if dilemmas is None or dilemmas.empty:
        return []
    limits = study.framework.limits
    unsettled = dilemmas[dilemmas["importance"].ge(limits.high) & dilemmas["settled"].lt(limits.low)]
    parties = {party.id: pick(party.label, lang) for party in study.parties}
    labels = {dilemma.id: pick(dilemma.label, lang) for dilemma in study.framework.dilemmas}
    rows = []
    for dilemma, part in unsettled.groupby(unsettled["dilemma"].astype(str), sort=False):
        who = listed([parties[str(party)] for party in part["party"]], lang)
        text = say("scoping.first.dilemma", lang, name=labels[str(dilemma)], parties=who)
        figure = float((part["importance"] - part["settled"]).max())
        rows.append({"kind": "dilemma", "id": str(dilemma), "figure": figure, "dilemmas": (), "text": text})
    return rows
