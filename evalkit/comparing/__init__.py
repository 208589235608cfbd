"""Scores beside each other: parties, waves, the logbook's evidence, trials at a site."""

from evalkit.comparing.evidence import triangulate
from evalkit.comparing.evidence_coverage import evidence_coverage
from evalkit.comparing.investment import agreements, compare_investment
from evalkit.comparing.parties import compare_parties, cross_views
from evalkit.comparing.trials import compare_trials
from evalkit.comparing.waves import compare_waves

__all__ = [
    "agreements",
    "compare_investment",
    "compare_parties",
    "compare_trials",
    "compare_waves",
    "cross_views",
    "evidence_coverage",
    "triangulate",
]
