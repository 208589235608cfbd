"""A progress bar for work that takes over a second, and nothing for work that doesn't."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 1.0  # seconds before the bar appears


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows a bar once a second has passed; on a terminal only.

    Yields
    ------
    callable
        Takes what is being done, how many steps are done, and of how many.
    """
    begun, bar = time.monotonic(), _Bar()

    def step(what: str, done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - begun > PATIENCE:
            bar.show(what, done, total)

    try:
        yield step
    finally:
        bar.close()


class _Bar:
    """rich's bar, started late."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def show(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.description}"))
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(what, total=total)
            self._bar.start()
        self._bar.update(self._task, description=what, completed=done, total=total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
