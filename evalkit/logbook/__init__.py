"""Logbooks, one file per format: what people wrote and saw, with dates, stances and counts."""
