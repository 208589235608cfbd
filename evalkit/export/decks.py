"""The two decks of a study: one to talk over in the room, one to show to everybody.

The dialogue deck is the method's own meeting: the room ticks an empty card, then sees who answered, the card
with both parties' marks, where they differ most and what the logbook says, and goes on to three questions.
The report deck tells the same to people who weren't there, after the gate.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.charts import use_theme
from evalkit.charts.figures import figures_closed
from evalkit.export import deck_slides as slides
from evalkit.export.deck import Plot, Slide, write_deck
from evalkit.export.pptx_template import open_template, theme_of
from evalkit.export.results import Results, analyse
from evalkit.studyfile import need_consent
from evalkit.words import check_lang, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study

_MOST = 12  # slides for people who weren't there; what lies behind the findings fills up a thin study's deck


@figures_closed()
def dialogue_deck(
    study: Study, path: str | Path, *, lang: str = "da", template: str | Path | None = None
) -> Path:
    """Write the deck for the people in the room: six slides and a backup.

    Parameters
    ----------
    study : Study
    path : path
        Ending in .pptx.
    lang : {'da', 'en'}
    template : path, optional
        The organisation's .pptx or .potx, as for `save_deck`.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If a party hasn't consented to dialogue mode in study.yml, or as `save_deck`.
    """
    need_consent(study.parties, study.consent)
    results = analyse(study, lang=check_lang(lang), mode="dialogue")
    told = [
        slides.empty_card(results),
        slides.answered(results),
        slides.card(results),
        slides.three_gaps(results),
        slides.logbook(results),
        slides.moving_on(results),
    ]
    behind = [
        slides.reasons(results),
        slides.profile(results),
        slides.items_behind(results),
        slides.scope(results),
        slides.talk(results),
        slides.agreed(results),
        slides.method(results),
    ]
    backup = [slide for slide in behind if slide is not None]
    return _save([*told, *(_as_backup(slide, lang) for slide in backup)], path, results, template)


@figures_closed()
def report_deck(
    study: Study, path: str | Path, *, lang: str = "da", template: str | Path | None = None
) -> Path:
    """Write the deck for everybody: the study's findings, after the gate.

    Parameters
    ----------
    study : Study
    path : path
        Ending in .pptx.
    lang : {'da', 'en'}
    template : path, optional
        The organisation's .pptx or .potx, as for `save_deck`.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        As `save_deck`, or if what would be shown together gives away what is hidden.
    """
    results = analyse(study, lang=check_lang(lang), mode="report")
    gaps, scores = slides.parties(results), slides.profile(results)
    told = [
        slides.opening(results),
        slides.short(results),
        slides.answered(results),
        slides.card(results),
        gaps or scores,  # where no gap can be shown, the scores take its place
        slides.waves(results),
        slides.logbook(results),
        slides.trials(results),
        slides.scope(results),
        slides.talk(results),
        slides.agreed(results),
        scores if gaps else None,
        slides.reasons(results),
        slides.items_behind(results),
        slides.moving_on(results),
    ]
    with use_theme(theme_of(open_template(template))):
        found = _fitting([slide for slide in told if slide is not None])
    return _save([*found, slides.method(results)], path, results, template)


def _fitting(told: list[Slide]) -> list[Slide]:
    """Keep the slides that leave room for the last one; one of more pages than are left is not told."""
    kept: list[Slide] = []
    room = _MOST - 1
    for slide in told:
        pages = len(slide.content.charts()) if isinstance(slide.content, Plot) else 1
        if pages <= room:
            kept.append(slide)
            room -= pages
    return kept


def _save(told: list[Slide], path: str | Path, results: Results, template: str | Path | None) -> Path:
    title = pick(results.study.title, results.lang)
    return write_deck(told, path, template=template, title=title, lang=results.lang, mode=results.mode)


def _as_backup(slide: Slide, lang: str) -> Slide:
    title, alone = (say("deck.backup", lang, title=text) for text in (slide.title, slide.below_alone))
    return replace(slide, title=title, below_alone=alone if slide.below_alone else "")
