"""The shipped sheets beside the criteria: the scope's questions, and the many names of working together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from evalkit.errors import not_one_of, place
from evalkit.framework.build import read_packaged
from evalkit.framework.model import Label
from evalkit.words import LANGS

KINDS = ("text", "choice", "deliveries", "day")


@dataclass(frozen=True)
class Choice:
    """One way of working that a question can be answered with, and the form that it points to."""

    label: Label
    form: str


@dataclass(frozen=True)
class Question:
    """One question of the scope.

    Attributes
    ----------
    id : str
    kind : {'text', 'choice', 'deliveries', 'day'}
    text, short : Label
    dilemmas : tuple of str
        What lies behind an open answer.
    needed : bool
        While every party leaves it open, the reading says to wait a little.
    choices : dict of str to Choice
    """

    id: str
    kind: str
    text: Label
    short: Label
    dilemmas: tuple[str, ...] = ()
    needed: bool = False
    choices: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One of the names that working together goes by, and the group it belongs to."""

    id: str
    group: str
    label: Label
    definition: Label
    group_label: Label


@cache
def scope_questions() -> tuple[Question, ...]:
    """Return the questions of the scope, in the order they are asked.

    Examples
    --------
    >>> [question.id for question in scope_questions()][:3]
    ['problem', 'checked_in', 'purpose']
    """
    return tuple(_question(entry) for entry in read_packaged("scope.yml")["questions"])


def _question(entry: dict) -> Question:
    choices = {
        id: Choice({lang: choice[lang] for lang in LANGS}, choice["form"])
        for id, choice in entry.get("choices", {}).items()
    }
    return Question(**{**entry, "choices": choices, "dilemmas": tuple(entry.get("dilemmas", ()))})


@cache
def scope_forms() -> Mapping[str, Label]:
    """Return the three ways of working that a scope's answers can point to, with their labels."""
    return read_packaged("scope.yml")["forms"]


@cache
def known_forms() -> Mapping[str, Form]:
    """Return the names that `form:` in a study.yml can be, by name.

    Examples
    --------
    >>> known_forms()["samskabelse"].group
    'co_creation'
    """
    raw = read_packaged("forms.yml")
    return {entry["id"]: Form(**entry, group_label=raw["groups"][entry["group"]]) for entry in raw["forms"]}


def check_form(name: str) -> str:
    """Return a study's form if it is one of the names, or empty; else raise `EvalkitError`."""
    if name and name not in known_forms():
        raise not_one_of(
            name, known_forms(), "Choose one of these names, or leave the line out.",
            where=place("study.yml", key="form"),
        )  # fmt: skip
    return name
