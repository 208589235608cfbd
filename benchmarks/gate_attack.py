"""Attack the gate: 2,000 random studies, every pair of parties of 3 to 12 people, criteria of several items.

Run: python benchmarks/gate_attack.py [studies]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.disclosure.attack import failures, published, random_studies
from tests.disclosure.pairs import failures_of_pair
from tests.disclosure.several import failures_of_several


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
    several = [(5, 2), (6, 2), (7, 2), (8, 2), (5, 3), (6, 3), (7, 3)]
    leaks = [failure for people, items in several for failure in failures_of_several(people, items)]
    print(
        f"all answers to two items of 5 to 8 people and three of 5 to 7: {len(leaks)} failures "
        f"({time.perf_counter() - start:.0f} s)"
    )
    return found + len(failed) + len(leaks)


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)))
