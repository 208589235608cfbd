"""The scope on one page: to be filled in by hand at the table, or as the parties froze it; and signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from matplotlib.axes import Axes

from evalkit.charts.labels import find_labels
from evalkit.charts.layout import LINE, SMALL, Frame, TooManyRows, outer_box, wrap
from evalkit.charts.sheet import Sheet, Type, name, open_sheet
from evalkit.framework import Question, scope_questions
from evalkit.scope import NOTHING, Scope
from evalkit.scoping.sheet import scope_answers, scope_signers, scope_state
from evalkit.words import pick, say

_GUTTER, _HEAD, _AIR, _HAND, _FOOT = 28.0, 104.0, 5.0, 19.0, 1 / 9
_BOLD, _PLAIN = Type(size=SMALL, bold=True, va="top"), Type(size=SMALL, va="top")


@dataclass(frozen=True)
class _Entry:
    """One question with what was answered, measured; `lines` to write on, the open answers of it."""

    id: str
    head: list[str]
    body: list[str]
    lines: int = 0
    beside: bool = True  # does the answer stand beside the question, or below it?

    @property
    def text(self) -> float:
        rows = max(len(self.head), len(self.body)) if self.beside else len(self.head) + len(self.body)
        return rows * SMALL * LINE

    @property
    def height(self) -> float:
        return self.text + _AIR + (0 if self.beside else self.lines * _HAND)


def plot_scope(
    scope: Scope | None = None, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw the scope as one page in two columns, with room to sign below; open questions have room to write.

    Parameters
    ----------
    scope : Scope, optional
        Without one, or where nothing is answered, the sheet is empty, with lines to write on.
    labels : Study, tuple of Study, Framework or dict, optional
        The parties' names.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        Both directions count points; all of the room is used. `evalkit scope show` makes a slide of it, or A4
        lying down.

    Raises
    ------
    EvalkitError
        If a party has no text, or the answers are longer than one page holds.
    """
    words, box, scope = find_labels(labels, lang), outer_box(ax), scope or NOTHING
    width, foot = (box[2] - _GUTTER) / 2, _FOOT * box[3]
    height = box[3] - foot
    parties = {party: words.of(party) for party in scope.parties}
    lines = scope_answers(scope, parties=parties, lang=lang)
    entries = [
        _blank(question, words.lang, width) if scope.empty else _entry(question, said, words.lang, width)
        for question, (_, said) in zip(scope_questions(), lines, strict=True)
    ]
    columns = _columns(entries, height)
    sheet = open_sheet("scope", Frame(0, 0, 0, foot), height, lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    for n, column in enumerate(columns):
        y = 0.0
        for entry, room in zip(column, _shared(column, height), strict=True):
            _draw(sheet, entry, (n * (width + _GUTTER), y, width, room))
            y += room
        if column[-1].lines:
            _line(sheet, (n * (width + _GUTTER), height, width), "last")
    _sign(sheet, (height, foot), scope_state(scope, lang), scope_signers(scope, parties=parties, lang=lang))
    return sheet.ax


def _entry(question: Question, said: Sequence[str], lang: str, width: float) -> _Entry:
    head = wrap(pick(question.short, lang), _HEAD - 8, SMALL, bold=True)
    body = [line for text in said for line in wrap(text, width - _HEAD - 4, SMALL)]
    return _Entry(question.id, head, body, sum(text.endswith(say("scoping.open", lang)) for text in said))


def _blank(question: Question, lang: str, width: float) -> _Entry:
    labels = [f"\u2610 {pick(choice.label, lang)}" for choice in question.choices.values()]
    choices = "  ".join(label.replace(" ", "\u00a0") for label in labels)  # a line ends between two
    body = wrap(choices, width, SMALL) if choices else []
    head = wrap(pick(question.text, lang), width, SMALL, bold=True)
    lines = 3 if question.kind == "deliveries" else 0 if choices else 1
    return _Entry(question.id, head, body, lines, beside=False)


def _columns(entries: Sequence[_Entry], room: float) -> tuple[Sequence[_Entry], Sequence[_Entry]]:
    """Cut where the taller of the two columns is lowest."""
    ends = [0.0, *accumulate(entry.height for entry in entries)]
    cut = min(range(len(ends)), key=lambda n: max(ends[n], ends[-1] - ends[n]))
    if max(ends[cut], ends[-1] - ends[cut]) > room:
        fit = sum(1 for end in ends[1:] if end <= 2 * room)
        raise TooManyRows("question", [entry.id for entry in entries], fit)
    return entries[:cut], entries[cut:]


def _shared(column: Sequence[_Entry], height: float) -> list[float]:
    """Share a column's height out: what is to be written on gets most of what is spare."""
    spare = height - sum(entry.height for entry in column)
    weights = [1 + 3 * entry.lines for entry in column]
    return [
        entry.height + spare * weight / sum(weights) for entry, weight in zip(column, weights, strict=True)
    ]


def _draw(sheet: Sheet, entry: _Entry, at: tuple[float, float, float, float]) -> None:
    x, y, width, room = at
    _line(sheet, (x, y - _AIR / 2, width), "", entry.id)
    across = _HEAD if entry.beside else 0.0
    below = 0.0 if entry.beside else len(entry.head) * SMALL * LINE
    role = "label" if entry.beside else "quote"
    sheet.write(x, y, "\n".join(entry.head), _BOLD, name(role, "", entry.id))
    if entry.body:
        quiet = entry.body == [say("scoping.open", sheet.lang)]
        type = replace(_PLAIN, italic=quiet, colour=sheet.theme.muted if quiet else "")
        party = "" if entry.beside else "choices"
        sheet.write(x + across, y + below, "\n".join(entry.body), type, name("quote", party, entry.id))
    _rule(sheet, entry, (x + across, y + entry.text, x + width, y + room - _AIR))


def _rule(sheet: Sheet, entry: _Entry, box: tuple[float, float, float, float]) -> None:
    """Draw as many lines as can be written on; the last one is the next question's own."""
    left, top, right, bottom = box
    count = int((bottom - top) / _HAND) if entry.lines or not entry.beside else 0
    for n in range(1, count):
        y = top + n * (bottom - top) / count
        _line(sheet, (left, y, right - left), n, entry.id)


def _line(sheet: Sheet, at: tuple[float, float, float], n: object, id: str = "") -> None:
    x, y, width = at
    sheet.line([x, x + width], [y] * 2, sheet.theme.line, name("rule", n, id), width=0.7)


def _sign(sheet: Sheet, at: tuple[float, float], state: str, signers: Sequence[str]) -> None:
    """Say below whether it was frozen, and leave each party a line to sign on."""
    quiet = Type(size=SMALL, colour=sheet.theme.muted, va="top")
    top, below = at[0], at[0] + at[1] - SMALL * LINE - 2
    sheet.write(0, top, state, quiet, name("note", "", "frozen"))
    width = (sheet.width + _GUTTER) / len(signers)
    for n, who in enumerate(signers):
        x = n * width
        sheet.line([x, x + width - _GUTTER], [below] * 2, sheet.theme.ink, name("rule", n, "sign"), width=0.8)
        sheet.write(x, below + 2, who, quiet, name("note", n, "sign"))
