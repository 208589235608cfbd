"""What was frozen, beside what happened: deliveries, purpose, resources, mandate, letting go.

Nothing is guessed. A delivery has happened where the room's register says so, or where the logbook has an
entry of the same party with the same due date and a day of delivery; what the logbook doesn't tell is
unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.errors import not_one_of
from evalkit.framework import scope_questions
from evalkit.scope import Delivery, parse_scope
from evalkit.scoring import judge_criteria, score_criteria
from evalkit.words import check_lang, date, listed, number, one_or_many, pick, say, verdict_word

if TYPE_CHECKING:
    from evalkit.study import Study

COLUMNS = ("study", "topic", "id", "party", "frozen", "happened", "status")
STATUSES = (
    "on_time", "late", "delivered", "open", "overdue", "dropped", "held", "not_held", "used", "not_used",
    "told", "hidden", "unknown",
)  # fmt: skip
_LEAST, _AUTHORS = 5, 3  # answers behind a published verdict here; authors behind a party's published entries
_PURPOSE = "before.clear_purpose"
_TOLD = ("meeting", "delivery", "action", "decision")


def compare_scope(
    study: Study, verdicts: pd.DataFrame | None = None, *, mode: str = "report", lang: str = "da"
) -> pd.DataFrame:
    """Lay what the parties froze beside what happened.

    Parameters
    ----------
    study : Study
    verdicts : DataFrame, optional
        As `evalkit.judge_criteria` returns it, after `evalkit.protect` for everybody else; computed
        unless given.
    mode : {'report', 'dialogue'}
        Who was late or dropped something is for the people in the room; the report says how many of all.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        One row per promise: study, topic (delivery, purpose, resources, mandate, letting_go), id (a
        delivery's own), party ("" for both), frozen and happened (texts), status (on_time, late, delivered,
        open, overdue, dropped; held, not_held; used, not_used; told; hidden; unknown). In report mode also
        shown.
        Empty without a frozen scope.

    Raises
    ------
    EvalkitError
        If the mode or the language is unknown.

    Examples
    --------
    >>> from evalkit import load_study
    >>> table = compare_scope(load_study("data/sample/roadworks"), lang="en")
    >>> print(table["happened"].iloc[0])
    3 on time, 2 late, 1 overdue, 1 dropped
    """
    check_lang(lang)
    if mode not in ("report", "dialogue"):
        raise not_one_of(mode, ("report", "dialogue"), "Give mode='report' or mode='dialogue'.")
    rows: list[dict[str, Any]] = []
    if study.scope is not None and study.scope.frozen is not None:
        verdicts = (
            judge_criteria(score_criteria(study), framework=study.framework) if verdicts is None else verdicts
        )
        rows = [
            *(_delivery_rows(study, lang) if mode == "dialogue" else _delivery_count(study, lang)),
            *_purpose(study, verdicts, mode, lang), *_resources(study, mode, lang),
            *_mandate(study, lang), *_letting_go(study, lang),
        ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS)).assign(study=study.id)
    return table if mode == "dialogue" else table.assign(shown="yes")


def deliveries(study: Study) -> pd.DataFrame:
    """List every delivery that was ever frozen, and what became of it; for the people in the room.

    Parameters
    ----------
    study : Study

    Returns
    -------
    DataFrame
        delivery, who, what, by, delivered (dates), status, why (of what was dropped).
    """
    rows = [_followed(delivery, dropped, study) for delivery, dropped in _ever_frozen(study)]
    return pd.DataFrame(rows, columns=["delivery", "who", "what", "by", "delivered", "status", "why"])


def status_of(by: dt.date | None, done: dt.date | None, dropped: str, now: dt.date) -> str:
    """Say what became of a promise: on_time, late, delivered (it had no date), open, overdue or dropped."""
    if dropped:
        return "dropped"
    if done is None:
        return "overdue" if by and by < now else "open"
    return "delivered" if by is None else "on_time" if done <= by else "late"


def last_day(study: Study) -> dt.date:
    """Return the last day that a study knows of: of a wave or of an entry."""
    days = [wave.date for wave in study.waves] + [day.date() for day in study.entries["occurred_at"].dropna()]
    return max(days)


def _ever_frozen(study: Study) -> list[tuple[Delivery, str]]:
    """Return every delivery ever frozen, as last worded, with the reason of one taken out again."""
    scope = study.scope
    found: dict[str, tuple[Delivery, str]] = {}
    for version in scope.versions if scope else ():
        now = {d.id: d for d in parse_scope(version.answers, version.parties).deliveries}
        for id, (delivery, _) in list(found.items()):
            if id not in now:
                found[id] = (delivery, version.reason)
        found |= {id: (delivery, "") for id, delivery in now.items()}
    return list(found.values())


def _followed(delivery: Delivery, dropped: str, study: Study) -> dict[str, Any]:
    told = _registered(delivery, study) or _in_logbook(delivery, study)
    done, why = told or (None, "")
    status = status_of(delivery.by, done, why or dropped, last_day(study))
    status = "unknown" if status == "overdue" and told is None else status
    return {
        "delivery": delivery.id, "who": delivery.who, "what": delivery.what, "by": delivery.by,
        "delivered": done, "status": status, "why": why or dropped,
    }  # fmt: skip


def _registered(delivery: Delivery, study: Study) -> tuple[dt.date | None, str] | None:
    if study.room is None:
        return None
    rows = study.room.deliveries[study.room.deliveries["delivery"] == delivery.id]
    return (rows["delivered"].iloc[-1], rows["dropped"].iloc[-1]) if len(rows) else None


def _in_logbook(delivery: Delivery, study: Study) -> tuple[dt.date | None, str] | None:
    entries = study.entries
    if delivery.by is None or not {"due", "delivered"} <= set(entries.columns):
        return None
    same = entries["party"].eq(delivery.who) & entries["due"].eq(pd.Timestamp(delivery.by))
    told = entries[same & entries["kind"].isin(("delivery", "agreement", "action"))]
    days = told["delivered"].dropna()
    return (days.min().date() if len(days) else None, "") if len(told) else None


def _row(
    topic: str, frozen: str, happened: str, status: str, *, id: str = "", party: str = ""
) -> dict[str, Any]:
    id = id or ".".join(filter(None, (topic, party)))
    cells = (topic, id, party, frozen.rstrip("."), happened, status)
    return dict(zip(COLUMNS[1:], cells, strict=True))


def _delivery_rows(study: Study, lang: str) -> list[dict[str, Any]]:
    return [_delivery_row(row, lang) for row in deliveries(study).to_dict("records")]


def _delivery_row(row: dict[Any, Any], lang: str) -> dict[str, Any]:
    by = say("scoping.by", lang, date=date(row["by"], lang)) if row["by"] else ""
    known = row["status"] != "unknown"
    happened = say(f"scoping.status.{row['status']}" if known else "scoping.unknown.delivery", lang)
    if row["delivered"]:
        happened = f"{happened}, {date(row['delivered'], lang)}"
    happened += f": {row['why']}" if row["why"] else ""
    frozen = ", ".join(filter(None, (row["what"], by)))
    return _row("delivery", frozen, happened, row["status"], id=row["delivery"], party=row["who"])


def _delivery_count(study: Study, lang: str) -> list[dict[str, Any]]:
    table = deliveries(study)
    if table.empty:
        return []
    counts = table["status"].value_counts()
    said = [f"{counts[s]} {say(f'scoping.status.{s}', lang)}" for s in STATUSES if s in counts]
    frozen = _many("kind.delivery", len(table), lang)
    if table["who"].nunique() == 1:  # a count would be that party's own
        return [_row("delivery", frozen, say("scoping.room_only", lang), "hidden")]
    if table["status"].eq("unknown").all():
        return [_row("delivery", frozen, say("scoping.unknown.delivery", lang), "unknown")]
    return [_row("delivery", frozen, ", ".join(said), "told")]


def _frozen_text(study: Study, topic: str, lang: str, party: str = "") -> str:
    """Return what was frozen about a topic: one text, or each party's."""
    question = next(question for question in scope_questions() if question.id == topic)
    given = study.scope.answers.get(topic, {}) if study.scope else {}
    texts = {id: answer.in_words(question, lang) for id, answer in given.items() if party in ("", id)}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    labels = {p.id: pick(p.label, lang) for p in study.parties}
    return "; ".join(f"{labels[id]}: {text}" for id, text in texts.items())


