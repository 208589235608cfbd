"""What was published before: manifests of earlier reports, kept in a study's folder `published`.

A late answer shows by subtraction: a mean of six today beside the mean of five in last month's report. So the
manifest of a report carries its figures, and a report that was shared leaves its manifest in `published/`.
What it told of a wave stands: a later report tells the same, or isn't written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.errors import EvalkitError, place
from evalkit.studyfile import stays_inside

if TYPE_CHECKING:
    from evalkit.study import Study

FOLDER = "published"
_CELL = ["study", "wave", "party", "criterion"]
_FIGURES = [*_CELL, "state", "n", "score", "shown", "level", "band", "answers"]


def report_figures(scores: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Return what a report tells of each party, criterion and wave.

    Parameters
    ----------
    scores, answers : DataFrame
        As `evalkit.protect` returns them.

    Returns
    -------
    DataFrame
        One row a score: study, wave, party, criterion, state, n, score, shown, level, band; answers, a text
        of how they fell: ``dialogue_1 low 2, dialogue_1 middle 1, ...``.
    """
    shown = answers[answers["shown"].eq("yes") & answers["criterion"].notna()].astype(object)
    at = shown["level"].fillna(shown["value"]).fillna(shown["state"]).astype(str)
    said = shown["item"].fillna("people").astype(str) + " " + at + " " + shown["n"].astype(str)
    fell = said.groupby([shown[key].astype(str) for key in _CELL]).agg(", ".join).to_dict()
    keys = zip(*(scores[key].astype(str) for key in _CELL), strict=True)
    return scores.assign(answers=[fell.get(key, "") for key in keys])[_FIGURES]


def figures_for_manifest(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a report's figures as a manifest carries them: one a row, None where nothing is shown.

    Parameters
    ----------
    figures : DataFrame
        As `report_figures` returns them.

    Returns
    -------
    list of dict
    """
    table = figures.astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return [{str(column): value for column, value in row.items()} for row in rows]


def earlier_figures(study: Study) -> dict[str, pd.DataFrame]:
    """Read the figures that earlier reports of a study have published.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict of str to DataFrame
        By the manifest's path in the study's folder; empty where there is no folder `published`.

    Raises
    ------
    EvalkitError
        If a file there isn't the manifest of a report of this study.
    """
    files = sorted(stays_inside(study.folder, study.folder / FOLDER).glob("*.json"))
    return {f"{FOLDER}/{path.name}": _figures(path, study.id) for path in files}


def _figures(path: Path, study: str) -> pd.DataFrame:
    try:
        manifest = json.loads(path.read_text("utf-8"))
        whose, figures = manifest["study"]["id"], manifest["figures"]
    except (ValueError, KeyError, TypeError):
        raise EvalkitError(
            "this is not the manifest of a report",
            "Keep the manifest.json of each report that was shared here, and nothing else.",
            where=place(path),
        ) from None
    if whose != study:
        raise EvalkitError(
            f"this is the manifest of {whose!r}, not of {study!r}", "Move it.", where=place(path)
        )
    return pd.DataFrame(figures, columns=_FIGURES).astype(
        {"n": "Int64", "score": "float64", "band": "float64"}
    )
