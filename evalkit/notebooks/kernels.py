"""A warm kernel: it runs one notebook after the other, emptied in between.

Three quarters of a notebook's time go into starting Python and reading pandas and matplotlib, which a kernel
need do only once. Before each notebook its names are dropped and it moves to that notebook's folder, so that
nothing is left of the one before. One that has grown too large, or died, is replaced.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

J = TypeVar("J")
KERNELS = 2  # at a time, one for each core of an office machine
TIMEOUT = 600  # seconds a cell
MOST_MEMORY = 215 * 2**20  # bytes; a kernel above it is replaced before the next notebook
# Small tables need no threads of their own, and what is freed goes back to the machine.
_THRIFTY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_EMPTIED = "get_ipython().reset(); __import__('os').chdir({folder!r})"


class WarmKernel:
    """A kernel of our own Python, started with the first notebook."""

    def __init__(self) -> None:
        self._client: Any = None

    def run(self, book: Any, folder: Path) -> None:
        """Execute a notebook in place, as seen from a folder.

        Parameters
        ----------
        book : nbformat notebook
        folder : Path

        Raises
        ------
        nbclient.exceptions.CellExecutionError
            If a cell fails.
        nbclient.exceptions.DeadKernelError
            If the kernel dies; the next notebook gets another.
        """
        from nbclient.exceptions import DeadKernelError

        try:
            self._ready(book, folder).execute()
        except DeadKernelError:
            self.stop()
            raise

    def stop(self) -> None:
        """End it, if it was started."""
        if self._client is not None:
            with suppress(RuntimeError):
                self._client._cleanup_kernel()
            self._client = None

    def _ready(self, book: Any, folder: Path) -> Any:
        if self._client is not None and self._memory() > MOST_MEMORY:
            self.stop()
        if self._client is None:
            self._client = _client(book, folder)
        else:
            self._client.nb, code = book, _EMPTIED.format(folder=str(folder.resolve()))
            self._client.kc.execute(code, silent=True)
        return self._client

    def _memory(self) -> int:
        """Return the bytes that the kernel holds; 0 where psutil can't tell."""
        import psutil

        with suppress(psutil.Error):
            return psutil.Process(self._client.km.provisioner.pid).memory_info().rss
        return 0


def _client(book: Any, folder: Path) -> Any:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    manager = AsyncKernelManager(kernel_name="python3")
    manager.kernel_spec.env |= _THRIFTY  # pyright: ignore[reportOptionalMemberAccess]
    quiet = ["--log-level=ERROR"]  # not that it talks to us unencrypted, on this machine
    path = {"metadata": {"path": str(folder)}}
    return NotebookClient(book, manager, timeout=TIMEOUT, resources=path, extra_arguments=quiet)


def in_kernels(jobs: Sequence[J], run: Callable[[J, WarmKernel], str]) -> Iterator[tuple[J, str]]:
    """Share jobs out between the kernels, and yield each with its result as it is done.

    Parameters
    ----------
    jobs : sequence
    run : callable
        Takes a job and a kernel.

    Yields
    ------
    tuple
        The job and what `run` returned.
    """
    waiting, done = deque(jobs), SimpleQueue[tuple[Any, Any]]()

    def work() -> None:
        kernel = WarmKernel()
        try:
            while (job := _next(waiting)) is not None:
                done.put((job, run(job, kernel)))
        except BaseException as error:
            done.put((None, error))
        finally:
            kernel.stop()

    with ThreadPoolExecutor(KERNELS) as pool:
        workers = [pool.submit(work) for _ in range(min(KERNELS, len(waiting)))]
        try:
            for _ in jobs if workers else ():
                job, result = done.get()
                if isinstance(result, BaseException):
                    raise result
                yield job, result
        finally:
            waiting.clear()  # stopped: what has begun is ended, nothing more is begun


def _next(waiting: deque[J]) -> J | None:
    """Take the next job; another kernel may have taken the last one."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
