"""The quiet dialogue behind `evalkit scope new`: one question at a time, and Enter leaves it open.

An answer is one for all; `/` asks each party for its own. A choice is typed by its number, a note may follow;
so may a text after a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from evalkit.cli.options import read_date
from evalkit.framework import Question, scope_questions
from evalkit.words import pick, say

if TYPE_CHECKING:
    from evalkit.studyfile import Plan

_APART = "/"


def ask_scope(plan: Plan, lang: str) -> tuple[dict[str, Any], bool]:
    """Ask every question.

    Parameters
    ----------
    plan : Plan
    lang : {'da', 'en'}

    Returns
    -------
    dict, bool
        The answers by question, without the open ones; and whether it was stopped before the last question.
    """
    answers: dict[str, Any] = {}
    parties = {party.id: pick(party.label, lang) for party in plan.parties}
    click.echo(say("scoping.dialogue.how", lang))
    try:
        for question in scope_questions():
            answers[question.id] = _ask(question, parties, lang)
    except click.Abort:
        click.echo()
        return _given(answers), True
    return _given(answers), False


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {id: answer for id, answer in answers.items() if answer}


def _ask(question: Question, parties: Mapping[str, str], lang: str) -> Any:
    click.echo(f"\n{pick(question.text, lang)}")
    for number, choice in enumerate(question.choices.values(), start=1):
        click.echo(f"  {number} {pick(choice.label, lang)}")
    if question.kind == "deliveries":
        return _deliveries(parties, lang)
    written = _line("")
    if written != _APART:
        return _read(question, written, "", lang)
    return _given(
        {id: _read(question, _line(f"  {label}"), f"  {label}", lang) for id, label in parties.items()}
    )


def _read(question: Question, written: str, prompt: str, lang: str) -> Any:
    """Read what was typed, asking again until it is an answer or left empty."""
    while written:
        first, _, rest = written.partition(" ")
        if question.choices:
            id, told = _chosen(first, list(question.choices)), "choose"
        elif question.kind == "day":
            id, told = read_date(first), "date"
        else:
            return written
        if id is not None:
            return _with_text(question, id, rest.strip())
        click.echo(say(f"scoping.dialogue.{told}", lang, written=first, n=len(question.choices)))
        written = _line(prompt)
    return None


def _with_text(question: Question, answer: Any, text: str) -> Any:
    if not text:
        return answer
    return {"date": answer, "text": text} if question.kind == "day" else {answer: text}


def _chosen(written: str, ids: list[str]) -> str | None:
    if written.isdecimal() and 1 <= int(written) <= len(ids):
        return ids[int(written) - 1]
    return written if written in ids else None


def _deliveries(parties: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    """Ask for deliveries until one is left empty."""
    found: list[dict[str, Any]] = []
    while what := _line(f"D{len(found) + 1}"):
        found.append({"id": f"D{len(found) + 1}", "who": _who(parties, lang), "what": what, "by": _by(lang)})
    return found


def _who(parties: Mapping[str, str], lang: str) -> str:
    ids = list(parties)
    listed = ", ".join(f"{number} {label}" for number, label in enumerate(parties.values(), start=1))
    while (id := _chosen(_line(f"  {say('scoping.dialogue.who', lang)} ({listed})"), ids)) is None:
        click.echo(say("scoping.dialogue.choose", lang, n=len(ids)))
    return id


def _by(lang: str) -> dt.date | None:
    prompt = f"  {say('scoping.dialogue.by', lang)}"
    while written := _line(prompt):
        if (day := read_date(written)) is not None:
            return day
        click.echo(say("scoping.dialogue.date", lang, written=written))
    return None


def _line(prompt: str) -> str:
    return click.prompt(prompt, default="", show_default=False).strip()
