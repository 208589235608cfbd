"""The slides of the two decks, one function each: what it says, what shows it, what the speaker does.

A title states a finding, and is made by a rule from the verdicts, the gaps or the convergence codes; nothing
in it is judged here. Where the gate has taken a number, the title names none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from evalkit.charts.layout import SMALL, wrap
from evalkit.charts.waves import READABLE
from evalkit.export import findings, views
from evalkit.export.charted import Chart
from evalkit.export.deck_parts import Plot, Slide
from evalkit.export.grids import grid_of
from evalkit.export.method import limits_in_words
from evalkit.export.results import Results
from evalkit.export.story import Bullets, Grid
from evalkit.export.way_sections import actions_of, beside, first_to_talk_of, what_is_missing
from evalkit.scoping import independence, talk_rule
from evalkit.words import date, listed, number, one_or_many, pick, say, texts_under

_MOST = 3  # differences and criteria that a slide dwells on
_REASON, _ROOMY = 390.0, 7  # points of a reason's column, and how many of its lines fit below a chart
_FEW = 2  # criteria of which survey and logbook can be laid side by side: fewer are no picture
_BOX = "\u2610"
_WORST_FIRST = ("not_fulfilled", "contested", "partly", "too_little_data", "fulfilled")


def opening(results: Results) -> Slide:
    """Make the first slide: the study, when people were asked, who may see it."""
    study, lang = results.study, results.lang
    waves = [f"{results.wave_name(wave.id)} {date(wave.date, lang)}" for wave in study.waves]
    parties = " · ".join(pick(party.label, lang) for party in study.parties)  # a name may have an "and"
    lines = (
        say(f"deck.opening.parties.{one_or_many(len(study.parties))}", lang, parties=parties),
        say(f"deck.opening.waves.{one_or_many(len(waves))}", lang, waves=listed(waves, lang)),
        independence(study, lang),
    )
    return Slide(pick(study.title, lang), None, "\n".join(lines))


def short(results: Results) -> Slide:
    """Say the few things that nobody must miss."""
    return _slide(
        results, "short", Bullets(findings.short(results)[:-1]), say("deck.short.title", results.lang)
    )


def empty_card(results: Results) -> Slide:
    """Make the card that the room ticks before it sees what was answered."""
    lang, framework = results.lang, results.study.framework
    heads = texts_under("deck.tick", lang)
    rows = tuple(
        (say(f"phase.{criterion.phase}", lang), pick(criterion.label, lang), _BOX, _BOX, _BOX)
        for criterion in framework.criteria
    )
    grid = Grid(say("deck.empty.caption", lang), tuple(heads.values()), rows)
    return _slide(results, "empty", grid, say("deck.empty.title", lang))


def answered(results: Results) -> Slide:
    """Show who was asked and who answered."""
    return _shown(
        results, "answered", replace(views.response(results, _last(results, "scores")), subtitle="")
    )


def card(results: Results) -> Slide:
    """Show the card with the verdicts and both parties' marks."""
    return _shown(results, "card", views.card(results, _last(results, "verdicts")))


def three_gaps(results: Results) -> Slide:
    """Show the criteria on which the parties are furthest apart."""
    wave = _last(results, "parties")
    table = results.of_wave("parties", wave)
    apart = table[table["gap"].notna()].drop_duplicates("criterion")
    widest = list(apart.nlargest(_MOST, "gap")["criterion"].astype(str))
    if not widest:
        return _sentence(results, "gaps", "deck.gaps.none")
    rows = table[table["criterion"].astype(str).isin(widest)]
    slide = _gaps(results, replace(views.parties(results, wave), table=rows), wave, "three")
    return replace(slide, below=_said_of(results, widest, wave))


def parties(results: Results) -> Slide | None:
    """Show the gap between the parties on every criterion; nothing where no gap can be shown."""
    wave = _last(results, "parties")
    if _without(results, "scores", "score"):
        return None
    if len(results.study.parties) < 2:
        return _sentence(results, "gaps", "deck.gaps.none")
    if _without(results, "parties", "gap"):
        return None
    return _gaps(results, views.parties(results, wave), wave, "all")


def profile(results: Results) -> Slide | None:
    """Show each party's score on each criterion; nothing where no score can be shown."""
    if _without(results, "scores", "score"):
        return None
    return _shown(results, "profile", views.profile(results, _last(results, "scores")))


