"""One chart as one picture that can go onto a slide: PNG, SVG, PDF or PowerPoint.

`save_chart` lays a page around the chart, checks what stands on it, and writes it with its description inside
the file. A chart that is for the people in the room is refused unless that is said by name.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from evalkit.charts import check_chart, describe_chart
from evalkit.charts.measuring import measured_once
from evalkit.charts.theme import current_theme
from evalkit.errors import EvalkitError, EvalkitWarning, not_one_of, place
from evalkit.export.outbox import whole_file
from evalkit.export.pages import Page, Texts, page_around, sheet_of, walk
from evalkit.words import check_lang, date, pick, say

MODES = ("report", "dialogue")
DIALOGUE = "evalkit:dialogue"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "evalkit",  # the same chart gives the same bytes
    "text.hinting": "no_hinting",  # else letters of a small picture are wider than they were measured
    "pdf.fonttype": 42,  # fonts embedded whole enough to select and edit
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
}


def save_chart(
    ax: Axes | Figure,
    path: str | Path,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    lang: str = "da",
    mode: str = "report",
) -> Path:
    """Save a chart as a page that can go onto a slide as it is.

    Parameters
    ----------
    ax : matplotlib Axes or Figure
        Any chart, the kit's or not. It is not changed.
    path : path
        Ending in .png, .svg, .pdf or .pptx. A 16:9 page of exactly 1920 x 1080 pixels; end the name with
        ``@2x``, ``@half`` or ``@a4`` (``card@2x.png``) for twice, half, or A4 lying down.
    title : str, optional
        The finding, in a sentence.
    subtitle : str, optional
        What is shown: measure, who, when.
    source : str, optional
        For the footer: where the data comes from, n, method. Mode and date are added.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
        A chart for the people in the room is saved only with ``mode="dialogue"``.

    Returns
    -------
    Path
        Where the picture is.

    Raises
    ------
    EvalkitError
        If the ending, mode or language is unknown, the chart is for dialogue and the mode isn't, or the texts
        leave no room.

    Warns
    -----
    EvalkitWarning
        What `check_chart` finds on the page.
    """
    texts = Texts(title or "", subtitle or "", footer_of(source or "", lang, mode))
    return save_pictures(ax, [Path(path)], texts, lang=lang, mode=mode)[0]


def save_pictures(
    ax: Axes | Figure, paths: Sequence[Path], texts: Texts, *, lang: str = "da", mode: str = "report"
) -> list[Path]:
    """Save one chart in several formats or sizes, checked once.

    Parameters
    ----------
    ax : matplotlib Axes or Figure
    paths : sequence of Path
    texts : Texts
        What stands around it.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}

    Returns
    -------
    list of Path
    """
    figure, writers = figure_of(ax), [_writer(path) for path in paths]
    check_lang(lang)
    refuse_dialogue(figure, mode)
    alt = " ".join(part.rstrip(".") + "." for part in (texts.title, describe_chart(_axes(ax), lang)) if part)
    for number, (path, write) in enumerate(zip(paths, writers, strict=True)):
        with mpl.rc_context(_SETTINGS), measured_once(), page_around(figure, texts, sheet_of(path)) as page:
            with whole_file(path) as draft:
                write(page, draft, About(texts.title or path.stem, alt, lang))
            if number == 0:  # as it was drawn
                _warn(check_chart(page), path)
    return list(paths)


@dataclass(frozen=True)
class About:
    """What a picture says of itself to who can't see it."""

    title: str
    alt: str
    lang: str


def figure_of(ax: Axes | Figure) -> Figure:
    """Return the figure that a chart is drawn on.

    Parameters
    ----------
    ax : matplotlib Axes or Figure

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    EvalkitError
        If it is neither.
    """
    if isinstance(ax, Figure):
        return ax
    figure = ax.get_figure(root=True) if isinstance(ax, Axes) else None
    if not isinstance(figure, Figure):
        raise EvalkitError(
            f"a {type(ax).__name__} is not a chart",
            "Give the Axes that a plot function returned, or a Figure.",
        )
    return figure


def refuse_dialogue(figure: Figure, mode: str) -> None:
    """Raise if a chart is for the people in the room and the mode is for everybody else.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    mode : {'report', 'dialogue'}

    Raises
    ------
    EvalkitError
        If the mode is unknown, or the chart bears the watermark and the mode isn't ``dialogue``.
    """
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Give mode='report' or mode='dialogue'.")
    if mode == "report" and any(artist.get_gid() == DIALOGUE for artist in walk(figure)):
        raise EvalkitError(
            "this chart is for discussion between the parties: its table didn't pass the gate",
            "Draw ek.protect(table), or say mode='dialogue' if it goes to the people in the room only.",
        )


