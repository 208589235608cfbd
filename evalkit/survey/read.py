"""Read a survey export: find out which tool wrote it, let that format's parser take it apart, decide.

Each format has a `sniff`, which looks for signs that only it has and says which it found, and a `parse`. The
formats are asked in a fixed order, the most particular first, so that the same file is always read the same way.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.survey.carrier import Survey
from evalkit.survey.codebook import apply_codebook, read_codebook
from evalkit.survey.finish import finish
from evalkit.survey.source import Source, open_source
from evalkit.survey.variable import Parsed

FORMATS = (
    "limesurvey", "plain",
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
        What to do with names, e-mail addresses, phone and CPR numbers and IP addresses.

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
        parsed = apply_codebook(parsed, read_codebook(codebook))
    return finish(parsed, personal=personal)


def parse_export(path: str | Path, source: str = "auto") -> Parsed:
    """Find an export's format and take it apart, deciding nothing yet."""
    files = open_source(path)
    name, sign = _detected(files) if source == "auto" else _claimed(files, source)
    parsed = _format(name).parse(files)
    notes = tuple(note for table in files.tables[:1] for note in table.notes)
    said = f"{files.name}: read as {_format(name).TITLE} ({sign}): {len(parsed.rows)} rows, "
    said += f"{len(parsed.variables)} columns."
    return replace(parsed, report=(said, *notes, *parsed.report))


def _detected(files: Source) -> tuple[str, str]:
    for name in FORMATS:
        sign = _format(name).sniff(files)
        if sign:
            return name, sign
    raise EvalkitError(
        f"this is none of the formats that can be read ({', '.join(FORMATS)})",
        "Export it as CSV or Excel.",
        where=place(files.path),
    )


def _claimed(files: Source, source: str) -> tuple[str, str]:
    if source not in FORMATS:
        raise not_one_of(source, ("auto", *FORMATS), "Correct source.", where=place(files.path))
    sign = _format(source).sniff(files)
    if not sign and source not in ("googleforms", "enalyzer", "plain"):
        found = _detected(files)[0]
        raise EvalkitError(
            f"this is no export of {_format(source).TITLE}: it looks like {_format(found).TITLE}",
            f"Leave source out, or give source: {found}.",
            where=place(files.path),
        )
    return source, sign or "as told"


def _format(name: str) -> ModuleType:
    return import_module(f"evalkit.survey.{name}")
