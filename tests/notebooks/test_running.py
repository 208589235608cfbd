"""Copying and running notebooks for a study."""

import nbformat
import pytest

from evalkit.errors import EvalkitError
from evalkit.notebooks import copy_notebooks, parameters_of, run_notebooks, set_parameters, shipped_notebooks


def book(source='study: str = "a"  # which\nlang: str = "da"\ncount: int = 3', tags=("parameters",)):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    return nbformat.v4.new_notebook(cells=[cell])


def test_parameters_are_read_with_their_types():
    assert parameters_of(book()) == {"study": "a", "lang": "da", "count": 3}


def test_setting_one_keeps_comments_and_the_others():
    changed = set_parameters(book(), {"study": 'en "mappe" å\\b'})
    assert parameters_of(changed) == {"study": 'en "mappe" å\\b', "lang": "da", "count": 3}
    assert "# which" in changed.cells[0].source


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"sutdy": "b"}, "'sutdy' is not one of study, lang, count .did you mean study"),
        ({"count": "4"}, "count is '4', not a int. Give one like 3"),
    ],
)
def test_an_unknown_parameter_or_another_type_is_refused(values, message):
    with pytest.raises(EvalkitError, match=message):
        set_parameters(book(), values)


def test_a_notebook_without_a_parameters_cell_is_an_error():
    with pytest.raises(EvalkitError, match="0 cells have the tag 'parameters'"):
        parameters_of(book(tags=()))


def test_copies_lie_beside_a_study_with_its_parameters_and_no_outputs(sample, tmp_path):
    copies = copy_notebooks(sample / "rain_yard", tmp_path / "mine", lang="en")
    assert [path.name for path in copies] == [path.name for path in shipped_notebooks()]
    first = nbformat.read(copies[0], as_version=4)
    values = parameters_of(first)
    assert (tmp_path / "mine" / values["study"]).resolve() == (sample / "rain_yard").resolve()
    assert values["lang"] == "en"
    assert not any(cell.get("outputs") for cell in first.cells)


def test_somebody_s_own_notebook_is_never_written_over(sample, tmp_path):
    (tmp_path / shipped_notebooks()[0].name).write_text("mine")
    with pytest.raises(EvalkitError, match="is there already"):
        copy_notebooks(sample / "rain_yard", tmp_path)
    assert (tmp_path / shipped_notebooks()[0].name).read_text() == "mine"


def test_running_one_gives_an_executed_notebook_and_a_page_without_code_or_links_out(sample, tmp_path):
    steps = []
    pages = run_notebooks(
        sample / "rain_yard",
        tmp_path,
        only=["00"],
        parameters={"lang": "en"},
        on_step=lambda *s: steps.append(s),
    )
    page = pages[0].read_text("utf-8")
    assert "ek.load_study" not in page
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert '<html lang="en">' in page
    assert page.count("<img alt=") == 1
    assert (tmp_path / "00_start_here.ipynb").exists()
    assert steps[-1][1:] == (1, 1)


def test_a_failing_notebook_is_kept_and_its_cell_named(small, tmp_path):
    folder = small({"start.csv": (";5;", ";7;")})
    with pytest.raises(
        EvalkitError, match="00_start_here.ipynb: code cell 3 failed with EvalkitError: start.csv, row 2"
    ):
        run_notebooks(folder, tmp_path / "out", only=["00"])
    assert "is not one of" in (tmp_path / "out" / "00_start_here.html").read_text("utf-8")


def test_an_unknown_notebook_or_study_is_an_error(sample, tmp_path):
    with pytest.raises(EvalkitError, match="'77' is not one of 00_start_here"):
        run_notebooks(sample / "rain_yard", tmp_path, only=["77"])
    with pytest.raises(EvalkitError, match="there is no study.yml"):
        run_notebooks(tmp_path, tmp_path)
