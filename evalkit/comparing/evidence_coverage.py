"""What was collected on which criterion, by which method: gaps that no score can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.logbook.carrier import KINDS
from evalkit.tables import ordered

if TYPE_CHECKING:
    from evalkit.study import Study


def evidence_coverage(study: Study | Sequence[Study]) -> pd.DataFrame:
    """Count, for each criterion, what each method brought.

    Parameters
    ----------
    study : Study or sequence of Study

    Returns
    -------
    DataFrame
        One row per study and criterion: study, phase, criterion; survey (respondents with an answer to one
        of its items, over all waves); a column per kind of logbook entry (how many speak to it, whatever
        their stance); entries (their sum), authors (how many people), parties (tuple of those who wrote),
        nothing (True where neither survey nor logbook has anything).

    Examples
    --------
    >>> from evalkit import load_study
    >>> coverage = evidence_coverage(load_study("data/sample/roadworks"))
    >>> coverage.loc[coverage["entries"].eq(0), "criterion"].tolist()
    []
    """
    studies = (study,) if not isinstance(study, Sequence) else tuple(study)
    tables = [_of_study(one) for one in studies]
    table = pd.concat(tables, ignore_index=True).fillna(dict.fromkeys(_own_kinds(tables), 0))
    criteria = list(dict.fromkeys(id for one in studies for id in one.framework.criterion_ids))
    return table.assign(criterion=ordered(table["criterion"], criteria))


def _of_study(study: Study) -> pd.DataFrame:
    spoken = study.evidence[["entry", "criterion"]].astype(str).drop_duplicates()
    notes = study.entries[["entry", "kind", "author", "party"]].astype(str)
    found = spoken.merge(notes, on="entry", how="inner")
    kinds = [*KINDS, *sorted(set(found["kind"]) - set(KINDS))]
    rows = []
    for criterion in study.framework.criteria:
        of_it = found[found["criterion"].eq(criterion.id)]
        survey = _respondents(study.responses, criterion.id)
        rows.append(
            {
                "study": study.id,
                "phase": criterion.phase,
                "criterion": criterion.id,
                "survey": survey,
                **of_it["kind"].value_counts().reindex(kinds, fill_value=0).to_dict(),
                "entries": len(of_it),
                "authors": of_it.loc[of_it["author"].ne(""), "author"].nunique(),
                "parties": tuple(sorted(set(of_it["party"]) - {""})),
                "nothing": survey == 0 and of_it.empty,
            }
        )
    return pd.DataFrame(rows)


def _respondents(responses: pd.DataFrame, criterion: str) -> int:
    answered = responses[responses["criterion"].eq(criterion) & responses["state"].eq("answered")]
    return int(answered[["party", "respondent"]].drop_duplicates().shape[0])


def _own_kinds(tables: Sequence[pd.DataFrame]) -> list[str]:
    fixed = {"study", "phase", "criterion", "survey", "entries", "authors", "parties", "nothing"}
    return list(dict.fromkeys(str(column) for table in tables for column in table if column not in fixed))
