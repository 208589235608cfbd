"""Percentages of a row that add up to 100, and when there may be percentages at all."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_BASE = 10  # under this base counts are written, "3 af 4", never percentages


def largest_remainder(counts: Sequence[float], total: int = 100) -> list[int]:
    """Round shares to whole numbers that add up to `total` (Hamilton's method).

    Parameters
    ----------
    counts : sequence of float
        Not negative.
    total : int

    Returns
    -------
    list of int
        All 0 if the counts are.

    References
    ----------
    Balinski & Young (1982), Fair Representation: Hamilton's method. Ties: the larger count, then the first.

    Examples
    --------
    >>> largest_remainder([1, 1, 1])
    [34, 33, 33]
    >>> largest_remainder([0, 0])
    [0, 0]
    """
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    # Noise past the ninth decimal must not decide who gets the last point.
    exact = [round(count * total / whole, 9) for count in counts]
    result = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda n: (result[n] - exact[n], -counts[n], n))
    for n in order[: total - sum(result)]:
        result[n] += 1
    return result
