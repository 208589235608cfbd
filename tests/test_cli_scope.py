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
    typed = [
        "Et problem",
        "everyone",
        "Et formål",
        *[""] * 5,
        "Et skema",
        "a",
        "i morgen",
        "2024-02-01",
        *[""] * 7,
    ]
    assert run("new", folder, typed="\n".join(typed) + "\n").exit_code == 0
    found = load_scope(folder)
    assert found.joint("purpose").text == "Et formål"
    assert found.joint("checked_in").choice == "everyone"
    assert [(d.id, d.who, d.what, str(d.by)) for d in found.deliveries] == [
        ("D1", "a", "Et skema", "2024-02-01")
    ]
    assert found.is_open("mandate")


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
    assert "Edited since it was frozen: 'purpose' was open, is 'noget nyt'" in run("show", folder).stderr


def test_show_writes_a_file(small, tmp_path):
    out = tmp_path / "sheet.md"
    assert run("show", small(), "--out", out).output.strip() == out.as_posix()
    assert out.read_text("utf-8").startswith("# Skal vi lave en undersøgelse sammen?")
