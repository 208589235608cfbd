"""The sections of the story that show results: card, profile, parties, answers, logbook, trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from evalkit.charts.layout import at_most
from evalkit.charts.waves import READABLE
from evalkit.comparing.waves import compare_waves
from evalkit.export import views
from evalkit.export.charted import pages_of
from evalkit.export.grids import grid_of
from evalkit.export.results import Results
from evalkit.export.story import Block, Grid, Paragraph
from evalkit.tables import STANCES
from evalkit.words import number


def card(results: Results) -> tuple[Block, ...]:
    """Show each criterion's verdict, with the parties' marks where they fit."""
    wave = results.last_wave("verdicts")
    if wave is None:
        return ()
    chart = views.card(results, wave)
    table = chart.table.join(views.last_agreed(results), on="criterion")
    agreed = ["agreed", "agreed_on"] if table["agreed"].notna().any() else []
    columns = ["criterion", "verdict", *agreed, "reason", "convergence"]
    if results.mode == "dialogue":
        columns.append("hangs_on")
    return (*pages_of(chart, results), _grid(results, table, columns, "card"))


def profile(results: Results) -> tuple[Block, ...]:
    """Show each party's score on each criterion."""
    wave = results.last_wave("scores")
    if wave is None:
        return ()
    return pages_of(views.profile(results, wave), results)


def parties(results: Results) -> tuple[Block, ...]:
    """Show where the parties differ most."""
    wave = results.last_wave("parties")
    if wave is None or not results.of_wave("parties", wave)["gap"].notna().any():
        return ()
    chart = views.parties(results, wave)
    word = ["level"] if "level" in chart.table and chart.table["level"].notna().any() else []
    columns = ["criterion", "party", "n", *word, "score", "low", "high", "gap"]
    return (*pages_of(chart, results), _grid(results, chart.table, columns, "parties", folded=True))


def waves(results: Results) -> tuple[Block, ...]:
    """Show how scores asked twice moved from wave to wave; who moved which way in the room only."""
    chart = views.waves(results, compare_waves(results.study) if results.mode == "dialogue" else None)
    if not len(chart.table):
        return ()
    return pages_of(replace(chart, plot=at_most(READABLE, chart.plot, "criterion")), results)


def likert(results: Results) -> tuple[Block, ...]:
    """Show how the answers fell on each item, one scale at a time, and the people's own means."""
    wave = results.last_wave("answers")
    if wave is None:
        return ()
    table = results.of_wave("answers", wave)
    scales, means = views.shown_scales(results, table), views.own_means(results, wave, table)
    pictures: list[Block] = []
    for id in dict.fromkeys(scales):
        answers = table[table["item"].astype(str).isin(scales.index[scales == id])]
        name = "likert" if scales.nunique() == 1 else f"likert-{id}"
        pictures += pages_of(replace(views.likert(results, wave, answers), name=name), results)
    return (*_left_out(results, table, len(scales)), *pictures, *(pages_of(means, results) if means else ()))


def _left_out(results: Results, table: pd.DataFrame, shown: int) -> tuple[Block, ...]:
    """Say how many of the items that were answered aren't in the charts, and why."""
    answered = table.loc[table["state"].astype(str) == "answered", "item"].nunique()
    if not shown:
        return _nothing("likert.hidden", results)
    if answered == shown:
        return ()
    counts = {"shown": number(shown, results.lang), "answered": number(answered, results.lang)}
    return (Paragraph(results.say("likert.left_out", **counts)),)


def evidence(results: Results) -> tuple[Block, ...]:
    """Show the logbook beside the survey, and when it was written."""
    entries = results.study.entries
    if not len(entries):
        return ()
    lead = Paragraph(results.say("evidence.lead", entries=results.many("entries", len(entries))))
    wave = results.last_wave("evidence")
    if wave is None:
        return (lead,)
    table, chart = results.of_wave("evidence", wave), views.evidence(results, wave)
    named = ("criterion", "convergence", *STANCES[:3], "sources", "author_parties", "quotes")
    told = [column for column in named if column not in ("author_parties", "quotes") or _any(table, column)]
    grid = _grid(results, table, told, "evidence", wave=results.wave_name(wave))
    pages = pages_of(chart, results) if len(chart.table) else ()
    return (lead, *pages, *_timeline(results), grid)


def _any(table: pd.DataFrame, column: str) -> bool:
    """Tell whether a row says anything in a column: the gate takes out whose entries they are."""
    return column in table and bool(table[column].map(bool).any())


def _timeline(results: Results) -> tuple[Block, ...]:
    if not results.entries["occurred_at"].notna().any():
        return ()
    return pages_of(views.timeline(results), results)


def trials(results: Results) -> tuple[Block, ...]:
    """Show what was counted with each solution and without."""
    if not len(results.trials):
        return ()
    columns = ("site", "solution", "behaviour", "sessions", "count", "reason")
    grid = _grid(results, results.trials, columns, "trials", folded=True)
    return (*pages_of(views.trials(results), results), grid)


def _nothing(key: str, results: Results) -> tuple[Block, ...]:
    return (Paragraph(results.say(f"{key}")),)


def _grid(
    results: Results, table: pd.DataFrame, columns: Sequence[str], section: str, *, folded: bool = False,
    wave: str = "",
) -> Grid:  # fmt: skip
    caption = results.say(f"{section}.table", wave=wave)
    return grid_of(table, columns, caption, labels=results.study, lang=results.lang, folded=folded)
