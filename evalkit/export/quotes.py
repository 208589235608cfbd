"""`evalkit quotes`: for each person who wrote in the logbook, her own words, for her to say yes or no to.

Nothing is quoted without a yes. The person is asked with a list of her own: what the report would show her
words under (criterion and phase, never party, date and site together), and what she has said so far. What she
said no to isn't asked again. Nobody else's words are in her list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.export.manifest import write_manifest
from evalkit.export.outbox import MANIFEST, whole_folder
from evalkit.words import number, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study


def save_quotes(study: Study, folder: str | Path, *, lang: str = "da") -> list[Path]:
    """Write one list for each person, of what she wrote and hasn't said no to.

    Parameters
    ----------
    study : Study
    folder : path
        Absent, empty, or written by this before.
    lang : {'da', 'en'}

    Returns
    -------
    list of Path
        A text file a person, by her pseudonym.

    Raises
    ------
    EvalkitError
        If nobody wrote anything that could be quoted, or the folder can't be written to.
    """
    asked = _to_ask(study.entries)
    if asked.empty:
        raise EvalkitError(
            "there is nothing to ask for: no entry has a text and an author who hasn't said no",
            "Fill in author and text in the logbook; an empty consent means that nobody was asked.",
        )
    folder = Path(folder)
    with whole_folder(folder) as draft:
        names = [
            _write(draft, str(author), _list(mine, study, lang))
            for author, mine in asked.groupby("author", sort=True)
        ]
        write_manifest({"schema": 1, "outputs": [{"file": name} for name in names]}, draft / MANIFEST)
    return [folder / name for name in names]


def _to_ask(entries: pd.DataFrame) -> pd.DataFrame:
    filled = entries[["author", "text"]].fillna("").astype(str).apply(lambda column: column != "").all(axis=1)
    return entries[filled & entries["consent"].astype(str).ne("no")]


def _write(folder: Path, author: str, lines: Iterator[str]) -> str:
    name = re.sub(r"[^\w-]+", "_", author).strip("_") or "_"
    path = folder / f"{name}.txt"
    if path.exists():
        raise EvalkitError(f"two authors are called {name!r}", "Give them pseudonyms that differ in letters.")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="\r\n")
    return path.name


def _list(entries: pd.DataFrame, study: Study, lang: str) -> Iterator[str]:
    author = str(entries["author"].iloc[0])
    yield say("export.quotes.title", lang, author=author, study=pick(study.title, lang))
    yield say("export.quotes.how", lang, n=number(len(entries), lang))
    for entry in entries.to_dict("records"):
        yield ""
        yield f"{entry['entry']}   {_where(entry, study, lang)}"
        yield f"    {entry['text']}"
        said = "agreed" if str(entry["consent"]) == "yes" else "unasked"
        yield f"    {say(f'export.quotes.{said}', lang)}"


def _where(entry: Mapping[Any, Any], study: Study, lang: str) -> str:
    """Return the criteria and phase that the words would stand under."""
    coded = study.evidence.loc[study.evidence["entry"].eq(entry["entry"]), "criterion"].astype(str)
    labels = [study.framework.label(id, lang, short=True) for id in dict.fromkeys(coded)]
    phase = entry["phase"] if isinstance(entry["phase"], str) else ""
    return " · ".join([*([say(f"phase.{phase}", lang)] if phase else []), *labels])
