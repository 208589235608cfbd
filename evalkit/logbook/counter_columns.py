"""Which column of a counter's export is what: counters name them as they like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from evalkit.errors import EvalkitError
from evalkit.logbook.grid import Sheet
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import read_stamps

_TIMES = re.compile(r"date|dato|time|tid|zeit|stamp|tidspunkt|interval|dag\b", re.IGNORECASE)
HOUR = re.compile(
    r"^(?:kl\.?|h|hour)?\s*(?P<hour>\d{1,2})(?:[.:]?00)?\s*(?:-|–|til|to)\s*(?P<next>\d{1,2})(?:[.:]?00)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^(?:.*[_ ])?(?:id|lat|latitude|lon|lng|longitude|x|y|year|år|month|måned|hour|weekday|utm32)$"
    r"|koord|identifi",
    re.IGNORECASE,
)
_SITES = re.compile(
    r"site|sted|counter|tæller|compteur|location|lokation|station|vej|street|name|nom", re.IGNORECASE
)
_NAMES = re.compile(r"name|nom\b|navn", re.IGNORECASE)
_NUMBER = re.compile(r"^-?\d+(?:[.,]0+)?$")
LOOKED_AT = 200


def stamp_column(sheet: Sheet) -> str:
    """Return the heading of the column that is all time stamps; empty if there is none."""
    for heading in sorted(sheet.columns, key=lambda name: not _TIMES.search(name)):
        cells = [cell for cell in sheet.cells(heading)[:LOOKED_AT] if cell]
        if cells and not all(_NUMBER.match(cell) and len(cell) < 8 for cell in cells) and _readable(cells):
            return heading
    return ""


def _readable(cells: Sequence[str]) -> bool:
    try:
        read_stamps(cells, str)
    except EvalkitError:
        return False
    return True


def hour_columns(sheet: Sheet) -> list[str]:
    """Return the headings that are hours of the day, where a file has at least six of them."""
    hours = [heading for heading in sheet.columns if (m := HOUR.match(heading)) and int(m["hour"]) < 24]
    return hours if len(hours) >= 6 else []


def channel_columns(sheet: Sheet) -> list[str]:
    """Return the headings of columns that hold whole numbers and are neither ids nor coordinates."""
    stamps = stamp_column(sheet)
    found = []
    for heading in sheet.columns:
        cells = [cell for cell in sheet.cells(heading)[:LOOKED_AT] if cell]
        numeric = cells and all(_NUMBER.match(cell) for cell in cells)
        if heading != stamps and numeric and not _ASIDE.search(heading) and heading != "column 1":
            found.append(heading)
    return found


def site_of(sheet: Sheet) -> Sequence[str]:
    """Return the site of every row: from a column that names it, else the file's name."""
    known = find_columns(list(sheet.columns), "sessions").get("site")
    used = (stamp_column(sheet), *channel_columns(sheet), *hour_columns(sheet))
    named = [heading for heading in sheet.columns if _SITES.search(heading) and heading not in used]
    heading = known or min(named, key=lambda h: (not _NAMES.search(h), len(h)), default=None)
    return sheet.cells(heading) if heading else [Path(sheet.file.split(" [")[0]).stem] * len(sheet.lines)
