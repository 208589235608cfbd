"""A new study's folder: written whole, never over something that is there."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evalkit.errors import EvalkitError, place
from evalkit.framework import Framework, load_framework
from evalkit.pseudonyms import make_salt
from evalkit.starting.codebooks import dumped, exports_fields, framework_codebook, with_scales
from evalkit.starting.logbooksheet import write_logbook_sheet
from evalkit.starting.mapping import read_mapping, tie, write_mapping
from evalkit.starting.questionnaire import write_questionnaire
from evalkit.starting.studytext import study_text
from evalkit.words import check_lang

MAPPING = "mapping.xlsx"


@dataclass(frozen=True)
class Answers:
    """The few things that no export tells.

    Attributes
    ----------
    id : str
        The study's id; letters, digits, ``_`` and ``-``.
    title : str
    parties : dict of str to (str, int or None)
        Party id to its label and how many were invited, None where unknown.
    waves : dict of str to date
    evaluator : str
        The party that makes the evaluation; empty where it is none of them.
    """

    id: str
    title: str
    parties: Mapping[str, tuple[str, int | None]]
    waves: Mapping[str, dt.date] = field(default_factory=dict)
    evaluator: str = ""


def begin_study(
    folder: str | Path, answers: Answers, *, lang: str = "da", framework: str = "partnership"
) -> list[Path]:
    """Write what is needed to begin: questionnaires, a logbook sheet, a codebook that fits, `study.yml`.

    Parameters
    ----------
    folder : path
        New or empty.
    answers : Answers
    lang : {'da', 'en'}
        The language of the questionnaires and the logbook sheet.
    framework : str
        ``partnership``, or the path of a framework, which is copied into the folder.

    Returns
    -------
    list of Path
        study.yml, codebook.yml, the short and the long questionnaire (docx and xlsx), the logbook (xlsx).

    Raises
    ------
    EvalkitError
        If the folder holds something, or python-docx is missing.
    """
    check_lang(lang)
    instrument, folder = load_framework(framework), _new(folder)
    labels = {label: id for id, (label, _) in answers.parties.items()}
    written = write_questionnaire(instrument, folder, lang, list(labels))
    written.append(write_logbook_sheet(instrument, folder, lang, list(labels)))
    own = _own(framework, folder)
    texts = {
        "codebook.yml": framework_codebook(instrument, lang, labels),
        "study.yml": study_text(answers, own[0].name if own else framework, [], logbook=written[-1].name),
    }
    return [*_write(folder, texts), *written, *own]


def begin_from_exports(
    folder: str | Path,
    exports: Mapping[Path, str],
    answers: Answers,
    *,
    mapping: Path | None = None,
    framework: str = "partnership",
    lang: str = "da",
) -> list[Path]:
    """Draft a study from raw exports.

    Parameters
    ----------
    folder : path
        New or empty.
    exports : mapping of Path to str
        Each export and the wave it belongs to; they are copied, never changed.
    answers : Answers
    mapping : path, optional
        A sheet (xlsx or csv) that ties variables to items or criteria, as `write_mapping` writes it.
    framework : str
        As in `begin_study`.
    lang : {'da', 'en'}
        The language of the sheet that is written where no mapping is given.

    Returns
    -------
    list of Path
        study.yml, codebook.yml, the copied exports, and without a mapping the sheet to fill in.

    Raises
    ------
    EvalkitError
        If the folder holds something, an export can't be read, or the mapping names what isn't there.
    """
    instrument: Framework = load_framework(framework)
    fields = exports_fields(list(exports), instrument)
    if mapping:
        labels = {label: id for id, (label, _) in answers.parties.items()}
        tie(fields, read_mapping(mapping, instrument), labels)
    _need_own_names(exports)
    folder = _new(folder)
    copies = [_copied(path, folder) for path in exports]
    if not mapping:
        copies.append(write_mapping(folder / MAPPING, fields, instrument, lang))
    surveys = [(path.name, wave) for path, wave in exports.items()]
    own = _own(framework, folder)
    texts = {
        "codebook.yml": dumped(with_scales(fields, instrument)),
        "study.yml": study_text(answers, own[0].name if own else framework, surveys),
    }
    return [*_write(folder, texts), *copies, *own]


def check_new(folder: str | Path) -> None:
    """Raise unless a folder is new or empty.

    Parameters
    ----------
    folder : path

    Raises
    ------
    EvalkitError
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EvalkitError(
            "there is something here already", "Give a new or an empty folder.", where=place(folder)
        )


def _new(folder: str | Path) -> Path:
    check_new(folder)
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


def _need_own_names(exports: Iterable[Path]) -> None:
    names = [path.name for path in exports]
    for name in names:
        if names.count(name) > 1:
            raise EvalkitError(
                "two exports have this name",
                "Rename one: they are copied into one folder.",
                where=place(name),
            )


def _own(framework: str, folder: Path) -> list[Path]:
    """Copy a framework of one's own into the folder: a study names only files beside it."""
    return [_copied(Path(framework), folder)] if Path(framework).suffix in (".yml", ".yaml") else []


def _write(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    make_salt(folder)  # so that respondents' pseudonyms last from wave to wave
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def _copied(path: Path, folder: Path) -> Path:
    target = folder / path.name
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copyfile(path, target)
    return target
