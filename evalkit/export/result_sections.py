"""The sections of the story that show results: card, profile, parties, answers, logbook, trials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts import plot_likert, plot_parties, plot_profile, plot_scorecard
from evalkit.charts.evidence import plot_evidence
from evalkit.charts.layout import TooManyRows, at_most
from evalkit.charts.logbook import plot_logbook
from evalkit.charts.trials import plot_trials
from evalkit.charts.waves import READABLE, plot_waves
from evalkit.comparing.waves import compare_waves
from evalkit.export import findings
from evalkit.export.charted import Chart, pages_of
from evalkit.export.grids import grid_of
from evalkit.export.results import Results
from evalkit.export.story import Block, Grid, Paragraph
from evalkit.words import number, say


def card(results: Results) -> tuple[Block, ...]:
    """Show each criterion's verdict, with the parties' marks where they fit."""
    wave = results.last_wave("verdicts")
    if wave is None:
        return _nothing("card.none", results)
    verdicts, subtitle = results.of_wave("verdicts", wave), card_subtitle(results)
    plot, source = draw_card(results, wave), results.source(wave)
    chart = Chart("scorecard", plot, lambda _: findings.card(results, wave), subtitle, source)
    table = verdicts.join(_last_agreed(results), on="criterion")
    agreed = ["agreed"] if table["agreed"].notna().any() else []
    columns = ["criterion", "verdict", *agreed, "reason", "convergence"]
    if results.mode == "dialogue":
        columns.append("hangs_on")
    return (*pages_of(chart, verdicts, results), _grid(results, table, columns, "card"))


def draw_card(results: Results, wave: str) -> Callable[[pd.DataFrame], Axes]:
    """Return what draws a wave's card: with the parties' marks, where they fit, and what they agreed."""
    scores, agreed = results.of_wave("scores", wave), _last_agreed(results)

    def draw(part: pd.DataFrame) -> Axes:
        part = part.join(agreed, on="criterion")
        try:
            return plot_scorecard(part, scores, labels=results.study, lang=results.lang)
        except TooManyRows:
            return plot_scorecard(part, labels=results.study, lang=results.lang)

    return draw


def _last_agreed(results: Results) -> pd.DataFrame:
    """Return by criterion what the parties last agreed at the table, and when."""
    said = results.agreed[results.agreed["agreed"].notna()]
    last = said.sort_values("date", kind="stable").drop_duplicates("criterion", keep="last")
    named = last.astype({"criterion": str}).set_index("criterion")
    return named[["agreed", "date"]].rename(columns={"date": "agreed_on"})


def card_subtitle(results: Results) -> str:
    """Say what high and low are on the card."""
    limits, lang = results.study.framework.limits, results.lang
    return say(
        "export.story.card.subtitle", lang, high=number(limits.high, lang, 1), low=number(limits.low, lang)
    )


def profile(results: Results) -> tuple[Block, ...]:
    """Show each party's score on each criterion."""
    wave = results.last_wave("scores")
    if wave is None:
        return _nothing("answered.none", results)
    verdicts = results.of_wave("verdicts", wave)

    def plot(part: pd.DataFrame) -> Axes:
        return plot_profile(part, verdicts, labels=results.study, lang=results.lang)

    subtitle = say("export.story.profile.subtitle", results.lang, wave=results.wave_name(wave))
    chart = Chart("profile", plot, lambda _: findings.profile(results, wave), subtitle, results.source(wave))
    return pages_of(chart, results.of_wave("scores", wave), results)


def parties(results: Results) -> tuple[Block, ...]:
    """Show where the parties differ most."""
    wave = results.last_wave("parties")
    if len(results.study.parties) < 2 or wave is None:
        return _nothing("parties.one", results)
    table = results.of_wave("parties", wave)

    def plot(part: pd.DataFrame) -> Axes:
        return plot_parties(part, labels=results.study, lang=results.lang)

    def title(part: pd.DataFrame) -> str:
        return findings.parties(results, wave, part)

    subtitle = say("export.story.parties.subtitle", results.lang, wave=results.wave_name(wave))
    chart = Chart("parties", plot, title, subtitle, results.source(wave))
    columns = ("criterion", "party", "n", "score", "low", "high", "gap")
    return (*pages_of(chart, table, results), _grid(results, table, columns, "parties", folded=True))


def waves(results: Results) -> tuple[Block, ...]:
    """Show how scores asked twice moved from wave to wave; who moved which way in the room only."""
    table = asked_twice(results)
    if not len(table):
        return _nothing("waves.one", results)
    changes = compare_waves(results.study) if results.mode == "dialogue" else None

    def plot(part: pd.DataFrame) -> Axes:
        return plot_waves(part, changes, labels=results.study, lang=results.lang)

    def title(_: pd.DataFrame) -> str:
        return say("export.story.waves.finding", results.lang)

    subtitle = say("export.story.waves.subtitle", results.lang)
    chart = Chart("waves", at_most(READABLE, plot, "criterion"), title, subtitle, results.source())
    return pages_of(chart, table, results)


