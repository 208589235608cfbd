"""A study's own copy of the notebooks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.notebooks.parameters import parameters_of, set_parameters
from evalkit.studyfile import need_consent, read_plan
from evalkit.words import check_lang

MODES = ("report", "dialogue")


def shipped_notebooks() -> tuple[Path, ...]:
    """Return the paths of the shipped notebooks in order.

    Returns
    -------
    tuple of Path

    Raises
    ------
    EvalkitError
        If the installation lacks them.
    """
    package = Path(__file__).parent
    for folder in (package / "set", package.parents[1] / "notebooks"):
        found = tuple(sorted(folder.glob("[0-9][0-9]_*.ipynb")))
        if found:
            return found
    raise EvalkitError("the notebooks are not installed", "Install evalkit again, or use a checkout.")


def copy_notebooks(
    study: str | Path, to: str | Path, *, lang: str = "da", mode: str = "report"
) -> list[Path]:
    """Copy the notebooks for one study, parameters set and outputs left out.

    Parameters
    ----------
    study : path
        The study's folder.
    to : path
        The folder to write; made if it isn't there.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}

    Returns
    -------
    list of Path
        The copies.

    Raises
    ------
    EvalkitError
        If the study isn't there, or a notebook of that name lies in the folder already: it may hold
        somebody's work.
    """
    need_lab()
    import nbformat

    study, to = Path(study), Path(to)
    if not (study / "study.yml").is_file():
        raise EvalkitError(
            "there is no study.yml in this folder", "Give a study's folder.", where=place(study)
        )
    check_choice(lang, mode, [study])
    targets = [to / path.name for path in shipped_notebooks()]
    taken = [target.name for target in targets if target.exists()]
    if taken:
        raise EvalkitError(
            f"{', '.join(taken)} {'is' if len(taken) == 1 else 'are'} there already",
            "Choose another folder, or move yours.",
            where=place(to),
        )
    to.mkdir(parents=True, exist_ok=True)
    for source, target in zip(shipped_notebooks(), targets, strict=True):
        notebook = prepared(source, study, to, {"lang": lang, "mode": mode})
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, target)
    return targets


def prepared(source: Path, study: Path, folder: Path, values: Mapping[str, Any]) -> Any:
    """Read a shipped notebook and set its parameters for a study, as seen from the folder it will lie in.

    Parameters
    ----------
    source, study, folder : Path
    values : mapping of str to object
        Other parameters; those that the notebook hasn't are passed over.

    Returns
    -------
    nbformat notebook
    """
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    known = parameters_of(notebook, source.name)
    seen = {"study": _seen_from(folder, study), "folder": _seen_from(folder, study.parent), **values}
    return set_parameters(notebook, {name: seen[name] for name in seen if name in known}, source.name)


def need_lab() -> None:
    """Raise where what copies, runs and opens notebooks isn't installed."""
    missing = [name for name in ("nbclient", "jupyterlab") if find_spec(name) is None]
    if missing:
        raise EvalkitError(
            f"notebooks need {' and '.join(missing)}: not installed",
            "Install with: pip install 'partnership-evalkit[lab]', or in a checkout: make lab.",
        )


def check_choice(lang: str, mode: str, studies: Iterable[Path]) -> None:
    """Raise unless language and mode are ones that there are, and every party consented to dialogue mode."""
    check_lang(lang)
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Give mode='report' or mode='dialogue'.")
    for plan in map(read_plan, studies if mode == "dialogue" else ()):
        need_consent(plan.parties, plan.consent)


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
