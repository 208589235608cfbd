"""Who answered: each row of a survey is a person with a wave, a party and a pseudonym."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.pseudonyms import folded
from evalkit.studyfile import Party, Plan, SurveyFile, Wave
from evalkit.survey import Survey
from evalkit.survey.codebook import read_codebook
from evalkit.words import told

_ROWS = 10  # written out in a message; the others are counted


@dataclass(frozen=True)
class Source:
    """A survey that was read, with the file entry that named it."""

    survey: Survey
    entry: SurveyFile

    @property
    def file(self) -> str:
        """The file's name, as messages write it."""
        return self.entry.path.name

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The names of the variables that the file's codebook has a field for."""
        book = self.entry.codebook
        if book is None or book.suffix.casefold() not in (".yml", ".yaml"):
            return frozenset()
        return frozenset(field.name for field in read_codebook(book).fields)


def find_respondents(source: Source, plan: Plan, items: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Find out who answered in one survey.

    Parameters
    ----------
    source : Source
    plan : Plan
    items : sequence of str
        The variables that are tied to the framework.

    Returns
    -------
    DataFrame
        One row for everybody who answered at least something: row, file, wave, party, respondent.
    list of str
        Sentences for the load report.

    Raises
    ------
    EvalkitError
        If nobody answered, no variable is tied, or a row's wave, party or respondent can't be told.
    """
    survey, notes = source.survey, []
    if not items:
        raise EvalkitError(
            "no question of this file is tied to an item or criterion",
            "Tie them in a sheet that evalkit map STUDY writes and takes back, or in the codebook.",
            where=place(source.file),
        )
    if survey.data.empty:
        raise EvalkitError(
            "nobody has answered", "Export it again, with the answers.", where=place(source.file)
        )
    something = survey.states[items].isin(["answered", "dont_know"]).any(axis=1)
    if not something.all():
        rows = ", ".join(str(row) for row in survey.data.index[~something][:10])
        notes.append(told("reading.no_answer", file=source.file, n=int((~something).sum()), rows=rows))
    rows = survey.data.index[something]
    wave, party, respondent = (_role(survey, role, rows) for role in ("wave", "party", "respondent"))
    if respondent is None:
        notes.append(told("reading.no_ids", file=source.file))
    people = pd.DataFrame(
        {
            "row": rows,
            "file": source.file,
            "wave": _wave_ids(source, wave, plan.waves),
            "party": _party_ids(source, party, plan.parties),
            "respondent": [folded(_respondent(source, respondent, row)) for row in rows],
        }
    )
    return people, notes


def check_respondents(people: pd.DataFrame, plan: Plan) -> None:
    """Raise if somebody is there twice in a wave or in two parties, or more answered than were invited.

    Parameters
    ----------
    people : DataFrame
        Of all surveys, as `find_respondents` gives them.
    plan : Plan

    Raises
    ------
    EvalkitError
    """
    double = people[people.duplicated(["wave", "respondent"], keep=False)]
    if len(double):
        first = double[double["respondent"] == double["respondent"].iloc[0]]
        rows = " and ".join(f"{r.file} row {r.row}" for r in first.head(3).itertuples())
        raise EvalkitError(
            f"respondent {first['respondent'].iloc[0]!r} is there {len(first)} times in wave "
            f"{first['wave'].iloc[0]!r} ({rows})",
            "A respondent answers once a wave; drop one of the rows through corrections.csv.",
        )
    parties = people.groupby("respondent")["party"].nunique()
    if (parties > 1).any():
        who = parties.index[parties > 1][0]
        found = ", ".join(sorted(set(people.loc[people["respondent"] == who, "party"])))
        raise EvalkitError(
            f"respondent {who!r} belongs to more than one party ({found})",
            "A respondent has one party throughout; correct it in corrections.csv.",
        )
    _check_invited(people, plan)


def _role(survey: Survey, role: str, rows: pd.Index) -> pd.Series | None:
    """Return those rows of the column that plays a role, codes turned into labels; None if there is none."""
    book = survey.codebook[survey.codebook["role"] == role]
    if book.empty:
        return None
    column, labels = survey.data.loc[rows, book["name"].iloc[0]].astype(object), book["values"].iloc[0] or {}
    return column if role == "respondent" else column.map(lambda code: labels.get(code, code))


def _wave_ids(source: Source, column: pd.Series | None, waves: Sequence[Wave]) -> list[str] | str:
    if column is None and source.entry.wave is None and len(waves) != 1:
        raise EvalkitError(
            "nothing says which wave it is",
            "Write wave: beside the file in study.yml.",
            where=place(source.file),
        )
    return _ids(source, column, source.entry.wave, {wave.id: wave.label for wave in waves})


def _party_ids(source: Source, column: pd.Series | None, parties: Sequence[Party]) -> list[str] | str:
    if column is None and source.entry.party is None and len(parties) != 1:
        raise EvalkitError(
            "nothing says which party a respondent belongs to",
            "Mark the variable with 'party: true' in the codebook, or write party: in study.yml.",
            where=place(source.file),
        )
    return _ids(source, column, source.entry.party, {party.id: party.label for party in parties})


def _ids(
    source: Source, column: pd.Series | None, given: str | None, labels: Mapping[str, object]
) -> list[str] | str:
    """Return each row's wave or party as its cell says, or the one of the whole file."""
    if given is not None or column is None:
        return given or next(iter(labels))
    empty = column.index[column.isna()]
    if len(empty):
        rows = ", ".join(map(str, empty[:_ROWS])) + f" and {len(empty) - _ROWS} more" * (len(empty) > _ROWS)
        raise EvalkitError(
            f"{len(empty)} cells are empty (rows {rows})" if len(empty) > 1 else "the cell is empty",
            f"Say which it is, in corrections.csv: {', '.join(labels)}.",
            where=place(source.file, row=None if len(empty) > 1 else empty[0], column=column.name),
        )
    return [
        _match(found, labels, place(source.file, row=row, column=column.name))
        for row, found in column.items()
    ]


def _match(found: Any, labels: Mapping[str, object], where: str) -> str:
    for id, label in labels.items():
        names = label.values() if isinstance(label, Mapping) else [label]
        if str(found).strip().casefold() in {
            id.casefold(),
            *(str(name).strip().casefold() for name in names),
        }:
            return id
    said = f"{{{str(found)!r}: {next(iter(labels))}}}"
    raise not_one_of(
        found, labels, f"Say which it is in the codebook, as {said}, or in corrections.csv.", where=where
    )


def _respondent(source: Source, column: pd.Series | None, row: int) -> str:
    if column is None:
        return f"{source.entry.path.stem}-{row}"
    key = column.loc[row]
    if pd.isna(key) or not str(key).strip():
        raise EvalkitError(
            "the respondent has no id",
            "Fill it in through corrections.csv.",
            where=place(source.file, row=row, column=column.name),
        )
    return str(int(key)) if isinstance(key, float) and key.is_integer() else str(key).strip()


def _check_invited(people: pd.DataFrame, plan: Plan) -> None:
    for (wave, party), group in people.groupby(["wave", "party"]):
        invited = next(p for p in plan.parties if p.id == party).invited[str(wave)]
        if invited is not None and len(group) > invited:
            raise EvalkitError(
                f"{len(group)} respondents of {party} answered in wave {wave}, but {invited} were invited",
                "Correct the number of invited, or the rows' party.",
                where=place("study.yml", key=f"parties.{party}.invited"),
            )
