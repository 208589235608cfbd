"""`fig.savefig("chart.pptx")`: a matplotlib canvas whose page is a PowerPoint slide.

Importing this module registers it. Any figure, whoever drew it, becomes one slide of the figure's size with
one group of editable shapes: text as text, bars, lines and markers as shapes, the alternative text on the
group. What PowerPoint has no shape for becomes a picture of that artist, and a warning says which and how
many.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from typing import IO, Any

from matplotlib.backend_bases import FigureCanvasBase, register_backend
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text

from evalkit.errors import EvalkitWarning
from evalkit.export.pptx_looks import Colour
from evalkit.export.pptx_paths import Page
from evalkit.export.pptx_renderer import Drawing, RendererPptx

OFFICE_LANG = {"da": "da-DK", "en": "en-GB"}
Target = str | PathLike[str] | IO[bytes]


class FigureCanvasPptx(FigureCanvasBase):
    """The canvas behind ``savefig("....pptx")``."""

    filetypes = {**FigureCanvasBase.filetypes, "pptx": "PowerPoint slide"}  # noqa: RUF012 - matplotlib's name

    def print_pptx(
        self, filename: Target, *, metadata: Mapping[str, str] | None = None, **_matplotlib: object
    ) -> None:
        """Write the figure as a PowerPoint file with one slide.

        Parameters
        ----------
        filename : path or binary file
        metadata : mapping, optional
            ``Title``, ``Description`` (the alternative text) and ``Language`` (``da`` or ``en``), as for SVG.
        **_matplotlib
            What matplotlib tells every canvas (face and edge colour, orientation, bounding box); it has
            already set them on the figure.

        Raises
        ------
        EvalkitError
            If python-pptx is missing.
        """
        from evalkit.export.pptx_file import save_slide

        known = dict(metadata or {})
        drawing = draw_shapes(self.figure, lang=known.get("Language", ""))
        alt = known.get("Description") or _described(self.figure, known.get("Language") or "en")
        save_slide(drawing, filename, title=known.get("Title", ""), alt=alt)
        warn_of_pictures(drawing.replaced)


def draw_shapes(figure: Figure, *, lang: str = "", zoom: float = 1.0) -> Drawing:
    """Draw a figure as PowerPoint shapes.

    Parameters
    ----------
    figure : matplotlib Figure
        Left as it was.
    lang : {'da', 'en', ''}
        The language of its texts, for PowerPoint's spelling.
    zoom : float
        How much larger the shapes, their lines and texts are than in the figure.

    Returns
    -------
    Drawing
        The shapes, the background and what became a picture.
    """
    width, height = figure.get_size_inches()
    page = Page(width * figure.dpi, height * figure.dpi, figure.dpi, zoom)
    with _without_halos(figure) as halos, _without_patch(figure) as background:
        renderer = RendererPptx(page, paper=background, lang=OFFICE_LANG.get(lang, ""), halos=halos)
        figure.draw(renderer)
    return renderer.drawing


def warn_of_pictures(replaced: Counter[str]) -> None:
    """Say what became a picture, if anything did.

    Parameters
    ----------
    replaced : Counter
        As `Drawing.replaced`.
    """
    for said in pictures_said(replaced):
        warnings.warn(said, EvalkitWarning, stacklevel=3)


def pictures_said(replaced: Counter[str]) -> list[str]:
    """Write what became a picture, as one sentence or none.

    Parameters
    ----------
    replaced : Counter
        As `Drawing.replaced`.

    Returns
    -------
    list of str
    """
    if not replaced:
        return []
    kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(replaced.items()))
    return [
        f"PowerPoint has no editable shape for this, so it is a picture in the file: {kinds}. "
        "Everything else can be edited."
    ]


@contextmanager
def _without_patch(figure: Figure) -> Iterator[Colour | None]:
    shown = figure.patch.get_visible()
    colour = to_rgba(figure.patch.get_facecolor())
    figure.patch.set_visible(False)
    try:
        yield colour if shown and colour[3] == 1 else None
    finally:
        figure.patch.set_visible(shown)


@contextmanager
def _without_halos(figure: Figure) -> Iterator[dict[str, tuple[Colour, float]]]:
    """Take a text's stroke away while drawing, else its letters come as outlines nobody can edit."""
    changed = [text for text in figure.findobj(Text) if text.get_path_effects()]
    effects = [text.get_path_effects() for text in changed]
    halos = {
        " ".join(text.get_text().split()): _halo(found) for text, found in zip(changed, effects, strict=True)
    }
    for text in changed:
        text.set_path_effects([])
    try:
        yield {text: halo for text, halo in halos.items() if halo is not None}
    finally:
        for text, found in zip(changed, effects, strict=True):
            text.set_path_effects(found)


def _halo(effects: list[Any]) -> tuple[Colour, float] | None:
    for effect in effects:
        if isinstance(effect, Stroke) and not isinstance(effect, Normal):
            how: dict[str, Any] = effect._gc  # type: ignore[attr-defined]
            return to_rgba(how.get("foreground", "white")), float(how.get("linewidth", 1))
    return None


def _described(figure: Figure, lang: str) -> str:
    """Return the alternative text that the charts room writes from what is drawn."""
    from evalkit.charts.describe import describe_chart

    return describe_chart(figure.axes[0], lang) if figure.axes else ""


register_backend("pptx", FigureCanvasPptx, "PowerPoint slide")
