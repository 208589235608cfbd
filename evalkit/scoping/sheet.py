"""The scope in words: question by question for Markdown and Word, and the sentence about who analysed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.framework import Question, known_forms, scope_questions
from evalkit.scope import Scope
from evalkit.words import check_lang, date, listed, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study


def scope_answers(
    scope: Scope, *, parties: Mapping[str, object] | None = None, lang: str = "da"
) -> list[tuple[str, list[str]]]:
    """Return every question of the scope with the lines of its answer, none but choices on an empty sheet.

    Parameters
    ----------
    scope : Scope
        `evalkit.scope.NOTHING` for a sheet of no study in particular.
    parties : mapping of str to Label, optional
        The parties' labels; their ids unless given.
    lang : {'da', 'en'}

    Returns
    -------
    list of (str, list of str)
        An open question of a filled sheet says that it is open.
    """
    check_lang(lang)
    names = _names(scope, parties, lang)
    return [(pick(q.text, lang), _lines(q, scope, names, lang)) for q in scope_questions()]


def scope_markdown(scope: Scope, *, parties: Mapping[str, object] | None = None, lang: str = "da") -> str:
    """Write the scope as Markdown, with a line for each party to sign on; parameters as `scope_answers`."""
    blocks = [f"# {say('scoping.title', lang)}", scope_state(scope, lang)]
    for question, lines in scope_answers(scope, parties=parties, lang=lang):
        blocks += [f"## {question}", "\n".join(f"- {line}" for line in lines) if lines else "\n\n---"]
    blocks += [f"---\n\n{signer}:" for signer in scope_signers(scope, parties=parties, lang=lang)]
    return "\n\n".join(blocks) + "\n"


def scope_state(scope: Scope, lang: str) -> str:
    """Say whether a scope is empty, a draft, or when it was frozen and why it was changed."""
    last = scope.frozen
    if last is None:
        return say(f"scoping.{'by_hand' if scope.empty else 'draft'}", lang)
    version = say("scoping.version", lang, n=last.version, reason=last.reason) if last.reason else ""
    return " · ".join(filter(None, (say("scoping.frozen", lang, date=date(last.date, lang)), version)))


def scope_signers(
    scope: Scope, *, parties: Mapping[str, object] | None = None, lang: str = "da"
) -> list[str]:
    """Return what stands under each line to sign on, one for each party; parameters as `scope_answers`."""
    nobody = say("scoping.party", lang)
    names = list(_names(scope, parties, lang).values()) or [f"{nobody} 1", f"{nobody} 2"]
    return [say("scoping.sign", lang, party=name) for name in names]


def independence(study: Study, lang: str = "da") -> str:
    """Say who made the analysis, and whether the rules were fixed before the answers were read.

    The rules are known to be as they were where the framework's hash in the frozen scope is still its own;
    without a frozen scope, `framework_date:` in study.yml is taken at its word.

    Parameters
    ----------
    study : Study
    lang : {'da', 'en'}

    Returns
    -------
    str
    """
    who = [pick(party.label, lang) for party in study.parties if party.role == "evaluator"]
    key = "party" if who else "nobody"
    said = say(f"scoping.independence.{key}", lang, party=listed(who, lang))
    return f"{said} {_rules_fixed(study, lang)}"


def _rules_fixed(study: Study, lang: str) -> str:
    """Say when the rules were fixed: before the first wave, after it, or that it isn't known."""
    scope, day = study.scope, study.raw.get("framework_date")
    if scope is not None and scope.versions:
        day = scope.versions[0].date if scope.rules_kept else dt.date.max
    if not isinstance(day, dt.date):
        return say("scoping.independence.open", lang)
    key = "before" if day <= study.waves[0].date else "after"
    return say(f"scoping.independence.{key}", lang, date=date(day, lang) if key == "before" else "")


def form_groups(studies: Sequence[Study], lang: str = "da") -> pd.DataFrame:
    """Say which group of forms each study belongs to, so that a portfolio can be read by group.

    Parameters
    ----------
    studies : sequence of Study
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        study, form, group, label (of the group), definition (of the form); empty texts where a study has no
        form.
    """
    rows = []
    for study in studies:
        form = known_forms().get(study.form)
        label, definition = (pick(form.group_label, lang), pick(form.definition, lang)) if form else ("", "")
        rows.append((study.id, study.form, form.group if form else "", label, definition))
    return pd.DataFrame(rows, columns=["study", "form", "group", "label", "definition"])


def _names(scope: Scope, parties: Mapping[str, object] | None, lang: str) -> dict[str, str]:
    return {id: pick((parties or {}).get(id, id), lang) for id in scope.parties}


def _lines(question: Question, scope: Scope, names: Mapping[str, str], lang: str) -> list[str]:
    if scope.empty:
        return [f"[ ] {pick(choice.label, lang)}" for choice in question.choices.values()]
    if scope.is_open(question.id):
        return [say("scoping.open", lang)]
    if question.kind == "deliveries":
        return [_delivery(d.who, d.what, d.by, names, lang) for d in scope.deliveries]
    joint = scope.joint(question.id)
    if joint is not None:
        return [joint.in_words(question, lang)]
    given = scope.answers[question.id]
    said = {p: given[p].in_words(question, lang) if p in given else say("scoping.open", lang) for p in names}
    return [f"{names[party]}: {text}" for party, text in said.items()]


def _delivery(who: str, what: str, by: dt.date | None, names: Mapping[str, str], lang: str) -> str:
    return f"{names[who]}: {what}" + (f", {date(by, lang, long=False)}" if by else "")
