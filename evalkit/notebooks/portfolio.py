"""A folder of studies: which they are, what they are called, and a page that leads to all of their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.errors import EvalkitError, place
from evalkit.notebooks.pages import page
from evalkit.studyfile import read_plan
from evalkit.words import pick, say

INDEX = "index.html"


def studies_in(folder: Path) -> list[Path]:
    """Return the studies that lie in a folder, by name."""
    return [file.parent for file in sorted(folder.glob("*/study.yml"))]


def studies_of(folder: Path) -> list[Path]:
    """Return the studies of a folder of studies, none where it is one study's own.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Path

    Raises
    ------
    EvalkitError
        If it is neither.
    """
    if (folder / "study.yml").is_file():
        return []
    found = studies_in(folder)
    if not found:
        raise EvalkitError(
            "there is no study.yml in this folder",
            "Give a study's folder, or a folder of studies.",
            where=place(folder),
        )
    return found


def title_of(study: Path, lang: str) -> str:
    """Return a study's title, or its folder's name where `study.yml` can't be read."""
    try:
        return pick(read_plan(study).raw["title"], lang)
    except (EvalkitError, KeyError):
        return study.name


def write_index(
    out: Path, studies: Sequence[Path], pages: Sequence[Path], names: Mapping[str, str], lang: str
) -> Path:
    """Write the page that leads to the pages of all studies.

    Parameters
    ----------
    out : Path
    studies, pages : sequence of Path
    names : mapping of str to str
        What each notebook is called.
    lang : {'da', 'en'}

    Returns
    -------
    Path
    """
    import nbformat

    whole = [f"- [{names[path.stem]}]({path.name})" for path in pages if path.parent == out]
    each = list(dict.fromkeys(path.stem for path in pages if path.parent != out))
    rows = [[say("notebooks.choose.study", lang).capitalize(), *(names[stem] for stem in each)]]
    rows.append(["---"] * len(rows[0]))
    for study in studies:
        links = [f"[{stem[:2]}]({study.name}/{stem}.html)" for stem in each]
        rows.append([title_of(study, lang).replace("|", "/"), *links])
    table = [f"| {' | '.join(row)} |" for row in rows] if each else []
    text = "\n".join([f"# {say('notebooks.portfolio', lang)}", "", *whole, "", *table])
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    path = out / INDEX
    path.write_text(page(book, INDEX, lang), "utf-8")
    return path
