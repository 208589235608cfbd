"""The sections of the story, one function each: what to say and show about a study's results."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts import plot_likert, plot_parties, plot_profile, plot_scorecard
from evalkit.charts.layout import TooManyRows, split_rows
from evalkit.export import findings
from evalkit.export.grids import grid_of
from evalkit.export.method import method_section
from evalkit.export.results import Results
from evalkit.export.story import Block, Bullets, Grid, Paragraph, Picture, Section
from evalkit.study import who_answered
from evalkit.words import date, listed, number, out_of, percent, pick, say, texts_under


def tell(results: Results) -> tuple[Section, ...]:
    """Tell a study's results as a story.

    Parameters
    ----------
    results : Results

    Returns
    -------
    tuple of Section
        In reading order. The charts in it are open matplotlib figures.
    """
    makers: tuple[Callable[[Results], tuple[Block, ...]], ...] = (
        _short, _asked, _answered, _card, _profile, _parties, _likert, _evidence, _notes, method_section,
    )  # fmt: skip
    ids = (
        "short",
        "asked",
        "answered",
        "card",
        "profile",
        "parties",
        "likert",
        "evidence",
        "notes",
        "method",
    )
    return tuple(
        Section(id, say(f"export.story.{id}.title", results.lang), make(results))
        for id, make in zip(ids, makers, strict=True)
    )


def _short(results: Results) -> tuple[Block, ...]:
    return (Bullets(findings.short(results)),)


def _card(results: Results) -> tuple[Block, ...]:
    wave = results.last_wave("verdicts")
    if wave is None:
        return (Paragraph(say("export.story.card.none", results.lang)),)
    limits = results.study.framework.limits
    verdicts = results.of_wave("verdicts", wave)
    ax = plot_scorecard(verdicts, results.of_wave("scores", wave), labels=results.study, lang=results.lang)
    subtitle = say(
        "export.story.card.subtitle", results.lang,
        high=number(limits.high, results.lang, 1), low=number(limits.low, results.lang),
    )  # fmt: skip
    columns = ("criterion", "verdict", "reason", "convergence", "hangs_on")
    return (
        _picture(results, "scorecard", ax, findings.card(results, wave), subtitle),
        _grid(results, verdicts, columns, "card"),
    )


def _profile(results: Results) -> tuple[Block, ...]:
    wave = results.last_wave("scores")
    if wave is None:
        return (Paragraph(say("export.story.answered.none", results.lang)),)
    verdicts, scores = results.of_wave("verdicts", wave), results.of_wave("scores", wave)
    subtitle = say("export.story.profile.subtitle", results.lang, wave=results.wave_name(wave))

    def plot(part: pd.DataFrame) -> Axes:
        return plot_profile(part, verdicts, labels=results.study, lang=results.lang)

    return _pages(results, "profile", scores, plot, (findings.profile(results, wave), subtitle))


def _parties(results: Results) -> tuple[Block, ...]:
    wave = results.last_wave("parties")
    if len(results.study.parties) < 2 or wave is None:
        return (Paragraph(say("export.story.parties.one", results.lang)),)
    table = results.of_wave("parties", wave)
    subtitle = say("export.story.parties.subtitle", results.lang, wave=results.wave_name(wave))

    def plot(part: pd.DataFrame) -> Axes:
        return plot_parties(part, labels=results.study, lang=results.lang)

    pages = _pages(results, "parties", table, plot, (findings.parties(results, wave), subtitle))
    columns = ("criterion", "party", "n", "score", "low", "high", "gap")
    return (*pages, _grid(results, table, columns, "parties", folded=True))


def _likert(results: Results) -> tuple[Block, ...]:
    wave = results.last_wave("answers")
    if wave is None:
        return (Paragraph(say("export.story.answered.none", results.lang)),)
    table = results.of_wave("answers", wave)
    texts = (
        say("export.story.likert.finding", results.lang, wave=results.wave_name(wave)),
        say("export.story.likert.subtitle", results.lang),
    )

    def plot(part: pd.DataFrame) -> Axes:
        return plot_likert(part, labels=results.study, lang=results.lang)

    return _pages(results, "likert", table, plot, texts)


def _evidence(results: Results) -> tuple[Block, ...]:
    entries = len(results.study.entries)
    if not entries:
        return (Paragraph(say("export.story.evidence.none", results.lang)),)
    lead = Paragraph(say("export.story.evidence.lead", results.lang, entries=number(entries, results.lang)))
    wave = results.last_wave("evidence")
    if wave is None:
        return (lead,)
    table = results.of_wave("evidence", wave)
    columns = [
        "criterion",
        "convergence",
        "supports",
        "against",
        "mixed",
        "sources",
        "author_parties",
        "quotes",
    ]
    caption = say("export.story.evidence.table", results.lang, wave=results.wave_name(wave))
    shown = [column for column in columns if column in table]
    return (lead, grid_of(table, shown, caption, labels=results.study, lang=results.lang))


def _asked(results: Results) -> tuple[Block, ...]:
    study, lang = results.study, results.lang
    framework, asked = study.framework, set(study.responses["item"].astype(str))
    lead = say(
        "export.story.asked.lead", lang, criteria=number(len(framework.criteria), lang),
        items=number(len(asked), lang), framework=pick(framework.title, lang),
    )  # fmt: skip
    when = [
        say("export.story.asked.wave", lang, wave=results.wave_name(wave.id), date=date(wave.date, lang))
        for wave in study.waves
    ]
    rows = tuple(
        (say(f"phase.{c.phase}", lang), pick(c.label, lang), "\n".join(results.item_texts(c.id, asked)))
        for c in framework.criteria
    )
    names = texts_under("export.column", lang)
    headings = (names["phase"], names["criterion"], names["item"])
    return (
        Paragraph(lead),
        Paragraph(say("export.story.asked.waves", lang, waves=listed(when, lang))),
        Grid(say("export.story.asked.table", lang), headings, rows, folded=True),
    )


def _answered(results: Results) -> tuple[Block, ...]:
    lang, names = results.lang, texts_under("export.column", results.lang)
    rows = []
    for row in who_answered(results.study).to_dict("records"):
        known = not pd.isna(row["invited"])
        invited = number(row["invited"], lang) if known else say("words.unknown", lang)
        rate = _rate(row["answered"], int(row["invited"]), lang) if known else say("words.unknown", lang)
        party = results.party_name(row["party"])
        rows.append((results.wave_name(row["wave"]), party, invited, number(row["answered"], lang), rate))
    headings = (
        names["wave"], names["party"], names["invited"],
        say("export.story.answered.answered", lang), say("export.story.answered.share", lang),
    )  # fmt: skip
    return (Grid(say("export.story.answered.table", lang), headings, tuple(rows), frozenset({2, 3, 4})),)


def _rate(answered: int, invited: int, lang: str) -> str:
    """Write a share of the invited: in per cent from ten, else ``3 af 4``."""
    return percent(100 * answered / invited, lang) if invited >= 10 else out_of(answered, invited, lang)


def _notes(results: Results) -> tuple[Block, ...]:
    study, lang = results.study, results.lang
    caption = say("export.story.notes.read", lang)
    notes: Block = (
        Bullets(study.report, caption) if study.report else Paragraph(say("export.story.notes.none", lang))
    )
    if not len(study.corrections):
        return (notes, Paragraph(say("export.story.notes.corrections_none", lang)))
    return (
        notes,
        _grid(results, study.corrections, tuple(study.corrections.columns), "notes", key="corrections"),
    )


def _pages(
    results: Results,
    name: str,
    table: pd.DataFrame,
    plot: Callable[[pd.DataFrame], Axes],
    texts: tuple[str, str],
) -> tuple[Picture, ...]:
    """Draw a table as one chart, or as 1/2, 2/2 where it doesn't fit on one page."""
    try:
        return (_picture(results, name, plot(table), *texts),)
    except TooManyRows:
        parts = split_rows(table, plot)
    pages = [
        say("export.page.part", results.lang, text=texts[1], part=page, parts=len(parts))
        for page in range(1, len(parts) + 1)
    ]
    return tuple(
        _picture(results, f"{name}-{number}", plot(part), texts[0], subtitle)
        for number, (part, subtitle) in enumerate(zip(parts, pages, strict=True), start=1)
    )


def _picture(results: Results, name: str, ax: Axes, title: str, subtitle: str) -> Picture:
    return Picture(name, ax, title, subtitle, results.source())


def _grid(
    results: Results, table: pd.DataFrame, columns: tuple[str, ...], section: str, *, key: str = "table",
    folded: bool = False,
) -> Grid:  # fmt: skip
    caption = say(f"export.story.{section}.{key}", results.lang)
    return grid_of(table, columns, caption, labels=results.study, lang=results.lang, folded=folded)
