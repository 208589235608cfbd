"""What shows a study's results: each chart with its table, its finding, what it is of and where that is from.

The report and the slides show the same charts. Here stands what is drawn of which table and what is said of
it; what stands around it is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from evalkit import charts
from evalkit.charts.layout import TooManyRows
from evalkit.charts.likert_rows import with_own_means
from evalkit.charts.logbook_lanes import rows_of_lanes
from evalkit.export import findings, findings_answers
from evalkit.export.charted import Chart
from evalkit.export.results import Results
from evalkit.study import who_answered
from evalkit.words import number


def response(results: Results, wave: str) -> Chart:
    """Show who was asked and who answered."""
    plot, table = _drawn(charts.plot_response, results), _with_answered(results)

    def title(part: pd.DataFrame) -> str:
        return findings.response(results, wave if wave in set(part["wave"]) else str(part["wave"].max()))

    return Chart("response", table, plot, title, results.say("answered.subtitle"), results.source())


def _with_answered(results: Results) -> pd.DataFrame:
    """Add how many answered to the scores, as sentences count them; nothing of a few, in report mode."""
    scores, counts = results.scores, who_answered(results.study).set_index(["wave", "party"])["answered"]
    keys = zip(scores["wave"].astype(str), scores["party"].astype(str), strict=True)
    answered = [None if results.is_few(counts[key]) else counts[key] for key in keys]
    return scores.assign(answered=pd.array(answered, dtype="Int64"))


def card(results: Results, wave: str) -> Chart:
    """Show each criterion's verdict, with the parties' marks where they fit, and what they agreed."""
    scores, agreed = results.of_wave("scores", wave), last_agreed(results)

    def plot(part: pd.DataFrame) -> Axes:
        draw, part = _drawn(charts.plot_scorecard, results), part.join(agreed, on="criterion")
        try:
            return draw(part, scores)
        except TooManyRows:
            return draw(part)

    found, subtitle = findings.card(results, wave), _levels(results, "card.subtitle")
    table = results.of_wave("verdicts", wave)
    return Chart("scorecard", table, plot, lambda _: found, subtitle, results.source(wave))


def last_agreed(results: Results) -> pd.DataFrame:
    """Return by criterion what the parties last agreed at the table, and when."""
    said = results.agreed[results.agreed["agreed"].notna()]
    last = said.sort_values("date", kind="stable").drop_duplicates("criterion", keep="last")
    named = last.astype({"criterion": str}).set_index("criterion")
    return named[["agreed", "date"]].rename(columns={"date": "agreed_on"})


def profile(results: Results, wave: str) -> Chart:
    """Show each party's score on each criterion, before, during and after."""
    draw, verdicts = _drawn(charts.plot_profile, results), results.of_wave("verdicts", wave)
    found = findings.profile(results, wave)
    subtitle = results.say("profile.subtitle", wave=results.wave_name(wave))
    table = results.of_wave("scores", wave)
    return Chart(
        "profile", table, lambda part: draw(part, verdicts), lambda _: found, subtitle, results.source(wave)
    )


def parties(results: Results, wave: str) -> Chart:
    """Show the gap between the parties on every criterion."""
    table, plot = results.of_wave("parties", wave), _drawn(charts.plot_parties, results)
    subtitle = results.say("parties.subtitle", wave=results.wave_name(wave))
    title = partial(findings.parties, results, wave)
    return Chart("parties", table, plot, title, subtitle, results.source(wave))


def waves(results: Results, changes: pd.DataFrame | None = None) -> Chart:
    """Show how the scores that were asked for twice moved from wave to wave."""
    draw, table = _drawn(charts.plot_waves, results), asked_twice(results)
    title, subtitle = partial(findings.waves, results), results.say("waves.subtitle")
    return Chart("waves", table, lambda part: draw(part, changes), title, subtitle, results.source())


def likert(results: Results, wave: str, answers: pd.DataFrame) -> Chart:
    """Show how the answers to some items of one scale fell."""
    subtitle = results.say("likert.subtitle", wave=results.wave_name(wave))
    return _answers("likert", results, wave, answers, subtitle)


