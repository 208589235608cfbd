"""Alt text, read from what is drawn: nothing is said that can't be seen, and no figure can differ.

Every artist of the kit's charts has a gid that says what it is and whom it is about. The short text names the
chart, its extremes and its base; the long one goes through every row and says every figure in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from evalkit.charts.describe_foreign import LONGEST, describe_foreign, fitting
from evalkit.charts.reading import plain, visible
from evalkit.charts.rounding import largest_remainder
from evalkit.charts.sheet import key_of
from evalkit.tables import STANCES
from evalkit.words import check_lang, listed, number, percent, say, texts_under

_SCORED, _SUMMED = ("profile", "parties"), ("logbook", "evidence")
_SILENT = {
    "label", "legend", "head", "answer", "level", "note", "phase", "wave", "key-glyph", "chart", "dialogue",
    "block", "agreed-glyph", "together", "sum",
}  # fmt: skip


@dataclass
class _Row:
    """What is drawn about one row, by party, each a list of (role, words)."""

    label: str = ""
    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def describe_chart(ax: Axes, lang: str = "da", long: bool = False) -> str:
    """Write a chart's alt text from its drawn artists.

    Parameters
    ----------
    ax : matplotlib Axes
        A chart of the kit's, or any other.
    lang : {'da', 'en'}
    long : bool
        Every drawn figure instead of the chart's gist.

    Returns
    -------
    str
        At most 250 characters; the long form has a line for each row.
    """
    check_lang(lang)
    artists = [artist for artist in visible(ax) if key_of(artist)[0]]
    kind = next((criterion for role, _, criterion in map(key_of, artists) if role == "chart"), "")
    if not kind:
        return describe_foreign(ax, lang, long=long)
    names = _names(artists)
    return _long(kind, artists, names, lang) if long else _short(kind, artists, names, lang)


def _names(artists: Sequence[Artist]) -> dict[tuple[str, str], str]:
    """Return words drawn once that name things elsewhere: parties, answers, columns, rows."""
    names: dict[tuple[str, str], str] = {}
    block = ""
    for artist in artists:
        role, party, criterion = key_of(artist)
        if not isinstance(artist, Text) or role not in _SILENT:
            continue
        text = plain(artist.get_text())
        if role == "block":
            block = text
        named = f"{block}, {text}" if role == "label" and block else text
        names[role, party if role == "legend" else criterion] = named
    return names


def _long(kind: str, artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> str:
    lines = [_opening(kind, artists, names, lang)]
    for row in _rows(artists, names, lang):
        parts = []
        for party, said in row.said.items():
            # The score before its interval, whichever was drawn first.
            words = ", ".join(text for _, text in sorted(said, key=lambda one: one[0] != "number"))
            parts.append(
                f"{names.get(('legend', party), '')}: {words}" if ("legend", party) in names else words
            )
        told = "; ".join(parts).rstrip(".") + "."
        lines.append(f"{row.label}: {told}" if row.label else told)
    note = [plain(a.get_text()) for a in artists if isinstance(a, Text) and key_of(a)[0] == "note"]
    return "\n".join([*lines, *note])


def _rows(artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> list[_Row]:
    rows: dict[str, _Row] = {}
    drawn = {
        tuple((artist.get_gid() or "").split(":")[2:]) for artist in artists if key_of(artist)[0] == "share"
    }
    for artist in artists:
        role, party, criterion = key_of(artist)
        if role in _SILENT:
            continue
        if role == "glyph":
            words = _glyph(artist, names)
        else:
            words = _unlabelled(artist, artists, drawn, lang) if role == "segment" else _words(artist, lang)
        if words:
            row = rows.setdefault(criterion, _Row(names.get(("label", criterion), "")))
            row.said.setdefault(party, []).append((role, _headed(artist, words, names)))
    return list(rows.values())


def _headed(artist: Artist, words: str, names: dict[tuple[str, str], str]) -> str:
    """Put the word before a figure that its column's head, or its answer's colour, gives it."""
    parts = (artist.get_gid() or "").split(":")
    if parts[1] in ("share", "segment") and len(parts) > 4:
        return f"{names.get(('answer', parts[4]), '')} {words}".strip()
    if parts[1] == "number" and len(parts) > 4:
        return f"{names.get(('wave', parts[4]), '')} {words}".strip()
    head = names.get(("head", parts[1]), "")
    return f"{head} {words}" if head else words


def _words(artist: Artist, lang: str) -> str:
    """Say what an artist says: a text its text, an interval its ends."""
    if isinstance(artist, Text):
        return plain(artist.get_text())
    if isinstance(artist, Line2D) and key_of(artist)[0] == "interval":
        low, high = np.asarray(artist.get_xdata(), dtype=float)[[0, -1]]
        return say("charts.describe.interval", lang, low=number(low, lang), high=number(high, lang))
    if isinstance(artist, Line2D) and key_of(artist)[0] == "dots":
        value = float((artist.get_gid() or "").split(":")[4])
        return say("charts.dots", lang, n=len(np.atleast_1d(artist.get_xdata())), value=number(value, lang))
    return ""


def _glyph(artist: Artist, names: dict[tuple[str, str], str]) -> str:
    """Say a glyph by its word in the legend, where it has no word of its own beside it."""
    parts = (artist.get_gid() or "").split(":")
    return names.get(("answer", parts[4]), "") if len(parts) == 5 and isinstance(artist, Text) else ""


def _unlabelled(artist: Artist, artists: Sequence[Artist], drawn: set[tuple[str, ...]], lang: str) -> str:
    """Say a segment too narrow for its figure: its share of the bar, rounded as the others were."""
    key = tuple((artist.get_gid() or "").split(":")[2:])
    if key in drawn or not isinstance(artist, Rectangle) or not artist.get_width():
        return ""
    bar = [a for a in artists if isinstance(a, Rectangle) and key_of(a) == key_of(artist)]
    bar.sort(key=lambda segment: int((segment.get_gid() or "").split(":")[4]))
    shares = largest_remainder([segment.get_width() for segment in bar])
    return percent(shares[bar.index(artist)], lang)


def _short(kind: str, artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> str:
    sentences = [_opening(kind, artists, names, lang)]
    sentences += _extremes(artists, names, lang)
    sentences += _levels(artists, lang) if kind in _SCORED else []
    sentences += _counted(artists, names, lang)
    sentences += _summed(artists, names, lang) if kind in _SUMMED else []
    sentences += _silences(artists, names, lang)
    sentences += _bases(artists, lang)
    return fitting(sentences)


def _opening(kind: str, artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> str:
    title = say(f"charts.kind.{kind}", lang)
    rows = len({key_of(a)[2] for a in artists if key_of(a)[0] == "label"})
    parties = [text for (role, _), text in names.items() if role == "legend"]
    key = "charts.describe.one_row" if rows == 1 else "charts.describe.rows"
    opening = say(key, lang, kind=title, n=rows) if rows else title
    if parties:
        longer = f"{opening}: {listed(parties, lang)}."
        return longer if len(longer) <= LONGEST else f"{opening}."
    return f"{opening}."


def _counted(artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> list[str]:
    """Count the verdicts, or how survey and logbook go together, in the words that are drawn."""
    drawn = [_told(artist, names) for artist in artists if isinstance(artist, Text)]
    for group in (("verdict", "state", "disclosure"), ("convergence",)):
        words = [word for name in group for word in texts_under(name, lang).values()]
        counts = [f"{drawn.count(word)} {word}" for word in words if word in drawn]
        if counts:
            return [_capital(f"{listed(counts, lang)}.")]
    return []


def _told(artist: Text, names: dict[tuple[str, str], str]) -> str:
    """Return a verdict's word or a convergence's, without the brackets behind it; "" for any other text."""
    role = key_of(artist)[0]
    if role == "glyph":
        return _glyph(artist, names)
    return plain(artist.get_text()).split(" (")[0] if role in ("verdict", "convergence") else ""


def _summed(artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> list[str]:
    """Add up how many notes or sources point each way, by their columns' heads."""
    sums = {
        names["head", stance]: int(sum(value for _, value in _figures(artists, stance)))
        for stance in STANCES
        if ("head", stance) in names
    }
    counts = [f"{head} {number(total, lang)}" for head, total in sums.items() if total]
    return [_capital(f"{listed(counts, lang)}.")] if counts else []


