"""Which column of a counter's export is what: counters name them as they like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from evalkit.logbook.dates import parse_clock
from evalkit.logbook.grid import Sheet
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import is_stamp

_TIMES = re.compile(r"date|dato|time|tid|zeit|stamp|tidspunkt|interval|dag\b", re.IGNORECASE)
HOUR = re.compile(
    r"^(?:kl\.?|h|hour)?\s*(?P<hour>\d{1,2})(?:[.:]?00)?\s*(?:-|–|til|to)\s*(?P<next>\d{1,2})(?:[.:]?00)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^(?:.*[_ ])?(?:id|lat|latitude|lon|lng|longitude|x|y|year|år|month|måned|hour|weekday|utm32|peak)$"
    r"|koord|identifi|kumul|cumul|temp|precip|nedbør|rain|snow|\bwind|\bvind|humid|speed|hastighed|batter|volt",
    re.IGNORECASE,
)
_SITES = re.compile(
    r"site|sted|counter|tæller|compteur|location|lokation|station|vej|street|name|nom", re.IGNORECASE
)
_NAMES = re.compile(r"name|nom\b|navn", re.IGNORECASE)
_CLOCKS = re.compile(
    r"^(?:kl\b|klok|tid|time\b|hour|timestart|fra\b|from\b|start|heure|uhrzeit|interval)", re.IGNORECASE
)
_UNTIL = re.compile(r"\s*(?:-|–|til|to)\s*", re.IGNORECASE)
_MIDNIGHT = re.compile(r"^24(?:[:.]?00)?$")
_NUMBER = re.compile(r"^-?\d+(?:[.,]0+)?$")
_MARKED = re.compile(r"^[1-9]\d{0,2}(?:[.,\s]\d{3})+$")
_SMALL = re.compile(r"^\d{1,3}$")
_DIGIT = re.compile(r"\d")
_MOST_KINDS = 12  # different words in a column of lanes or directions
MISSING = ("", "na", "n/a", "nan", "null", "none", "-")
LOOKED_AT = 200


def stamp_column(sheet: Sheet) -> str:
    """Return the heading of the column that holds time stamps; empty if there is none.

    A few of its cells may be words (``Total``, a second row of headings): those rows hold no counts.
    """
    for heading in sorted(sheet.columns, key=lambda name: not _TIMES.search(name)):
        filled = [cell for cell in sheet.cells(heading)[:LOOKED_AT] if cell]
        cells = [cell for cell in filled if _DIGIT.search(cell)]
        numbers = all(_NUMBER.match(cell) and len(cell) < 8 for cell in cells)  # also where there are none
        if not numbers and 2 * len(cells) >= len(filled) and is_stamp(cells):
            return heading
    return ""


def has_digit(cell: str) -> bool:
    """Tell whether a cell may be a stamp or a number at all."""
    return bool(_DIGIT.search(cell))


def clock_column(sheet: Sheet) -> str:
    """Return the heading of the column that holds times of day only (``07:30``, ``07-08``), or nothing."""
    return next((name for name in sheet.columns if _CLOCKS.match(name) and _clocks(sheet, name)), "")


def _clocks(sheet: Sheet, heading: str) -> bool:
    try:
        return bool([clock_of(cell) for cell in sheet.cells(heading)[:LOOKED_AT]])
    except ValueError:
        return False


def clock_of(cell: str) -> pd.Timedelta:
    """Return a time of day, or the first of a span, from midnight; ``24:00`` is the midnight after."""
    first = _UNTIL.split(cell)[0]
    if _MIDNIGHT.match(first):
        return pd.Timedelta(days=1)
    clock = parse_clock(first)
    return pd.Timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def without_marks(cells: Sequence[str]) -> Sequence[str]:
    """Take out the marks of thousands, where every number from 1,000 has one: counts have no decimals.

    Examples
    --------
    >>> without_marks(["980", "1.120"]), without_marks(["9.125", "1.120"]), without_marks(["9.1", "1.120"])
    (['980', '1120'], ['9125', '1120'], ['9.1', '1.120'])
    """
    filled = [cell for cell in cells if cell.lower() not in MISSING]
    marked = [bool(_MARKED.match(cell)) for cell in filled]
    if not any(marked) or not all(m or _SMALL.match(cell) for m, cell in zip(marked, filled, strict=True)):
        return cells
    return [re.sub(r"[.,\s]", "", cell) for cell in cells]


def hour_columns(sheet: Sheet) -> list[str]:
    """Return the headings that are hours of the day, where a file has at least six of them."""
    hours = [heading for heading in sheet.columns if (m := HOUR.match(heading)) and int(m["hour"]) < 24]
    return hours if len(hours) >= 6 else []


def channel_columns(sheet: Sheet) -> list[str]:
    """Return the headings of columns that hold whole numbers and are neither ids nor coordinates."""
    times = (stamp_column(sheet), clock_column(sheet))
    found = []
    for heading in sheet.columns:
        cells = [cell for cell in sheet.cells(heading)[:LOOKED_AT] if cell.lower() not in MISSING]
        cells = [cell for cell in cells if has_digit(cell)] or cells
        numeric = cells and all(_NUMBER.match(cell) for cell in without_marks(cells))
        if heading not in times and numeric and not _ASIDE.search(heading) and heading != "column 1":
            found.append(heading)
    return found


def kind_column(sheet: Sheet, rows: pd.DataFrame) -> str:
    """Return the column whose few words (lanes, directions) tell rows of one place and moment apart.

    Parameters
    ----------
    sheet : Sheet
    rows : DataFrame
        The site and stamp of each row.

    Returns
    -------
    str
        Its heading, or nothing where no column does.
    """
    places = rows[["site", "stamp"]]
    fewest, found = int(places.duplicated().sum()) / 2, ""
    used = (stamp_column(sheet), clock_column(sheet), *channel_columns(sheet), *hour_columns(sheet))
    for heading in (name for name in sheet.columns if name not in used and not _ASIDE.search(name)):
        words = sheet.cells(heading)
        left = int(places.assign(word=words).duplicated().sum())
        if left < fewest and 1 < len(set(words)) <= _MOST_KINDS:
            fewest, found = left, heading
    return found


def site_of(sheet: Sheet) -> Sequence[str]:
    """Return the site of every row: from a column that names it, else the file's name."""
    known = find_columns(list(sheet.columns), "sessions").get("site")
    used = (stamp_column(sheet), clock_column(sheet), *channel_columns(sheet), *hour_columns(sheet))
    named = [heading for heading in sheet.columns if _SITES.search(heading) and heading not in used]
    heading = known or min(named, key=lambda h: (not _NAMES.search(h), len(h)), default=None)
    return sheet.cells(heading) if heading else [Path(sheet.file.split(" [")[0]).stem] * len(sheet.lines)
