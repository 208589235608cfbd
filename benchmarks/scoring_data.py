"""Make the tables that the scoring benchmarks count: a row for each respondent and wave, 30 item columns.

    python benchmarks/scoring_data.py 1000000 /tmp/wide.parquet [--long]

20 studies x 4 waves x 5 parties; codes 1-5, 9 for don't know (3 %), empty where skipped (5 %).
"""

import argparse

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from evalkit.framework import load_framework

FRAMEWORK = load_framework()
STEP = 250_000


def names(group, rng):
    columns = {
        "study": [f"study{n:02d}" for n in range(20)],
        "wave": ["start", "mid", "end", "followup"],
        "party": list("abcde"),
    }
    codes = {"study": group // 20, "wave": group // 5 % 4, "party": group % 5}
    return {
        name: pa.DictionaryArray.from_arrays(pa.array(codes[name].astype(np.int32)), known).cast(pa.string())
        for name, known in columns.items()
    }


def wide(people, first, rng):
    columns = names(rng.integers(0, 400, people), rng) | {
        "respondent": pa.array(np.arange(first, first + people))
    }
    lean = rng.normal(3.4, 1, people)
    for item in FRAMEWORK.item_ids:
        code = np.clip(np.round(lean + rng.normal(0, 0.9, people)), 1, 5).astype(np.int8)
        chance = rng.random(people)
        code[chance < 0.03] = 9
        columns[item] = pa.array(code, mask=chance > 0.95)
    return pa.table(columns)


def lengthen(table):
    """Turn a wide table into a responses table: a row for each respondent and item."""
    import pandas as pd

    items = list(FRAMEWORK.item_ids)
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    long = frame.melt(["study", "wave", "party", "respondent"], items, "item", "code")
    code = long.pop("code").to_numpy(dtype=float, na_value=np.nan)
    value = (code - 1) * 25
    value[code == 9] = np.nan
    criterion = {item.id: item.criterion for item in FRAMEWORK.items}
    state = np.where(np.isnan(code), "skipped", np.where(code == 9, "dont_know", "answered"))
    long = long.assign(criterion=long["item"].map(criterion), value=value, state=state)
    return pa.Table.from_pandas(long, preserve_index=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int)
    parser.add_argument("path")
    parser.add_argument("--long", action="store_true")
    given = parser.parse_args()
    rng = np.random.default_rng(1)
    writer = None
    for first in range(0, given.people, STEP):
        table = wide(min(STEP, given.people - first), first, rng)
        table = lengthen(table) if given.long else table
        writer = writer or pq.ParquetWriter(given.path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


if __name__ == "__main__":
    main()
