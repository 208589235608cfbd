"""The columns of every table, in one place: what a room hands to the next.

Tables are plain pandas DataFrames. Meaning lives in column names and in ordered categoricals: party in
the study's order, wave by date, phase and criterion in the framework's order, answer from lowest to highest.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from evalkit.errors import EvalkitError

FEWEST = 5  # answers from a party, for their number to be told to everybody
STATES = ("answered", "dont_know", "skipped", "not_asked", "not_due")
VERDICTS = ("fulfilled", "partly", "not_fulfilled", "contested", "too_little_data")
STANCES = ("supports", "against", "mixed", "neutral")
CONVERGENCE = ("agreement", "partial", "dissonance", "survey_only", "logbook_only", "neither")
INTERVALS = ("sample", "all_answered", "too_few")

RESPONSES = (
    "study", "wave", "party", "respondent", "item", "criterion", "phase", "answer", "value", "state",
)  # fmt: skip
SCORES = (
    "study", "wave", "party", "phase", "criterion", "state", "invited", "asked", "n", "dont_know", "score",
    "low", "high", "interval", "floor", "ceiling", "share", "share_low", "share_high", "loo_low", "loo_high",
)  # fmt: skip
VERDICT_COLUMNS = (
    "study", "wave", "phase", "criterion", "state", "verdict", "score", "lowest_party", "lowest_score",
    "gap", "smallest_n", "contested_by", "hangs_on", "reason", "convergence",
)  # fmt: skip
ENTRIES = (
    "study", "entry", "occurred_at", "recorded_at", "author", "party", "phase", "site", "solution", "kind",
    "text", "consent",
)  # fmt: skip
EVIDENCE = ("study", "entry", "criterion", "stance", "coder", "quote")
SESSIONS = (
    "study", "session", "site", "solution", "stage", "start", "end", "observer", "method", "notes",
)  # fmt: skip
COUNTS = ("study", "session", "behaviour", "n", "total")


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise unless a table has these columns.

    Parameters
    ----------
    table : DataFrame
    columns : iterable of str
    what : str
        What the table should be, as the message calls it: ``"a scores table"``.

    Raises
    ------
    EvalkitError
        Naming the missing columns.
    """
    if not isinstance(table, pd.DataFrame):
        raise EvalkitError(
            f"a {type(table).__name__} is not {what}",
            f"Give {what} as evalkit returns it, a pandas DataFrame.",
        )
    missing = [column for column in columns if column not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns[:12])) or "no columns at all"
        raise EvalkitError(
            f"this is not {what}: it has no {', '.join(missing)} (it has {found})",
            f"Give {what} as evalkit returns it.",
        )


def ordered(values: Iterable[object], categories: Iterable[object]) -> pd.Categorical:
    """Make an ordered categorical with exactly these categories, in this order.

    Parameters
    ----------
    values, categories : iterable

    Returns
    -------
    pandas.Categorical
    """
    return pd.Categorical(list(values), categories=list(categories), ordered=True)
