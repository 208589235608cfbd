"""What a logbook's columns and cells are called, in Danish and English, turned into the project's words.

The lists are data (`headings.yml`). An unknown heading is not an error: the column is kept under its own
name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from evalkit.yamlfile import parse_yaml


def fold(text: str) -> str:
    """Return a heading or a cell as it is compared: lower case, single spaces, no stray punctuation.

    Examples
    --------
    >>> fold("  Skrevet  af: ")
    'skrevet af'
    """
    return " ".join(text.split()).casefold().strip(" :#*_\ufeff")


def find_columns(headings: Sequence[str], table: str) -> dict[str, str]:
    """Find which of a table's fields the headings name.

    Parameters
    ----------
    headings : sequence of str
    table : {'entries', 'sessions', 'counts'}

    Returns
    -------
    dict of str to str
        Field to the first heading that names it; a whole heading goes before one with an addition.
    """
    known = _words(table)
    found: dict[str, str] = {}
    for shorten in (fold, _before_addition):
        for heading in headings:
            field = known.get(shorten(heading))
            if field and field not in found and heading not in found.values():
                found[field] = heading
    return found


def normalise(word: str, list_name: str) -> str:
    """Turn a cell into the project's word for it, or return it folded where it is somebody's own.

    Parameters
    ----------
    word : str
    list_name : str
        A list of `headings.yml`: ``kind``, ``stance``, ``phase``, ``consent``, ``outsider`` or ``solution``.

    Returns
    -------
    str

    Examples
    --------
    >>> normalise("Møde", "kind"), normalise("taler imod", "stance"), normalise("Rundvisning", "kind")
    ('meeting', 'against', 'rundvisning')
    """
    folded = fold(word) or word.strip()
    return _words(list_name).get(folded, folded)


def is_word(word: str, list_name: str) -> bool:
    """Tell whether a cell stands in a list of `headings.yml`."""
    return (fold(word) or word.strip()) in _words(list_name)


@cache
def _words(list_name: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for name, aliases in _lists()[list_name].items():
        for alias in (name, *aliases):
            words.setdefault(alias, name)
    return words


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = resources.files("evalkit").joinpath("logbook", "headings.yml").read_text("utf-8")
    return parse_yaml(text, "headings.yml")


def _before_addition(heading: str) -> str:
    return fold(re.split(r"[(\[:]", heading, maxsplit=1)[0])
