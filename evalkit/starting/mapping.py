"""Which question is which criterion: a sheet to fill in, and what it says tied in the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework
from evalkit.starting.sheets import write_sheet
from evalkit.words import LANGS, pick, say, texts_under

WIDTHS = {
    "variable": 18, "question": 60, "answers": 30, "criterion": 30, "item": 22, "scale": 14, "reverse": 10,
    "role": 14,
}  # fmt: skip
ROLES = ("party", "respondent", "wave", "weight", "personal")
_SHOWN = 12  # of a question's answers
_YES = ("ja", "yes", "true", "1", "x")

Row = Mapping[str, str]


def write_mapping(path: Path, fields: Sequence[Mapping[str, Any]], framework: Framework, lang: str) -> Path:
    """Write the sheet that ties questions to criteria, with what a codebook says already.

    Parameters
    ----------
    path : Path
    fields : sequence of dict
        The codebook's.
    framework : Framework
    lang : {'da', 'en'}

    Returns
    -------
    Path
    """
    heads, roles = texts_under("starting.mapping_head", lang), texts_under("starting.role", lang)
    criteria = {one.id: pick(one.short or one.label, lang) for one in framework.criteria}
    lists = {
        "criterion": [*criteria.values()], "item": framework.item_ids, "scale": [*framework.scales],
        "reverse": [say("words.yes", lang)], "role": [*roles.values()],
    }  # fmt: skip
    rows = []
    for field in fields:
        means = field.get("evalkit") or {}
        labels = [str(one.get("label", one.get("value"))) for one in field.get("categories") or ()]
        rows.append([
            field["name"], str(field.get("title", "")), " · ".join(labels[:_SHOWN]),
            criteria.get(means.get("criterion", ""), ""), means.get("item", ""), field.get("scale") or "",
            say("words.yes", lang) if means.get("reverse") else "",
            next((roles[role] for role in ROLES if means.get(role)), ""),
        ])  # fmt: skip
    return write_sheet(
        path,
        say("starting.mapping", lang),
        {heads[name]: width for name, width in WIDTHS.items()},
        rows,
        lists={list(WIDTHS).index(name) + 1: options for name, options in lists.items()},
        lang=lang,
    )


def read_mapping(path: str | Path, framework: Framework) -> dict[str, dict[str, str]]:
    """Read the sheet that ties variables to items or criteria.

    Parameters
    ----------
    path : path
        An xlsx or csv file as `write_mapping` writes it; all columns but the first may be left out, headings
        and words may be in either language, criteria by id or label.
    framework : Framework

    Returns
    -------
    dict of str to dict
        By variable, every row: item, criterion, scale, reverse and role, those that are filled in.

    Raises
    ------
    EvalkitError
        If the file or its first column is missing, or a column, item, criterion, scale or role isn't known.
    """
    path = Path(path)
    columns, records = _sheet(path)
    known = _headings()
    names = []
    for column in columns:
        if _fold(column) not in known:
            raise not_one_of(column, WIDTHS, "Rename the column, or take it out.", where=place(path, row=1))
        names.append(known[_fold(column)])
    if "variable" not in names:
        raise EvalkitError(
            "the column 'variable' is missing", f"The columns are {', '.join(WIDTHS)}.",
            where=place(path, row=1),
        )  # fmt: skip
    words, tied = _words(framework), {}
    for number, record in enumerate(records, start=2):
        row = {name: text for name, text in zip(names, record, strict=True) if text}
        if "variable" in row:
            where = {
                name: place(path, row=number, column=column)
                for name, column in zip(names, columns, strict=True)
            }
            tied[row["variable"]] = dict(_understood(row, words, where))
    return tied


def tie(fields: Sequence[dict[str, Any]], tied: Mapping[str, Row], parties: Mapping[str, str]) -> None:
    """Tie a codebook's fields as the sheet says, in place; what it says nothing of stays.

    Parameters
    ----------
    fields : sequence of dict
    tied : mapping
        As `read_mapping` gives it.
    parties : mapping of str to str
        Label to party id.

    Raises
    ------
    EvalkitError
        If it names a variable that isn't there.
    """
    named = {field["name"]: field for field in fields}
    for variable, row in tied.items():
        if variable not in named:
            raise not_one_of(variable, named, "Name a variable of the exports.", where=place("mapping"))
        field = named[variable]
        before = field.pop("evalkit", None) or {}
        means = {
            name: value
            for name, value in before.items()
            if name not in (*ROLES, "item", "criterion", "reverse")
        }
        means |= {name: row[name] for name in ("item", "criterion") if name in row}
        means |= {"reverse": True} if "reverse" in row else {}
        if role := row.get("role"):
            means[role] = before.get(role) or (dict(parties) if role == "party" else True)
        field |= {"scale": row["scale"]} if "scale" in row else {}
        field |= {"evalkit": means} if means else {}


def _sheet(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return a sheet's headings and its rows, as text."""
    import pandas as pd

    if not path.is_file():
        raise EvalkitError("there is no such file", "Check the path.", where=place(path))
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        table = pd.read_excel(path, engine="calamine", dtype=str)
    else:
        table = pd.read_csv(path, sep=None, engine="python", dtype=str)
    rows = [[text.strip() if isinstance(text, str) else "" for text in row] for row in table.to_numpy()]
    return [str(column) for column in table.columns], rows


def _headings() -> dict[str, str]:
    said = {
        _fold(text): name
        for lang in LANGS
        for name, text in texts_under("starting.mapping_head", lang).items()
    }
    return said | {name: name for name in WIDTHS}


def _words(framework: Framework) -> dict[str, dict[str, str]]:
    """Return what may stand in each column, in either language, and the id that it means."""
    roles = [(text, role) for lang in LANGS for role, text in texts_under("starting.role", lang).items()]
    criteria = [
        (pick(label, lang), one.id)
        for one in framework.criteria for label in (one.label, one.short) for lang in LANGS
    ]  # fmt: skip
    ids = {
        "item": framework.item_ids,
        "criterion": framework.criterion_ids,
        "scale": framework.scales,
        "role": ROLES,
    }
    found = {kind: {_fold(id): id for id in those} for kind, those in ids.items()}
    for kind, texts in (("role", roles), ("criterion", criteria)):
        for text, id in texts:
            found[kind].setdefault(_fold(text), id)
    return found


def _understood(
    row: Row, words: Mapping[str, Mapping[str, str]], where: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for kind, known in words.items():
        if kind in row:
            if _fold(row[kind]) not in known:
                raise not_one_of(
                    row[kind], dict.fromkeys(known.values()), f"Name a known {kind}.",
                    where=where[kind],
                )  # fmt: skip
            yield kind, known[_fold(row[kind])]
    if _fold(row.get("reverse", "")) in _YES:
        yield "reverse", "yes"


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
