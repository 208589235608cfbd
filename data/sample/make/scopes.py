"""Freezing the samples' scopes as their parties did: on these days, for these reasons."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from evalkit.scope import freeze_scope

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent
FROZEN: dict[str, list[tuple[Path, dt.date, str]]] = {
    "roadworks": [
        (HERE / "scopes" / "roadworks_1.yml", dt.date(2016, 8, 12), ""),
        (
            SAMPLE / "roadworks" / "scope.yml", dt.date(2016, 10, 6),
            "Midtvejstallene: én frikøbes to dage om ugen, og ingen af parterne har brug for en rapport.",
        ),
    ],
    "rain_yard": [(SAMPLE / "rain_yard" / "scope.yml", dt.date(2017, 2, 10), "")],
    "care_meals": [(SAMPLE / "care_meals" / "scope.yml", dt.date(2017, 8, 14), "")],
    "waste_sorting": [(SAMPLE / "waste_sorting" / "scope.yml", dt.date(2017, 9, 22), "")],
    "one_entrance": [(SAMPLE / "one_entrance" / "scope.yml", dt.date(2017, 2, 14), "")],
}  # fmt: skip


def frozen(study: str) -> dict[str, str]:
    """Return `scope.frozen.yml` of a study, if its parties froze anything."""
    if study not in FROZEN:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / study
        shutil.copytree(SAMPLE / study, folder, ignore=shutil.ignore_patterns("scope.frozen.yml"))
        for scope, day, reason in FROZEN[study]:
            text = scope.read_text("utf-8")
            (folder / "scope.yml").write_text(text, encoding="utf-8")
            freeze_scope(folder, day=day, reason=reason)
        return {"scope.frozen.yml": (folder / "scope.frozen.yml").read_text("utf-8")}
