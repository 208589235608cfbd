"""What the PowerPoint tests share: a figure on a 16:9 page, saved and opened again; what stands on a slide."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pptx import Presentation

import evalkit.export.pptx_backend  # noqa: F401  registers .pptx

WIDE, HIGH = 12_192_000, 6_858_000
PIXEL = WIDE / 1920  # EMU to the pixel of a 1920 x 1080 page


def page() -> Figure:
    """Return an empty page of 1920 x 1080 pixels."""
    figure = Figure(figsize=(40 / 3, 7.5), dpi=144)
    FigureCanvasAgg(figure)
    return figure


def saved(figure: Figure, alt: str = "alt", lang: str = "da"):
    """Save a figure as PowerPoint and return the opened presentation."""
    file = io.BytesIO()
    figure.savefig(file, format="pptx", metadata={"Title": "Titel", "Description": alt, "Language": lang})
    file.seek(0)
    return Presentation(file)


def shapes(show, slide: int = 0) -> list:
    """Return the shapes in a slide's one group."""
    (group,) = show.slides[slide].shapes
    return list(group.shapes)


def text_of(shape) -> str:
    """Return a shape's text, line breaks as line breaks."""
    return shape.text_frame.text.replace("\v", "\n") if shape.has_text_frame else ""


def by_text(show) -> dict:
    """Return the group's text boxes by what stands in them."""
    return {text_of(shape): shape for shape in shapes(show) if text_of(shape)}


def children_out_of_order(root, orders: dict[str, str]) -> list[str]:
    """Return the elements whose children don't come in the order of the schema."""
    wrong = []
    for element in root.iter():
        name = re.sub(r"{.*}", "", str(element.tag))
        if name not in orders:
            continue
        order = orders[name].split()
        found = [re.sub(r"{.*}", "", str(child.tag)) for child in element]
        places = [order.index(child) if child in order else -1 for child in found]
        if -1 in places or places != sorted(places):
            wrong.append(f"{name}: {found}")
    return wrong


def need_office() -> None:
    """Skip unless LibreOffice and poppler are installed."""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("needs LibreOffice Impress and poppler-utils to render a slide")


def rendered(path: Path) -> Path:
    """Let LibreOffice turn a presentation into a PDF beside it."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(".pdf")


def words_in(pdf: Path) -> Iterator[tuple[int, str, tuple[float, float, float, float]]]:
    """Yield (page, word, box) for each word in a PDF; the box in shares of the page from its top left."""
    found = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    number, wide, high = 0, 1.0, 1.0
    for line in found.stdout.splitlines():
        if new := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            number, wide, high = number + 1, float(new[1]), float(new[2])
        elif word := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line):
            x0, y0, x1, y1 = map(float, word.groups()[:4])
            yield number, word[5], (x0 / wide, y0 / high, x1 / wide, y1 / high)
