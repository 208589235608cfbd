"""Codebooks for a beginning: one that fits our own questionnaire, or a draft from exports with a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Framework
from evalkit.survey import draft_codebook
from evalkit.words import LANGS, pick, say
from evalkit.yamlfile import parse_yaml

MAPPING = ("variable", "item", "criterion", "scale", "reverse", "role")
ROLES = ("party", "respondent", "wave", "weight", "personal")
_HEAD = "# Which question is which item. Headings may be the names, the texts, or any alias.\n"


def framework_codebook(framework: Framework, lang: str, parties: Mapping[str, str]) -> str:
    """Write the codebook that fits the questionnaire of `write_questionnaire`.

    Parameters
    ----------
    framework : Framework
    lang : {'da', 'en'}
    parties : mapping of str to str
        Label to party id.

    Returns
    -------
    str
    """
    role = {name: say(f"starting.{name}", lang) for name in ("code", "party")}
    fields: list[dict[str, Any]] = [
        {"name": "code", "aliases": [role["code"]], "evalkit": {"respondent": True}},
        {"name": "party", "aliases": [role["party"]], "evalkit": {"party": dict(parties)}},
    ]
    fields += [
        {
            "name": item.id,
            "title": pick(item.text, lang),
            "aliases": list(dict.fromkeys(pick(item.text, other) for other in LANGS)),
            "scale": item.scale,
            "evalkit": {"item": item.id},
        }
        for item in framework.items
    ]
    return _dumped(fields)


def exports_codebook(
    exports: Sequence[Path],
    framework: Framework,
    tied: Mapping[str, Mapping[str, Any]],
    parties: Mapping[str, str],
) -> str:
    """Draft one codebook for several exports; what can be told from names and texts is tied at once.

    Parameters
    ----------
    exports : sequence of Path
    framework : Framework
    tied : mapping
        Variable to its row of the mapping, as `read_mapping` gives it.
    parties : mapping of str to str
        Label to party id.

    Returns
    -------
    str

    Raises
    ------
    EvalkitError
        If the mapping names a variable, item or criterion that isn't there.
    """
    fields: dict[str, dict[str, Any]] = {}
    for export in exports:
        for entry in parse_yaml(draft_codebook(export), export.name)["fields"]:
            fields.setdefault(entry["name"], entry)
    for variable in tied:
        if variable not in fields:
            raise not_one_of(variable, fields, "Name a variable of the exports.", where=place("mapping"))
    texts = {_fold(pick(item.text, lang)): item.id for item in framework.items for lang in LANGS}
    for name, entry in fields.items():
        meaning = (
            _meaning(tied[name], framework, parties) if name in tied else _guess(entry, framework, texts)
        )
        scale = tied.get(name, {}).get("scale") or _scale_of(meaning, entry, framework)
        entry |= {"scale": scale} if scale else {}
        if meaning:
            entry["evalkit"] = {**entry.get("evalkit", {}), **meaning}
    return _dumped(list(fields.values()))


def read_mapping(path: str | Path) -> dict[str, dict[str, Any]]:
    """Read the sheet that ties variables to items or criteria.

    Parameters
    ----------
    path : path
        An xlsx or csv file with the columns variable, item, criterion, scale, reverse, role; all but the
        first may be left out.

    Returns
    -------
    dict of str to dict
        By variable; empty rows left out.

    Raises
    ------
    EvalkitError
        If the file or its first column is missing, or a column isn't known.
    """
    import pandas as pd

    path = Path(path)
    if not path.is_file():
        raise EvalkitError("there is no such file", "Check the path.", where=place(path))
    excel = path.suffix.lower() in (".xlsx", ".xls", ".ods")
    sheet = (
        pd.read_excel(path, engine="calamine", dtype=str)
        if excel
        else pd.read_csv(path, sep=None, engine="python", dtype=str)
    )
    sheet.columns = [str(column).strip().casefold() for column in sheet.columns]
    for column in sheet.columns:
        if column not in MAPPING:
            raise not_one_of(column, MAPPING, "Rename the column, or take it out.", where=place(path, row=1))
    if "variable" not in sheet.columns:
        raise EvalkitError(
            "the column 'variable' is missing",
            f"The columns are {', '.join(MAPPING)}.",
            where=place(path, row=1),
        )
    rows = [
        {str(k): v.strip() for k, v in row.items() if isinstance(v, str) and v.strip()}
        for row in sheet.to_dict("records")
    ]
    return {row.pop("variable"): row for row in rows if len(row) > 1 and "variable" in row}


def _meaning(row: Mapping[str, str], framework: Framework, parties: Mapping[str, str]) -> dict[str, Any]:
    meaning: dict[str, Any] = {}
    known = {"item": framework.item_ids, "criterion": framework.criterion_ids}
    for kind, allowed in {**known, "scale": tuple(framework.scales), "role": ROLES}.items():
        if kind in row and row[kind] not in allowed:
            raise not_one_of(row[kind], allowed, f"Name a known {kind}.", where=place("mapping", column=kind))
    meaning |= {kind: row[kind] for kind in ("item", "criterion") if kind in row}
    if _fold(row.get("reverse", "")) in ("ja", "yes", "true", "1", "x"):
        meaning["reverse"] = True
    if "role" in row:
        meaning[row["role"]] = dict(parties) if row["role"] == "party" else True
    return meaning


def _guess(entry: Mapping[str, Any], framework: Framework, texts: Mapping[str, str]) -> dict[str, Any]:
    """Tie a question that is ours by its name or by its very words, and nothing else."""
    if entry["name"] in framework.item_ids:
        return {"item": entry["name"]}
    item = texts.get(_fold(str(entry.get("title", ""))))
    return {"item": item} if item else {}


def _scale_of(meaning: Mapping[str, Any], entry: Mapping[str, Any], framework: Framework) -> str | None:
    """Return the scale of the item that a question is tied to, where the export doesn't show one."""
    return framework.item(meaning["item"]).scale if "item" in meaning and "scale" not in entry else None


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _dumped(fields: list[dict[str, Any]]) -> str:
    import yaml

    return _HEAD + yaml.safe_dump({"fields": fields}, allow_unicode=True, sort_keys=False, width=110)
