"""Run the notebooks and keep their outputs, without anything that differs from run to run.

`python notebooks/make_outputs.py` executes every notebook beside it; with names, only those;
with `--strip`, nothing is run and only metadata is cleaned.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def strip(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out execution times, kernel versions and whatever an editor left behind."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
        cell.metadata = {key: cell.metadata[key] for key in ("jupyter", "tags") if cell.metadata.get(key)}
        for output in cell.get("outputs", []):
            if output.output_type != "stream":  # which has none
                output.metadata = {}
            output.get("data", {}).pop(WIDGET, None)  # its model has another name in every run
    return notebook


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Execute all cells in the notebooks' folder, with the kernel that runs this script."""
    from nbclient import NotebookClient

    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(HERE)}}).execute()
    return notebook


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--strip", action="store_true", help="run nothing, only clean metadata")
    arguments = parser.parse_args()
    for path in arguments.notebooks or sorted(HERE.glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if not arguments.strip:
            run(notebook)
        nbformat.write(strip(notebook), path)
        print(path.name)


if __name__ == "__main__":
    main()
