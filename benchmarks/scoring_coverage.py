"""How often the 95 % intervals hold the truth: 300 random populations at n = 3, 5, 8, 12, 20, 30.

    python benchmarks/scoring_coverage.py [draws]

A population is 1.2 to 3 times n people on a five-point scale, its shares of answers drawn from a Dirichlet
distribution between nearly all the same and even. Beside evalkit's interval: plain t, and a percentile
bootstrap.
"""

import sys

import numpy as np

from evalkit.scoring.intervals import score_interval, t_quantile

POPULATIONS = 300


def covered(low, high, truth):
    return ((low <= truth + 1e-9) & (truth <= high + 1e-9)).mean()


def bootstrap(drawn, rng):
    picks = rng.integers(0, drawn.shape[1], (200, drawn.shape[1]))
    return np.quantile(drawn[:, picks].mean(axis=2), [0.025, 0.975], axis=1)


def main():
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(
        "| n | evalkit mean | 5th percentile | plain t mean | 5th percentile | bootstrap mean |\n"
        + "| --- " * 6
        + "|"
    )
    for n in (3, 5, 8, 12, 20, 30):
        rng = np.random.default_rng(n)
        shares = []
        for _ in range(POPULATIONS):
            invited = int(np.ceil(n * rng.uniform(1.2, 3)))
            people = rng.choice(5, (draws, invited), p=rng.dirichlet(np.full(5, rng.uniform(0.3, 2)))) * 25.0
            truth, drawn = people.mean(axis=1), people[:, :n]
            mean, sd = drawn.mean(axis=1), drawn.std(axis=1, ddof=1)
            ours = score_interval(mean, sd, np.full(draws, n), np.full(draws, invited))
            half = t_quantile(0.975, n - 1) * sd / np.sqrt(n) * np.sqrt(1 - n / invited)
            few = bootstrap(drawn[:100], rng)
            shares.append(
                [covered(*ours, truth), covered(mean - half, mean + half, truth), covered(*few, truth[:100])]
            )
        ours, plain, resampled = np.array(shares).T
        figures = (
            ours.mean(),
            np.quantile(ours, 0.05),
            plain.mean(),
            np.quantile(plain, 0.05),
            resampled.mean(),
        )
        print(f"| {n} | " + " | ".join(f"{100 * f:.1f}" for f in figures) + " |")


if __name__ == "__main__":
    main()
