"""What a chart shows, in one sentence: the titles that stand over the report's charts.

A title says only what the table under it holds. Where the gate has taken the numbers, it names no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from evalkit.export.results import Results
from evalkit.scoping import compare_scope
from evalkit.words import date, listed, number, pick, say

_LONG = 110  # characters of a title, about two lines
_AT_MOST = 3  # names in a title; more make it a list


def short(results: Results) -> tuple[str, ...]:
    """Say the few things that a reader must not miss.

    Parameters
    ----------
    results : Results

    Returns
    -------
    tuple of str
        Sentences: who answered, what is fulfilled, the largest gap, the logbook; and who the page is for.
    """
    wave, lang = results.last_wave("verdicts"), results.lang
    said = [say(f"export.story.short.{results.mode}", lang)]
    if wave is None:
        return (say("export.story.answered.none", lang), *said)
    told = [_answered(results, wave), card(results, wave) + "."]
    if len(results.study.parties) > 1 and results.of_wave("parties", wave)["gap"].notna().any():
        told.append(parties(results, wave) + ".")
    if len(results.study.entries):
        told.append(_logbook(results, wave))
    if len(results.talk):
        told.append(talk(results) + ".")
    return (*told, *said)


def _answered(results: Results, wave: str) -> str:
    name = _capital(results.wave_name(wave))
    return say("export.story.short.answered", results.lang, wave=name, parties=_by_party(results, wave))


def _by_party(results: Results, wave: str) -> str:
    counted = [
        say(
            "export.story.short.party",
            results.lang,
            n=row["of_invited"],
            party=results.party_name(row["party"]),
        )
        for row in results.answered()
        if row["wave"] == wave
    ]
    return listed(counted, results.lang)


def _logbook(results: Results, wave: str) -> str:
    codes = results.of_wave("evidence", wave)["convergence"].astype(str).value_counts()
    return say(
        "export.story.short.convergence", results.lang,
        same=_out_of(codes.get("agreement", 0), int(codes.sum()), results.lang),
        against=_numeral(codes.get("dissonance", 0), results.lang, neuter=True),
    )  # fmt: skip


def card(results: Results, wave: str) -> str:
    """Say how many criteria are fulfilled, and what stands out of the rest.

    Parameters
    ----------
    results : Results
    wave : str

    Returns
    -------
    str
    """
    table, lang = results.of_wave("verdicts", wave), results.lang
    judged = table[table["verdict"].notna()]
    hidden = int(((table["state"].astype(str) == "answered") & table["verdict"].isna()).sum())
    if hidden > len(judged):
        counts = {"n": _numeral(hidden, lang), "all": _numeral(hidden + len(judged), lang)}
        return say("export.story.card.hidden", lang, wave=_capital(results.wave_name(wave)), **counts)
    counts = (int((judged["verdict"] == "fulfilled").sum()), len(judged))
    fulfilled = _out_of(*counts, lang)
    name = _capital(results.wave_name(wave))
    parts = [say("export.story.card.finding", lang, wave=name, fulfilled=fulfilled)]
    contested = judged[judged["verdict"] == "contested"]
    by_logbook = contested["contested_by"].astype(str) == "logbook"
    for key, rows in (
        ("part_contested", contested[~by_logbook]),
        ("part_logbook", contested[by_logbook]),
        ("part_not", judged[judged["verdict"] == "not_fulfilled"]),
    ):
        if 0 < len(rows) <= _AT_MOST:
            parts.append(say(f"export.story.card.{key}", lang, names=names_of(results, rows["criterion"])))
    if hidden:
        parts.append(say("export.story.card.part_hidden", lang, n=_numeral(hidden, lang)))
    return "; ".join(parts[:4])


def profile(results: Results, wave: str) -> str:
    """Name the criteria with the highest and the lowest score, if every party's is shown.

    Parameters
    ----------
    results : Results
    wave : str

    Returns
    -------
    str
    """
    means = results.of_wave("verdicts", wave).dropna(subset=["score"])
    if len(means) < 2:
        return say("export.story.profile.plain", results.lang)
    best, worst = (means.loc[[means["score"].agg(which)]] for which in ("idxmax", "idxmin"))
    return say(
        "export.story.profile.finding",
        results.lang,
        best=names_of(results, best["criterion"]),
        worst=names_of(results, worst["criterion"]),
    )


def parties(results: Results, wave: str, part: pd.DataFrame | None = None) -> str:
    """Name the criterion with the largest gap, if one is shown.

    Parameters
    ----------
    results : Results
    wave : str
    part : DataFrame, optional
        What is drawn of the table, where it isn't all of it.

    Returns
    -------
    str
    """
    gaps = results.of_wave("parties", wave).dropna(subset=["gap"])
    if not len(gaps) or gaps["gap"].max() < 1:
        return say("export.story.parties.plain", results.lang)
    widest = gaps.loc[[gaps["gap"].idxmax()]]
    if part is not None and widest["criterion"].iloc[0] not in set(part["criterion"]):
        return say("export.story.parties.rest", results.lang)
    gap = number(float(widest["gap"].iloc[0]), results.lang)
    return say(
        "export.story.parties.finding",
        results.lang,
        criterion=names_of(results, widest["criterion"]),
        gap=gap,
    )


def response(results: Results, wave: str) -> str:
    """Say how many of each party answered.

    Parameters
    ----------
    results : Results
    wave : str

    Returns
    -------
    str
    """
    name = _capital(results.wave_name(wave))
    told = say("export.story.answered.finding", results.lang, wave=name, parties=_by_party(results, wave))
    return told if len(told) <= _LONG else say("export.story.answered.plain", results.lang, wave=name)


def evidence(results: Results, wave: str) -> str:
    """Say where survey and logbook agree, and where they don't.

    Parameters
    ----------
    results : Results
    wave : str

    Returns
    -------
    str
    """
    codes, lang = results.of_wave("evidence", wave)["convergence"].astype(str), results.lang
    same, against = (int((codes == code).sum()) for code in ("agreement", "dissonance"))
    counts = {"same": _out_of(same, len(codes), lang), "against": _numeral(against, lang, neuter=True)}
    return say("export.story.evidence.finding", lang, **counts)


def timeline(results: Results) -> str:
    """Say which months the logbook covers.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    days, lang = results.entries["occurred_at"].dropna(), results.lang
    first, last = (date(day.date(), lang).split(" ", 1)[1] for day in (days.min(), days.max()))
    return say("export.story.evidence.timeline", lang, first=first, last=last)


