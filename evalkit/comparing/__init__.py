"""Scores beside each other: parties, waves, the logbook's evidence, trials at a site."""
