"""How fast logbooks are read: 100,000 notes, 2,000 observation sessions, 5,000 codings.

Each figure is a ratio or a time of one run on one machine. The peer of the notes is the least that masking
them could cost by hand: five `re.sub` passes over every text.

    python benchmarks/logbook_reading.py
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from evalkit import load_framework, read_logbook
from evalkit.comparing import triangulate
from evalkit.logbook import Context, assemble_logbook, read_part
from evalkit.scoring import score_criteria
from evalkit.studyfile import Party, Wave

NOTES, SESSIONS, CODINGS = 100_000, 2_000, 5_000
ROSTER = {f"Anne{number} Holm{number}": f"P{number:02d}" for number in range(1, 13)}
PASSES = (
    r"\b\d{6}-?\d{4}\b",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"\b(?:\+45 ?)?[2-9]\d(?: ?\d{2}){3}\b",
    r"\b[A-Z]{2} ?\d{2} ?\d{3}\b",
    "|".join(map(re.escape, ROSTER)),
)
WORDS = """cyklister fortovet hegnet møde aftale rampen skiltet pladsen tavlen morgen vi talte med og det blev
besluttet at flytte hegnet lidt fordi ingen kunne se det"""
HEADINGS = ("id", "dato", "tid", "forfatter", "part", "type", "tekst", "kriterium", "samtykke")


def main() -> None:
    """Measure and print everything."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        notes_figure(here)
        sessions_figures(here)
        codings_figure(here)


def notes_figure(folder: Path) -> None:
    """Time reading, masking and triangulating against five re.sub passes over the same texts."""
    texts, path = write_notes(folder / "logbook.csv")
    by_hand = timed(lambda: five_passes(texts))
    ours = timed(lambda: triangulated(path))
    print(f"{NOTES:,} notes read, masked and triangulated: {ours:.2f} s")
    print(f"five re.sub passes over the same texts:        {by_hand:.2f} s")
    print(f"ratio: {ours / by_hand:.2f} (to reach: 2 at most)")


def sessions_figures(folder: Path) -> None:
    """Time 2,000 sessions of each observation format."""
    for name, write in (("boris", write_boris), ("boris_table", write_boris_table), ("pldp", write_pldp)):
        path = write(folder)
        seconds = timed(lambda path=path: read_logbook(path))
        found = len(read_logbook(path).sessions)
        print(f"{found:,} {name} sessions: {seconds:.2f} s (to reach: 2 s at most)")


