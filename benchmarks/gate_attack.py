"""Attack the gate: 2,000 random studies, every pair of parties of 3 to 12 people, criteria of several items.

Run: python benchmarks/gate_attack.py [studies]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from tests.disclosure.attack import failures, published, random_studies
from tests.disclosure.items import left_to_others, random_party
from tests.disclosure.pairs import failures_of_pair


def main(studies: int) -> int:
    start = time.perf_counter()
    found = 0
    for seed in range(0, studies, 200):
        responses = random_studies(min(200, studies - seed), seed=seed)
        failed = failures(responses, published(responses))
        found += len(failed)
        print(*failed[:3], sep="\n", end="\n" if failed else "")
    print(f"{studies} random studies: {found} failures ({time.perf_counter() - start:.0f} s)")
    start = time.perf_counter()
    pairs = [(one, other) for one in range(3, 13) for other in range(one, 13)]
    failed = [failure for pair in pairs for failure in failures_of_pair(pair)]
    print(
        f"all answers of {len(pairs)} pairs of parties: {len(failed)} failures "
        f"({time.perf_counter() - start:.0f} s)"
    )
    start = time.perf_counter()
    untold = [seed for seed in range(studies // 50) if _fewest(seed) < 3]
    print(
        f"{studies // 50} parties with several items a criterion: {len(untold)} with fewer than three answers found "
        f"({time.perf_counter() - start:.0f} s) {untold or ''}"
    )
    return found + len(failed) + len(untold)


def _fewest(seed: int) -> int:
    rng = np.random.default_rng(seed)
    return min(map(len, left_to_others(random_party(rng), rounds=100, rng=rng).values()))


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)))