def trials(results: Results) -> str:
    """Say how many solutions were tried and how many can be compared.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    table, lang = results.trials, results.lang
    tried = table.loc[table["comparison"] != "baseline", "solution"].nunique()
    compared = table.loc[table["comparison"].isin(("compared", "very_uncertain")), "solution"].nunique()
    key = f"export.story.trials.finding.{'one' if tried == 1 else 'many'}"
    return _capital(say(key, lang, n=_numeral(tried, lang), compared=_numeral(compared, lang)))


def scope(results: Results) -> str:
    """Say what became of the deliveries; who was late is said in the room only, and not in a title.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    told = compare_scope(results.study, results.verdicts, lang=results.lang)
    told = told[told["topic"] == "delivery"]
    if not len(told):
        return say("export.story.scope.plain", results.lang)
    sentence = f"{told['frozen'].iloc[0]}: {told['happened'].iloc[0]}"
    return _capital(re.sub(r"\d+", lambda count: _numeral(int(count[0]), results.lang), sentence))


def dilemmas(results: Results) -> str:
    """Say how many dilemmas are important to a party and not settled for it.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    lang, all = results.lang, results.dilemmas["dilemma"].nunique()
    open_ones = int((results.talk["kind"] == "dilemma").sum())
    counts = _out_of(open_ones, all, lang)
    return _capital(say("export.story.dilemmas.finding", lang, counts=counts))


def talk(results: Results) -> str:
    """Name what to talk about first.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    first = results.talk.iloc[0]
    labels = {d.id: pick(d.label, results.lang).rstrip("?") for d in results.study.framework.dilemmas}
    label = labels.get(first["id"]) or results.study.framework.label(first["id"], results.lang, short=True)
    return say("export.story.talk.finding", results.lang, name=say("export.name", results.lang, name=label))


def names_of(results: Results, criteria: Iterable[object]) -> str:
    """Name criteria by their short labels, each between quotation marks.

    Parameters
    ----------
    results : Results
    criteria : iterable of str

    Returns
    -------
    str
    """
    labels = [results.study.framework.label(str(id), results.lang, short=True) for id in criteria]
    return listed([say("export.name", results.lang, name=label) for label in labels], results.lang)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _out_of(part: int, whole: int, lang: str) -> str:
    """Write how many of criteria or dilemmas, both neuter in Danish, in letters."""
    words = {"part": _numeral(part, lang, neuter=True), "whole": _numeral(whole, lang)}
    return say("words.out_of", lang, **words)


def _numeral(count: int, lang: str, *, neuter: bool = False) -> str:
    """Write a count in letters up to twenty: a title counts what is drawn, and no chart draws that figure."""
    if neuter and count == 1:
        return say("export.one_neuter", lang)
    words = say("export.numeral", lang).split()
    return words[count] if count < len(words) else number(count, lang)
