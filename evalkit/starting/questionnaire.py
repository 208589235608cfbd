"""The questionnaire, to read (docx) and to paste into a survey tool (xlsx): a short form and a long one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalkit.export.docx_layout import add_table, new_document
from evalkit.export.ooxml import need_office
from evalkit.export.story import Grid
from evalkit.framework import Framework, Item
from evalkit.starting.sheets import write_sheet
from evalkit.words import pick, say

WIDTHS = {"name": 24, "text": 70, "answers": 30}


def write_questionnaire(framework: Framework, folder: Path, lang: str, parties: Sequence[str]) -> list[Path]:
    """Write the short form (the core items and one open question) and the long one (all items).

    Parameters
    ----------
    framework : Framework
    folder : Path
    lang : {'da', 'en'}
    parties : sequence of str
        Labels to choose from.

    Returns
    -------
    list of Path
        A docx and an xlsx of each form.
    """
    forms = {
        "short": [item for item in framework.items if item.core] or list(framework.items),
        "long": list(framework.items),
    }
    written = []
    for form, items in forms.items():
        path = folder / say(f"starting.file_{form}", lang)
        written += [
            _document(framework, items, path.with_suffix(".docx"), lang, parties),
            _workbook(framework, items, path.with_suffix(".xlsx"), lang),
        ]
    return written


def _document(
    framework: Framework, items: Sequence[Item], path: Path, lang: str, parties: Sequence[str]
) -> Path:
    need_office("docx")
    document, title = new_document(None, lang=lang), pick(framework.title, lang)
    document.core_properties.title = title
    document.add_heading(title, level=1)
    document.add_paragraph(say("starting.intro", lang))
    document.add_paragraph(f"{say('starting.code', lang)}: {'_' * 20}")
    document.add_paragraph(f"{say('starting.party', lang)}   {'     '.join(f'☐ {one}' for one in parties)}")
    for scale in dict.fromkeys(item.scale for item in items):
        answers = _answers(framework, scale, lang)
        boxes = ("☐",) * len(answers)
        rows = tuple((pick(item.text, lang), *boxes) for item in items if item.scale == scale)
        add_table(document, Grid(title, (say("starting.statement", lang), *answers), rows))
    document.add_paragraph(say("starting.open", lang)).paragraph_format.space_before = 200_000
    for _ in range(4):
        document.add_paragraph("_" * 78)
    document.save(str(path))
    return path


def _workbook(framework: Framework, items: Sequence[Item], path: Path, lang: str) -> Path:
    heads = {say(f"starting.head_{name}", lang): width for name, width in WIDTHS.items()}
    rows = [
        (item.id, pick(item.text, lang), "\n".join(_answers(framework, item.scale, lang))) for item in items
    ]
    rows.append(("comment", say("starting.open", lang), ""))
    return write_sheet(path, say("starting.sheet", lang), heads, rows)


def _answers(framework: Framework, scale: str, lang: str) -> list[str]:
    return [*framework.scales[scale].labels[lang], say("state.dont_know", lang).capitalize()]
