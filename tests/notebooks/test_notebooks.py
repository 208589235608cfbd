"""The notebooks: what they look like, that they run anywhere, and that a moved answer is noticed."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_a_notebook_has_one_typed_parameters_cell_and_one_setup_line(notebook):
    cells = code_cells(notebook)
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    lines = [line for line in tagged[0].source.splitlines() if not line.startswith("#")]
    assert all(": str = " in line and "  # " in line for line in lines)
    setup = next(cell.source for cell in cells if "setup" in cell.metadata.get("tags", []))
    assert setup.startswith("import evalkit as ek\nfrom evalkit.notebooks import ")
    assert setup.endswith("\n\nchoose(globals())")


def test_code_is_folded_but_for_the_parameters(notebook):
    for cell in code_cells(notebook):
        folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert folded is ("parameters" not in cell.metadata["tags"])


def test_cells_are_few_and_short_and_define_nothing(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 12
    for cell in cells:
        assert len(cell.source.splitlines()) <= 6, cell.source
        assert "def " not in cell.source
        assert "!" not in cell.source.replace("!=", "")
        assert not re.search(
            r"(?m)^\s*%|get_ipython|subprocess|\bos\b|system\(|__import__|urllib|socket", cell.source
        )


def test_outputs_are_committed_and_nothing_in_them_differs_from_run_to_run(notebook):
    book = nbformat.read(notebook, as_version=4)
    nbformat.validate(book)
    assert set(book.metadata) == {"kernelspec", "language_info"}
    assert any(cell.get("outputs") for cell in book.cells)
    for cell in book.cells:
        assert set(cell.metadata) <= {"jupyter", "tags"}
        assert "nbval-ignore-output" not in cell.metadata.get("tags", [])
        assert "NBVAL" not in cell.source
        assert not any(output.output_type == "error" for output in cell.get("outputs", []))


def test_previous_and_next_lead_to_notebooks_that_exist(notebook):
    text = "".join(
        cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "markdown"
    )
    links = re.findall(r"\]\(([\w./-]+\.ipynb)\)", text)
    assert links
    for link in links:
        assert (notebook.parent / link).exists(), link


def test_every_chart_has_its_alt_text_and_its_numbers_in_words(notebook):
    drawn = [cell for cell in code_cells(notebook) if "draw(" in cell.source or "ek.plot_" in cell.source]
    for cell in drawn:
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert pictures, cell.source
        for picture in pictures:
            html = picture.data["text/html"]
            assert re.search(r'<img alt="[^"]{20,300}"', html)
            assert re.search(r"<details><summary>.+</summary><p>.+\d.+</p></details>", html)


def test_both_languages_explain_how_to_read_each_chart(notebook):
    cells = nbformat.read(notebook, as_version=4).cells
    for at, cell in enumerate(cells):
        if cell.cell_type == "code" and "draw(" in cell.source:
            below = " ".join(other.source for other in cells[at + 1 : at + 3])
            assert "**Sådan læses det.**" in below, cell.source
            assert "**How to read this.**" in below, cell.source


def test_the_hook_before_a_commit_strips_what_differs_from_run_to_run(tmp_path):
    output = nbformat.v4.new_output(
        "display_data", {"text/plain": "3", WIDGET: {"model_id": "f00"}}, metadata={"a": 1}
    )
    cell = nbformat.v4.new_code_cell("3", outputs=[output], id="abc")
    cell.metadata = {"tags": ["setup"], "execution": {"iopub.execute_input": "2026-01-01T10:00:00Z"}}
    path = tmp_path / "mine.ipynb"
    nbformat.write(
        nbformat.v4.new_notebook(
            cells=[cell], metadata={"language_info": {"name": "python", "version": "3.9"}}
        ),
        path,
    )
    hook = next(hook for hook in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
                if hook["id"] == "notebook-metadata")  # fmt: skip
    subprocess.run(
        [sys.executable, *hook["entry"].split()[1:], path], cwd=ROOT, check=True, capture_output=True
    )
    text = path.read_text("utf-8")
    assert not [word for word in ("2026-01-01", "3.9", "abc", "f00", '"a"') if word in text]
    assert '"setup"' in text
    assert '"3"' in text