def waves(results: Results) -> Slide | None:
    """Show the scores that moved most, wave by wave; nothing where people were asked once."""
    chart, lang = views.waves(results), results.lang
    if not len(chart.table):
        return None
    moved = _most_moved(chart.table)
    rows = chart.table[chart.table["criterion"].astype(str).isin(moved)]
    if len(rows) < len(chart.table):
        chart = replace(chart, subtitle=say("deck.waves.subtitle", lang, n=number(len(moved), lang)))
    return _shown(results, "waves", replace(chart, table=rows))


def _most_moved(table: pd.DataFrame) -> list[str]:
    """Name the criteria on which a party's score moved most from first to last, as many as can be read."""
    scored = table[table["score"].notna()].sort_values("wave", kind="stable")
    scores = scored.groupby(["criterion", "party"], observed=True)["score"]
    moved = (scores.last() - scores.first()).abs().groupby("criterion", observed=True).max()
    return [str(id) for id in moved.sort_values(ascending=False, kind="stable").index[:READABLE]]


def trials(results: Results) -> Slide | None:
    """Show the behaviour that was counted most, with each solution and without; nothing where nothing was."""
    table = results.trials
    if not len(table):
        return None
    most = table.groupby("behaviour", observed=True)["count"].sum().idxmax()
    return _shown(results, "trials", replace(views.trials(results), table=table[table["behaviour"] == most]))


def logbook(results: Results) -> Slide:
    """Show what the logbook says beside the answers; where that can't be shown, when it was written."""
    chart = views.evidence(results, _last(results, "verdicts"))
    dated = len(results.entries) and results.entries["occurred_at"].notna().any()
    if len(chart.table) < _FEW and dated:
        return _shown(results, "logbook", views.timeline(results))
    if not len(results.study.entries) or not len(chart.table):
        return _sentence(results, "logbook", "export.story.evidence.none")
    return _shown(results, "logbook", replace(chart, subtitle=""))


def scope(results: Results) -> Slide | None:
    """Show what the parties froze beside what happened; for everybody, only where something is told."""
    told = ~results.promises["status"].astype(str).isin(findings.UNSEEN) | (results.mode == "dialogue")
    return _shown(results, "scope", views.scope(results)) if told.any() else None


def talk(results: Results) -> Slide | None:
    """Show the dilemmas, and what to talk about first; nothing where nothing stands out."""
    first = first_to_talk_of(results) if len(results.talk) else None
    notes = "\n\n".join((say("deck.talk.notes", results.lang), talk_rule(results.study, results.lang)))
    if not len(results.dilemmas):
        if first is None:
            return None
        slide = _slide(results, "talk", first, findings.talk(results), first.caption)
        return replace(slide, notes=notes)

    slide = _shown(results, "dilemmas", views.dilemmas(results))
    if first is None:
        return slide
    notes = f"{slide.notes}\n\n{notes}"
    return replace(slide, below=first, notes=notes, below_alone=findings.talk(results))


def agreed(results: Results) -> Slide | None:
    """Show what the parties agreed beside the computed verdict, and the actions; nothing before they met."""
    judged, actions = beside(results, brief=True), actions_of(results)
    if judged is None and actions is None:
        return None
    first = judged or actions
    title = findings.agreed(results) if judged else results.say("agreed.actions")
    names = listed([results.wave_name(id) for id in results.agreed["wave"].drop_duplicates()], results.lang)
    subtitle = f"{judged.caption}, {names}" if judged else ""
    slide = _slide(results, "together", first, title, subtitle)
    alone = results.say("agreed.actions")
    return replace(slide, below=actions, below_alone=alone) if judged else slide


def items_behind(results: Results) -> Slide | None:
    """Show the answers to the items of the criteria with the worst verdicts; nothing where all are hidden."""
    wave, lang = _last(results, "verdicts"), results.lang
    table = results.of_wave("verdicts", wave)
    chosen = _worst(table)
    answers = results.of_wave("answers", wave)
    answers = answers[answers["criterion"].astype(str).isin(chosen)]
    scales, means = views.shown_scales(results, answers), answers["item"].isna()
    if not len(scales) and not answers.loc[means, "n"].gt(0).any():
        return None
    drawn = answers["item"].astype(str).isin(scales.index[scales.isin(scales.mode()[:1])])
    answers = answers[drawn | means]
    fulfilled = table["criterion"].astype(str).isin(chosen) & table["verdict"].eq("fulfilled")
    key = "lowest" if fulfilled.any() else "subtitle"
    subtitle = say(f"deck.items.{key}", lang, names=findings.names_of(results, chosen))
    return _shown(results, "items", replace(views.likert(results, wave, answers), subtitle=subtitle))


