"""How long each notebook takes from the start of its kernel to its first chart, in a kernel of its own.

Run: python benchmarks/notebooks_first_chart.py [times]
"""

import statistics
import sys
import time

import nbformat
from nbclient import NotebookClient

from evalkit.notebooks import shipped_notebooks


def first_chart(path) -> float:
    """Run a notebook's cells until one shows a picture; return the seconds since before the kernel was started."""
    book = nbformat.read(path, as_version=4)
    quiet = ["--log-level=ERROR"]
    client = NotebookClient(book, extra_arguments=quiet, resources={"metadata": {"path": str(path.parent)}})
    begun = time.perf_counter()
    with client.setup_kernel():
        for at, cell in enumerate(book.cells):
            client.execute_cell(cell, at)
            if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
                return time.perf_counter() - begun
    raise SystemExit(f"{path.name} shows no chart")


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for path in shipped_notebooks():
        seconds = [first_chart(path) for _ in range(times)]
        print(f"{path.stem}: median {statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s")


if __name__ == "__main__":
    main()
