"""The scope on one page: empty, to be filled in by hand at the table, or as the parties froze it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from matplotlib.axes import Axes

from evalkit.charts.labels import find_labels
from evalkit.charts.layout import LINE, SMALL, Frame, TooManyRows, outer_box, wrap
from evalkit.charts.sheet import Sheet, Type, name, open_sheet
from evalkit.framework import Question, scope_questions
from evalkit.scope import Scope
from evalkit.scoping.sheet import scope_answers, scope_state
from evalkit.words import pick, say

_GUTTER, _HEAD, _AIR, _FOOT, _HAND = 28.0, 104.0, 5.0, 16.0, 19.0
_BOLD, _PLAIN = Type(size=SMALL, bold=True, va="top"), Type(size=SMALL, va="top")


@dataclass(frozen=True)
class _Entry:
    """One question with what was answered, measured; a blank one has room to write."""

    id: str
    head: list[str]
    body: list[str]
    blank: int = 0

    @property
    def height(self) -> float:
        if self.blank:
            return (len(self.head) + len(self.body)) * SMALL * LINE + self.blank * _HAND + _AIR
        return max(len(self.head), len(self.body)) * SMALL * LINE + _AIR


def plot_scope(
    scope: Scope | None = None, *, labels: object = None, lang: str = "da", ax: Axes | None = None
) -> Axes:
    """Draw the scope as one page in two columns.

    Parameters
    ----------
    scope : Scope, optional
        Without one the sheet is empty, with lines to write on.
    labels : Study, tuple of Study, Framework or dict, optional
        The parties' names.
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        Both directions count points. `evalkit.save_chart` makes a slide of it, or A4 lying down with ``@a4``.

    Raises
    ------
    EvalkitError
        If a party has no text, or the answers are longer than one page holds.
    """
    words, box = find_labels(labels, lang), outer_box(ax)
    width = (box[2] - _GUTTER) / 2
    parties = {party: words.of(party) for party in scope.parties} if scope else {}
    lines = scope_answers(scope, parties=parties, lang=lang)
    entries = [
        _entry(question, said, words.lang, width) if scope else _blank(question, words.lang, width)
        for question, (_, said) in zip(scope_questions(), lines, strict=True)
    ]
    left, right = _columns(entries, box[3] - _FOOT)
    height = max(sum(entry.height for entry in column) for column in (left, right))
    sheet = open_sheet("scope", Frame(0, 0, 0, _FOOT), height, lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    for n, column in enumerate((left, right)):
        spare = (height - sum(entry.height for entry in column)) / max(len(column) - 1, 1)
        y = 0.0
        for entry in column:
            _draw(sheet, entry, (n * (width + _GUTTER), y), width)
            y += entry.height + min(spare, 12)
    foot = Type(size=SMALL, colour=sheet.theme.muted, va="top")
    sheet.write(0, height + 3, scope_state(scope, lang), foot, name("note", "", "frozen"))
    return sheet.ax


def _entry(question: Question, said: Sequence[str], lang: str, width: float) -> _Entry:
    head = wrap(pick(question.short, lang), _HEAD - 8, SMALL, bold=True)
    return _Entry(question.id, head, [line for text in said for line in wrap(text, width - _HEAD - 4, SMALL)])


def _blank(question: Question, lang: str, width: float) -> _Entry:
    choices = " / ".join(pick(choice.label, lang) for choice in question.choices.values())
    body = wrap(choices, width, SMALL) if choices else []
    head = wrap(pick(question.text, lang), width, SMALL, bold=True)
    return _Entry(question.id, head, body, 3 if question.kind == "deliveries" else 1)


def _columns(entries: Sequence[_Entry], room: float) -> tuple[Sequence[_Entry], Sequence[_Entry]]:
    """Cut where the taller of the two columns is lowest."""
    ends = [0.0, *accumulate(entry.height for entry in entries)]
    cut = min(range(len(ends)), key=lambda n: max(ends[n], ends[-1] - ends[n]))
    if max(ends[cut], ends[-1] - ends[cut]) > room:
        fit = sum(1 for end in ends[1:] if end <= 2 * room)
        raise TooManyRows("question", [entry.id for entry in entries], fit)
    return entries[:cut], entries[cut:]


def _draw(sheet: Sheet, entry: _Entry, at: tuple[float, float], width: float) -> None:
    x, y = at
    if entry.blank:
        sheet.write(x, y, "\n".join(entry.head), _BOLD, name("quote", "", entry.id))
        top = y + len(entry.head) * SMALL * LINE
        if entry.body:
            sheet.write(x, top, "\n".join(entry.body), _PLAIN, name("quote", "choices", entry.id))
            top += len(entry.body) * SMALL * LINE
        for n in range(1, entry.blank + 1):
            sheet.line(
                [x, x + width], [top + n * _HAND] * 2, sheet.theme.line, name("rule", n, entry.id), width=0.8
            )
        return
    sheet.line([x, x + width], [y - _AIR / 2] * 2, sheet.theme.line, name("rule", "", entry.id), width=0.6)
    sheet.write(x, y, "\n".join(entry.head), _BOLD, name("label", "", entry.id))
    quiet = entry.body == [say("scoping.open", sheet.lang)]
    type = Type(size=SMALL, va="top", italic=quiet, colour=sheet.theme.muted if quiet else "")
    sheet.write(x + _HEAD, y, "\n".join(entry.body), type, name("quote", "", entry.id))
