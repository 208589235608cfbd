"""The manifest says what an output was made from, and who made it only to those in the room."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from evalkit.export.manifest import build_manifest, framework_identity, write_manifest


@pytest.fixture
def manifest(roadworks):
    return build_manifest(roadworks, lang="da", mode="report")


def test_every_input_file_is_there_with_its_hash_for_the_room(roadworks):
    manifest = build_manifest(roadworks, lang="da", mode="dialogue")
    files = {entry["file"]: entry["sha256"] for entry in manifest["inputs"]}
    assert "study.yml" in files
    assert len(files) == len(roadworks.files)
    for name, known in files.items():
        assert hashlib.sha256((roadworks.folder / name).read_bytes()).hexdigest() == known


def test_for_everybody_the_hash_is_keyed_or_answers_could_be_tried_until_it_fits(
    manifest, roadworks, monkeypatch
):
    assert all(set(entry) == {"file"} for entry in manifest["inputs"])
    monkeypatch.setenv("EVALKIT_SALT", "a secret of the study's owners")
    keyed = build_manifest(roadworks, lang="da", mode="report")["inputs"]
    content = (roadworks.folder / keyed[0]["file"]).read_bytes()
    assert (
        keyed[0]["keyed_sha256"] == hmac.new(b"a secret of the study's owners", content, "sha256").hexdigest()
    )
    assert [entry["file"] for entry in keyed] == [entry["file"] for entry in manifest["inputs"]]
    assert all(set(entry) == {"file", "keyed_sha256"} for entry in keyed)


def test_it_says_who_was_invited_and_who_answered(manifest, roadworks):
    rows = manifest["answered"]
    assert len(rows) == len(roadworks.waves) * len(roadworks.parties)
    start = next(row for row in rows if (row["wave"], row["party"]) == ("start", "hrou"))
    assert start["invited"] == 6
    assert 5 <= start["answered"] <= 6


def test_an_unknown_number_of_invited_is_null(roadworks):
    parties = tuple(replace(party, invited=dict.fromkeys(party.invited)) for party in roadworks.parties)
    rows = build_manifest(replace(roadworks, parties=parties), lang="da", mode="report")["answered"]
    assert {row["invited"] for row in rows} == {None}


def test_it_holds_rules_and_versions(manifest, roadworks):
    assert manifest["limits"]["high"] == 62.5
    assert manifest["framework"]["version"] == roadworks.framework.version
    assert {"evalkit", "pandas", "numpy", "matplotlib", "python"} <= set(manifest["versions"])


def test_who_ran_it_is_for_the_room_only(roadworks, manifest):
    assert "run" not in manifest
    run = build_manifest(roadworks, lang="da", mode="dialogue")["run"]
    assert set(run) == {"by", "at"}


def test_no_path_of_the_machine_is_in_it(manifest, roadworks):
    text = json.dumps(manifest)
    assert str(roadworks.folder.resolve().parent) not in text


def test_the_frameworks_hash_follows_its_content(roadworks):
    framework = roadworks.framework
    known = framework_identity(framework)["sha256"]
    assert known == framework_identity(replace(framework))["sha256"]
    stricter = replace(framework, limits=replace(framework.limits, high=75.0))
    assert known != framework_identity(stricter)["sha256"]


def test_it_is_json_that_people_can_read(manifest, tmp_path):
    text = write_manifest(manifest, tmp_path / "manifest.json").read_text("utf-8")
    assert json.loads(text) == json.loads(json.dumps(manifest))
    assert "Cyklisters adfærd" in text
    assert text.endswith("}\n")
