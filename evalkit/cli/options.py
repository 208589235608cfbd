"""What several commands share: arguments, options, and how a typed date is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

study_argument = click.argument("study", type=click.Path(path_type=Path))
lang_option = click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Language."
)
mode_option = click.option(
    "--mode", type=click.Choice(["report", "dialogue"]), default="report", show_default=True,
    help="For everybody, or watermarked for the people in the room.",
)  # fmt: skip


def read_date(written: str) -> dt.date | None:
    """Return the day that was typed, as 2026-09-01 or 01-09-2026; None where it is none."""
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return dt.datetime.strptime(written, pattern).date()
        except ValueError:
            continue
    return None
