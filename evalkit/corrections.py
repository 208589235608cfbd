"""Corrections: what is wrong in a raw export, mended beside it and never in it.

`corrections.csv` in the study's folder has the columns file, row, column, old, new, reason. `row` is the
line that an editor or a spreadsheet shows, `column` the variable's name or heading, `old` what stands there
(so that a correction can't hit the wrong cell), `new` what it should be (empty: skipped). A respondent who
withdraws is a row with column ``respondent``, her pseudonym under `old`, nothing under `new`; an empty
`file` means every survey.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.pseudonyms import folded
from evalkit.studyfile import Plan, inside
from evalkit.survey import Survey
from evalkit.survey.dates import read_dates
from evalkit.survey.missing import state_of_label
from evalkit.words import told

NAME = "corrections.csv"
_TRUE, _FALSE = ("1", "true", "ja", "yes", "valgt"), ("0", "false", "nej", "no", "ikke valgt")
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
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
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
    done: dict[tuple[int, str], Correction] = {}
    for correction in corrections:
        if correction.file not in ("", file):
            continue
        if correction.withdraws:
            survey = _without(survey, file, correction)
            continue
        row, name = _row(survey, file, correction), _column(survey, file, correction)
        first = done.setdefault((row, name), correction)
        if first is not correction:
            raise EvalkitError(
                f"{place(file, row=row, column=name)} is corrected here and in row {first.line}",
                "Keep one of the two.",
                where=correction.where,
            )
        survey = _corrected(survey, file, correction, row, name)
    return survey


def check_withdrawn(surveys: Sequence[tuple[str, Survey]], corrections: Sequence[Correction]) -> None:
    """Raise if nobody in any survey has the pseudonym of somebody who withdraws from all of them.

    Parameters
    ----------
    surveys : sequence of (str, Survey)
        File name and survey, as they were before anything was corrected.
    corrections : sequence of Correction

    Raises
    ------
    EvalkitError
    """
    for correction in corrections:
        everywhere = correction.withdraws and not correction.file
        if everywhere and not any(len(_rows_of(survey, correction.old)) for _, survey in surveys):
            raise EvalkitError(
                f"nobody in {', '.join(file for file, _ in surveys)} is called {correction.old!r}",
                "Give the pseudonym as it stands in the export.",
                where=correction.where,
            )


def _correction(line: dict[str, str | None], number: int) -> Correction:
    if None in line:
        raise EvalkitError(
            f"the row has more cells than the {len(COLUMNS)} headings",
            "Put quotation marks round a cell that holds a separator.",
            where=place(NAME, row=number),
        )
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
    rows = _rows_of(survey, correction.old)
    if rows.empty:
        if correction.file:
            raise EvalkitError(
                f"nobody in {file} is called {correction.old!r}", "Give the pseudonym as it stands there.",
                where=correction.where,
            )  # fmt: skip
        return survey
    note = told("reading.withdrawn", file=file, row=", ".join(map(str, rows)), reason=correction.reason)
    return replace(
        survey,
        data=survey.data.drop(rows),
        states=survey.states.drop(rows),
        find_missing=survey.missing[~survey.missing["row"].isin(rows)].reset_index(drop=True).copy,
        report=(*survey.report, note),
    )


def _rows_of(survey: Survey, pseudonym: str) -> pd.Index:
    names = survey.codebook.loc[survey.codebook["role"] == "respondent", "name"]
    keys = survey.data[names.iloc[0]].map(_text).map(folded) if len(names) else pd.Series(dtype=object)
    return keys.index[keys == folded(pseudonym)]


def _corrected(survey: Survey, file: str, correction: Correction, row: int, name: str) -> Survey:
    variable = survey.codebook[survey.codebook["name"] == name].iloc[0]
    cell, found = place(file, row=row, column=name), _found(survey, row, name, variable)
    if correction.old.casefold() not in map(str.casefold, found):
        raise EvalkitError(
            f"{correction.old!r} is not what stands in {cell}: that is {found[-1]!r}",
            "Correct the correction: old must be the cell as it is.",
            where=correction.where,
        )
    note = told(
        "reading.corrected",
        cell=told("reading.cell", file=file, row=row, column=repr(name)),
        old=repr(correction.old),
        new=repr(correction.new),
        reason=correction.reason,
    )
    return replace(_set(survey, row, name, _new(correction, variable)), report=(*survey.report, note))


def _found(survey: Survey, row: int, name: str, variable: pd.Series) -> list[str]:
    """Return what stands in a cell: as its code, as its label, as the file may have written it."""
    hidden = survey.missing[(survey.missing["row"] == row) & (survey.missing["name"] == name)]
    if len(hidden):
        return [_text(hidden["code"].iloc[0]), _text(hidden["label"].iloc[0])]
    code = survey.data.loc[row, name]
    text = _text(code)
    written = {"boolean": _TRUE if text == "True" else _FALSE, "date": (text.removesuffix(" 00:00:00"),)}
    return [
        *(written.get(variable["type"], ()) if text else ()),
        _text((variable["values"] or {}).get(code, code)),
        text,
    ]


def _set(survey: Survey, row: int, name: str, new: tuple[Any, Any, str]) -> Survey:
    """Return a survey with another answer in one cell."""
    code, label, state = new
    data, states = survey.data.copy(), survey.states.copy()
    missing = survey.missing[(survey.missing["row"] != row) | (survey.missing["name"] != name)]
    if state == "answered":
        if isinstance(code, float) and data[name].dtype == "Int64":
            data[name] = data[name].astype("Float64")
        data[name] = data[name].astype(object) if isinstance(code, str) else data[name]
        data.loc[row, name] = code
    else:
        data.loc[row, name] = None
        if label is not None:
            added = pd.DataFrame([[row, name, code, label]], columns=missing.columns)
            missing = pd.concat([missing.astype(object), added])
    states.loc[row, name] = state
    return replace(survey, data=data, states=states, find_missing=missing.reset_index(drop=True).copy)


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


def _new(correction: Correction, variable: pd.Series) -> tuple[Any, Any, str]:
    """Return code, label (of a missing value) and state of the corrected cell."""
    if not correction.new:
        return None, None, "skipped"
    values, missing = variable["values"] or {}, variable["missing"] or {}
    for code, label in (values | missing).items():
        if correction.new.casefold() in {_text(code).casefold(), str(label).casefold()}:
            state = (state_of_label(label) or "skipped") if code in missing else "answered"
            return code, label if code in missing else None, state
    if state := state_of_label(correction.new, sure=True):
        return correction.new, correction.new, state
    if values and variable["ordered"]:
        allowed = [*values.values(), *missing.values()]
        raise not_one_of(correction.new, allowed, "Give an answer of the question.", where=correction.where)
    return _read(correction, variable), None, "answered"


def _read(correction: Correction, variable: pd.Series) -> Any:
    """Read the corrected answer as what its column holds; a known scale's words are read later."""
    text, kind = correction.new, variable["type"]
    if kind == "boolean" and text.casefold() in (*_TRUE, *_FALSE):
        return text.casefold() in _TRUE
    number = pd.to_numeric(text.replace(",", "."), errors="coerce")
    if kind in ("integer", "number") and not pd.isna(number):
        return int(number) if float(number).is_integer() else float(number)
    dates = read_dates(pd.Series([text])) if kind == "date" else None
    if dates is not None:
        return dates.iloc[0]
    if kind != "string" and not variable["scale"]:
        allowed = {"boolean": "1 or 0", "date": "a date such as 2016-10-25"}.get(kind, "a number")
        raise EvalkitError(
            f"{text!r} is not {allowed}", "The column holds nothing else.", where=correction.where
        )
    return text


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
