"""Is a chart fit to be shown? Findings in words, for any matplotlib figure.

What everybody can get wrong is measured for any figure: text cut by the edge or by other text, too small, too
pale. What the kit promises of its own charts is checked by their gids, in `check_kit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from evalkit.charts.check_kit import kit_findings
from evalkit.charts.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast
from evalkit.charts.layout import SMALL
from evalkit.charts.measuring import extents
from evalkit.charts.reading import is_kit, plain, texts_among, visible
from evalkit.charts.sheet import role_of
from evalkit.charts.surfaces import backdrops

_SLACK = 1.0  # points a text may stick out or overlap before it is said
_SIDES = {0: "left", 2: "right", 1: "bottom", 3: "top"}  # in a box
_QUIET = (
    "note-glyph", "grid", "limit", "band", "phase-band", "tile", "dialogue-band", "rule", "zero", "strip",
    "swatch", "cell-edge", "row-band",
)  # fmt: skip


def check_chart(figure: Figure | Axes) -> list[str]:
    """Return what is wrong with a figure, in sentences; an empty list if nothing is.

    For any matplotlib figure: text that is clipped by the edge, overlaps other text or has been cut; text
    under 11 points; contrast under 4.5 (text; 3 from 18 points) or 3 (bars, lines and marks without an
    outline). For the kit's own charts also: a row of percentages that isn't 100; percentages under a base
    of 10; a missing n; meaning by colour alone; two languages; a number in the title that isn't drawn; a
    causal word on a chart of waves or trials; the word significant.

    Parameters
    ----------
    figure : matplotlib Figure or Axes

    Returns
    -------
    list of str
        In English, as messages are.

    Examples
    --------
    >>> import matplotlib.figure
    >>> check_chart(matplotlib.figure.Figure())
    []
    """
    whole: Any = figure.get_figure(root=True) if isinstance(figure, Axes) else figure
    whole.draw_without_rendering()
    artists = list(visible(whole))
    texts = texts_among(artists)
    boxes = _trimmed(texts, extents(texts), whole.dpi)
    point = whole.dpi / 72
    findings = [
        *_clipped(texts, boxes, whole.bbox, point),
        *_overlapping(texts, boxes, point),
        *_small(texts),
        *_pale_texts(texts, backdrops(texts, boxes, artists)),
        *_pale_marks(whole, artists),
    ]
    return [*findings, *kit_findings(whole, artists)] if is_kit(artists) else findings


def _trimmed(texts: Sequence[Text], boxes: np.ndarray, dpi: float) -> np.ndarray:
    """Where the letters are: texts' boxes without the air above and below their lines."""
    level = np.array([not text.get_rotation() % 180 for text in texts])
    air = np.array([0.1 * float(text.get_fontsize()) * dpi / 72 for text in texts])
    air = np.minimum(air, (boxes[:, 3] - boxes[:, 1]) / 4) * level
    return boxes + np.outer(air, [0, 1, 0, -1])


def _clipped(texts: Sequence[Text], boxes: np.ndarray, page: Bbox, point: float) -> list[str]:
    findings = []
    rooms = np.array([_room(text, page).extents for text in texts]).reshape(-1, 4)
    beyond = (boxes - rooms) * (-1, -1, 1, 1) > _SLACK * point
    for text, over in zip(texts, beyond, strict=True):
        sides = [_SIDES[side] for side in _SIDES if over[side]] if over.any() else []
        if sides:
            findings.append(f"{_quote(text)} is clipped at the {' and '.join(sides)}")
        elif text.get_text().rstrip().endswith(("\u2026", "...")) and role_of(text) not in (
            "glyph",
            "key-glyph",
        ):
            findings.append(f"{_quote(text)} looks cut: it ends with an ellipsis")
    return findings


def _room(text: Text, page: Bbox) -> Bbox:
    clip = text.get_clip_box() if text.get_clip_on() and isinstance(text.axes, Axes) else None
    return (Bbox.intersection(page, clip) or page) if clip is not None else page


def _overlapping(texts: Sequence[Text], boxes: np.ndarray, point: float) -> list[str]:
    left, bottom, right, top = boxes.T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
    pairs = np.argwhere(np.triu((across > _SLACK * point) & (down > _SLACK * point), 1))
    pairs = [(int(a), int(b)) for a, b in pairs]
    met = {at for pair in pairs for at in pair if texts[at].get_rotation() % 90}
    slanted = {at: _corners(texts[at], boxes[at]) for at in met}
    return [
        f"{_quote(texts[a])} overlaps {_quote(texts[b])}"
        for a, b in pairs
        if not (a in slanted or b in slanted)
        or _meet(slanted.get(a, _square(boxes[a])), slanted.get(b, _square(boxes[b])), _SLACK * point)
    ]


def _square(box: np.ndarray) -> np.ndarray:
    left, bottom, right, top = box
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top)])


