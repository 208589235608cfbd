"""The six studies: for each, what files it consists of and what is in them, as text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import others, roadworks

Files = Mapping[str, str | bytes]

STUDIES: Mapping[str, Callable[[], Files]] = {
    "roadworks": roadworks.files,
    "rain_yard": others.rain_yard,
    "care_meals": others.care_meals,
    "waste_sorting": others.waste_sorting,
    "library_youth": others.library_youth,
    "one_entrance": others.one_entrance,
}
