"""Before and after the numbers: what the scope says, what became of it, the dilemmas, and the way on."""

from evalkit.scoping.dilemmas import compare_dilemmas, dilemma_register
from evalkit.scoping.promises import compare_scope
from evalkit.scoping.reading import Reading, recommend_form
from evalkit.scoping.sheet import (
    form_groups,
    independence,
    scope_answers,
    scope_markdown,
    scope_signers,
    scope_state,
)
from evalkit.scoping.talk import talk_first, talk_rule
from evalkit.scoping.wayon import (
    agreed_beside,
    follow_actions,
    outcome_statements,
    questions_for,
)

__all__ = [
    "Reading",
    "agreed_beside",
    "compare_dilemmas",
    "compare_scope",
    "dilemma_register",
    "follow_actions",
    "form_groups",
    "independence",
    "outcome_statements",
    "questions_for",
    "recommend_form",
    "scope_answers",
    "scope_markdown",
    "scope_signers",
    "scope_state",
    "talk_first",
    "talk_rule",
]
