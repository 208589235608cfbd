"""The shipped notebooks for any study: copied with its parameters set, or run to pages and kept."""

from evalkit.notebooks.copying import copy_notebooks, shipped_notebooks
from evalkit.notebooks.parameters import parameters_of, set_parameters
from evalkit.notebooks.running import run_notebooks

__all__ = ["copy_notebooks", "parameters_of", "run_notebooks", "set_parameters", "shipped_notebooks"]
