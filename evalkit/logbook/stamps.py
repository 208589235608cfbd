"""Columns of time stamps that a machine wrote.

A person's date is read alone and strictly (`evalkit.logbook.dates`); a machine writes a whole column the same
way, so whether ``06/10/2014`` is in June or October is settled by the column, never by a guess for one row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from evalkit.errors import EvalkitError
from evalkit.logbook.dates import parse_clock, parse_date
from evalkit.words import told

_SLASHED = re.compile(
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d{2})[ ,]*"
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]\.?M\.?)?)?$",
    re.IGNORECASE,
)
# What machines set to other languages write; the words are read as the English months they mean.
_MONTHS = {
    name: english
    for english, names in {
        "jan": "januar janvier janv tammi tammikuuta ene enero gen gennaio januari",
        "feb": "februar février févr helmi helmikuuta febrero febbraio februari",
        "mar": "märz mär mars maalis maaliskuuta marzo maart mrt",
        "apr": "avril avr huhti huhtikuuta abr abril aprile",
        "may": "mai touko toukokuuta mayo mag maggio mei",
        "jun": "juin kesä kesäkuuta junio giu giugno",
        "jul": "juillet juil heinä heinäkuuta julio lug luglio",
        "aug": "août elo elokuuta ago agosto augusti augustus",
        "sep": "septembre sept syys syyskuuta septiembre set settembre",
        "oct": "oktober octobre okt loka lokakuuta octubre ott ottobre",
        "nov": "novembre marras marraskuuta noviembre",
        "dec": "dezember dez décembre déc joulu joulukuuta dic diciembre dicembre desember des",
    }.items()
    for name in names.split()
}
_WORDS = re.compile(r"^(?:[^\W\d]+\.?,?\s+)?(\d{1,2})\.?\s+([^\W\d]+)\.?\s+(\d{4})\b")  # ven. 28 oct. 2022
_DASHED = re.compile(r"^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})(?:-(\d{2}))?$")  # 2015-04-09-11-30-00
_DO = "Correct the cell, or name the format with source=."


def read_stamps(
    cells: Sequence[str], where: Callable[[int], str], *, month_first: bool = False
) -> tuple[list[dt.datetime | None], str]:
    """Read a column of time stamps.

    Parameters
    ----------
    cells : sequence of str
    where : callable
        Writes the place of a row.
    month_first : bool
        How ``06/10/2014`` is meant where no row of the column settles it.

    Returns
    -------
    list of (datetime.datetime or None)
    str
        How slashed dates were read: ``month`` or ``day`` first, with ``unsettled_`` before it where no row
        shows it; empty where there are none.

    Raises
    ------
    EvalkitError
        If a stamp can't be read, or some rows put the day first and others the month.
    """
    slashed = {cell: match for cell in set(cells) if (match := _SLASHED.match(cell))}
    order = _order(cells, slashed, where) if slashed else ""
    if slashed and not order:
        order = "unsettled_month" if month_first else "unsettled_day"
    read: dict[str, dt.datetime | None] = {"": None}
    for row, cell in enumerate(cells):
        if cell not in read:
            read[cell] = _stamp(cell, slashed.get(cell), order.endswith("month"), where(row))
    return [read[cell] for cell in cells], order


def is_stamp(cells: Sequence[str]) -> bool:
    """Tell whether all of these are time stamps."""
    try:
        read_stamps(cells, str)
    except EvalkitError:
        return False
    return True


def hours_follow_month_first(cells: Sequence[str]) -> bool | None:
    """Tell by which reading a column of hours spans fewer days; None where it doesn't say.

    Only a column with several rows on a day is asked: days alone may be months just as well.
    """
    found = [match for cell in cells if (match := _SLASHED.match(cell))]
    days = {(int(match["year"]), int(match["first"]), int(match["second"])) for match in found}
    if len(found) <= len(days) or any(max(first, second) > 12 for _, first, second in days):
        return None
    month, day = (
        [dt.date(*parts) for parts in ordered]
        for ordered in (days, {(year, second, first) for year, first, second in days})
    )
    spans = [max(dates, default=dt.date.min) - min(dates, default=dt.date.min) for dates in (month, day)]
    return None if spans[0] == spans[1] else spans[0] < spans[1]


def said_order(order: str, file: str) -> list[str]:
    """Say how slashed dates were read, in one sentence or none."""
    return [told(f"logbook.slashes.{order}", file=file)] if order else []


def seconds(text: str) -> float | None:
    """Read a duration in seconds, or as hours, minutes and seconds.

    Parameters
    ----------
    text : str

    Returns
    -------
    float or None
        None where there is none: blank, ``NA``.

    Examples
    --------
    >>> seconds("00:05:00.5"), seconds("179.96"), seconds("NA")
    (300.5, 179.96, None)
    """
    try:
        total = 0.0
        for part in text.strip().replace(",", ".").split(":"):
            total = total * 60 + float(part)
    except ValueError:
        return None
    return total if total == total else None


def _order(cells: Sequence[str], slashed: dict[str, re.Match[str]], where: Callable[[int], str]) -> str:
    """Tell whether the month or the day comes first; empty where every day is at most 12."""
    month_first = [cell for cell, match in slashed.items() if int(match["second"]) > 12]
    day_first = [cell for cell, match in slashed.items() if int(match["first"]) > 12]
    if month_first and day_first:
        row = max(list(cells).index(month_first[0]), list(cells).index(day_first[0]))
        raise EvalkitError(
            f"{day_first[0]!r} puts the day first and {month_first[0]!r} the month",
            "Write all dates of the column alike.",
            where=where(row),
        )
    return "month" if month_first else "day" if day_first else ""


def _stamp(cell: str, match: re.Match[str] | None, month_first: bool, where: str) -> dt.datetime:
    if match is None:
        return _written(_DASHED.sub(r"\1 \2:\3", cell), where)
    day, month = (match["second"], match["first"]) if month_first else (match["first"], match["second"])
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    try:
        clock = parse_clock(match["clock"]) if match["clock"] else dt.time()
        return dt.datetime.combine(dt.date(year, int(month), int(day)), clock)
    except ValueError as error:
        raise EvalkitError(f"{cell!r} is not a date that can be read: {error}", _DO, where=where) from None


def _written(cell: str, where: str) -> dt.datetime:
    """Read a stamp in words, in another language where it is none in Danish or English."""
    match = _WORDS.match(cell)
    try:
        return parse_date(cell, where=where).start
    except EvalkitError:
        if not match:
            raise
    month = _MONTHS.get(match[2].lower(), match[2])
    return parse_date(f"{match[1]} {month} {match[3]}{cell[match.end() :]}", where=where).start