def _silences(artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> list[str]:
    """Say the longest stretch that each lane of the logbook was without notes."""
    longest: dict[str, float] = {}
    for artist, weeks in _figures(artists, "silence"):
        lane = key_of(artist)[2]
        longest[lane] = max(weeks, longest.get(lane, 0))
    said = [
        say("charts.describe.weeks", lang, who=names["label", lane].rsplit(",", 1)[0], n=number(weeks, lang))
        for lane, weeks in longest.items()
    ]
    return [say("charts.describe.silence", lang, which=listed(said, lang))] if said else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _extremes(artists: Sequence[Artist], names: dict[tuple[str, str], str], lang: str) -> list[str]:
    found = []
    for role in ("number", "above", "rate", "answered", "importance"):
        found = [
            (value, *key_of(a)[1:], _headed(a, plain(a.get_text()), names))
            for a, value in _figures(artists, role)
        ]
        if found:
            break
    if not found:
        return []
    sentences = []
    for which, value in (
        ("highest", max(found, key=lambda f: f[0])),
        ("lowest", min(found, key=lambda f: f[0])),
    ):
        who = ", ".join(
            t for t in (names.get(("label", value[2]), ""), names.get(("legend", value[1]), "")) if t
        )
        sentences.append(say(f"charts.describe.{which}", lang, who=who, value=value[3]))
    return sentences


def _levels(artists: Sequence[Artist], lang: str) -> list[str]:
    """How many drawn scores lie above and below the drawn limits."""
    limits = [_first_x(a) for a in artists if isinstance(a, Line2D) and key_of(a)[0] == "limit"]
    scores = [_first_x(a) for a in artists if isinstance(a, Line2D) and key_of(a)[0] == "score"]
    if not limits or not scores:
        return []
    high = sum(score >= max(limits) - 1e-6 for score in scores)
    low = sum(score < min(limits) - 1e-6 for score in scores)
    return [say("charts.describe.above", lang, n=high, m=low)]


def _first_x(line: Line2D) -> float:
    return float(np.asarray(line.get_xdata(), dtype=float)[0])


def _figures(artists: Sequence[Artist], role: str) -> list[tuple[Any, float]]:
    figures = []
    for artist in artists:
        if isinstance(artist, Text) and key_of(artist)[0] == role:
            value = _size(artist.get_text())
            if value is not None:
                figures.append((artist, value))
    return figures


def _size(text: str) -> float | None:
    """Return a text's number; ``3 af 4`` is 75, so that counts and percentages can be ranked together."""
    parts = re.findall(r"\d+", text)
    if re.match(r"\d+ [a-z]+ \d+\b", text):
        return 100 * int(parts[0]) / max(int(parts[1]), 1)
    return first_number(text)


def first_number(text: str) -> float | None:
    """Return the first number in a text written for people (decimal comma or point), or None.

    Examples
    --------
    >>> first_number("12,5 %"), first_number("\u22123 til 40"), first_number("3 af 4")
    (12.5, -3.0, 3.0)
    """
    found = re.search(r"[\u2212-]?\d+(?:[.,]\d+)?", text)
    return float(found.group().replace("\u2212", "-").replace(",", ".")) if found else None


def _bases(artists: Sequence[Artist], lang: str) -> list[str]:
    bases = [re.search(r"\d+", a.get_text()) for a in artists if isinstance(a, Text) and key_of(a)[0] == "n"]
    n = [int(base.group()) for base in bases if base]
    if not n:
        return []
    low, high = number(min(n), lang), number(max(n), lang)
    return [
        say("charts.describe.one_base" if low == high else "charts.describe.bases", lang, low=low, high=high)
    ]
