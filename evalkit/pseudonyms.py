"""Pseudonyms: respondents' keys that follow a person through one study and lead nowhere else.

A key from the survey tool (an e-mail, an id) is turned into a keyed hash. The salt is a secret of the study's
owners, kept out of the data and out of version control; with it, the same person has the same pseudonym at
every wave of a study and another in every other study; without it nobody can try names until one fits.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from evalkit.errors import EvalkitError, place

SALT_FILE = ".evalkit-salt"
SALT_VARIABLE = "EVALKIT_SALT"
_LEAST = 16  # bytes of salt
_LENGTH = 6  # bytes of a pseudonym: among 10,000 people two share one with a chance under 1 in 5 million


def pseudonym(key: object, *, study: str, salt: bytes) -> str:
    """Return a person's pseudonym in a study.

    Parameters
    ----------
    key : object
        What tells people apart in the survey's export; case, outer blanks and the way an accent is written
        make no difference.
    study : str
        The study's id: the same person has another pseudonym in another study.
    salt : bytes
        At least 16.

    Returns
    -------
    str
        ``p`` and twelve hexadecimal digits.

    Raises
    ------
    EvalkitError
        If the key is empty or the salt too short.

    References
    ----------
    BLAKE2b as a keyed hash: RFC 7693, section 2.9.

    Examples
    --------
    >>> salt = bytes(32)
    >>> pseudonym("Anna@example.dk ", study="roadworks", salt=salt) == pseudonym(
    ...     "anna@example.dk", study="roadworks", salt=salt)
    True
    >>> pseudonym("anna@example.dk", study="library", salt=salt) == pseudonym(
    ...     "anna@example.dk", study="roadworks", salt=salt)
    False
    """
    if len(salt) < _LEAST:
        raise EvalkitError(f"the salt has {len(salt)} bytes", f"Use {_LEAST} or more; make_salt makes 32.")
    name = folded(key)
    if not name or (isinstance(key, float) and key != key):
        raise EvalkitError(
            "a respondent has no key", "Give every respondent an id, or leave ids out altogether."
        )
    secret = hashlib.blake2b(salt, digest_size=32, person=b"evalkit").digest()
    text = f"{study}\0{name}".encode()
    return "p" + hashlib.blake2b(text, key=secret, digest_size=_LENGTH).hexdigest()


def pseudonymise(keys: Iterable[object], *, study: str, salt: bytes) -> list[str]:
    """Return the pseudonyms of many people, each worked out once.

    Parameters
    ----------
    keys : iterable
    study : str
    salt : bytes

    Returns
    -------
    list of str
        In the same order.

    Raises
    ------
    EvalkitError
        As `pseudonym`, or if two people would get the same pseudonym.
    """
    keys = list(keys)
    known = {key: pseudonym(key, study=study, salt=salt) for key in dict.fromkeys(map(str, keys))}
    if len(set(known.values())) < len(set(map(folded, known))):
        raise EvalkitError(
            "two people have the same pseudonym", "Use another salt: this is chance, and rare."
        )
    return [known[str(key)] for key in keys]


def folded(key: object) -> str:
    """Return a key without what makes no difference: case, outer blanks, the way an accent is written."""
    return unicodedata.normalize("NFKC", str(key)).strip().casefold()


def read_salt(folder: str | Path) -> bytes | None:
    """Return the salt: the environment variable EVALKIT_SALT, else the file `.evalkit-salt`; None without.

    Parameters
    ----------
    folder : path
        The study's folder; the file may lie in the one above, for several studies.

    Returns
    -------
    bytes or None

    Raises
    ------
    EvalkitError
        If it is too short.
    """
    files = [place_of_salt / SALT_FILE for place_of_salt in (Path(folder), Path(folder).parent)]
    kept = next((file for file in files if file.is_file()), None)
    text = os.environ.get(SALT_VARIABLE) or (kept.read_text("utf-8") if kept else None)
    if text is None:
        return None
    salt = text.strip().encode()
    if len(salt) < _LEAST:
        raise EvalkitError(
            f"the salt has {len(salt)} characters",
            f"Make one with evalkit.pseudonyms.make_salt(folder), or set {SALT_VARIABLE} to {_LEAST} "
            "characters or more. Keep it: without it the next wave's people can't be matched.",
            where=place(kept or Path(folder) / SALT_FILE),
        )
    return salt


def make_salt(folder: str | Path) -> Path:
    """Write a new salt for the studies in a folder, readable by its owner only and out of version control.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Path
        The file `.evalkit-salt`.

    Raises
    ------
    EvalkitError
        If there is one already: replacing it would cut the tie between a study's waves.
    """
    file = Path(folder) / SALT_FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise EvalkitError(
            "there is a salt already",
            "Keep it: with another the next wave's people can't be matched.",
            where=place(file),
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_hex(32) + "\n")
    ignore = Path(folder) / ".gitignore"
    lines = ignore.read_text("utf-8").splitlines() if ignore.is_file() else []
    if SALT_FILE not in lines:
        ignore.write_text("\n".join([*lines, SALT_FILE]) + "\n", "utf-8")
    return file


def small_groups(
    people: pd.DataFrame, background: Sequence[str], *, fewest: int = 5, together: int = 3
) -> pd.DataFrame:
    """List the groups of background variables that so few people are in that they can be told apart.

    Parameters
    ----------
    people : DataFrame
        One row a person.
    background : sequence of str
        Columns that others may know of a person: age group, unit, years in the job.
    fewest : int
        Groups of fewer are listed.
    together : int
        How many variables are crossed at the most.

    Returns
    -------
    DataFrame
        variables and group (joined with `` x ``), people; smallest first. A group is listed by the fewest
        variables that make it so small.

    Examples
    --------
    >>> people = pd.DataFrame({"unit": list("aaaaabbbbb"), "age": ["young"] * 9 + ["old"]})
    >>> small_groups(people, ["unit", "age"]).values.tolist()
    [['age', 'old', 1], ['unit x age', 'b x young', 4]]
    """
    missing = [column for column in background if column not in people]
    if missing:
        raise EvalkitError(
            f"there is no column {missing[0]!r}", f"Use some of {', '.join(map(str, people.columns))}."
        )
    coded = {column: pd.factorize(people[column], sort=True) for column in background}
    found: list[tuple[str, str, int]] = []
    known: set[tuple[tuple[str, str], ...]] = set()
    for size in range(1, min(together, len(background)) + 1):
        for columns in combinations(background, size):
            for values, count in _small_counts([coded[column] for column in columns], fewest):
                pairs = tuple(zip(columns, values, strict=True))
                if not any(part in known for n in range(1, size) for part in combinations(pairs, n)):
                    known.add(pairs)
                    found.append((" x ".join(columns), " x ".join(values), count))
    return pd.DataFrame(sorted(found, key=lambda row: row[2]), columns=["variables", "group", "people"])


def _small_counts(coded: Sequence[tuple[Any, Any]], fewest: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the values and the size of each group of fewer people, whoever lacks a value left out."""
    codes = np.stack([codes for codes, _ in coded])
    sizes = [max(len(values), 1) for _, values in coded]
    groups, counts = np.unique(
        np.ravel_multi_index(tuple(codes[:, (codes >= 0).all(axis=0)]), sizes), return_counts=True
    )
    for group, count in zip(groups[counts < fewest], counts[counts < fewest], strict=True):
        at = np.unravel_index(group, sizes)
        yield tuple(str(values[n]) for (_, values), n in zip(coded, at, strict=True)), int(count)
