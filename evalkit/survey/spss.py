"""SPSS: .sav and .zsav, with value labels, user-missing values and multiple-response sets."""

from __future__ import annotations

from evalkit.survey.readstat import read_readstat
from evalkit.survey.source import Source
from evalkit.survey.variable import Parsed
from evalkit.words import told

TITLE = "SPSS"


def sniff(source: Source) -> str:
    """Look for the mark at the beginning of the file."""
    if not source.content.startswith((b"$FL2", b"$FL3")):
        return ""
    return told("reading.sign.begins", mark=source.content[:4].decode())


def parse(source: Source) -> Parsed:
    """Read the file; rows count from 1."""
    import pyreadstat

    return read_readstat(source, pyreadstat.read_sav, TITLE)
