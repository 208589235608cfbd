"""Running the notebooks for a study, or for a folder of studies: executed notebooks and pages without code.

Two warm kernels share the work, one for each core. A notebook that fails is kept as far as it came, its
failing cell is named, and the others go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of
from evalkit.notebooks.copying import check_choice, need_lab, prepared, shipped_notebooks
from evalkit.notebooks.kernels import WarmKernel, in_kernels
from evalkit.notebooks.pages import page
from evalkit.notebooks.parameters import parameters_of
from evalkit.notebooks.portfolio import INDEX, studies_of, write_index
from evalkit.words import say

Step = Callable[[str, int, int], None]
FILES = "files"  # beside the pages: what a notebook itself writes
_TOLD = 5  # failures written out; the others are counted


@dataclass(frozen=True)
class Job:
    """One notebook to run: where it comes from, for which study, and where it goes."""

    source: Path
    study: Path
    folder: Path
    name: str

    @property
    def page(self) -> Path:
        """Where its page goes."""
        return self.folder / f"{self.source.stem}.html"


def run_notebooks(
    study: str | Path,
    out: str | Path,
    *,
    only: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    on_step: Step | None = None,
) -> list[Path]:
    """Run the notebooks for one study, or for every study of a folder.

    Parameters
    ----------
    study : path
        The study's folder, or a folder of studies: then each has a folder of its own in `out`, the notebook
        about all of them is run once, and ``index.html`` leads to their pages.
    out : path
        The folder to write: an executed notebook and a page for each, and ``files``, what they write.
    only : sequence of str
        Which ones, by number or name (``02`` or ``02_survey_scores``); all unless given.
    parameters : mapping, optional
        Other parameters than the study: `lang`, `mode`, and what any chosen notebook has.
    on_step : callable, optional
        Called with a notebook's name, how many are done, and of how many.

    Returns
    -------
    list of Path
        The pages, in order; of a folder of studies ``index.html`` alone. In dialogue mode each begins with
        whom it is for, who asked for it and when, and bears the watermark on every printed page.

    Raises
    ------
    EvalkitError
        For an unknown notebook or parameter, or dialogue mode without every party's consent; after all have
        run, for those that failed: which cell, and why.
    """
    need_lab()
    study, out, values = Path(study), Path(out), {"lang": "da", "mode": "report", **(parameters or {})}
    studies, chosen = studies_of(study), _chosen(only)
    check_choice(values["lang"], values["mode"], studies or [study])
    known = {name for path, book in chosen.items() for name in parameters_of(book, path.name)}
    for name in values:
        if name not in known:
            raise not_one_of(name, sorted(known), "Name a parameter of a chosen notebook.")
    for path in chosen:  # a value of another type is refused before anything runs
        prepared(path, study, out, values)
    jobs = list(_jobs(chosen, study, studies, out))
    for folder in dict.fromkeys([out, *(job.folder for job in jobs)]):
        folder.mkdir(parents=True, exist_ok=True)
    pages = [job.page for job in jobs]
    linked = [*pages, out / INDEX] if studies else pages
    failures = _run_all(jobs, partial(_run, values, linked), on_step or (lambda *_: None))
    if studies:
        names = {path.stem: _heading(chosen[path], values["lang"]) for path in chosen}
        pages = [write_index(out, studies, pages, names, values["lang"])]
    if failures:
        raise _failed(failures, len(jobs), out)
    return pages


def _chosen(only: Sequence[str]) -> dict[Path, Any]:
    """Return the chosen notebooks by their paths."""
    import nbformat

    shipped = {path: {path.stem, path.stem.split("_")[0]} for path in shipped_notebooks()}
    for name in only:
        if not any(name in names for names in shipped.values()):
            raise not_one_of(name, [path.stem for path in shipped], "Name a notebook, or its number.")
    wanted = [path for path, names in shipped.items() if not only or names & set(only)]
    return {path: nbformat.read(path, as_version=4) for path in wanted}


def _heading(book: Any, lang: str) -> str:
    """Return a notebook's name in one of its two languages: '# Start her · Start here'."""
    both = book.cells[0].source.splitlines()[0].lstrip("# ").split(" · ")
    return both[-1 if lang == "en" else 0]


def _jobs(chosen: Mapping[Path, Any], study: Path, studies: Sequence[Path], out: Path) -> Iterator[Job]:
    """Yield what is to run: what is about the whole folder once, the rest for each study."""
    if not studies:
        yield from (Job(path, study, out, path.stem) for path in chosen)
        return
    whole = [path for path, book in chosen.items() if "study" not in parameters_of(book)]
    yield from (Job(path, studies[0], out, path.stem) for path in whole)
    for one in studies:
        for path in chosen:
            if path not in whole:
                yield Job(path, one, out / one.name, f"{one.name}/{path.stem}")


def _run_all(jobs: Sequence[Job], run: Callable[[Job, WarmKernel], str], step: Step) -> list[str]:
    failures: dict[Job, str] = {}
    step(jobs[0].name if jobs else "", 0, len(jobs))
    for done, (job, problem) in enumerate(in_kernels(jobs, run), start=1):
        failures[job] = problem
        step(job.name, done, len(jobs))
    return [failures[job] for job in jobs if failures[job]]


def _run(values: Mapping[str, Any], pages: Sequence[Path], job: Job, kernel: WarmKernel) -> str:
    """Run one notebook, write it and its page, and return what went wrong, or nothing."""
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    lang, stem, problem = values["lang"], job.source.stem, ""
    book = prepared(job.source, job.study, job.folder, {"to": FILES, **values})
    try:
        kernel.run(book, job.folder)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        problem = _problem(job, book, error)
    mark = say("watermark", lang) if values["mode"] == "dialogue" else ""
    if mark:
        from evalkit.export.manifest import who_asked

        asked = " · ".join(part for part in (f"**{mark}**", *who_asked().values()) if part)
        book.cells.insert(0, nbformat.v4.new_markdown_cell(asked))
    nbformat.write(book, job.folder / f"{stem}.ipynb")
    job.page.write_text(page(book, stem, lang, _links(job.folder, pages), mark=mark), "utf-8")
    return problem


def _links(folder: Path, pages: Sequence[Path]) -> dict[str, str]:
    """Return where the pages lie, seen from a folder: those beside it and those above."""
    near = [path for path in pages if path.parent in (folder, folder.parent)]
    return {f"{path.stem}.ipynb": Path(os.path.relpath(path, folder)).as_posix() for path in near}


def _problem(job: Job, book: Any, error: Any) -> str:
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    failed = next(
        (n for n, cell in enumerate(cells, 1) if any(o.output_type == "error" for o in cell.outputs)),
        next((n for n, cell in enumerate(cells, 1) if cell.execution_count is None), len(cells)),
    )
    said = f"{error.ename}: {error.evalue}" if hasattr(error, "ename") else type(error).__name__
    return f"{job.name}.ipynb: code cell {failed} failed with {said}"


def _failed(failures: Sequence[str], count: int, out: Path) -> EvalkitError:
    told = "; ".join(failures[:_TOLD]) + (f"; and {len(failures) - _TOLD} more" * (len(failures) > _TOLD))
    head = f"{len(failures)} of {count} notebooks failed: " if count > 1 else ""
    return EvalkitError(f"{head}{told}".rstrip("."), f"Open them as far as they came in {out.as_posix()}.")
