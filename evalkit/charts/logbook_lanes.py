"""What stands where in the logbook chart: each note in its party's lane, and the stretches without notes.

A note's day may be known by the day, the week or the month: a silence is counted from where one note may have
ended to where the next may have begun, so that it is never longer than it was. Where the notes of a lane
don't fit one above the other, they are counted: a mark for each stance in a stretch of time, with its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.dates import date2num

from evalkit.charts.cells import records
from evalkit.charts.labels import Labels, in_order
from evalkit.words import number, say

STEP, BIN = 15.0, 46.0  # points: from mark to mark, and a stretch that is counted together
WEEKS, WORDS = 4, 58.0  # a silence is at least so many weeks, and so many points that it can be named
UNCODED, SEVERAL, OTHER = "uncoded", "several", "other"
UNKNOWN, OUTSIDE = "", "external"
_LOW, _TALL = ([(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)] for x, y in ((1, 0.65), (0.6, 1)))
SHAPES = {
    "meeting": "s", "decision": "D", "agreement": _LOW, "delivery": "^", "action": ">", "observation": "h",
    "film": _TALL, "interview": "v", "count": "p", "note": "o", OTHER: "*", SEVERAL: "8",
}  # fmt: skip
_LONG = {"week": 7, "month": 31, "year": 366}


@dataclass(frozen=True)
class Mark:
    """One note, or `n` of one stance: where it stands and how it looks."""

    x: float
    level: int
    kind: str
    stance: str
    n: int = 1

    @property
    def aside(self) -> int:
        """How many steps it stands below the lane's middle: the first in it, the next below, then above."""
        return -(self.level // 2) if self.level % 2 == 0 else (self.level + 1) // 2


@dataclass(frozen=True)
class Silence:
    """A stretch without notes, in days as matplotlib counts them."""

    start: float
    end: float
    weeks: int | None  # None where nothing at all was written


@dataclass(frozen=True)
class Lane:
    """One party's notes."""

    id: str
    name: str
    notes: pd.DataFrame

    def counts(self) -> dict[str, int]:
        """Return how many notes there are of each stance."""
        return {str(stance): n for stance, n in self.notes["stance"].value_counts().items()}

    def marks(self, near: float, first: float, most: int) -> list[Mark]:
        """Stack notes within `near` days of each other, or count them where the stack is above `most`."""
        ends: list[float] = []
        marks = []
        for note in records(self.notes):
            level = next((n for n, end in enumerate(ends) if note["x"] - end >= near), len(ends))
            ends[level : level + 1] = [note["x"]]
            marks.append(Mark(note["x"], level, note["kind"], note["stance"]))
        return marks if len(ends) <= most else self._counted(near * BIN / STEP, first)

    def _counted(self, width: float, first: float) -> list[Mark]:
        marks = []
        bins = ((self.notes["x"] - first) // width).astype(int)
        for n, inside in self.notes.groupby(bins):
            edge = first + n * width  # its number stands beside it, within the stretch
            x = min(max(inside["x"].mean(), edge + width / 6), edge + width * 0.45)
            for level, (stance, alike) in enumerate(inside.groupby("stance")):
                kinds = alike["kind"].unique()
                marks.append(
                    Mark(x, level, kinds[0] if len(kinds) == 1 else SEVERAL, str(stance), len(alike))
                )
        return marks

    def silences(self, span: tuple[float, float], least: int) -> list[Silence]:
        """Return the stretches of at least so many weeks in which nobody of the lane wrote."""
        if self.notes.empty:
            return [Silence(*span, None)]
        starts = [*self.notes["start"], span[1]]
        ends = [span[0], *np.maximum.accumulate(self.notes["end"])]
        weeks = [int((start - end) // 7) for end, start in zip(ends, starts, strict=True)]
        return [
            Silence(end, start, n) for end, start, n in zip(ends, starts, weeks, strict=True) if n >= least
        ]


def dated_notes(entries: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return each entry that has a day: party, kind, stance, start and end (what its day may be), and x.

    Parameters
    ----------
    entries, evidence : DataFrame
    """
    told = entries[entries["occurred_at"].notna()].drop_duplicates("entry")
    start = pd.to_datetime(told["occurred_at"]).dt.normalize()
    long = told["precision"].map(_LONG).fillna(1) if "precision" in told else pd.Series(1, index=told.index)
    days = date2num(start.to_numpy())
    kinds = told["kind"].fillna("").astype(str) if "kind" in told else pd.Series("note", index=told.index)
    stances = stance_of_entries(evidence)
    notes = pd.DataFrame(
        {
            "party": party_of(told),
            "kind": kinds.where(kinds.isin(list(SHAPES)), OTHER),
            "stance": told["entry"].astype(str).map(stances.to_dict()).astype(object).fillna(UNCODED),
            "start": days,
            "end": days + long.astype(float),
            "x": days + long.where(long > 1, 0) / 2,
        }
    )
    return notes.sort_values(["x", "stance"], kind="stable")


def stance_of_entries(evidence: pd.DataFrame) -> pd.Series:
    """Return each coded entry's stance, whatever it is about: mixed where it speaks both for and against.

    Parameters
    ----------
    evidence : DataFrame
        With columns entry and stance.

    Returns
    -------
    Series of str
        By entry.

    Examples
    --------
    >>> told = pd.DataFrame({"entry": ["a", "a", "b"], "stance": ["supports", "neutral", "against"]})
    >>> stance_of_entries(told).to_dict()
    {'a': 'supports', 'b': 'against'}
    """
    told = evidence[["entry", "stance"]].astype(str)
    ways = told[told["stance"] != "neutral"].groupby("entry")["stance"]
    neutral = pd.Series("neutral", index=pd.Index(told["entry"].unique(), name="entry"))
    return neutral.mask(
        neutral.index.isin(list(ways.groups)), ways.first().where(ways.nunique() == 1, "mixed")
    )


def party_of(entries: pd.DataFrame) -> pd.Series:
    """Return each entry's party, "" where none is given or shown."""
    return entries["party"].astype(object).where(entries["party"].notna(), UNKNOWN).astype(str)


def rows_of_lanes(entries: pd.DataFrame, labels: object) -> pd.DataFrame:
    """Return a row for each party that may have a lane, for `draw_rows`: pages of lanes share their days.

    Parameters
    ----------
    entries : DataFrame
    labels : Study or other labels
        A study's parties have lanes in its own order.

    Returns
    -------
    DataFrame
        With one column, party.
    """
    own = [party.id for party in getattr(labels, "parties", ())]
    return pd.DataFrame({"party": [*dict.fromkeys([*own, *party_of(entries)])]})


def lanes_of(entries: pd.DataFrame, notes: pd.DataFrame, words: Labels, parties: Sequence[str]) -> list[Lane]:
    """Return a lane for each party, then one for outsiders and one for notes without a party.

    Parameters
    ----------
    entries, notes : DataFrame
        The entries, and what `dated_notes` makes of them.
    words : Labels
    parties : sequence of str
        Those who have a lane even if they wrote nothing.
    """
    found = [str(party) for party in in_order(notes["party"])]
    own = [key for key in words.texts if key in {*found, *parties}]
    last = [key for key in (OUTSIDE, UNKNOWN) if key in found]
    rest = [key for key in found if key not in own and key not in last]
    hidden = "party_hidden" if "shown" in entries else "party_unknown"
    names = {OUTSIDE: say("charts.outside", words.lang), UNKNOWN: say(f"charts.{hidden}", words.lang)}
    lanes = []
    for key in [*own, *rest, *last]:
        mine = notes[notes["party"] == key]
        name = names.get(key) or words.of(key)
        which = "notes_none" if mine.empty else "notes_one" if len(mine) == 1 else "notes"
        told = say(f"charts.{which}", words.lang, n=number(len(mine), words.lang))
        lanes.append(Lane(key, f"{name},\n{told}", mine))
    return lanes


def phases(words: Labels, span: tuple[float, float]) -> list[tuple[str, float, float]]:
    """Return before, during and after: what lies before the start's wave, up to the end's, and after it.

    Parameters
    ----------
    words : Labels
    span : (float, float)
        The axis' ends.

    Returns
    -------
    list of (str, float, float)
        Two phases share a name where nobody was asked between them; empty where no wave parts them.
    """
    days = {wave: float(date2num(day)) for (_, wave), day in words.days.items()}
    start, end = days.get("start"), days.get("end")
    if start is None and end is None:
        return []
    edges = [edge for edge in (start, end) if edge is not None]
    names = ["before" if start is not None else "before_during"]
    names += ["during"] if len(edges) == 2 else []
    names += ["after" if end is not None else "during_after"]
    inside = [span[0], *(min(max(edge, span[0]), span[1]) for edge in edges), span[1]]
    bands = zip(names, inside, inside[1:], strict=False)
    return [(name, low, high) for name, low, high in bands if high > low]
