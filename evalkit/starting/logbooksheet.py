"""An empty logbook to keep in a spreadsheet, with lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.framework import Criterion, Framework
from evalkit.starting.sheets import write_sheet
from evalkit.tables import STANCES
from evalkit.words import pick, say, texts_under

WIDTHS = {
    "date": 12, "author": 12, "party": 18, "phase": 10, "site": 18, "solution": 18, "kind": 14, "text": 60,
    "criterion": 30, "stance": 14, "consent": 10,
}  # fmt: skip


def write_logbook_sheet(framework: Framework, folder: Path, lang: str, parties: Sequence[str]) -> Path:
    """Write the logbook sheet: a heading `read_logbook` knows, and drop-down lists below it.

    Parameters
    ----------
    framework : Framework
    folder : Path
    lang : {'da', 'en'}
    parties : sequence of str
        Their labels.

    Returns
    -------
    Path
    """
    headings = texts_under("starting.logbook_head", lang)
    options = {
        "party": list(parties),
        "phase": [say(f"phase.{phase}", lang) for phase in ("before", "during", "after")],
        "kind": list(texts_under("starting.kind", lang).values()),
        "criterion": [_one_word(one, lang) for one in framework.criteria],
        "stance": [say(f"stance.{stance}", lang) for stance in STANCES],
        "consent": [say("words.yes", lang), say("words.no", lang)],
    }
    return write_sheet(
        folder / say("starting.file_logbook", lang),
        say("starting.logbook", lang),
        {headings[name]: width for name, width in WIDTHS.items()},
        [],
        lists={list(WIDTHS).index(name) + 1: choices for name, choices in options.items()},
        lang=lang,
    )


def _one_word(criterion: Criterion, lang: str) -> str:
    """Return what a cell may hold: a label, but the id where the label has a comma, which parts codes."""
    label = pick(criterion.short or criterion.label, lang)
    return criterion.id if "," in label else label
