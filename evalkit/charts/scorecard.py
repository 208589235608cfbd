"""The scorecard: the deck's card of criteria before, during and after, each ticked, crossed or neither.

Three columns of tiles. A tile bears the criterion, its verdict as glyph, word and colour, and either each
party's own mark (where the scores are given) or the reason. What wasn't asked, isn't due yet or rests on too
little is told apart from a verdict, and from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, kind_of, present, records, words_for
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave, party_order
from evalkit.charts.layout import LARGE, LINE, NORMAL, SMALL, Frame, TooManyRows, outer_box, wrap
from evalkit.charts.legend import LEGEND, Legend, draw_parties, party_looks
from evalkit.charts.rows import rows_by
from evalkit.charts.scorerows import wave_name
from evalkit.charts.sheet import Sheet, Type, name, open_sheet
from evalkit.charts.verdicts import sensitive, verdict_kind, verdict_word
from evalkit.framework import PHASES
from evalkit.tables import need_columns
from evalkit.words import date, number, say

_HEAD, _GAP, _PAD, _BADGE, _TOP, _AIR, _MARK, _CLEAR = 24.0, 14.0, 6.0, 36.0, 5.0, 6.0, 14.0, 5.0
_COLUMNS = 3
_EMPTY = ("not_due", "not_asked", "hidden")


@dataclass(frozen=True)
class _Way:
    """A way to write tiles: how large, which labels, reasons or not, where parties are named, how tight."""

    scale: float = 1.0
    short: bool = False
    reasons: bool = True
    keyed: bool = False
    tight: bool = False

    @property
    def title(self) -> Type:
        return replace(self.word, bold=True)

    @property
    def word(self) -> Type:
        return Type(size=SMALL if self.tight else NORMAL * self.scale, va="top")

    @property
    def pad(self) -> float:
        return _PAD / 2 if self.tight else _PAD

    @property
    def quiet(self) -> Type:
        return Type(size=SMALL * self.scale, va="top")


# The first that fits is taken: as large as can be; then the framework's short labels; then the parties' names
# once, above it all; then without reasons; then as tight as can be read.
_WAYS = (
    _Way(1.25), _Way(1.15), _Way(), _Way(short=True), _Way(short=True, keyed=True),
    _Way(short=True, keyed=True, reasons=False), _Way(short=True, keyed=True, reasons=False, tight=True),
)  # fmt: skip


@dataclass(frozen=True)
class _Tile:
    """One criterion's tile: its lines of text, measured."""

    row: Row
    way: _Way
    label: str
    title: list[str]
    word: list[str]
    parties: list[tuple[Row, list[str]]]
    agreed: list[str]
    reason: list[str]

    @property
    def criterion(self) -> str:
        return str(self.row["criterion"])

    @property
    def phase(self) -> str:
        return str(self.row["phase"])

    @property
    def kind(self) -> str:
        return verdict_kind(self.row)

    @property
    def height(self) -> float:
        quiet = len(self.agreed) + len(self.reason) + sum(len(lines) for _, lines in self.parties)
        lines = (len(self.title) + len(self.word)) * self.way.word.size + quiet * self.way.quiet.size
        return lines * LINE + 2 * self.way.pad


_Column = tuple[str, list[_Tile]]  # a phase's id, "" where the phase goes on, and its tiles