def svg_of(figure: Figure, *, title: str, alt: str, id: str) -> str:
    """Return a chart alone, without a page, as SVG to stand inside an HTML page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    title, alt : str
        For ``<title>`` and ``<desc>``.
    id : str
        Put before every id in it, so that several can stand on one page.

    Returns
    -------
    str
        From ``<svg`` to ``</svg>``.
    """
    buffer = io.StringIO()
    with mpl.rc_context(_SETTINGS), measured_once():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": title}, facecolor="none")
    text = _with_description(buffer.getvalue(), alt)
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = text.replace('"evalkit-title evalkit-desc"', f'"{id}-evalkit-title {id}-evalkit-desc"', 1)
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{id}-", text)


def footer_of(source: str, lang: str, mode: str) -> str:
    """Write what stands at the foot of a page: source, mode, date, and the theme's own words.

    Parameters
    ----------
    source : str
        May be empty.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}

    Returns
    -------
    str
    """
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Give mode='report' or mode='dialogue'.")
    parts = [say("export.page.source", lang, source=source)] if source else []
    own = [pick(current_theme().footer, lang)] if current_theme().footer else []
    return " · ".join([*parts, say(f"mode.{mode}", lang).capitalize(), date(made_on(), lang), *own])


def made_on() -> dt.date:
    """Return today's date, or the one that ``SOURCE_DATE_EPOCH`` sets for builds that must be repeatable.

    Returns
    -------
    datetime.date
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date() if epoch else dt.datetime.now().date()


def _axes(ax: Axes | Figure) -> Axes:
    if isinstance(ax, Axes):
        return ax
    if not ax.axes:
        raise EvalkitError("the figure is empty", "Draw a chart on it first.")
    return ax.axes[0]


def _warn(findings: Sequence[str], path: Path) -> None:
    for finding in findings:
        warnings.warn(f"{path.name}: {finding}", EvalkitWarning, stacklevel=4)


def _writer(path: Path) -> Callable[[Page, Path, About], None]:
    writers = {".png": _write_png, ".svg": _write_svg, ".pdf": _write_pdf, ".pptx": _write_pptx}
    if path.suffix.lower() not in writers:
        raise not_one_of(path.suffix, writers, "Choose the format by the file's ending.", where=place(path))
    return writers[path.suffix.lower()]


def _write_png(page: Page, path: Path, about: About) -> None:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    page.canvas.draw()
    inside = PngInfo()
    for key, text in (("Title", about.title), ("Description", about.alt), ("Software", "evalkit")):
        inside.add_text(key, text)
    pixels = np.asarray(cast(FigureCanvasAgg, page.canvas).buffer_rgba())
    picture = Image.fromarray(pixels).convert("RGB")
    picture.save(path, "PNG", pnginfo=inside, dpi=(page.dpi / page.scale,) * 2, compress_level=3)


def _write_svg(page: Page, path: Path, about: About) -> None:
    buffer, page.dpi = io.StringIO(), 72
    page.savefig(buffer, format="svg", dpi=page.sharp, metadata={"Date": None, "Title": about.title})
    svg = re.sub(
        r'(width|height)="([\d.]+)pt"', lambda size: _on_paper(size, page.scale), buffer.getvalue(), count=2
    )
    svg = svg.replace("<svg ", f'<svg xml:lang="{about.lang}" ', 1)
    path.write_text(_with_description(svg, about.alt), encoding="utf-8", newline="\n")


def _on_paper(size: re.Match[str], scale: float) -> str:
    return f'{size[1]}="{float(size[2]) * scale:.8g}pt"'


def _write_pdf(page: Page, path: Path, about: About) -> None:
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_pdf import Op, RendererPdf

    from evalkit.export.tagged_pdf import TaggedPdf

    width, height = page.get_size_inches()
    file = TaggedPdf(path, about.title, about.alt, about.lang)
    try:
        file.newPage(width * page.scale, height * page.scale)
        file.output(page.scale, 0, 0, page.scale, 0, 0, Op.concat_matrix)
        file.begin()
        page.dpi = 72
        renderer: Any = MixedModeRenderer(page, width, height, 72, RendererPdf(file, 72, height, width))
        page.draw(renderer)
        renderer.finalize()
        file.end()
        file.finalize()
    finally:
        file.close()


def _write_pptx(page: Page, path: Path, about: About) -> None:
    import evalkit.export.pptx_backend  # noqa: F401  registers .pptx with matplotlib

    told = {"Title": about.title, "Description": about.alt, "Language": about.lang}
    page.savefig(path, format="pptx", metadata=told)


def _with_description(svg: str, alt: str) -> str:
    """Name the parts of an SVG that a screen reader reads."""
    svg = svg.replace("<svg ", '<svg role="img" aria-labelledby="evalkit-title evalkit-desc" ', 1)
    svg = svg.replace("<title>", '<title id="evalkit-title">', 1)
    return svg.replace("</title>", f'</title>\n <desc id="evalkit-desc">{escape(alt, quote=False)}</desc>', 1)
