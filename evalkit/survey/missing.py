"""Three kinds of empty, told apart: not asked, skipped, don't know.

A label that says so makes an answer missing; it never becomes a value. The words are data:
`frameworks/missing.yml`. Words that aren't there are mapped with missingValues in the codebook.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from evalkit.framework import read_packaged
from evalkit.survey.cells import fold
from evalkit.survey.labels import fold_label, split_number, words_of

_PARTS = re.compile(r"\s*(?:[,;]|(?<!\bn)/)\s*|\s+(?:[-–—]|eller|or|oder)\s+")
_NOTE = re.compile(r"^(?:\d+[\s.:)=–-]*)?[(\[][^()\[\]]+[)\]][\s:]*|[\s:]*[(\[][^()\[\]]+[)\]]$")
_ASIDE = (
    r"(?:(?:do )?not read(?: out)?|vol(?:unteered)?|spont(?:aneous)?|læs(?:es)? ikke op|oplæses ikke"
    r"|må ikke læses op)"
)
_SPOKEN = re.compile(rf"^{_ASIDE}\b[\s.:–—-]+|[\s.:,–—-]+{_ASIDE}\.?$")
_WHY = re.compile(r"(.+?)(?:[,:]|\. | [-–—]| (?:for|i|to|in|da|fordi|because)) .*")
_CODE = re.compile(r"^-?\d{1,4}\s+(?=[^\W\d])")
_LONGEST = 60


@lru_cache(10_000)
def state_of_label(label: object, *, sure: bool = False) -> str:
    """Tell which kind of empty a label stands for.

    Parameters
    ----------
    label : object
    sure : bool
        Leave out abbreviations, such as NA, that may mean something else.

    Returns
    -------
    str
        dont_know, not_asked, skipped, or "" if the label is an answer.

    Examples
    --------
    >>> state_of_label("Ved ikke"), state_of_label("Ikke relevant / ved ikke"), state_of_label("Enig")
    ('dont_know', 'dont_know', '')
    >>> state_of_label("N/A - skip, don't know."), state_of_label("8 = Weiß nicht")
    ('dont_know', 'dont_know')
    >>> state_of_label("NaN"), state_of_label("."), state_of_label("None"), state_of_label("NA", sure=True)
    ('skipped', 'skipped', '', '')
    >>> state_of_label("(DO NOT READ) Don't know/Refused"), state_of_label("Don't know (VOL)")
    ('dont_know', 'dont_know')
    """
    words = _words("sure") if sure else _words("coded", "sure")
    text = fold(label)
    if text in words:
        return words[text]
    for note in (_NOTE, _SPOKEN):  # (DO NOT READ) Don't know; Ved ikke - læs ikke op
        bare = note.sub("", text)
        if bare and bare != text and (found := state_of_label(bare, sure=sure)):
            return found
    if not text or len(text) > _LONGEST:
        return ""
    text = split_number(_CODE.sub("", text))[1].strip(" .()*-–") or text
    if found := words.get(text) or words.get(fold_label(text)) or words.get(words_of(text)):
        return found
    parts = [fold_label(part) for part in _PARTS.split(text)]
    states = [words.get(part) or _words("beside").get(part) for part in parts]
    if len(states) < 2 or None in states or not any(part in words for part in parts):
        why = _WHY.fullmatch(text)
        return "not_asked" if why and words.get(fold_label(why[1])) == "not_asked" else ""
    return next(state for state in ("dont_know", "not_asked", "skipped") if state in states)


def state_beside_scale(label: object) -> str:
    """Tell which kind of empty words stand for that aren't on the scale of the question's other labels.

    Examples
    --------
    >>> state_beside_scale("Not sure"), state_of_label("Not sure"), state_beside_scale("Neutral")
    ('dont_know', '', '')
    """
    return _words("beside").get(words_of(label), "")


@cache
def _words(*kinds: str) -> dict[str, str]:
    lists = read_packaged("missing.yml")
    found: dict[str, str] = {}
    for kind in kinds:
        for state, words in lists[kind].items():
            for word in words:
                found |= {fold(word): state, fold_label(word) or fold(word): state}
    return found
