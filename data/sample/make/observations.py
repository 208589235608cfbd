"""Roadworks' sessions at the two sites, and what was counted in them: rates set by hand, counts drawn."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from .notes import danish, to_csv

SOLUTIONS = (
    "baseline",
    "Løsning 1: orange skilt ved hjørnet",
    "Løsning 2: rampe ved kantstenen",
    "Løsning 3: hegn rykket 60 cm",
    "Løsning 4: skilt i øjenhøjde 50 m før",
    "Løsning 5: blå linje på asfalten",
    "Løsning 6: cykelvært i vest",
    "Løsning 7: spejl ved hjørnet",
)
BEHAVIOURS = ("kører på fortovet", "kører mod retningen", "tæt på sammenstød med fodgænger")

# day and start, minutes, site, solution, who counted, weather, passers-by, share of each behaviour
SESSIONS = (
    ("2016-08-31 07:30", 30, "Njalsgade", 0, "P04", "regn", 82, (0.30, 0.06, 0.03)),
    ("2016-08-31 08:10", 30, "Njalsgade", 0, "P04", "overskyet", 95, (0.28, 0.05, 0.02)),
    ("2016-08-31 16:00", 30, "Njalsgade", 1, "P08", "tørt", 71, (0.25, 0.06, 0.00)),
    ("2016-09-14 07:30", 30, "Njalsgade", 2, "P09", "tørt", 88, (0.15, 0.04, 0.01)),
    ("2016-09-15 07:30", 30, "Njalsgade", 2, "P08", "tørt", 90, (0.14, 0.04, 0.00)),
    ("2016-10-25 07:00", 25, "Havnegade", 0, "P04", "tåge", 58, (0.38, 0.03, 0.04)),
    ("2016-10-25 07:30", 25, "Havnegade", 0, "P04", "tåge", 79, (0.41, 0.04, 0.03)),
    ("2016-10-25 08:10", 25, "Havnegade", 3, "P03", "tåge", 84, (0.11, 0.03, 0.00)),
    ("2016-10-25 08:40", 25, "Havnegade", 3, "P03", "overskyet", 66, (0.09, 0.02, 0.00)),
    ("2016-10-25 14:30", 25, "Havnegade", 0, "P08", "overskyet", 41, (0.33, 0.05, 0.02)),
    ("2016-10-25 15:00", 25, "Havnegade", 0, "P08", "overskyet", 52, (0.36, 0.04, 0.02)),
    ("2016-10-25 15:40", 25, "Havnegade", 3, "P03", "overskyet", 61, (0.12, 0.03, 0.02)),
    ("2016-10-25 16:05", 25, "Havnegade", 3, "P03", "overskyet", 73, (0.13, 0.04, 0.00)),
    ("2016-10-27 07:30", 30, "Havnegade", 4, "P05", "tørt", 80, (0.29, 0.04, 0.01)),
    ("2016-11-01 07:30", 25, "Havnegade", 5, "P08", "tørt", 74, (0.19, 0.01, 0.01)),
    ("2016-11-01 08:40", 25, "Havnegade", 5, "P10", "tørt", 63, (0.22, 0.00, 0.00)),
    ("2016-11-03 07:50", 20, "Havnegade", 6, "P10", "blæst", 49, (0.08, 0.00, 0.00)),
    ("2016-11-08 07:30", 30, "Havnegade", 7, "P07", "slud", 57, (0.39, 0.05, 0.04)),
)


@dataclass(frozen=True)
class Session:
    """One spell at a site."""

    id: str
    start: dt.datetime
    minutes: int
    cells: tuple[str, str, str, str, str]  # site, solution, stage, observer, weather
    total: int
    counts: tuple[int, ...]


def sessions() -> list[Session]:
    """Return the sessions with their counts drawn."""
    return [_session(number, *row) for number, row in enumerate(SESSIONS, start=1)]


def _session(number: int, *row: object) -> Session:
    start, minutes, site, solution, observer, weather, total, shares = row
    rng = random.Random(f"roadworks session {number}")
    stage = "before" if solution == 0 else "during"
    return Session(
        f"S{number:02d}",
        dt.datetime.fromisoformat(str(start)),
        int(str(minutes)),
        (str(site), SOLUTIONS[int(str(solution))], stage, str(observer), str(weather)),
        int(str(total)),
        tuple(sum(rng.random() < share for _ in range(int(str(total)))) for share in shares),  # type: ignore[union-attr]
    )


def sessions_csv() -> str:
    """Return sessions.csv."""
    rows = [
        ["session", "site", "solution", "stage", "start", "end", "observer", "method", "weather", "notes"]
    ]
    for s in sessions():
        site, solution, stage, observer, weather = s.cells
        ends = s.start + dt.timedelta(minutes=s.minutes)
        note = "P04 talte med, hver for sig: to fra hinanden" if s.id == "S08" else ""
        rows.append(
            [s.id, site, solution, stage, _moment(s.start), _moment(ends), observer, "tælling", weather, note]
        )
    return to_csv(rows)


def counts_csv() -> str:
    """Return counts.csv, zeros written out."""
    rows = [["session", "behaviour", "n", "total"]]
    for s in sessions():
        rows += [[s.id, what, str(n), str(s.total)] for what, n in zip(BEHAVIOURS, s.counts, strict=True)]
    return to_csv(rows)


def _moment(when: dt.datetime) -> str:
    return danish(f"{when:%Y-%m-%d %H:%M}")
