"""Opening a study in a notebook: where that can't be done, everything that is wrong, in sentences."""

from __future__ import annotations

from pathlib import Path

from evalkit.checking import check_files
from evalkit.errors import EvalkitError
from evalkit.study import Study, load_study
from evalkit.words import say


def open_study(folder: str | Path, lang: str = "da") -> Study:
    """Load a study, and print all that `evalkit check` finds where it can't be loaded.

    Parameters
    ----------
    folder : path
        The study's folder.
    lang : {'da', 'en'}

    Returns
    -------
    Study

    Raises
    ------
    EvalkitError
        As `load_study`, after the list has been printed.
    """
    try:
        return load_study(folder)
    except EvalkitError:
        found = check_files(Path(folder))
        print(say("notebooks.broken", lang), *(f"- {problem}" for problem in found.problems), sep="\n")
        raise
