"""What `evalkit demo` writes: the sample study's report and its slides, each mode in a process of its own."""

from __future__ import annotations

import multiprocessing as mp
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

Step = Callable[[str, int, int], None]
NAMES = {"report": "rapport", "dialogue": "dialog"}


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
    with ProcessPoolExecutor(len(NAMES), initializer=_tell_to, initargs=(steps,)) as pool:
        parts = [pool.submit(demonstrate, study, out, lang, mode) for mode in NAMES]
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
    from evalkit.export.decks import dialogue_deck, report_deck
    from evalkit.export.report import save_report
    from evalkit.study import load_study

    loaded = load_study(study)

    def tell(what: str, done: int, total: int) -> None:
        if _steps is not None:
            _steps.put((mode, what, done, total))

    folder = out / (loaded.id if mode == "report" else f"{loaded.id}-{mode}")
    save_report(loaded, folder, lang=lang, mode=mode, on_step=tell)
    deck = report_deck if mode == "report" else dialogue_deck
    slides = deck(loaded, folder / f"{loaded.id}-{NAMES[mode]}.pptx", lang=lang)
    return [(folder / "report.html").as_posix(), slides.as_posix()]
