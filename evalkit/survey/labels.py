"""Labels as people write them: the words alone, and the number that may stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from evalkit.survey.cells import fold

_BEFORE = re.compile(
    r"[(\[]?(-?\d{1,3})(?:[)\]]?\s*[-–—:.)=\]]+\s*([^\d\s].*)|\s*[(\[]([^\d)].*)[)\]]|)", re.DOTALL
)
_AFTER = re.compile(r"([^\d\s].*?)\s*(?:[(\[](-?\d{1,3})[)\]]|=\s*(-?\d{1,3}))", re.DOTALL)
_LONGEST = 200  # characters; a longer text is no answer to choose from
_BARE = re.compile(r"\d{1,3}\s+([^\W\d].*)", re.DOTALL)


@lru_cache(10_000)
def fold_label(label: object) -> str:
    """Bring a label to the form in which labels are compared: no case, blanks or punctuation.

    Examples
    --------
    >>> fold_label("Hverken / eller"), fold_label("*Strongly_Agree"), fold_label(" 1,5")
    ('hverken eller', 'strongly agree', '1,5')
    """
    text = fold(label).replace("’", "'").strip(" .,:;!*")
    if any(sign.isdigit() for sign in text):
        return text
    return " ".join(re.sub(r"[\W_]+", " ", text).split()).replace(" nor ", " or ")


@lru_cache(10_000)
def words_of(label: object) -> str:
    """Take the words of a label, folded, without a number, bullet or bracket around them.

    Examples
    --------
    >>> [words_of(text) for text in ("1 - Enig", "Enig (4)", "5 (Helt enig)", "2 Uenig", "- Enig", "18-24")]
    ['enig', 'enig', 'helt enig', 'uenig', 'enig', '18-24']
    """
    text = str(label).strip()
    bare = _BARE.fullmatch(text)
    return fold_label(bare[1] if bare else split_number(text)[1] or text)


def split_number(text: str) -> tuple[int | None, str]:
    """Take a label apart into its number, None if it has none, and its words.

    Examples
    --------
    >>> split_number("5 - Helt enig"), split_number("Helt enig (5)"), split_number("5"), split_number("Enig")
    ((5, 'Helt enig'), (5, 'Helt enig'), (5, ''), (None, 'Enig'))
    """
    if len(text) > _LONGEST:
        return None, text
    if match := _BEFORE.fullmatch(text):
        return int(match[1]), (match[2] or match[3] or "").strip()
    if match := _AFTER.fullmatch(text):
        return int(match[2] or match[3]), match[1].strip(" -–—:")
    return None, text


def anchored(texts: Iterable[str]) -> dict[str, tuple[int, str]] | None:
    """Read answers that are numbers with words at some of them: `0 - not at all`, `1`, ... `10 (fully)`.

    Parameters
    ----------
    texts : iterable of str
        The different answers.

    Returns
    -------
    dict of str to (int, str), or None
        Per answer its number and label ("" for a bare number); None if these aren't such answers.

    Examples
    --------
    >>> anchored(["5 - Mostly others", "4", "0 - Mostly me"])
    {'5 - Mostly others': (5, 'Mostly others'), '4': (4, ''), '0 - Mostly me': (0, 'Mostly me')}
    >>> anchored(["18-24", "25-34"])
    """
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        number, label = split_number(text)
        if number is None:
            return None
        found[text] = (number, label)
    numbers = [number for number, _ in found.values()]
    labelled = sum(bool(label) for _, label in found.values())
    if not labelled or len(set(numbers)) < max(len(numbers), 2) or max(numbers) - min(numbers) > 100:
        return None
    return found
