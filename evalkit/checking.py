"""`evalkit check`: everything that is wrong with a study's files, not only the first thing.

Each file is read by itself, so that one bad file doesn't hide another; what only shows when they stand
together is looked for last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.corrections import read_corrections
from evalkit.errors import EvalkitError
from evalkit.room import read_room
from evalkit.scope import check_frozen, read_scope
from evalkit.study import _logbook, load_study
from evalkit.studyfile import read_plan
from evalkit.survey import read_survey


@dataclass(frozen=True)
class Found:
    """What a check found.

    Attributes
    ----------
    study : str
        Its folder.
    problems : tuple of EvalkitError
        In the order of the files; none twice.
    notes : tuple of str
        What was decided on loading, where it loads.
    """

    study: str
    problems: tuple[EvalkitError, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON: study, ok, problems (where, wrong, do), notes."""
        problems = [{"where": p.where, "wrong": p.wrong, "do": p.do} for p in self.problems]
        return {"study": self.study, "ok": not problems, "problems": problems, "notes": list(self.notes)}

    def lines(self) -> list[str]:
        """Return it as lines for a terminal."""
        if not self.problems:
            return [f"{self.study}: nothing is wrong.", *(f"- {note}" for note in self.notes)]
        count = len(self.problems)
        head = f"{self.study}: {count} {'thing is' if count == 1 else 'things are'} wrong."
        return [head, *(f"- {problem}" for problem in self.problems)]


def check_files(folder: Path) -> Found:
    """Check a study's files one after the other, then together.

    Parameters
    ----------
    folder : Path
        The study's folder, or its `study.yml`.

    Returns
    -------
    Found
    """
    problems: dict[str, EvalkitError] = {}
    notes: tuple[str, ...] = ()
    for step in _steps(folder):
        try:
            notes = step() or ()
        except EvalkitError as error:
            problems.setdefault(str(error), error)
    return Found(folder.as_posix(), tuple(problems.values()), () if problems else notes)


def _steps(folder: Path) -> Iterator[Callable[[], Any]]:
    try:
        plan = read_plan(folder)
    except EvalkitError as error:
        yield _raiser(error)
        return
    yield lambda: read_corrections(plan) and None
    for entry in plan.surveys:
        yield lambda entry=entry: read_survey(entry.path, entry.codebook, source=entry.source) and None
    yield lambda: _logbook(plan, plan.framework) and None
    yield lambda: (scope := read_scope(plan)) and check_frozen(scope) and None
    yield lambda: read_room(plan) and None
    yield lambda: load_study(folder).report


def _raiser(error: EvalkitError) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail
