"""One chart a file; each draws a table that a public function returned and computes nothing."""

from evalkit.charts.check import check_chart
from evalkit.charts.describe import describe_chart
from evalkit.charts.likert import plot_likert
from evalkit.charts.parties import plot_parties
from evalkit.charts.profile import plot_profile
from evalkit.charts.scorecard import plot_scorecard
from evalkit.charts.theme import use_theme

__all__ = [
    "check_chart",
    "describe_chart",
    "plot_likert",
    "plot_parties",
    "plot_profile",
    "plot_scorecard",
    "use_theme",
]
