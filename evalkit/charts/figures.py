"""The figures that pyplot keeps: what is drawn on the way to a file is not left for a notebook to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def figures_closed() -> Iterator[None]:
    """Close, at the end, every figure that was opened inside."""
    from matplotlib import pyplot as plt

    before = set(plt.get_fignums())
    try:
        yield
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
