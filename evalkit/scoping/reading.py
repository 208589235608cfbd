"""Reading a scope: what the parties still have to talk about, and which form their answers point towards.

It is a reading and no grade. An answer points somewhere only where every party gave the same one; one that is
missing is open and never counts against anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from evalkit.framework import Question, load_framework, scope_forms, scope_questions
from evalkit.scope import Scope
from evalkit.words import listed, pick, say

WAIT = "wait"
TALK = ("question", "why", "parties", "dilemmas", "text")
POINTS = ("question", "form", "text")


@dataclass(frozen=True)
class Reading:
    """What a scope's answers say.

    Attributes
    ----------
    talk : DataFrame
        What the parties have to talk about: question, why (open, open_for_some, differ), parties (tuple of
        those that haven't answered), dilemmas (tuple), text.
    points : DataFrame
        The answers that point to a form: question, form, text.
    forms : tuple of str
        partnership, involvement or consultant; several where as many answers point to each; ``("wait",)``
        where it is too early to say; empty where no answer points anywhere.
    text : str
        The reading in a sentence.
    rule : str
        How it was read.
    lead : str
        What stands over the list, or that nothing is left to talk about.
    """

    talk: pd.DataFrame
    points: pd.DataFrame
    forms: tuple[str, ...]
    text: str
    rule: str
    lead: str

    def __str__(self) -> str:
        return "\n".join([self.lead, *(f"- {text}" for text in self.talk["text"]), "", self.text, self.rule])


def recommend_form(scope: Scope, *, parties: Mapping[str, object] | None = None, lang: str = "da") -> Reading:
    """Read which form a scope's answers point towards, and what is still to be talked about.

    Parameters
    ----------
    scope : Scope
    parties : mapping of str to Label, optional
        The parties' labels; their ids unless given.
    lang : {'da', 'en'}

    Returns
    -------
    Reading

    Examples
    --------
    >>> from evalkit import load_scope
    >>> recommend_form(load_scope("data/sample/roadworks")).forms
    ('partnership',)
    """
    names = {party: pick((parties or {}).get(party, party), lang) for party in scope.parties}
    talk = [row for question in scope_questions() if (row := _talk(scope, question, names, lang))]
    points = [row for question in scope_questions() if (row := _point(scope, question, lang))]
    forms = _forms(scope, points)
    return Reading(
        talk=pd.DataFrame(talk, columns=list(TALK)),
        points=pd.DataFrame(points, columns=list(POINTS)),
        forms=forms,
        text=_sentence(scope, forms, points, lang),
        rule=say("scoping.reading.rule", lang),
        lead=say("scoping.reading.head", lang) + ":" if talk else say("scoping.reading.none", lang),
    )


def _talk(scope: Scope, question: Question, names: Mapping[str, str], lang: str) -> dict | None:
    missing = scope.missing(question.id)
    if scope.is_open(question.id):
        why = "open"
    elif missing:
        why = "open_for_some"
    elif question.id not in ("resources", "support", "demand", "deliveries") and not scope.joint(question.id):
        why = "differ"  # of resources and managements each party has its own
    else:
        return None
    short, who = pick(question.short, lang), listed([names[party] for party in missing], lang)
    text = say(f"scoping.talk.{why}", lang, question=short, parties=who)
    return {
        "question": question.id, "why": why, "parties": missing, "dilemmas": question.dilemmas,
        "text": text + _dilemmas_behind(question, lang),
    }  # fmt: skip


def _dilemmas_behind(question: Question, lang: str) -> str:
    labels = {dilemma.id: dilemma.label for dilemma in load_framework().dilemmas}
    behind = [pick(labels[id], lang).rstrip("?") for id in question.dilemmas if id in labels]
    return f" ({'; '.join(behind)})" if behind else ""


def _point(scope: Scope, question: Question, lang: str) -> dict | None:
    if question.kind == "deliveries":
        return _who_delivers(scope, question, lang)
    answer = scope.joint(question.id)
    if question.kind != "choice" or answer is None:
        return None
    choice = question.choices[answer.choice]
    text = f"{pick(question.short, lang)}: {pick(choice.label, lang)}"
    return {"question": question.id, "form": choice.form, "text": text}


def _who_delivers(scope: Scope, question: Question, lang: str) -> dict | None:
    """Each party delivers in a partnership; one alone is a consultant's way."""
    who = {delivery.who for delivery in scope.deliveries}
    if not who or len(scope.parties) < 2:
        return None
    form = "partnership" if who == set(scope.parties) else "consultant" if len(who) == 1 else "involvement"
    text = f"{pick(question.short, lang)}: {say(f'scoping.reading.delivers.{form}', lang)}"
    return {"question": question.id, "form": form, "text": text}


def _forms(scope: Scope, points: list[dict]) -> tuple[str, ...]:
    if _needed(scope):
        return (WAIT,)
    counts = Counter(point["form"] for point in points)
    most = max(counts.values(), default=0)
    return tuple(form for form in scope_forms() if most and counts[form] == most)


def _needed(scope: Scope) -> list[Question]:
    """Return the questions that have to be answered first and are open for everybody."""
    return [question for question in scope_questions() if question.needed and scope.is_open(question.id)]


def _sentence(scope: Scope, forms: tuple[str, ...], points: list[dict], lang: str) -> str:
    if forms == (WAIT,):
        names = [say("export.name", lang, name=pick(question.short, lang)) for question in _needed(scope)]
        return say("scoping.reading.wait", lang, questions=listed(names, lang))
    if not forms:
        return say("scoping.reading.nowhere", lang)
    names = [pick(scope_forms()[form], lang) for form in forms]
    most, key = sum(point["form"] == forms[0] for point in points), "points" if len(forms) == 1 else "tie"
    return say(f"scoping.reading.{key}", lang, forms=listed(names, lang), n=most, all=len(points))
