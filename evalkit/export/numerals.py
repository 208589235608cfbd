"""Counts in letters: a title counts what is drawn, and no chart draws that figure."""

from __future__ import annotations

from evalkit.words import number, say


def numeral(count: int, lang: str, *, neuter: bool = False) -> str:
    """Write a count in letters up to fifty.

    Parameters
    ----------
    count : int
    lang : {'da', 'en'}
    neuter : bool
        Danish has one word for one thing and another for one neuter thing.

    Returns
    -------
    str

    Examples
    --------
    >>> numeral(1, "da"), numeral(1, "da", neuter=True), numeral(0, "en"), numeral(51, "en")
    ('én', 'ét', 'none', '51')
    """
    if neuter and count == 1:
        return say("export.one_neuter", lang)
    words = say("export.numeral", lang).split()
    return words[count] if count < len(words) else number(count, lang)


def share_of(part: int, whole: int, lang: str, *, hidden: bool = False) -> str:
    """Write how many of some neuter things, in letters: *fire af ti*, *alle ti*, *begge*, *alle ni viste*.

    Parameters
    ----------
    part, whole : int
    lang : {'da', 'en'}
    hidden : bool
        Whether there are more, which are not shown.

    Returns
    -------
    str

    Examples
    --------
    >>> share_of(4, 10, "da"), share_of(10, 10, "en"), share_of(2, 2, "da"), share_of(1, 1, "da")
    ('fire af ti', 'all ten', 'begge', 'ét af ét')
    """
    words = {"part": numeral(part, lang, neuter=True), "whole": numeral(whole, lang, neuter=True)}
    if part < whole or whole < 2:
        return say("words.out_of", lang, **words)
    key = "all_shown" if hidden else "both_of" if whole == 2 else "all_of"
    return say(f"export.{key}", lang, **words)
