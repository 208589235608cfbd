"""The sections of the story around the numbers: scope, dilemmas, what to talk about, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from evalkit.export import findings, views
from evalkit.export.charted import pages_of
from evalkit.export.results import Results
from evalkit.export.story import Block, Bullets, Grid, Paragraph
from evalkit.scoping import dilemma_register, outcome_statements, questions_for, talk_rule
from evalkit.words import date, listed, number, pick, say, texts_under, verdict_word


def scope(results: Results) -> tuple[Block, ...]:
    """Show what the parties froze beside what happened."""
    return pages_of(views.scope(results), results) if len(results.promises) else ()


def dilemmas(results: Results) -> tuple[Block, ...]:
    """Show how important each dilemma is to each party and how settled; and who took which on."""
    if not len(results.dilemmas):
        return ()
    return (*pages_of(views.dilemmas(results), results), *_register(results))


def talk(results: Results) -> tuple[Block, ...]:
    """List what to talk about first, by a printed rule, and the questions for the parties."""
    asked = questions_for(results.study, results.verdicts, results.dilemmas, lang=results.lang)
    questions = [(_criterion(results, row["criterion"]), row["text"]) for row in asked.to_dict("records")]
    ranked = (first_to_talk_of(results), Paragraph(talk_rule(results.study, results.lang)))
    return (
        *(ranked if len(results.talk) else _nothing_stands_out(results)),
        *((_grid(results, "talk", "questions", _once(questions)),) if questions else ()),
    )


def _nothing_stands_out(results: Results) -> tuple[Block, ...]:
    """Say why the list is empty: nothing stands out, some of it is hidden, or there is too little data."""
    wave = results.last_wave("verdicts")
    if wave is None or len(results.study.parties) < 2:
        return ()
    table = results.of_wave("verdicts", wave)
    asked = table[table["state"].astype(str) == "answered"]
    seen, thin = (
        asked[["verdict", "gap"]].notna().all(axis=None),
        asked["verdict"].eq("too_little_data").any(),
    )
    return (Paragraph(results.say(f"talk.{'hidden' if not seen else 'thin' if thin else 'none'}")),)


def agreed(results: Results) -> tuple[Block, ...]:
    """Show what the parties agreed at the table beside the computed verdict, and the actions."""
    room = results.study.room
    if room is None:
        return ()
    if results.mode == "report" and not room.share:
        return (Paragraph(results.say("agreed.not_shared")),)
    lead = Paragraph(results.say("agreed.lead"))
    return (lead, *filter(None, (beside(results), actions_of(results))))


def first_to_talk_of(results: Results) -> Grid:
    """List what to talk about first."""
    rows = [
        (number(row["rank"], results.lang), results.say(f"talk.kind.{row['kind']}"), row["text"])
        for row in results.talk.to_dict("records")
    ]
    return _grid(results, "talk", "table", rows)


def beside(results: Results, *, brief: bool = False) -> Grid | None:
    """List what the parties agreed beside what was computed; `brief` leaves out when they met and who."""
    rows = [
        (
            _criterion(results, row["criterion"]), _verdict(results, row["verdict"], row["contested_by"]),
            _verdict(results, row["agreed"]), _remarks(results, row), results.wave_name(row["wave"]),
            _present(results, row),
        )
        for row in results.agreed.to_dict("records")
    ]  # fmt: skip
    if not rows:
        return None
    return _cut(_grid(results, "agreed", "table", rows), 4 if brief else 6)


def actions_of(results: Results) -> Grid | None:
    """List the actions; who owns one that came late is for the people in the room."""
    rows = [
        (
            row["what"], _day(results, row["by"]), row["text"],
            results.wave_name(row["wave"]) if row["wave"] else "-", _party(results, row["who"]),
        )
        for row in results.actions.to_dict("records")
    ]  # fmt: skip
    if not rows:
        return None
    return _cut(_grid(results, "agreed", "actions", rows), 5 if results.mode == "dialogue" else 4)


def contributed(results: Results) -> tuple[Block, ...]:
    """Say what each party promised to put in and what is seen of it, and who changed what."""
    promised = results.promises[results.promises["topic"] == "resources"]
    rows = [
        (results.party_name(row["party"]), row["frozen"], row["happened"])
        for row in promised.to_dict("records")
    ]
    told = outcome_statements(results.study, mode=results.mode).to_dict("records")
    changes = [
        (
            row["who"], row["changed"], " · ".join(filter(None, (_day(results, row["when"]), row["where"]))),
            row["substantiated"], _criterion(results, row["criterion"]),
        )
        for row in told
    ]  # fmt: skip
    told_of = {"table": rows, "changes": changes}
    return tuple(_grid(results, "contributed", key, rows) for key, rows in told_of.items() if rows)


def unmeasured(results: Results) -> tuple[Block, ...]:
    """Say what the figures don't hold."""
    return (Bullets(what_is_missing(results)),)


