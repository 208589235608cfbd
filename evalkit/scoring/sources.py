"""What a caller may hand in, and how it is opened.

A study, several studies, a responses table in any engine's frame, or the path of a Parquet or CSV file:
each becomes a `Source`, a narwhals frame with the framework that says what its columns mean. Files are
scanned lazily by the fastest engine that is installed and never read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from numbers import Real
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework, load_framework

Frame = nw.LazyFrame[Any] | nw.DataFrame[Any]

BY = ("study", "wave", "party")
_OWN = ("respondent", "item", "criterion", "value", "state", "weight", "packed", "rows", "people", "least")
ENGINES = "pandas, Polars (eager or lazy), DuckDB, PyArrow, PySpark"


@dataclass(frozen=True)
class Source:
    """One table to count, with what is known about it.

    Attributes
    ----------
    frame : narwhals frame
    framework : Framework
    study : Study or None
        Where the table came from, if from a study.
    path : str
        The file it is scanned from; empty for a table in memory.
    """

    frame: Frame
    framework: Framework
    study: Any = None
    path: str = ""

    @property
    def name(self) -> str:
        """The file's name, as messages write it; empty for a table in memory."""
        return Path(self.path).name


def is_study(data: object) -> bool:
    """Tell whether something is a study (it carries responses, framework, parties and waves)."""
    return all(hasattr(data, part) for part in ("responses", "framework", "parties", "waves"))


def studies_of(data: object) -> tuple[Any, ...]:
    """Return the studies in a study or a tuple of studies; none for anything else."""
    if is_study(data):
        return (data,)
    if isinstance(data, list | tuple) and data and all(is_study(one) for one in data):
        return tuple(data)
    return ()


def sources_of(data: object, framework: Framework | str | Path | None = None) -> list[Source]:
    """Open whatever was handed in.

    Parameters
    ----------
    data : Study, tuple of Study, frame, or path
    framework : Framework, name or path, optional
        A study brings its own; a table without one is read by the shipped framework.

    Returns
    -------
    list of Source
        One for each study, or the one table.

    Raises
    ------
    EvalkitError
        If it is none of these, the file is missing, or its kind is unknown.
    """
    studies = studies_of(data)
    if studies:
        return [
            Source(as_frame(study.responses), framework_of(framework or study.framework), study)
            for study in studies
        ]
    path = str(data) if isinstance(data, str | Path) else ""
    return [Source(as_frame(data), framework_of(framework), path=path)]


def framework_of(framework: Framework | str | Path | None) -> Framework:
    """Return a framework from itself, its name or path, or the shipped one."""
    if isinstance(framework, Framework):
        return framework
    if not isinstance(framework, str | Path | None):
        raise EvalkitError(
            f"a {type(framework).__name__} is no framework",
            "Give its name, its path or what load_framework returns.",
        )
    return load_framework(framework or "partnership")


def as_frame(data: object) -> Frame:
    """Wrap a native frame, or scan a file.

    Parameters
    ----------
    data : frame or path

    Returns
    -------
    narwhals frame

    Raises
    ------
    EvalkitError
        If no engine knows it.
    """
    if isinstance(data, str | Path):
        return _scan(Path(data))
    try:
        frame: Any = nw.from_native(_plain(data))  # pyright: ignore[reportCallIssue, reportArgumentType]
    except TypeError:
        raise EvalkitError(
            f"a {type(data).__name__} isn't a table that evalkit can count",
            f"Give a study, a frame of {ENGINES}, or the path of a Parquet or CSV file.",
        ) from None
    return frame


def _plain(data: object) -> object:
    """Return a pandas frame's columns of Python objects without pandas' NA, values and weights as numbers."""
    if not isinstance(data, pd.DataFrame) or not data.columns.is_unique:
        return data
    objects = data.columns[(data.dtypes == "object").to_numpy()]
    plain = data.copy(deep=False) if len(objects) else data
    for name in objects:
        filled = data[name].dropna()
        numbers = name in ("value", "weight") and all(
            isinstance(x, Real | Decimal) and not isinstance(x, bool) for x in filled
        )
        if numbers:
            plain[name] = data[name].where(data[name].notna(), np.nan).astype(np.float64)
        else:
            plain[name] = data[name].where(data[name].notna(), None)
    return plain


def known_order(source: Source, column: str) -> list[str] | None:
    """Return the order of a column's values where the study or the frame's own categories fix it."""
    if source.study is not None and column in ("wave", "party"):
        return [part.id for part in (source.study.waves if column == "wave" else source.study.parties)]
    dtype: Any = source.frame.collect_schema().get(column)
    if isinstance(dtype, nw.Enum):
        return [str(name) for name in dtype.categories]
    if isinstance(dtype, nw.Categorical) and source.frame.implementation.is_pandas():
        return [str(name) for name in source.frame.to_native()[column].cat.categories]
    return None


def columns_of(by: str | Iterable[str]) -> list[str]:
    """Return `by` as a list of columns; raise if it names none."""
    columns = [by] if isinstance(by, str) else list(by) if isinstance(by, Iterable) else []
    wrong = next((c for c in columns if c in _OWN or columns.count(c) > 1), None)
    if not columns or wrong is not None:
        raise EvalkitError(
            "by= names no column" if wrong is None else f"by= can't have {wrong!r} there",
            f"Name the columns that make a group, each once, such as {', '.join(BY)}.",
        )
    return columns


def need(source: Source, columns: Iterable[str]) -> None:
    """Raise unless the source's table has these columns."""
    found = source.frame.collect_schema().names()
    missing = [column for column in columns if column not in found]
    if missing:
        raise EvalkitError(
            f"the table has no column {', '.join(map(repr, missing))} (it has {', '.join(found[:12])})",
            "Give a responses table, or a wide one with a column for each item and by= naming its groups.",
            where=place(source.name),
        )


def _scan(path: Path) -> Frame:
    kind = path.suffix.lower().lstrip(".")
    if not path.exists():
        raise EvalkitError("there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path))
    if kind not in _READERS:
        raise not_one_of(
            kind, _READERS, "Give a Parquet or CSV file, or read it into a frame first.", where=place(path)
        )
    for engine, call in _READERS[kind].items():
        if find_spec(engine):
            module: Any = import_module("pyarrow.parquet" if call == "read_table" else engine)
            return _opened(getattr(module, call), path)
    raise EvalkitError("no engine for it is installed", "Install the 'scale' extra.", where=place(path))


def _opened(scan: Callable[[str], Any], path: Path) -> Frame:
    try:
        frame = as_frame(scan(str(path)))
        frame.collect_schema()
    except Exception as error:  # each engine has its own
        raise EvalkitError(
            f"the file can't be read ({str(error).splitlines()[0][:120]})",
            "Write it again, or fetch it whole.",
            where=place(path),
        ) from None
    return frame


_READERS: Mapping[str, Mapping[str, str]] = {
    "parquet": {"polars": "scan_parquet", "duckdb": "read_parquet", "pyarrow": "read_table"},
    "csv": {"polars": "scan_csv", "duckdb": "read_csv", "pandas": "read_csv"},
}
