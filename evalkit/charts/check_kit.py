"""What the kit promises of its own charts, checked on the drawn artists by their gids."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from evalkit.charts.reading import plain, texts_of
from evalkit.charts.rounding import LEAST_BASE
from evalkit.charts.sheet import key_of
from evalkit.words import LANGS, MONTHS, texts_under

_MONTH = re.compile(rf"\b({'|'.join({m for names in MONTHS.values() for m in names})}) \d{{4}}\b")

CAUSAL = {
    "da": r"effekt\w*|virker|virkede|virkning\w*|skyldes|skyldtes|førte til|medført\w*|på grund af",
    "en": r"effects?|effective\w*|impact\w*|caus(?:e|ed|es|ing|al)\w*|led to|because of|due to",
}
_WORDS = ("verdict", "state", "level", "phase", "convergence", "stance", "charts", "hangs_on", "mode")
_FREE = ("label", "legend", "answer", "reason", "quote")  # texts that come from the user's own files


def kit_findings(figure: Figure, drawn: Sequence[Artist]) -> list[str]:
    """Return what a kit chart, and everything drawn with it, breaks of its own promises."""
    artists = [artist for artist in drawn if key_of(artist)[0]]
    texts = [artist for artist in artists if isinstance(artist, Text)]
    return [
        *_bars(artists),
        *_percents(texts),
        *_missing_n(artists, texts),
        *_colour_alone(artists, texts),
        *_languages(texts),
        *_title_numbers(figure, texts),
        *_causal(figure, artists),
        *_significant(figure),
    ]


def _bars(artists: Sequence[Artist]) -> list[str]:
    widths: dict[tuple[str, str, str], float] = defaultdict(float)
    for artist in artists:
        if isinstance(artist, Rectangle) and key_of(artist)[0] == "segment":
            widths[key_of(artist)] += artist.get_width()
    wrong = {key: width for key, width in widths.items() if abs(width - 100) > 0.01}
    findings = [
        f"the bar of {party}, {item} is {width:g} long, not 100" for (_, party, item), width in wrong.items()
    ]
    return findings + _labels_of_bars(artists, widths)


def _labels_of_bars(artists: Sequence[Artist], bars: dict[tuple[str, str, str], float]) -> list[str]:
    """Where every segment of a bar has its percentage, they add up to 100."""
    findings = []
    for _, party, item in bars:
        key = (party, item)
        shares = [
            plain(a.get_text()) for a in artists if isinstance(a, Text) and key_of(a) == ("share", *key)
        ]
        segments = [
            a
            for a in artists
            if isinstance(a, Rectangle) and key_of(a) == ("segment", *key) and a.get_width()
        ]
        whole = [int(n) for share in shares for n in re.findall(r"(\d+)\s?%", share)]
        if whole and len(whole) == len(segments) and sum(whole) != 100:
            findings.append(f"the percentages of {party}, {item} add up to {sum(whole)}, not 100")
    return findings


def _percents(texts: Sequence[Text]) -> list[str]:
    bases = {key_of(text)[1:]: _last_base(text.get_text()) for text in texts if key_of(text)[0] == "n"}
    findings = []
    for text in texts:
        base = bases.get(key_of(text)[1:])
        if "%" in text.get_text() and key_of(text)[0] != "note" and base is not None and base < LEAST_BASE:
            findings.append(f"{plain(text.get_text())!r} is a percentage of {base}")
    return findings


def _last_base(text: str) -> int | None:
    numbers = re.findall(r"\d+", text)
    return int(numbers[0]) if numbers else None


def _missing_n(artists: Sequence[Artist], texts: Sequence[Text]) -> list[str]:
    based = {key_of(text)[1:] for text in texts if key_of(text)[0] in ("n", "base")}
    shown = {key_of(a)[1:] for a in artists if key_of(a)[0] in ("score", "segment") and _occurs(a)}
    return [f"{party}, {row} is drawn without its n" for party, row in sorted(shown - based)]


def _occurs(artist: Artist) -> bool:
    return not isinstance(artist, Rectangle) or artist.get_width() > 0


def _colour_alone(artists: Sequence[Artist], texts: Sequence[Text]) -> list[str]:
    shapes: dict[str, set[str]] = defaultdict(set)
    for artist in artists:
        role, party, _ = key_of(artist)
        if isinstance(artist, Line2D) and role in ("key", "score", "party") and party:
            shapes[str(artist.get_marker())].add(party)
    findings = [
        f"{', '.join(sorted(parties))} differ by colour alone"
        for parties in shapes.values()
        if len(parties) > 1
    ]
    said = {key_of(text)[1:] for text in texts if key_of(text)[0] in ("verdict", "words", "cell")}
    keys = {key_of(text)[2] for text in texts if key_of(text)[0] == "answer"}
    glyphs = [text for text in texts if key_of(text)[0] == "glyph"]
    drawn = {key_of(text)[1:] for text in glyphs if str(text.get_gid()).split(":")[-1] not in keys}
    return findings + [f"the verdict of {row} has a glyph and no word" for _, row in sorted(drawn - said)]


def _languages(texts: Sequence[Text]) -> list[str]:
    own = _own_words()
    found = {lang: [] for lang in LANGS}
    for text in texts:
        words = plain(text.get_text())
        for lang in LANGS:
            if key_of(text)[0] not in _FREE and words in own[lang]:
                found[lang].append(words)
    if all(found.values()):
        return [f"two languages: {found['da'][0]!r} and {found['en'][0]!r}"]
    return []


@cache
def _own_words() -> dict[str, set[str]]:
    """Return the kit's texts that only one of the languages has."""
    all_words = {lang: {t for group in _WORDS for t in texts_under(group, lang).values()} for lang in LANGS}
    return {lang: all_words[lang] - all_words[other] for lang, other in (LANGS, LANGS[::-1])}


