"""Logbook files become the logbook of one study.

The files say who and what in somebody's words; the study knows its parties, names, codes and criteria. Here
the words are matched, and whatever matches nothing is refused with the place it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework
from evalkit.logbook.carrier import Logbook, merge
from evalkit.logbook.checks import check_across, said_place, where
from evalkit.logbook.headings import fold, is_word, normalise
from evalkit.logbook.masking import with_pseudonyms
from evalkit.logbook.refi_codes import SEPARATOR
from evalkit.tables import STANCES
from evalkit.words import told
from evalkit.yamlfile import check_keys

EXTERNAL = "external"  # the party of a note by somebody from neither side


@dataclass(frozen=True)
class Context:
    """What a study knows that its logbook files don't.

    Attributes
    ----------
    framework : Framework
    parties : mapping of str to sequence of str
        Party id to the labels it goes by in the files.
    roster : mapping of str to str
        Name to pseudonym.
    code_map : mapping of str to mapping
        Code (or its path) to ``{criterion, stance}``.
    stances : mapping of str to str
        The study's own words for stances.
    """

    framework: Framework
    parties: Mapping[str, Sequence[str]]
    roster: Mapping[str, str] = field(default_factory=dict)
    code_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stances: Mapping[str, str] = field(default_factory=dict)


def assemble_logbook(parts: Sequence[Logbook], study_id: str, context: Context) -> Logbook:
    """Put a study's logbook files together, in the study's own words.

    Parameters
    ----------
    parts : sequence of Logbook
        As `read_part` gives them.
    study_id : str
    context : Context

    Returns
    -------
    Logbook
        With the study's id in each table; parties and criteria by id; an entry's phase filled from its
        criteria where they share one.

    Raises
    ------
    EvalkitError
        For an unknown party, criterion or stance, an entry's id used in two files, a session in two files,
        or a count without a session; each with file, row, column and value.
    """
    _check_context(context)
    whole = with_pseudonyms(merge(_each_once(parts)) if parts else Logbook(), context.roster)
    whole = _coded_elsewhere(whole)
    _one_note_per_id(whole.entries)
    check_across(whole)
    evidence = _known_criteria(check_stances(whole.evidence, context.stances), context)
    entries = _with_phases(_known_parties(whole.entries, context), evidence, context.framework)
    sessions = _known_parties(whole.sessions, context) if "party" in whole.sessions else whole.sessions
    tables = [table.assign(study=study_id) for table in (entries, evidence, sessions, whole.counts)]
    return Logbook(*tables, report=(*whole.report, *_remarks(entries)))


def _each_once(parts: Sequence[Logbook]) -> list[Logbook]:
    """Leave out of a list of sessions those that a file of counts has read itself from the list beside it."""
    counted = [part.sessions for part in parts if len(part.sessions) and len(part.counts)]
    known = {key for sessions in counted for key in _spells(sessions)}
    return [
        part
        if part.sessions.empty or len(part.counts)
        else replace(part, sessions=part.sessions[[key not in known for key in _spells(part.sessions)]])
        for part in parts
    ]


def _spells(sessions: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(zip(*(sessions[column] for column in ("session", "site", "start", "end")), strict=True))


def check_stances(evidence: pd.DataFrame, own: Mapping[str, str]) -> pd.DataFrame:
    """Turn stances into the four of them, by the study's own words first.

    Parameters
    ----------
    evidence : DataFrame
    own : mapping of str to str

    Returns
    -------
    DataFrame

    Raises
    ------
    EvalkitError
        For a word that is none of them.
    """
    words = {fold(word): stance for word, stance in own.items()}
    found = {
        word: words.get(fold(word), normalise(word, "stance") if word else "")
        for word in evidence["stance"].unique()
    }
    wrong = [word for word, stance in found.items() if stance and stance not in STANCES]
    if wrong:
        row = evidence[evidence["stance"].eq(wrong[0])].iloc[0]
        raise not_one_of(
            wrong[0],
            STANCES,
            "Correct the cell, or map it with stances: in study.yml.",
            where=where(row, "stance"),
        )
    return evidence.assign(stance=evidence["stance"].map(found))


def _check_context(context: Context) -> None:
    for code, target in context.code_map.items():
        where = place("study.yml", key=f"code_map.{code}")
        check_keys(target, ("criterion", "stance"), where, need=("criterion",))
        if target["criterion"] not in context.framework.criterion_ids:
            raise not_one_of(
                target["criterion"], context.framework.criterion_ids, "Name a criterion.", where=where
            )
        if target.get("stance", "neutral") not in STANCES:
            raise not_one_of(target["stance"], STANCES, "Name a stance.", where=where)
    for word, stance in context.stances.items():
        if stance not in STANCES:
            where = place("study.yml", key=f"stances.{word}")
            raise not_one_of(stance, STANCES, "Give one of the four.", where=where)


def _coded_elsewhere(whole: Logbook) -> Logbook:
    """Drop a coding program's documents that are notes of the logbook, coded there under their id."""
    documents = whole.entries["kind"].eq("document")
    if not documents.any():
        return whole
    again = documents & whole.entries["entry"].isin(whole.entries.loc[~documents, "entry"])
    return replace(whole, entries=whole.entries[~again].reset_index(drop=True))


