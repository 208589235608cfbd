"""`evalkit scope` says the library's words, asks quietly, and writes over nothing."""

import sys

import pytest
from click.testing import CliRunner

from evalkit.cli.scope import scope
from evalkit.errors import EvalkitError
from evalkit.scope import load_scope


def run(*arguments, typed=None):
    return CliRunner().invoke(
        scope, [str(argument) for argument in arguments], input=typed, catch_exceptions=False
    )


def test_new_writes_an_empty_scope_and_never_over_one(small):
    folder = small()
    assert run("new", folder, "--lang", "en").output.strip() == (folder / "scope.yml").as_posix()
    text = (folder / "scope.yml").read_text("utf-8")
    with pytest.raises(EvalkitError, match="the study has a scope already"):
        run("new", folder)
    assert (folder / "scope.yml").read_text("utf-8") == text


def test_new_asks_question_by_question_and_enter_leaves_one_open(small, monkeypatch):
    folder = small()
    monkeypatch.setattr(sys.modules["evalkit.cli.scope"], "_is_terminal", lambda: True)
    typed = ["Et problem", "3", "2 fra og med uge 9", "Et formål", *[""] * 5, "Et skema", "5", "1", "i morgen",
             "01-02-2024", "", "/", "To folk", "", "", "", "", "", "2024-03-01 De tager over"]  # fmt: skip
    typed[1] = "9"
    assert run("new", folder, typed="\n".join(typed) + "\n").exit_code == 0
    found = load_scope(folder)
    assert found.joint("purpose").text == "Et formål"
    assert (found.joint("checked_in").choice, found.joint("checked_in").text) == (
        "along_the_way",
        "fra og med uge 9",
    )
    assert [(d.id, d.who, d.what, str(d.by)) for d in found.deliveries] == [
        ("D1", "a", "Et skema", "2024-02-01")
    ]
    assert {party: answer.text for party, answer in found.answers["resources"].items()} == {"a": "To folk"}
    assert (str(found.joint("letting_go").day), found.joint("letting_go").text) == (
        "2024-03-01",
        "De tager over",
    )
    assert found.is_open("mandate")
    assert "# Hvad skal vi vide eller kunne bagefter?" in (folder / "scope.yml").read_text("utf-8")


def test_new_keeps_the_answers_when_it_is_stopped_and_says_so(small, monkeypatch):
    folder = small()
    monkeypatch.setattr(sys.modules["evalkit.cli.scope"], "_is_terminal", lambda: True)
    stopped = run("new", folder, "--lang", "en", typed="A problem\n")
    assert stopped.exit_code == 1
    assert "The answers so far are kept" in stopped.output
    assert load_scope(folder).joint("problem").text == "A problem"


def test_new_stopped_before_any_answer_writes_nothing(small, monkeypatch):
    folder = small()
    monkeypatch.setattr(sys.modules["evalkit.cli.scope"], "_is_terminal", lambda: True)
    assert run("new", folder, typed="").exit_code == 1
    assert not (folder / "scope.yml").exists()


def test_new_keeps_answers_whose_dates_run_backwards_and_says_it(small, monkeypatch):
    folder = small()
    monkeypatch.setattr(sys.modules["evalkit.cli.scope"], "_is_terminal", lambda: True)
    typed = [*[""] * 8, "Et skema", "1", "2024-04-01", "", *[""] * 5, "2024-03-01"]
    with pytest.raises(EvalkitError, match="the dates run backwards"):
        run("new", folder, typed="\n".join(typed) + "\n")
    assert "Et skema" in (folder / "scope.yml").read_text("utf-8")


def test_freeze_then_show_then_the_reading(small):
    folder = small()
    run("new", folder)
    assert run("freeze", folder, "--date", "2024-01-05").output.startswith("Version 1, 2024-01-05: ")
    assert "Fastfrosset 5. januar 2024" in run("show", folder).output
    assert "Vent lidt" in run("show", folder, "--reading").output


def test_show_says_what_was_edited_since(small):
    folder = small()
    run("new", folder)
    run("freeze", folder, "--date", "2024-01-05")
    path = folder / "scope.yml"
    path.write_text(path.read_text("utf-8").replace("\npurpose:", "\npurpose: noget nyt"), "utf-8")
    said = "'purpose' was open, is 'noget nyt'"
    assert f"Rettet, siden det blev fastfrosset: {said}" in run("show", folder).stderr
    assert f"Edited since it was frozen: {said}" in run("show", folder, "--lang", "en").stderr


def test_show_writes_a_file(small, tmp_path):
    out = tmp_path / "sheet.md"
    assert run("show", small(), "--out", out).output.strip() == out.as_posix()
    assert out.read_text("utf-8").startswith("# Skal vi lave en undersøgelse sammen?")
