"""What the parties said and agreed when they sat together over the results: `room.yml` in a study's folder.

Their shared judgement of a criterion may differ from the computed verdict; it stands beside it and never
replaces it, as does each party's own remark, unedited. Dilemmas set together, actions, outcome statements
and what became of the scope's deliveries are kept here too. ``share: yes`` says that the parties want it in
the report; without it, it is for the people in the room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError, place, within
from evalkit.framework import Framework
from evalkit.scope import need_one_of, no_double, read_day
from evalkit.studyfile import Plan, stays_inside
from evalkit.tables import VERDICTS
from evalkit.yamlfile import check_keys, read_yaml

NAME = "room.yml"
STEPS = (1, 2, 3, 4, 5)  # how important, how settled: what a party says at the table

JUDGEMENTS = ("date", "wave", "present", "criterion", "agreed", "remarks")
DILEMMAS = ("date", "wave", "dilemma", "party", "importance", "settled", "present", "owner", "decided")
ACTIONS = ("action", "agreed", "who", "what", "by", "done", "dropped", "criterion")
OUTCOMES = ("criterion", "who", "changed", "when", "where", "substantiated", "inside")
DELIVERED = ("delivery", "delivered", "dropped")


@dataclass(frozen=True)
class Room:
    """What was said and agreed at the table.

    Attributes
    ----------
    share : bool
        May it stand in the report?
    judgements : DataFrame
        date, wave, present ({party: how many}), criterion, agreed (a verdict), remarks ({party: text}).
    dilemmas : DataFrame
        date, wave, dilemma, party, importance and settled (0-100), present, owner, decided.
    actions : DataFrame
        action, agreed (date), who, what, by, done (dates), dropped (why; "" if it wasn't), criterion.
    outcomes : DataFrame
        criterion, who, changed, when, where, substantiated, inside (the partnership, or not).
    deliveries : DataFrame
        delivery (of the scope), delivered (date), dropped (why).
    """

    share: bool
    judgements: pd.DataFrame
    dilemmas: pd.DataFrame
    actions: pd.DataFrame
    outcomes: pd.DataFrame
    deliveries: pd.DataFrame


@dataclass(frozen=True)
class _Known:
    """What the words in the file may be."""

    parties: list[str]
    waves: dict[str, dt.date]
    framework: Framework

    @property
    def dilemmas(self) -> list[str]:
        return [dilemma.id for dilemma in self.framework.dilemmas]


def read_room(plan: Plan) -> Room | None:
    """Read a study's `room.yml`; None where there is none.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Room or None

    Raises
    ------
    EvalkitError
        For an unknown party, wave, criterion, dilemma or verdict, an action that nobody owns, an id given
        twice, or dates that run backwards.
    """
    path = stays_inside(plan.folder, plan.folder / NAME)
    if not path.exists():
        return None
    raw = read_yaml(path)
    check_keys(raw, ("schema", "share", "meetings", "outcomes", "deliveries"), place(NAME))
    known = _Known([p.id for p in plan.parties], {w.id: w.date for w in plan.waves}, plan.framework)
    meetings = _each(raw, "meetings", "meetings", lambda entry, where: _meeting(entry, where, known))
    actions = [row for meeting in meetings for row in meeting["actions"]]
    no_double([row["action"] for row in actions], place(NAME, key="actions"))
    return Room(
        share=raw.get("share") is True,
        judgements=_table([row for m in meetings for row in m["criteria"]], JUDGEMENTS),
        dilemmas=_table([row for m in meetings for row in m["dilemmas"]], DILEMMAS),
        actions=_table(actions, ACTIONS),
        outcomes=_table(_each(raw, "outcomes", "outcomes", lambda e, w: _outcome(e, w, known)), OUTCOMES),
        deliveries=_table(_each(raw, "deliveries", "deliveries", _delivered), DELIVERED),
    )


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def _each(
    raw: Mapping[str, Any], key: str, path: str, read: Callable[[Any, str], dict[str, Any]]
) -> list[dict[str, Any]]:
    entries = raw.get(key) or []
    if not isinstance(entries, list):
        raise EvalkitError(
            f"{key!r} is not a list", "Write one '- key: value' block for each.", where=place(NAME, key=path)
        )
    return [read(entry, place(NAME, key=f"{path}[{number}]")) for number, entry in enumerate(entries, 1)]


def _meeting(entry: Any, where: str, known: _Known) -> dict[str, Any]:
    keys = ("date", "wave", "present", "criteria", "dilemmas", "actions")
    check_keys(entry, keys, where, need=("date", "wave", "present"))
    day = read_day(entry["date"], where)
    wave = need_one_of(str(entry["wave"]), known.waves, "Name a wave of study.yml.", where)
    if day and day < (asked := known.waves[wave]):
        raise EvalkitError(
            f"the dates run backwards: the meeting was on {day}, and {wave}, which it is about, on {asked}",
            "Correct the meeting's date or its wave.",
            where=where,
        )
    present = {party: _whole(n, where) for party, n in _by_party(entry["present"], where, known).items()}
    head = {"date": day, "wave": wave, "present": present}
    return {
        "criteria": [
            head | _judgement(criterion, said, where, known)
            for criterion, said in (entry.get("criteria") or {}).items()
        ],
        "dilemmas": [
            head | row | {"present": present.get(row["party"], 0)}
            for dilemma, said in (entry.get("dilemmas") or {}).items()
            for row in _dilemma(dilemma, said, where, known)
        ],
        "actions": _each(
            entry, "actions", f"{where.rsplit(' ', 1)[-1].strip(chr(39))}.actions",
            lambda action, at: _action(action, day, at, known),
        ),
    }  # fmt: skip


def _judgement(criterion: str, said: Any, where: str, known: _Known) -> dict[str, Any]:
    known.framework.criterion(criterion)
    check_keys(said, ("verdict", "remarks"), within(where, criterion))
    verdict = said.get("verdict")
    if verdict is not None:
        need_one_of(verdict, VERDICTS, "Say what you agreed on, or leave it out.", within(where, criterion))
    remarks = _by_party(said.get("remarks") or {}, within(where, criterion), known)
    return {"criterion": criterion, "agreed": verdict, "remarks": remarks}


def _dilemma(dilemma: str, said: Any, where: str, known: _Known) -> list[dict[str, Any]]:
    where = within(where, dilemma)
    need_one_of(dilemma, known.dilemmas, "Name a dilemma of the framework.", where)
    check_keys(said, ("importance", "settled", "owner", "decided"), where)
    owner = said.get("owner")
    if owner is not None:
        need_one_of(owner, known.parties, "Name the party that takes it on.", where)
    figures = {
        name: {p: _step(x, where) for p, x in _by_party(said.get(name) or {}, where, known).items()}
        for name in ("importance", "settled")
    }
    return [
        {
            "dilemma": dilemma, "party": party, "owner": owner or "",
            "decided": str(said.get("decided") or ""),
            **{name: values.get(party, float("nan")) for name, values in figures.items()},
        }
        for party in known.parties
    ]  # fmt: skip


def _action(entry: Any, agreed: dt.date | None, where: str, known: _Known) -> dict[str, Any]:
    check_keys(entry, ("id", "who", "what", "by", "done", "dropped", "criterion"), where, need=("id", "what"))
    if entry.get("who") is None:
        raise EvalkitError("the action has no owner", "Name a party under who:.", where=where)
    need_one_of(entry["who"], known.parties, "Name a party of study.yml.", where)
    if entry.get("criterion"):
        known.framework.criterion(entry["criterion"])
    days = {name: read_day(entry.get(name), where) for name in ("by", "done")}
    for name, day in days.items():
        if day and agreed and day < agreed:
            raise EvalkitError(
                f"the dates run backwards: agreed {agreed}, {name} {day}", "Correct one of them.", where=where
            )
    return {
        "action": str(entry["id"]), "agreed": agreed, "who": entry["who"], "what": str(entry["what"]), **days,
        "dropped": str(entry.get("dropped") or ""), "criterion": entry.get("criterion") or "",
    }  # fmt: skip


def _outcome(entry: Any, where: str, known: _Known) -> dict[str, Any]:
    check_keys(entry, OUTCOMES, where, need=("criterion", "who", "changed"))
    known.framework.criterion(entry["criterion"])
    texts = {name: str(entry.get(name) or "") for name in ("who", "changed", "where", "substantiated")}
    when = read_day(entry.get("when"), where)
    return {"criterion": entry["criterion"], "when": when, "inside": entry.get("inside") is True, **texts}


def _delivered(entry: Any, where: str) -> dict[str, Any]:
    check_keys(entry, DELIVERED, where, need=("delivery",))
    day = read_day(entry.get("delivered"), where)
    return {"delivery": str(entry["delivery"]), "delivered": day, "dropped": str(entry.get("dropped") or "")}


def _by_party(raw: Any, where: str, known: _Known) -> dict[str, Any]:
    check_keys(raw, known.parties, where)
    return dict(raw)


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise EvalkitError(f"{value!r} is not a number of people", "Give a whole number.", where=where)
    return value


def _step(value: Any, where: str) -> float:
    if isinstance(value, bool) or value not in STEPS:
        raise EvalkitError(f"{value!r} is not a step", "Give 1 (not at all) to 5 (very much).", where=where)
    return 100 * (value - STEPS[0]) / (STEPS[-1] - STEPS[0])
