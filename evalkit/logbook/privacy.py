"""Personal data in free text, masked as it is read.

CPR numbers, e-mail addresses, Danish phone numbers and number plates are known by their shape; names only
where the study's own roster lists them. Other names, and faces on film, are not found: this is a net, not a
promise. Masking twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from evalkit.words import told

KINDS = ("CPR numbers", "e-mail addresses", "phone numbers", "number plates", "names")
NAME = "[NAVN]"  # a name that several people on the roster share

_BETWEEN = "\x1e"  # stands between the texts while all of them are searched as one
_SUSPECT = re.compile(r"@|\d(?:[ .-]?\d){4}")  # quickly found, and in all that is masked by its shape
_COMBINED = "[\u0300-\u036f]"  # an accent of its own: such a text is put together before it is searched
_MAYBE = f"@|{'[ .-]?'.join(['[0-9]'] * 5)}|{_COMBINED}"  # as a whole column can be searched for it
_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CPR = re.compile(r"(?<!\d)(?<!\d[.,+-])(\d{2})(\d{2})\d{2}[ -]?\d{4}(?![\d]|[.,-]\d)")
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[.,:/+-])(?P<word>(?:(?:tlf|telefon|mobil|mob|phone|ring)\w*\.?:?\s*(?:nr\.?|på|til)?\s*)?)"
    r"(?P<country>(?:(?:\+|00)45[ -]?)?)"
    r"(?P<number>[2-9]\d(?P<gap>[ .-]?)\d{2}(?P=gap)\d{2}(?P=gap)\d{2}|[2-9]\d{3} \d{4})"
    r"(?!\d|[.,:/-]\d|\s*(?:kr|DKK|mio|%))",
    re.IGNORECASE,
)
_PLATE = re.compile(r"\b[A-ZÆØÅ]{2} ?\d{2} ?\d{3}\b")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CLOCK_BEFORE = re.compile(r"(?:kl|klokken|at)\.?\s*$", re.IGNORECASE)


def mask_texts(
    texts: pd.Series, names: re.Pattern[str] | None = None, pseudonyms: Mapping[str, str] | None = None
) -> tuple[pd.Series, dict[str, int]]:
    """Mask personal data in a column of texts.

    Parameters
    ----------
    texts : Series of str
    names : pattern, optional
        As `name_pattern` builds it: then only names are masked, the rest was on reading.
    pseudonyms : mapping of str to str, optional
        What each name becomes.

    Returns
    -------
    Series of str
    dict of str to int
        How many of each of `KINDS` were masked.

    Examples
    --------
    >>> masked, found = mask_texts(pd.Series(["tlf. 23 45 67 89, kl. 07.30-08.30 d. 25-10-2016"]))
    >>> masked[0], found
    ('tlf. [TELEFON], kl. 07.30-08.30 d. 25-10-2016', {'phone numbers': 1})
    """
    may = texts.str.contains(_first_words(pseudonyms) if pseudonyms else _MAYBE, regex=True).fillna(False)
    if not may.any():
        return texts, {}
    which, unique = pd.factorize(texts[may].to_numpy(dtype=object))
    unique = [_composed(str(text)) for text in unique]
    suspects = [number for number, text in enumerate(unique) if (names or _SUSPECT).search(text)]
    found: Counter[str] = Counter()
    while suspects:  # what was masked may have hidden the number after it: '23456789+4523456789'
        whole, new = _masked(_BETWEEN.join(unique[number] for number in suspects), names, pseudonyms)
        found.update(new)
        masked = dict(zip(suspects, whole.split(_BETWEEN), strict=True))
        changed = [number for number, text in masked.items() if text != unique[number] and not names]
        suspects = [number for number in changed if _SUSPECT.search(masked[number])]
        for number, text in masked.items():
            unique[number] = text
    new = pd.Series(np.array(unique, dtype=object)[which], index=texts.index[may], dtype="str")
    return texts.mask(may, new.reindex(texts.index)), dict(found)


def _first_words(forms: Mapping[str, str]) -> str:
    """Return what is quickly found in every text that may hold a name, or a letter put together of two."""
    return "|".join(sorted({re.escape(form.split()[0]) for form in forms} | {_COMBINED}))


def _masked(
    whole: str, names: re.Pattern[str] | None, pseudonyms: Mapping[str, str] | None
) -> tuple[str, dict[str, int]]:
    found: dict[str, int] = {}
    if names is not None and pseudonyms is not None:
        whole, found["names"] = _replaced(names, partial(_pseudonym, pseudonyms=pseudonyms), whole)
    else:
        for kind, pattern, replace in _SHAPES:
            whole, found[kind] = _replaced(pattern, replace, whole)
    return whole, {kind: n for kind, n in found.items() if n}


def _composed(text: str) -> str:
    text = text.replace(_BETWEEN, " ")  # a control character nobody typed: it may not part a text in two
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def name_pattern(roster: Mapping[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Build what finds a roster's names in text: whole names, first names and surnames, and their genitives.

    Parameters
    ----------
    roster : mapping of str to str
        Name to pseudonym.

    Returns
    -------
    pattern
    dict of str to str
        Every form to its pseudonym, or to ``[NAVN]`` where several people share it.
    """
    forms: dict[str, str] = {}
    for name, pseudonym in roster.items():
        whole = " ".join(unicodedata.normalize("NFC", name).split())
        for form in {whole, *(part for part in whole.split() if len(part) > 2 and part[0].isupper())}:
            for written in (form, form.upper(), form.lower() if " " in form else form):  # ``bo`` is a word
                forms[written] = pseudonym if forms.get(written, pseudonym) == pseudonym else NAME
    longest_first = sorted(forms, key=len, reverse=True)
    spaced = (re.escape(form).replace(r"\ ", r"\s+") for form in longest_first)
    return re.compile(rf"(?P<name>{'|'.join(spaced)})(?P<s>s|'s|’s|S)?(?!\w)"), forms


