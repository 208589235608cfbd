"""What `evalkit report` writes: the folder, and beside its page a Word report or slides."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

Step = Callable[[str, int, int], None]
_DECKS = {
    "da": {"report": "rapport", "dialogue": "dialog"},
    "en": {"report": "report", "dialogue": "dialogue"},
}


def write_report(
    study: Path, out: Path | None, *, lang: str, mode: str, also: Collection[str] = (), step: Step
) -> list[str]:
    """Write a study's report.

    Parameters
    ----------
    study : Path
    out : Path or None
        out/<study> unless given.
    lang, mode : str
    also : collection of {'word', 'slides', 'excel'}
        Beside the page; or, of excel, its CSV files as a Danish Excel reads them.
    step : callable
        Takes what is being done, how many steps are done, and of how many.

    Returns
    -------
    list of str
        What was written, for the terminal.
    """
    from evalkit.export.decks import dialogue_deck, report_deck
    from evalkit.export.docx_report import save_document
    from evalkit.export.ooxml import need_office
    from evalkit.export.report import save_report
    from evalkit.study import load_study

    for extra, module in (("word", "docx"), ("slides", "pptx")):
        if extra in also:
            need_office(module)
    loaded = load_study(study)
    out = out or Path("out") / (loaded.id if mode == "report" else f"{loaded.id}-dialogue")
    save_report(loaded, out, lang=lang, mode=mode, excel="excel" in also, on_step=step)
    written = [out / "report.html"]
    if "word" in also:
        written.append(save_document(loaded, out / "report.docx", lang=lang, mode=mode))
    if "slides" in also:
        deck = report_deck if mode == "report" else dialogue_deck
        written.append(deck(loaded, out / f"{loaded.id}-{_DECKS[lang][mode]}.pptx", lang=lang))
    return [path.as_posix() for path in written]
