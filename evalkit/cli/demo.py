"""What `evalkit demo` writes for one mode: the sample study's report and its slides."""

from __future__ import annotations

from pathlib import Path

NAMES = {"report": "rapport", "dialogue": "dialog"}


def demonstrate(study: Path, out: Path, lang: str, mode: str) -> list[str]:
    """Write one mode's report and deck, in a process of its own.

    Parameters
    ----------
    study, out : Path
    lang, mode : str

    Returns
    -------
    list of str
        What was written, for the terminal.
    """
    from evalkit.export.decks import dialogue_deck, report_deck
    from evalkit.export.report import save_report
    from evalkit.study import load_study

    loaded = load_study(study)
    folder = save_report(
        loaded, out / (loaded.id if mode == "report" else f"{loaded.id}-{mode}"), lang=lang, mode=mode
    )
    deck = report_deck if mode == "report" else dialogue_deck
    slides = deck(loaded, folder / f"{loaded.id}-{NAMES[mode]}.pptx", lang=lang)
    return [(folder / "report.html").as_posix(), slides.as_posix()]
