"""What a chart shows, in one sentence: the titles that stand over the report's charts.

A title says only what the table under it holds. Where the gate has taken the numbers, it names no number.
"""

from __future__ import annotations

import pandas as pd

from evalkit.export.results import Results
from evalkit.words import listed, number, out_of, say

_AT_MOST = 3  # names in a title; more make it a list


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
    fulfilled = out_of(int((judged["verdict"] == "fulfilled").sum()), len(judged), lang)
    name = results.wave_name(wave)
    parts = [say("export.story.card.finding", lang, wave=name[:1].upper() + name[1:], fulfilled=fulfilled)]
    contested = judged[judged["verdict"] == "contested"]
    by_logbook = contested["contested_by"].astype(str) == "logbook"
    for key, rows in (
        ("part_contested", contested[~by_logbook]),
        ("part_logbook", contested[by_logbook]),
        ("part_not", judged[judged["verdict"] == "not_fulfilled"]),
    ):
        if 0 < len(rows) <= _AT_MOST:
            parts.append(say(f"export.story.card.{key}", lang, names=_names(results, rows)))
    return "; ".join(parts[:3])


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
        "export.story.profile.finding", results.lang, best=_names(results, best), worst=_names(results, worst)
    )


def parties(results: Results, wave: str) -> str:
    """Name the criterion with the largest gap, if one is shown.

    Parameters
    ----------
    results : Results
    wave : str

    Returns
    -------
    str
    """
    gaps = results.of_wave("parties", wave).dropna(subset=["gap"])
    if not len(gaps) or gaps["gap"].max() < 1:
        return say("export.story.parties.plain", results.lang)
    widest = gaps.loc[[gaps["gap"].idxmax()]]
    gap = number(float(widest["gap"].iloc[0]), results.lang)
    return say("export.story.parties.finding", results.lang, criterion=_names(results, widest), gap=gap)


def _names(results: Results, rows: pd.DataFrame) -> str:
    labels = [
        results.study.framework.label(id, results.lang, short=True) for id in rows["criterion"].astype(str)
    ]
    return listed([label[:1].lower() + label[1:] for label in labels], results.lang)