def _one_note_per_id(entries: pd.DataFrame) -> None:
    again = entries[entries.duplicated("entry")]
    if len(again):
        row = again.iloc[0]
        raise EvalkitError(
            f"the id {row['entry']!r} stands on a note of another file too",
            "Give each note its own id, across all logbook files of the study.",
            where=where(row, "entry"),
        )


def _known_parties(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    names = {fold(label): id for id, labels in context.parties.items() for label in (id, *labels)}
    found: dict[str, str] = {}
    for word in table["party"].unique():
        outsider = EXTERNAL if is_word(word, "outsider") else ""
        found[word] = names.get(fold(word), outsider)
        if word and not found[word]:
            row = table[table["party"].eq(word)].iloc[0]
            raise not_one_of(
                word,
                [*context.parties, EXTERNAL],
                "Write a party's id or label as in study.yml, or 'external' for somebody from neither side.",
                where=where(row, "party"),
            )
    return table.assign(party=table["party"].map(found))


def _known_criteria(evidence: pd.DataFrame, context: Context) -> pd.DataFrame:
    lookup = criterion_lookup(context.framework)
    mapped = {fold(code): target for code, target in context.code_map.items()}
    codes = evidence["code"] if "code" in evidence else pd.Series("", index=evidence.index)
    keys = pd.DataFrame({"criterion": evidence["criterion"], "code": codes, "stance": evidence["stance"]})
    which, unique = pd.MultiIndex.from_frame(keys).factorize()
    resolved = [_resolve(key, lookup, mapped) for key in unique]
    unknown = next((number for number, (criterion, _) in enumerate(resolved) if criterion is None), None)
    if unknown is not None:
        row = evidence.iloc[int((which == unknown).argmax())]
        raise not_one_of(
            row["criterion"],
            [*context.framework.criterion_ids, *context.code_map],
            "Write a criterion's id, or tie the word to one with code_map: in study.yml.",
            where=where(row, "criterion"),
        )
    found = pd.DataFrame(resolved, columns=["criterion", "stance"], dtype="str")
    return evidence.assign(
        criterion=found["criterion"].to_numpy()[which], stance=found["stance"].to_numpy()[which]
    )


def _resolve(
    written: tuple[str, str, str], lookup: Mapping[str, str], mapped: Mapping[str, Mapping[str, str]]
) -> tuple[str | None, str]:
    """Find the criterion and stance that a criterion cell or a code path means; None for an unknown cell."""
    word, code, stance = written
    parts, below = _levels(code or word)
    said = below or (stance if stance != "neutral" else "")
    for key in (fold(code or word), fold(SEPARATOR.join(parts)), fold(parts[-1])):
        if key in mapped:
            return mapped[key]["criterion"], said or mapped[key].get("stance", "neutral")
    return lookup.get(fold(parts[-1]), None if word else ""), said or "neutral"


def _levels(path: str) -> tuple[list[str], str]:
    """Part a code's path, and take off the stance that may stand last: ``Dialog::støtter``."""
    parts = [part.strip() for part in path.split(SEPARATOR)]
    above, _, last = parts[-1].rpartition(".")
    if above and is_word(last, "stance"):  # Taguette's way of writing a path
        parts[-1:] = [above, last]
    below = normalise(parts.pop(), "stance") if len(parts) > 1 and is_word(parts[-1], "stance") else ""
    return parts, below


def criterion_lookup(framework: Framework) -> dict[str, str]:
    """Return every word that means a criterion: its id, its labels, the id's last part where unique.

    Dilemmas are coded like criteria, by id or label; the study tells the two apart.

    Parameters
    ----------
    framework : Framework

    Returns
    -------
    dict of str to str
    """
    found = {fold(dilemma.id): dilemma.id for dilemma in framework.dilemmas}
    for thing in (*framework.criteria, *framework.dilemmas):
        for label in (thing.label, getattr(thing, "short", thing.label)):
            for text in label.values() if isinstance(label, Mapping) else (label,):
                found.setdefault(fold(str(text)), thing.id)
    tails = [id.rsplit(".", 1)[-1] for id in framework.criterion_ids]
    found |= {
        fold(tail): id
        for tail, id in zip(tails, framework.criterion_ids, strict=True)
        if tails.count(tail) == 1
    }
    return found | {fold(id): id for id in framework.criterion_ids}


def _with_phases(entries: pd.DataFrame, evidence: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    phases = {criterion.id: criterion.phase for criterion in framework.criteria}
    of_entry = (
        evidence.assign(phase=evidence["criterion"].map(phases))
        .groupby("entry")["phase"]
        .agg(["nunique", "first"])
    )
    one = of_entry.loc[of_entry["nunique"].eq(1), "first"]
    return entries.assign(
        phase=entries["phase"].where(
            entries["phase"].ne(""), entries["entry"].map(one).astype(object).fillna("")
        )
    )


def _remarks(entries: pd.DataFrame) -> list[str]:
    days = entries["occurred_at"]
    undated, future = int(days.isna().sum()), entries[days > pd.Timestamp.now()]
    remarks: list[str] = []
    if undated:
        remarks.append(told("logbook.undated", n=undated, all=len(entries)))
    if len(future):
        remarks.append(told("logbook.future", n=len(future), where=said_place(future.iloc[0])))
    return remarks
