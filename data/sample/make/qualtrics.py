"""Qualtrics' CSV: three header rows (name, text, ImportId as JSON), numeric answers, -99 for a question seen and left."""

from __future__ import annotations

import datetime as dt
import json
import random

from .codebooks import danish_text
from .exports import times
from .notes import to_csv
from .plan import Form

SYSTEM = (
    ("StartDate", "Startdato", "startDate"), ("EndDate", "Slutdato", "endDate"), ("Status", "Svartype", "status"),
    ("IPAddress", "IP-adresse", "ipAddress"), ("Progress", "Fremskridt", "progress"),
    ("Duration (in seconds)", "Varighed (i sekunder)", "duration"), ("Finished", "Afsluttet", "finished"),
    ("RecordedDate", "Registreret dato", "recordedDate"), ("ResponseId", "Svar-ID", "_recordId"),
    ("RecipientLastName", "Modtagers efternavn", "recipientLastName"),
    ("RecipientFirstName", "Modtagers fornavn", "recipientFirstName"),
    ("RecipientEmail", "Modtagers e-mail", "recipientEmail"),
    ("ExternalReference", "Ekstern datareference", "externalDataReference"),
    ("LocationLatitude", "Placering breddegrad", "locationLatitude"),
    ("LocationLongitude", "Placering længdegrad", "locationLongitude"),
    ("DistributionChannel", "Distributionskanal", "distributionChannel"),
    ("UserLanguage", "Brugersprog", "userLanguage"),
)  # fmt: skip
STEM = "Hvor enig eller uenig er du?"
COMMENT = "Er der noget, du vil tilføje?"


def export(form: Form, party: str) -> str:
    """Return the file of one party's distribution."""
    own = [("kode", "Kode", "QID1_TEXT")]
    own += [(f"Q2_{n}", f"{STEM} - {danish_text(i)}", f"QID2_{n}") for n, i in enumerate(form.items, start=1)]
    own += [("Q3", COMMENT, "QID3_TEXT")]
    heads = [*SYSTEM, *own]
    ids = [json.dumps({"ImportId": head[2]}, separators=(",", ":")) for head in heads]
    rows = [[head[0] for head in heads], [head[1] for head in heads], ids]
    for person, when in zip(form.people, times(form), strict=True):
        if person.party == party:
            codes = ["-99" if person.answers[i.id] is None else str(person.answers[i.id]) for i in form.items]
            rows.append([*_system(when, person.pseudonym), person.pseudonym, *codes,
                         form.comments.get(person.pseudonym, "")])  # fmt: skip
    return to_csv(rows)


def _system(ended: dt.datetime, pseudonym: str) -> list[str]:
    rng = random.Random(f"response {pseudonym}")
    letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789"
    made_up = "R_" + "".join(letters[int(rng.random() * len(letters))] for _ in range(15))
    seconds = 140 + int(rng.random() * 300)
    start, end = (f"{t:%Y-%m-%d %H:%M:%S}" for t in (ended - dt.timedelta(seconds=seconds), ended))
    blank = [""] * 6
    return [start, end, "0", "", "100", str(seconds), "1", end, made_up, *blank, "anonymous", "DA"]
