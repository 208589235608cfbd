"""REDCap: data and dictionary; `gym___1` for tick boxes, the event is the wave.

Names: a tick box `gym___1` is the option 1 of the dictionary's `gym`, so `gym[1]`. `record_id` is the
respondent.
"""

from __future__ import annotations

import re
from dataclasses import replace

from evalkit.errors import EvalkitError, place
from evalkit.survey.cells import Cells, fold
from evalkit.survey.naming import short_name, squeeze, strip_tags, unique_names
from evalkit.survey.ownwords import own_words
from evalkit.survey.redcapform import is_dictionary, read_dictionary
from evalkit.survey.source import Source
from evalkit.survey.structure import lay_over
from evalkit.survey.table import Table
from evalkit.survey.ticks import option_name
from evalkit.survey.variable import Parsed, Variable, numbers_rows, parsed
from evalkit.words import told

TITLE = "REDCap"
_BOX = re.compile(r"(?P<question>[A-Za-z]\w*?)___(?P<option>\w+)")
_LABEL_BOX = re.compile(r"(?P<question>.+?) \(choice=(?P<option>.*)\)", re.DOTALL)
_EVENT = own_words("redcap", "event")
_SIGNS = _EVENT | own_words("redcap", "signs")
_STATUS = _SIGNS - _EVENT | own_words("redcap", "own")
_RECORD = own_words("redcap", "record")


def sniff(source: Source) -> str:
    """Look for REDCap's own columns, `___` in headings, or `_complete`."""
    data = _data(source)
    if data is None:
        return ""
    headings = [fold(heading) for heading in data.head[0]]
    if found := _SIGNS & set(headings):
        return told("reading.sign.columns", names=", ".join(sorted(found)))
    if boxes := [h for h in headings if _BOX.fullmatch(h) or _LABEL_BOX.fullmatch(h)]:
        return told("reading.sign.boxes", box=repr(boxes[0]))
    complete = [h for h in headings if h.endswith("_complete") or _is_complete(h)]
    first = headings[0] if complete and headings[0] in _RECORD else ""
    return told("reading.sign.columns", names=f"{first}, {complete[0]}") if first else ""


def _is_complete(heading: str) -> bool:
    """Tell whether a heading with labels is a form's `Complete?`."""
    return re.fullmatch(r"complete\?[._ ]?\d*", heading) is not None


def parse(source: Source) -> Parsed:
    """Read the data, with the dictionary if it is there."""
    table = _data(source)
    if table is None:
        raise EvalkitError("there are no data in it", "Export data and dictionary.", where=place(source.path))
    grid = table.body(1)
    headings = [squeeze(strip_tags(heading)) for heading in table.head[0]][: len(grid.columns)]
    names = unique_names(_name(heading) for heading in headings)
    first = bool(headings) and numbers_rows(headings[0], grid.columns[0])
    variables = [
        _variable(n - first, name, heading, cells)
        for n, (name, heading, cells) in enumerate(zip(names, headings, grid.columns, strict=True))
    ]
    read = parsed(table, grid, _asked(variables), _said_repeats(variables))
    book = next((t for t in source.every_table if is_dictionary(t)), None)
    return lay_over(read, read_dictionary(book)) if book else read


def _data(source: Source) -> Table | None:
    if len(source.files) > 2:
        return None
    tables = source.every_table
    if not source.single and not any(map(is_dictionary, tables)):
        return None
    return next((table for table in tables if table.head and not is_dictionary(table)), None)


def _name(heading: str) -> str:
    box = _BOX.fullmatch(heading) or _LABEL_BOX.fullmatch(heading)
    if box:
        return f"{short_name(box['question'])}[{option_name(box['option'])}]"
    return short_name(heading)


def _variable(n: int, name: str, heading: str, cells: Cells) -> Variable:
    box = _BOX.fullmatch(heading) or _LABEL_BOX.fullmatch(heading)
    if box:
        return Variable(
            name, heading, cells, box["option"], name.partition("[")[0], tick=True, ticked=("1", "checked"),
            unticked=("0", "unchecked"), aliases=(heading,), choice=box["option"],
        )  # fmt: skip
    key = fold(heading)
    own = n < 0 or key in _STATUS or key.endswith(("_complete", "_timestamp")) or _is_complete(key)
    record = n == 0 and (key in _RECORD or key.endswith("id"))
    role = "respondent" if record else "wave" if key in _EVENT else "status" if own else ""
    return Variable(name, heading, cells, heading, role=role)


def _asked(variables: list[Variable]) -> list[Variable]:
    """Tell who was given a form: its `_complete` is empty where it belongs to another event or instance."""
    result: list[Variable] = []
    form: list[Variable] = []
    for variable in variables:
        key = fold(variable.source)
        form.append(variable)
        if key.endswith("_complete") or _is_complete(key):
            asked = ~variable.cells.is_empty
            result += [v if v.role in ("respondent", "wave") else replace(v, asked=asked) for v in form]
            form = []
    return result + form


def _said_repeats(variables: list[Variable]) -> list[str]:
    for variable in variables:
        if fold(variable.source) in ("redcap_repeat_instrument", "repeat instrument"):
            rows = int((variable.cells.codes >= 0).sum())
            if rows:
                return [told("reading.repeats.rows", n=rows)]
    return []
