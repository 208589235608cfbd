"""Beginning: what an analyst needs before there is any data, or when all she has is an export."""

from evalkit.starting.begin import Answers, begin_from_exports, begin_study

__all__ = ["Answers", "begin_from_exports", "begin_study"]
