"""The one font counted on, cut down to the letters a page uses, so that charts look the same everywhere.

A chart's text is measured in DejaVu Sans. On a machine without it, text in an SVG would be set in another
font and stand wrong; so the page carries the letters it needs, some twenty kilobytes a weight.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont

FAMILY = "DejaVu Sans"
_WEIGHTS = {"normal": 400, "bold": 700}


def font_faces(text: str) -> str:
    """Return the CSS that brings the font with it.

    Parameters
    ----------
    text : str
        Anything that holds every letter to be shown.

    Returns
    -------
    str
        One ``@font-face`` for each weight, the font in it as data.
    """
    letters = "".join(sorted({letter for letter in text if letter >= " "}))
    return "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight}; "
        f"src: url(data:font/woff;base64,{_cut_down(letters, name)}) format('woff'); }}"
        for name, weight in _WEIGHTS.items()
    )


@lru_cache(maxsize=8)
def _cut_down(letters: str, weight: str) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff", layout_features=["kern"], hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]  # FontForge's time stamp
    font = TTFont(findfont(FontProperties(family=FAMILY, weight=weight)), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode("ascii")
