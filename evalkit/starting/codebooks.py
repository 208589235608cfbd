"""Codebooks for a beginning: one that fits our own questionnaire, or a draft from exports with a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.framework import Framework
from evalkit.starting.mapping import read_mapping, tie, write_mapping
from evalkit.studyfile import read_plan
from evalkit.survey import draft_codebook
from evalkit.words import LANGS, check_lang, pick, say
from evalkit.yamlfile import parse_yaml, read_yaml

CODEBOOK, BEFORE = "codebook.yml", "codebook.before.yml"
_HEAD = "# Which question is which item. Headings may be the names, the texts, or any alias.\n"

Fields = list[dict[str, Any]]


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
    fields: Fields = [
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
    return dumped(fields)


def exports_fields(exports: Sequence[Path], framework: Framework) -> Fields:
    """Draft one codebook's fields for several exports; what can be told from names and texts is tied.

    Parameters
    ----------
    exports : sequence of Path
    framework : Framework

    Returns
    -------
    list of dict
    """
    fields: dict[str, dict[str, Any]] = {}
    for export in exports:
        for entry in parse_yaml(draft_codebook(export), export.name)["fields"]:
            fields.setdefault(entry["name"], entry)
    texts = {_fold(pick(item.text, lang)): item.id for item in framework.items for lang in LANGS}
    for name, entry in fields.items():
        item = name if name in framework.item_ids else texts.get(_fold(str(entry.get("title", ""))))
        if item:  # ours by its name or by its very words
            entry["evalkit"] = {**entry.get("evalkit", {}), "item": item}
    return list(fields.values())


def with_scales(fields: Fields, framework: Framework) -> Fields:
    """Give a question that is tied to an item the item's scale, where its export shows none."""
    for field in fields:
        item = (field.get("evalkit") or {}).get("item")
        if item and not field.get("scale"):
            field["scale"] = framework.item(item).scale
    return fields


def map_questions(study: str | Path, sheet: str | Path = "", *, lang: str = "da") -> str:
    """Tie a study's questions to criteria with a sheet, and say what is tied.

    Parameters
    ----------
    study : path
        The study's folder.
    sheet : path, optional
        Where the sheet lies (xlsx or csv). One that isn't there is written, with what the codebook says
        already; one that is there is taken back into the codebook, whose former text is kept beside it.
        Without a sheet nothing is written.
    lang : {'da', 'en'}

    Returns
    -------
    str
        How many questions are tied, and those that aren't.

    Raises
    ------
    EvalkitError
        If the study has no codebook of its own, or the sheet names what isn't there.
    """
    check_lang(lang)
    plan = read_plan(study)
    path = plan.folder / CODEBOOK
    if not path.is_file():
        if not sheet:
            return say("starting.mapped.none", lang)
        raise EvalkitError(
            "the study has no codebook.yml",
            "Begin it with: evalkit new FOLDER --from EXPORT.",
            where=place(path),
        )
    fields: Fields = read_yaml(path)["fields"]
    if not sheet:
        return _told(fields, "", lang)
    sheet = Path(sheet)
    if not sheet.exists():
        write_mapping(sheet, fields, plan.framework, lang)
        return _told(fields, say("starting.mapped.written", lang, sheet=sheet.as_posix()), lang)
    labels = {text: party.id for party in plan.parties for text in _both(party.label)}
    tie(fields, read_mapping(sheet, plan.framework), labels)
    text = dumped(with_scales(fields, plan.framework))
    if text != path.read_text("utf-8"):
        path.replace(plan.folder / BEFORE)
        path.write_text(text, "utf-8", newline="\n")
    return _told(fields, say("starting.mapped.taken", lang, sheet=sheet.as_posix()), lang)


def dumped(fields: Fields) -> str:
    """Write a codebook's fields as YAML."""
    import yaml

    return _HEAD + yaml.safe_dump({"fields": fields}, allow_unicode=True, sort_keys=False, width=110)


def _told(fields: Fields, done: str, lang: str) -> str:
    means = {str(field["name"]): field.get("evalkit") or {} for field in fields}
    tied = sum("item" in one or "criterion" in one for one in means.values())
    loose = [field for field in fields if not means[str(field["name"])]]
    lines = [say("starting.mapped.count", lang, all=len(fields), tied=tied, loose=len(loose))]
    lines += [f"- {field['name']}: {field.get('title') or ''}".rstrip(": ") for field in loose[:10]]
    lines += [say("starting.mapped.more", lang, count=len(loose) - 10)] if len(loose) > 10 else []
    for field in fields:
        if others := _no_party(field):
            lines.append(say("starting.mapped.no_party", lang, name=field["name"], answers=", ".join(others)))
    return "\n".join([*lines, *([done] if done else [])])


def _no_party(field: Mapping[str, Any]) -> list[str]:
    """Return the answers that no party stands for, of the question that says who belongs to which."""
    parties = (field.get("evalkit") or {}).get("party")
    if not isinstance(parties, Mapping):
        return []
    labels = [str(one.get("label", one.get("value"))) for one in field.get("categories") or ()]
    return [label for label in labels if _fold(label) not in map(_fold, map(str, parties))]


def _both(label: object) -> list[str]:
    return list(dict.fromkeys(pick(label, lang) for lang in LANGS))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