def _purpose(study: Study, verdicts: pd.DataFrame, mode: str, lang: str) -> list[dict[str, Any]]:
    frozen = _frozen_text(study, "purpose", lang)
    if not frozen:
        return []
    judged = _judged(verdicts, _PURPOSE, mode)
    if judged.empty:
        about = verdicts[verdicts["criterion"].astype(str).eq(_PURPOSE)]
        hidden = about["state"].astype(str).eq("answered").any()
        said = say("scoping.room_only" if hidden else "scoping.unknown.purpose", lang)
        return [_row("purpose", frozen, said, "hidden" if hidden else "unknown")]
    labels = {wave.id: pick(wave.label, lang) for wave in study.waves}
    ends = judged.iloc[[0, -1]].drop_duplicates("wave")
    said = [
        f"{labels[str(row['wave'])]}: {verdict_word(row['verdict'], row['contested_by'], lang)}"
        for row in ends.to_dict("records")
    ]
    status = {"fulfilled": "held", "not_fulfilled": "not_held"}.get(str(ends["verdict"].iloc[-1]), "told")
    return [_row("purpose", frozen, "; ".join(said), status)]


def _judged(verdicts: pd.DataFrame, criterion: str, mode: str) -> pd.DataFrame:
    rows = verdicts[verdicts["criterion"].astype(str).eq(criterion) & verdicts["verdict"].notna()]
    if mode == "report" and "shown" not in rows:
        rows = rows[rows["smallest_n"] >= _LEAST]
    return rows.sort_values("wave", kind="stable")


