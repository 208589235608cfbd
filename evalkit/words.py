"""Danish and English: texts, numbers, dates.

Every sentence that a reader of a chart, table or report meets lies in `texts/*.yml`, once in
Danish and once in English, under a dotted key whose first part is the file's name (else it is in
`words.yml`). Code asks for it with `say`. Numbers are rounded half away from zero, and only here, where
people look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

from evalkit.errors import EvalkitError, not_one_of

LANGS = ("da", "en")
NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
        "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip


def check_lang(lang: str) -> str:
    """Return `lang` if it is ``da`` or ``en``, else raise.

    Parameters
    ----------
    lang : str

    Returns
    -------
    str

    Raises
    ------
    EvalkitError
        If the language is another.
    """
    if lang not in LANGS:
        raise not_one_of(lang, LANGS, "Give lang='da' or lang='en'.")
    return lang


def say(key: str, lang: str, **values: object) -> str:
    """Look up a text and fill in its placeholders.

    Parameters
    ----------
    key : str
        ``file.name``, for example ``verdict.fulfilled``.
    lang : {'da', 'en'}
    **values
        What the text's ``{placeholders}`` stand for, already written for people.

    Returns
    -------
    str

    Raises
    ------
    EvalkitError
        If there is no such text.

    Examples
    --------
    >>> say("verdict.contested", "da")
    'parterne ser forskelligt på det'
    """
    texts = _texts_of(key)
    if key not in texts:
        raise EvalkitError(f"there is no text {key!r}", "Add it, in da and en, to evalkit/texts.")
    text = texts[key][check_lang(lang)]
    return text.format(**values) if values else text


class Said(str):
    """An English sentence that knows its key and values, so that it can be said in Danish too."""

    key: str
    values: Mapping[str, object]


def told(key: str, **values: object) -> Said:
    """Say something of which nobody knows yet in which language it will be read.

    Parameters
    ----------
    key, **values
        As for `say`; a value may itself be such a sentence, a label in two languages, or a list of them.

    Returns
    -------
    Said
        The English text.
    """
    sentence = Said(say(key, "en", **{name: _retold(value, "en") for name, value in values.items()}))
    sentence.key, sentence.values = key, values
    return sentence


def retold(sentence: str, lang: str) -> str:
    """Say in a language what `told` said; any other text stays as it is.

    Examples
    --------
    >>> retold(told("reading.sheet", file="x.xlsx", sheet="'A'", others="'B'"), "da")
    "x.xlsx: arket 'A' er læst, 'B' er udeladt."
    """
    if not isinstance(sentence, Said):
        return sentence
    values = {name: _retold(value, lang) for name, value in sentence.values.items()}
    return say(sentence.key, lang, **values)


def _retold(value: object, lang: str) -> object:
    if isinstance(value, list):
        return ", ".join(str(_retold(part, lang)) for part in value)
    if isinstance(value, Mapping):
        return pick(value, lang)
    return retold(value, lang) if isinstance(value, str) else value


def texts_under(prefix: str, lang: str) -> dict[str, str]:
    """Return the texts below a prefix, in file order, by the rest of their key.

    Parameters
    ----------
    prefix : str
        For example ``verdict``.
    lang : {'da', 'en'}

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> texts_under("phase", "en")
    {'before': 'Before', 'during': 'During', 'after': 'After'}
    """
    check_lang(lang)
    start = prefix + "."
    return {key[len(start) :]: text[lang] for key, text in _texts_of(prefix).items() if key.startswith(start)}


def pick(label: object, lang: str) -> str:
    """Choose the language of a label that may be a plain text or ``{da: ..., en: ...}``.

    Parameters
    ----------
    label : str or mapping
    lang : {'da', 'en'}

    Returns
    -------
    str
        The text in `lang`, or in the other language where only that was given.
    """
    if isinstance(label, Mapping):
        return str(label.get(check_lang(lang)) or next(iter(label.values()), ""))
    return str(label)


def rounded(value: float, digits: int = 0) -> Decimal:
    """Round half away from zero, never to minus zero.

    Parameters
    ----------
    value : float
        Noise past the ninth decimal is taken off first, so that a true half counts as one.
    digits : int

    Returns
    -------
    decimal.Decimal

    Examples
    --------
    >>> rounded(62.5), rounded(-62.5), rounded(-0.04, 1)
    (Decimal('63'), Decimal('-63'), Decimal('0.0'))
    """
    step = Decimal(1).scaleb(-digits)
    result = Decimal(repr(round(float(value), 9))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number(value: float, lang: str, digits: int = 0, *, sign: bool = False) -> str:
    """Write a number: decimal comma in Danish, thousands apart, a real minus.

    Parameters
    ----------
    value : float
    lang : {'da', 'en'}
    digits : int
        Decimals shown.
    sign : bool
        Write ``+`` before a positive number.

    Returns
    -------
    str

    Examples
    --------
    >>> number(1234.56, "da", 1), number(-0.04, "da", 1), number(12, "en", sign=True)
    ('1.234,6', '0,0', '+12')
    """
    text = f"{rounded(value, digits):{'+' if sign else ''},f}"
    if sign and float(text.replace(",", "")) == 0:
        text = text.lstrip("+")
    if check_lang(lang) == "da":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", MINUS)


def percent(value: float, lang: str, digits: int = 0) -> str:
    """Write a number that is already out of 100 as a percentage.

    Parameters
    ----------
    value : float
        0 to 100.
    lang : {'da', 'en'}
    digits : int

    Returns
    -------
    str
        ``75 %`` (no-break space) in Danish, ``75%`` in English.
    """
    return number(value, lang, digits) + (NBSP + "%" if lang == "da" else "%")


def out_of(part: int, whole: int, lang: str) -> str:
    """Write ``3 af 4`` / ``3 of 4``.

    Parameters
    ----------
    part, whole : int
    lang : {'da', 'en'}

    Returns
    -------
    str
    """
    return say("words.out_of", lang, part=number(part, lang), whole=number(whole, lang))


def some(names: Sequence[str]) -> str:
    """Write the first twelve names, and dots where there are more.

    Parameters
    ----------
    names : sequence of str

    Returns
    -------
    str

    Examples
    --------
    >>> some([str(n) for n in range(14)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...'
    """
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")


def one_or_many(count: int) -> str:
    """Return the key of a text about one thing or about several: ``one``, ``many``."""
    return "one" if count == 1 else "many"


def listed(items: Sequence[object], lang: str) -> str:
    """Write ``a, b og c`` / ``a, b and c``.

    Parameters
    ----------
    items : sequence
    lang : {'da', 'en'}

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a", "b", "c"], "da")
    'a, b og c'
    """
    names = [str(item) for item in items]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {say('words.and', lang)} {names[-1]}"


def verdict_word(verdict: object, contested_by: object, lang: str) -> str:
    """Write a verdict: one that the logbook contests isn't the parties'.

    Parameters
    ----------
    verdict : str
    contested_by : str or missing
        parties or logbook.
    lang : {'da', 'en'}

    Returns
    -------
    str
    """
    by_logbook = verdict == "contested" and str(contested_by) == "logbook"
    return say("verdict.contested_by_logbook" if by_logbook else f"verdict.{verdict}", lang)


def date(day: dt.date, lang: str, *, long: bool = True) -> str:
    """Write a date: ``25. oktober 2016`` / ``25 October 2016``, or short ``25-10-2016`` / ``25 Oct 2016``.

    Parameters
    ----------
    day : datetime.date
    lang : {'da', 'en'}
    long : bool

    Returns
    -------
    str
    """
    if not long:
        month = MONTHS["en"][day.month - 1][:3]
        return f"{day:%d-%m-%Y}" if check_lang(lang) == "da" else f"{day.day} {month} {day.year}"
    dot = "." if check_lang(lang) == "da" else ""
    return f"{day.day}{dot} {MONTHS[lang][day.month - 1]} {day.year}"


def _texts_of(key: str) -> dict[str, dict[str, str]]:
    room = key.split(".")[0]
    return _texts(room if room in _text_files() else "words")


@cache
def _text_files() -> tuple[str, ...]:
    names = (file.name for file in resources.files("evalkit").joinpath("texts").iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


@cache
def _texts(file: str) -> dict[str, dict[str, str]]:
    import yaml

    content = resources.files("evalkit").joinpath("texts", f"{file}.yml").read_text("utf-8")
    tree = yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    texts: dict[str, dict[str, str]] = {}
    _flatten(tree, "" if file == "words" or set(tree) == {file} else f"{file}.", texts)
    return texts


def _flatten(tree: Mapping[str, Any], prefix: str, into: dict[str, dict[str, str]]) -> None:
    for name, branch in tree.items():
        if set(branch) == set(LANGS):
            into[prefix + name] = branch
        else:
            _flatten(branch, f"{prefix}{name}.", into)
