"""The framework: which criteria are asked about, by which items, and where the limits lie.

A framework is data, a YAML file: `frameworks/partnership.yml` is the shipped one (the deck's ten
criteria), and a user's own instrument is another file of the same shape. Here it is read, checked and
turned into small frozen objects; all conventions that a verdict rests on are in its `Limits`.
"""

from evalkit.framework.build import check_points, known_scales, load_framework, read_packaged
from evalkit.framework.model import PHASES, UNITS, Criterion, Dilemma, Framework, Item, Label, Limits, Scale
from evalkit.framework.sheets import Form, Question, check_form, known_forms, scope_forms, scope_questions

__all__ = [
    "PHASES",
    "UNITS",
    "Criterion",
    "Dilemma",
    "Form",
    "Framework",
    "Item",
    "Label",
    "Limits",
    "Question",
    "Scale",
    "check_form",
    "check_points",
    "known_forms",
    "known_scales",
    "load_framework",
    "read_packaged",
    "scope_forms",
    "scope_questions",
]