def _titles(figure: Figure) -> list[Text]:
    titles = [text for text in figure.texts if float(text.get_fontsize()) >= 16]
    titles += [ax.title for ax in figure.axes if ax.title.get_text()]
    suptitle = getattr(figure, "_suptitle", None)
    return [*titles, suptitle] if suptitle is not None and suptitle not in titles else titles


def _title_numbers(figure: Figure, texts: Sequence[Text]) -> list[str]:
    titles = _titles(figure)
    drawn = {n for text in texts_of(figure) if text not in titles for n in _numbers(text.get_text())}
    # A number in the name of something is part of the name, which a short label on the chart may not have.
    drawn |= {n for text in texts if key_of(text)[0] == "label" for n in _numbers(str(text.get_label()))}
    # A month's year says when, not how much, and the axis may begin after it.
    told = [_MONTH.sub("", title.get_text()) for title in titles]
    missing = [n for text in told for n in _numbers(text) if n not in drawn]
    return [f"the title says {number}, which isn't drawn" for number in dict.fromkeys(missing)]


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text; digits of a name, as in CO2 or A4, are none.

    Examples
    --------
    >>> _numbers("CO2 falder 12,5 % ved site-3")
    ['12,5', '3']
    """
    return re.findall(r"(?<![^\W\d_])(?<!\d)\d+(?:[.,]\d+)?", text)


def _causal(figure: Figure, artists: Sequence[Artist]) -> list[str]:
    kinds = {key_of(a)[2] for a in artists if key_of(a)[0] == "chart"}
    if not kinds & {"waves", "trials"}:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(CAUSAL.values())})\b", re.IGNORECASE)
    free = [text for text in texts_of(figure) if key_of(text)[0] not in _FREE]
    return [f"a causal word on a chart of {min(kinds)}: {found!r}"
            for text in free for found in pattern.findall(plain(text.get_text()))]  # fmt: skip


def _significant(figure: Figure) -> list[str]:
    found = [
        plain(t.get_text())
        for t in texts_of(figure)
        if re.search(r"signifi[ck]an", t.get_text(), re.IGNORECASE)
    ]
    return [f"{text[:40]!r} says significant, and nobody was drawn at random" for text in found]
