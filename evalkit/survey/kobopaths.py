"""The paths that KoboToolbox and ODK write as headings: groups, questions, and choices of tick boxes."""

from __future__ import annotations

from collections import Counter

from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import short_name
from evalkit.survey.ticks import option_name

_TRUTH, _NOTHING = {"true", "false", "1", "0"}, {"n/a", "-"}
Paths = list[list[str]]
Parents = set[tuple[str, ...]]


def paths_of(headings: list[str], kept: list[int], columns: list[Cells]) -> tuple[Paths, Parents]:
    """Cut the headings that are kept at their groups, and find which are parents of tick boxes."""
    central = "KEY" in headings or "meta-instanceID" in headings
    shared = _shared(headings)
    paths = [_central(headings[n]) if central else _path(headings[n], shared) for n in kept]
    ticks = _ticks(paths, columns)
    return _whole_options(paths, ticks), ticks


def _central(heading: str) -> list[str]:
    """Cut a heading of ODK Central: groups are parted by `-`, a choice from its question by `/`."""
    question, slash, choice = heading.partition("/")
    return [*question.split("-"), *([choice] if slash else [])]


def names_of(paths: Paths, ticks: Parents) -> list[str]:
    """Name a question by itself, or with its group where several have it; a choice by its question."""
    last = Counter(fold(path[-1]) for path in paths if tuple(path[:-1]) not in ticks)
    return [_name(path, ticks, last) for path in paths]


def _name(path: list[str], ticks: Parents, last: Counter[str]) -> str:
    if tuple(path[:-1]) in ticks:
        return f"{short_name(path[-2])}[{option_name(path[-1])}]"
    if last[fold(path[-1])] > 1 and len(path) > 1:
        return f"{short_name(path[-2])}.{short_name(path[-1])}"
    return path[-1] if path[-1].startswith("_") else short_name(path[-1])


def is_truth(cells: Cells) -> bool:
    """Tell whether a column holds nothing but true and false, or 1 and 0."""
    answers = {fold(text) for text in cells.few} - _NOTHING
    return bool(answers) and answers <= _TRUTH


def _path(heading: str, shared: Counter[str]) -> list[str]:
    """Cut a heading at its groups; a label such as 'Is boat/canoe there?' has a slash of its own."""
    path: list[str] = []
    for part in heading.split("/"):
        prefix = "/".join(path)
        whole = path and " " in prefix and shared[prefix] < 2
        path = [*path[:-1], f"{path[-1]}/{part}"] if whole else [*path, part]
    return path


def _shared(headings: list[str]) -> Counter[str]:
    """Count how many headings begin with each group."""
    cuts = [heading.split("/") for heading in headings]
    return Counter("/".join(cut[:n]) for cut in cuts for n in range(1, len(cut)))


def _ticks(paths: Paths, columns: list[Cells]) -> Parents:
    """Find the questions whose columns are all true or false, and all filled or all empty."""
    children: dict[tuple[str, ...], list[Cells]] = {}
    for path, cells in zip(paths, columns, strict=True):
        if len(path) > 1:
            children.setdefault(tuple(path[:-1]), []).append(cells)
    whole = {tuple(path) for path in paths}
    return {
        parent
        for parent, cells in children.items()
        if (parent in whole or (len(cells) > 1 and _go_together(cells)))
        and any(is_truth(column) for column in cells)
        and sum(bool(is_truth(column) or not len(column.uniques)) for column in cells)
        >= len(cells) - (len(cells) > 2)
    }


def _go_together(columns: list[Cells]) -> bool:
    """Tell whether the columns are filled for the same respondents: questions of a group need not be."""
    filled = [
        cells.per_row((fold(text) not in _NOTHING for text in cells.texts), False)
        for cells in columns
        if is_truth(cells)
    ]
    return all((one == filled[0]).all() for one in filled)


def _whole_options(paths: Paths, ticks: Parents) -> Paths:
    """Keep an option with a slash in it whole."""
    return [
        next(
            ([*path[:n], "/".join(path[n:])] for n in range(1, len(path) - 1) if tuple(path[:n]) in ticks),
            path,
        )
        for path in paths
    ]
