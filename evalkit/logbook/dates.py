"""Dates as Danes and Englishmen write them, read strictly.

A date here is what somebody typed into a logbook: ``d. 5/6-2017``, ``tirsdag d. 25. okt. 2016 kl. 7.30``,
``uge 43 2016``. General-purpose parsers fill in what is missing and swap day and month when that makes a
date; this one keeps the precision it was given, takes the day first, and refuses the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from evalkit.errors import EvalkitError

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januar january", "feb februar february", "mar mart marts march", "apr april", "maj may",
         "jun juni june", "jul juli july", "aug august", "sep sept september", "okt oct oktober october",
         "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = {
    name: number
    for number, names in enumerate(
        ("man mandag mon monday", "tir tirs tirsdag tue tues tuesday", "ons onsdag wed wednesday",
         "tor tors torsdag thu thur thurs thursday", "fre fredag fri friday", "lør lørdag sat saturday",
         "søn søndag sun sunday")
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month_name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d+)?(?:\s*[ap]\.?m\.?)?"
_HOURS = rf"(?:kl\.?\s*\d{{1,2}}(?![\d:.])|kl\.?\s*\d{{4}}\b|{_CLOCK}|\d{{1,2}}\s*[ap]\.?m\.?)"
_TIME = re.compile(
    rf"(?:^|[\sT,])\s*(?:klokken\s*|kl\.?\s*|at\s+)?(?P<from>{_HOURS})"
    rf"(?:\s*(?:-|–|til|to)\s*(?:kl\.?\s*)?(?P<to>{_CLOCK}|\d{{1,2}}))?"
    r"\s*(?:h|hrs)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"^(\d{8})T(\d{2})(\d{2})(\d{2})?Z?$")
_WEEKDAY = re.compile(r"^(?P<name>[a-zæøå]+)\.?,?\s+(?=\S)", re.IGNORECASE)
_NOISE = re.compile(r"^(?:den|d\.|d\s|the)\s*", re.IGNORECASE)
_PATTERNS = tuple(
    re.compile(rf"^{pattern}$", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"{_DAY}\s*[-./]\s*(?P<month>\d{{1,2}})(?:\s*[-./]\s*|\s+){_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th)?[\s-]*(?:of\s+)?{_MONTH},?[\s-]*{_YEAR}",
        rf"{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}",
        rf"(?:uge|week)\s*(?P<week>\d{{1,2}})[\s,/-]+(?:i\s+|in\s+|of\s+)?{_YEAR}",
        rf"{_YEAR}[\s-]*(?:uge\s*|week\s*|w)(?P<week>\d{{1,2}})",
        rf"{_MONTH},?[\s-]+{_YEAR}",
        rf"{_YEAR}-(?P<month>\d{{2}})",
        _YEAR,
    )
)
_SERIAL = re.compile(r"^\d{5}(?:[.,]\d+)?$")
_EXCEL_DAY_0 = dt.datetime(1899, 12, 30)
NO_WAY = "no known way of writing a date"
_DO = "Write it as 25-10-2016 or 25-10-2016 07:30: day, month and a year of four digits."

_UNIX = re.compile(r"^1\d{9}(?:\d{3})?$")
_SECONDS_SINCE = "it looks like seconds since 1970, which say no time zone"
_DO_SECONDS = "Export local time, or write it so yourself: 25-10-2016 07:30."


@dataclass(frozen=True)
class When:
    """A moment or a period as precise as it was written.

    Attributes
    ----------
    start : datetime.datetime
        The first moment of it, by the clock as written (an offset such as ``Z`` doesn't move it).
    precision : str
        ``second``, ``minute``, ``hour``, ``day``, ``week``, ``month`` or ``year``.
    end : datetime.datetime or None
        The last moment, where a span of hours was written.
    """

    start: dt.datetime
    precision: str
    end: dt.datetime | None = None


def parse_date(text: str, *, where: str = "") -> When:
    """Read a date, with or without a time, as Danes and Englishmen write it: the day first.

    Parameters
    ----------
    text : str
    where : str
        The place, as messages write it.

    Returns
    -------
    When

    Raises
    ------
    EvalkitError
        If it isn't a date, has no year or one of two digits, doesn't exist, or has the wrong weekday.

    Examples
    --------
    >>> parse_date("tirsdag d. 25. okt. 2016 kl. 7.30")
    When(start=datetime.datetime(2016, 10, 25, 7, 30), precision='minute', end=None)
    >>> parse_date("uge 43 2016").start, parse_date("uge 43 2016").precision
    (datetime.datetime(2016, 10, 24, 0, 0), 'week')
    """
    try:
        return _parse(text.strip())
    except ValueError as error:
        known, do = (_SECONDS_SINCE, _DO_SECONDS) if _UNIX.match(text.strip()) else (error, _DO)
        raise EvalkitError(f"{text!r} is not a date that can be read: {known}", do, where=where) from None


def parse_clock(text: str) -> dt.time:
    """Read a time of day: ``7.30``, ``07:30``, ``kl. 7``, ``0730``, ``7:30 pm``.

    Parameters
    ----------
    text : str

    Returns
    -------
    datetime.time

    Raises
    ------
    ValueError
        If it isn't one.

    Examples
    --------
    >>> parse_clock("kl. 7.30")
    datetime.time(7, 30)
    """
    plain = re.sub(r"^(?:klokken|kl\.?|at)\s*", "", text.strip(), flags=re.IGNORECASE)
    match = re.fullmatch(
        r"(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.](\d{2}))?(?:\.\d+)?\s*(?:([ap])\.?m\.?)?", plain, re.I
    )
    if not match:
        raise ValueError(f"{text!r} is not a time of day")
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{text!r} is not a time of day")
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    return dt.time(hour, minute, second)


@lru_cache(maxsize=8192)
def _parse(text: str) -> When:
    if not text:
        raise ValueError("it is empty")
    if _SERIAL.match(text):
        return _serial(float(text.replace(",", ".")))
    if compact := _COMPACT_TIME.match(text):
        text = f"{compact[1]} {compact[2]}:{compact[3]}:{compact[4] or '00'}"
    time = _TIME.search(text)
    if not time or not time.start():
        day, precision = _day(text)
        return When(dt.datetime.combine(day, dt.time()), precision)
    day, precision = _day(text[: time.start()])
    if precision != "day":
        raise ValueError("a time needs a day")
    return _with_time(day, time["from"], time["to"])


def _with_time(day: dt.date, first: str, last: str | None) -> When:
    start = dt.datetime.combine(day, parse_clock(first))
    end = dt.datetime.combine(day, parse_clock(last)) if last else None
    if end and end < start:
        raise ValueError(f"it ends at {last} and starts at {first}")
    parts = len(re.findall(r"\d+", first))
    compact = len(re.sub(r"\D", "", first)) == 4
    return When(start, "second" if parts > 2 else "minute" if parts == 2 or compact else "hour", end)


def _day(text: str) -> tuple[dt.date, str]:
    text, weekday = _without_weekday(text.strip().rstrip(","))
    text = _NOISE.sub("", text).strip()
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            day, precision = _built({name: value for name, value in match.groupdict().items() if value})
            if weekday is not None and precision == "day" and day.weekday() != weekday:
                raise ValueError("that date is another day of the week")
            return day, precision
    raise ValueError(_why_not(text))


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = _WEEKDAY.match(text)
    number = _DAYS.get(match["name"].lower()) if match else None
    return (text[match.end() :], number) if match and number is not None else (text, None)


def _built(parts: dict[str, str]) -> tuple[dt.date, str]:
    year = int(parts["year"])
    if not 1900 <= year <= 2100:
        raise ValueError(f"the year {year} is out of the question")
    if "week" in parts:
        return dt.date.fromisocalendar(year, int(parts["week"]), 1), "week"
    month = _MONTHS[parts["month_name"].lower()] if "month_name" in parts else int(parts.get("month", 1))
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}, and day and month are never swapped")
    precision = "day" if "day" in parts else "month" if {"month", "month_name"} & set(parts) else "year"
    try:
        return dt.date(year, month, int(parts.get("day", 1))), precision
    except ValueError:
        raise ValueError("there is no such day in that month") from None


def _serial(days: float) -> When:
    if not 20_000 <= days < 80_000:
        raise ValueError("as a spreadsheet's day number it lies outside 1954-2119")
    whole = days == int(days)
    start = _EXCEL_DAY_0 + dt.timedelta(minutes=round(days * 1440))
    return When(start, "day" if whole else "minute")


_REASONS: tuple[tuple[Callable[[str], object], str], ...] = (
    (re.compile(r"^\d{1,2}[-./ ]+\d{1,2}[-./ ]+\d{2}$").match, "its year has two digits"),
    (re.compile(r"^\d{1,2}\.?[-./ ]*(?:\d{1,2}|[a-zæøå]+)\.?$", re.I).match, "it has no year"),
    (re.compile(r"(?:uge|week)\s*\d+\s*$", re.I).search, "it has no year"),
    (re.compile(rf"^(?:kl\.?\s*)?{_CLOCK}", re.I).match, "there is a time and no date"),
)


def _why_not(text: str) -> str:
    return next((why for test, why in _REASONS if test(text)), NO_WAY)
