"""Wide tables: a row for each respondent, a column for each question, codes in the cells.

A codebook says which codes are answers (lowest first) and which say don't know; without one, codes are 1 to
the number of answers of the item's scale in the framework (a scale of numbers: those numbers). Either way a
code becomes the same packed number as a row of a long table (`counts.py`), so both give the same counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.framework import UNITS, Framework, Item, check_points
from evalkit.scoring.badrows import TEXTS, check_codes, check_twice, check_weights
from evalkit.scoring.counts import Counts, pack_table, unpack
from evalkit.scoring.packing import BY_STATE, ONE, collect, texts
from evalkit.scoring.sources import Source, need
from evalkit.scoring.tally import tally
from evalkit.survey.missing import state_of_label
from evalkit.tables import need_columns

_NEEDED = ("name", "item", "criterion", "values", "missing", "reverse")


@dataclass(frozen=True)
class Question:
    """One column of a wide table.

    Attributes
    ----------
    column, item : str
    criterion : str or None
    codes : dict
        Code -> (state, label, units); units is None unless the state is answered.
    """

    column: str
    item: str
    criterion: str | None
    codes: Mapping[Any, tuple[str, Any, int | None]]

    @property
    def packed(self) -> dict[Any, int]:
        """What each code adds to a respondent's packed number."""
        return {code: BY_STATE[state] + (units or 0) for code, (state, _, units) in self.codes.items()}


def is_wide(source: Source) -> bool:
    """Tell whether a source is a wide table: it has no `item` and no `value` column."""
    return source.study is None and not {"item", "value"} & set(source.frame.collect_schema().names())


def questions_of(source: Source, codebook: pd.DataFrame | None) -> list[Question]:
    """Return the columns that are questions, by the codebook or by being named as items.

    Parameters
    ----------
    source : Source
    codebook : DataFrame or None
        As `Survey.codebook`.

    Returns
    -------
    list of Question

    Raises
    ------
    EvalkitError
        If there is none, or the codebook doesn't fit.
    """
    names = source.frame.collect_schema().names()
    framework = source.framework
    if codebook is None:
        found = [_by_scale(framework, framework.item(name)) for name in names if name in framework.item_ids]
    else:
        found = [_by_codebook(framework, row) for row in _mapped(codebook, framework) if row["name"] in names]
    check_codes(source, [question.column for question in found])
    if not found:
        raise EvalkitError(
            f"no column is an item of the framework {framework.id!r} (there are {', '.join(names[:12])})",
            "Give a responses table, name the columns after items, or give codebook=.",
            where=place(source.name),
        )
    return found


def count_wide(source: Source, by: Sequence[str], codebook: pd.DataFrame | None) -> Counts:
    """Count the respondents of a wide table by group, criterion and what they said.

    Parameters
    ----------
    source : Source
    by : sequence of str
    codebook : DataFrame or None

    Returns
    -------
    Counts

    Raises
    ------
    EvalkitError
        For a missing column, a code that isn't on the scale, a group without a name, a bad weight.
    """
    need(source, by)
    check_twice(source)
    asked = [question for question in questions_of(source, codebook) if question.criterion]
    counted = tally(source, by, asked) or pack_table(source, by, _query(source, by, asked))
    if (counted.packed >= ONE["bad"]).any():
        raise _bad_code(source, asked)
    return unpack(source, by, counted)


def count_codes(source: Source, by: Sequence[str], codebook: pd.DataFrame | None) -> pd.DataFrame:
    """Count a wide table's answers: by columns, criterion, item, state, answer, units, n.

    Parameters
    ----------
    source : Source
    by : sequence of str
    codebook : DataFrame or None

    Returns
    -------
    DataFrame
    """
    need(source, by)
    check_twice(source)
    check_weights(source)
    asked = questions_of(source, codebook)
    frame: Any = source.frame
    weighted = "weight" in frame.collect_schema().names()
    size = nw.col("weight").sum() if weighted else nw.len()
    parts = [
        frame.select(*by, *(["weight"] if weighted else []), item=nw.lit(q.item), code=_code(frame, q))
        .group_by([*by, "item", "code"])
        .agg(size.alias("n"))
        for q in asked
    ]
    seen = pd.concat([collect(part) for part in parts], ignore_index=True)
    meaning = {(q.item, code_text(code)): what for q in asked for code, what in q.codes.items()}
    what = [
        meaning.get((item, code_text(code))) for item, code in zip(seen["item"], seen["code"], strict=True)
    ]
    if None in what:
        raise _bad_code(source, asked)
    criteria = {q.item: q.criterion for q in asked}
    columns = pd.DataFrame(what, columns=["state", "answer", "units"], dtype=object)
    seen = pd.concat([seen.drop(columns="code"), columns], axis=1)
    return seen.assign(criterion=seen["item"].map(criteria), units=seen["units"].astype("Int64"))


def select_codes(source: Source, columns: Sequence[str], asked: Sequence[Question]) -> Any:
    """Return the frame with these columns and the questions' codes, every kind of empty as null.

    Parameters
    ----------
    source : Source
    columns : sequence of str
    asked : sequence of Question

    Returns
    -------
    narwhals frame
    """
    frame: Any = source.frame
    return frame.select(*columns, *(_code(frame, question).alias(question.column) for question in asked))


