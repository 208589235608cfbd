"""Output arrives whole or not at all."""

from __future__ import annotations

import json

import pytest

from evalkit.errors import EvalkitError
from evalkit.export.outbox import MANIFEST, whole_file, whole_folder


def _write(folder, text="new", names=("report.html",)):
    (folder / MANIFEST).write_text(json.dumps({"outputs": [{"file": name} for name in names]}))
    for name in names:
        (folder / name).write_text(text)


def _fail_halfway(output, name, error):
    with output as draft:
        (draft / name).write_text("half")
        raise error


def _left_over(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir())


def test_a_finished_folder_is_moved_in(tmp_path):
    with whole_folder(tmp_path / "a" / "out") as draft:
        _write(draft)
        assert not (tmp_path / "a" / "out").exists()
    assert (tmp_path / "a" / "out" / "report.html").read_text() == "new"
    assert _left_over(tmp_path / "a") == ["out"]


def test_an_earlier_output_is_replaced_whole(tmp_path):
    with whole_folder(tmp_path / "out") as draft:
        _write(draft, "old", ("report.html", "chart-of-yesterday.png"))
    with whole_folder(tmp_path / "out") as draft:
        _write(draft)
    assert _left_over(tmp_path / "out") == [MANIFEST, "report.html"]
    assert _left_over(tmp_path) == ["out"]


def test_what_somebody_laid_in_an_earlier_output_is_kept(tmp_path):
    with whole_folder(tmp_path / "out") as draft:
        _write(draft, "old")
    (tmp_path / "out" / "my notes").mkdir()
    (tmp_path / "out" / "my notes" / "to-do.txt").write_text("call the yard")
    with whole_folder(tmp_path / "out") as draft:
        _write(draft)
    assert (tmp_path / "out" / "my notes" / "to-do.txt").read_text() == "call the yard"
    assert (tmp_path / "out" / "report.html").read_text() == "new"


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failed_or_stopped_run_leaves_the_last_good_output(tmp_path, stop):
    with whole_folder(tmp_path / "out") as draft:
        _write(draft, "old")
    with pytest.raises(stop):
        _fail_halfway(whole_folder(tmp_path / "out"), "report.html", stop())
    assert (tmp_path / "out" / "report.html").read_text() == "old"
    assert _left_over(tmp_path) == ["out"]


def test_a_folder_with_somebody_elses_files_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("three years")
    with pytest.raises(EvalkitError, match=r"holds other files \(thesis.docx\)"), whole_folder(tmp_path):
        pass
    assert (tmp_path / "thesis.docx").read_text() == "three years"


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "out").mkdir()
    with whole_folder(tmp_path / "out") as draft:
        _write(draft)
    assert (tmp_path / "out" / "report.html").exists()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(EvalkitError, match="a file, not a folder"), whole_folder(tmp_path / "out"):
        pass


def test_a_half_written_file_leaves_the_old_one(tmp_path):
    target = tmp_path / "card.png"
    target.write_text("old")
    with pytest.raises(ValueError, match="pen broke"):
        _fail_halfway(whole_file(target), "", ValueError("pen broke"))
    assert target.read_text() == "old"
    assert _left_over(tmp_path) == ["card.png"]


def test_a_file_in_no_folder_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="there is no folder"), whole_file(tmp_path / "no" / "card.png"):
        pass