def own_means(results: Results, wave: str, answers: pd.DataFrame) -> Chart | None:
    """Show how the people's own means of each criterion's items fell; None where no party's may be shown."""
    means = answers[answers["item"].isna()]
    if not means["n"].gt(0).any():
        return None
    subtitle = _levels(results, "likert.means_subtitle", wave=results.wave_name(wave))
    return _answers("likert-means", results, wave, means, subtitle)


def _answers(name: str, results: Results, wave: str, answers: pd.DataFrame, subtitle: str) -> Chart:
    plot, title = _drawn(charts.plot_likert, results), partial(findings_answers.answers, results)
    return Chart(name, with_own_means(answers), plot, title, subtitle, results.source(wave))


def evidence(results: Results, wave: str) -> Chart:
    """Show what the logbook says beside what people answered."""
    table, found = results.of_wave("evidence", wave), findings.evidence(results, wave)
    subtitle = results.say("evidence.subtitle", wave=results.wave_name(wave))
    told = table[table["convergence"].notna()]
    plot = _drawn(charts.plot_evidence, results)
    return Chart("evidence", told, plot, lambda _: found, subtitle, results.source(wave))


def timeline(results: Results) -> Chart:
    """Show when the logbook was written, and which way it points."""
    draw, entries, codings = _drawn(charts.plot_logbook, results), results.entries, results.codings
    found, subtitle = findings.timeline(results), results.say("evidence.timeline_subtitle")
    lanes = rows_of_lanes(entries, results.study)

    def plot(part: pd.DataFrame) -> Axes:
        return draw(entries, codings, parties=list(part["party"]))

    return Chart("logbook", lanes, plot, lambda _: found, subtitle, results.source())


def trials(results: Results) -> Chart:
    """Show what was counted with each solution and without."""
    found, subtitle = findings.trials(results), results.say("trials.subtitle")
    plot = _drawn(charts.plot_trials, results)
    return Chart("trials", results.trials, plot, lambda _: found, subtitle, results.source())


def scope(results: Results) -> Chart:
    """Show what the parties froze beside what happened."""
    found, subtitle = findings.scope(results), results.say("scope.subtitle")
    plot = _drawn(charts.plot_scope_outcome, results)
    return Chart("scope", results.promises, plot, lambda _: found, subtitle, results.source())


def dilemmas(results: Results) -> Chart:
    """Show how important each dilemma is to each party, and how settled."""
    found, source = findings.dilemmas(results), results.dilemmas["source"].iloc[0]
    plot, subtitle = _drawn(charts.plot_dilemmas, results), results.say(f"dilemmas.{source}")
    return Chart("dilemmas", results.dilemmas, plot, lambda _: found, subtitle, results.source())


def asked_twice(results: Results) -> pd.DataFrame:
    """Return the scores of the criteria that have a score at two waves or more."""
    scored = results.scores[results.scores["score"].notna()]
    waves_of = scored.groupby("criterion", observed=True)["wave"].nunique()
    return results.scores[results.scores["criterion"].isin(waves_of.index[waves_of > 1])]


def shown_scales(results: Results, answers: pd.DataFrame) -> pd.Series:
    """Return the scale of each item whose answers may be shown, by item; empty where none may."""
    shown = answers[(answers["state"].astype(str) == "answered") & (answers["n"].fillna(0) > 0)]
    items = shown["item"].dropna().astype(str).drop_duplicates().tolist()
    scales = {item.id: item.scale for item in results.study.framework.items}
    return pd.Series([scales[item] for item in items], index=items, dtype=object)


def _drawn(plot: Callable[..., Axes], results: Results) -> Callable[..., Axes]:
    return partial(plot, labels=results.study, lang=results.lang)


def _levels(results: Results, key: str, **values: str) -> str:
    limits = results.study.framework.limits
    ends = {"high": number(limits.high, results.lang, 1), "low": number(limits.low, results.lang)}
    return results.say(key, **ends, **values)