def _by_scale(framework: Framework, item: Item) -> Question:
    scale = framework.scales[item.scale]
    labels = [scale.label(n, "da") for n in range(scale.points)]
    numbers = [int(text) if text.isdecimal() else None for text in labels]
    codes = list(range(1, scale.points + 1)) if None in numbers else numbers
    answers = dict(zip(codes, labels, strict=True))
    return Question(item.id, item.id, item.criterion, _meanings(answers, {}, item.reverse, item.id))


def _mapped(codebook: pd.DataFrame, framework: Framework) -> list[dict[str, Any]]:
    need_columns(codebook, _NEEDED, "a survey's codebook")
    rows: list[dict[str, Any]] = codebook.to_dict("records")  # pyright: ignore[reportAssignmentType]
    known = [row for row in rows if row["item"] or row["criterion"] or row["name"] in framework.item_ids]
    return [{**row, "item": row["item"] or row["name"]} for row in known]


def _by_codebook(framework: Framework, row: Mapping[str, Any]) -> Question:
    id = str(row["item"])
    item = framework.item(id) if id in framework.item_ids else None
    if not row["values"]:
        if item is None:
            raise EvalkitError(f"the codebook doesn't say what {row['name']!r} holds", "Give it values.")
        known = _by_scale(framework, item)
        return Question(str(row["name"]), id, known.criterion, known.codes)
    criterion = item.criterion if item is not None else str(row["criterion"])
    if criterion is not None:
        framework.criterion(criterion)
    turned = bool(row["reverse"]) or (item is not None and item.reverse)
    return Question(
        str(row["name"]), id, criterion, _meanings(row["values"], row["missing"] or {}, turned, id)
    )


def _meanings(
    answers: Mapping[Any, Any], missing: Mapping[Any, Any], turned: bool, name: str
) -> dict[Any, tuple[str, Any, int | None]]:
    """Return what each code means; an empty cell was asked and skipped."""
    steps = check_points(len(answers), place(column=name)) - 1
    meanings: dict[Any, tuple[str, Any, int | None]] = {None: ("skipped", None, None)}
    for position, (code, label) in enumerate(answers.items()):
        units = UNITS // steps * (steps - position if turned else position)
        meanings[_number(code)] = ("answered", str(label), units)
    for code, label in missing.items():
        meanings[_number(code)] = (state_of_label(label) or "skipped", None, None)
    return meanings


def _query(source: Source, by: Sequence[str], asked: Sequence[Question]) -> pd.DataFrame:
    """Count by one query a criterion, on any engine: for Spark, weights, and codes that aren't small."""
    frame: Any = source.frame
    weighted = "weight" in frame.collect_schema().names()
    check_weights(source)
    size = nw.col("weight").sum() if weighted else nw.len()
    parts = []
    for criterion in dict.fromkeys(question.criterion for question in asked):
        own = [question for question in asked if question.criterion == criterion]
        packed = sum((_packed(frame, question) for question in own[1:]), _packed(frame, own[0]))
        rows = frame.select(*by, *(["weight"] if weighted else []), packed=packed)
        counted = collect(rows.group_by([*by, "packed"]).agg(size.alias("people")))
        parts.append(counted.assign(criterion=criterion))
    return pd.concat(parts, ignore_index=True)


def _packed(frame: Any, question: Question) -> nw.Expr:
    packed = question.packed
    codes = [code for code in packed if code is not None]
    code = _code(frame, question)
    if isinstance(frame.collect_schema()[question.column], TEXTS):
        keys: list[Any] = [code_text(key) for key in codes]
    else:
        keys = [float(key) for key in codes if not isinstance(key, str)]
        codes = [key for key in codes if not isinstance(key, str)]
    known = nw.lit(ONE["bad"])
    for key, name in zip(keys, codes, strict=True):
        known = nw.when((code == key).fill_null(False)).then(nw.lit(packed[name])).otherwise(known)
    return nw.when(code.is_null()).then(nw.lit(packed[None])).otherwise(known).cast(nw.Int64)


def _code(frame: Any, question: Question) -> nw.Expr:
    """Return a question's codes as numbers or texts, every kind of empty as null."""
    column = nw.col(question.column)
    if isinstance(frame.collect_schema()[question.column], TEXTS):
        text = texts(question.column).str.strip_chars()
        return nw.when(text != "").then(text)
    number = column.cast(nw.Float64)
    return nw.when(~number.is_nan().fill_null(True)).then(number)


def _number(code: Any) -> Any:
    """Return a code as a whole number where it is one, however it was written."""
    text = code_text(code) or ""
    return int(text) if text.lstrip("-").isdecimal() else text


def code_text(code: Any) -> str | None:
    """Return a code as text, the same however it was stored; None for any kind of empty.

    Parameters
    ----------
    code : object

    Returns
    -------
    str or None

    Examples
    --------
    >>> code_text(3.0), code_text(" 3 "), code_text(float("nan"))
    ('3', '3', None)
    """
    if code is None or pd.isna(code):
        return None
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code).strip()


def _bad_code(source: Source, asked: Sequence[Question]) -> EvalkitError:
    frame: Any = source.frame
    for question in asked:
        seen = [
            code_text(code) for code in collect(frame.select(code=_code(frame, question)).unique())["code"]
        ]
        known = {code_text(code) for code in question.codes}
        strange = sorted(code for code in seen if code not in known and code is not None)
        if strange:
            return not_one_of(
                strange[0],
                [code for code in question.codes if code is not None],
                "Give codebook= with the codes of this column, don't know among its missing ones.",
                where=place(source.name, column=question.column),
            )
    return EvalkitError("a code can't be read", "Give codebook=.", where=place(source.name))
