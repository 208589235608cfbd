"""The scope is read as it stands, frozen as it was, and never written over."""

import datetime as dt

import pytest
import yaml
from click.testing import CliRunner

from evalkit.cli import cli
from evalkit.errors import EvalkitError
from evalkit.framework import load_framework, scope_forms, scope_questions
from evalkit.scope import (
    blank_scope,
    differences,
    freeze_scope,
    load_scope,
    parse_scope,
    read_scope,
    rules_hash,
)
from evalkit.study import load_study
from evalkit.studyfile import read_plan

TEXT = """\
schema: 1
begun: 2024-01-02
purpose: At vide hvorfor
mandate: {a: together, b: {orderer: Chefen}}
support: {a: Lederen}
deliveries:
  - {id: D1, who: a, what: Et skema, by: 2024-02-01}
letting_go: {date: 2024-06-30, text: Part B tager over}
"""


def scope_of(text=TEXT):
    return parse_scope(yaml.safe_load(text), ["a", "b"])


def test_one_text_is_every_party_s_answer():
    assert scope_of().joint("purpose").text == "At vide hvorfor"
    assert scope_of().missing("purpose") == ()


def test_parties_may_answer_each_for_themselves():
    scope = scope_of()
    assert {party: answer.choice for party, answer in scope.answers["mandate"].items()} == {
        "a": "together",
        "b": "orderer",
    }
    assert scope.answers["mandate"]["b"].text == "Chefen"
    assert scope.joint("mandate") is None


def test_what_nobody_answered_is_open_and_what_one_left_out_is_open_for_that_one():
    assert scope_of().is_open("demand")
    assert scope_of().missing("support") == ("b",)
    assert scope_of("schema: 1\npurpose:\n").is_open("purpose")
    assert scope_of("schema: 1\n").is_open("deliveries")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("purpose:", "purposes:", "'purposes' is not one of"),
        ("{a: Lederen}", "{a: Lederen, c: x}", "key 'support': 'c' is not one of a, b"),
        ("a: together", "a: togehter", "did you mean together?"),
        ("who: a", "who: x", "key 'deliveries[1]': 'x' is not one of a, b"),
        ("by: 2024-02-01", "by: snart", "'snart' is not a date"),
        ("begun: 2024-01-02", "begun: 2024-03-02", "the dates run backwards: begun 2024-03-02, delivery D1 2024-02-01"),
        ("date: 2024-06-30", "date: 2024-01-30", "the dates run backwards: delivery D1 2024-02-01, letting_go"),
        ("purpose: At vide hvorfor", "purpose: [a, b]", "is not a text"),
        ("  - {id: D1", "  - {id: D1, who: b, what: x}\n  - {id: D1", "'D1' is given twice"),
        ("who: a, what: Et skema", "who: a", "'what' is missing"),
    ],
)  # fmt: skip
def test_a_bad_scope_says_what_is_wrong_and_where(old, new, said):
    assert old in TEXT
    with pytest.raises(EvalkitError, match="scope.yml") as error:
        scope_of(TEXT.replace(old, new, 1))
    assert said in str(error.value)


def test_freezing_keeps_day_parties_and_a_hash(small):
    folder = small({"scope.yml": TEXT})
    version = freeze_scope(folder, day=dt.date(2024, 1, 5))
    scope = load_scope(folder)
    assert scope.frozen == version
    assert (version.version, version.date, version.parties) == (1, dt.date(2024, 1, 5), ("a", "b"))
    assert len(version.hash) == 64
    assert scope.rules_kept


