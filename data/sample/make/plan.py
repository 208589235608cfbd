"""A study's targets, read from its YAML file, and the people who answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.framework import Framework, Item, load_framework
from evalkit.yamlfile import read_yaml

from .answers import Person, Target, draw_wave, items_due, ordered_by_chance

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Form:
    """A wave's questionnaire and who answered it."""

    seed: str
    items: Sequence[Item]
    people: Sequence[Person]
    parties: Mapping[str, str]  # id -> what people ticked
    opened: dt.datetime
    comments: Mapping[str, str]  # pseudonym -> free text
    abandoned: int = 0  # how many opened the form and left it blank


def read_forms(study: str) -> dict[str, Form]:
    """Return a study's filled-in forms by wave."""
    plan = read_yaml(HERE / "studies" / f"{study}.yml")
    framework = load_framework()
    return {str(wave): _form(study, str(wave), plan, framework) for wave in plan["waves"]}


def _form(study: str, wave: str, plan: Mapping[str, Any], framework: Framework) -> Form:
    entry = plan["waves"][wave]
    items = items_due(framework, entry.get("stage", wave), short=plan["short"])
    people = [Person(name, party, {}) for name, (party, waves) in plan["people"].items() if wave[0] in waves]
    targets = {
        criterion: {party: Target(score, dont_know) for party, (score, dont_know) in parties.items()}
        for criterion, parties in entry["targets"].items()
    }
    seed = f"{study} {wave}"
    draw_wave(seed, people, items, targets)
    opened = dt.datetime.fromisoformat(str(entry["opened"]))
    comments, abandoned = entry.get("comments") or {}, entry.get("abandoned", 0)
    return Form(seed, items, ordered_by_chance(people, seed), plan["parties"], opened, comments, abandoned)
