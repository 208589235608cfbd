"""A report beside those that were shared before: what their difference would tell isn't written."""

import json
import shutil

import pytest

from evalkit.errors import EvalkitError
from evalkit.export.report import save_report
from evalkit.export.results import analyse
from evalkit.study import load_study
from tests.test_security import END, A, change, write_study


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    base = tmp_path_factory.mktemp("shared")
    folder = write_study(base / "study")
    change(folder, "invited: 6", "invited: 9")
    save_report(load_study(folder), base / "out")
    (folder / "published").mkdir()
    (base / "out" / "manifest.json").rename(folder / "published" / "2024-06.json")
    return folder


@pytest.fixture
def shared(once, tmp_path):
    """A study whose report was shared when one of party a hadn't answered yet, and that late answer."""
    one, two = A[0]
    return shutil.copytree(once, tmp_path / "study"), f"late;Part A;{one};{two};\n"


def test_the_same_report_again_tells_nothing_new(shared):
    analyse(load_study(shared[0]))


def test_one_answer_more_is_not_published_beside_the_earlier_report(shared):
    folder, late = shared
    (folder / "end.csv").write_text(END + late, "utf-8")
    with pytest.raises(EvalkitError, match=r"difference, from .*published/2024-06.json"):
        analyse(load_study(folder))


def test_without_the_earlier_report_it_is(shared):
    folder, late = shared
    (folder / "end.csv").write_text(END + late, "utf-8")
    (folder / "published" / "2024-06.json").unlink()
    analyse(load_study(folder))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "2024-06.json: this is not the manifest of a report. Keep the manifest.json"),
        (json.dumps({"study": {"id": "other"}, "figures": []}), "the manifest of 'other', not of 'small'"),
    ],
)
def test_what_is_no_manifest_of_this_study_is_refused(shared, text, message):
    folder, _ = shared
    (folder / "published" / "2024-06.json").write_text(text, "utf-8")
    with pytest.raises(EvalkitError, match=message):
        analyse(load_study(folder))
