"""Beginning: what an analyst needs before there is any data, or when all she has is an export."""

from evalkit.starting.begin import Answers, begin_from_exports, begin_study, check_new
from evalkit.starting.codebooks import map_questions

__all__ = ["Answers", "begin_from_exports", "begin_study", "check_new", "map_questions"]
