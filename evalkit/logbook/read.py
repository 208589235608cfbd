"""The front door of the logbook: any file to a `Logbook`, the format found from what is in it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.logbook.assemble import check_stances
from evalkit.logbook.boris_project import read_boris
from evalkit.logbook.boris_table import is_boris, read_boris_table
from evalkit.logbook.carrier import Logbook, merge
from evalkit.logbook.checks import check_observations, observed_remarks
from evalkit.logbook.counter import is_counter, read_counter
from evalkit.logbook.grid import Grid, read_delimited, read_text
from evalkit.logbook.jsonlines import read_jsonlines
from evalkit.logbook.markdown import read_markdown
from evalkit.logbook.masking import masked
from evalkit.logbook.pldp import is_pldp, read_pldp
from evalkit.logbook.pldp_tables import as_one, join_tables, table_kind
from evalkit.logbook.refi_codes import read_codebook
from evalkit.logbook.refi_project import read_project
from evalkit.logbook.sheets import is_own, read_own
from evalkit.logbook.taguette import is_taguette, read_taguette
from evalkit.safefiles import open_zip, read_bytes, read_zip
from evalkit.words import told

_FILES: Mapping[str, Callable[[Path], Logbook]] = {
    "markdown": read_markdown, "jsonlines": read_jsonlines, "boris": read_boris, "qdpx": read_project,
    "qdc": read_codebook,
}  # fmt: skip
_GRIDS: Mapping[str, tuple[Callable[[Grid], bool], Callable[[Grid], Logbook]]] = {  # how known, how read
    "boris_table": (is_boris, read_boris_table), "taguette": (is_taguette, read_taguette),
    "pldp": (is_pldp, read_pldp), "sheet": (is_own, read_own), "counter": (is_counter, read_counter),
}  # fmt: skip
SOURCES = (*_FILES, *_GRIDS)
_OWN = (
    "markdown",
    "jsonlines",
    "sheet",
)  # of the user's making: what can't be true is an error, not a remark
_MARKED = ("boris_table", "taguette", "counter")  # that can't be read without the columns they are known by
_ENDINGS = {
    "md": "markdown", "markdown": "markdown", "jsonl": "jsonlines", "ndjson": "jsonlines",
    "boris": "boris", "qdpx": "qdpx", "qde": "qdpx", "qdc": "qdc",
}  # fmt: skip
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def read_logbook(path: str | Path, *, source: str = "auto") -> Logbook:
    """Read a logbook: notes, codings, observation sessions or counts, in any format that evalkit knows.

    Parameters
    ----------
    path : path
        A file, or a folder or zip file whose files are read together: public-life tables are joined by
        `survey_id`. A table of counts by itself finds the table of surveys that lies beside it.
    source : str
        The format; by default found from the file itself. ``sheet`` (notes, sessions or counts in CSV, TSV,
        XLSX or ODS), ``markdown``, ``jsonlines``, ``boris`` (project), ``boris_table`` (tabular or
        aggregated events), ``pldp`` (Public Life Data Protocol), ``counter`` (automatic counters), ``qdpx``
        and ``qdc`` (REFI-QDA), ``taguette`` (highlights).

    Returns
    -------
    Logbook
        Personal data masked; dates, kinds and stances in the project's words; parties, names and criteria as
        written, until a study says who and what they are (`evalkit.load_study`).

    Raises
    ------
    EvalkitError
        Naming file, row, column and value of the first thing that can't be read or can't be true.

    Examples
    --------
    >>> log = read_logbook("data/sample/roadworks/sessions.csv")
    >>> sorted(log.sessions["site"].unique())
    ['Havnegade', 'Njalsgade']
    """
    part = read_part(path, source=source)
    return replace(part, evidence=check_stances(part.evidence, {}))


def read_part(path: str | Path, *, source: str = "auto") -> Logbook:
    """Read one file of a study's logbook, its stances as written: `assemble_logbook` checks the whole.

    Parameters
    ----------
    path : path
    source : str

    Returns
    -------
    Logbook
    """
    path = Path(path)
    if source != "auto" and source not in SOURCES:
        raise not_one_of(source, ("auto", *SOURCES), "Name the format, or leave it to evalkit.")
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(".")]
        if files:
            return _read_folder(files, source)
    if not path.is_file():
        raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path))
    name = _file_format(path) if source == "auto" else source
    if name in _FILES:
        return _finished(_FILES[name](path), name)
    if _is_packed(path):
        return _read_packed(path, source)
    grids, said = _with_neighbours(path, _grids(path))
    part = _read_tables(grids, name)
    return replace(part, report=(*part.report, *said))


def _is_packed(path: Path) -> bool:
    """Tell whether a file is a zip of files, and no spreadsheet or project, which are zips too."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except zipfile.BadZipFile:
        return True  # `read_zip` says what is wrong with it
    own = {"[content_types].xml", "mimetype"}
    return not own & names and not any(name.endswith(".qde") for name in names)


