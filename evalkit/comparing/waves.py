"""From one wave to the next: who answered both, and how their answers moved.

The mean of everybody who answered can move because people changed their minds, or because other people
answered. So each change is shown twice: all valid answers, and the panel of those who answered both times
(up, same, down). A wave that is missing is never filled in. Asked afterwards how it was *then*, people give
an experienced change (*oplevet*), which is never mixed with a measured one (*målt*). No word here says that
one thing caused another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from evalkit.framework import PHASES, Framework
from evalkit.scoring.counts import only_items
from evalkit.scoring.criteria import Invited, invited_numbers, stack
from evalkit.scoring.intervals import Floats, difference_interval
from evalkit.scoring.people import People, score_people
from evalkit.scoring.sources import BY, Source, sources_of
from evalkit.tables import ordered

Scores = dict[str, float]  # respondent -> score

KINDS = ("measured", "experienced")
MEANINGS = ("expected", "happened")
THEN = "_then"  # an item's id with this behind it: how was it then, asked at a later wave
CEILING = 85  # a mean above this can hardly rise
_EXPECTED = {"after.action": "end", "after.learning": "end"}  # asked before it can have happened

_COLUMNS = [
    "study", "party", "phase", "criterion", "kind", "wave_from", "wave_to", "span", "meaning_from",
    "meaning_to",
    "n_from", "n_to", "score_from", "score_to", "change", "matched_n", "matched_from", "matched_to",
    "matched_change", "matched_low", "matched_high", "up", "same", "down", "joined", "left",
    "composition_changed", "ceiling", "response_shift", "shift_n",
]  # fmt: skip


def compare_waves(
    data: Any, *, framework: Framework | str | Path | None = None, invited: Invited | None = None
) -> pd.DataFrame:
    """Compare every two waves that follow each other, and the first with the last.

    Parameters
    ----------
    data : Study, tuple of Study, frame, or path
        As for `score_criteria`, with respondents named the same at every wave. An item ``x_then`` of the
        framework that belongs to no criterion asks at a later wave how item ``x`` was at the first.
    framework : Framework, name or path, optional
        A study brings its own.
    invited : mapping, optional
        As for `score_criteria`.

    Returns
    -------
    DataFrame
        One row for each study, party, criterion and two waves with answers at both:

        - study, party, phase, criterion
        - kind: measured (asked at both waves) or experienced (both asked at `wave_to`, about then and now)
        - wave_from, wave_to; span: step (next wave) or whole (first to last of three or more)
        - meaning_from, meaning_to: expected or happened where action and learning are asked before they
          can have happened, and after; else missing
        - n_from, n_to, score_from, score_to, change: all valid answers; change in points
        - matched_n, matched_from, matched_to, matched_change: those with a score at both
        - matched_low, matched_high: 95 % interval of the matched change; missing under 2, and where all
          invited are in it
        - up, same, down: matched respondents; joined, left: with a score at one wave only
        - composition_changed: whether anybody joined or left; ceiling: a mean over 85 at `wave_from`
        - response_shift, shift_n: *then* minus what the same people answered at `wave_from`

        Where nobody is named the same at both waves matched_n is 0 and the matched figures are missing.

    Raises
    ------
    EvalkitError
        As `score_criteria`.

    References
    ----------
    Then-test and response shift: Howard (1980), Evaluation Review 4, 93-106. In R, without floor and
    correction: ``t.test(after, before, paired = TRUE)$conf.int``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "study": "s", "party": "a", "item": "dialogue_1", "wave": ["mid"] * 3 + ["end"] * 3,
    ...     "respondent": ["1", "2", "3", "2", "3", "4"], "value": [50, 50, 75, 75, 75, 100]})
    >>> waves = compare_waves(table)
    >>> waves[["change", "matched_n", "matched_change", "up", "same", "down"]].round(1).values.tolist()
    [[25.0, 2.0, 12.5, 1.0, 1.0, 0.0]]
    """
    return stack([_compare(source, invited) for source in sources_of(data, framework)])


def _compare(source: Source, invited: Invited | None) -> pd.DataFrame:
    people, then = score_people(source, BY), _then_people(source)
    numbers = invited_numbers(source, people.groups, invited)
    known = dict(zip(_keys(people), numbers, strict=True))
    order = {name: list(people.groups[name].cat.categories) for name in ("wave", "party")}
    told = _histories(then, source.framework) if then else {}
    rows = []
    for (study, party, criterion), at in _histories(people, source.framework).items():
        names = {"study": study, "party": party, "criterion": criterion}
        names["phase"] = source.framework.criterion(criterion).phase
        measured = [
            _span(*span) | _change(at[span[0]], at[span[1]], known[study, span[1], party])
            for span in _spans(list(at))
        ]
        for row in [*measured, *_experienced(at, told.get((study, party, criterion), {}))]:
            rows.append({**names, **_meanings(source, criterion, row["wave_from"], row["wave_to"]), **row})
    return _typed(pd.DataFrame(rows, columns=_COLUMNS), order, source.framework)


def _keys(people: People) -> list[tuple[str, str, str]]:
    """Return study, wave and party of each group."""
    return [(str(s), str(w), str(p)) for s, w, p in people.groups[list(BY)].itertuples(index=False)]


def _histories(people: People, framework: Framework) -> dict[tuple[str, str, str], dict[str, Scores]]:
    """Return scores by wave, for each study, party and criterion; waves without any left out."""
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for number, (study, wave, party) in enumerate(_keys(people)):
        groups.setdefault((study, party), {})[wave] = number
    return {
        (*pair, id): {w: people.of(n, id) for w, n in waves.items() if people.of(n, id)}
        for pair, waves in groups.items()
        for id in framework.criterion_ids
    }


def _spans(waves: Sequence[str]) -> list[tuple[str, str, str]]:
    steps = [(a, b, "step") for a, b in pairwise(waves)]
    return steps + ([(waves[0], waves[-1], "whole")] if len(waves) > 2 else [])


def _span(start: str, end: str, span: str, kind: str = "measured") -> dict[str, Any]:
    return {"kind": kind, "wave_from": start, "wave_to": end, "span": span}


def _change(before: Scores, after: Scores, invited: float) -> dict[str, Any]:
    """Return the figures of one change from respondents' scores before and after."""
    both = sorted(before.keys() & after.keys())
    first, second = (
        np.array([scores[name] for name in both], dtype=np.float64) for scores in (before, after)
    )
    moved = np.round(second - first, 9)
    low, high = difference_interval(moved, invited)
    start, end = _mean(list(before.values())), _mean(list(after.values()))
    joined, left = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    return {
        "n_from": len(before),
        "n_to": len(after),
        "score_from": start,
        "score_to": end,
        "change": end - start,
        "matched_n": len(both),
        "matched_from": _mean(first),
        "matched_to": _mean(second),
        "matched_change": _mean(moved),
        "matched_low": low,
        "matched_high": high,
        "up": int((moved > 0).sum()),
        "same": int((moved == 0).sum()),
        "down": int((moved < 0).sum()),
        "joined": joined,
        "left": left,
        "composition_changed": bool(joined or left),
        "ceiling": start > CEILING,
    }


