"""The sums: counts by any engine, scores with intervals, verdicts by a printed rule."""

from evalkit.scoring.criteria import score_criteria
from evalkit.scoring.verdicts import judge_criteria

__all__ = ["judge_criteria", "score_criteria"]
