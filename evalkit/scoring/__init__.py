"""The sums: counts by any engine, scores with intervals, verdicts by a printed rule."""
