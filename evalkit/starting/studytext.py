"""`study.yml` as a person would write it, with what she may want to add in comments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.starting.begin import Answers

_TAIL = """
# scope: scope.yml            # what the parties froze before they began
# form: samskabelse           # what the partnership calls itself
# consent: {a: yes, b: yes}   # may the parties' figures be shown in dialogue mode?
"""


def study_text(
    answers: Answers, framework: str, surveys: Sequence[tuple[str, str]], *, logbook: str = ""
) -> str:
    """Write `study.yml`.

    Parameters
    ----------
    answers : Answers
    framework : str
    surveys : sequence of (file, wave)
    logbook : str
        The logbook's file, if there is one.

    Returns
    -------
    str
    """
    lines = [
        "schema: 1",
        f"id: {_key(answers.id)}",
        f"title: {_quoted(answers.title)}",
        f"framework: {_quoted(framework)}",
    ]
    lines.append("parties:")
    for id, (label, invited) in answers.parties.items():
        number = "unknown" if invited is None else invited
        role = "evaluator" if id == answers.evaluator else "domain" if answers.evaluator else "other"
        lines.append(f"  {_key(id)}: {{label: {_quoted(label)}, role: {role}, invited: {number}}}")
    lines.append("waves: {" + ", ".join(f"{wave}: {day}" for wave, day in answers.waves.items()) + "}")
    if surveys:
        lines.append("surveys:")
        lines += [f"  - {{file: {_quoted(file)}, wave: {wave}}}" for file, wave in surveys]
    else:
        lines.append("surveys: []                    # - {file: start.csv, wave: start}")
    if logbook:
        lines.append(f"logbook: {{entries: [{_quoted(logbook)}]}}")
    return "\n".join(lines) + "\n" + _TAIL


def _key(id: str) -> str:
    """Quote an id that YAML would read as something else than text: no, yes, 2016."""
    import yaml

    return id if yaml.safe_load(id) == id else _quoted(id)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
