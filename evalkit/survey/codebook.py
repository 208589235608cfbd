"""`codebook.yml`: what the analyst knows about the variables and the export doesn't say.

A Table Schema (Data Package v2) with an `evalkit:` block for each field. A field is found in the export by
its
name, its title or an alias, regardless of case and blanks; it wins over what the format says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.survey.cells import fold
from evalkit.survey.kinds import DTYPES
from evalkit.survey.missing import state_of_label
from evalkit.survey.variable import Parsed, Variable
from evalkit.words import some, told
from evalkit.yamlfile import check_keys, read_yaml

_TOP = ("$schema", "schema", "name", "title", "description", "fields", "missingValues")
_FIELD = (
    "name", "title", "description", "aliases", "type", "format", "scale", "categories", "categoriesOrdered",
    "missingValues", "separator", "evalkit", "constraints", "example", "rdfType",
)  # fmt: skip
_BLOCK = (
    "item", "criterion", "reverse", "party", "respondent", "wave", "personal", "weight", "scale", "role",
)  # fmt: skip

_ROLES = ("party", "wave", "respondent", "weight", "status", "text")
_STATES = ("dont_know", "skipped", "not_asked")
_TYPES = {**{kind: kind for kind in DTYPES}, "datetime": "date", "any": "", "year": "integer", "list": ""}


@dataclass(frozen=True)
class Field:
    """One field of the codebook; None where it says nothing."""

    name: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    type: str = ""
    scale: str = ""
    values: Mapping[str, str] | None = None
    ordered: bool = True
    missing: Mapping[str, tuple[str, str]] | None = None
    separator: str = ""
    item: str = ""
    criterion: str = ""
    reverse: bool = False
    role: str = ""
    personal: bool | None = None
    mapped: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Codebook:
    """The fields of a codebook and the missing values that hold for all of them."""

    file: str
    fields: tuple[Field, ...]
    missing: Mapping[str, tuple[str, str]]


def read_codebook(path: str | Path) -> Codebook:
    """Read a `codebook.yml`.

    Parameters
    ----------
    path : path

    Returns
    -------
    Codebook

    Raises
    ------
    EvalkitError
        If a key, type, state or role isn't known, or two fields share a name or alias.
    """
    raw, file = read_yaml(path), Path(path).name
    check_keys(raw, _TOP, place(file), need=("fields",))
    if not isinstance(raw["fields"], list):
        raise EvalkitError("'fields' is not a list", "Write one '- name: ...' for each.", where=place(file))
    fields = tuple(_field(entry, file) for entry in raw["fields"])
    _check_doubles(fields, file)
    return Codebook(
        file, fields, _missing(raw.get("missingValues"), place(file, column="missingValues")) or {}
    )


def apply_codebook(parsed: Parsed, book: Codebook) -> Parsed:
    """Lay a codebook's fields over the variables they are about.

    Parameters
    ----------
    parsed : Parsed
    book : Codebook

    Returns
    -------
    Parsed
        With what was found and not found in its report.

    Raises
    ------
    EvalkitError
        If a field fits two columns of the export.
    """
    variables, absent = list(parsed.variables), []
    by_key = _by_key(variables)
    for field in book.fields:
        hits = _hits(field, by_key, variables)
        if len(hits) > 1:
            found = " and ".join(repr(variables[n].source) for n in hits[:3])
            raise EvalkitError(
                f"the field fits {len(hits)} columns of {parsed.file}: {found}",
                "Give aliases that fit one of them.",
                where=place(book.file, column=field.name),
            )
        if hits:
            variables[hits[0]] = _laid_over(variables[hits[0]], field)
        else:
            absent.append(field.name)
    _check_names(variables, book.file)
    n, total = len(book.fields) - len(absent), len(book.fields)
    said = told("reading.fields", file=parsed.file, n=n, all=total, book=book.file)
    gone = told("reading.no_column", file=parsed.file, names=some(absent), book=book.file)
    report = (*parsed.report, said, gone) if absent else (*parsed.report, said)
    return replace(parsed, variables=variables, report=report, missing={**parsed.missing, **book.missing})


def _field(entry: Any, file: str) -> Field:
    where = place(file, column=entry.get("name") if isinstance(entry, Mapping) else entry)
    check_keys(entry, _FIELD, where, need=("name",))
    block = entry.get("evalkit") or {}
    check_keys(block, _BLOCK, where)
    role, mapped = _role(block, where)
    return Field(
        name=str(entry["name"]),
        title=str(entry.get("title") or ""),
        aliases=tuple(str(alias) for alias in _list(entry.get("aliases"), where)),
        type=_type(entry.get("type"), where),
        scale=str(entry.get("scale") or block.get("scale") or ""),
        values=_categories(entry.get("categories"), where),
        ordered=_flag(entry, "categoriesOrdered", where, True),
        missing=_missing(entry.get("missingValues"), where),
        separator=str(entry.get("separator") or ""),
        item=str(block.get("item") or ""),
        criterion=str(block.get("criterion") or ""),
        reverse=_flag(block, "reverse", where),
        role=role,
        personal=_flag(block, "personal", where, None),
        mapped=mapped,
    )


def _role(block: Mapping[str, Any], where: str) -> tuple[str, Mapping[str, str] | None]:
    """Return the variable's role and, for party and wave, what its labels stand for."""
    roles = [role for role in _ROLES if block.get(role)]
    if block.get("role"):
        if block["role"] not in _ROLES:
            raise not_one_of(block["role"], _ROLES, "Correct the role.", where=where)
        roles.append(block["role"])
    if len(roles) > 1:
        raise EvalkitError(f"the variable is both {' and '.join(roles)}", "Keep one.", where=where)
    if not roles:
        return "", None
    given = block.get(roles[0])
    if isinstance(given, Mapping):
        return roles[0], {fold(label): str(id) for label, id in given.items()}
    return roles[0], None


