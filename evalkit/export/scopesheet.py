"""The scope as a file: a page to print or show, a Word document, or Markdown; empty or filled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evalkit.charts.scope import plot_scope
from evalkit.export.outbox import whole_file
from evalkit.export.pictures import save_chart
from evalkit.scope import Scope
from evalkit.scoping import scope_answers, scope_markdown, scope_state
from evalkit.words import say


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
        down.
    parties : mapping of str to Label, optional
        The parties' labels; their ids unless given.
    lang : {'da', 'en'}
    template : path, optional
        An organisation's own Word document, for .docx.

    Returns
    -------
    Path
    """
    path = Path(path)
    labels = {party: (parties or {}).get(party, party) for party in (scope.parties if scope else ())}
    if path.suffix.lower() == ".md":
        with whole_file(path) as draft:
            draft.write_text(scope_markdown(scope, parties=labels, lang=lang), encoding="utf-8", newline="\n")
        return path
    if path.suffix.lower() == ".docx":
        return _save_word(scope, path, labels, lang=lang, template=template)
    return save_chart(
        plot_scope(scope, labels=labels, lang=lang), path, title=say("scoping.title", lang), lang=lang
    )


def _save_word(
    scope: Scope | None, path: Path, labels: Mapping[str, object], *, lang: str, template: str | Path | None
) -> Path:
    from evalkit.export.docx_layout import new_document

    document = new_document(template, lang=lang)
    document.add_heading(say("scoping.title", lang), level=1)
    document.add_paragraph(scope_state(scope, lang))
    table = document.add_table(rows=0, cols=2)
    for question, lines in scope_answers(scope, parties=labels, lang=lang):
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(question).bold = True
        cells[1].text = "\n".join(lines) or "\n"
    with whole_file(path) as draft:
        document.save(str(draft))
    return path
