"""Output that arrives whole or not at all.

Everything is written to a temporary folder beside the target and moved in when the last file is done. A
run that fails, or is stopped, leaves the last good output as it was. A folder that evalkit didn't make is
never replaced: a manifest is how it knows its own folders, and its own files in them.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evalkit.errors import EvalkitError, place

MANIFEST = "manifest.json"


@contextmanager
def whole_folder(target: str | Path) -> Iterator[Path]:
    """Give a temporary folder to write in; move it to `target` when the block ends well.

    Parameters
    ----------
    target : path
        Absent, empty, or an earlier output of evalkit, which is replaced; files that somebody else laid in
        it are kept.

    Yields
    ------
    Path
        The folder to write in, beside the target and so on the same disk.

    Raises
    ------
    EvalkitError
        If the target is a file, or a folder that holds something else, or can't be written to.
    """
    target = Path(target)
    _check_target(target)
    draft = _draft_folder(target)
    try:
        yield draft
        _keep_others_files(draft, target)
        _swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def whole_file(target: str | Path) -> Iterator[Path]:
    """Give a temporary path with the target's ending; move it to `target` when the block ends well.

    Parameters
    ----------
    target : path

    Yields
    ------
    Path

    Raises
    ------
    EvalkitError
        If the target's folder isn't there or can't be written to.
    """
    target = Path(target)
    if not target.parent.is_dir():
        raise EvalkitError(
            f"there is no folder {target.parent.as_posix()!r}", "Make it first, or give another path.",
            where=place(target),
        )  # fmt: skip
    draft = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        yield draft
        draft.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _check_target(target: Path) -> None:
    if target.is_file():
        raise EvalkitError("this is a file, not a folder", "Give a folder to write to.", where=place(target))
    if not target.is_dir() or (target / MANIFEST).is_file():
        return
    found = sorted(path.name for path in target.iterdir())
    if found:
        raise EvalkitError(
            f"the folder holds other files ({', '.join(found[:4])}{', ...' if len(found) > 4 else ''})",
            "Give a new or empty folder, or one that evalkit wrote: it is replaced whole.",
            where=place(target),
        )


def _draft_folder(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from None


def _keep_others_files(draft: Path, target: Path) -> None:
    """Copy what an earlier output's manifest doesn't list, unless the new output has a file of that name."""
    ours = _listed(target / MANIFEST)
    for path in target.rglob("*") if target.is_dir() else ():
        name = path.relative_to(target)
        if path.is_file() and name.as_posix() not in ours and not (draft / name).exists():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, draft / name)


def _listed(manifest: Path) -> set[str]:
    try:
        outputs = json.loads(manifest.read_text("utf-8"))["outputs"]
        return {manifest.name, *(entry["file"] for entry in outputs)}
    except (OSError, ValueError, KeyError, TypeError):
        return {manifest.name}


def _swap(draft: Path, target: Path) -> None:
    """Put the draft where the target is; two renames on one disk, undone if the second fails."""
    draft.chmod(0o755)
    old = draft.with_suffix(".old")
    try:
        if target.exists():
            target.rename(old)
        draft.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        raise _unwritable(target, error) from None
    shutil.rmtree(old, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> EvalkitError:
    return EvalkitError(
        f"it can't be written ({error.strerror or error})",
        "Close the file if it is open elsewhere, or give another place with --out.",
        where=place(target),
    )
