"""The gate for the logbook: entries without their author, and a party of one or two authors without its name.

Who wrote, and on which day, is known to colleagues as soon as a party has few authors; its entries then stand
together with those of another party, so that there are always three authors they could be by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from evalkit.disclosure.blanks import blank, mark
from evalkit.disclosure.cells import NUMBER
from evalkit.disclosure.decisions import KEY, Rules, keys_of
from evalkit.tables import ENTRIES, EVIDENCE, SESSIONS

AUTHORS = 3
OUTSIDE = "external"  # entries from neither party: nobody's colleagues
CODED, WATCHED = (*EVIDENCE, "code"), (*SESSIONS, "party", "weather")
SURVEY_SAYS = ("survey_valence", "convergence", "computed")
AGREED = ("entry", "agreed", "party", "promised", "due", "delivered")
SCORED = {"investment_score": "during.investment", "action_score": "after.action"}


def protect_entries(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Take the author out of every entry, the text without consent, and small parties' names and days.

    An entry whose text is shown loses its site, and the solution that was tried at one: never party, date and
    site together. Columns of the logbook's own, hours among them, stay in the room.
    """
    result = _known(table, (*ENTRIES, "present", "precision", "due", "delivered"))
    every, unnamed = np.ones(len(result), dtype=bool), unnamed_entries(result)
    quoted = result["consent"].eq("yes").to_numpy(dtype=bool)
    blank(result, every, ["author"])
    blank(result, ~quoted, ["text"])
    blank(result, quoted, ["site", "solution"])
    blank(result, unnamed, ["party", "present", "recorded_at"])
    for column in ("occurred_at", "due", "delivered"):
        if column in result:
            month = pd.to_datetime(result[column]).dt.to_period("M").dt.to_timestamp()
            result[column] = pd.to_datetime(result[column]).where(~unnamed, month)
    if "precision" in result:
        result.loc[unnamed, "precision"] = "month"
    last = result.iloc[np.argsort(unnamed, kind="stable")]  # between two days, a row's place tells its own
    return _all_shown(last.reset_index(drop=True))


def unnamed_entries(entries: pd.DataFrame) -> np.ndarray:
    """Tell which entries lose their party: those of parties that don't have three authors to themselves.

    Parameters
    ----------
    entries : DataFrame
        Of one or more studies: study, party, author.

    Returns
    -------
    ndarray of bool
        One an entry.
    """
    named = entries["party"].astype(object).where(entries["party"].notna(), "").astype(str)
    authors = entries.assign(party=named)[named.ne("") & named.ne(OUTSIDE)]
    counts = authors.groupby(["study", "party"])["author"].nunique()
    hidden: set[tuple[str, str]] = set()
    for study, mine in counts.groupby(level="study"):
        together = 0
        for party, people in mine.droplevel("study").sort_values(kind="stable").items():
            if people >= AUTHORS and (together == 0 or together >= AUTHORS):
                break
            hidden.add((str(study), str(party)))
            together += people
    return np.array(
        [key in hidden for key in zip(entries["study"].astype(str), named, strict=True)], dtype=bool
    )


def protect_triangulated(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Take out what the survey says wherever some party has nothing shown, and whose entries they are."""
    result = table.reset_index(drop=True)
    result["author_parties"] = pd.Series([()] * len(result), dtype=object)
    if rules.decisions is None:
        untold = np.ones(len(result), dtype=bool)
    else:
        rows = rules.decisions.rows
        untold = np.array([key not in rows or rows[key].untold for key in keys_of(result, KEY)], dtype=bool)
    judged = result["survey_valence"].notna().to_numpy() & untold
    blank(result, judged, SURVEY_SAYS)
    shown = np.where(judged, "hidden_primary", "yes")
    return mark(result, list(shown), [None] * len(result))


def without(*columns: str, known: Sequence[str] = ()) -> Callable[[pd.DataFrame, Rules], pd.DataFrame]:
    """Return a gate that empties some columns and leaves all rows.

    Who coded, observed or promised stays in the room, and so do the words that stand beside the entries. What
    was counted at a site isn't about the partners. Of what people wrote, only the known columns leave: nobody
    has looked at what others hold.
    """

    def gate(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
        result = _known(table, known) if known else table.reset_index(drop=True)
        blank(result, np.ones(len(result), dtype=bool), columns)
        return _all_shown(result)

    return gate


def protect_investment(table: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Take out hours, and the parties' own scores that their scores table doesn't show."""
    result = table.reset_index(drop=True)
    blank(result, np.ones(len(result), dtype=bool), ["hours"])
    for column, criterion in SCORED.items():
        known = rules.decisions and rules.decisions.rungs_of(result.assign(criterion=criterion))
        blank(result, np.ones(len(result), dtype=bool) if known is None else known < NUMBER, [column])
    return _all_shown(result)


def _known(table: pd.DataFrame, known: Sequence[str]) -> pd.DataFrame:
    return table[[column for column in table if column in known]].reset_index(drop=True)


def _all_shown(table: pd.DataFrame) -> pd.DataFrame:
    return mark(table, ["yes"] * len(table), [None] * len(table))