def _corners(text: Text, box: np.ndarray) -> np.ndarray:
    """Return the corners of a slanted text, which fills little of the box around it."""
    angle = text.get_rotation()
    text.set_rotation(0)
    left, bottom, right, top = _trimmed([text], extents([text]), text.get_figure(root=True).dpi)[0]  # type: ignore[union-attr]
    text.set_rotation(angle)
    middle, half = (box[:2] + box[2:]) / 2, np.array([right - left, top - bottom]) / 2
    return Affine2D().rotate_deg(angle).translate(*middle).transform(_square(np.array([*-half, *half])))


def _meet(one: np.ndarray, other: np.ndarray, slack: float) -> bool:
    """Tell whether two rectangles meet: no side of either parts them."""
    for side in (*(one[1:3] - one[:2]), *(other[1:3] - other[:2])):
        along = side / (np.hypot(*side) or 1.0)
        a, b = one @ along, other @ along
        if min(a.max(), b.max()) - max(a.min(), b.min()) <= slack:
            return False
    return True


def _small(texts: Sequence[Text]) -> list[str]:
    small = [text for text in texts if float(text.get_fontsize()) < SMALL - 0.01]
    if not small:
        return []
    least = min(float(text.get_fontsize()) for text in small)
    others = f" and {len(small) - 1} other texts are" if len(small) > 1 else " is"
    return [f"{_quote(small[0])}{others} under {SMALL:.0f} points, down to {least:.3g}"]


def _pale_texts(texts: Sequence[Text], below: Sequence[str]) -> list[str]:
    findings = []
    for text, behind in zip(texts, below, strict=True):
        found = _contrast(_seen(text.get_color(), text.get_alpha(), behind), behind)
        least = MARK_CONTRAST if float(text.get_fontsize()) >= 18 else TEXT_CONTRAST
        if found < least - 0.01:
            findings.append(f"{_quote(text)} has contrast {found:.1f} to its background, under {least}")
    return findings


def _pale_marks(figure: Figure, artists: Sequence[Artist]) -> list[str]:
    page = to_hex(figure.get_facecolor())
    own = {id(child) for ax in figure.axes for child in (*ax.lines, *ax.patches)}
    findings = set()
    for artist in artists:
        if id(artist) not in own or role_of(artist) in _QUIET or _is_ground(artist):
            continue
        seen = [_seen(colour, artist.get_alpha(), page) for colour in _mark_colours(artist)]
        if seen and max(_contrast(colour, page) for colour in seen) < MARK_CONTRAST - 0.01:
            first = to_hex(_mark_colours(artist)[0])
            findings.add(f"a {type(artist).__name__} in {first} has contrast under 3 and no outline")
    return sorted(findings)


def _is_ground(artist: Any) -> bool:
    """Tell whether an artist runs across all of its axes: a band or a line to read by, no mark."""
    how, ax = artist.get_transform(), artist.axes
    in_data, in_axes = (how.contains_branch_seperately(one) for one in (ax.transData, ax.transAxes))
    return any(axes and not data for data, axes in zip(in_data, in_axes, strict=True))


def _mark_colours(artist: Artist) -> list[Any]:
    """Return the colours by which a mark can be seen: its face and its outline."""
    if isinstance(artist, Line2D):
        colours = [artist.get_color()] if artist.get_linestyle() not in ("None", "none", "", " ") else []
        if artist.get_marker() not in ("None", "none", None, "", " "):
            colours += [artist.get_markerfacecolor(), artist.get_markeredgecolor()]
        return [colour for colour in colours if to_rgba(colour)[3] > 0]
    return _patch_colours(artist) if isinstance(artist, Rectangle) else []


def _patch_colours(patch: Patch) -> list[Any]:
    if not getattr(patch, "get_width", lambda: 1)() or not getattr(patch, "get_height", lambda: 1)():
        return []
    edge = (
        [patch.get_edgecolor()] if patch.get_linewidth() > 0 and to_rgba(patch.get_edgecolor())[3] > 0 else []
    )
    face = [patch.get_facecolor()] if patch.get_fill() and to_rgba(patch.get_facecolor())[3] > 0 else []
    return face + edge


def _seen(colour: Any, alpha: float | None, behind: str) -> str:
    return _through(to_rgba(colour), float(alpha) if isinstance(alpha, int | float) else 1.0, behind)


@lru_cache(maxsize=2000)
def _through(rgba: tuple[float, ...], alpha: float, behind: str) -> str:
    share = rgba[3] * alpha
    return to_hex(tuple(np.array(rgba[:3]) * share + np.array(to_rgba(behind))[:3] * (1 - share)))


@lru_cache(maxsize=2000)
def _contrast(one: str, other: str) -> float:
    return contrast(one, other)


def _quote(text: Text) -> str:
    words = plain(text.get_text())
    return f"text {words[:40]!r}" + (" ..." if len(words) > 40 else "")