def codings_figure(folder: Path) -> None:
    """Time a REFI-QDA project of 5,000 codings."""
    path = write_project(folder / "project.qdpx")
    seconds = timed(lambda: read_logbook(path))
    print(f"{len(read_logbook(path).evidence):,} codings of a .qdpx: {seconds:.2f} s (to reach: 1 s at most)")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of the faster of two runs."""
    runs = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        runs.append(time.perf_counter() - started)
    return min(runs)


def five_passes(texts: list[str]) -> list[str]:
    """Mask by hand: a pass for each kind of personal data."""
    for pattern in map(re.compile, PASSES):
        texts = [pattern.sub("[X]", text) for text in texts]
    return texts


def triangulated(path: Path) -> pd.DataFrame:
    """Do what `load_study` and `triangulate` do with a logbook."""
    framework = load_framework()
    context = Context(framework, {"hrou": ["HR&OU"], "staff": ["Fagmedarbejdere"]}, ROSTER)
    logbook = assemble_logbook([read_part(path)], "big", context)
    waves = tuple(
        Wave(name, dt.date(2016, month, 15), name, name) for name, month in (("start", 8), ("end", 11))
    )
    study = SimpleNamespace(
        id="big", framework=framework, waves=waves, parties=(Party("hrou", "", "evaluator", {}),),
        entries=logbook.entries, evidence=logbook.evidence,
        overrides=pd.DataFrame(columns=["wave", "criterion", "convergence", "reason", "by"]),
    )  # fmt: skip
    return triangulate(_scores(), study)


def _scores() -> pd.DataFrame:
    answers = pd.DataFrame(
        {
            "study": "big", "wave": "end", "party": ["hrou"] * 3 + ["staff"] * 3,
            "respondent": list("123456"), "item": "dialogue_1", "value": [75, 100, 75, 75, 100, 75],
        }
    )  # fmt: skip
    return score_criteria(answers)


def write_notes(path: Path) -> tuple[list[str], Path]:
    """Write notes of some 200 characters with a little personal data in one of ten."""
    random.seed(1)
    words = WORDS.split()
    criteria = load_framework().criterion_ids
    texts = []
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADINGS)
        for number in range(NOTES):
            text = " ".join(random.choices(words, k=32))
            if number % 10 == 0:
                text += random.choice(
                    (" ring 23 45 67 89", " 010190-1234", " a@b.dk", " AB 12 345", " Anne3 Holm3")
                )
            texts.append(text)
            day = dt.datetime(2016, 8, 1) + dt.timedelta(minutes=37 * (number % 4000))
            code = f"{random.choice(criteria)}{random.choice('+-±')}"
            who = random.choice(("HR&OU", "Fagmedarbejdere"))
            out.writerow(
                (number, f"{day:%d-%m-%Y}", f"{day:%H:%M}", f"P{number % 40}", who, "møde", text, code, "ja")
            )
    return texts, path


def write_boris(folder: Path) -> Path:
    """Write a BORIS project."""
    conf = {"0": {"type": "State event", "code": "s"}, "1": {"type": "Point event", "code": "p"}}
    events = [[second, "", "s" if second % 4 < 2 else "p", "", ""] for second in range(20)]
    observations = {
        f"obs {n}": {"date": "2016-11-27T01:57:26", "type": "LIVE", "events": events, "file": {}}
        for n in range(SESSIONS)
    }
    path = folder / "project.boris"
    path.write_text(json.dumps({"behaviors_conf": conf, "observations": observations}), "utf-8")
    return path


def write_boris_table(folder: Path) -> Path:
    """Write BORIS's aggregated events."""
    head = "Observation id\tObservation date\tTotal length\tSubject\tBehavior\tBehavior type\tStart (s)"
    head += "\tStop (s)"
    rows = [
        f"obs {n}\t2016-11-27 01:57:26\t600\t\t{'sp'[e % 2]}\t{('STATE', 'POINT')[e % 2]}\t{e}.5\t{e}.9"
        for n in range(SESSIONS)
        for e in range(20)
    ]
    path = folder / "aggregated.tsv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


def write_pldp(folder: Path) -> Path:
    """Write a public-life survey of people staying: ten rows a survey, 25 components."""
    parts = [f"Component_{n}" for n in range(25)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "Location_ID",
            "Survey_ID",
            "Date",
            "Start_time",
            "End_time",
            "Surveyor",
            "Row_ID",
            "Row_Total",
            *parts,
        ]
    )
    for n in range(SESSIONS):
        for row in range(10):
            marks = ["1" if (n + row + part) % 7 == 0 else "" for part in range(25)]
            writer.writerow(
                [
                    f"L{n // 10}",
                    "W",
                    f"201808{n % 28 + 1:02d}",
                    f"{8 + n % 10:02d}00",
                    f"{8 + n % 10:02d}10",
                    f"S{n % 10}",
                    row,
                    1,
                    *marks,
                ]
            )
    path = folder / "staying.csv"
    path.write_text(out.getvalue(), "utf-8")
    return path


def write_project(path: Path) -> Path:
    """Write a REFI-QDA project: 50 texts of 20,000 characters, 100 codings each."""
    codes = "".join(f'<Code guid="{{C{n}}}" name="Kode {n}" isCodable="true"/>' for n in range(40))
    sources = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(50):
            archive.writestr(f"Sources/T{n}.txt", "abcdefghij" * 2000)
            marks = "".join(
                f'<PlainTextSelection guid="s{n}-{m}" startPosition="{m * 10}" endPosition="{m * 10 + 9}">'
                '<Coding guid="k">'
                f'<CodeRef targetGUID="C{m % 40}"/></Coding></PlainTextSelection>'
                for m in range(CODINGS // 50)
            )
            sources.append(
                f'<TextSource guid="T{n}" name="T{n}" plainTextPath="internal://T{n}.txt">{marks}</TextSource>'
            )
        archive.writestr(
            "project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0" origin="x"><CodeBook><Codes>{codes}</Codes></CodeBook>'
            f"<Sources>{''.join(sources)}</Sources></Project>",
        )
    return path


if __name__ == "__main__":
    main()
