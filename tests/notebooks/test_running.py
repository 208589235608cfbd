"""Copying and running notebooks for a study, and for a folder of studies."""

import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import psutil
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
    (alt,) = re.findall('<img alt="([^"]*)"', page)
    assert alt.startswith("Card of success criteria, 10 rows")
    assert "<summary>The chart in words and numbers</summary><p>Card of success criteria" in page
    assert (tmp_path / "00_start_here.ipynb").exists()
    assert steps[-1][1:] == (1, 1)


def test_what_a_notebook_writes_lies_beside_the_pages_and_nowhere_else(sample, tmp_path):
    run_notebooks(sample / "rain_yard", tmp_path / "pages", only=["07"])
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]
    assert (tmp_path / "pages" / "files" / "rain_yard" / "report.html").is_file()
    assert "files/rain_yard-slides-report.pptx" in (tmp_path / "pages/07_slides_and_report.html").read_text(
        "utf-8"
    )


def test_the_list_shows_the_study_that_is_set_though_another_has_its_title(portfolio):
    from evalkit.notebooks import choose

    shutil.copytree(portfolio / "rain_yard", portfolio / "second")
    said = repr(choose({"study": (portfolio / "rain_yard").as_posix(), "lang": "da"}))
    assert said.startswith("projekt: Regnvand i baggården")


def test_a_table_of_a_page_can_be_scrolled_by_keyboard():
    from evalkit.notebooks.pages import page

    html = nbformat.v4.new_output("display_data", {"text/html": '<table id="T"></table>'})
    cells = [nbformat.v4.new_code_cell(outputs=[html]), nbformat.v4.new_markdown_cell("| a |\n| - |\n| 1 |")]
    text = page(nbformat.v4.new_notebook(cells=cells), "two tables", "en")
    assert text.count("<table") == text.count('<table tabindex="0"') == 2


def test_a_failing_notebook_is_kept_and_its_cell_named(small, tmp_path):
    folder = small({"start.csv": (";5;", ";7;")})
    with pytest.raises(
        EvalkitError, match="^00_start_here.ipynb: code cell 3 failed with EvalkitError: start.csv, row 2"
    ) as failed:
        run_notebooks(folder, tmp_path / "out", only=["00"])
    assert ".." not in str(failed.value)
    assert "is not one of" in (tmp_path / "out" / "00_start_here.html").read_text("utf-8")


def test_without_jupyterlab_it_says_what_to_install(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("evalkit.notebooks.copying.find_spec", lambda name: None)
    for verb in (copy_notebooks, run_notebooks):
        with pytest.raises(EvalkitError, match="notebooks need nbclient and jupyterlab.*make lab"):
            verb(sample / "rain_yard", tmp_path / "out")


def test_what_starts_kernels_holds_no_pandas():
    code = "import sys, evalkit.notebooks.running; print('pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"


def test_an_unknown_notebook_or_study_is_an_error(sample, tmp_path):
    with pytest.raises(EvalkitError, match="'77' is not one of 00_start_here"):
        run_notebooks(sample / "rain_yard", tmp_path, only=["77"])
    with pytest.raises(EvalkitError, match="there is no study.yml"):
        run_notebooks(tmp_path, tmp_path)


@pytest.fixture
def portfolio(sample, tmp_path):
    """A folder of studies, with one in it."""
    shutil.copytree(sample / "rain_yard", tmp_path / "studies" / "rain_yard")
    return tmp_path / "studies"


def test_a_parameter_is_set_where_it_is_known_and_refused_before_anything_runs(portfolio, tmp_path):
    asked = {"only": ["02", "06"], "parameters": {"criterion": "during.respect", "lang": "en"}}
    run_notebooks(portfolio, tmp_path / "out", **asked)  # 06 has no criterion
    second = nbformat.read(tmp_path / "out/rain_yard/02_survey_scores.ipynb", as_version=4)
    assert parameters_of(second)["criterion"] == "during.respect"
    for unknown in ("sutdy", "criterion"):
        with pytest.raises(EvalkitError, match=f"'{unknown}' is not one of"):
            run_notebooks(portfolio, tmp_path / "no", only=["00"], parameters={unknown: "x"})
    assert not (tmp_path / "no").exists()


def test_a_folder_of_studies_gets_a_folder_each_and_a_broken_one_stops_no_other(portfolio, small, tmp_path):
    shutil.copytree(small({"start.csv": (";5;", ";7;")}), portfolio / "broken")
    out, steps = tmp_path / "out", []
    with pytest.raises(EvalkitError) as failed:
        run_notebooks(portfolio, out, only=["00", "06"], on_step=lambda *step: steps.append(step))
    assert failed.value.wrong.startswith("2 of 3 notebooks failed: 06_portfolio.ipynb: code cell 3 failed")
    assert "broken/00_start_here.ipynb: code cell 3 failed with EvalkitError: start.csv, row 2" in str(
        failed.value
    )
    assert [step[1:] for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert "<img alt=" in (out / "rain_yard/00_start_here.html").read_text("utf-8")


def test_every_link_of_a_portfolio_s_pages_leads_somewhere(portfolio, tmp_path):
    (page,) = run_notebooks(portfolio, tmp_path / "out", only=["00", "05", "06"])
    assert "Regnvand i baggården" in page.read_text("utf-8")
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) == 4
    for path in pages:
        links = re.findall(r'href="([^"#]+)"', path.read_text("utf-8"))
        assert links
        assert [link for link in links if not (path.parent / link).is_file()] == []


def test_a_warm_kernel_keeps_nothing_of_the_notebook_before(tmp_path):
    from evalkit.notebooks.kernels import WarmKernel

    first, second = (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]) for source in
                     ("kept = 1\nkept", "import os\n('kept' in globals(), os.path.basename(os.getcwd()))"))  # fmt: skip
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    kernel = WarmKernel()
    kernel.run(first, tmp_path / "one")
    kernel.run(second, tmp_path / "two")
    kernel.stop()
    (output,) = second.cells[0].outputs
    assert output.data["text/plain"] == "(False, 'two')"
    assert output.execution_count == 1


def test_a_kernel_that_dies_fails_its_notebook_and_no_other(tmp_path):
    from nbclient.exceptions import DeadKernelError

    from evalkit.notebooks.kernels import WarmKernel

    deadly, fine = (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]) for source in
                    ("import os\nos._exit(1)", "1 + 1"))  # fmt: skip
    kernel = WarmKernel()
    with pytest.raises(DeadKernelError):
        kernel.run(deadly, tmp_path)
    kernel.run(fine, tmp_path)
    kernel.stop()
    assert fine.cells[0].outputs[0].data["text/plain"] == "2"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Linux and macOS")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_run_that_is_stopped_or_killed_leaves_no_kernel(how, sample, tmp_path):
    command = [sys.executable, "-m", "evalkit", "run", sample / "rain_yard", "--out", tmp_path]
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (kernels := process.children(recursive=True)):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(getattr(signal, how))
    _, left = psutil.wait_procs([process, *kernels], timeout=30)
    assert left == []
