"""The published schemas allow what evalkit reads, and nothing that it refuses by key."""

import dataclasses
import json
from pathlib import Path

import pytest
import yaml

import evalkit
from evalkit.framework import Criterion, Item, Limits, scope_questions
from evalkit.studyfile import _KEYS

jsonschema = pytest.importorskip("jsonschema")
PACKAGE = Path(evalkit.__file__).parent


def schema(name):
    return json.loads((PACKAGE / "schemas" / f"{name}.schema.json").read_text("utf-8"))


def problems(name, text):
    content = json.loads(json.dumps(yaml.safe_load(text), default=str))  # a date is a text in JSON
    return [error.message for error in jsonschema.Draft202012Validator(schema(name)).iter_errors(content)]


@pytest.mark.parametrize("name", ["study", "scope", "framework", "codebook"])
def test_a_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", ["study", "scope", "codebook"])
def test_every_sample_is_allowed(sample, name):
    for path in sorted(sample.glob(f"*/{name}.yml")):
        assert problems(name, path.read_text("utf-8")) == [], path.parent.name


def test_the_shipped_framework_is_allowed():
    assert problems("framework", (PACKAGE / "frameworks" / "partnership.yml").read_text("utf-8")) == []


def test_the_schemas_know_the_same_keys_as_the_readers():
    assert set(schema("study")["properties"]) == set(_KEYS)
    assert set(schema("scope")["properties"]) == {
        "schema",
        "begun",
        "log_hours",
        *(q.id for q in scope_questions()),
    }
    framework = schema("framework")["properties"]
    for kind, cls in (("criteria", Criterion), ("items", Item)):
        assert set(framework[kind]["items"]["properties"]) == {
            field.name for field in dataclasses.fields(cls)
        }
    assert set(framework["limits"]["properties"]) == {field.name for field in dataclasses.fields(Limits)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("study", "id: x\nparties: {a: {}}\nwaves: {end: 2024-01-01}\nsurvey: []"),
        ("study", "id: x\nparties: {a: {role: boss}}\nwaves: {end: 2024-01-01}"),
        ("scope", "purposes: x"),
        ("scope", "deliveries: [{id: D1, what: x}]"),
        (
            "framework",
            "id: x\ncriteria: [{id: a, phase: later, label: A}]\nitems: [{id: i, scale: s, text: T}]",
        ),
    ],
)
def test_what_the_readers_refuse_the_schemas_refuse(name, text):
    assert problems(name, text)
