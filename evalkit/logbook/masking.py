"""Which columns of a logbook hold free text, and so are masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from evalkit.logbook.carrier import SOURCE, Logbook
from evalkit.logbook.privacy import mask_texts, name_pattern, report
from evalkit.tables import ENTRIES, EVIDENCE, SESSIONS

_TEXTS = {
    "entries": ("author", "text", "site"),
    "evidence": ("coder", "quote"),
    "sessions": ("observer", "notes", "site"),
}
_NEVER = {*SOURCE, "precision", "due", "delivered", "code", "hours"}


def masked(logbook: Logbook) -> Logbook:
    """Mask what is known by its shape in every column of free text, the source's own further columns too.

    Parameters
    ----------
    logbook : Logbook

    Returns
    -------
    Logbook
        With a sentence in its report about what was masked.
    """
    return _with_masks(logbook, None)


def with_pseudonyms(logbook: Logbook, roster: Mapping[str, str]) -> Logbook:
    """Replace the roster's names by their pseudonyms in every column of free text.

    Parameters
    ----------
    logbook : Logbook
    roster : mapping of str to str
        Name to pseudonym.

    Returns
    -------
    Logbook
    """
    return _with_masks(logbook, roster) if roster else logbook


def _with_masks(logbook: Logbook, roster: Mapping[str, str] | None) -> Logbook:
    found: Counter[str] = Counter()
    pattern, pseudonyms = name_pattern(roster) if roster else (None, None)
    tables: dict[str, pd.DataFrame] = {}
    for name in _TEXTS:
        table = getattr(logbook, name)
        new: dict[str, pd.Series] = {}
        for column in _columns(name, table):
            new[column], masks = mask_texts(table[column], pattern, pseudonyms)
            found.update(masks)
        tables[name] = table.assign(**new)
    files = sorted({str(file) for name in _TEXTS for file in tables[name]["file"].unique()})
    return replace(
        logbook, **tables, report=(*logbook.report, *report(found, ", ".join(files[:3]) or "logbook"))
    )


def _columns(name: str, table: pd.DataFrame) -> list[str]:
    if table.empty:
        return []
    own = {"entries": ENTRIES, "evidence": EVIDENCE, "sessions": SESSIONS}[name]
    further = [column for column in table.columns if column not in own and column not in _NEVER]
    return [*_TEXTS[name], *further]
