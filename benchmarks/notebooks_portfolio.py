"""Run the notebooks on a portfolio of 50 synthetic studies: seconds, cores used, peak memory of all processes.

Each study is a copy of a sample with its own id. Memory is read from /proc ten times a second: PSS, which counts
what processes share once, and RSS, which counts it in each.

Run: python benchmarks/notebooks_portfolio.py [studies] [notebook ...]
"""

import os
import re
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from evalkit.notebooks import run_notebooks

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[1] / "data" / "sample").glob("*/study.yml"))


def portfolio(folder: Path, studies: int) -> Path:
    """Write so many studies into a folder."""
    for number in range(studies):
        sample = SAMPLES[number % len(SAMPLES)]
        copy = folder / f"s{number:02}_{sample.name}"
        shutil.copytree(sample, copy)
        text = (copy / "study.yml").read_text("utf-8")
        (copy / "study.yml").write_text(re.sub(r"(?m)^id: .*", f"id: {copy.name}", text), "utf-8")
    return folder


class Watch(threading.Thread):
    """Reads the memory and processor time of this process and its children until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over, self.pss, self.rss, self.processor = threading.Event(), 0, 0, {}

    def run(self) -> None:
        me = psutil.Process()
        while not self.over.wait(0.1):
            pss = rss = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    memory, times = process.memory_full_info(), process.cpu_times()
                except psutil.Error:
                    continue
                pss, rss = pss + memory.pss, rss + memory.rss
                self.processor[process.pid] = times.user + times.system
            self.pss, self.rss = max(self.pss, pss), max(self.rss, rss)


def main() -> None:
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        watch, begun, steps = Watch(), time.perf_counter(), []
        watch.start()
        study = portfolio(Path(folder) / "in", studies)
        run_notebooks(
            study, Path(folder) / "out", only=sys.argv[2:], on_step=lambda *step: steps.append(step)
        )
        seconds = time.perf_counter() - begun
        watch.over.set()
        watch.join()
        processor, runs = sum(watch.processor.values()), steps[-1][2]
        print(f"{studies} studies, {runs} notebooks, {len(steps)} steps shown, load {os.getloadavg()[0]:.1f}")
        print(
            f"{seconds:.0f} s ({seconds / runs:.2f} a notebook), processor {processor:.0f} s, cores used {processor / seconds:.2f}"
        )
        print(
            f"peak memory of {len(watch.processor)} processes: PSS {watch.pss / 2**20:.0f} MB, RSS {watch.rss / 2**20:.0f} MB"
        )


if __name__ == "__main__":
    main()
