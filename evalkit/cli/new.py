"""`evalkit new` and `evalkit map`: a folder to begin in, and which question is which criterion."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from evalkit.cli.options import lang_option, read_date, study_argument
from evalkit.words import say

STAGES = ("start", "mid", "end", "followup")
MAPPING = "mapping.xlsx"
T = TypeVar("T")

_file = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "exports", multiple=True, type=_file, help="A raw export; may be given again.")
@click.option("--mapping", type=_file, help="A sheet that ties questions to criteria.")
@click.option(
    "--framework", default="partnership", show_default=True, help="Its name, or a file of your own."
)
@lang_option
def new(folder: Path, exports: tuple[Path, ...], mapping: Path | None, framework: str, lang: str) -> None:
    """Begin a study: questionnaire, logbook sheet and codebook, or a draft from exports."""
    from evalkit.starting import Answers, begin_from_exports, begin_study, check_new

    check_new(folder)  # before anything is asked
    title = click.prompt(say("starting.ask.title", lang), default=folder.name)
    parties = _parties(lang)
    evaluator = _evaluator(parties, lang)
    named = {path: _wave(path, n, lang) for n, path in enumerate(exports)}
    stages = sorted(set(named.values()) or ("start", "end"), key=STAGES.index)
    answers = Answers(_id(folder.name), title, parties, _dates(stages, lang), evaluator)
    if exports:
        written = begin_from_exports(folder, named, answers, mapping=mapping, framework=framework, lang=lang)
    else:
        written = begin_study(folder, answers, lang=lang, framework=framework)
    step = "ask" if not exports else "check" if mapping else "map"
    after = say(f"starting.next.{step}", lang, folder=folder.as_posix(), sheet=MAPPING)
    click.echo("\n".join([*(path.as_posix() for path in written), "", after]))


@click.command("map")
@study_argument
@click.option("--sheet", type=click.Path(path_type=Path), help="The sheet; STUDY/mapping.xlsx unless given.")
@lang_option
def map_(study: Path, sheet: Path | None, lang: str) -> None:
    """Tie a study's questions to criteria: write the sheet to fill in, or take it back when it is there."""
    from evalkit.starting import map_questions

    click.echo(map_questions(study, sheet or study / MAPPING, lang=lang))


def _parties(lang: str) -> dict[str, tuple[str, int | None]]:
    """Ask for parties until one is left empty; each has an id of its own."""
    parties: dict[str, tuple[str, int | None]] = {}
    while True:
        label = _ask("party", lang, number=len(parties) + 1)
        if not label and parties:
            return parties
        if label.casefold() in (known.casefold() for known, _ in parties.values()):
            _refuse("twice", lang, party=label)
        elif label:
            id = _id(label)
            unique = id if id not in parties else f"{id}_{len(parties) + 1}"
            parties[unique] = label, _until(_number, "invited", lang, party=label)


def _evaluator(parties: Mapping[str, tuple[str, int | None]], lang: str) -> str:
    """Ask which of several parties makes the evaluation; none where it is left empty."""
    ids = list(parties)
    if len(ids) < 2:
        return ""
    listed = ", ".join(f"{number} {label}" for number, (label, _) in enumerate(parties.values(), start=1))

    def read(written: str) -> int:
        number = _number(written) or 0
        if number > len(ids):
            raise ValueError
        return number

    number = _until(read, "evaluator", lang, parties=listed)
    return ids[number - 1] if number else ""


def _wave(path: Path, number: int, lang: str) -> str:
    usual = next((stage for stage in STAGES if stage in path.stem.casefold()), STAGES[min(number, 3)])
    return click.prompt(
        say("starting.ask.wave", lang, file=path.name), type=click.Choice(STAGES), default=usual
    )


def _dates(stages: Sequence[str], lang: str) -> dict[str, dt.date]:
    """Ask when each wave begins: today is the first one's default, and each is later than the one before."""
    dates: dict[str, dt.date] = {}
    for stage in stages:
        before = max(dates.values(), default=None)

        def read(written: str, before: dt.date | None = before) -> dt.date:
            day = read_date(written) if written or before else dt.date.today()
            if day is None or (before and day <= before):
                raise ValueError
            return day

        key = "later" if before else "date"
        dates[stage] = _until(read, key, lang, wave=say(f"wave.{stage}", lang), today=dt.date.today())
    return dates


def _until(read: Callable[[str], T], question: str, lang: str, **values: object) -> T:
    """Ask until the answer can be read; what can't be is never taken for something else."""
    while True:
        written = _ask(question, lang, **values)
        try:
            return read(written)
        except ValueError:
            _refuse(question, lang, written=written)


def _number(written: str) -> int | None:
    """Read a whole number above 0; None where nothing is written."""
    if not written:
        return None
    if not written.isdecimal() or not int(written):
        raise ValueError
    return int(written)


def _ask(question: str, lang: str, **values: object) -> str:
    return click.prompt(
        say(f"starting.ask.{question}", lang, **values), default="", show_default=False
    ).strip()


def _refuse(question: str, lang: str, **values: object) -> None:
    click.echo(say(f"starting.refused.{question}", lang, **values))


def _id(text: str) -> str:
    plain = text.casefold().translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "&": "", " ": "_"}))
    return re.sub(r"[^a-z0-9_-]", "", plain).lstrip("_-") or "study"
