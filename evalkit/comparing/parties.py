"""Parties beside each other: the gap between highest and lowest, with its interval.

No p-value: nobody was drawn at random, and the question is how far apart these people are, not whether
chance could do it. The interval says how sure the gap is, the leave-one-out range whose answer it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.framework import Framework, Limits
from evalkit.scoring.counts import only_items
from evalkit.scoring.criteria import score_source, stack
from evalkit.scoring.intervals import gap_interval
from evalkit.scoring.sources import Source, framework_of, sources_of
from evalkit.scoring.verdicts import all_parties, spread
from evalkit.tables import need_columns

_KEPT = [
    "study",
    "wave",
    "party",
    "phase",
    "criterion",
    "state",
    "invited",
    "n",
    "score",
    "low",
    "high",
    "interval",
]
_GAP = [
    "lowest_party",
    "highest_party",
    "gap",
    "gap_low",
    "gap_high",
    "loo_gap_low",
    "loo_gap_high",
    "all_parties",
]


def compare_parties(
    scores: pd.DataFrame,
    *,
    framework: Framework | str | Path | None = None,
    party_weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Lay the parties' scores beside each other, with the gap between highest and lowest.

    Parameters
    ----------
    scores : DataFrame
        As `score_criteria` returns it.
    framework : Framework, name or path, optional
        For the limit on what one respondent may carry of the mean of all; unset: the shipped one.
    party_weights : mapping of str to float, optional
        Another choice than counting every party the same in `all_parties`; every party needs one.

    Returns
    -------
    DataFrame
        One row for each study, wave, criterion and party, studies and parties in their order:

        - study, wave, party, phase, criterion, state, invited, n, score, low, high, interval: as scored
        - lowest_party, highest_party: ids joined with ``+`` when tied
        - gap: highest minus lowest, in points; missing with one party
        - gap_low, gap_high: its 95 % interval; a party whose every invited person answered adds no doubt,
          and with one answer of several invited there is none
        - loo_gap_low, loo_gap_high: its range when any one respondent of these parties is left out
        - all_parties: the parties' mean; missing where one respondent would carry over 20 % of it

    Raises
    ------
    EvalkitError
        If this is no scores table, or a weight is missing or negative.

    Examples
    --------
    >>> import pandas as pd
    >>> from evalkit.scoring import score_criteria
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": list("aaabbb"), "respondent": list("123456"),
    ...     "item": "dialogue_1", "value": [75, 100, 75, 25, 50, 50]})
    >>> gaps = compare_parties(score_criteria(table)).query("criterion == 'during.dialogue'")
    >>> gaps[["party", "gap", "gap_low", "gap_high"]].round(1).values.tolist()
    [['a', 41.7, -23.8, 73.2], ['b', 41.7, -23.8, 73.2]]
    """
    need_columns(scores, [*_KEPT, "loo"], "a scores table")
    limits = framework_of(framework).limits
    weights = _weights(scores, party_weights)
    table = _in_order(scores)
    gaps = [_gap(parties, limits, weights) for parties in _by_criterion(table)]
    repeated = [gap for parties, gap in zip(_by_criterion(table), gaps, strict=True) for _ in parties]
    return pd.concat([table[_KEPT], pd.DataFrame(repeated, columns=_GAP)], axis=1)


def cross_views(data: Any, *, framework: Framework | str | Path | None = None) -> pd.DataFrame:
    """Cross what a party says of itself with what the others say of it: *we listen*, *they listen to us*.

    Parameters
    ----------
    data : Study, tuple of Study, frame, or path
        As for `score_criteria`; items are told apart by `about` (own, other) in the framework.
    framework : Framework, name or path, optional

    Returns
    -------
    DataFrame
        One row for each study, wave, criterion with both kinds of item, party and other party:

        - study, wave, phase, criterion, party (spoken of), other_party (who sees it)
        - own, own_n: the party's score on the items about itself
        - seen, seen_n: the other party's score on the items about its other party
        - difference: own minus seen, in points; positive where the party thinks better of itself

        With more than two parties `seen` is what the other party says of its others together.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": list("aabb"), "respondent": list("1122"),
    ...     "item": ["meet_listen_2", "meet_listen_3"] * 2, "value": [100, 25, 75, 50]})
    >>> cross_views(table)[["party", "own", "other_party", "seen", "difference"]].values.tolist()
    [['a', 100.0, 'b', 50.0, 50.0], ['b', 75.0, 'a', 25.0, 50.0]]
    """
    return stack([_cross(source) for source in sources_of(data, framework)])


