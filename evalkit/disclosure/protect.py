"""`protect`: put a table on the ladder and say of every row what became of it.

Which kind of table it is shows in its columns. Whatever comes back has the two columns `shown` and `level`,
and not one figure that may not leave the room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from evalkit.disclosure import logbook
from evalkit.disclosure.answers import protect_answers
from evalkit.disclosure.cells import coarse_steps
from evalkit.disclosure.decisions import NEEDED, Rules, decide
from evalkit.disclosure.parties import protect_parties
from evalkit.disclosure.scores import protect_scores
from evalkit.disclosure.verdicts import protect_verdicts
from evalkit.disclosure.waves import protect_waves
from evalkit.errors import EvalkitError, not_one_of
from evalkit.framework import Framework
from evalkit.tables import FEWEST

MODES = ("report", "dialogue")

_KINDS: tuple[tuple[frozenset[str], Callable[[pd.DataFrame, Rules], pd.DataFrame]], ...] = (
    (frozenset({"party", "criterion", "loo_gap_low"}), protect_parties),
    (frozenset({"criterion", "wave_from", "matched_n"}), protect_waves),
    (frozenset({"criterion", "score", "floor"}), protect_scores),
    (frozenset({"verdict", "smallest_n"}), protect_verdicts),
    (frozenset({"item", "answer", "n"}), protect_answers),
    (frozenset({"entry", "author", "text", "consent"}), logbook.protect_entries),
    (frozenset({"survey_valence", "convergence", "author_parties"}), logbook.protect_triangulated),
    (
        frozenset({"entry", "stance", "coder", "quote"}),
        logbook.without("coder", "quote", known=logbook.CODED),
    ),
    (frozenset({"session", "observer"}), logbook.without("observer", "notes", known=logbook.WATCHED)),
    (frozenset({"meetings", "decisions", "hours"}), logbook.protect_investment),
    (frozenset({"promised", "status"}), logbook.without(*logbook.AGREED)),
    (frozenset({"session", "behaviour", "n"}), logbook.without()),
    (frozenset({"site", "solution", "rate_hour"}), logbook.without()),
)


def protect(
    table: pd.DataFrame,
    *,
    threshold: int = FEWEST,
    mode: str = "report",
    beside: pd.DataFrame | None = None,
    framework: Framework | None = None,
) -> pd.DataFrame:
    """Take out of a table what may not leave the room.

    Parameters
    ----------
    table : DataFrame
        What `score_criteria`, `judge_criteria`, `compare_parties`, `compare_waves`, `count_answers`,
        `triangulate`, `compare_investment`, `agreements` or `compare_trials` returns, or a study's entries,
        evidence, sessions or counts.
    threshold : int
        The fewest answers behind a number; at least 5.
    mode : {'report', 'dialogue'}
        ``dialogue`` returns a copy with everything in it: for the people in the room only.
    beside : DataFrame, optional
        The scores of the same studies, as `score_criteria` returns them. Only they know the answers behind
        the figures; without them the other tables are protected on the safe side and show less.
    framework : Framework, optional
        Whose limits the words follow, and whose scales the answers have; the shipped one if not given.

    Returns
    -------
    DataFrame
        The rows and columns of the table with what is hidden taken out, and

        ===========  ==============================================================
        ``shown``    yes | word | hidden_primary (too few answered) | hidden_secondary
                     (it would give somebody away)
        ``level``    high | middle | low where that may be said, else missing
        ``band``     scores and parties: what a high mean too near the end for a number
                     lies over, a low one under (0-100), else missing
        ===========  ==============================================================

        A distribution of fewer than ten answers is folded: its rows have a `level` and no `answer`. Beside
        the scores, counted answers get rows without an `item`: of a criterion with several, how many people
        have a low, a middle and a high mean of them themselves. In dialogue mode nothing is added: charts
        watermark such a table.

    Raises
    ------
    EvalkitError
        If the mode is another, the threshold is under 5, or the table is none of these.

    Examples
    --------
    >>> import pandas as pd
    >>> from evalkit.scoring import score_criteria
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": list("aaaaabbbb"), "respondent": list("123456789"),
    ...     "item": "dialogue_1", "value": [50, 75, 75, 100, 25, 25, 25, 50, 75]})
    >>> scores = protect(score_criteria(table))
    >>> dialogue = scores["criterion"] == "during.dialogue"
    >>> scores.loc[dialogue, ["party", "shown", "level", "score"]].values.tolist()
    [['a', 'yes', 'high', 65.0], ['b', 'word', 'low', nan]]
    """
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Everything that leaves the room is in report mode.")
    _check_threshold(threshold)
    gate = _gate(table)
    if mode == "dialogue":
        return table.copy()
    return gate(table, _rules(threshold, framework, beside))


def protect_together(
    tables: Sequence[pd.DataFrame], *, threshold: int = FEWEST, framework: Framework | None = None
) -> list[pd.DataFrame]:
    """Protect tables that are published together, each beside the scores among them.

    Parameters
    ----------
    tables : sequence of DataFrame
    threshold : int
    framework : Framework, optional

    Returns
    -------
    list of DataFrame
        In the same order, in report mode.
    """
    beside = next((table for table in tables if set(NEEDED) <= set(table.columns)), None)
    _check_threshold(threshold)
    rules = _rules(threshold, framework, beside)
    return [_gate(table)(table, rules) for table in tables]


def _rules(threshold: int, framework: Framework | None, beside: pd.DataFrame | None) -> Rules:
    rules = Rules(threshold, framework.limits, coarse_steps(framework)) if framework else Rules(threshold)
    return rules if beside is None else replace(rules, decisions=decide(beside, rules), decided_on=beside)


def _check_threshold(threshold: int) -> None:
    if threshold < 5:
        raise EvalkitError(
            f"the threshold is {threshold}", "Give 5 or more: fewer answers tell who answered what."
        )


def _gate(table: pd.DataFrame) -> Callable[[pd.DataFrame, Rules], pd.DataFrame]:
    for columns, gate in _KINDS:
        if columns <= set(table.columns):
            return gate
    found = ", ".join(map(str, table.columns[:12])) or "no columns at all"
    raise EvalkitError(
        f"there is no rule for a table with {found}",
        "Protect what evalkit's functions return; see protect for the list.",
    )