def test_an_edited_scope_says_what_differs_and_that_who_and_when_isn_t_known(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    (folder / "scope.yml").write_text(TEXT.replace("At vide hvorfor", "At vide hvordan"), "utf-8")
    with pytest.raises(EvalkitError) as error:
        load_scope(folder)
    assert str(error.value) == (
        "scope.yml: it was edited after it was frozen on 2024-01-05 (who and when isn't known): 'purpose' was "
        "'At vide hvorfor', is 'At vide hvordan'. Put it back, or freeze the change with its reason: "
        "evalkit scope freeze STUDY --reason '...'."
    )


def test_a_comment_or_another_order_is_no_change(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    lines = TEXT.splitlines()
    (folder / "scope.yml").write_text("\n".join(["# ny kommentar", *lines[2:], *lines[:2]]), "utf-8")
    assert differences(load_scope(folder)) == []


def test_an_edited_copy_breaks_its_hash(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    frozen = folder / "scope.frozen.yml"
    frozen.write_text(frozen.read_text("utf-8").replace("At vide hvorfor", "Noget andet"), "utf-8")
    with pytest.raises(
        EvalkitError, match="version 1 was edited: .*'purpose' was .*Noget andet.*, is .*At vide"
    ):
        load_scope(folder)


def test_a_change_is_a_version_beside_the_old_with_its_reason(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    (folder / "scope.yml").write_text(TEXT.replace("Et skema", "To skemaer"), "utf-8")
    for options, said in (
        ({}, "the change has no reason"),
        ({"reason": "x", "day": dt.date(2024, 1, 4)}, "the dates run backwards"),
    ):
        with pytest.raises(EvalkitError, match=said):
            freeze_scope(folder, **options)
    freeze_scope(folder, day=dt.date(2024, 2, 1), reason="Et var for lidt")
    scope = load_scope(folder)
    assert [version.reason for version in scope.versions] == ["", "Et var for lidt"]
    assert scope.versions[0].answers["deliveries"][0]["what"] == "Et skema"


def test_a_version_that_was_taken_out_is_missed(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    (folder / "scope.yml").write_text(TEXT.replace("Et skema", "To skemaer"), "utf-8")
    freeze_scope(folder, day=dt.date(2024, 2, 1), reason="Et var for lidt")
    path = folder / "scope.frozen.yml"
    kept = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**kept, "versions": kept["versions"][1:]}), "utf-8")
    with pytest.raises(EvalkitError, match="version 1 is missing: version 2 stands in its place"):
        load_scope(folder)


def test_freezing_twice_without_a_change_is_refused(small):
    folder = small({"scope.yml": TEXT})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    with pytest.raises(EvalkitError, match="nothing has changed"):
        freeze_scope(folder, day=dt.date(2024, 1, 6), reason="x")


def test_the_rules_hash_changes_with_a_limit_and_not_with_a_text():
    from dataclasses import replace

    framework = load_framework()
    other = replace(framework, limits=replace(framework.limits, high=65))
    assert rules_hash(framework) == rules_hash(replace(framework, title="x"))
    assert rules_hash(framework) != rules_hash(other)


def test_a_blank_scope_asks_every_question_and_is_a_valid_scope(small):
    text = blank_scope(read_plan(small()), "en")
    for question in scope_questions():
        assert f"\n{question.id}:" in text
        assert question.text["en"] in text
    scope = scope_of(text)
    assert all(scope.is_open(question.id) for question in scope_questions())


def test_a_scope_is_not_frozen_before_the_first_talk(small):
    folder = small({"scope.yml": TEXT})
    with pytest.raises(
        EvalkitError, match="backwards: the first talk was on 2024-01-02, and it is frozen on 2023-01-05"
    ):
        freeze_scope(folder, day=dt.date(2023, 1, 5))
    assert not (folder / "scope.frozen.yml").exists()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scope.yml", "At vide hvorfor", "At vide hvordan"),
        ("scope.yml", "who: a", "who: c"),
        ("scope.yml", "begun: 2024-01-02", "begun: 2024-09-02"),
        ("scope.frozen.yml", "At vide hvorfor", "At vide hvordan"),
        ("room.yml", "letting_go", "let_go"),
        ("room.yml", "who: b, ", ""),
    ],
    ids=["edited", "unknown party", "dates backwards", "frozen copy edited", "unknown dilemma", "no owner"],
)  # fmt: skip
def test_whatever_is_wrong_every_file_is_as_it_was(small, tmp_path, file, old, new):
    room = (
        "schema: 1\nmeetings:\n  - {date: 2024-06-15, wave: end, present: {a: 3},"
        " dilemmas: {letting_go: {owner: a}}, actions: [{id: A1, who: b, what: Ring}]}\n"
    )
    folder = small({"scope.yml": TEXT, "room.yml": room})
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(EvalkitError, match=file):
        load_study(folder)
    for command in ("scope new", "scope freeze", "report --out", "check"):
        out = [str(tmp_path / "out")] if command.endswith("--out") else []
        run = CliRunner().invoke(cli, [*command.split(), *out, str(folder)])
        assert run.exit_code == 1, command
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not (tmp_path / "out").exists()


def test_a_study_without_a_scope_has_none_and_load_scope_says_how_to_write_one(small):
    assert read_scope(read_plan(small())) is None
    with pytest.raises(EvalkitError, match="evalkit scope new STUDY"):
        load_scope(small())


def test_questions_name_dilemmas_and_forms_that_exist_in_both_languages():
    dilemmas = {dilemma.id for dilemma in load_framework().dilemmas}
    behind = [id for question in scope_questions() for id in question.dilemmas]
    assert set(behind) == dilemmas  # every one of the twelve lies behind some question
    for question in scope_questions():
        assert set(question.text) == set(question.short) == {"da", "en"}
        assert {choice.form for choice in question.choices.values()} <= set(scope_forms())
    assert [question.id for question in scope_questions() if question.needed] == ["purpose", "decided_by"]
