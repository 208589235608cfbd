"""Dates and times as survey tools write them, read only where the whole column has one reading.

ISO dates, the year first, an English month's name, or the day first with a four-digit year. Between slashes,
and with a two-digit year, the month may come first: a day above 12 must show which it is. Hours may be am or
pm; a zone is left out, so that the clock stays the respondent's own.
"""

from __future__ import annotations

import re

import pandas as pd

from evalkit.words import MONTHS

_ZONE = r"(?:Z|[+-]\d\d:?\d\d)"
_ISO = rf"\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?{_ZONE}?)?"
_CLOCK = (
    r"(?:,? +(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: (?:[a-z]{3,4})(?:[+-]\d{1,2}(?::?\d\d)?)?)?)?"
)
_NUMBERS = r"(?P<one>\d{1,2})(?P<mark>[-./])(?P<two>\d{1,2})[-./](?P<year>\d{4}|\d\d)"
_FORMS = (
    _NUMBERS + _CLOCK,
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})" + _CLOCK,
    r"(?P<month>[a-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})" + _CLOCK,
)
_MONTHS = {name[:3].casefold(): str(number) for number, name in enumerate(MONTHS["en"], start=1)}


def read_dates(texts: pd.Series) -> pd.Series | None:
    """Read different texts as dates.

    Parameters
    ----------
    texts : Series of str

    Returns
    -------
    Series of datetime64, or None
        None unless every text is a date of the same form.

    Examples
    --------
    >>> read_dates(pd.Series(["4/22/2016 7:57:50 PM", "5/1/2016 9:05 AM"])).astype(str).tolist()
    ['2016-04-22 19:57:50', '2016-05-01 09:05:00']
    >>> read_dates(pd.Series(["4/5/2016"]))
    """
    first = str(texts.iloc[0])
    if re.fullmatch(_ISO, first) and texts.str.fullmatch(_ISO).all():
        timed = texts.str.len() > 10
        return _parsed(texts.str.replace(f"{_ZONE}$", "", regex=True).where(timed, texts))
    form = next((form for form in _FORMS if re.fullmatch(form, first, re.IGNORECASE)), None)
    parts = texts.str.extract(f"^{form}$", flags=re.IGNORECASE) if form else None
    return None if parts is None or parts["year"].isna().any() else _put_together(parts)


def may_be_dates(texts: pd.Series) -> bool:
    """Tell whether texts look like dates of which nobody can tell the day from the month."""
    return len(texts) > 0 and all(re.fullmatch(_FORMS[0], text, re.IGNORECASE) for text in texts.iloc[:200])


def _put_together(parts: pd.DataFrame) -> pd.Series | None:
    """Write the parts as ISO dates, and read these."""
    if "one" in parts:
        order = _order(parts)
        if not order:
            return None
        parts = parts.rename(columns=dict(zip(("one", "two"), order, strict=True)))
    month = parts["month"].str.casefold().replace(_MONTHS).str.zfill(2)
    year = parts["year"].where(parts["year"].str.len() == 4, "20" + parts["year"])
    hour, half = parts["hour"].fillna("0").astype(int), parts["half"].str.casefold()
    hour = hour.where(half.isna() | (hour > 12), hour % 12 + 12 * (half == "p"))
    clock = [hour.astype(str), parts["minute"].fillna("0"), parts["second"].fillna("0")]
    hours, minutes, seconds = (part.str.zfill(2) for part in clock)
    day = parts["day"].str.zfill(2)
    return _parsed(year + "-" + month + "-" + day + "T" + hours + ":" + minutes + ":" + seconds)


def _order(parts: pd.DataFrame) -> tuple[str, str] | None:
    """Tell whether the day or the month is first; None if nothing shows it."""
    one, two = parts["one"].astype(int), parts["two"].astype(int)
    slashed, long = (parts["mark"] == "/").all(), (parts["year"].str.len() == 4).all()
    if (two > 12).any() and (slashed or long):
        return "month", "day"
    shown = (parts["mark"] != "/").all() or (one > 12).any()
    return ("day", "month") if long and shown else None


def _parsed(texts: pd.Series) -> pd.Series | None:
    dates = pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
    return None if dates.isna().any() else dates
