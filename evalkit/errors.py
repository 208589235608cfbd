"""The one error a user meets, always in three parts.

What is wrong (file, row, column, value), what is allowed, what to do::

    logbook.csv, row 14, column 'stance': 'suports' is not one of supports, against,
    mixed, neutral. Correct the cell, or map it with stances: in study.yml.

The tree of everything evalkit raises or warns with on purpose::

    Exception
    └── EvalkitError        bad input, a refused export, an impossible request
        └── NothingToShow   a study lacks what was asked for: a notebook says so and goes on
    UserWarning
    └── EvalkitWarning      the work was done, but read this first
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class EvalkitError(Exception):
    """Bad input or a refused request, said so that the user can mend it.

    Parameters
    ----------
    wrong : str
        What is wrong, ending without a full stop.
    do : str
        What to do, one or more whole sentences.
    where : str, optional
        The place, as `place` writes it; put in front of `wrong`.

    Examples
    --------
    >>> print(EvalkitError("'x' is not a party", "Use a, b.", where=place("study.yml", key="parties")))
    study.yml, key 'parties': 'x' is not a party. Use a, b.
    """

    def __init__(self, wrong: str, do: str, *, where: str = "") -> None:
        self.wrong, self.do, self.where = wrong, do, where
        super().__init__(f"{where}: {wrong}. {do}" if where else f"{wrong}. {do}")

    def __reduce__(self) -> tuple[object, ...]:
        """Let it travel whole between processes."""
        return _rebuilt, (self.wrong, self.do, self.where)

    def _render_traceback_(self) -> list[str]:
        """Show one message, not a wall, in a notebook: IPython asks an exception for this."""
        return [f"EvalkitError: {self}"]


def _rebuilt(wrong: str, do: str, where: str) -> EvalkitError:
    return EvalkitError(wrong, do, where=where)


class NothingToShow(EvalkitError):  # noqa: N818  it says what is the case
    """The study has nothing to draw or tell here: no second wave, no logbook, no answer."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let it travel whole between processes."""
        return NothingToShow, (self.wrong, self.do)


class EvalkitWarning(UserWarning):
    """The work was done, but there is something the user should look at."""


def within(where: str, key: object) -> str:
    """Go one step further in from a key of a YAML file, as `place` writes it.

    Examples
    --------
    >>> within(place("room.yml", key="meetings[1]"), "before.clear_purpose")
    "room.yml, key 'meetings[1].before.clear_purpose'"
    """
    return f"{where[:-1]}.{key}'" if where.endswith("'") else f"{where}.{key}"


def place(file: object = "", *, row: object = None, column: object = None, key: object = None) -> str:
    """Write a place in a file the way every message does.

    Parameters
    ----------
    file : path or str
        Only its last part is written.
    row : int, optional
        The line's number as an editor or a spreadsheet shows it (the first line is 1).
    column : str, optional
        The column's heading.
    key : str, optional
        The key in a YAML file, with dots between levels.

    Returns
    -------
    str

    Examples
    --------
    >>> place("in/logbook.csv", row=14, column="stance")
    "logbook.csv, row 14, column 'stance'"
    """
    name = str(file).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    parts = [name] if name else []
    if row is not None:
        parts.append(f"row {row}")
    if column is not None:
        parts.append(f"column {str(column)!r}")
    if key is not None:
        parts.append(f"key {str(key)!r}")
    return ", ".join(parts)


def not_one_of(value: object, allowed: Iterable[object], do: str, *, where: str = "") -> EvalkitError:
    """Build the error for a value outside a list, naming the nearest allowed value.

    Parameters
    ----------
    value : object
        What was found.
    allowed : iterable
        What could have stood there; at most twelve are written.
    do : str
        What to do about it.
    where : str, optional
        The place, as `place` writes it.

    Returns
    -------
    EvalkitError

    Examples
    --------
    >>> print(not_one_of("suports", ["supports", "against"], "Correct the cell."))
    'suports' is not one of supports, against (did you mean supports?). Correct the cell.
    """
    names = [str(name) for name in allowed]
    listed = ", ".join(names[:12]) + (f", ... ({len(names)} in all)" if len(names) > 12 else "")
    near = get_close_matches(str(value), names, n=1, cutoff=0.7)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return EvalkitError(f"{str(value)!r} is not one of {listed or '(nothing)'}{hint}", do, where=where)
