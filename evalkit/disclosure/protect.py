"""`protect`: put a table on the ladder and say of every row what became of it.

Which kind of table it is shows in its columns. Whatever comes back has the two columns `shown` and `level`, and not one
figure that may not leave the room.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from evalkit.disclosure import verdicts
from evalkit.disclosure.answers import protect_answers
from evalkit.disclosure.blanks import SHOWN
from evalkit.disclosure.parties import protect_parties
from evalkit.disclosure.scores import protect_scores
from evalkit.errors import EvalkitError, not_one_of
from evalkit.framework import Framework, Limits
from evalkit.words import say

MODES = ("report", "dialogue")
REASONS = tuple(name for name in SHOWN if name.startswith("hidden"))

_KINDS: tuple[tuple[frozenset[str], Callable[..., pd.DataFrame]], ...] = (
    (frozenset({"party", "criterion", "loo_gap_low"}), protect_parties),
    (frozenset({"party", "criterion", "score", "floor"}), protect_scores),
    (frozenset({"verdict", "smallest_n"}), verdicts.protect_verdicts),
    (frozenset({"item", "answer", "n"}), protect_answers),
)


def protect(
    table: pd.DataFrame,
    *,
    threshold: int = 5,
    mode: str = "report",
    framework: Framework | None = None,
) -> pd.DataFrame:
    """Take out of a table what may not leave the room.

    Parameters
    ----------
    table : DataFrame
        What `score_criteria`, `judge_criteria`, `compare_parties` or `count_answers` returns.
    threshold : int
        The fewest answers behind a number; at least 5.
    mode : {'report', 'dialogue'}
        ``dialogue`` returns a copy with everything in it: for the people in the room only.
    framework : Framework, optional
        Whose limits the words follow; the shipped one if not given.

    Returns
    -------
    DataFrame
        The same rows and columns, with what is hidden taken out, and

        ===========  ==============================================================
        ``shown``    yes | word | hidden_primary (too few answered) | hidden_secondary
                     (it would give another away)
        ``level``    high | middle | low where that may be said, else missing
        ===========  ==============================================================

        In dialogue mode neither column is added: charts watermark such a table.

    Raises
    ------
    EvalkitError
        If the mode is another, the threshold is under 5, or the table is none of these.
    """
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Everything that leaves the room is in report mode.")
    if threshold < 5:
        raise EvalkitError(
            f"the threshold is {threshold}", "Give 5 or more: fewer answers tell who answered what."
        )
    if mode == "dialogue":
        return table.copy()
    return _kind(table)(table, threshold, framework.limits if framework else Limits())


def hidden_text(shown: str, lang: str) -> str:
    """Return what stands in the place of a hidden figure.

    Parameters
    ----------
    shown : {'hidden_primary', 'hidden_secondary'}
    lang : {'da', 'en'}

    Returns
    -------
    str

    Examples
    --------
    >>> hidden_text("hidden_primary", "da")
    'skjult (færre end 5 svar)'
    """
    if shown not in REASONS:
        raise not_one_of(shown, REASONS, "Only hidden rows have such a text.")
    return say(f"disclosure.{shown}", lang)


def _kind(table: pd.DataFrame) -> Callable[..., pd.DataFrame]:
    for columns, gate in _KINDS:
        if columns <= set(table.columns):
            return gate
    found = ", ".join(map(str, table.columns[:12])) or "no columns at all"
    raise EvalkitError(
        f"there is no rule for a table with {found}",
        "Protect what score_criteria, judge_criteria, compare_parties or count_answers returns.",
    )
