"""What `evalkit report` writes: the folder, and beside its page a Word report or slides."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path


def write_report(
    study: Path, out: Path | None, *, lang: str, mode: str, excel: bool, also: Collection[str]
) -> list[str]:
    """Write a study's report, showing how far it is.

    Parameters
    ----------
    study : Path
    out : Path or None
        out/<study> unless given.
    lang, mode : str
    excel : bool
    also : collection of {'word', 'slides'}

    Returns
    -------
    list of str
        What was written, for the terminal.
    """
    from evalkit.cli.progress import progress
    from evalkit.export.decks import dialogue_deck, report_deck
    from evalkit.export.docx_report import save_document
    from evalkit.export.ooxml import need_office
    from evalkit.export.report import save_report
    from evalkit.study import load_study

    for extra in also:
        need_office({"word": "docx", "slides": "pptx"}[extra])
    with progress() as step:
        loaded = load_study(study)
        folder = out or Path("out") / (loaded.id if mode == "report" else f"{loaded.id}-dialogue")
        written = [
            save_report(loaded, folder, lang=lang, mode=mode, excel=excel, on_step=step) / "report.html"
        ]
        if "word" in also:
            written.append(save_document(loaded, folder / "report.docx", lang=lang, mode=mode))
        if "slides" in also:
            deck = report_deck if mode == "report" else dialogue_deck
            written.append(deck(loaded, folder / "slides.pptx", lang=lang))
    return [path.as_posix() for path in written]
