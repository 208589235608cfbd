"""Where each answer of a question stands on its scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import Scale, check_points, known_scales
from evalkit.survey.carrier import Survey
from evalkit.survey.cells import as_text
from evalkit.survey.labels import fold_label

COLUMNS = ("row", "code", "label", "position", "points")


def item_values(survey: Survey, name: str, *, scales: Mapping[str, Scale] | None = None) -> pd.DataFrame:
    """Find for one variable where each given answer stands on its scale.

    Parameters
    ----------
    survey : Survey
    name : str
        A variable of the survey.
    scales : mapping of str to Scale, optional
        A framework's scales; the known ones are there without it.

    Returns
    -------
    DataFrame
        One row per respondent who answered: row, code (as in `data`), label, position (0 the lowest) and
        points (how many answers the scale has), so that the value is ``100 * position / (points - 1)``.

    Raises
    ------
    EvalkitError
        If there is no such variable, its scale isn't known, or an answer isn't on it (with file, row,
        column and value).
    """
    book = survey.codebook.set_index("name")
    if name not in book.index:
        raise not_one_of(name, book.index, "Name a variable of the survey.")
    variable = book.loc[name]
    ladder = _ladder(variable, name, {**known_scales(), **(scales or {})}, survey)
    answered = survey.states[name] == "answered"
    codes = survey.data.loc[answered, name]
    known = {code: _step(code, ladder) for code in codes.unique()}
    for code, step in known.items():
        if step is None:
            _refuse(survey, name, code, list(ladder.values()), codes)
    labels = list(ladder.values())
    steps = codes.map({code: step for code, step in known.items() if step is not None}).astype("int64")
    return pd.DataFrame(
        {
            "row": codes.index,
            "code": codes.to_numpy(dtype=object),
            "label": [labels[step] for step in steps],
            "position": steps.to_numpy(),
            "points": check_points(len(ladder), place(_file(survey), column=name)),
        },
        columns=list(COLUMNS),
    )


def _ladder(variable: Any, name: str, scales: Mapping[str, Scale], survey: Survey) -> dict[Any, str]:
    """Return code to label, lowest first, of the whole scale."""
    values = dict(variable["values"] or {})
    scale = variable["scale"]
    if scale and scale not in scales:
        raise not_one_of(
            scale, scales, "Add the scale to the framework, or use one of these.",
            where=place(_file(survey), column=name),
        )  # fmt: skip
    if values and variable["ordered"]:
        return values
    if scale:
        return _on_known_scale(values, scales[scale])
    labels = ", ".join(map(repr, list(values.values())[:8] or survey.data[name].dropna().unique()[:8]))
    raise EvalkitError(
        f"no scale is known for the answers {labels}",
        "Give the variable a scale:, or categories: from lowest to highest, in the codebook.",
        where=place(_file(survey), column=variable["source"]),
    )


def _on_known_scale(values: Mapping[Any, str], scale: Scale) -> dict[Any, str]:
    """Lay a scale over codes: by their labels, else by counting from its lowest number."""
    for labels in (*scale.labels.values(), *scale.also):
        places = {fold_label(label): place for place, label in enumerate(labels)}
        found = {code: places.get(fold_label(label)) for code, label in values.items()}
        if values and None not in found.values() and len(found) == len(labels):
            return {code: values[code] for code in sorted(values, key=lambda code: found[code] or 0)}
    labels = next(iter(scale.labels.values()))
    first = int(labels[0]) if labels[0].lstrip("-").isdigit() else 1
    return {first + step: values.get(first + step, label) for step, label in enumerate(labels)}


def _step(code: Any, ladder: Mapping[Any, str]) -> int | None:
    """Find an answer by its code, else by its label."""
    for step, (known, label) in enumerate(ladder.items()):
        if code == known or as_text(code) == as_text(known) or fold_label(code) == fold_label(label):
            return step
    return None


def _refuse(survey: Survey, name: str, code: Any, labels: list[str], codes: pd.Series) -> None:
    source = survey.codebook.set_index("name").loc[name, "source"]
    raise not_one_of(
        as_text(code),
        labels,
        "Correct the cell in corrections.csv, or map it with categories: or missingValues: in the codebook.",
        where=place(_file(survey), row=codes.index[codes == code][0], column=source),
    )


def _file(survey: Survey) -> str:
    """Return the file's name, as the report's first sentence gives it."""
    return survey.report[0].partition(": ")[0] if survey.report else ""
