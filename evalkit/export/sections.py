"""The story of a study, section by section, and those of them that say how it came about."""

from __future__ import annotations

from collections.abc import Callable

from evalkit.export import findings, views
from evalkit.export import way_sections as way
from evalkit.export.charted import pages_of
from evalkit.export.grids import grid_of
from evalkit.export.method import method_section
from evalkit.export.result_sections import card, evidence, likert, parties, profile, trials, waves
from evalkit.export.results import Results
from evalkit.export.story import Block, Bullets, Grid, Paragraph, Section
from evalkit.words import date, listed, one_or_many, pick, say, texts_under

_TO_SOMEBODY = ("answered", "dont_know", "skipped")  # the states of an item that somebody was asked


def tell(results: Results) -> tuple[Section, ...]:
    """Tell a study's results as a story.

    Parameters
    ----------
    results : Results

    Returns
    -------
    tuple of Section
        In reading order, without those that have nothing to show; what wasn't measured has a section of its
        own. The charts in it are open matplotlib figures.
    """
    makers: dict[str, Callable[[Results], tuple[Block, ...]]] = {
        "short": _short, "asked": _asked, "answered": _answered, "card": card, "profile": profile,
        "parties": parties, "waves": waves, "likert": likert, "evidence": evidence, "trials": trials,
        "scope": way.scope, "dilemmas": way.dilemmas, "talk": way.talk, "agreed": way.agreed,
        "contributed": way.contributed, "unmeasured": way.unmeasured, "notes": _notes,
        "method": method_section,
    }  # fmt: skip
    told = {id: make(results) for id, make in makers.items()}
    return tuple(Section(id, results.say(f"{id}.title"), blocks) for id, blocks in told.items() if blocks)


def _short(results: Results) -> tuple[Block, ...]:
    return (Bullets(findings.short(results)),)


def _asked(results: Results) -> tuple[Block, ...]:
    study, lang = results.study, results.lang
    framework, told = study.framework, study.responses[study.responses["state"].isin(_TO_SOMEBODY)]
    asked, about = set(told["item"].astype(str)), set(told["criterion"].dropna().astype(str))
    lead = results.say(
        "asked.lead", criteria=results.many("criteria", len(about)), items=results.many("items", len(asked)),
        framework=pick(framework.title, lang),
    )  # fmt: skip
    when = [
        results.say("asked.wave", wave=results.wave_name(wave.id), date=date(wave.date, lang))
        for wave in study.waves
    ]
    rows = tuple(
        (say(f"phase.{c.phase}", lang), pick(c.label, lang), "\n".join(results.item_texts(c.id, asked)))
        for c in framework.criteria
        if c.id in about
    )
    names = texts_under("export.column", lang)
    headings = (names["phase"], names["criterion"], names["item"])
    return (
        Paragraph(lead),
        Paragraph(results.say(f"asked.waves.{one_or_many(len(when))}", waves=listed(when, lang))),
        Grid(results.say("asked.table"), headings, rows, folded=True),
    )


def _answered(results: Results) -> tuple[Block, ...]:
    names = texts_under("export.column", results.lang)
    rows = [
        (
            results.wave_name(row["wave"]), results.party_name(row["party"]), row["invited"], row["answered"],
            row["percent"] or row["of_invited"],
        )
        for row in results.answered()
    ]  # fmt: skip
    headings = (
        names["wave"], names["party"], names["invited"],
        results.say("answered.answered"), results.say("answered.share"),
    )  # fmt: skip
    grid = Grid(results.say("answered.table"), headings, tuple(rows), frozenset({2, 3, 4}), folded=True)
    return (*_response(results), grid)


def _response(results: Results) -> tuple[Block, ...]:
    wave = results.last_wave("scores")
    if wave is None:
        return (Paragraph(results.say("answered.none")),)
    return pages_of(views.response(results, wave), results)


def _notes(results: Results) -> tuple[Block, ...]:
    study, lang = results.study, results.lang
    caption = results.say("notes.read")
    notes: Block = (
        Bullets(study.said(lang, mode=results.mode), caption)
        if study.report
        else Paragraph(results.say("notes.none"))
    )
    if not len(study.corrections):
        return (notes, Paragraph(results.say("notes.corrections_none")))
    caption, columns = results.say("notes.corrections"), map(str, results.corrections)
    return (
        notes,
        grid_of(results.corrections, list(columns), caption, labels=study, lang=lang),
    )
