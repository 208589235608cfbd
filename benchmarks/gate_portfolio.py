"""Time the gate on 50 studies (two parties, four waves, the short form), and say what it leaves visible.

Run: python benchmarks/gate_portfolio.py [studies]
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

import evalkit as ek
from evalkit.disclosure import audit, protect_together
from evalkit.framework import load_framework
from tests.disclosure.kept import kept

SAMPLES = Path(__file__).parents[1] / "data" / "sample"


def portfolio(studies: int, seed: int = 6) -> pd.DataFrame:
    """Return responses of parties of 3 to 14 people, the sizes of partnership projects."""
    rng = np.random.default_rng(seed)
    items = [item for item in load_framework().items if item.core]
    parts = []
    for study in range(studies):
        for party in "ab":
            n = int(rng.integers(3, 15))
            for wave in ("start", "mid", "end", "followup"):
                lean = rng.uniform(1.5, 3.2, size=len(items))
                answers = np.clip(np.rint(rng.normal(lean, 0.8, size=(n, len(items)))), 0, 4)
                parts.append(pd.DataFrame({
                    "study": f"s{study:03}", "wave": wave, "party": party,
                    "respondent": np.repeat([f"{party}{at}" for at in range(n)], len(items)),
                    "item": [item.id for item in items] * n, "value": 25 * answers.ravel(),
                    "state": "answered",
                }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def main(studies: int) -> None:
    responses = portfolio(studies)
    scores = ek.score_criteria(responses)
    tables = [scores, ek.judge_criteria(scores), ek.compare_parties(scores), ek.count_answers(responses)]
    tables.append(ek.compare_waves(responses))
    start = time.perf_counter()
    gated = protect_together(tables)
    middle = time.perf_counter()
    found = audit(gated)
    end = time.perf_counter()
    print(
        f"{studies} studies: protect {middle - start:.2f} s, audit {end - middle:.2f} s, {len(found)} findings"
    )
    folders = sorted(path.parent for path in SAMPLES.glob("*/study.yml"))
    kept_of = {folder.name: kept(ek.load_study(folder)) for folder in folders}
    rows = kept_of | {"the six samples": sum(kept_of.values()), f"{studies} random studies": kept(responses)}
    print(f"{'':20}" + "".join(f"{name:>20}" for name in next(iter(rows.values())).index))
    for name, counts in rows.items():
        print(f"{name:20}" + "".join(f"{_share(*row):>20}" for row in counts.itertuples(index=False)))


def _share(shown: int, of: int) -> str:
    return f"{shown / of:.0%} of {of}" if of else "-"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
