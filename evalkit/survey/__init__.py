"""Survey exports, one file per format: whatever the survey tool wrote, read as it is."""

from evalkit.survey.carrier import Survey
from evalkit.survey.draft import draft_codebook
from evalkit.survey.read import read_survey
from evalkit.survey.values import item_values

__all__ = ["Survey", "draft_codebook", "item_values", "read_survey"]
