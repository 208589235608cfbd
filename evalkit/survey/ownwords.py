"""What each survey tool writes itself, its own columns first of all: data, in `frameworks/tools.yml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from evalkit.framework import read_packaged


def own_words(tool: str, kind: str) -> frozenset[str]:
    """Return a tool's words of a kind, folded as `fold` does it.

    Examples
    --------
    >>> sorted(own_words("alchemer", "signs"))
    ['date submitted', 'response id', 'status', 'time started']
    """
    return frozenset(_words()[tool][kind])


@cache
def _words() -> dict[str, Any]:
    return read_packaged("tools.yml")
