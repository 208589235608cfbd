"""Independent sources: what speaks for or against a criterion, each voice counted once.

Ten notes by one person after ten meetings are one voice; a note and a film by her are two. A stance is
two flags, `pro` and `con`: supports and against have one, mixed both, neutral neither. Voices, coders and
repetitions are put together by *any*, so that whoever differs becomes mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from evalkit.study import Study

EXTERNAL = "external"
_ENTRY = ["study", "entry"]
SOURCE = ["study", "wave", "criterion", "author", "kind"]


def coded_entries(studies: Sequence[Study]) -> pd.DataFrame:
    """Return one row per study, criterion and entry that says something about it, coders put together.

    Parameters
    ----------
    studies : sequence of Study

    Returns
    -------
    DataFrame
        study, wave (the first dated on or after the entry, the last for later ones), criterion, entry,
        author, party, kind, occurred_at, consent, pro, con, quote.
    """
    tables = [_of_study(study) for study in studies]
    return pd.concat(tables, ignore_index=True)


def independent_sources(coded: pd.DataFrame) -> pd.DataFrame:
    """Return one row per independent source: an author with a kind of entry, for a criterion in a wave.

    Parameters
    ----------
    coded : DataFrame
        As `coded_entries` returns it.

    Returns
    -------
    DataFrame
        study, wave, criterion, author, kind, party, pro, con. An entry without an author counts for its
        party, so that two of them never pass for two people.
    """
    voices = coded.assign(author=coded["author"].where(coded["author"].ne(""), "party " + coded["party"]))
    grouped = voices.groupby(SOURCE, sort=False, observed=True)
    return grouped.agg(party=("party", "first"), pro=("pro", "any"), con=("con", "any")).reset_index()


def wave_of(days: pd.Series, study: Study) -> pd.Series:
    """Return the wave that each day counts for; blank where there is no day.

    Parameters
    ----------
    days : Series of datetime64
    study : Study

    Returns
    -------
    Series of str
    """
    ids = [wave.id for wave in study.waves]
    dates = np.array([wave.date for wave in study.waves], dtype="datetime64[D]")
    position = np.searchsorted(dates, days.to_numpy().astype("datetime64[D]"), side="left")
    wave = np.array([*ids, ids[-1]])[position]
    return pd.Series(np.where(days.isna(), "", wave), index=days.index)


def _of_study(study: Study) -> pd.DataFrame:
    codes = study.evidence[study.evidence["criterion"].astype(str).ne("")]
    flags = pd.DataFrame(
        {
            "study": study.id,
            "entry": codes["entry"].astype(str),
            "criterion": codes["criterion"].astype(str),
            "pro": codes["stance"].isin(["supports", "mixed"]),
            "con": codes["stance"].isin(["against", "mixed"]),
            "quote": codes["quote"].astype(str),
        }
    )
    grouped = flags.groupby([*_ENTRY, "criterion"], sort=False)
    coded = grouped.agg(pro=("pro", "any"), con=("con", "any"), quote=("quote", "first")).reset_index()
    columns = ["entry", "author", "party", "kind", "occurred_at", "recorded_at", "consent", "text"]
    notes = study.entries[columns].astype({"entry": str, "party": str})
    found = coded.merge(notes, on="entry", how="left", validate="many_to_one")
    found = found.assign(
        wave=wave_of(found["occurred_at"].fillna(found["recorded_at"]), study),
        party=found["party"].fillna(""),
    )
    return found[found["wave"].ne("")]
