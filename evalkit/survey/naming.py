"""Short names for variables: unique in the file, and made of the heading alone, so that they stay the same.

A heading that is a name already (no blanks, at most 64 characters) is kept. Any other is written in small
letters, æ ø å as ae oe aa, everything else as _, cut at a word near 40 characters. Where two come out alike
the
later ones get _2, _3 ...
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

_NAME = re.compile(r"[^\W\d_][\w.\-]*(?:\[[^\[\]\s]+\])*", re.UNICODE)
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue", "ß": "ss"})
_LONGEST, _CUT = 64, 40


def short_name(heading: str) -> str:
    """Make a variable's name of its heading.

    Parameters
    ----------
    heading : str

    Returns
    -------
    str

    Examples
    --------
    >>> short_name("Q3_1"), short_name("Hvor enig er du i, at vi mødes på midten?")
    ('Q3_1', 'hvor_enig_er_du_i_at_vi_moedes_paa')
    """
    heading = squeeze(heading)
    if len(heading) <= _LONGEST and _NAME.fullmatch(heading):
        return heading
    plain = unicodedata.normalize("NFKD", heading.casefold().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")
    if len(words) > _CUT:
        words = words[: _CUT + 1].rpartition("_")[0] or words[:_CUT]
    return words if words[:1].isalpha() else f"v_{words}".rstrip("_")


def unique_names(names: Iterable[str]) -> list[str]:
    """Make names differ, regardless of case: the second of two gets _2.

    Examples
    --------
    >>> unique_names(["a", "A", "b", "a"])
    ['a', 'A_2', 'b', 'a_3']
    """
    given = list(names)
    taken, result = {name.casefold() for name in given}, []
    seen: set[str] = set()
    for name in given:
        candidate, number = name, 1
        while candidate.casefold() in seen or (number > 1 and candidate.casefold() in taken):
            number += 1
            candidate = f"{name}_{number}"
        seen.add(candidate.casefold())
        result.append(candidate)
    return result


def squeeze(text: str) -> str:
    """Write a heading on one line with single plain blanks."""
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def strip_tags(text: str) -> str:
    """Take HTML tags and entities out of a question's text."""
    if "<" not in text and "&" not in text:
        return squeeze(text)
    import html

    return squeeze(html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", text)))


def own_parts(texts: Sequence[str], *marks: str) -> tuple[str, list[str]]:
    """Cut texts that begin alike at the last mark in what they share: the question, and each one's own part.

    Examples
    --------
    >>> own_parts(["Used? - Selected - Mail", "Used? - Selected - Meetings"], "-")
    ('Used? - Selected', ['Mail', 'Meetings'])
    >>> own_parts(["Mail", "Meetings"], "-")
    ('', ['Mail', 'Meetings'])
    """
    pairs = zip(*texts, strict=False) if len(texts) > 1 else []
    stem = "".join(one[0] for one in takewhile(lambda one: len(set(one)) == 1, pairs))
    at, mark = max((stem.rfind(mark), mark) for mark in marks)
    return (
        ("", [*texts]) if at < 0 else (stem[:at].strip(), [text[at + len(mark) :].strip() for text in texts])
    )
