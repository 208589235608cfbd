"""Scores beside each other: parties, waves, the logbook's evidence, trials at a site."""

from evalkit.comparing.evidence import triangulate
from evalkit.comparing.parties import compare_parties

__all__ = ["compare_parties", "triangulate"]
