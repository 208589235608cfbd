"""Columns that say who somebody is: names, e-mail, address, phone, CPR, IP. Dropped unless asked for.

Found by heading (`frameworks/personal.yml`), unless the answers are those to a question; or by what the cells
hold: one e-mail address or CPR number in a column of text is enough.
"""

from __future__ import annotations

import re
from functools import cache

from evalkit.framework import read_packaged
from evalkit.survey.cells import Cells, NumberCells, fold
from evalkit.survey.missing import state_of_label
from evalkit.survey.scales import fit_labels

_EMAIL = r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[A-Za-z]{2,}"
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_SWEDISH = rf"\b(?:19|20)?\d\d{_MONTH}{_DAY}[-+]\d{{4}}\b"
_CPR = rf"\b{_DAY}{_MONTH}\d{{2}}[- ]\d{{4}}\b|{_SWEDISH}"
_CPR_PLAIN = rf"{_DAY}{_MONTH}\d{{2}} ?\d{{4,5}}"  # Norwegian numbers have eleven digits
_IP = r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){4,7}"
_PHONE = r"(?:\+|00)\d[\d ()-]{7,18}|\d{2} \d{2} \d{2} \d{2}|\d{4} \d{4}"
_MOSTLY = 0.8


def personal_kind(name: str, source: str, cells: Cells) -> str:
    """Tell what a column says about who somebody is.

    Parameters
    ----------
    name, source : str
        The variable's short name and its heading in the file.
    cells : Cells

    Returns
    -------
    str
        What it holds, for the report, or "".
    """
    for heading in (source, name, source.rpartition("/")[2]):
        kind = kind_of_heading(heading)
        if kind and not _is_choice(cells) and not _of_brands(kind, cells):
            return kind
    part = source.rpartition(" | ")[2] if " | " in source else source.partition(":")[0]
    if kind_of_heading(part) in ("name", "address") and not _is_choice(cells):
        return kind_of_heading(part)  # a line of a contact block
    return _by_content(cells)


def kind_of_heading(heading: str) -> str:
    """Tell what a heading asks for.

    Examples
    --------
    >>> kind_of_heading("Hvad er din e-mailadresse? (valgfrit)"), kind_of_heading("Name2")
    ('e-mail address', 'name')
    >>> kind_of_heading("Navn på projektet")
    ''
    """
    words = re.sub(r"_[0-9a-f]{6}$", "", fold(heading))  # REDCap's mark of a doubled field
    words = re.sub(r"[\W_]+", " ", re.sub(r"\([^)]*\)", " ", words)).strip()
    headings, asking = _headings()
    while words not in headings and words.partition(" ")[0] in asking:
        words = words.partition(" ")[2]
    return headings.get(words) or headings.get(words.rstrip("0123456789 ")) or ""


@cache
def _headings() -> tuple[dict[str, str], frozenset[str]]:
    lists = read_packaged("personal.yml")
    kinds = {heading: kind for kind, headings in lists["headings"].items() for heading in headings}
    return kinds, frozenset(lists["asking"].split())


def _is_choice(cells: Cells) -> bool:
    """Tell whether the answers are those to a question: 'Mobile?' 1, 0; 'Mail?' yes, no, to some extent."""
    few = cells.texts.tolist() if 0 < len(cells.uniques) <= 12 else []
    answers = [text for text in few if not state_of_label(text)]
    plain = all(re.fullmatch(r"\d{1,2}|true|false", fold(text)) for text in answers)
    return bool(few) and (plain or bool(fit_labels(answers)))


def _of_brands(kind: str, cells: Cells) -> bool:
    """Tell whether a heading such as 'Mobile' asks which one: no answer has a number's digits."""
    if kind != "phone number" or not len(cells.uniques):
        return False
    return bool(cells.is_text) and not cells.texts.str.contains(r"\d\D?\d\D?\d\D?\d", regex=True).any()


def _by_content(cells: Cells) -> str:
    if isinstance(cells, NumberCells):
        return "CPR number" if _are_cpr(cells) else ""
    if not cells.is_text or not len(cells.uniques):
        return ""
    texts = cells.texts
    if texts.str.contains("@", regex=False).any() and texts.str.contains(_EMAIL, regex=True).any():
        return "e-mail address"
    if not texts.str.contains(r"\d{2}", regex=True).any():
        return ""
    if texts.str.contains(_CPR, regex=True).any() or texts.str.fullmatch(_CPR_PLAIN).mean() >= _MOSTLY:
        return "CPR number"
    if texts.str.fullmatch(_IP).mean() >= _MOSTLY:
        return "IP address"
    return "phone number" if texts.str.fullmatch(_PHONE).mean() >= _MOSTLY else ""


def _are_cpr(cells: NumberCells) -> bool:
    """Tell whether numbers begin with a day and a month, and have the length of a CPR number, zeros lost."""
    low, high = cells.ends
    if not 101_000_000 <= low <= high < 3_113_000_000:
        return False
    numbers = cells.filled
    day, month = numbers // 100_000_000, numbers // 1_000_000 % 100
    return bool(((day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)).mean() >= _MOSTLY)
