"""The whole report of a study in one folder: charts, tables, web page, manifest.

Everything is computed first and written to a temporary folder; the folder is moved in when the last file is
done. In report mode nothing is written that didn't pass the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.charts.figures import figures_closed
from evalkit.errors import EvalkitError
from evalkit.export.html import render_page
from evalkit.export.manifest import build_manifest, write_manifest
from evalkit.export.outbox import MANIFEST, whole_folder
from evalkit.export.pages import Texts
from evalkit.export.pictures import footer_of, made_on, save_pictures
from evalkit.export.published import report_figures
from evalkit.export.results import Results, analyse
from evalkit.export.sections import tell
from evalkit.export.story import Section, pictures_of
from evalkit.export.tables import save_csv, save_workbook
from evalkit.words import check_lang, date, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study

Step = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def save_report(
    study: Study,
    folder: str | Path,
    *,
    lang: str = "da",
    mode: str = "report",
    excel: bool = False,
    on_step: Step | None = None,
) -> Path:
    """Write a study's whole report into a folder.

    Parameters
    ----------
    study : Study
    folder : path
        New, empty, or an earlier output of evalkit, which is replaced when the new one is whole.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
        ``report`` is for everybody: all of it passes the gate. ``dialogue`` is for the people in the room,
        watermarked.
    excel : bool
        Write the CSV files for a Danish Excel: ``;`` between, decimal comma, byte order mark.
    on_step : callable, optional
        Called with what is being done, how many steps are done, and of how many.

    Returns
    -------
    Path
        The folder, holding report.html, tables.xlsx, scores.csv, verdicts.csv, manifest.json and charts/
        with each chart as PNG and SVG.

    Raises
    ------
    EvalkitError
        If the folder holds something else or can't be written, or what would be published gives away what
        is hidden. An earlier output is then as it was.
    """
    check_lang(lang)
    if isinstance(study, tuple | list):
        raise EvalkitError(
            f"a report is about one study, and this is a portfolio of {len(study)}",
            "Save one for each, into a folder of its own: for study in portfolio: save_report(study, ...).",
        )
    folder, step = Path(folder), on_step or _silent
    with whole_folder(folder) as draft, figures_closed():
        step(say("export.step.compute", lang), 0, 1)
        results = analyse(study, lang=lang, mode=mode)
        story = tell(results)
        _write_tables(results, draft, excel=excel)
        _write_charts(results, story, draft, step)
        _write_page(results, story, draft)
        figures = report_figures(results.scores, results.answers) if mode == "report" else None
        manifest = build_manifest(study, lang=lang, mode=mode, folder=draft, figures=figures)
        write_manifest(manifest, draft / MANIFEST)
    return folder


def _silent(what: str, done: int, total: int) -> None:
    pass


def _write_tables(results: Results, folder: Path, *, excel: bool) -> None:
    labels, lang = results.study, results.lang
    mark = say("watermark", lang) if results.mode == "dialogue" else ""
    path, about = folder / "tables.xlsx", _about(results)
    save_workbook(results.tables(), path, labels=labels, lang=lang, about=about, mark=mark)
    for name in ("scores", "verdicts"):
        save_csv(getattr(results, name), folder / f"{name}.csv", labels=labels, lang=lang, excel=excel)


def _write_charts(results: Results, story: tuple[Section, ...], folder: Path, step: Step) -> None:
    pictures = list(pictures_of(story))
    (folder / "charts").mkdir()
    for done, picture in enumerate(pictures):
        step(picture.title, done, len(pictures))
        paths = [folder / "charts" / f"{picture.name}.{ending}" for ending in ("png", "svg")]
        footer = footer_of(picture.source, results.lang, results.mode)
        texts = Texts(picture.title, picture.subtitle, footer)
        save_pictures(picture.ax, paths, texts, lang=results.lang, mode=results.mode)


def _write_page(results: Results, story: tuple[Section, ...], folder: Path) -> None:
    lang = results.lang
    made = say("export.html.made", lang, date=date(made_on(), lang), mode=say(f"mode.{results.mode}", lang))
    page = render_page(
        story, title=pick(results.study.title, lang), subtitle=pick(results.study.framework.title, lang),
        lang=lang, mode=results.mode, made=made,
    )  # fmt: skip
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def _about(results: Results) -> list[tuple[str, str]]:
    from evalkit.export.manifest import versions
    from evalkit.export.method import limits_in_words

    lang, framework = results.lang, results.study.framework
    made = say("export.about.made", lang, date=date(made_on(), lang), version=versions()["evalkit"])
    lines = [
        (say("export.about.title", lang, study=pick(results.study.title, lang)), made),
        (say("export.about.mode", lang), say(f"mode.{results.mode}", lang)),
        (
            say("export.about.framework", lang),
            f"{pick(framework.title, lang)}, {framework.id} {framework.version}",
        ),
    ]
    if results.mode == "dialogue":
        lines.insert(1, ("", say("watermark", lang)))
    return lines + [
        (say("export.about.limits", lang) if n == 0 else "", text)
        for n, text in enumerate(limits_in_words(results))
    ]
