"""The six studies: for each, what files it consists of and what is in them, as text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import roadworks

Files = Mapping[str, str | bytes]

STUDIES: Mapping[str, Callable[[], Files]] = {"roadworks": roadworks.files}
