"""The report as one web page that needs nothing else: no link out, charts and font inside it.

It can be sent, printed, and read aloud: headings in order, a table of contents, every chart with a
description and the numbers behind it. Its one script sorts tables; the page allows that script by its hash
and no other, and where it doesn't run, tables are tables.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.charts import describe_chart
from evalkit.export.fonts import font_faces
from evalkit.export.pictures import figure_of, svg_of
from evalkit.export.story import Bullets, Grid, Paragraph, Picture, Section
from evalkit.words import say, texts_under

if TYPE_CHECKING:
    from jinja2 import Template


def render_page(
    story: Sequence[Section],
    *,
    title: str,
    subtitle: str,
    lang: str = "da",
    mode: str = "report",
    made: str = "",
) -> str:
    """Write a story as one self-contained HTML page.

    Parameters
    ----------
    story : sequence of Section
    title, subtitle : str
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
        A page in dialogue mode bears the watermark on every printed page.
    made : str
        The last line.

    Returns
    -------
    str
    """
    sections = [
        {"id": section.id, "title": section.title, "blocks": [_block(b, lang) for b in section.blocks]}
        for section in story
    ]
    drawn = "".join(block["svg"] for s in sections for block in s["blocks"] if block["kind"] == "picture")
    watermark = say("watermark", lang) if mode == "dialogue" else ""
    return _template().render(
        sections=sections, title=title, subtitle=subtitle, lang=lang, watermark=watermark, made=made,
        words=texts_under("export.html", lang), fonts=font_faces(drawn) if drawn else "", **_script(),
    )  # fmt: skip


def _block(block: object, lang: str) -> Mapping[str, Any]:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Bullets():
            return {"kind": "bullets", **vars(block)}
        case Grid():
            return {"kind": "grid", **vars(block)}
        case Picture():
            return _picture(block, lang)
    raise TypeError(f"a {type(block).__name__} is no part of a story")


def _picture(picture: Picture, lang: str) -> Mapping[str, Any]:
    alt = describe_chart(picture.ax, lang)
    return {
        "kind": "picture",
        "name": picture.name,
        "title": picture.title,
        "subtitle": picture.subtitle,
        "source": picture.source,
        "svg": svg_of(figure_of(picture.ax), title=picture.title, alt=alt, id=picture.name),
        "long": describe_chart(picture.ax, lang, long=True),
    }


@cache
def _script() -> Mapping[str, str]:
    """Return the page's script, and the hash by which the page knows it."""
    text = (Path(__file__).parent / "templates" / "report.js").read_text("utf-8")
    digest = b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
    return {"script": text, "script_hash": f"sha256-{digest}"}


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evalkit.export"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("report.html")
