"""An SPSS file: value labels, 9 as a user-missing 'Ved ikke', system-missing where skipped; no clock in its header."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from .codebooks import danish_text
from .exports import AGREE, NOT_KNOWN
from .plan import Form

PRODUCT, CREATED = slice(4, 64), slice(92, 109)  # in the header record: product name; creation date and time


def sav(form: Form) -> bytes:
    """Return the file's bytes."""
    import pandas as pd
    import pyreadstat

    write: Any = pyreadstat.write_sav  # its stubs don't know pandas' own DataFrame

    ids = {party: float(n) for n, party in enumerate(form.parties, start=1)}
    columns = {
        "kode": [person.pseudonym for person in form.people],
        "part": [ids[person.party] for person in form.people],
        **{i.id: [_number(person.answers[i.id]) for person in form.people] for i in form.items},
    }
    labels = dict(enumerate(AGREE, start=1)) | {9: NOT_KNOWN}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wave.sav"
        write(
            pd.DataFrame(columns),
            str(path),
            column_labels=["Kode", "Hvilken part hører du til?", *map(danish_text, form.items)],
            variable_value_labels={"part": {ids[party]: text for party, text in form.parties.items()}}
            | {i.id: labels for i in form.items},
            missing_ranges={i.id: [9] for i in form.items},
            variable_measure={"kode": "nominal", "part": "nominal"} | {i.id: "ordinal" for i in form.items},
        )
        return _without_clock(path.read_bytes())


def _number(code: int | None) -> float:
    return float("nan") if code is None else float(code)


def _without_clock(content: bytes) -> bytes:
    header = bytearray(content)
    header[PRODUCT] = b"@(#) SPSS DATA FILE - evalkit sample".ljust(60)
    header[CREATED] = b"04 Jun 1812:00:00"
    return bytes(header)
