"""An executed notebook as one page: no code, no outside link, every picture with its alt text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from evalkit.words import say

_STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.55 system-ui, "DejaVu Sans", sans-serif; color: #1a1a1a; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
img { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; font: inherit; background: #f5f5f7; padding: .8rem 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: .85em; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #ccc; vertical-align: top; }
a { color: #1f4e99; }
.problem { border-left: .3rem solid #b35806; padding: .2rem 1rem; }
@media print { body { max-width: none; } table { display: table; } }
"""

_PRINTED = '@page { @top-left { content: "%s"; color: #7f3b08; font: 600 10pt system-ui, sans-serif; } }\n'

_LINK = re.compile(r"\[([^\]]*)\]\((\w+\.ipynb)\)")


def page(
    notebook: Any, name: str, lang: str, links: Mapping[str, str] | None = None, *, mark: str = ""
) -> str:
    """Turn an executed notebook into a page.

    Parameters
    ----------
    notebook : nbformat notebook
    name : str
        Its name, for the title where it has no heading.
    lang : {'da', 'en'}
    links : mapping of str to str, optional
        Where the page of each notebook lies; a link to one that has no page is plain text.
    mark : str
        What stands on top of every printed page.

    Returns
    -------
    str
        HTML.
    """
    links = links or {}
    above = links.get("index.ipynb")
    parts = [f'<p><a href="{above}">{say("notebooks.portfolio", lang)}</a></p>'] if above else []
    parts += [part for cell in notebook.cells for part in _cell(cell, lang, links)]
    body = "\n".join(parts).replace("<table", '<table tabindex="0"')  # a wide one scrolls, by keyboard too
    headings = (cell.source.splitlines()[0] for cell in notebook.cells if cell.source.startswith("# "))
    title = next(headings, name).lstrip("# ")
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{_STYLE}{_PRINTED % mark if mark else ''}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _cell(cell: Any, lang: str, links: Mapping[str, str]) -> list[str]:
    if cell.cell_type == "markdown":
        return [_markdown(cell.source, links)]
    return [_output(output, lang) for output in cell.get("outputs", [])]


def _markdown(source: str, links: Mapping[str, str]) -> str:
    import mistune

    def linked(found: re.Match[str]) -> str:
        return f"[{found[1]}]({links[found[2]]})" if found[2] in links else found[1]

    return str(mistune.create_markdown(escape=False, plugins=["table"])(_LINK.sub(linked, source)))


def _output(output: Any, lang: str) -> str:
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>" if output.name == "stdout" else ""
    if output.output_type == "error":
        return f'<p class="problem">{escape(output.evalue)}</p>'
    if "text/html" in output.data:  # a chart of ours: its picture, alt text and words
        return output.data["text/html"]
    if "image/png" in output.data:
        alt = escape(say("notebooks.chart", lang), quote=True)
        return f'<p><img alt="{alt}" src="data:image/png;base64,{output.data["image/png"].strip()}"></p>'
    return f"<pre>{escape(output.data.get('text/plain', ''))}</pre>"
