"""The shipped notebooks for any study: copied, run to pages, and the verbs their cells use."""

from evalkit.notebooks.choosing import choose
from evalkit.notebooks.copying import copy_notebooks, shipped_notebooks
from evalkit.notebooks.opening import open_study
from evalkit.notebooks.parameters import parameters_of, set_parameters
from evalkit.notebooks.running import run_notebooks
from evalkit.notebooks.showing import at_wave, draw, show_table

__all__ = [
    "at_wave", "choose", "copy_notebooks", "draw", "open_study", "parameters_of", "run_notebooks",
    "set_parameters", "shipped_notebooks", "show_table",
]  # fmt: skip
