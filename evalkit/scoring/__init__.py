"""The sums: counts by any engine, scores with intervals, verdicts by a printed rule."""

from evalkit.scoring.answers import count_answers
from evalkit.scoring.criteria import score_criteria
from evalkit.scoring.verdicts import judge_criteria

__all__ = ["count_answers", "judge_criteria", "score_criteria"]
