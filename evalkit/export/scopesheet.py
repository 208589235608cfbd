"""The scope as a file: a page to print or show, a Word document, or Markdown; empty or filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.charts.layout import new_axes
from evalkit.charts.scope import plot_scope
from evalkit.errors import EvalkitError, place
from evalkit.export.outbox import whole_file
from evalkit.export.pages import Texts, sheet_of
from evalkit.export.pictures import save_pictures
from evalkit.scope import Scope, parse_scope
from evalkit.scoping import scope_answers, scope_markdown, scope_signers, scope_state
from evalkit.words import LANGS, check_lang, listed, pick, say

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LINES, _BOX = ("top", "bottom", "insideH"), ("top", "left", "bottom", "right", "insideV")
_ROW, _WRITE, _SIGN = 27.0, 36.0, 50.0  # points of height at least: a row, one to write in, one to sign in
_POINT, _QUESTION = 12700, 0.38  # EMU in a point; the questions' share of the width


def save_scope(
    scope: Scope | None,
    path: str | Path,
    *,
    parties: Mapping[str, object] | None = None,
    lang: str = "da",
    template: str | Path | None = None,
) -> Path:
    """Save a study's scope, or an empty one to fill in by hand.

    Parameters
    ----------
    scope : Scope, optional
        Without one the sheet is empty.
    path : path
        Ending in .md, .docx, .png, .svg, .pdf or .pptx; a picture whose name ends with ``@a4`` is A4 lying
        down, to be signed and written on.
    parties : mapping of str to Label, optional
        The parties' labels; their ids unless given.
    lang : {'da', 'en'}
    template : path, optional
        An organisation's own Word document, for .docx.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If the ending is unknown, or a Markdown file that is no scope would be written over.
    """
    path, lang = Path(path), check_lang(lang)
    scope = scope or parse_scope({}, list(parties or {}))
    labels = {party: (parties or {}).get(party, party) for party in scope.parties}
    if path.suffix.lower() == ".md":
        _refuse_another_text(path)
        with whole_file(path) as draft:
            draft.write_text(scope_markdown(scope, parties=labels, lang=lang), encoding="utf-8", newline="\n")
        return path
    if path.suffix.lower() == ".docx":
        return _save_word(scope, path, labels, lang=lang, template=template)
    texts = Texts(say("scoping.title", lang), listed([pick(label, lang) for label in labels.values()], lang))
    ax = plot_scope(scope, labels=labels, lang=lang, ax=new_axes(*sheet_of(path).body))
    return save_pictures(ax, [path], texts, lang=lang)[0]


def _refuse_another_text(path: Path) -> None:
    """Raise if a Markdown file is there that is no scope: a logbook of the study's may be one."""
    ours = {f"# {say('scoping.title', lang)}" for lang in LANGS}
    if path.is_file() and path.read_text("utf-8", "replace").partition("\n")[0] not in ours:
        raise EvalkitError(
            "this is another text, which would be written over", "Give another name.", where=place(path)
        )


def _save_word(
    scope: Scope, path: Path, labels: Mapping[str, object], *, lang: str, template: str | Path | None
) -> Path:
    from evalkit.export.docx_layout import new_document, room_across

    document = new_document(template, lang=lang)
    document.add_heading(say("scoping.title", lang), level=1)
    document.add_paragraph(scope_state(scope, lang))
    answers = scope_answers(scope, parties=labels, lang=lang)
    rows = [(question, "\n".join(lines).replace("[ ]", "\u2610")) for question, lines in answers]
    table = _table(document, rows, _LINES)
    for row, (_, said) in zip(table.rows, rows, strict=True):
        row.cells[0].paragraphs[0].runs[0].bold = True
        row.height = round(
            _POINT * (_WRITE if not said or said.endswith(say("scoping.open", lang)) else _ROW)
        )
    table.autofit = False
    for column, share in zip(table.columns, (_QUESTION, 1 - _QUESTION), strict=True):
        column.width = round(share * room_across(document))
        for cell in column.cells:
            cell.width = column.width
    document.add_paragraph()
    signers = _table(document, [scope_signers(scope, parties=labels, lang=lang)], _BOX)
    signers.rows[0].height = round(_POINT * _SIGN)
    with whole_file(path) as draft:
        document.save(str(draft))
    return path


def _table(document: Any, rows: Sequence[Sequence[str]], borders: Sequence[str]) -> Any:
    """Add a table of texts with thin lines, whose rows stay whole."""
    from docx.oxml import parse_xml

    table = document.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {_W}/>"))
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
            cell.paragraphs[0].paragraph_format.space_after = 0
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>' for side in borders)
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {_W}>{lines}</w:tblBorders>"))
    return table
