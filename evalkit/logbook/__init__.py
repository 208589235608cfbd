"""Logbooks, one file per format: what people wrote and saw, with dates, stances and counts."""

from evalkit.logbook.assemble import Context, assemble_logbook
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.dates import parse_date
from evalkit.logbook.read import read_logbook, read_part

__all__ = ["Context", "Logbook", "assemble_logbook", "parse_date", "read_logbook", "read_part"]