def _type(given: Any, where: str) -> str:
    if given is None:
        return ""
    if given not in _TYPES:
        raise not_one_of(given, _TYPES, "Correct the type.", where=where)
    return _TYPES[given]


def _list(given: Any, where: str) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise EvalkitError(f"{given!r} is not a list", "Write it as [a, b].", where=where)
    return given


def _categories(given: Any, where: str) -> dict[str, str] | None:
    if given is None:
        return None
    pairs = [_pair(entry, where) for entry in _list(given, where)]
    values = [value for value, _, _ in pairs]
    if len(set(values)) < len(values):
        double = next(value for n, value in enumerate(values) if value in values[:n])
        raise EvalkitError(f"the answer {double!r} is there twice", "Write each answer once.", where=where)
    return {value: label for value, label, _ in pairs}


def _missing(given: Any, where: str) -> dict[str, tuple[str, str]] | None:
    if given is None:
        return None
    found = {}
    for value, label, state in (_pair(entry, where) for entry in _list(given, where)):
        if state and state not in _STATES:
            raise not_one_of(state, _STATES, "Correct the state.", where=where)
        found[value] = (label, state or missing_state(label, value))
    return found


def missing_state(label: str, value: Any) -> str:
    """Return the state that a missing value has if nobody says which."""
    return state_of_label(label) or state_of_label(str(value)) or "skipped"


def _flag(block: Mapping[str, Any], key: str, where: str, default: bool | None = False) -> Any:
    """Return a true or false of the codebook; 'nej' in quotes would count as true."""
    given = block.get(key, default)
    if given is not default and not isinstance(given, bool):
        raise EvalkitError(f"{key} is {given!r}", f"Write {key}: true or {key}: false.", where=where)
    return given


def _pair(entry: Any, where: str) -> tuple[str, str, str]:
    if not isinstance(entry, Mapping):
        return _plain(entry), _plain(entry), ""
    check_keys(entry, ("value", "label", "state"), where, need=("value",))
    return _plain(entry["value"]), _plain(entry.get("label", entry["value"])), str(entry.get("state") or "")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        raise EvalkitError(
            f"{value} is a truth value in YAML", "Put quotes round it: 'yes', 'no'.", where="codebook"
        )
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _check_doubles(fields: tuple[Field, ...], file: str) -> None:
    seen: dict[str, str] = {}
    for field in fields:
        for key in {fold(key) for key in (field.name, *field.aliases)}:
            if key in seen:
                raise EvalkitError(
                    f"{key!r} names both {seen[key]} and {field.name}",
                    "A name or alias belongs to one field.",
                    where=place(file, column=field.name),
                )
            seen[key] = field.name


def _by_key(variables: list[Variable]) -> list[dict[str, list[int]]]:
    """Index variables by name, then by heading and other names, then by title."""
    indexes: list[dict[str, list[int]]] = [{}, {}, {}]
    for number, variable in enumerate(variables):
        for index, keys in zip(
            indexes, ((variable.name,), (variable.source, *variable.aliases), (variable.title,)), strict=True
        ):
            for key in {fold(key) for key in keys if key}:
                index.setdefault(key, []).append(number)
    return indexes


def _hits(field: Field, indexes: list[dict[str, list[int]]], variables: list[Variable]) -> list[int]:
    for keys in ((field.name,), field.aliases, (field.title,)):
        for index in indexes:
            hits = dict.fromkeys(n for key in keys if key for n in index.get(fold(key), []))
            if hits:
                return list(hits)
    return []


def _laid_over(variable: Variable, field: Field) -> Variable:
    given: dict[str, Any] = {
        "name": field.name,
        "title": field.title or variable.title,
        "type": field.type or variable.type,
        "scale": field.scale or variable.scale,
        "split": field.separator or variable.split,
        "item": field.item,
        "criterion": field.criterion,
        "reverse": field.reverse,
        "role": field.role or variable.role,
        "missing": {**_left_out(variable, field), **variable.missing, **(field.missing or {})},
    }
    if field.personal is not None:
        given |= {"role": "personal"} if field.personal else {"keep": True}
    if field.values is not None:
        given |= {"values": field.values, "ordered": field.ordered}
    if field.mapped is not None:
        given["mapped"] = field.mapped
    return replace(variable, **given)


def _left_out(variable: Variable, field: Field) -> dict[str, tuple[str, str]]:
    """Return codes that the export labels as no answer and the codebook's categories leave out."""
    codes = variable.values if field.values is not None else {}
    states = {
        code: state_of_label(label) for code, label in codes.items() if code not in (field.values or {})
    }
    return {code: (variable.values[code], state) for code, state in states.items() if state}


def _check_names(variables: list[Variable], file: str) -> None:
    seen: set[str] = set()
    for variable in variables:
        if variable.name in seen:
            raise EvalkitError(
                f"two variables would be called {variable.name!r}",
                "Give the field another name.",
                where=place(file, column=variable.name),
            )
        seen.add(variable.name)
