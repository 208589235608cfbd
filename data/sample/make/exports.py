"""Survey exports, each in the shape its tool writes: one function per tool, from people to text."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from evalkit.framework import Item

from .answers import DONT_KNOW, Person
from .codebooks import danish_text
from .notes import to_csv
from .plan import Form

AGREE = ("Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig")
NOT_KNOWN = "Ved ikke"


def label(code: int | None) -> str:
    """Return the Danish label of a code, empty where skipped."""
    if code is None:
        return ""
    return NOT_KNOWN if code == DONT_KNOW else AGREE[code - 1]


def times(form: Form) -> list[dt.datetime]:
    """Return when each answered: spread over nine working days, in order."""
    rng = random.Random(f"times {form.seed}")
    minutes = sorted(int(rng.random() * 9 * 540) for _ in form.people)
    return [_working_minute(form.opened, m) + dt.timedelta(seconds=int(rng.random() * 60)) for m in minutes]


def _working_minute(opened: dt.datetime, minute: int) -> dt.datetime:
    days, rest = divmod(minute, 540)
    day = opened
    for _ in range(days):
        day += dt.timedelta(days=3 if day.weekday() == 4 else 1)
    return day + dt.timedelta(minutes=rest)


STEMS = {
    "before": ("foer", "Tænk på samarbejdets begyndelse. Hvor enig eller uenig er du?"),
    "during": ("under", "Tænk på samarbejdet undervejs. Hvor enig eller uenig er du?"),
    "after": ("efter", "Tænk på det, samarbejdet er endt med. Hvor enig eller uenig er du?"),
}


def lime_code(item: Item, items: Sequence[Item]) -> str:
    """Return the code LimeSurvey gives an array's sub-question, `foer[SQ001]`."""
    phase = str(item.criterion).split(".")[0]
    place = [i.id for i in items if str(i.criterion).startswith(phase)].index(item.id) + 1
    return f"{STEMS[phase][0]}[SQ{place:03d}]"


def lime_heading(item: Item, items: Sequence[Item]) -> str:
    """Return the heading of a sub-question with code and text."""
    stem = STEMS[str(item.criterion).split(".")[0]][1]
    return f"{lime_code(item, items)}. {stem} [{danish_text(item)}]"


LIME_HEAD = (
    "id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
    "kode. Skriv koden fra din invitation", "part. Hvilken part hører du til?",
)  # fmt: skip


COMMENT = "kommentar. Er der noget, du vil tilføje?"


def limesurvey(form: Form) -> str:
    """LimeSurvey's CSV: everything quoted, headings with code and text, full answers, ids with holes."""
    heads = [*LIME_HEAD, *(lime_heading(item, form.items) for item in form.items), COMMENT]
    rows = [_blank(len(heads)) for _ in range(form.abandoned)]
    rows += [_answered(form, person, when) for person, when in zip(form.people, times(form), strict=True)]
    numbers = _numbers(form.seed, len(rows))
    rows = [[str(number), *row[1:]] for number, row in zip(numbers, rows, strict=True)]
    return to_csv([heads, *rows], quote_all=True).replace("\r\n", "\n")


def _answered(form: Form, person: Person, when: dt.datetime) -> list[str]:
    pages = str(1 + len({str(item.criterion).split(".")[0] for item in form.items}))
    head = ["", f"{when:%Y-%m-%d %H:%M:%S}", pages, "da", person.pseudonym, form.parties[person.party]]
    cells = [label(person.answers[item.id]) for item in form.items]
    return [*head, *cells, form.comments.get(person.pseudonym, "")]


def _blank(width: int) -> list[str]:
    """Return the row of somebody who opened the form and left it: no date, the first page."""
    return ["", "", "1", "da", *[""] * (width - 4)]


def _numbers(seed: str, count: int) -> list[int]:
    rng, found = random.Random(f"ids {seed}"), [1]
    for _ in range(count):
        found.append(found[-1] + 1 + int(rng.random() * 1.4))
    return found[1:]
