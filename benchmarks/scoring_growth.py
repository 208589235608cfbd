"""Score wide Parquet files of growing size, each way in a process of its own, in turn, and write the medians as CSV.

    python benchmarks/scoring_growth.py docs/growth.csv [--repeats 5]

Columns: people, way, s, mb (peak memory of the process). `docs/pictures.py` draws it.
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SIZES = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
WAYS = ("Polars by hand", "evalkit", "DuckDB by hand")


def run(script, *given):
    """Run a script of this folder and return what it printed."""
    call = [sys.executable, str(HERE / script), *map(str, given)]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout


def measure(people, repeats):
    """Return a row for each way: people, way, median seconds, median MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.parquet"
        run("scoring_data.py", people, path)
        runs = [
            {way: json.loads(run("scoring_engines.py", path, "--one", way)) for way in WAYS}
            for _ in range(repeats)
        ]
    return [
        [people, way, *(round(statistics.median(one[way][k] for one in runs), 3) for k in ("s", "mb"))]
        for way in WAYS
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("to")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    rows = [row for people in SIZES for row in measure(people, given.repeats)]
    with Path(given.to).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([["people", "way", "s", "mb"], *rows])


if __name__ == "__main__":
    main()
