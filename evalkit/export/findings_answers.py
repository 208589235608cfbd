"""What a chart of answers shows, in one sentence: on how many of its rows most people lean the same way.

A row counts where more than half of those who answered it, in every party that is drawn, are above the middle
or below it; half is not most. Parties count equally, however many answered in each.
"""

from __future__ import annotations

import pandas as pd

from evalkit.charts.labels import find_labels
from evalkit.charts.likert_rows import Bar, item_rows, scale_levels, with_own_means
from evalkit.export.numerals import numeral, share_of
from evalkit.export.results import Results

_WIDE = 1e9  # the rows are counted, not drawn: their labels need no wrapping


def answers(results: Results, table: pd.DataFrame) -> str:
    """Say on how many rows most people in each party are above the middle, and on how many below.

    Parameters
    ----------
    results : Results
        For the labels and the language.
    table : DataFrame
        The counted answers that are drawn, or a page of them.
    """
    table = with_own_means(table)
    rows = item_rows(table, scale_levels(table), find_labels(results.study, results.lang), _WIDE)
    drawn = {row.id: [bar for bar in row.bars if bar.shown and bar.n] for row in rows}
    leans = [_lean(bars) for bars in drawn.values() if bars]
    if not leans:
        return results.say("likert.none")
    told = _sentence(results, leans, _kind([id for id, bars in drawn.items() if bars], results))
    return (
        told if all(bar.shown for row in rows for bar in row.bars) else results.say("likert.shown", told=told)
    )


def _lean(bars: list[Bar]) -> str:
    """Return which way most people in every party lean: above, below, or "" where they don't."""
    if all(2 * bar.high > bar.n for bar in bars):
        return "above"
    return "below" if all(2 * bar.low > bar.n for bar in bars) else ""


def _kind(ids: list[str], results: Results) -> str:
    """Tell whether rows are of items, of people's own means of a criterion's items, or of both."""
    own = [id in results.study.framework.criterion_ids for id in ids]
    return "means" if all(own) else "both" if any(own) else "items"


def _sentence(results: Results, leans: list[str], kind: str) -> str:
    lang, whole = results.lang, len(leans)
    counts = {way: leans.count(way) for way in ("above", "below")}
    key = _key(**counts, whole=whole)
    every = results.say("likert.one") if whole == 1 else share_of(whole, whole, lang)
    return results.say(
        f"likert.{'means' if kind == 'means' else 'items'}.{key}",
        who=results.say("likert.who") if len(results.study.parties) > 1 else "",
        rows=results.say(f"likert.{'row' if whole == 1 else 'rows'}.{kind}"),
        all=every if key.startswith("all") else numeral(whole, lang),
        **{way: numeral(n, lang, neuter=kind != "both") for way, n in counts.items()},
    )


def _key(above: int, below: int, whole: int) -> str:
    if not above and not below:
        return "neither" if whole > 1 else "neither_one"
    if whole in (above, below):
        return "all_above" if above else "all_below"
    return "some" if above and below else "some_above" if above else "some_below"
