"""BORIS projects (`.boris`): an observation is a session, a point event or the start of a state counts one.

In the project file a state is coded twice, when it begins and when it ends, in the same way; the pairs are
told apart by subject, behaviour and modifiers.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import EvalkitError, place
from evalkit.logbook.carrier import Logbook
from evalkit.logbook.dates import parse_date
from evalkit.logbook.grid import read_text
from evalkit.logbook.headings import find_columns
from evalkit.logbook.stamps import seconds
from evalkit.logbook.tally import ABOUT, Tally, ending
from evalkit.safefiles import MOST_BYTES
from evalkit.words import told


def read_boris(path: Path) -> Logbook:
    """Read a BORIS project.

    Parameters
    ----------
    path : path

    Returns
    -------
    Logbook
        A session per observation; a count per session and behaviour of the ethogram, zeros included.

    Raises
    ------
    EvalkitError
        If it isn't a BORIS project, or an observation has a date that can't be read.
    """
    project = _project(path)
    try:
        return _read(project, path)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise EvalkitError(
            f"the project is not as BORIS writes it: {error}", "Save it again in BORIS.", where=place(path)
        ) from None


def _read(project: Mapping[str, Any], path: Path) -> Logbook:
    behaviours = {
        conf.get("code", ""): "State" in str(conf.get("type", ""))
        for conf in _values(project, "behaviors_conf")
    }
    tally = Tally(path.name, behaviours=dict.fromkeys(behaviours))
    for name, observation in project["observations"].items():
        events = [event for event in observation.get("events") or [] if len(event) > 2]
        tally.watch(name, **_session(observation, events, place(path, column=name)))
        for behaviour, n in _starts(events, behaviours).items():
            tally.add(name, behaviour, n)
    strangers = [name for name in tally.behaviours if name not in behaviours]
    said = [told("logbook.boris.project", file=path.name, n=len(tally.sessions))]
    if strangers:
        said.append(told("logbook.boris.strangers", file=path.name, behaviours=", ".join(strangers)))
    return tally.logbook(said)


def _project(path: Path) -> Mapping[str, Any]:
    try:
        project = json.loads(_unpacked(path) if path.suffix.lower() == ".gz" else read_text(path))
    except (ValueError, RecursionError) as error:
        raise EvalkitError(
            f"this is not a BORIS project: {error}", "Save it again in BORIS.", where=place(path)
        ) from None
    if not isinstance(project, Mapping) or not isinstance(project.get("observations"), Mapping):
        raise EvalkitError(
            "this is not a BORIS project: it has no observations",
            "Save it again in BORIS.",
            where=place(path),
        )
    return project


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            text = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise EvalkitError(
            f"the file can't be unpacked: {error}", "Save it again in BORIS.", where=place(path)
        ) from None
    if len(text) > MOST_BYTES:
        raise EvalkitError(
            f"it unpacks to over {MOST_BYTES // 2**20} MB", "Save it again in BORIS.", where=place(path)
        )
    return text


def _values(project: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = project.get(key) or {}
    return [
        value
        for value in (found.values() if isinstance(found, Mapping) else found)
        if isinstance(value, Mapping)
    ]


def _session(
    observation: Mapping[str, Any], events: Sequence[Sequence[Any]], where: str
) -> dict[str, object]:
    day = str(observation.get("date") or "")
    start = parse_date(day, where=where).start if day else None
    variables = {str(k): str(v) for k, v in (observation.get("independent_variables") or {}).items()}
    fields = find_columns(list(variables), "sessions")
    live = str(observation.get("type", "")).upper() == "LIVE"
    return {
        "start": start,
        "end": ending(start, _length(observation, events), where),
        "method": "observation" if live else "film",
        "notes": str(observation.get("description") or "").strip(),
        **{name: variables[fields[name]] for name in ABOUT if name in fields},
    }


def _length(observation: Mapping[str, Any], events: Sequence[Sequence[Any]]) -> float:
    """Return how many seconds were watched: the interval to be coded, the media, or until the last event."""
    given = observation.get("observation time interval")
    first, last = (
        (seconds(str(t)) or 0.0 for t in given) if isinstance(given, list) and len(given) == 2 else (0, 0)
    )
    times = [second for event in events if (second := seconds(str(event[0]))) is not None]
    clocked = any(observation.get(f"start_from_current_{what}") for what in ("time", "epoch_time"))
    until = max(times, default=0.0) - (min(times, default=0.0) if clocked else 0.0)
    return max(0.0, last - first) or _media_length(observation) or until


def _media_length(observation: Mapping[str, Any]) -> float:
    lengths = (observation.get("media_info") or {}).get("length") or {}
    files = observation.get("file")
    first_player = files.get("1", []) if isinstance(files, Mapping) else []
    return sum(float(lengths.get(name) or 0) for name in first_player)


def _starts(events: Sequence[Sequence[Any]], states: Mapping[str, bool]) -> Counter[str]:
    """Count point events once and every second coding of a state, by behaviour."""
    coded = Counter((str(e[1]), str(e[2]), str(e[3]) if len(e) > 3 else "") for e in events)
    counts: Counter[str] = Counter()
    for (_, behaviour, _), times in coded.items():
        counts[behaviour] += (times + 1) // 2 if states.get(behaviour) else times
    return counts