def _read_packed(path: Path, source: str) -> Logbook:
    """Read a zip of files as the folder that was zipped; a zip inside it stays shut."""
    members = read_zip(read_bytes(path), path.name)
    with TemporaryDirectory() as folder:
        files = [Path(folder, *PurePosixPath(name).parts) for name in members]
        for file, content in zip(files, members.values(), strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        kept = [file for file in sorted(files) if not _is_packed(file)]
        if not kept:
            raise EvalkitError("the zip file holds no file", "Zip the logbook's files.", where=place(path))
        return _read_folder(kept, source)


def _with_neighbours(path: Path, grids: list[Grid]) -> tuple[list[Grid], list[str]]:
    """Add the tables beside a table of counts that say where and when its surveys were."""
    if [table_kind(grid) for grid in grids] != ["counted"]:
        return grids, []
    beside = [file for file in sorted(path.parent.glob("*.[ct]sv")) if file != path]
    found = [grid for file in beside for grid in _grids(file) if table_kind(grid) == "surveys"]
    kept = [grid for grid in join_tables([*grids, *found]) if grid.file == path.name]
    surveys = ", ".join(grid.file for grid in found)
    return kept, [told("logbook.neighbour", file=path.name, surveys=surveys)] if found else []


def _read_folder(files: list[Path], source: str) -> Logbook:
    """Read the files of a folder one by one, but tables of one survey that are linked by its id together."""
    tables = [file for file in files if source in ("auto", "pldp") and not _file_format(file)]
    grids = [grid for file in tables for grid in _grids(file)]
    together = tables if join_tables(grids) != grids else []
    parts = [read_part(file, source=source) for file in files if file not in together]
    return merge([*parts, *([_read_tables(grids, "")] if together else [])])


def _read_tables(grids: list[Grid], name: str) -> Logbook:
    """Read tables, those of one survey that are linked by its id together."""
    joined = join_tables(grids)
    part = _read_grids(joined, name)
    return part if joined == grids else as_one(part)


def _read_grids(grids: list[Grid], given: str) -> Logbook:
    strangers = [grid.file for grid in grids if given in _MARKED and not _GRIDS[given][0](grid)]
    if strangers:
        do = "Name another format, or leave it to evalkit with source='auto'."
        raise EvalkitError(f"this table has not the columns of {given!r}", do, where=strangers[0])
    found = [(grid, given or _grid_format(grid)) for grid in grids]
    known = [(grid, name) for grid, name in found if name]
    left_out = [grid.file for grid, name in found if not name]
    if not known:  # let the reader of own sheets say what is missing
        known, left_out = [(grids[0], "sheet")], []
    parts = [_finished(_GRIDS[name][1](grid), name) for grid, name in known]
    if left_out:
        parts.append(Logbook(report=(told("logbook.left_out", files=", ".join(left_out)),)))
    return merge(parts)


def _finished(part: Logbook, name: str) -> Logbook:
    if name in _OWN:
        check_observations(part)
    part = masked(part)
    return replace(part, report=(*part.report, *observed_remarks(part, strict=name in _OWN)))


def _file_format(path: Path) -> str:
    """Return the name of a format that is a file of its own, or an empty text for a table."""
    ending = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if zipfile.is_zipfile(path):
        with open_zip(path) as archive:
            return "qdpx" if any(name.lower().endswith(".qde") for name in archive.namelist()) else ""
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        whole = path.read_bytes()
        return "boris" if b'"observations"' in whole and b'"behaviors_conf"' in whole else "jsonlines"
    if start.startswith(b"<"):
        return "qdc" if b"<CodeBook" in start and b"<Project" not in start else "qdpx"
    return ""


def _grids(path: Path) -> list[Grid]:
    if path.suffix.lower() in _WORKBOOKS or zipfile.is_zipfile(path):
        from evalkit.logbook.spreadsheet import read_grids

        return read_grids(path)
    return [read_delimited(read_text(path), path.name)]


def _grid_format(grid: Grid) -> str:
    return next((name for name, (is_known, _) in _GRIDS.items() if is_known(grid)), "")
