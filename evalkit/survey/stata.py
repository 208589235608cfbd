"""Stata: .dta, with value labels and the extended missing values .a to .z."""

from __future__ import annotations

from evalkit.survey.readstat import read_readstat
from evalkit.survey.source import Source, is_binary
from evalkit.survey.variable import Parsed
from evalkit.words import told

TITLE = "Stata"


def sniff(source: Source) -> str:
    """Look for the mark at the beginning of the file."""
    if not is_binary(source.content) or source.content.startswith((b"$FL2", b"$FL3")):
        return ""
    if source.content.startswith(b"<stata_dta>"):
        return told("reading.sign.begins", mark="<stata_dta>")
    return told("reading.sign.release", number=source.content[0])


def parse(source: Source) -> Parsed:
    """Read the file; rows count from 1."""
    import pyreadstat

    return read_readstat(source, pyreadstat.read_dta, TITLE)
