"""Can colours be read, and told apart, by everybody? The sums, and the check of a theme.

Contrast is WCAG's: luminance against luminance, 4.5 for text and 3 for marks. Difference is the distance
in CIELAB, also after the colours have been seen through each of the three kinds of colour blindness
(Machado et al. 2009, at full severity).

References
----------
W3C, Web Content Accessibility Guidelines 2.2, relative luminance and contrast ratio.
Machado, Oliveira & Fernandes (2009), A physiologically-based model for simulation of color vision deficiency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from numpy.typing import NDArray

from evalkit.errors import EvalkitError, place

if TYPE_CHECKING:
    from evalkit.charts.theme import Theme

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
NEIGHBOURS, GREY_STEP = 15.0, 10.0

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
# Machado et al. (2009), severity 1, on linear RGB.
_BLINDNESS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str, inks: Sequence[str] = ("#1a1a1a", "#ffffff")) -> str:
    """Return the ink that reads best on a colour.

    Examples
    --------
    >>> ink_on("#542788"), ink_on("#e6e6e6")
    ('#ffffff', '#1a1a1a')
    """
    return max(inks, key=lambda ink: contrast(ink, colour))


def lightness(colour: str) -> float:
    """Return CIELAB's L*, 0 (black) to 100 (white): what is left of a colour in grey."""
    return float(_lab(colour, "normal")[0])


def difference(one: str, other: str, sight: str = "normal") -> float:
    """Return how far apart two colours are in CIELAB, as seen with a kind of sight.

    Parameters
    ----------
    one, other : str
    sight : {'normal', 'protanopia', 'deuteranopia', 'tritanopia'}
    """
    return float(np.linalg.norm(_lab(one, sight) - _lab(other, sight)))


def mix(colours: Sequence[str], position: float) -> str:
    """Return the colour at a position between the colours of a list (1.5: half-way from second to third)."""
    low = min(int(position), len(colours) - 1)
    high = min(low + 1, len(colours) - 1)
    one, other = np.array(to_rgb(colours[low])), np.array(to_rgb(colours[high]))
    return to_hex(tuple(one + (other - one) * (position - low)))


def check_colours(theme: Theme, file: str) -> None:
    """Raise unless a theme's colours can be read and told apart.

    Parameters
    ----------
    theme : Theme
    file : str
        What messages call the theme.

    Raises
    ------
    EvalkitError
        Naming the first pair of colours that fails, with the figure found and the figure needed.
    """
    _check_known(theme, file)
    written = [("ink", theme.ink), ("muted", theme.muted), *(("parties", each) for each in theme.parties)]
    for (key, colour), ground in product(written, (theme.paper, theme.band)):
        _need(contrast(colour, ground), key, (colour, ground), file)
    for one, other in pairwise(theme.parties):
        _apart(one, other, file)
    for scale in _own_scales(theme):
        for colour in scale:
            ink = ink_on(colour, (theme.ink, theme.paper))
            _need(contrast(ink, colour), "levels", (ink, colour), file)
        for one, other in pairwise(scale):
            _apart(one, other, file)
            _steps(one, other, file)


def _own_scales(theme: Theme) -> list[tuple[str, ...]]:
    """Return the scales a theme chose itself: seven colours mixed from its five are as good as those."""
    mixed = tuple(mix(theme.levels, n * 4 / 6) for n in range(7))
    return [theme.levels] if theme.levels7 == mixed else [theme.levels, theme.levels7]


def _check_known(theme: Theme, file: str) -> None:
    single = {key: (getattr(theme, key),) for key in ("ink", "muted", "line", "span", "band", "paper")}
    many = {key: tuple(getattr(theme, key)) for key in ("levels", "levels7", "parties")}
    for key, colours in {**single, **many, "verdicts": tuple(theme.verdicts.values())}.items():
        check_written(colours, place(file, column=key))


def check_written(colours: Iterable[object], where: str) -> None:
    """Raise unless each is a colour as a theme writes it."""
    for colour in colours:
        if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            raise EvalkitError(
                f"{colour!r} is not a colour", "Write it as '#rrggbb', in quotes.", where=where
            )


def _need(found: float, key: str, pair: tuple[str, str], file: str) -> None:
    if found < TEXT_CONTRAST:
        raise EvalkitError(
            f"{pair[0]} on {pair[1]} has contrast {found:.1f}, and text needs {TEXT_CONTRAST:.1f}",
            "Make one of them darker or the other lighter.",
            where=place(file, column=key),
        )


def _steps(one: str, other: str, file: str) -> None:
    found = abs(lightness(one) - lightness(other))
    if found < GREY_STEP:
        raise EvalkitError(
            f"{one} and {other} are the same in grey (L* {found:.0f} of at least {GREY_STEP:.0f} apart)",
            "Make one of them darker or the other lighter.",
            where=place(file, column="levels"),
        )


def _apart(one: str, other: str, file: str) -> None:
    for sight in _BLINDNESS:
        found = difference(one, other, sight)
        if found < NEIGHBOURS:
            raise EvalkitError(
                f"{one} and {other} can't be told apart ({sight}: {found:.0f} of at least {NEIGHBOURS:.0f})",
                "Choose colours further apart, in lightness too.",
                where=place(file),
            )


def _linear(colour: str) -> NDArray[np.float64]:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    return float(_linear(colour) @ _TO_XYZ[1])


def _lab(colour: str, sight: str) -> NDArray[np.float64]:
    seen = np.clip(_BLINDNESS[sight] @ _linear(colour), 0, 1)
    ratio = (_TO_XYZ @ seen) / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
