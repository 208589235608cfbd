"""`evalkit scope new|show|freeze`: the sheet that the parties fill in together before they begin."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from evalkit.cli.options import lang_option, study_argument
from evalkit.errors import EvalkitError, place


@click.group()
def scope() -> None:
    """Write, show and freeze the scope: what the parties agree before they begin."""


@scope.command()
@study_argument
@lang_option
def new(study: Path, lang: str) -> None:
    """Write scope.yml, question by question; Enter leaves one open. Without a terminal: an empty one."""
    from evalkit.cli.scopetalk import ask_scope
    from evalkit.scope import NAME, blank_scope, read_scope, scope_path
    from evalkit.studyfile import read_plan
    from evalkit.words import say

    plan = read_plan(study)
    if scope_path(plan) is not None:
        raise EvalkitError(
            "the study has a scope already",
            "Edit it, or freeze the change with its reason.",
            where=place(NAME),
        )
    answers, stopped = ask_scope(plan, lang) if _is_terminal() else ({}, False)
    if stopped and not answers:
        raise click.Abort
    path = plan.folder / NAME
    path.write_text(blank_scope(plan, lang, answers), encoding="utf-8", newline="\n")
    click.echo(path.as_posix())
    if stopped:
        click.echo(say("scoping.dialogue.stopped", lang))
        raise click.Abort
    read_scope(plan)  # what is wrong with the answers is said when they are safe


@scope.command()
@study_argument
@click.option(
    "--reading", is_flag=True, help="What is left to talk about, and which form the answers point to."
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write: .md .docx .png .svg .pdf .pptx.")
@lang_option
def show(study: Path, reading: bool, out: Path | None, lang: str) -> None:
    """Show the scope, or write it to a file; empty where the study has none."""
    from evalkit.scope import differences, parse_scope, read_scope
    from evalkit.scoping import recommend_form, scope_markdown
    from evalkit.studyfile import read_plan
    from evalkit.words import say

    plan = read_plan(study)
    labels = {party.id: party.label for party in plan.parties}
    found = read_scope(plan) or parse_scope({}, list(labels))
    for line in differences(found):
        click.echo(say("scoping.edited", lang, change=line), err=True)
    if out is not None:
        from evalkit.export.scopesheet import save_scope

        click.echo(save_scope(found, out, parties=labels, lang=lang).as_posix())
    elif reading:
        click.echo(str(recommend_form(found, parties=labels, lang=lang)))
    else:
        click.echo(scope_markdown(found, parties=labels, lang=lang), nl=False)


@scope.command()
@study_argument
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