def what_is_missing(results: Results) -> tuple[str, ...]:
    """Say what the figures don't hold: criteria without a verdict, missing sources, unknown numbers."""
    study, lang = results.study, results.lang
    said = [*_without_verdict(results)]
    unknown = [results.party_name(id) for id in dict.fromkeys(_of_unknown_size(results))]
    if unknown:
        said.append(results.say("unmeasured.invited", parties=listed(unknown, lang)))
    once, twice = len(study.waves) < 2, len(views.asked_twice(results)) > 0
    unshared = study.room is not None and not study.room.share and results.mode == "report"
    missing = {
        "one_party": len(study.parties) < 2, "gaps": len(study.parties) > 1 and not _any_gap(results),
        "waves": once, "change": not once and not twice,
        "logbook": not len(study.entries), "counts": not len(results.trials),
        "scope": not len(results.promises), "room": study.room is None,
        "dilemmas": not len(results.dilemmas) and not unshared, "unshared": unshared,
    }  # fmt: skip
    said += [results.say(f"unmeasured.{name}") for name, is_missing in missing.items() if is_missing]
    return (*said, results.say("unmeasured.others"))


def _any_gap(results: Results) -> bool:
    wave = results.last_wave("parties")
    return wave is not None and bool(results.of_wave("parties", wave)["gap"].notna().any())


def _register(results: Results) -> tuple[Block, ...]:
    table = dilemma_register(results.study, mode=results.mode, lang=results.lang)
    labels = {dilemma.id: pick(dilemma.label, results.lang) for dilemma in results.study.framework.dilemmas}
    rows = [
        (labels[row["dilemma"]], _party(results, row["owner"]), row["decided"] or "-", row["text"])
        for row in table.to_dict("records")
    ]
    return (_grid(results, "dilemmas", "table", rows),) if rows else ()


def _without_verdict(results: Results) -> list[str]:
    """Name the criteria that have no verdict with an answer behind it, and why."""
    asked = results.verdicts[results.verdicts["state"].astype(str) == "answered"]
    last = {str(row["criterion"]): row for row in asked.to_dict("records")}
    why: dict[str, list[str]] = {"not_asked": [], "thin": [], "untold": [], "narrowed": []}
    for criterion in results.study.framework.criterion_ids:
        reason = _why_no_verdict(last.get(criterion))
        if reason:
            why[reason].append(criterion)
    return [
        results.say(
            f"unmeasured.{name}",
            names=findings.names_of(results, ids),
            parties=_behind(results, _BEHIND[name], ids) if name in _BEHIND else "",
        )
        for name, ids in why.items()
        if ids
    ]


_BEHIND = {"untold": "hidden_primary", "narrowed": "word"}  # what is shown of those that it would tell on


def _why_no_verdict(row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return "not_asked"
    if pd.isna(row["verdict"]):
        return "untold" if row.get("shown") == "hidden_primary" else "narrowed"
    return "thin" if row["verdict"] == "too_little_data" else ""


def _behind(results: Results, shown: str, criteria: Sequence[str]) -> str:
    """Name the parties of whom so much is shown where these criteria were last judged."""
    scores = results.scores[results.scores["state"].astype(str) == "answered"]
    last = scores[scores["wave"] == scores.groupby("criterion", observed=True)["wave"].transform("max")]
    those = last[last["criterion"].isin(criteria) & last["shown"].eq(shown)]["party"].astype(str)
    parties = [results.party_name(party.id) for party in results.study.parties if party.id in set(those)]
    return listed(parties, results.lang)


def _of_unknown_size(results: Results) -> list[str]:
    return [
        str(row["party"])
        for row in results.answered()
        if row["invited"] == say("words.unknown", results.lang)
    ]


def _grid(results: Results, section: str, key: str, rows: Sequence[Sequence[str]]) -> Grid:
    heads = tuple(texts_under(f"export.story.{section}.{key}_heads", results.lang).values())
    return Grid(results.say(f"{section}.{key}"), heads, tuple(tuple(row) for row in rows))


def _cut(grid: Grid, columns: int) -> Grid:
    return replace(grid, headings=grid.headings[:columns], rows=tuple(row[:columns] for row in grid.rows))


def _once(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join the questions about one criterion into one row."""
    joined: dict[str, list[str]] = {}
    for name, text in rows:
        joined.setdefault(name, []).append(text)
    return [(name, "\n".join(texts)) for name, texts in joined.items()]


def _remarks(results: Results, row: Mapping[Any, Any]) -> str:
    return "\n".join(f"{_party(results, party)}: {text}" for party, text in row["remarks"].items()) or "-"


def _present(results: Results, row: Mapping[Any, Any]) -> str:
    there = listed(
        [results.say("short.party", n=n, party=_party(results, id)) for id, n in row["present"].items()],
        results.lang,
    )
    return say("scoping.way.present", results.lang, date=_day(results, row["date"]), present=there)


def _verdict(results: Results, verdict: object, contested_by: object = None) -> str:
    return "-" if pd.isna(verdict) else verdict_word(verdict, contested_by, results.lang)  # type: ignore[arg-type]


def _criterion(results: Results, id: object) -> str:
    return results.study.framework.label(str(id), results.lang, short=True) if id else ""


def _party(results: Results, id: str) -> str:
    return results.party_name(id) if id else "-"


def _day(results: Results, day: dt.date | None) -> str:
    return date(day, results.lang) if day else ""
