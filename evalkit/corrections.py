"""Corrections: what is wrong in a raw export, mended beside it and never in it.

`corrections.csv` in the study's folder has the columns file, row, column, old, new, reason. `row` is the
line that an editor or a spreadsheet shows, `column` the variable's name or heading, `old` what stands there
(so that a correction can't hit the wrong cell), `new` what it should be (empty: skipped). A respondent who
withdraws is a row with column ``respondent``, her pseudonym under `old`, nothing under `new`; an empty
`file` means every survey.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.studyfile import Plan, inside
from evalkit.survey import Survey

NAME = "corrections.csv"
COLUMNS = ("file", "row", "column", "old", "new", "reason")


@dataclass(frozen=True)
class Correction:
    """One line of `corrections.csv`; `line` is where it stands there."""

    file: str
    row: str
    column: str
    old: str
    new: str
    reason: str
    line: int

    @property
    def where(self) -> str:
        """The place of the correction itself, for messages."""
        return place(NAME, row=self.line)

    @property
    def withdraws(self) -> bool:
        """Tell whether it takes a respondent out."""
        return self.column == "respondent" and not self.new and not self.row


def read_corrections(plan: Plan) -> tuple[Correction, ...]:
    """Read a study's corrections, if it has any.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    tuple of Correction

    Raises
    ------
    EvalkitError
        If a column is missing, a file isn't one of the study's, or a reason is not given.
    """
    name = plan.raw.get("corrections", NAME)
    if name == NAME and not (plan.folder / NAME).exists():
        return ()
    path = inside(plan.folder, name, "corrections")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvalkitError("the file is not UTF-8", "Save it again as UTF-8.", where=place(NAME)) from None
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise EvalkitError(
            f"the column {missing[0]!r} is missing",
            f"The columns are {', '.join(COLUMNS)}.",
            where=place(NAME, row=1),
        )
    found = tuple(_correction(line, reader.line_num) for line in reader if any(line.values()))
    _check_files(found, [survey.path.name for survey in plan.surveys])
    return found


def correct_survey(survey: Survey, file: str, corrections: Sequence[Correction]) -> Survey:
    """Apply the corrections that are meant for one survey file.

    Parameters
    ----------
    survey : Survey
    file : str
        The file's name.
    corrections : sequence of Correction

    Returns
    -------
    Survey
        A new one, its report saying what was corrected.

    Raises
    ------
    EvalkitError
        If a row or column isn't there, something else than `old` stands in the cell, `new` isn't an
        answer of the question, or nobody has the pseudonym that withdraws.
    """
    for correction in corrections:
        if correction.file not in ("", file):
            continue
        if correction.withdraws:
            survey = _without(survey, file, correction)
        else:
            survey = _corrected(survey, file, correction)
    return survey


def _correction(line: dict[str, str | None], number: int) -> Correction:
    cells = {column: (line.get(column) or "").strip() for column in COLUMNS}
    correction = Correction(**cells, line=number)
    if not correction.reason:
        raise EvalkitError("no reason is given", "Say why, under reason.", where=correction.where)
    if not correction.file and not correction.withdraws:
        raise EvalkitError("no file is given", "Name the export that it corrects.", where=correction.where)
    return correction


def _check_files(corrections: Sequence[Correction], files: Sequence[str]) -> None:
    for correction in corrections:
        if correction.file and correction.file not in files:
            raise not_one_of(
                correction.file, files, "Name a survey file of the study.", where=correction.where
            )


def _without(survey: Survey, file: str, correction: Correction) -> Survey:
    names = survey.codebook.loc[survey.codebook["role"] == "respondent", "name"]
    keys = survey.data[names.iloc[0]].map(_text) if len(names) else pd.Series(dtype=object)
    rows = keys.index[keys == correction.old]
    if rows.empty:
        if correction.file:
            raise EvalkitError(
                f"nobody in {file} is called {correction.old!r}", "Give the pseudonym as it stands there.",
                where=correction.where,
            )  # fmt: skip
        return survey
    note = f"{file}: {correction.old} has withdrawn and is left out ({correction.reason})."
    return replace(
        survey, data=survey.data.drop(rows), states=survey.states.drop(rows), report=(*survey.report, note)
    )


def _corrected(survey: Survey, file: str, correction: Correction) -> Survey:
    row, name = _row(survey, file, correction), _column(survey, file, correction)
    variable = survey.codebook.set_index("name").loc[name]
    found, cell = survey.data.loc[row, name], place(file, row=row, column=name)
    label = (
        variable["values"].get(found, variable["missing"].get(found, found)) if variable["values"] else found
    )
    if correction.old not in {_text(found), _text(label)}:
        raise EvalkitError(
            f"{correction.old!r} is not what stands in {cell}: that is {_text(label)!r}",
            "Correct the correction: old must be the cell as it is.",
            where=correction.where,
        )
    code, state = _new(correction, variable)
    data, states = survey.data.copy(), survey.states.copy()
    data[name] = data[name].astype(object) if isinstance(code, str) else data[name]
    data.loc[row, name], states.loc[row, name] = code, state
    note = f"{cell}: {correction.old!r} corrected to {correction.new!r} ({correction.reason})."
    return replace(survey, data=data, states=states, report=(*survey.report, note))


def _row(survey: Survey, file: str, correction: Correction) -> int:
    if not correction.row.isdigit() or int(correction.row) not in survey.data.index:
        rows = survey.data.index
        span = f"its answers are in rows {rows.min()} to {rows.max()}" if len(rows) else "it has no answers"
        raise EvalkitError(
            f"{file} has no row {correction.row!r}: {span}",
            "Give the line as an editor or a spreadsheet shows it.",
            where=correction.where,
        )
    return int(correction.row)


def _column(survey: Survey, file: str, correction: Correction) -> str:
    book = survey.codebook
    for key in ("name", "source", "title"):
        match = book.loc[book[key].astype(str) == correction.column, "name"]
        if len(match) == 1:
            return str(match.iloc[0])
    raise not_one_of(correction.column, book["name"], f"Name a column of {file}.", where=correction.where)


def _new(correction: Correction, variable: pd.Series) -> tuple[object, str]:
    """Return the code and state of the corrected cell."""
    if not correction.new:
        return np.nan, "skipped"
    known = {**variable["values"], **variable["missing"]} if variable["values"] else {}
    if not known:
        number = pd.to_numeric(pd.Series([correction.new]), errors="coerce").iloc[0]
        return (number if variable["type"] in ("integer", "number") else correction.new), "answered"
    for code, label in known.items():
        if correction.new.casefold() in {_text(code).casefold(), str(label).casefold()}:
            return code, "dont_know" if code in variable["missing"] else "answered"
    raise not_one_of(
        correction.new, known.values(), "Give an answer of the question.", where=correction.where
    )


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
