"""A verdict's reason: the rule that decided and its numbers, in words, in Danish or English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.framework import Framework, Limits
from evalkit.scoring.sources import studies_of
from evalkit.words import listed, number, out_of, percent, pick, rounded, say


def why_too_little(party: Any, limits: Limits) -> str | None:
    """Return which rule leaves a party with too little data: few, share, dont_know, not_asked; or None.

    Parameters
    ----------
    party : row of a scores table
    limits : Limits

    Returns
    -------
    str or None
    """
    if party.state in ("not_asked", "not_due"):
        return "not_asked"
    if party.n < limits.min_valid and not is_small(party, limits):
        return "few"
    if not pd.isna(party.invited) and party.n < limits.min_share * party.invited - 1e-9:
        return "share"
    return "dont_know" if party.dont_know_share > limits.max_dont_know else None


def is_small(party: Any, limits: Limits) -> bool:
    """Tell whether a party has fewer invited than the rule asks answers of, and all of them answered."""
    return not pd.isna(party.invited) and 0 < party.n == party.invited < limits.min_valid


def explain(
    verdict: Mapping[str, Any], parties: Sequence[Any], limits: Limits, names: Mapping[str, str], lang: str
) -> str:
    """Write the reason of a verdict.

    Parameters
    ----------
    verdict : mapping
        A verdict row's figures.
    parties : sequence of rows
        The parties' scores.
    limits : Limits
    names : mapping of str to str
        The parties' labels by id.
    lang : {'da', 'en'}

    Returns
    -------
    str
    """
    if verdict["verdict"] is None:
        return say(
            "scoring.reason.not_due" if verdict["state"] == "not_due" else "scoring.reason.nobody_asked", lang
        )
    if verdict["verdict"] == "too_little_data":
        whys = [_too_little(p, limits, names[p.party], lang) for p in parties if why_too_little(p, limits)]
        return say("scoring.reason.too_little", lang, why="; ".join(whys))
    alone = _alone(verdict, parties, limits)
    key = alone if len(parties) > 1 or alone == "contested" else f"{alone}_one"
    text = say(
        f"scoring.reason.{key}",
        lang,
        scores=listed([_score(p, limits, names, lang) for p in parties], lang),
        high=_limit(limits.high, lang),
        low=_limit(limits.low, lang),
        apart=_limit(limits.apart, lang),
        gap=_honest(verdict["gap"], [limits.apart], lang) if len(parties) > 1 else "",
        lowest=listed([names[id] for id in verdict["lowest_party"].split("+")], lang),
    )
    small = [p for p in parties if is_small(p, limits)]
    for party in small:
        text += say(
            f"scoring.reason.small_{'one' if party.n == 1 else 'two'}", lang, party=names[party.party]
        )
    if verdict["contested_by"] == "logbook":
        text += say("scoring.reason.logbook", lang, verdict=say(f"verdict.{alone}", lang))
    return text


def party_labels(labels: Any, lang: str) -> dict[tuple[str, str], str]:
    """Return party labels by (study, party); study "" holds for any.

    Parameters
    ----------
    labels : Study, tuple of Study, dict or None
    lang : {'da', 'en'}

    Returns
    -------
    dict
    """
    if isinstance(labels, Mapping):
        return {("", str(id)): pick(label, lang) for id, label in labels.items()}
    if labels is not None and not isinstance(labels, Framework) and not studies_of(labels):
        raise EvalkitError(
            f"labels= is a {type(labels).__name__}", "Give a study, several of them, or {party: label}."
        )
    return {(study.id, p.id): pick(p.label, lang) for study in studies_of(labels) for p in study.parties}


def _alone(verdict: Mapping[str, Any], parties: Sequence[Any], limits: Limits) -> str:
    if verdict["contested_by"] != "logbook":
        return verdict["verdict"]
    return "fulfilled" if verdict["lowest_score"] >= limits.high else "not_fulfilled"


def _too_little(party: Any, limits: Limits, name: str, lang: str) -> str:
    known = not pd.isna(party.invited)
    return say(
        f"scoring.reason.{why_too_little(party, limits)}",
        lang,
        party=name,
        n=number(party.n, lang),
        invited=number(party.invited, lang) if known else "",
        least=number(_least(party, limits, known=known), lang),
        share=percent(100 * party.dont_know_share, lang)
        if party.dont_know_share == party.dont_know_share
        else "",
        most=percent(100 * limits.max_dont_know, lang),
    )


def _least(party: Any, limits: Limits, *, known: bool) -> int:
    if why_too_little(party, limits) == "few" and known:
        return min(limits.min_valid, int(party.invited))
    return math.ceil(limits.min_share * party.invited - 1e-9) if known else limits.min_valid


def _score(party: Any, limits: Limits, names: Mapping[str, str], lang: str) -> str:
    base = f"n = {party.n}" if pd.isna(party.invited) else out_of(party.n, party.invited, lang)
    score = _honest(party.score, [limits.high, limits.low], lang)
    return say("scoring.reason.score", lang, party=names[party.party], score=score, base=base)


def _limit(value: float, lang: str) -> str:
    return number(value, lang, 0 if value == int(value) else len(repr(value).split(".")[1]))


def _honest(value: float, limits: Sequence[float], lang: str) -> str:
    """Write a number whole, with decimals only where rounding would carry it over a limit."""
    for digits in range(4):
        if all((float(rounded(value, digits)) >= limit) == (value >= limit) for limit in limits):
            return number(value, lang, digits)
    return number(value, lang, 9)
