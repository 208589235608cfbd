"""The roadworks sample, loaded and reported once for all tests of the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit import load_study
from evalkit.export import save_report

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="session")
def roadworks():
    return load_study(SAMPLE / "roadworks")


@pytest.fixture(scope="session")
def reports(roadworks, tmp_path_factory):
    """The report of roadworks in each mode and language, by (mode, lang)."""
    folder = tmp_path_factory.mktemp("reports")
    return {
        (mode, lang): save_report(roadworks, folder / f"{mode}-{lang}", lang=lang, mode=mode)
        for mode, lang in (("report", "da"), ("dialogue", "en"))
    }
