"""Every sheet of a spreadsheet, as calamine reads it; as a program, of the .xls that is handed in.

A damaged .xls can make calamine panic, or ask for all memory there is. So it is read in a process of its own.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import Any

Sheets = list[tuple[str, list[list[Any]]]]
_MEMORY = 4 * 2**30


def read_sheets(content: bytes) -> Sheets:
    """Read every sheet's name and lines."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
    ]


def read_apart(content: bytes) -> Sheets:
    """Read them in a process of its own.

    Raises
    ------
    ValueError
        If calamine can't, in its words; or if it died of it.
    """
    done = subprocess.run([sys.executable, "-I", __file__], input=content, capture_output=True, check=False)
    if done.returncode:
        raise ValueError("it is damaged")
    answer = pickle.loads(done.stdout)
    if isinstance(answer, str):
        raise ValueError(answer)
    return answer


def _main() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        answer: Sheets | str = read_sheets(sys.stdin.buffer.read())
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
