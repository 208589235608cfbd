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

    def other(written: str) -> str:
        if written.casefold() in (label.casefold() for label, _ in parties.values()):
            raise ValueError
        return written

    while (label := _ask("party", lang, other, number=len(parties) + 1)) or not parties:
        if label:
            id = _id(label)
            unique = id if id not in parties else f"{id}_{len(parties) + 1}"
            parties[unique] = label, _ask("invited", lang, _number, party=label)
    return parties


def _evaluator(parties: Mapping[str, tuple[str, int | None]], lang: str) -> str:
    """Ask which of several parties makes the evaluation; none where it is left empty."""
    if len(parties) < 2:
        return ""
    ids = dict(enumerate(parties, start=1))
    listed = ", ".join(f"{number} {parties[id][0]}" for number, id in ids.items())

    def one_of(written: str) -> str:
        if written and _number(written) not in ids:
            raise ValueError
        return ids[int(written)] if written else ""

    return _ask("evaluator", lang, one_of, parties=listed)


def _wave(path: Path, number: int, lang: str) -> str:
    usual = next((stage for stage in STAGES if stage in path.stem.casefold()), STAGES[min(number, 3)])
    return click.prompt(
        say("starting.ask.wave", lang, file=path.name), type=click.Choice(STAGES), default=usual
    )


def _dates(stages: Sequence[str], lang: str) -> dict[str, dt.date]:
    """Ask when each wave begins: today is the first one's default, and each is later than the one before."""
    today, dates = dt.date.today(), dict[str, dt.date]()

    def later(written: str) -> dt.date:
        before = max(dates.values(), default=None)
        day = read_date(written) if written or before else today
        if day is None or (before and day <= before):
            raise ValueError
        return day

    for stage in stages:
        key = "later" if dates else "date"
        dates[stage] = _ask(key, lang, later, wave=say(f"wave.{stage}", lang), today=today)
    return dates


def _number(written: str) -> int | None:
    """Read a whole number above 0; None where nothing is written."""
    if written and not (written.isdecimal() and int(written)):
        raise ValueError
    return int(written) if written else None


def _ask(question: str, lang: str, read: Callable[[str], T], **values: object) -> T:
    """Ask until the answer can be read; what can't be is never taken for something else."""

    def reading(written: str) -> T:
        try:
            return read(written.strip())
        except ValueError:
            refused = say(f"starting.refused.{question}", lang, written=written)
            raise click.BadParameter(refused) from None

    text = say(f"starting.ask.{question}", lang, **values)
    return click.prompt(text, default="", show_default=False, value_proc=reading)


def _id(text: str) -> str:
    plain = text.casefold().translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "&": "", " ": "_"}))
    return re.sub(r"[^a-z0-9_-]", "", plain).lstrip("_-") or "study"
