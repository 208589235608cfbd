"""Read large survey exports beside the reader underneath, and print the ratios.

Usage: ``python benchmarks/survey_reading.py [csv] [danish] [xlsx] [sav] [labels] [--rows N]``. Each reader runs in a process
of its own, by turns, seven times; seconds, processor seconds and memory are the medians, memory the highest resident
set of the process less what the imports took. The files are made anew in a temporary folder: Danish texts with line breaks, dates, codes,
don't-know codes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

RUNS = 7
LIMITS = {"csv": 1.5, "danish": 1.5, "xlsx": 1.2, "sav": 1.2, "labels": 1.2}
LABELS = ["Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig", "Ved ikke"]
TEXT = [
    "Vi mødes sjældent på midten,\nmen vi taler godt sammen",
    "Ærlig dialog; åbne døre",
    "",
    "Går godt",
    "Øv, for få timer",
]


def table(rows: int, columns: int, *, text: bool = True) -> pd.DataFrame:
    """Make a survey: a number, a date, a text, labelled answers, and codes for the rest."""
    chance = np.random.default_rng(2016)
    frame = {"respondent": np.arange(rows) + 1}
    frame["dato"] = pd.Timestamp("2016-08-15") + pd.to_timedelta(chance.integers(0, 200, rows), unit="D")
    if text:
        frame["bemærkning"] = np.array(TEXT, dtype=object)[chance.integers(0, len(TEXT), rows)]
        frame["svar"] = np.array(LABELS, dtype=object)[chance.integers(0, len(LABELS), rows)]
    frame["vægt"] = chance.normal(1, 0.2, rows).round(4)
    frame |= {f"q{n}": chance.integers(1, 7, rows) for n in range(columns - len(frame))}
    return pd.DataFrame(frame)


def make_csv(path: Path, rows: int, **options: str) -> None:
    """Write a CSV of 30 columns; pandas' Arrow engine refuses line breaks in cells, so there are none."""
    frame = table(rows, 30)
    frame["bemærkning"] = frame["bemærkning"].str.replace("\n", " ")
    frame.to_csv(path, index=False, **options)


def make_danish_csv(path: Path, rows: int) -> None:
    """Write the same with semicolons, decimal commas and days first."""
    make_csv(path, rows, sep=";", decimal=",", date_format="%d-%m-%Y")


def make_xlsx(path: Path, rows: int) -> None:
    """Write a workbook of 18 columns."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Svar")
    frame = table(rows, 18)
    sheet.append(list(frame.columns))
    for line in frame.astype(object).itertuples(index=False):
        sheet.append([cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in line])
    book.save(path)


def make_sav(path: Path, rows: int) -> None:
    """Write an SPSS file of 62 columns, with value labels and 6 as user-missing."""
    import pyreadstat

    frame = table(rows, 62, text=False).drop(columns="dato").assign(q99=1)
    items = [name for name in frame if name.startswith("q")]
    pyreadstat.write_sav(
        frame, str(path), column_labels={name: f"Spørgsmål {name}" for name in items},
        variable_value_labels={name: dict(enumerate(LABELS, start=1)) for name in items},
        missing_ranges={name: [6] for name in items},
    )  # fmt: skip


def by_evalkit(path: Path) -> None:
    """Read with evalkit."""
    from evalkit.survey import read_survey

    read_survey(path)


def by_evalkit_labelled(path: Path) -> None:
    """Read with evalkit and lay the labels over the codes, those of missing values too."""
    from evalkit.survey import read_survey

    read_survey(path).labelled(missing=True)


def by_pandas_csv(path: Path) -> None:
    """Read with pandas and Arrow."""
    pd.read_csv(path, engine="pyarrow")


def by_pandas_danish_csv(path: Path) -> None:
    """Read with pandas and Arrow, told how the file is written; dates stay texts."""
    pd.read_csv(path, engine="pyarrow", sep=";", decimal=",")


def by_pandas_xlsx(path: Path) -> None:
    """Read with pandas and calamine."""
    pd.read_excel(path, engine="calamine")


def by_pyreadstat(path: Path) -> None:
    """Read with pyreadstat, labels and user-missing values kept."""
    import pyreadstat

    pyreadstat.read_sav(str(path), user_missing=True)


def by_pyreadstat_labelled(path: Path) -> None:
    """Read with pyreadstat, labels instead of codes and user-missing values kept."""
    import pyreadstat

    pyreadstat.read_sav(str(path), user_missing=True, apply_value_formats=True)


def measure(readers: list[Callable[[Path], None]], path: Path) -> list[list[float]]:
    """Return each reader's seconds, processor seconds and MB: medians of runs by turns, each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    runs: list[list[tuple[float, float, float]]] = [[] for _ in readers]
    for _ in range(RUNS):
        for reader, found in zip(readers, runs, strict=True):
            queue = context.SimpleQueue()
            process = context.Process(target=_run, args=(reader, path, queue))
            process.start()
            process.join()
            found.append(queue.get())
    return [[statistics.median(column) for column in zip(*found, strict=True)] for found in runs]


def _run(reader: Callable[[Path], None], path: Path, queue: multiprocessing.SimpleQueue) -> None:
    import pyarrow.csv  # noqa: F401
    import pyreadstat  # noqa: F401
    import python_calamine  # noqa: F401

    import evalkit.survey  # noqa: F401

    before = _peak()
    start, busy = time.perf_counter(), time.process_time()
    reader(path)
    queue.put((time.perf_counter() - start, time.process_time() - busy, _peak() - before))


def _peak() -> float:
    """Return the highest resident set of this process in MB (getrusage would count its parent's)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


ENDINGS = {"danish": "csv", "labels": "sav"}
PYREADSTAT = "pyreadstat.read_sav(user_missing=True"
CASES = {  # how the file is made, the peer, ours, the peer's name, rows
    "csv": (make_csv, by_pandas_csv, by_evalkit, "pandas.read_csv(engine='pyarrow')", 1_000_000),
    "danish": (make_danish_csv, by_pandas_danish_csv, by_evalkit, "the same, sep=';', decimal=','", 1_000_000),
    "xlsx": (make_xlsx, by_pandas_xlsx, by_evalkit, "pandas.read_excel(engine='calamine')", 200_000),
    "sav": (make_sav, by_pyreadstat, by_evalkit, f"{PYREADSTAT})", 200_000),
    "labels": (
        make_sav, by_pyreadstat_labelled, by_evalkit_labelled, f"{PYREADSTAT}, apply_value_formats=True)", 200_000,
    ),
}  # fmt: skip


def main() -> int:
    """Run the cases asked for; the exit code says whether a ratio is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--rows", type=int)
    options = parser.parse_args()
    over = 0
    for case in options.cases:
        make, peer, own, name, rows = CASES[case]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"survey.{ENDINGS.get(case, case)}"
            make(path, options.rows or rows)
            theirs, ours = measure([peer, own], path)
        print(f"{case}: {options.rows or rows:,} rows, limit {LIMITS[case]} x {name}")
        for name, mine, other in zip(("time, s", "processor, s", "memory, MB"), ours, theirs, strict=True):
            print(f"  {name:12} {mine:8.2f} / {other:8.2f} = {mine / other:.2f}")
        over += ours[0] / theirs[0] > LIMITS[case]
        over += case == "xlsx" and ours[2] / theirs[2] > LIMITS[case]
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
