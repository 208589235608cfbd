"""The way on: what the parties agreed beside what was computed, questions for them, actions and outcomes.

The parties' own judgement never overwrites a computed verdict: both stand side by side. Questions aren't
advice: each is tied to the criterion, to the gap, to the logbook or to the dilemma behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.room import Room
from evalkit.scoping.dilemmas import behind
from evalkit.scoping.promises import last_day, status_of
from evalkit.scoping.talk import wide_gap
from evalkit.words import check_lang, number, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study

BESIDE = (
    "study", "wave", "criterion", "verdict", "contested_by", "agreed", "differs", "remarks", "date",
    "present",
)  # fmt: skip
QUESTIONS = ("study", "criterion", "tied_to", "text")
ACTIONS = ("study", "action", "wave", "agreed", "who", "what", "by", "done", "criterion", "status", "text")
OUTCOMES = ("study", "criterion", "who", "changed", "when", "where", "substantiated", "inside")


def agreed_beside(study: Study, verdicts: pd.DataFrame, *, mode: str = "report") -> pd.DataFrame:
    """Put what the parties agreed at the table beside what was computed.

    Parameters
    ----------
    study : Study
    verdicts : DataFrame
        As `evalkit.judge_criteria` returns it; after `evalkit.protect` for everybody else.
    mode : {'report', 'dialogue'}
        In report mode it is empty unless the parties said ``share: yes``.

    Returns
    -------
    DataFrame
        One row per criterion that was talked about at a meeting: study, wave, criterion, verdict
        (computed), contested_by, agreed (the parties'; missing where they only remarked), differs (bool;
        always from what the logbook contests), remarks ({party: text}, unedited), date, present ({party:
        how many}).
    """
    room = _shared(study, mode)
    if room is None:
        return pd.DataFrame(columns=list(BESIDE))
    key = ["wave", "criterion"]
    computed = verdicts.loc[
        verdicts["study"].astype(str).eq(study.id), [*key, "verdict", "contested_by"]
    ].astype(object)
    table = room.judgements.astype(dict.fromkeys(key, object)).merge(computed, on=key, how="left")
    other = table["agreed"].ne(table["verdict"]) | table["contested_by"].eq("logbook")
    differs = table["agreed"].notna() & other  # no party is the logbook
    return table.assign(study=study.id, differs=differs)[list(BESIDE)]


def questions_for(
    study: Study, verdicts: pd.DataFrame, dilemmas: pd.DataFrame | None = None, *, lang: str = "da"
) -> pd.DataFrame:
    """Ask the parties about every criterion that isn't fulfilled, at the last wave that has verdicts.

    Parameters
    ----------
    study : Study
    verdicts : DataFrame
        As `evalkit.judge_criteria` returns it; after `evalkit.protect` for everybody else.
    dilemmas : DataFrame, optional
        As `compare_dilemmas` returns it: of those behind a criterion the least settled is asked about.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        One row per question: study, criterion, tied_to (criterion, gap, evidence or a dilemma's id), text.
    """
    check_lang(lang)
    judged = verdicts[verdicts["study"].astype(str).eq(study.id) & verdicts["verdict"].notna()]
    waves = [wave.id for wave in study.waves if wave.id in set(judged["wave"].astype(str))]
    if not waves:
        return pd.DataFrame(columns=list(QUESTIONS))
    last = judged[judged["wave"].astype(str).eq(waves[-1]) & judged["verdict"].astype(str).ne("fulfilled")]
    unsettled = _unsettled(dilemmas)
    rows = [
        (study.id, str(row["criterion"]), *question)
        for row in last.to_dict("records")
        for question in _questions(row, study, unsettled, lang)
    ]
    return pd.DataFrame(rows, columns=list(QUESTIONS))


def follow_actions(study: Study, *, mode: str = "report", lang: str = "da") -> pd.DataFrame:
    """Read the parties' actions back: what was done when the next wave came.

    Parameters
    ----------
    study : Study
    mode : {'report', 'dialogue'}
        In report mode it is empty unless the parties said ``share: yes``; then without who.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        One row per action: study, action, wave (the next one, which reads it back; "" if none came),
        agreed, who, what, by, done, criterion, status (on_time, late, delivered, open, overdue, dropped),
        text (the status, and why it was dropped).
    """
    check_lang(lang)
    room = _shared(study, mode)
    rows = [] if room is None else [_action(row, study, lang) for row in room.actions.to_dict("records")]
    table = pd.DataFrame(rows, columns=list(ACTIONS)).assign(study=study.id)
    return table if mode == "dialogue" else table.assign(who="")


def outcome_statements(study: Study, *, mode: str = "report") -> pd.DataFrame:
    """List what was changed: who changed what, when, where, how it is substantiated, inside or outside.

    Parameters
    ----------
    study : Study
    mode : {'report', 'dialogue'}
        In report mode it is empty unless the parties said ``share: yes``.

    Returns
    -------
    DataFrame
        study, criterion, who, changed, when, where, substantiated, inside (of the partnership).
    """
    room = _shared(study, mode)
    table = pd.DataFrame(columns=list(OUTCOMES)) if room is None else room.outcomes
    return table.assign(study=study.id)[list(OUTCOMES)]


def _shared(study: Study, mode: str) -> Room | None:
    return study.room if study.room is not None and (study.room.share or mode == "dialogue") else None


def _unsettled(dilemmas: pd.DataFrame | None) -> dict[str, float]:
    """Return how far each dilemma is from settled, for the party that it is farthest for."""
    if dilemmas is None or dilemmas.empty:
        return {}
    far = dilemmas["importance"].astype(float) - dilemmas["settled"].astype(float)
    farthest = far.groupby(dilemmas["dilemma"].astype(str)).max().dropna()
    return {str(dilemma): float(points) for dilemma, points in farthest.items()}


def _questions(
    row: dict[Any, Any], study: Study, unsettled: Mapping[str, float], lang: str
) -> Iterator[tuple[str, str]]:
    framework, criterion = study.framework, str(row["criterion"])
    labels = {party.id: pick(party.label, lang) for party in study.parties}
    for question in framework.criterion(criterion).questions:
        yield "criterion", pick(question, lang)
    if wide_gap(row, framework):
        lowest = " / ".join(labels.get(p, p) for p in str(row["lowest_party"]).split("+"))
        yield "gap", say("scoping.ask.gap", lang, points=number(float(row["gap"]), lang), party=lowest)
    if row["convergence"] in ("dissonance", "partial"):
        yield "evidence", say(f"scoping.ask.{row['convergence']}", lang)
    threats = behind(framework, criterion)
    for dilemma in sorted(threats, key=lambda id: -unsettled.get(id, float("-inf")))[:1]:
        label = next(pick(d.label, lang) for d in framework.dilemmas if d.id == dilemma)
        yield dilemma, say("scoping.ask.dilemma", lang, dilemma=label)


def _action(row: dict[Any, Any], study: Study, lang: str) -> dict[str, Any]:
    later = [wave for wave in study.waves if row["agreed"] and wave.date > row["agreed"]]
    now = later[0].date if later else last_day(study)
    done = row["done"] if row["done"] and row["done"] <= now else None
    status = status_of(row["by"], done, row["dropped"], now)
    text = ": ".join(filter(None, (say(f"scoping.status.{status}", lang), row["dropped"])))
    return {**row, "wave": later[0].id if later else "", "done": done, "status": status, "text": text}