def report(found: Mapping[str, int], file: str) -> list[str]:
    """Say how much was masked, in one sentence or none.

    Parameters
    ----------
    found : mapping of str to int
    file : str

    Returns
    -------
    list of str
    """
    counts = [told(f"logbook.mask.{kind}", n=found[kind]) for kind in KINDS if found.get(kind)]
    return [told("logbook.masked", file=file, counts=counts)] if counts else []


def _replaced(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], whole: str
) -> tuple[str, int]:
    kept = 0

    def count_kept(match: re.Match[str]) -> str:
        nonlocal kept
        new = replace(match)
        kept += new == match[0]
        return new

    whole, found = pattern.subn(count_kept, whole)
    return whole, found - kept


def _cpr(match: re.Match[str]) -> str:
    day, month = int(match[1]), int(match[2])
    day -= 60 if day > 60 else 0  # a replacement number has 60 added to its day
    return "[CPR]" if 1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1] else match[0]


def _phone(match: re.Match[str]) -> str:
    sure = match["word"] or match["country"]
    if sure or not _is_date_or_time(
        match["number"], match.string[max(0, match.start() - 12) : match.start()]
    ):
        return match["word"] + "[TELEFON]"
    return match[0]


def _is_date_or_time(number: str, before: str) -> bool:
    if _CLOCK_BEFORE.search(before):
        return True
    digits = re.sub(r"\D", "", number)
    if " " in number and len(number) == 9 and {number[:2], number[5:7]} <= {"20"}:
        return True  # two years: 2016 2017
    return len(number) == 8 and (
        _is_day(digits[:4], digits[4:6], digits[6:]) or _is_day(digits[4:], digits[2:4], digits[:2])
    )


def _is_day(year: str, month: str, day: str) -> bool:
    return "1900" <= year <= "2100" and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _pseudonym(match: re.Match[str], *, pseudonyms: Mapping[str, str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    if before.isalnum() or before == "_":  # asked here: a lookbehind would slow the search a hundredfold
        return match[0]
    return pseudonyms[" ".join(match["name"].split())] + ("s" if match["s"] else "")


_SHAPES: Iterable[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]]] = (
    ("e-mail addresses", _E_MAIL, lambda match: "[E-MAIL]"),
    ("CPR numbers", _CPR, _cpr),
    ("phone numbers", _PHONE, _phone),
    ("number plates", _PLATE, lambda match: "[NUMMERPLADE]"),
)
