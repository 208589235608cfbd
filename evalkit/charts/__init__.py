"""One chart a file; each draws a table that a public function returned and computes nothing."""

from evalkit.charts.answers import plot_answers
from evalkit.charts.check import check_chart
from evalkit.charts.describe import describe_chart
from evalkit.charts.dilemmas import plot_dilemmas
from evalkit.charts.evidence import plot_evidence
from evalkit.charts.likert import plot_likert
from evalkit.charts.logbook import plot_logbook
from evalkit.charts.parties import plot_parties
from evalkit.charts.portfolio import plot_portfolio
from evalkit.charts.profile import plot_profile
from evalkit.charts.response import plot_response
from evalkit.charts.scope import plot_scope
from evalkit.charts.scope_outcome import plot_scope_outcome
from evalkit.charts.scorecard import plot_scorecard
from evalkit.charts.table import format_table
from evalkit.charts.theme import use_theme
from evalkit.charts.trials import plot_trials
from evalkit.charts.waves import plot_waves

__all__ = [
    "check_chart",
    "describe_chart",
    "format_table",
    "plot_answers",
    "plot_dilemmas",
    "plot_evidence",
    "plot_likert",
    "plot_logbook",
    "plot_parties",
    "plot_portfolio",
    "plot_profile",
    "plot_response",
    "plot_scope",
    "plot_scope_outcome",
    "plot_scorecard",
    "plot_trials",
    "plot_waves",
    "use_theme",
]
