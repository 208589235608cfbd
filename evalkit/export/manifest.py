"""The manifest: what an output was made from, by which rules, so that it can be made again or doubted.

Versions, the framework's hash, fingerprints of every file read and written, who was invited and answered, the
limits, the mode. Who ran it and at which minute is written in dialogue mode only, and so are the size and the
plain hash of a file that was read: whoever knows all of it but one person's answers tries those until the
hash fits. For everybody the hash is keyed with the study's salt, or left out where there is none.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import hmac
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.export.pictures import made_on
from evalkit.export.published import figures_for_manifest
from evalkit.pseudonyms import read_salt
from evalkit.study import who_answered
from evalkit.tables import FEWEST
from evalkit.words import pick

if TYPE_CHECKING:
    from evalkit.framework import Framework
    from evalkit.study import Study

PACKAGES = ("evalkit", "pandas", "numpy", "matplotlib")
_DISTRIBUTION = {"evalkit": "partnership-evalkit"}


def build_manifest(
    study: Study, *, lang: str, mode: str, folder: Path | None = None, figures: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Collect everything that an output rests on.

    Parameters
    ----------
    study : Study
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
    folder : Path, optional
        The output's folder; every file in it is listed with its hash.
    figures : DataFrame, optional
        What a report tells, as `report_figures` returns it, for later ones to be laid beside.

    Returns
    -------
    dict
        Ready for JSON: made_on, mode, lang, versions, study, framework, limits, waves, answered, inputs,
        outputs; figures, in report mode; in dialogue mode also run (who, when).
    """
    manifest: dict[str, Any] = {
        "schema": 1,
        "made_on": made_on().isoformat(),
        "mode": mode,
        "lang": lang,
        "versions": versions(),
        "study": {"id": study.id, "title": pick(study.title, lang), "form": study.form},
        "framework": framework_identity(study.framework),
        "limits": asdict(study.framework.limits),
        "waves": [
            {"id": wave.id, "date": wave.date.isoformat(), "stage": wave.stage} for wave in study.waves
        ],
        "answered": _answered(study, mode),
        "inputs": _inputs(study, mode),
        "outputs": [] if folder is None else _outputs(folder),
    }
    if figures is not None:
        manifest["figures"] = figures_for_manifest(figures)
    if mode == "dialogue":
        manifest["run"] = who_asked()
    return manifest


def write_manifest(manifest: Mapping[str, Any], path: Path) -> Path:
    """Write a manifest as JSON, its keys in their own order.

    Parameters
    ----------
    manifest : mapping
    path : Path

    Returns
    -------
    Path
    """
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path


def framework_identity(framework: Framework) -> dict[str, str]:
    """Return a framework's id, version and a hash of everything in it, however its file is laid out.

    Parameters
    ----------
    framework : Framework

    Returns
    -------
    dict of str to str
        id, version, sha256.
    """
    content = json.dumps(asdict(framework), ensure_ascii=False, sort_keys=True, default=str)
    return {
        "id": framework.id,
        "version": framework.version,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


def versions() -> dict[str, str]:
    """Return the versions that numbers and pictures depend on.

    Returns
    -------
    dict of str to str
        python and the packages that compute and draw.
    """
    found = {name: version(_DISTRIBUTION.get(name, name)) for name in PACKAGES}
    return {"python": platform.python_version(), **found}


def _inputs(study: Study, mode: str) -> list[dict[str, Any]]:
    if mode == "dialogue":
        return [_file(path, study.folder) for path in study.files]
    salt, names = read_salt(study.folder), [_name(path, study.folder) for path in study.files]
    if salt is None:
        return [{"file": name} for name in names]
    keyed = [hmac.digest(salt, path.read_bytes(), "sha256").hex() for path in study.files]
    return [{"file": name, "keyed_sha256": hash} for name, hash in zip(names, keyed, strict=True)]


def _file(path: Path, folder: Path) -> dict[str, Any]:
    content = path.read_bytes()
    hash = hashlib.sha256(content).hexdigest()
    return {"file": _name(path, folder), "bytes": len(content), "sha256": hash}


def _name(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)).as_posix()


def _outputs(folder: Path) -> list[dict[str, Any]]:
    return [_file(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]


def _answered(study: Study, mode: str) -> list[dict[str, Any]]:
    """Say how many answered; in report mode few are ``fewer than 5``, as everywhere else."""
    table = who_answered(study)[["wave", "party", "invited", "answered"]].astype(object)
    if mode == "report":
        few = table["answered"].between(1, FEWEST - 1)
        table.loc[few, "answered"] = f"fewer than {FEWEST}"
    return [
        {str(key): None if pd.isna(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def who_asked() -> dict[str, str]:
    """Return who asks for dialogue mode, and when.

    Returns
    -------
    dict of str to str
        by, at.
    """
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    return {"by": user, "at": dt.datetime.now().astimezone().isoformat(timespec="seconds")}
