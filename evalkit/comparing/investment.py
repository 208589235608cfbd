"""What each party put into the partnership, as the logbook has it, beside how the parties see it.

Counted by party, never by person: meetings where both sides sat, decisions, deliveries, actions. No money
and no hours change hands in such a partnership; hours are shown only where the parties agreed in their scope
to log them, only in dialogue mode, and never as a share. Agreements are listed as promised, by whom, due and
delivered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.comparing.evidence_sources import wave_of
from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.tables import ordered
from evalkit.words import check_lang, say

if TYPE_CHECKING:
    from evalkit.study import Study

_COUNTED = {"decisions": "decision", "deliveries": "delivery", "actions": "action"}
_SEEN_AS = {"investment_score": "during.investment", "action_score": "after.action"}
COLUMNS = ("study", "wave", "party", "meetings", *_COUNTED, "entries", *_SEEN_AS, "hours")
AGREEMENTS = ("study", "entry", "agreed", "party", "promised", "due", "delivered", "status", "text")


def compare_investment(
    study: Study | Sequence[Study], scores: pd.DataFrame | None = None, *, mode: str = "report"
) -> pd.DataFrame:
    """Count what each party put in, wave by wave, beside the survey's view of investment and action.

    Parameters
    ----------
    study : Study or sequence of Study
    scores : DataFrame, optional
        As `evalkit.score_criteria` returns it.
    mode : {'report', 'dialogue'}
        Hours only in dialogue mode.

    Returns
    -------
    DataFrame
        One row per study, wave and party: meetings (with at least two parties present, this one among them),
        decisions, deliveries, actions, entries (all the party wrote); investment_score and action_score (the
        party's own view, 0-100, missing without scores); hours (missing unless agreed in the scope).

    Raises
    ------
    EvalkitError
        If the mode is neither.

    Examples
    --------
    >>> from evalkit import load_study
    >>> invested = compare_investment(load_study("data/sample/roadworks"))
    >>> invested.groupby("party", observed=True)["deliveries"].sum().to_dict()
    {'hrou': 1, 'staff': 4}
    """
    if mode not in ("report", "dialogue"):
        raise not_one_of(mode, ("report", "dialogue"), "Ask for dialogue mode by name, or leave it out.")
    studies = (study,) if not isinstance(study, Sequence) else tuple(study)
    table = pd.concat([_of_study(one, mode) for one in studies], ignore_index=True)
    for column, criterion in _SEEN_AS.items():
        table[column] = _scores_of(table, scores, criterion)
    waves = list(dict.fromkeys(wave.id for one in studies for wave in one.waves))
    parties = list(dict.fromkeys(party.id for one in studies for party in one.parties))
    return table.assign(wave=ordered(table["wave"], waves), party=ordered(table["party"], parties))[
        list(COLUMNS)
    ]


def agreements(study: Study | Sequence[Study], *, lang: str = "da") -> pd.DataFrame:
    """List what was agreed: what was promised, by whom, when it was due and when delivered.

    Parameters
    ----------
    study : Study or sequence of Study
    lang : {'da', 'en'}
        The language of `text`.

    Returns
    -------
    DataFrame
        One row per agreement in the logbook: study, entry, agreed (date), party (who promised), promised
        (what), due, delivered, status (on_time, late, delivered, open, overdue) and text (the status in
        words). Overdue is counted at the last date that the study knows of.

    Examples
    --------
    >>> from evalkit import load_study
    >>> agreements(load_study("data/sample/roadworks"))["status"].tolist()
    ['on_time', 'late', 'on_time', 'on_time', 'overdue']
    """
    check_lang(lang)
    studies = (study,) if not isinstance(study, Sequence) else tuple(study)
    tables = [_agreed(one) for one in studies]
    table = pd.concat(tables, ignore_index=True)
    return table.assign(text=[say(f"evidence.agreement.{status}", lang) for status in table["status"]])[
        list(AGREEMENTS)
    ]


def _of_study(study: Study, mode: str) -> pd.DataFrame:
    entries = study.entries.assign(
        wave=wave_of(study.entries["occurred_at"].fillna(study.entries["recorded_at"]), study),
        party=study.entries["party"].astype(str),
    )
    meetings = _meetings(entries, study)
    rows = []
    for wave in study.waves:
        of_wave = entries[entries["wave"].eq(wave.id)]
        for party in study.parties:
            own = of_wave[of_wave["party"].eq(party.id)]
            counted = {column: int(own["kind"].eq(kind).sum()) for column, kind in _COUNTED.items()}
            met = sum(party.id in present for present in meetings.reindex(of_wave.index).dropna())
            hours = _hours(own) if mode == "dialogue" and _hours_agreed(study) else float("nan")
            named = {"study": study.id, "wave": wave.id, "party": party.id}
            rows.append(named | {"meetings": met, "entries": len(own), "hours": hours} | counted)
    return pd.DataFrame(rows)


def _meetings(entries: pd.DataFrame, study: Study) -> pd.Series:
    """Return the parties present, by the index of each meeting that had at least two of them."""
    names = {
        str(label).casefold(): party.id
        for party in study.parties
        for label in (
            party.id,
            *(party.label.values() if isinstance(party.label, Mapping) else (party.label,)),
        )
    }
    met = entries[entries["kind"].eq("meeting")]
    present = met["present"] if "present" in met else pd.Series("", index=met.index)
    found = [
        frozenset(names[word] for word in [*_words(cell), own] if word in names)
        for cell, own in zip(present, met["party"].str.casefold(), strict=True)
    ]
    parties = pd.Series(found, index=met.index, dtype=object)
    return parties[[len(both) > 1 for both in parties]]


def _words(cell: str) -> list[str]:
    return [
        word.strip().casefold() for word in re.split(r"[,;|/]|\s+og\s+|\s+and\s+", str(cell)) if word.strip()
    ]


def _hours_agreed(study: Study) -> bool:
    scope = study.scope
    chosen = scope.get("log_hours") if isinstance(scope, Mapping) else getattr(scope, "log_hours", None)
    if isinstance(chosen, Mapping):
        return all(chosen.get(party.id) is True for party in study.parties)
    return chosen is True


def _hours(entries: pd.DataFrame) -> float:
    if "hours" not in entries:
        return float("nan")
    written = entries["hours"].astype(str).str.strip()
    hours = pd.to_numeric(written.str.replace(",", ".").replace("", None), errors="coerce")
    wrong = written.ne("") & ~hours.ge(0)
    if wrong.any():
        row = entries[wrong].iloc[0]
        raise EvalkitError(
            f"{row['hours']!r} is not a number of hours", "Write numbers, such as 1,5.",
            where=place(row["file"], row=row["row"], column="hours"),
        )  # fmt: skip
    return float(hours.sum(min_count=1))


def _scores_of(table: pd.DataFrame, scores: pd.DataFrame | None, criterion: str) -> pd.Series:
    if scores is None:
        return pd.Series(float("nan"), index=table.index)
    of_it = scores[scores["criterion"].astype(str).eq(criterion)]
    key = ["study", "wave", "party"]
    known = of_it.astype(dict.fromkeys(key, str)).set_index(key)["score"]
    return known.reindex(pd.MultiIndex.from_frame(table[key])).set_axis(table.index)


def _agreed(study: Study) -> pd.DataFrame:
    entries = study.entries
    agreed = entries[entries["kind"].eq("agreement")]
    now = max([pd.Timestamp(wave.date) for wave in study.waves] + list(entries["occurred_at"].dropna()))
    blank = pd.Series(pd.NaT, index=agreed.index)
    due, delivered = (agreed.get(name, blank) for name in ("due", "delivered"))
    return pd.DataFrame(
        {
            "study": study.id,
            "entry": agreed["entry"].astype(str),
            "agreed": agreed["occurred_at"],
            "party": agreed["party"].astype(str),
            "promised": agreed["text"].astype(str),
            "due": due,
            "delivered": delivered,
            "status": [_status(*dates, now) for dates in zip(due, delivered, strict=True)],
        }
    )


def _status(due: pd.Timestamp, delivered: pd.Timestamp, now: pd.Timestamp) -> str:
    if pd.isna(delivered):
        return "overdue" if pd.notna(due) and due < now.normalize() else "open"
    if pd.isna(due):
        return "delivered"
    return "on_time" if delivered.normalize() <= due.normalize() else "late"
