"""Read a survey export: find out which tool wrote it, let that format's parser take it apart, decide.

Each format has a `sniff`, which looks for signs that only it has and says which it found, and a `parse`. The
formats are asked in a fixed order, the most particular first, so that the same file is always read the same
way.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.safefiles import read_bytes
from evalkit.survey.background import said_of_small_groups
from evalkit.survey.carrier import Survey
from evalkit.survey.codebook import apply_codebook, read_codebook
from evalkit.survey.finish import finish
from evalkit.survey.lss import read_lss
from evalkit.survey.redcapform import is_dictionary, read_dictionary
from evalkit.survey.source import Source, open_source
from evalkit.survey.structure import lay_over
from evalkit.survey.variable import Parsed
from evalkit.survey.xlsform import is_xlsform, read_xlsform
from evalkit.words import told

FORMATS = (
    "surveyxact", "spss", "stata", "qualtrics", "limesurvey", "kobo", "redcap", "surveymonkey", "alchemer",
    "eusurvey", "msforms", "googleforms", "enalyzer", "plain",
)  # fmt: skip


def read_survey(
    path: str | Path, codebook: str | Path | None = None, *, source: str = "auto", personal: str = "drop"
) -> Survey:
    """Read a survey export as the survey tool wrote it.

    Parameters
    ----------
    path : path
        A file; or a folder or zip archive where the export has several files.
    codebook : path, optional
        ``codebook.yml``, or the tool's own description of the survey.
    source : str
        The format, or ``"auto"`` to find out.
    personal : {'drop', 'keep'}
        What to do with names, e-mail, postal and IP addresses, phone and CPR numbers.

    Returns
    -------
    Survey
        ``data``, ``codebook``, ``states``, ``report`` and ``missing``; see there for every column.

    Raises
    ------
    EvalkitError
        If there is no such file, it is broken, not in the format claimed, or the codebook doesn't fit it.
    """
    if personal not in ("drop", "keep"):
        raise not_one_of(personal, ("drop", "keep"), "Give personal='drop' or personal='keep'.")
    parsed = parse_export(path, source)
    if codebook is not None:
        parsed = describe(parsed, Path(codebook))
    survey = finish(parsed, personal=personal)
    return replace(survey, report=(*survey.report, *said_of_small_groups(survey, parsed.file)))


def describe(parsed: Parsed, codebook: Path) -> Parsed:
    """Lay over an export what a codebook or the tool's own form says about its questions."""
    if codebook.suffix.casefold() in (".yml", ".yaml"):
        return apply_codebook(parsed, read_codebook(codebook))
    if codebook.suffix.casefold() == ".lss":
        return lay_over(parsed, read_lss(read_bytes(codebook), codebook.name))
    tables = open_source(codebook).tables
    if is_xlsform(tables):
        return lay_over(parsed, read_xlsform(tables))
    if tables and is_dictionary(tables[0]):
        return lay_over(parsed, read_dictionary(tables[0]))
    raise EvalkitError(
        "this is no codebook",
        "Give a codebook.yml, LimeSurvey's .lss, an XLSForm or a REDCap dictionary.",
        where=place(codebook),
    )


def parse_export(path: str | Path, source: str = "auto") -> Parsed:
    """Find an export's format and take it apart, deciding nothing yet."""
    files = open_source(path)
    name, sign = _detected(files) if source == "auto" else _claimed(files, source)
    parsed = _format(name).parse(files)
    notes = tuple(note for table in files.tables[:1] for note in table.notes)
    said = told(
        "reading.read_as", file=files.name, sign=sign, rows=len(parsed.rows), columns=len(parsed.variables),
        format=told("reading.plain") if name == "plain" else _format(name).TITLE,
    )  # fmt: skip
    return replace(parsed, report=(said, *notes, *parsed.report))


def _detected(files: Source) -> tuple[str, str]:
    for name in FORMATS:
        sign = _format(name).sniff(files)
        if sign:
            return name, sign
    raise _unknown(files)


def _unknown(files: Source) -> EvalkitError:
    """Say why nothing could be made of files: they aren't one export, hold no answers, or no table."""
    wrong = f"this is none of the formats that can be read ({', '.join(FORMATS)})"
    do = "Export it as CSV or Excel."
    if not files.single:
        names = ", ".join(sorted(files.files)[:6]) + (", ..." if len(files.files) > 6 else "")
        wrong, do = f"its files are no export that belongs together: {names}", "Name the one to read."
    elif files.single.casefold().endswith(".lss"):
        read_lss(files.content, files.name)
        wrong, do = (
            "it holds a survey's questions, but no answers",
            "Read the responses, and give it as codebook.",
        )
    return EvalkitError(wrong, do, where=place(files.path))


def _claimed(files: Source, source: str) -> tuple[str, str]:
    if source not in FORMATS:
        raise not_one_of(source, ("auto", *FORMATS), "Correct source.", where=place(files.path))
    sign = _format(source).sniff(files)
    found = source if sign or source in ("plain", "surveyxact") else _detected(files)[0]
    if found != source and (found != "plain" or source not in ("googleforms", "enalyzer")):
        raise EvalkitError(
            f"this is no export of {_format(source).TITLE}: it looks like {_format(found).TITLE}",
            f"Leave source out, or give source: {found}.",
            where=place(files.path),
        )
    return source, sign or told("reading.sign.told")


def _format(name: str) -> ModuleType:
    return import_module(f"evalkit.survey.{name}")
