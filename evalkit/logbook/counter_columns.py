"""Which column of a counter's export is what: counters name them as they like.

A heading that is known settles it. Numbers that nobody knows are counts, but not where they return the same
at every moment, as the number of a site or a lane does, or never change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evalkit.logbook.dates import parse_clock
from evalkit.logbook.grid import Sheet
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import is_stamp

_TIMES = re.compile(r"date|dato|time|tid|zeit|stamp|tidspunkt|interval|dag\b", re.IGNORECASE)
_CLOCKS = re.compile(
    r"^(?:kl\b|klok|tid|time\b|time_?(?:start|from)|hour(?!ly)|fra\b|from\b|start|heure|uhrzeit|uur|interval)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"^(?:(?P<word>kl\.?|h|hour)?\s*)(?P<clock>\d{1,2}(?P<minutes>[.:]\d{2})?)"
    r"(?P<until>\s*(?:-|–|til|to)\s*\d{1,2}(?:[.:]\d{2})?)?$",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"^(?:year|month|m?day|m?date|week|weekday|day ?of ?week|hour(?: ?of ?day|from|to)?|minute|år|måned|"
    r"dag|uge|ugedag|jahr|monat|tag|wochentag|stunde|année|mois|jour|heure)$",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:^|[_ (])(?:id|code|kode|no|nr|utm32|lat|lon|lng|long|x|y|peak|flags?|status|period|richtung|retning|"
    r"direction|sens)\)?$"
    r"|(?:count|counter|sensor|site|location|segment|station|object|record|row|lane|unq)id$|[a-z]Code$"
    r"|latitude|longitude|koord|identifi",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"cumul|kumul|temp|precip|nedbør|rain|snow|\bwind|\bvind|humid|speed|hastighed|geschwind|vitesse|km/h|v85"
    r"|hist_|batter|volt|uptime|dekning|dækning|quality|kvalitet|approved|edited|%",
    re.IGNORECASE,
)
_SPEEDS = re.compile(r"speed|hastighed|geschwindigkeit|vitesse|km/h", re.IGNORECASE)
_TRAFFIC = re.compile(r"car|heavy|truck|bike|bicycl|cyc|cyk|velo|ped|gående|fuss|bil\b|count|antal", re.I)
_SITES = re.compile(
    r"site|sted|counter|tæller|compteur|lo[ck]at|station|standort|stelle|sensor|segment|vej|street|name"
    r"|nom|navn|cosit|punkt|point",
    re.IGNORECASE,
)
_COUNTERS = re.compile(r"counter|tæller|compteur|station|standort|stelle|sensor|segment|point|punkt", re.I)
_PARTS = re.compile(r"lane|direction|richtung|retning|spor|felt", re.IGNORECASE)  # of a site
_NAMES = re.compile(r"name|nom\b|navn", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:-|–|til|to)\s*", re.IGNORECASE)
_MIDNIGHT = re.compile(r"^24(?:[:.]?00)?$")
_WHOLE = re.compile(r"^-?\d+(?:[.,]0+)?$")
_NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")
_MARKED = re.compile(r"^[1-9]\d{0,2}(?:[.,\s]\d{3})+$")
_SMALL = re.compile(r"^\d{1,3}$")
_DIGIT = re.compile(r"\d")
_MOST_KINDS = 12  # different words in a column of lanes or directions
_HOURS = 6  # headings that are hours, from which they are hours of the day
_MOMENTS, _ALIKE = 6, 24  # in as few, numbers may return, or be the same, by chance
_LONGEST = 4  # digits of a count that comes again and again
MISSING = ("", "na", "n/a", "nan", "null", "none", "-")
LOOKED_AT = 200


@dataclass(frozen=True)
class Columns:
    """The headings of a counter's export by what they are.

    Attributes
    ----------
    hours : dict of str to Timedelta
        Columns that are hours of the day, from midnight.
    channels : list of str
        Columns that count; those of the hours where there are any.
    site : str
        Empty where no column says where.
    kinds : list of str
        Columns whose words tell the rows of one place and moment apart.
    labels : list of str
        Numbers that count nothing.
    """

    hours: dict[str, pd.Timedelta]
    channels: list[str]
    site: str
    kinds: list[str]
    labels: list[str]


def columns_of(sheet: Sheet, stamps: pd.Series) -> Columns:
    """Tell what each column is.

    Parameters
    ----------
    sheet : Sheet
    stamps : Series of datetime64
        The moment of each row.

    Returns
    -------
    Columns
    """
    hours = hour_columns(sheet)
    numbers = [] if hours else number_columns(sheet)
    channels = list(hours) or _channels(sheet, numbers, stamps)
    times = (stamp_column(sheet), clock_column(sheet))
    site = _site_column(sheet, {*times, *channels}, stamps)
    free = [
        name for name in sheet.columns if name not in {*times, *channels, site} and not _OTHER.search(name)
    ]
    kinds = _kind_columns(sheet, pd.DataFrame({"stamp": stamps, "site": site_of(sheet, site)}), free)
    labels = [name for name in numbers if name not in (*channels, *kinds, site)]
    return Columns(hours, channels, site, kinds, labels)


def stamp_column(sheet: Sheet) -> str:
    """Return the heading of the column that holds time stamps; empty if there is none.

    A few of its cells may be words (``Total``, a second row of headings): those rows hold no counts.
    """
    for heading in sorted(sheet.columns, key=lambda name: not _TIMES.search(name)):
        filled = [cell for cell in sheet.cells(heading)[:LOOKED_AT] if cell]
        cells = [cell for cell in filled if has_digit(cell)]
        numbers = all(_WHOLE.match(cell) and len(cell) < 8 for cell in cells)  # also where there are none
        if not numbers and 2 * len(cells) >= len(filled) and _mostly_stamps(cells):
            return heading
    return ""


def _mostly_stamps(cells: Sequence[str]) -> bool:
    """Tell whether cells are stamps but for one in ten, which may be broken and is refused with its row."""
    broken, most = 0, len(cells) // 10
    for cell in cells:
        broken += not is_stamp([cell])
        if broken > most:
            return False
    return True


def has_digit(cell: str) -> bool:
    """Tell whether a cell may be a stamp or a number at all."""
    return bool(_DIGIT.search(cell))


def clock_column(sheet: Sheet) -> str:
    """Return the heading of the column that holds times of day only (``07:30``, ``07-08``), or nothing."""
    by_name = sorted(sheet.columns, key=lambda name: not _CLOCKS.match(name))
    return next((name for name in by_name if _clocks(sheet, name)), "")


def _clocks(sheet: Sheet, heading: str) -> bool:
    cells = sheet.cells(heading)[:LOOKED_AT]
    if not _CLOCKS.match(heading) and not all(":" in cell for cell in cells):
        return False
    try:
        return bool([clock_of(cell) for cell in cells])
    except ValueError:
        return False


def clock_of(cell: str) -> pd.Timedelta:
    """Return a time of day, or the first of a span, from midnight; ``24:00`` is the midnight after."""
    first, *until = [_from_midnight(part) for part in _UNTIL.split(cell)]
    if len(until) > 1:
        raise ValueError(f"{cell!r} is not a time of day")
    return first


def _from_midnight(text: str) -> pd.Timedelta:
    if _MIDNIGHT.match(text):
        return pd.Timedelta(days=1)
    clock = parse_clock(text)
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


def hour_columns(sheet: Sheet) -> dict[str, pd.Timedelta]:
    """Return the headings that are hours of the day, from midnight, where a file has at least six of them."""
    hours: dict[str, pd.Timedelta] = {}
    for heading in sheet.columns:
        match = _HOUR.match(heading)
        if match and any(match.group("word", "minutes", "until")):
            try:
                hours[heading] = clock_of(match["clock"])
            except ValueError:
                continue
    return hours if len(hours) >= _HOURS else {}


def number_columns(sheet: Sheet) -> list[str]:
    """Return the headings of columns that hold numbers which may be counts.

    Counts are whole, but one that makes up for the minutes a counter slept has decimals: a known kind of
    traffic may have them.
    """
    times = (stamp_column(sheet), clock_column(sheet))
    return [
        heading
        for heading in sheet.columns
        if heading not in times
        and heading != "column 1"
        and not _OTHER.search(heading)
        and not _CALENDAR.match(heading)
        and not _LABELS.search(heading)
        and _all(_NUMBER if _TRAFFIC.search(heading) else _WHOLE, sheet, heading)
    ]


def has_speeds(sheet: Sheet) -> bool:
    """Tell whether each row has the speed of one that passed."""
    return any(_SPEEDS.search(heading) and _all(_NUMBER, sheet, heading) for heading in sheet.columns)


def _all(pattern: re.Pattern[str], sheet: Sheet, heading: str) -> bool:
    """Tell whether the first cells of a column that hold anything are all such numbers."""
    cells = [cell for cell in sheet.cells(heading) if cell.lower() not in MISSING][:LOOKED_AT]
    return bool(cells) and all(map(pattern.match, without_marks(cells)))


def _channels(sheet: Sheet, numbers: list[str], stamps: pd.Series) -> list[str]:
    """Return the columns of numbers that count."""
    named = find_columns(list(sheet.columns), "sessions").get("site")
    changing = [
        heading
        for heading in numbers
        if not _is_label(pd.Series(sheet.cells(heading)), stamps, 1 if heading == named else _MOMENTS)
    ]
    return changing or numbers


def _is_label(cells: pd.Series, stamps: pd.Series, least: int) -> bool:
    """Tell whether the same values return at every moment: one that is always the same, or that of a site."""
    if stamps.nunique() < least:
        return False
    if cells.nunique() == 1:
        enough = least == 1 or stamps.nunique() >= _ALIKE or len(cells.iloc[0]) > _LONGEST
        return enough and cells.iloc[0] not in ("0", "0.0")
    if cells.nunique() > stamps.value_counts().max():
        return False
    number, _ = pd.factorize(stamps, sort=True)
    rows = pd.DataFrame({"value": cells, "moment": number}).groupby(["value", "moment"]).size()
    at = rows.rename("n").reset_index().groupby("value").agg(
        times=("moment", "size"), first=("moment", "min"), last=("moment", "max"),
        least=("n", "min"), most=("n", "max"),
    )  # fmt: skip
    return bool(
        at["least"].eq(at["most"]).all()
        and (at["times"] >= 0.75 * (at["last"] - at["first"] + 1)).all()
        and at["times"].min() >= least
    )


def _site_column(sheet: Sheet, used: set[str], stamps: pd.Series) -> str:
    """Return the heading of the column that says where; empty where none does.

    A name goes before a number, unless there are several counters of one name.
    """
    known = find_columns(list(sheet.columns), "sessions").get("site", "")
    if known and known not in used:
        return known
    free = [name for name in sheet.columns if name not in used and any(sheet.cells(name))]
    named = [name for name in free if _SITES.search(name) and not _PARTS.search(name)]
    best = min(named, key=lambda name: (not _NAMES.search(name), len(name)), default="")
    alike = {
        name: int(pd.DataFrame({"stamp": stamps, "site": sheet.cells(name)}).duplicated().sum())
        for name in named
        if name == best or _COUNTERS.search(name)
    }
    return min(alike, key=lambda name: (alike[name], name != best), default="")


def site_of(sheet: Sheet, heading: str) -> Sequence[str]:
    """Return the site of every row, the file's name where no column says it."""
    return sheet.cells(heading) if heading else [Path(sheet.file.split(" [")[0]).stem] * len(sheet.lines)


def _kind_columns(sheet: Sheet, keys: pd.DataFrame, free: Sequence[str]) -> list[str]:
    """Return the fewest columns of few words that tell rows of one place and moment apart, or none."""
    few = {name: cells for name in free if 1 < len(set(cells := sheet.cells(name))) <= _MOST_KINDS}
    found: list[str] = []
    alike = at_first = int(keys.duplicated().sum())
    while few and alike:
        left = {name: int(keys.assign(word=cells).duplicated().sum()) for name, cells in few.items()}
        best = min(left, key=lambda name: (left[name], all(map(str.isdecimal, few[name]))))
        if 2 * (len(keys) - left[best]) < 3 * (len(keys) - alike):
            break
        alike, keys = left[best], keys.assign(**{best: few.pop(best)})
        found.append(best)
    return found if 2 * alike < at_first else []
