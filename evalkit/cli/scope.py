"""`evalkit scope new|show|freeze`: the sheet that the parties fill in together before they begin."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from evalkit.errors import EvalkitError, place

_study = click.argument("study", type=click.Path(path_type=Path))
_lang = click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Language."
)


@click.group()
def scope() -> None:
    """Write, show and freeze the scope: what the parties agree before they begin."""


@scope.command()
@_study
@_lang
def new(study: Path, lang: str) -> None:
    """Write scope.yml, question by question; Enter leaves one open. Without a terminal: an empty one."""
    from evalkit.scope import NAME, blank_scope, parse_scope, scope_path
    from evalkit.studyfile import read_plan
    from evalkit.yamlfile import parse_yaml

    plan = read_plan(study)
    if scope_path(plan) is not None:
        raise EvalkitError(
            "the study has a scope already",
            "Edit it, or freeze the change with its reason.",
            where=place(NAME),
        )
    text = _asked(plan, lang) if _is_terminal() else blank_scope(plan, lang)
    path = plan.folder / NAME
    parse_scope(parse_yaml(text, NAME), [party.id for party in plan.parties])
    path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(path.as_posix())


@scope.command()
@_study
@click.option(
    "--reading", is_flag=True, help="What is left to talk about, and which form the answers point to."
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write: .md .docx .png .svg .pdf .pptx.")
@_lang
def show(study: Path, reading: bool, out: Path | None, lang: str) -> None:
    """Show the scope, or write it to a file; empty where the study has none."""
    from evalkit.scope import differences, read_scope
    from evalkit.scoping import recommend_form, scope_markdown
    from evalkit.studyfile import read_plan

    plan = read_plan(study)
    found, labels = read_scope(plan), {party.id: party.label for party in plan.parties}
    for line in differences(found) if found else ():
        click.echo(f"Edited since it was frozen: {line}", err=True)
    if out is not None:
        from evalkit.export.scopesheet import save_scope

        click.echo(save_scope(found, out, parties=labels, lang=lang).as_posix())
    elif reading and found is not None:
        click.echo(str(recommend_form(found, parties=labels, lang=lang)))
    else:
        click.echo(scope_markdown(found, parties=labels, lang=lang), nl=False)


@scope.command()
@_study
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day it was agreed; today if not given."
)
@click.option("--reason", default="", help="Why it was changed; needed from the second time on.")
def freeze(study: Path, day: dt.datetime | None, reason: str) -> None:
    """Freeze the scope as it stands; a later change is a version beside it."""
    from evalkit.scope import freeze_scope

    version = freeze_scope(study, day=day.date() if day else None, reason=reason)
    click.echo(f"Version {version.version}, {version.date}: {version.hash[:12]}")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _asked(plan: Any, lang: str) -> str:
    """Ask every question and return the file; an answer is kept as it was typed."""
    import yaml

    from evalkit.framework import scope_questions
    from evalkit.words import pick

    answers: dict[str, Any] = {"schema": 1}
    for question in scope_questions():
        click.echo(f"\n{pick(question.text, lang)}")
        for id, choice in question.choices.items():
            click.echo(f"  {id}: {pick(choice.label, lang)}")
        answers[question.id] = _deliveries(plan) if question.kind == "deliveries" else _answer(question)
    return yaml.safe_dump(answers, allow_unicode=True, sort_keys=False)


def _answer(question: Any) -> Any:
    if question.choices:
        return click.prompt("", default="", show_default=False, type=click.Choice(["", *question.choices]),
                            show_choices=False) or None  # fmt: skip
    if question.kind == "day":
        return _day("2017-03-01")
    return click.prompt("", default="", show_default=False) or None


def _day(prompt: str) -> dt.date | None:
    """Ask for a date until it is one, or left empty."""
    while written := click.prompt(prompt, default="", show_default=False):
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            click.echo(f"{written!r} is not a date. Write it as 2017-03-01, or press Enter.")
    return None


def _deliveries(plan: Any) -> list[dict[str, Any]]:
    """Ask for deliveries until one is left empty."""
    found: list[dict[str, Any]] = []
    parties = [party.id for party in plan.parties]
    while what := click.prompt(f"D{len(found) + 1}", default="", show_default=False):
        who = click.prompt("  who", type=click.Choice(parties))
        by = _day("  by (2017-03-01)")
        found.append({"id": f"D{len(found) + 1}", "who": who, "what": what, "by": by})
    return found