def likert(results: Results) -> tuple[Block, ...]:
    """Show how the answers fell on each item, one scale at a time, and say how many are hidden."""
    wave = results.last_wave("answers")
    if wave is None:
        return _nothing("answered.none", results)
    table = results.of_wave("answers", wave)
    scales = shown_scales(results, table)
    if not len(scales):
        return _nothing("likert.hidden", results)
    used, items = list(dict.fromkeys(scales)), table["item"].astype(str)
    pictures = [
        picture
        for id in used
        for picture in _answers(
            results,
            wave,
            table[items.isin(scales.index[scales == id])],
            "likert" if len(used) == 1 else f"likert-{id}",
        )
    ]
    return (*_left_out(results, table, len(scales)), *pictures)


def _left_out(results: Results, table: pd.DataFrame, shown: int) -> tuple[Block, ...]:
    """Say how many of the items that were answered aren't in the charts, and why."""
    answered = table.loc[table["state"].astype(str) == "answered", "item"].nunique()
    if answered == shown:
        return ()
    counts = {"shown": number(shown, results.lang), "answered": number(answered, results.lang)}
    return (Paragraph(say("export.story.likert.left_out", results.lang, **counts)),)


def asked_twice(results: Results) -> pd.DataFrame:
    """Return the scores of the criteria that have a score at two waves or more."""
    scored = results.scores[results.scores["score"].notna()]
    waves_of = scored.groupby("criterion", observed=True)["wave"].nunique()
    return results.scores[results.scores["criterion"].isin(waves_of.index[waves_of > 1])]


def shown_scales(results: Results, answers: pd.DataFrame) -> pd.Series:
    """Return the scale of each item whose answers may be shown, by item; empty where none may."""
    shown = answers[(answers["state"].astype(str) == "answered") & (answers["n"].fillna(0) > 0)]
    items = shown["item"].astype(str).drop_duplicates()
    return pd.Series(_scale_of(results, shown)[items.index].to_numpy(), index=items.to_numpy(), dtype=object)


def _scale_of(results: Results, answers: pd.DataFrame) -> pd.Series:
    return answers["item"].astype(str).map({item.id: item.scale for item in results.study.framework.items})


def _answers(results: Results, wave: str, table: pd.DataFrame, name: str) -> tuple[Block, ...]:
    def plot(part: pd.DataFrame) -> Axes:
        return plot_likert(part, labels=results.study, lang=results.lang)

    def title(_: pd.DataFrame) -> str:
        return say("export.story.likert.finding", results.lang, wave=results.wave_name(wave))

    subtitle = say("export.story.likert.subtitle", results.lang)
    return pages_of(Chart(name, plot, title, subtitle, results.source(wave)), table, results)


def evidence(results: Results) -> tuple[Block, ...]:
    """Show the logbook beside the survey, and when it was written."""
    entries, lang = results.study.entries, results.lang
    if not len(entries):
        return _nothing("evidence.none", results)
    lead = Paragraph(say("export.story.evidence.lead", lang, entries=number(len(entries), lang)))
    wave = results.last_wave("evidence")
    if wave is None:
        return (lead,)
    table = results.of_wave("evidence", wave)

    def plot(part: pd.DataFrame) -> Axes:
        return plot_evidence(part, labels=results.study, lang=lang)

    subtitle = say("export.story.evidence.subtitle", lang, wave=results.wave_name(wave))
    chart = Chart(
        "evidence", plot, lambda _: findings.evidence(results, wave), subtitle, results.source(wave)
    )
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
    grid = _grid(results, table, [c for c in columns if c in table], "evidence", wave=results.wave_name(wave))
    told = table[table["convergence"].notna()]
    pages = pages_of(chart, told, results) if len(told) else ()
    return (lead, *pages, *_timeline(results), grid)


def trials(results: Results) -> tuple[Block, ...]:
    """Show what was counted with each solution and without."""
    table = results.trials
    if not len(table):
        return _nothing("trials.none", results)

    def plot(part: pd.DataFrame) -> Axes:
        return plot_trials(part, labels=results.study, lang=results.lang)

    subtitle = say("export.story.trials.subtitle", results.lang)
    chart = Chart("trials", plot, lambda _: findings.trials(results), subtitle, results.source())
    columns = ("site", "solution", "behaviour", "sessions", "count", "reason")
    return (*pages_of(chart, table, results), _grid(results, table, columns, "trials", folded=True))


def _timeline(results: Results) -> tuple[Block, ...]:
    if not len(results.codings) or not results.entries["occurred_at"].notna().any():
        return ()

    def plot(_: pd.DataFrame) -> Axes:
        return plot_logbook(results.entries, results.codings, labels=results.study, lang=results.lang)

    subtitle = say("export.story.evidence.timeline_subtitle", results.lang)
    chart = Chart("logbook", plot, lambda _: findings.timeline(results), subtitle, results.source())
    return pages_of(chart, results.entries, results)


def _nothing(key: str, results: Results) -> tuple[Block, ...]:
    return (Paragraph(say(f"export.story.{key}", results.lang)),)


def _grid(
    results: Results, table: pd.DataFrame, columns: Sequence[str], section: str, *, folded: bool = False,
    wave: str = "",
) -> Grid:  # fmt: skip
    caption = say(f"export.story.{section}.table", results.lang, wave=wave)
    return grid_of(table, columns, caption, labels=results.study, lang=results.lang, folded=folded)
