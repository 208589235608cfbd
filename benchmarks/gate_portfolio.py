"""Time the gate on 50 studies (two parties, four waves, the short form), and say what it leaves visible.

Run: python benchmarks/gate_portfolio.py [studies]
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

import evalkit as ek
from evalkit.disclosure import audit, protect_together
from evalkit.framework import load_framework

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


def gate(responses: object) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame], float, float]:
    """Score, protect and audit; return scores, findings, tables, seconds to protect, seconds to audit."""
    scores = ek.score_criteria(responses)
    tables = [scores, ek.judge_criteria(scores), ek.compare_parties(scores), ek.count_answers(responses)]
    start = time.perf_counter()
    gated = protect_together(tables)
    middle = time.perf_counter()
    named = dict(zip(["scores", "verdicts", "parties", "answers"], gated, strict=True))
    found = audit(named)
    return scores, found, named, middle - start, time.perf_counter() - middle


def visible(scores: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> str:
    shown = tables["scores"]["shown"].astype(str).to_numpy()
    enough, few = (scores["n"] >= 5).to_numpy(), scores["n"].between(3, 4).to_numpy()
    judged = tables["verdicts"]["state"].eq("answered").to_numpy()
    stand = tables["verdicts"]["shown"].isin(("yes", "word")).to_numpy()
    kept = {"numbers": shown[enough] == "yes", "words": shown[few] == "word", "verdicts": stand[judged]}
    return ", ".join(f"{name} {_share(those)}" for name, those in kept.items())


def _share(kept: np.ndarray) -> str:
    return f"{np.mean(kept):.1%} of {len(kept)}" if len(kept) else "none"


def main(studies: int) -> None:
    scores, found, tables, protecting, auditing = gate(portfolio(studies))
    print(
        f"{studies} studies: protect {protecting:.2f} s, audit {auditing:.2f} s, {len(found)} findings; "
        f"{visible(scores, tables)}"
    )
    for folder in sorted(path.parent for path in SAMPLES.glob("*/study.yml")):
        scores, found, tables, *_ = gate(ek.load_study(folder))
        print(f"{folder.name}: {visible(scores, tables)}; {len(found)} findings")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
