"""`evalkit new` and `evalkit map`: a folder to begin in, and which question is which criterion."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

STAGES = ("start", "mid", "end", "followup")
MAPPING = "mapping.xlsx"

_lang = click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Language."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A raw export; may be given again.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="A sheet that ties questions to criteria.")
@click.option(
    "--framework", default="partnership", show_default=True, help="Its name, or a file of your own."
)
@_lang
def new(folder: Path, exports: tuple[Path, ...], mapping: Path | None, framework: str, lang: str) -> None:
    """Begin a study: questionnaire, logbook sheet and codebook, or a draft from exports."""
    from evalkit.starting import Answers, begin_from_exports, begin_study
    from evalkit.words import say

    title = click.prompt(say("starting.ask.title", lang), default=folder.name)
    parties = _parties(lang)
    named = {path: _wave(path, n, lang) for n, path in enumerate(exports)}
    stages = list(dict.fromkeys(named.values())) or ["start", "end"]
    waves = {wave: _date(wave, lang) for wave in sorted(stages, key=_order)}
    answers = Answers(_id(folder.name), title, parties, waves)
    if exports:
        written = begin_from_exports(folder, named, answers, mapping=mapping, framework=framework, lang=lang)
    else:
        written = begin_study(folder, answers, lang=lang, framework=framework)
    step = "ask" if not exports else "check" if mapping else "map"
    after = say(f"starting.next.{step}", lang, folder=folder.as_posix(), sheet=MAPPING)
    click.echo("\n".join([*(path.as_posix() for path in written), "", after]))


@click.command("map")
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--sheet", type=click.Path(path_type=Path), help="The sheet; STUDY/mapping.xlsx unless given.")
@_lang
def map_(study: Path, sheet: Path | None, lang: str) -> None:
    """Tie a study's questions to criteria: write the sheet to fill in, or take it back when it is there."""
    from evalkit.starting import map_questions

    click.echo(map_questions(study, sheet or study / MAPPING, lang=lang))


def _parties(lang: str) -> dict[str, tuple[str, int | None]]:
    from evalkit.words import say

    parties: dict[str, tuple[str, int | None]] = {}
    while True:
        label = click.prompt(
            say("starting.ask.party", lang, number=len(parties) + 1), default="", show_default=False
        )
        if not label and parties:
            return parties
        if label:
            question = say("starting.ask.invited", lang, party=label)
            number = click.prompt(question, default="", show_default=False).strip()
            parties[_id(label)] = (label, int(number) if number.isdigit() else None)


def _wave(path: Path, number: int, lang: str) -> str:
    from evalkit.words import say

    usual = next((stage for stage in STAGES if stage in path.stem.casefold()), STAGES[min(number, 3)])
    return click.prompt(
        say("starting.ask.wave", lang, file=path.name), type=click.Choice(STAGES), default=usual
    )


def _date(wave: str, lang: str) -> dt.date:
    from evalkit.words import say

    question = say("starting.ask.date", lang, wave=say(f"wave.{wave}", lang))
    return click.prompt(question, type=click.DateTime(["%Y-%m-%d"]), default=f"{dt.date.today()}").date()


def _order(wave: str) -> int:
    return STAGES.index(wave)


def _id(text: str) -> str:
    plain = text.casefold().translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "&": "", " ": "_"}))
    return re.sub(r"[^a-z0-9_-]", "", plain).lstrip("_-") or "study"