def _resources(study: Study, mode: str, lang: str) -> list[dict[str, Any]]:
    """Say what each party promised to put in, if only one did, and what is seen of it."""
    promised = {p.id: _frozen_text(study, "resources", lang, p.id) for p in study.parties}
    if not any(promised.values()):
        return []
    return [_resource(study, party, text, mode, lang) for party, text in promised.items()]


def _resource(study: Study, party: str, promised: str, mode: str, lang: str) -> dict[str, Any]:
    own, status = study.entries[study.entries["party"].astype(str).eq(party)], "told"
    if own.empty:
        happened, status = say("scoping.unknown.resources", lang), "unknown"
    elif mode == "report" and own["author"].nunique() < _AUTHORS:
        happened, status = say("scoping.room_only", lang), "hidden"
    else:
        happened = _counted(own, lang)
    return _row("resources", promised or say("scoping.open", lang), happened, status, party=party)


def _counted(entries: pd.DataFrame, lang: str) -> str:
    counts = entries["kind"].astype(str).value_counts()
    said = [_many(f"kind.{kind}", counts[kind], lang) for kind in _TOLD if kind in counts]
    all = _many("entries", len(entries), lang)
    return say("scoping.logbook", lang, entries=all, kinds=listed(said, lang)) if said else all


def _many(what: str, count: int, lang: str) -> str:
    """Write how many there are of something, in the singular where there is one."""
    return say(f"scoping.{what}.{one_or_many(count)}", lang, n=number(count, lang))


def _mandate(study: Study, lang: str) -> list[dict[str, Any]]:
    frozen = _frozen_text(study, "mandate", lang)
    if not frozen:
        return []
    if study.dilemmas.empty:
        return [_row("mandate", frozen, say("scoping.unknown.mandate", lang), "unknown")]
    coded = study.dilemmas["criterion"].astype(str).eq("decision_mandate")
    times = study.dilemmas.loc[coded, "entry"].nunique()
    happened = say(
        f"scoping.mandate.{'used' if times else 'not_used'}", lang, entries=_many("entries", times, lang)
    )
    return [_row("mandate", frozen, happened, "used" if times else "not_used")]


def _letting_go(study: Study, lang: str) -> list[dict[str, Any]]:
    frozen = _frozen_text(study, "letting_go", lang)
    days: Sequence[dt.date] = [
        a.day for a in (study.scope.answers.get("letting_go", {}) if study.scope else {}).values() if a.day
    ]
    if not frozen:
        return []
    if not days or last_day(study) < max(days):
        return [_row("letting_go", frozen, say("scoping.letting_go.open", lang), "open")]
    evaluators = {p.id: pick(p.label, lang) for p in study.parties if p.role == "evaluator"}
    worked = study.entries["kind"].isin(("delivery", "action", "decision", "agreement"))
    own = study.entries[worked & study.entries["party"].astype(str).isin(evaluators)]["occurred_at"].dropna()
    if own.empty:
        return [_row("letting_go", frozen, say("scoping.unknown.letting_go", lang), "unknown")]
    last = own.max().date()
    held = last <= max(days)
    parties = listed(list(evaluators.values()), lang)
    happened = say("scoping.letting_go.last", lang, parties=parties, date=date(last, lang))
    return [_row("letting_go", frozen, happened, "held" if held else "not_held")]
