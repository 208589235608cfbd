"""The notebooks: what they look like, that they run anywhere, and that a moved answer is noticed."""

from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
CHARTED = [path for path in NOTEBOOKS if "plot_" in path.read_text("utf-8")]


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_a_notebook_has_one_typed_parameters_cell_and_one_setup_line(notebook):
    cells = code_cells(notebook)
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(": str = " in line for line in tagged[0].source.splitlines() if not line.startswith("#"))
    assert [cell.source for cell in cells if "setup" in cell.metadata.get("tags", [])] == [
        "import evalkit as ek"
    ]


def test_cells_are_few_and_short_and_define_nothing(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 12
    for cell in cells:
        assert len(cell.source.splitlines()) <= 6, cell.source
        assert "def " not in cell.source
        assert "!" not in cell.source.replace("!=", "")


def test_outputs_are_committed_and_nothing_in_them_differs_from_run_to_run(notebook):
    book = nbformat.read(notebook, as_version=4)
    assert set(book.metadata) == {"kernelspec", "language_info"}
    assert any(cell.get("outputs") for cell in book.cells)
    for cell in book.cells:
        assert set(cell.metadata) <= {"tags"}
        assert not any(output.output_type == "error" for output in cell.get("outputs", []))


def test_previous_and_next_lead_to_notebooks_that_exist(notebook):
    import re

    text = "".join(
        cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "markdown"
    )
    links = re.findall(r"\]\(([\w./-]+\.ipynb)\)", text)
    assert links
    for link in links:
        assert (notebook.parent / link).exists(), link


def test_every_chart_is_described_below_it(notebook):
    for cell in code_cells(notebook):
        if "ek.plot_" in cell.source:
            assert "describe_chart(ax, lang, long=True)" in cell.source