def reasons(results: Results) -> Slide | None:
    """Show the reason of each verdict, in words and numbers; nothing where all are hidden."""
    if _without(results, "verdicts", "reason"):
        return None
    wave, lang = _last(results, "verdicts"), results.lang
    table = results.of_wave("verdicts", wave)
    caption = results.say("card.table")
    grid = grid_of(table, ("criterion", "verdict", "reason"), caption, labels=results.study, lang=lang)
    least = table[table["verdict"].notna()]["smallest_n"]
    key = "shown" if least.isna().any() else "title"
    some = least.notna().any() and least.min() > 0
    title = say(f"deck.reasons.{key}", lang, n=number(least.min(), lang)) if some else caption
    return _slide(results, "reasons", grid, title, f"{caption}, {results.wave_name(wave)}")


def method(results: Results) -> Slide:
    """Say what was not measured and the verdicts' limits; the others and the sums stand in the notes."""
    lang = results.lang
    shown = Bullets((*what_is_missing(results), *limits_in_words(results, verdicts=True)))
    slide = _slide(results, "method", shown, say("deck.method.title", lang))
    notes = "\n".join((*limits_in_words(results, verdicts=False), *texts_under("export.sum", lang).values()))
    return replace(slide, notes=f"{slide.notes}\n\n{notes}")


def moving_on(results: Results) -> Slide:
    """Ask the deck's three questions."""
    lang = results.lang
    questions = tuple(texts_under("deck.question", lang).values())
    slide = _slide(results, "moving_on", Bullets(questions), say("deck.moving_on.title", lang))
    heads = tuple(texts_under("deck.agreed", lang).values())
    return replace(slide, below=Grid(say("deck.agreed_caption", lang), heads, (("\n", "", ""),) * 3))


def _said_of(results: Results, criteria: list[str], wave: str) -> Grid:
    """Say of some criteria what the verdict is, why, and how the logbook goes with it."""
    verdicts = results.of_wave("verdicts", wave)
    order = verdicts["criterion"].astype(str).map({id: place for place, id in enumerate(criteria)})
    rows = verdicts.assign(order=order).dropna(subset=["order"]).sort_values("order").drop(columns="order")
    lines = sum(len(wrap(reason, _REASON, SMALL)) for reason in rows["reason"].fillna("").astype(str))
    reason = ("reason",) if lines <= _ROOMY else ()  # longer ones have the backup's slide
    columns = ("criterion", "verdict", *reason, "convergence")
    caption = results.say("card.table")
    return grid_of(rows, columns, caption, labels=results.study, lang=results.lang)


def _gaps(results: Results, chart: Chart, wave: str, which: str) -> Slide:
    title = findings.parties(results, wave)
    subtitle = say(f"deck.gaps.{which}", results.lang, wave=results.wave_name(wave))
    return _shown(results, "gaps", replace(chart, title=lambda _: title, subtitle=subtitle))


def _shown(results: Results, id: str, chart: Chart) -> Slide:
    return _slide(results, id, Plot(chart.table, chart.plot), chart.finding, chart.subtitle)


def _slide(results: Results, id: str, content: Any, title: str, subtitle: str = "") -> Slide:
    texts = texts_under(f"deck.{id}", results.lang)
    return Slide(
        title, content, subtitle or texts.get("subtitle", ""), results.source(), texts.get("notes", "")
    )


def _sentence(results: Results, id: str, key: str) -> Slide:
    return _slide(results, id, Bullets((say(key, results.lang),)), say(f"deck.{id}.plain", results.lang))


def _without(results: Results, table: str, column: str) -> bool:
    """Tell whether nothing can be shown of a column at the last wave."""
    return bool(results.of_wave(table, _last(results, table))[column].isna().all())


def _last(results: Results, table: str) -> str:
    """Return the last wave with answers; before anybody answered, the first one."""
    return results.last_wave(table) or results.study.waves[0].id


def _worst(verdicts: pd.DataFrame) -> list[str]:
    """Return the criteria that aren't fulfilled, the worst first; else those of the lowest score."""
    judged = verdicts[verdicts["verdict"].notna()]
    wanting = judged[judged["verdict"] != "fulfilled"]
    judged = wanting if len(wanting) else judged
    rank = judged["verdict"].astype(str).map({name: place for place, name in enumerate(_WORST_FIRST)})
    ordered = judged.assign(rank=rank).sort_values(["rank", "lowest_score"], kind="stable")
    return list(ordered["criterion"].astype(str).head(_MOST))
