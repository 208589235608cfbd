"""The report as a Word document: headings, paragraphs, native tables, charts that stay sharp.

The same story as the web page, with the same gate; what a reader of the page opens herself stands at the back
here. Each chart is an SVG with a PNG behind it for programs
that can't show one, with its alternative text. The pages lie down: upright, a chart's text would be too small
to read, and a table's columns too narrow for their words. A table's header row repeats on every page.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from evalkit.charts import describe_chart
from evalkit.charts.figures import figures_closed
from evalkit.errors import not_one_of, place
from evalkit.export.docx_layout import add_table, new_document, picture_run, room_across
from evalkit.export.ooxml import Box, need_office
from evalkit.export.outbox import whole_file
from evalkit.export.pictures import made_on, refuse_dialogue
from evalkit.export.results import analyse
from evalkit.export.sections import tell
from evalkit.export.story import Bullets, Grid, Paragraph, Picture, Section, is_folded
from evalkit.words import check_lang, date, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study

_PIXELS = 2400  # across a chart's picture: 240 to the inch on a page lying down


@figures_closed()
def save_document(
    study: Study,
    path: str | Path,
    *,
    lang: str = "da",
    mode: str = "report",
    template: str | Path | None = None,
) -> Path:
    """Write a study's report as a Word document.

    Parameters
    ----------
    study : Study
    path : path
        Ending in .docx.
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
        ``report`` is for everybody: all of it passes the gate. ``dialogue`` is for the people in the room,
        and says so on every page.
    template : path, optional
        The organisation's .docx: its styles and page are used, its text is left out.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If python-docx is missing, the mode, language or ending is unknown, the template can't be read, or
        what would be published gives away what is hidden.
    """
    path = Path(path)
    if path.suffix.lower() != ".docx":
        raise not_one_of(path.suffix, (".docx",), "Give the file this ending.", where=place(path))
    need_office("docx")
    results = analyse(study, lang=check_lang(lang), mode=mode)
    writer = _Writer(new_document(template, lang=lang, wide=True), lang, mode)
    writer.front(pick(study.title, lang), pick(study.framework.title, lang))
    for section in tell(results):
        writer.section(section)
    writer.back()
    with whole_file(path) as draft:
        writer.document.save(str(draft))
    return path


class _Writer:
    """Adds the story to a document, block by block."""

    def __init__(self, document: Any, lang: str, mode: str) -> None:
        self.document, self.lang, self.mode = document, lang, mode
        self.behind: list[Grid | Bullets] = []

    def front(self, title: str, subtitle: str) -> None:
        """Write the title, who it is for and when it was made."""
        self.document.core_properties.title, self.document.core_properties.author = title, "evalkit"
        self.document.add_paragraph(title, style="Title")
        made = say("export.html.made", self.lang, date=date(made_on(), self.lang), mode=self._mode())
        self.document.add_paragraph(f"{subtitle}. {made}", style="Subtitle")
        if self.mode == "dialogue":
            mark = self.document.sections[0].header.paragraphs[0]
            mark.add_run(say("watermark", self.lang)).bold = True

    def section(self, section: Section) -> None:
        """Write a heading and what stands under it."""
        self.document.add_paragraph(section.title, style="Heading 1")
        for block in section.blocks:
            if isinstance(block, Grid | Bullets) and is_folded(block):
                self.behind.append(block)
                where = say("export.docx.behind", self.lang, caption=block.caption)
                self.document.add_paragraph(where, style="Caption")
            else:
                self._block(block, leads=block is section.blocks[0] is not section.blocks[-1])

    def back(self) -> None:
        """Write what the sections refer to, on pages of its own."""
        if self.behind:
            head = self.document.add_paragraph(say("export.docx.back", self.lang), style="Heading 1")
            head.paragraph_format.page_break_before = True
        for block in self.behind:
            self._block(block, leads=False)

    def _block(self, block: object, *, leads: bool) -> None:
        if isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Paragraph):
            lead = self.document.add_paragraph(block.text)
            lead.paragraph_format.keep_with_next = leads
        elif isinstance(block, Bullets):
            if block.caption:
                self.document.add_paragraph(block.caption, style="Heading 3")
            for item in block.items:
                self.document.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Grid):
            self.document.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
            add_table(self.document, block)

    def _picture(self, picture: Picture) -> None:
        refuse_dialogue(picture.ax.figure, self.mode)  # type: ignore[arg-type]
        self.document.add_paragraph(picture.title, style="Heading 2")
        if picture.subtitle:
            self.document.add_paragraph(picture.subtitle).paragraph_format.keep_with_next = True
        png, svg, box = _drawn(picture, room_across(self.document))
        alt = f"{picture.title.rstrip('.')}. {describe_chart(picture.ax, self.lang)}"
        picture_run(self.document, png, svg, box, alt)
        source = say("export.page.source", self.lang, source=picture.source)
        self.document.add_paragraph(f"{source} · {self._mode()}", style="Caption")

    def _mode(self) -> str:
        return say(f"mode.{self.mode}", self.lang)


def _drawn(picture: Picture, width: int) -> tuple[bytes, bytes, Box]:
    """Draw a chart as PNG and as SVG, its letters as shapes: Word has no DejaVu Sans."""
    figure: Any = picture.ax.figure
    wide, high = figure.get_size_inches()
    png, svg = io.BytesIO(), io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "evalkit", "savefig.bbox": None}):
        figure.savefig(png, format="png", dpi=_PIXELS / wide)
        figure.savefig(svg, format="svg", metadata={"Date": None})
    return png.getvalue(), svg.getvalue(), Box(0, 0, width, round(width * high / wide))
