"""The sums: counts by any engine, scores with intervals, verdicts by a printed rule."""

from evalkit.scoring.agreement import agreement, reliability
from evalkit.scoring.answers import count_answers
from evalkit.scoring.coders import coder_agreement
from evalkit.scoring.criteria import score_criteria
from evalkit.scoring.verdicts import judge_criteria

__all__ = ["agreement", "coder_agreement", "count_answers", "judge_criteria", "reliability", "score_criteria"]
