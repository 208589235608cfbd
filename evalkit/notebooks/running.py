"""Running the notebooks for a study: the executed notebook and a page without code, side by side.

Each notebook runs in a kernel of its own, two at a time. One that fails is kept as far as it came, its
failing cell is named, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.notebooks.copying import _check, prepared, shipped_notebooks
from evalkit.notebooks.pages import page
from evalkit.notebooks.parameters import set_parameters

Step = Callable[[str, int, int], None]
TIMEOUT = 600  # seconds a cell


def run_notebooks(
    study: str | Path,
    out: str | Path,
    *,
    only: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    on_step: Step | None = None,
) -> list[Path]:
    """Run the notebooks for one study.

    Parameters
    ----------
    study : path
        The study's folder.
    out : path
        The folder to write: an executed notebook and a page for each.
    only : sequence of str
        Which ones, by number or name (``02`` or ``02_survey_scores``); all unless given.
    parameters : mapping, optional
        Other parameters than the study: `lang`, `mode`, and what a chosen notebook has.
    on_step : callable, optional
        Called with a notebook's name, how many are done, and of how many.

    Returns
    -------
    list of Path
        The pages, in order.

    Raises
    ------
    EvalkitError
        For an unknown notebook or parameter; after all have run, for those that failed: which cell, and why.
    """
    study, out, values = Path(study), Path(out), dict(parameters or {})
    lang, mode = values.pop("lang", "da"), values.pop("mode", "report")
    _check(study, lang, mode)
    chosen = _chosen(only)
    out.mkdir(parents=True, exist_ok=True)
    books = {path.stem: prepared(path, study, out, lang=lang, mode=mode) for path in chosen}
    for name, book in books.items():
        set_parameters(book, values, name)
    failures = _run_all(books, out, lang, on_step or (lambda *_: None))
    if failures:
        raise EvalkitError("; ".join(failures), f"Open it as far as it came in {out.as_posix()}.")
    return [out / f"{name}.html" for name in books]


def _chosen(only: Sequence[str]) -> list[Path]:
    shipped = list(shipped_notebooks())
    for name in only:
        if not any(path.stem == name or path.stem.split("_")[0] == name for path in shipped):
            raise not_one_of(name, [path.stem for path in shipped], "Name a notebook, or its number.")
    return [path for path in shipped if not only or path.stem in only or path.stem.split("_")[0] in only]


def _run_all(books: Mapping[str, Any], out: Path, lang: str, step: Step) -> list[str]:
    failures = {}
    step(next(iter(books), ""), 0, len(books))
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {pool.submit(_run, name, book, out, lang): name for name, book in books.items()}
        for done, future in enumerate(as_completed(running), start=1):
            failures[running[future]] = future.result()
            step(running[future], done, len(books))
    return [failures[name] for name in books if failures[name]]


def _run(name: str, book: Any, out: Path, lang: str) -> str:
    """Run one notebook, write it and its page, and return what went wrong, or nothing."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    problem = ""
    try:
        NotebookClient(book, timeout=TIMEOUT, resources={"metadata": {"path": str(out)}}).execute()
    except CellExecutionError as error:
        problem = _problem(name, book, error)
    nbformat.write(book, out / f"{name}.ipynb")
    (out / f"{name}.html").write_text(page(book, name, lang), "utf-8")
    return problem


def _problem(name: str, book: Any, error: Any) -> str:
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    failed = next(
        (n for n, cell in enumerate(cells, 1) if any(o.output_type == "error" for o in cell.outputs)),
        len(cells),
    )
    return f"{place(f'{name}.ipynb')}: code cell {failed} failed with {error.ename}: {error.evalue}"
