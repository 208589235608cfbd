"""The scope: what two parties wrote down together before they began, and froze.

`scope.yml` in a study's folder holds the answers; each may be left open. An answer is one text for all, or
one for each party; a choice is one of the framework's, with a note if need be (``mandate: {together: the
committee}``). `freeze_scope` keeps a copy in `scope.frozen.yml` with date, parties and hash; whatever is
changed later becomes a version beside it, with a reason. Nothing is ever written over.
"""

from evalkit.scope.model import (
    NAME,
    NOTHING,
    Answer,
    Delivery,
    Scope,
    Version,
    need_one_of,
    no_double,
    read_day,
)
from evalkit.scope.read import blank_scope, freeze_scope, load_scope, parse_scope, read_scope, scope_path
from evalkit.scope.versions import check_frozen, differences, rules_hash

__all__ = [
    "NAME",
    "NOTHING",
    "Answer",
    "Delivery",
    "Scope",
    "Version",
    "blank_scope",
    "check_frozen",
    "differences",
    "freeze_scope",
    "load_scope",
    "need_one_of",
    "no_double",
    "parse_scope",
    "read_day",
    "read_scope",
    "rules_hash",
    "scope_path",
]
