"""Score a large Parquet file beside hand-written queries for the same table, in one run.

    python benchmarks/scoring_engines.py /tmp/wide.parquet [--long] [--repeats 5]

Each way runs in a process of its own, in turn, so that peak memory is its own and a busy machine is shared
fairly. Printed: seconds (median of the repeats), processor seconds, peak memory in MB, and the ratio of
each to the hand-written Polars query. The hand-written queries give n, don't know, mean and standard deviation
with the half-of-the-items rule, for 400 groups x 10 criteria, and the same interval; evalkit's table has the
leave-one-out range, shares and the rest as well.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

BY = ["study", "wave", "party"]


def criteria():
    from evalkit.framework import load_framework

    framework = load_framework()
    return {c: [i.id for i in framework.items_of(c)] for c in framework.criterion_ids}


def interval(rows):
    """Add the interval to mean, sd, n: the same for every way."""
    import numpy as np

    from evalkit.scoring.intervals import score_interval

    mean, sd, n = np.array(rows, dtype=float).T
    return score_interval(mean, sd, n)


def evalkit_wide(path):
    import pandas as pd

    from evalkit.scoring import score_criteria

    values, missing = {n: str(n) for n in range(1, 6)}, {9: "Ved ikke"}
    row = {"criterion": "", "values": values, "missing": missing, "reverse": False}
    book = pd.DataFrame([{**row, "name": i, "item": i} for own in criteria().values() for i in own])
    return len(score_criteria(path, codebook=book))


def evalkit_long(path):
    from evalkit.scoring import score_criteria

    return len(score_criteria(path))


def polars_wide(path):
    import polars as pl

    own, figures = [], []
    for c, items in criteria().items():
        answers = [pl.when(pl.col(i) <= 5).then(pl.col(i)) for i in items]
        enough = pl.sum_horizontal([pl.col(i) <= 5 for i in items]) * 2 >= len(items)
        own.append(pl.when(enough).then((pl.mean_horizontal(answers) - 1) * 25).alias(c))
        own.append(pl.any_horizontal([pl.col(i) == 9 for i in items]).alias(c + "?"))
        unknown = (pl.col(c).is_null() & pl.col(c + "?")).sum().alias(c + "_dk")
        mean, sd, n = pl.col(c).mean(), pl.col(c).std().alias(c + "_sd"), pl.col(c).count().alias(c + "_n")
        figures += [mean, sd, n, unknown]
    table = pl.scan_parquet(path).select(*BY, *own).group_by(BY).agg(figures).collect(engine="streaming")
    rows = [row for c in criteria() for row in table.select(c, c + "_sd", c + "_n").iter_rows()]
    return len(interval(rows)[0])


def polars_wide_same(path):
    """Add what else stands in evalkit's table: asked, favourable with Wilson, range left out, don't-know share."""
    import numpy as np
    import polars as pl

    from evalkit.scoring.intervals import share_interval

    own, figures = [], [pl.len().alias("asked")]
    for c, items in criteria().items():
        answers = [pl.when(pl.col(i) <= 5).then(pl.col(i)) for i in items]
        answered = pl.sum_horizontal([pl.col(i) <= 5 for i in items])
        own.append(pl.when(answered * 2 >= len(items)).then((pl.mean_horizontal(answers) - 1) * 25).alias(c))
        own += [answered.alias(c + "+"), pl.sum_horizontal([pl.col(i) == 9 for i in items]).alias(c + "?")]
        unknown = (pl.col(c).is_null() & (pl.col(c + "?") > 0)).sum().alias(c + "_dk")
        mean, sd, n = pl.col(c).mean(), pl.col(c).std().alias(c + "_sd"), pl.col(c).count().alias(c + "_n")
        favourable = (pl.col(c) >= 62.5).sum().alias(c + "_up")
        ends = pl.col(c).min().alias(c + "_min"), pl.col(c).max().alias(c + "_max")
        figures += [mean, sd, n, unknown, favourable, *ends, pl.col(c + "+", c + "?").sum()]
    table = pl.scan_parquet(path).select(*BY, *own).group_by(BY).agg(figures).collect(engine="streaming")
    for c in criteria():
        n, mean = table[c + "_n"].to_numpy(), table[c].to_numpy()
        share_interval(table[c + "_up"].to_numpy(), n)
        np.subtract(mean * n, table[c + "_max"].to_numpy()) / (n - 1)
        np.subtract(mean * n, table[c + "_min"].to_numpy()) / (n - 1)
    rows = [row for c in criteria() for row in table.select(c, c + "_sd", c + "_n").iter_rows()]
    return len(interval(rows)[0])


def polars_long(path):
    import polars as pl

    people = (
        pl.scan_parquet(path)
        .group_by([*BY, "respondent", "criterion"])
        .agg(
            pl.col("value").mean(),
            n=pl.col("value").count(),
            asked=pl.len(),
            dk=(pl.col("state") == "dont_know").any(),
        )
    )
    people = people.with_columns(value=pl.when(pl.col("n") * 2 >= pl.col("asked")).then("value"))
    table = people.group_by([*BY, "criterion"]).agg(
        mean=pl.col("value").mean(),
        sd=pl.col("value").std(),
        n=pl.col("value").count(),
        dk=(pl.col("value").is_null() & pl.col("dk")).sum(),
    )
    table = table.collect(engine="streaming")
    return len(interval(table.select("mean", "sd", "n").rows())[0])


def duckdb_wide(path):
    import duckdb

    own, figures = [], []
    for number, items in enumerate(criteria().values()):
        n = " + ".join(f"coalesce(({i} <= 5)::int, 0)" for i in items)
        total = " + ".join(f"case when {i} <= 5 then ({i} - 1) * 25.0 else 0 end" for i in items)
        unknown = " or ".join(f"coalesce({i} = 9, false)" for i in items)
        own += [f"case when 2 * ({n}) >= {len(items)} then ({total}) / ({n}) end as c{number}"]
        own += [f"{unknown} as d{number}"]
        figures += [f"avg(c{number}), stddev_samp(c{number}), count(c{number})"]
        figures += [f"count(*) filter (c{number} is null and d{number})"]
    inner = f"select {', '.join(BY)}, {', '.join(own)} from read_parquet('{path}')"
    rows = duckdb.sql(f"select {', '.join(BY)}, {', '.join(figures)} from ({inner}) group by all").fetchall()
    return len(interval([row[k : k + 3] for row in rows for k in range(3, len(row), 4)])[0])


def pandas_wide(path):
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(path)
    for c, items in criteria().items():
        codes = frame[items].astype("float32").where(frame[items] <= 5)
        enough = codes.notna().sum(axis=1) * 2 >= len(items)
        frame[c] = ((codes.mean(axis=1) - 1) * 25).where(enough)
    table = frame.groupby(BY, observed=True)[list(criteria())].agg(["mean", "std", "count"])
    return len(interval(table.to_numpy().reshape(-1, 3).astype(np.float64))[0])


WIDE = {
    "Polars by hand": polars_wide,
    "Polars by hand, evalkit's columns": polars_wide_same,
    "evalkit": evalkit_wide,
    "DuckDB by hand": duckdb_wide,
}
LONG = {"Polars by hand": polars_long, "evalkit": evalkit_long}
SMART = {"pandas by hand": pandas_wide}


def one(way, path):
    """Run one way and print its figures; imports aren't timed."""
    ways = {**WIDE, **SMART, **{f"{name}, long": way for name, way in LONG.items()}}
    import duckdb  # noqa: F401
    import narwhals.stable.v2 as nw
    import polars
    import pyarrow.parquet  # noqa: F401
    import yaml  # noqa: F401

    import evalkit.scoring  # noqa: F401

    nw.from_native(polars.LazyFrame())  # it imports what it needs for Polars when it first meets it

    started, busy = time.perf_counter(), time.process_time()
    cells = ways[way](path)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "s": time.perf_counter() - started,
        "cpu": time.process_time() - busy,
        "mb": spent.ru_maxrss / 1024,
    }
    print(json.dumps({**figures, "cells": cells}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--one")
    given = parser.parse_args()
    if given.one:
        return one(given.one, given.path)
    names = [f"{name}, long" for name in LONG] if given.long else [*WIDE, *(SMART if given.pandas else ())]
    figures = {name: [] for name in names}
    for _ in range(given.repeats):
        for name in names:
            call = [sys.executable, __file__, given.path, "--one", name]
            figures[name].append(
                json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
            )
    middle = {
        n: {k: statistics.median(f[k] for f in runs) for k in ("s", "cpu", "mb")}
        for n, runs in figures.items()
    }
    first = middle[names[0]]
    print("| way | s | ratio | processor s | ratio | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    for name, m in middle.items():
        ratios = m["s"] / first["s"], m["cpu"] / first["cpu"]
        print(
            f"| {name} | {m['s']:.2f} | {ratios[0]:.2f} | {m['cpu']:.2f} | {ratios[1]:.2f} | {m['mb']:.0f} |"
        )
    return None


if __name__ == "__main__":
    main()
