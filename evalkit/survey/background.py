"""Background questions: which of them, crossed, single out the few.

Who is 61 or older and works in the harbour unit may be one person, whatever her pseudonym. So a survey says
as it is read how many such small groups its background questions make; it never says which.
"""

from __future__ import annotations

import pandas as pd

from evalkit.pseudonyms import small_groups
from evalkit.survey.carrier import Survey
from evalkit.tables import FEWEST
from evalkit.words import told

MOST_PEOPLE = 1000  # nobody is known by her unit among more
MOST_GROUPS = 12  # a variable of more is a number or a text, and singles everybody out by itself
MOST_CROSSED = 12  # variables that are crossed three at a time; of more, two
_TYPES = ("integer", "number", "string")


def background_of(survey: Survey) -> list[str]:
    """Return the names of the variables that tell who a person is: no scale, no text, no role.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    list of str
    """
    book = survey.codebook
    plain = book["role"].eq("") & book["item"].fillna("").eq("") & book["scale"].fillna("").eq("")
    names = book.loc[plain & book["type"].isin(_TYPES), "name"].tolist()
    return [name for name in names if _groups_people(survey.data[name])]


def _groups_people(column: pd.Series) -> bool:
    """Tell whether a variable puts most people into some groups, and isn't a comment that a few wrote."""
    answered, groups = column.notna().sum(), column.nunique()
    return 2 * answered >= len(column) and 2 <= groups <= min(MOST_GROUPS, answered / 2)


def said_of_small_groups(survey: Survey, file: str) -> list[str]:
    """Say how many groups of fewer than five people the background questions make, crossed with the party.

    Parameters
    ----------
    survey : Survey
    file : str
        What the sentence calls the export.

    Returns
    -------
    list of str
        One sentence, or none.
    """
    names = background_of(survey) if len(survey.data) <= MOST_PEOPLE else []
    if not names:
        return []
    parties = survey.codebook.loc[survey.codebook["role"].eq("party"), "name"].tolist()
    people = survey.data[[*parties, *names]].astype("string")
    together = 3 if len(names) <= MOST_CROSSED else 2
    groups = small_groups(people, [*parties, *names], fewest=FEWEST, together=together)
    groups = groups[~groups["variables"].isin(parties)]
    if groups.empty:
        return []
    counts = {"groups": len(groups), "fewest": FEWEST, "least": int(groups["people"].min())}
    columns = ", ".join(repr(name) for name in names)
    return [told("reading.small_groups", file=file, columns=columns, **counts)]
