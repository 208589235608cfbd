"""Workbooks whose bytes depend on nothing but their cells: no clock, no compression library."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

Cell = str | int | dt.datetime | None
EPOCH = (1980, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def xlsx(rows: Sequence[Sequence[Cell]], sheet: str) -> bytes:
    """Return a workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = MOMENT.sub(b"2018-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, EPOCH), part)
    return buffer.getvalue()
