"""How often a trial's 95 % interval holds the true rate ratio, beside a naive Poisson interval.

Sessions of 18 to 36 minutes, counts more uneven than chance (negative binomial), 3 + 3 to 10 + 10 of them,
true ratios 1, 0.5 and 0.25. Where one side counted nothing there is a one-sided bound instead; the last
column counts intervals and bounds together.

    python benchmarks/trials_coverage.py
"""

from __future__ import annotations

import math

import numpy as np

from evalkit.comparing.trial_rates import rate_ratio

RUNS = 2_000
SIZES = (3, 4, 5, 7, 10)
SETTINGS = (
    (8, 5),
    (20, 5),
    (20, 2),
    (5, 2),
    (40, 8),
)  # counts an hour without the solution, variance over mean
RATIOS = (1.0, 0.5, 0.25)


def main() -> None:
    """Simulate and print the coverage of every setting."""
    rng = np.random.default_rng(2016)
    ours, naive, together = [], [], []
    print("sessions  counts/h  dispersion  ratio   interval  naive Poisson  with bounds")
    for size in SIZES:
        for mean, spread in SETTINGS:
            for ratio in RATIOS:
                held, by_hand, both = coverage(rng, size, mean, spread, ratio)
                ours.append(held)
                naive.append(by_hand)
                together.append(both)
                shares = f"{held:10.1%} {by_hand:14.1%} {both:12.1%}"
                print(f"{size:3d} + {size:2d} {mean:9d} {spread:11d} {ratio:6.2f} {shares}")
    print(f"interval: {min(ours):.1%} to {max(ours):.1%} (to reach: 94 to 100 %)")
    print(f"intervals and bounds: {min(together):.1%} to {max(together):.1%}")
    print(f"naive Poisson: {min(naive):.1%} to {max(naive):.1%}")


def coverage(
    rng: np.random.Generator, size: int, mean: float, spread: float, ratio: float
) -> tuple[float, float, float]:
    """Return the share of runs whose interval, naive interval, and interval or bound held the true ratio."""
    held = by_hand = compared = bound = bound_held = 0
    for _ in range(RUNS):
        exposures = [rng.uniform(0.3, 0.6, size) for _ in range(2)]
        counts = [
            uneven(rng, mean * rate * hours, spread)
            for rate, hours in zip((1.0, ratio), exposures, strict=True)
        ]
        found = rate_ratio(counts, exposures)
        if math.isnan(found.ratio):
            bound += not math.isnan(found.low)
            bound_held += found.low <= ratio <= found.high
            continue
        compared += 1
        held += found.low <= ratio <= found.high
        reach = 1.96 * math.sqrt(sum(1 / n.sum() for n in counts))
        by_hand += abs(math.log(found.ratio / ratio)) <= reach
    return held / compared, by_hand / compared, (held + bound_held) / (compared + bound)


def uneven(rng: np.random.Generator, means: np.ndarray, spread: float) -> np.ndarray:
    """Draw counts whose variance is `spread` times their mean."""
    return rng.negative_binomial(means / (spread - 1), 1 / spread).astype(float)


if __name__ == "__main__":
    main()