def _experienced(at: dict[str, Scores], told: dict[str, Scores]) -> list[dict[str, Any]]:
    """Return the rows for items asked about then: experienced change, and how the yardstick moved."""
    rows = []
    for wave in (wave for wave in at if wave in told):
        first, then = next(iter(at)), told[wave]
        both = sorted(then.keys() & at[first].keys()) if first != wave else []
        shifts = [then[name] - at[first][name] for name in both]
        change = _change(then, at[wave], math.nan)
        shift = {"response_shift": _mean(shifts), "shift_n": len(shifts)}
        rows.append({**_span(first, wave, "whole", "experienced"), **change, **shift})
    return rows


def _then_people(source: Source) -> People | None:
    """Score the *then* items as if they were the criterion's own."""
    framework = source.framework
    asked = {item.id: item for item in framework.items if item.id.endswith(THEN) and item.criterion is None}
    base = {item.id: item for item in framework.items if item.id + THEN in asked}
    if not base:
        return None
    items = [replace(asked[id + THEN], criterion=item.criterion) for id, item in base.items()]
    return score_people(only_items(source, items), BY)


def _meanings(source: Source, criterion: str, start: str, end: str) -> dict[str, str | None]:
    stages = {w.id: w.stage for w in source.study.waves} if source.study is not None else {}
    expected = _EXPECTED.get(criterion)

    def meaning(wave: str) -> str | None:
        stage = stages.get(wave, wave)
        if expected is None or stage not in source.framework.stages:
            return None
        return MEANINGS[source.framework.stages.index(stage) > source.framework.stages.index(expected)]

    return {"meaning_from": meaning(start), "meaning_to": meaning(end)}


def _mean(values: Sequence[float] | Floats) -> float:
    return math.fsum(values) / len(values) if len(values) else math.nan


def _typed(table: pd.DataFrame, order: dict[str, list[Any]], framework: Framework) -> pd.DataFrame:
    counts = ["n_from", "n_to", "matched_n", "up", "same", "down", "joined", "left"]
    table = table.astype(dict.fromkeys(counts, np.int64) | {"composition_changed": bool, "ceiling": bool})
    return table.assign(
        party=ordered(table["party"], order["party"]),
        phase=ordered(table["phase"], PHASES),
        criterion=ordered(table["criterion"], framework.criterion_ids),
        kind=pd.Categorical(table["kind"], categories=KINDS),
        wave_from=ordered(table["wave_from"], order["wave"]),
        wave_to=ordered(table["wave_to"], order["wave"]),
        span=pd.Categorical(table["span"], categories=("step", "whole")),
        meaning_from=pd.Categorical(table["meaning_from"], categories=MEANINGS),
        meaning_to=pd.Categorical(table["meaning_to"], categories=MEANINGS),
        shift_n=pd.array(table["shift_n"].to_list(), dtype=pd.Int64Dtype()),
    )