def _cross(source: Source) -> pd.DataFrame:
    own, seen = (_about(source, about) for about in ("own", "other"))
    both = own.merge(seen, on=["study", "wave", "phase", "criterion"])
    both = both[both["party"].astype(str) != both["other_party"].astype(str)]
    both = both.assign(difference=(both["own"] - both["seen"]).round(9))
    names = [
        "study",
        "wave",
        "phase",
        "criterion",
        "party",
        "other_party",
        "own",
        "own_n",
        "seen",
        "seen_n",
        "difference",
    ]
    return both[names].sort_values(names[:6], ignore_index=True)


def _about(source: Source, about: str) -> pd.DataFrame:
    """Score the criteria by their items about one's own party, or the other, alone."""
    part = only_items(source, [item for item in source.framework.items if item.about == about])
    scores = score_source(part)
    scores = scores[scores["n"] > 0][["study", "wave", "phase", "criterion", "party", "score", "n"]]
    own = about == "own"
    names = {"score": "own" if own else "seen", "n": "own_n" if own else "seen_n"}
    return scores.rename(columns=names | ({} if own else {"party": "other_party"}))


def _in_order(scores: pd.DataFrame) -> pd.DataFrame:
    """Sort by criterion and party, the studies in the order they came in."""
    place = {study: n for n, study in enumerate(scores["study"].unique())}
    return scores.sort_values(
        ["study", "wave", "criterion", "party"], kind="stable", ignore_index=True,
        key=lambda column: column.map(place) if column.name == "study" else column,
    )  # fmt: skip


def _by_criterion(table: pd.DataFrame) -> list[list[Any]]:
    """Return the rows of each study, wave and criterion, in the table's order."""
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in table.itertuples(index=False):
        groups.setdefault((row.study, row.wave, row.criterion), []).append(row)
    return list(groups.values())


def _gap(parties: Sequence[Any], limits: Limits, weights: Mapping[str, float]) -> dict[str, Any]:
    """Return the figures that all parties of a criterion share."""
    answered = [p for p in parties if p.n > 0]
    scores = [p.score for p in answered]
    wanted = [p for p in parties if pd.isna(p.invited) or p.invited > 0]
    mean = all_parties(
        [p.score for p in wanted], [p.n for p in wanted], limits, [weights.get(p.party, 1.0) for p in wanted]
    )
    if not answered:
        return dict.fromkeys(_GAP, None) | dict.fromkeys(_GAP[2:], math.nan)
    low, high = min(scores), max(scores)
    ends = {
        "lowest_party": "+".join(p.party for p in answered if _same(p.score, low)),
        "highest_party": "+".join(p.party for p in answered if _same(p.score, high)),
        "all_parties": mean,
    }
    if len(answered) == 1:
        return {**dict.fromkeys(_GAP, math.nan), **ends}
    bottom, top = _ends(answered, low, high)
    gap_low, gap_high = (float(x) for x in gap_interval(_side(top), _side(bottom)))
    without = _left_out(answered) or [math.nan]
    figures = {"gap": spread(scores), "gap_low": gap_low, "gap_high": gap_high}
    return {**ends, **figures, "loo_gap_low": min(without), "loo_gap_high": max(without)}


def _ends(parties: Sequence[Any], low: float, high: float) -> tuple[Any, Any]:
    """Return the lowest and highest party; of tied ones the least sure, whatever their order."""
    widest = sorted(parties, key=lambda p: (p.interval != "too_few", p.low - p.high if p.high > p.low else 0))
    bottom = next(p for p in widest if _same(p.score, low))
    top = next(p for p in widest if _same(p.score, high) and p.party != bottom.party)
    return bottom, top


def _side(party: Any) -> tuple[float, float, float]:
    if party.interval == "all_answered":
        return party.score, party.score, party.score
    return party.score, party.low, party.high


def _left_out(parties: Sequence[Any]) -> list[float]:
    """Return the gaps that remain when one respondent is left out, one for each different answer."""
    scores = [p.score for p in parties]
    return [
        spread([*scores[:at], without, *scores[at + 1 :]])
        for at, party in enumerate(parties)
        for without, _ in party.loo
    ]


def _same(one: float, other: float) -> bool:
    return round(one - other, 9) == 0


def _weights(scores: pd.DataFrame, given: Mapping[str, float] | None) -> Mapping[str, float]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise EvalkitError(f"party_weights= is a {type(given).__name__}", "Give {party: number}.")
    for party in dict.fromkeys(scores["party"].astype(str)):
        weight = given.get(party)
        if not isinstance(weight, Real) or not 0 <= weight < math.inf:
            raise EvalkitError(
                f"party {party!r} has the weight {weight!r}",
                "Give every party a number of 0 or more in party_weights.",
            )
    if not sum(given.values()) > 0:
        raise EvalkitError("all party weights are 0", "Give at least one party more.")
    return given