def plot_scorecard(
    verdicts: pd.DataFrame,
    scores: pd.DataFrame | None = None,
    *,
    wave: str | None = None,
    labels: object = None,
    lang: str = "da",
    ax: Axes | None = None,
) -> Axes:
    """Draw the card: each criterion's verdict before, during and after, with the parties' marks.

    Parameters
    ----------
    verdicts : DataFrame
        What `judge_criteria` returns, of one study; after `protect` for everybody else. What the parties
        agreed at the table is drawn below each verdict if there are columns agreed and agreed_on (a day).
    scores : DataFrame, optional
        What `score_criteria` returns: adds each party's mark to its criterion.
    wave : str, optional
        The wave to draw; the last one in the table unless named.
    labels : Study, tuple of Study, Framework or dict, optional
    lang : {'da', 'en'}
    ax : Axes, optional

    Returns
    -------
    matplotlib Axes
        Both directions count points.

    Raises
    ------
    EvalkitError
        If a column is missing, an id has no text, or there are more phases or criteria than one page holds.
    """
    need_columns(verdicts, ("wave", "phase", "criterion", "state", "verdict", "reason"), "a verdicts table")
    verdicts, chosen = one_wave(one_study(verdicts), wave)
    if scores is not None:
        need_columns(scores, ("wave", "party", "criterion", "state", "n", "score"), "a scores table")
        scores = scores[scores["wave"].astype(str) == chosen]
    words, box = find_labels(labels, lang), outer_box(ax)
    foot = Foot("", (verdicts, scores), above=BARE, framework=words.framework)
    columns = _fitting(verdicts, scores, words, (box[2], box[3] - _TOP - foot.height(ax)))
    rows = max(_height(column) for _, column in columns) + _TOP
    keyed = any(tile.way.keyed for _, column in columns for tile in column)
    legend = _legend(scores if keyed else None, words, box[2])
    frame = Frame(0, 0, _head(legend), foot.height(ax))
    sheet = open_sheet("scorecard", frame, rows, lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    draw_parties(sheet, party_looks(scores, words) if keyed and scores is not None else [], legend)
    _draw_columns(sheet, columns, rows, [] if scores is None else party_order(scores))
    grey = Type(size=SMALL, colour=sheet.theme.muted, ha="right", va="bottom")
    sheet.write(sheet.width, -5, wave_name(words, chosen), grey, name("wave", "", chosen))
    foot.draw(sheet, rows)
    return sheet.ax


def _fitting(
    verdicts: pd.DataFrame, scores: pd.DataFrame | None, words: Labels, room: tuple[float, float]
) -> list[_Column]:
    """Return the columns in the first way in which all of them are low enough."""
    parties = {} if scores is None else rows_by(scores, "criterion")
    rows = records(verdicts)
    phases = max(len({str(row["phase"]) for row in rows}), 1)
    across = phases if phases > 1 else min(_COLUMNS, len(rows))
    width = (room[0] - _GAP * (across - 1)) / across - _BADGE - _PAD
    tiles, high = list[_Tile](), room[1]
    for way in _WAYS:
        tiles = [_tile(row, parties, words, width, way) for row in rows]
        columns = _columns(tiles)
        high = room[1] - _head(_legend(scores if way.keyed else None, words, room[0]))
        if all(_height(column) <= high for _, column in columns):
            return columns
    if phases > 1:
        raise TooManyRows("phase", list(_by_phase(tiles)), 1)
    fit = sum(1 for n in range(1, len(tiles) + 1) if max(_height(c) for _, c in _columns(tiles[:n])) <= high)
    raise TooManyRows("criterion", [tile.criterion for tile in tiles], fit)


def _legend(scores: pd.DataFrame | None, words: Labels, room: float) -> Legend:
    """Place the parties' names above the columns, clear of their heads."""
    names = [] if scores is None else [label for _, label, _ in party_looks(scores, words)]
    legend = Legend.of(names, room - _GAP)
    return replace(legend, places=tuple((x, y - _CLEAR / LEGEND, text) for x, y, text in legend.places))


def _head(legend: Legend) -> float:
    """Return the room above the columns: their heads, clear of the legend where there is one."""
    return _HEAD + legend.height + (_CLEAR if legend.lines else 0.0)


def _columns(tiles: Sequence[_Tile]) -> list[_Column]:
    """Give each phase a column; a phase by itself takes up to three."""
    phases = _by_phase(tiles)
    if len(phases) > 1:
        return list(phases.items())
    (phase, alone) = next(iter(phases.items()))
    across = min(_COLUMNS, len(alone))
    cuts = [round(n * len(alone) / across) for n in range(across + 1)]
    return [("" if a else phase, alone[a:b]) for a, b in pairwise(cuts)]


def _tile(row: Row, scores: Mapping[str, Sequence[Row]], words: Labels, width: float, way: _Way) -> _Tile:
    kind, small = verdict_kind(row), way.quiet.size
    marked = [] if kind in _EMPTY else scores.get(str(row["criterion"]), [])
    parties = [(party, wrap(_said(party, words, way), width - _MARK, small)) for party in marked]
    told = [sensitive(row, words.lang)]
    if way.reasons and kind not in _EMPTY and (not parties or _needs_reason(row)):
        told.insert(0, str(row["reason"]) if present(row["reason"]) else "")
    title = wrap(words.of(row["criterion"], short=way.short), width, way.title.size, bold=True)
    word = wrap(verdict_word(row, words.lang), width, way.word.size)
    agreed = wrap(_agreed(row, words), width - _MARK, small) if present(row.get("agreed")) else []
    reason = [line for text in told if text for line in wrap(text, width, small)]
    return _Tile(row, way, words.of(row["criterion"]), title, word, parties, agreed, reason)


def _needs_reason(row: Row) -> bool:
    return verdict_kind(row) == "too_little_data" or row.get("contested_by") == "logbook"


def _agreed(row: Row, words: Labels) -> str:
    """Say what the parties agreed when they sat together, and when that was."""
    verdict = say(f"verdict.{row['agreed']}", words.lang)
    return say("charts.agreed", words.lang, date=date(row["agreed_on"], words.lang), verdict=verdict)


def _said(party: Row, words: Labels, way: _Way) -> str:
    name = "" if way.keyed else f"{words.of(party['party'])}: "
    if kind_of(party) != "number":
        return name + words_for(party, words.lang)
    level = say(f"level.{_level(party['score'], words)}", words.lang)
    return f"{name}{level}, {number(party['score'], words.lang)} ({base_text(party, words.lang)})"


def _level(score: float, words: Labels) -> str:
    return "high" if score >= words.limits.high else "low" if score < words.limits.low else "middle"


def _by_phase(tiles: Sequence[_Tile]) -> dict[str, list[_Tile]]:
    phases = [phase for phase in PHASES if any(tile.phase == phase for tile in tiles)]
    return {phase: [tile for tile in tiles if tile.phase == phase] for phase in phases}


def _height(column: Sequence[_Tile]) -> float:
    return sum(tile.height for tile in column) + _AIR * (len(column) - 1)


def _draw_columns(sheet: Sheet, columns: Sequence[_Column], rows: float, parties: Sequence[str]) -> None:
    width = (sheet.width - _GAP * (len(columns) - 1)) / len(columns)
    for n, (phase, column) in enumerate(columns):
        left = n * (width + _GAP)
        if phase:
            head = Type(size=LARGE, bold=True, va="bottom")
            sheet.write(left, -5, say(f"phase.{phase}", sheet.lang), head, name("phase", "", phase))
        sheet.line((left, left + width), (0, 0), sheet.theme.ink, name("rule", "", n), width=1.6)
        # Spare room is shared out, so that the columns end together.
        air = _AIR + min((rows - _TOP - _height(column)) / max(len(column) - 1, 1), 30)
        top = _TOP
        for tile in column:
            _draw_tile(sheet, tile, (left, top), width, parties)
            top += tile.height + air


def _draw_tile(
    sheet: Sheet, tile: _Tile, at: tuple[float, float], width: float, parties: Sequence[str]
) -> None:
    (left, top), way, key = at, tile.way, ("", tile.criterion)
    quiet = sheet.theme.paper if tile.kind in _EMPTY else sheet.theme.band
    sheet.panel((left, top), (width, tile.height), quiet, name("tile", *key))
    colour = sheet.theme.verdicts.get(tile.kind, sheet.theme.line)
    sheet.panel((left, top), (4, tile.height), colour, name("strip", *key))
    sheet.badge(left + 20, top + 19, tile.kind, name("glyph", *key), radius=11)
    x, y = left + _BADGE, top + way.pad
    label = sheet.write(x, y, "\n".join(tile.title), way.title, name("label", *key))
    label.set_label(
        tile.label
    )  # what the criterion is called in full, where there was room for its short name
    y += len(tile.title) * way.title.size * LINE
    y = _lines(sheet, tile.word, (x, y), way.word, name("verdict", *key))
    half = way.quiet.size * 0.62
    for row, lines in tile.parties:
        look, of = sheet.theme.party(parties.index(str(row["party"]))), (row["party"], tile.criterion)
        sheet.mark(x + 4, y + half, look, name("party", *of), data=False, size=7.5)
        y = _lines(sheet, lines, (x + _MARK, y), way.quiet, name("mark", *of))
    if tile.agreed:
        sheet.badge(x + 4, y + half, str(tile.row["agreed"]), name("agreed-glyph", *key), radius=6)
        y = _lines(sheet, tile.agreed, (x + _MARK, y), way.quiet, name("agreed", *key))
    _lines(sheet, tile.reason, (x, y), way.quiet, name("reason", *key))


def _lines(sheet: Sheet, lines: Sequence[str], at: tuple[float, float], type: Type, gid: str) -> float:
    if lines:
        sheet.write(*at, "\n".join(lines), type, gid)
    return at[1] + len(lines) * type.size * LINE
