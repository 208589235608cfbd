"""What `evalkit demo` writes: the sample study's report and its slides, each mode in a process of its own."""

from __future__ import annotations

import multiprocessing as mp
import queue
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from evalkit.cli.reporting import Step, write_report

MODES = ("report", "dialogue")
_steps: Any = None  # where a process tells how far it is


def run_demo(study: Path, out: Path, lang: str, step: Step) -> Iterator[str]:
    """Write both modes at once, telling how far they are together.

    Parameters
    ----------
    study, out : Path
    lang : {'da', 'en'}
    step : callable
        Takes what is being done, how many steps are done, and of how many.

    Yields
    ------
    str
        What was written.
    """
    steps = mp.get_context().Queue()
    with ProcessPoolExecutor(len(MODES), initializer=_tell_to, initargs=(steps,)) as pool:
        parts = [pool.submit(demonstrate, study, out, lang, mode) for mode in MODES]
        told: dict[str, tuple[int, int]] = {}
        while not all(part.done() for part in parts):
            try:
                mode, what, done, total = steps.get(timeout=0.2)
            except queue.Empty:
                continue
            told[mode] = (done, total)
            step(what, *map(sum, zip(*told.values(), strict=True)))
        for part in parts:
            yield from part.result()


def _tell_to(steps: Any) -> None:
    global _steps
    _steps = steps


def demonstrate(study: Path, out: Path, lang: str, mode: str) -> list[str]:
    """Write one mode's report and deck.

    Parameters
    ----------
    study, out : Path
    lang, mode : str

    Returns
    -------
    list of str
        What was written, for the terminal.
    """

    def tell(what: str, done: int, total: int) -> None:
        _steps.put((mode, what, done, total))

    folder = out / (study.name if mode == "report" else f"{study.name}-{mode}")
    return write_report(study, folder, lang=lang, mode=mode, also=("slides",), step=tell)
