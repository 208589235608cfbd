"""The scorecard: the deck's card of criteria before, during and after, each ticked, crossed or neither.

Three columns of tiles. A tile bears the criterion, its verdict as glyph, word and colour, and either each
party's own mark (where the scores are given) or the reason. What wasn't asked, isn't due yet or rests on too
little is told apart from a verdict, and from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from evalkit.charts.cells import Row, base_text, kind_of, present, records, words_for
from evalkit.charts.foot import BARE, Foot
from evalkit.charts.labels import Labels, find_labels, one_study, one_wave, party_order
from evalkit.charts.layout import LARGE, LINE, NORMAL, SMALL, Frame, TooManyRows, outer_box, wrap
from evalkit.charts.scorerows import wave_name
from evalkit.charts.sheet import Sheet, Type, name, open_sheet
from evalkit.charts.verdicts import sensitive, verdict_kind, verdict_word
from evalkit.framework import PHASES
from evalkit.tables import need_columns
from evalkit.words import number, say

_HEAD, _GAP, _PAD, _BADGE, _TOP = 24.0, 14.0, 6.0, 36.0, 5.0
_TITLE, _WORD = Type(size=NORMAL, bold=True, va="top"), Type(size=NORMAL, va="top")
_QUIET = Type(size=SMALL, va="top")


@dataclass(frozen=True)
class _Tile:
    """One criterion's tile: its lines of text, measured."""

    criterion: str
    phase: str
    kind: str
    title: list[str]
    word: list[str]
    parties: list[tuple[Row, list[str]]]
    reason: list[str]

    @property
    def height(self) -> float:
        quiet = len(self.reason) + sum(len(lines) for _, lines in self.parties)
        return ((len(self.title) + len(self.word)) * NORMAL + quiet * SMALL) * LINE + 2 * _PAD


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
        What `judge_criteria` returns, of one study; after `protect` for everybody else.
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
        If a column is missing, an id has no text, or a phase has more criteria than one page holds.
    """
    need_columns(verdicts, ("wave", "phase", "criterion", "state", "verdict", "reason"), "a verdicts table")
    verdicts, chosen = one_wave(one_study(verdicts), wave)
    if scores is not None:
        need_columns(scores, ("wave", "party", "criterion", "state", "n", "score"), "a scores table")
        scores = scores[scores["wave"].astype(str) == chosen]
    words, box = find_labels(labels, lang), outer_box(ax)
    foot = Foot("", (verdicts, scores), BARE)
    tiles = _fitting(verdicts, scores, words, (box[2], box[3] - _HEAD - _TOP - foot.height(ax)))
    rows = max(_height(column) for column in _by_phase(tiles).values()) + _TOP
    sheet = open_sheet("scorecard", Frame(0, 0, _HEAD, foot.height(ax)), rows, lang, ax)
    sheet.ax.set_xlim(0, sheet.width)
    _draw_columns(sheet, tiles, rows, [] if scores is None else party_order(scores))
    grey = Type(size=SMALL, colour=sheet.theme.muted, ha="right", va="bottom")
    sheet.write(sheet.width, -5, wave_name(words, chosen), grey, name("wave", "", chosen))
    foot.draw(sheet, rows)
    return sheet.ax


def _fitting(
    verdicts: pd.DataFrame, scores: pd.DataFrame | None, words: Labels, room: tuple[float, float]
) -> list[_Tile]:
    """Long labels and reasons where they fit; else the framework's short labels; else without reasons."""
    phases = max(verdicts["phase"].astype(str).nunique(), 1)
    width = (room[0] - _GAP * (phases - 1)) / phases - _BADGE - _PAD
    parties = {} if scores is None else _party_rows(scores)
    tiles: list[_Tile] = []
    for short, reasons in ((False, True), (True, True), (True, False)):
        tiles = [_tile(row, parties, words, width, short=short, reasons=reasons) for row in records(verdicts)]
        if all(_height(column) <= room[1] for column in _by_phase(tiles).values()):
            return tiles
    fit = min(
        sum(1 for n in range(len(column)) if _height(column[: n + 1]) <= room[1])
        for column in _by_phase(tiles).values()
    )
    raise TooManyRows("criterion", [tile.criterion for tile in tiles], max(fit, 1))


def _party_rows(scores: pd.DataFrame) -> dict[str, list[Row]]:
    order = party_order(scores)
    rows: dict[str, list[Row]] = {}
    for row in sorted(records(scores), key=lambda row: order.index(str(row["party"]))):
        rows.setdefault(str(row["criterion"]), []).append(row)
    return rows


def _tile(
    row: Row, scores: dict[str, list[Row]], words: Labels, width: float, *, short: bool, reasons: bool
) -> _Tile:
    id, kind = str(row["criterion"]), verdict_kind(row)
    empty = kind in ("not_due", "not_asked", "hidden")
    parties = [] if empty else [(p, wrap(_said(p, words), width - 14, SMALL)) for p in scores.get(id, [])]
    told = [sensitive(row, words.lang)]
    if (
        reasons
        and not empty
        and (not parties or kind == "too_little_data" or row.get("contested_by") == "logbook")
    ):
        told.insert(0, str(row["reason"]) if present(row["reason"]) else "")
    title = wrap(words.of(id, short=short), width, NORMAL, bold=True)
    word = wrap(verdict_word(row, words.lang), width, NORMAL)
    reason = [line for text in told if text for line in wrap(text, width, SMALL)]
    return _Tile(id, str(row["phase"]), kind, title, word, parties, reason)


def _said(party: Row, words: Labels) -> str:
    label = words.of(party["party"])
    if kind_of(party) != "number":
        return f"{label}: {words_for(party, words.lang)}"
    level = say(f"level.{_level(party['score'], words)}", words.lang)
    return f"{label}: {level}, {number(party['score'], words.lang)} ({base_text(party, words.lang)})"


def _level(score: float, words: Labels) -> str:
    return "high" if score >= words.limits.high else "low" if score < words.limits.low else "middle"


def _by_phase(tiles: Sequence[_Tile]) -> dict[str, list[_Tile]]:
    phases = [phase for phase in PHASES if any(tile.phase == phase for tile in tiles)]
    return {phase: [tile for tile in tiles if tile.phase == phase] for phase in phases}


def _height(column: Sequence[_Tile]) -> float:
    return sum(tile.height for tile in column) + 6 * (len(column) - 1)


def _draw_columns(sheet: Sheet, tiles: Sequence[_Tile], rows: float, parties: Sequence[str]) -> None:
    columns = _by_phase(tiles)
    width = (sheet.width - _GAP * (len(columns) - 1)) / len(columns)
    for n, (phase, column) in enumerate(columns.items()):
        left = n * (width + _GAP)
        head = Type(size=LARGE, bold=True, va="bottom")
        sheet.write(left, -5, say(f"phase.{phase}", sheet.lang), head, name("phase", "", phase))
        sheet.line((left, left + width), (0, 0), sheet.theme.ink, name("rule", "", phase), width=1.6)
        # Spare room is shared out, so that the three columns end together.
        air = 6 + min((rows - _TOP - _height(column)) / max(len(column), 1), 14)
        top = _TOP
        for tile in column:
            _draw_tile(sheet, tile, (left, top), width, parties)
            top += tile.height + air


def _draw_tile(
    sheet: Sheet, tile: _Tile, at: tuple[float, float], width: float, parties: Sequence[str]
) -> None:
    left, top = at
    quiet = sheet.theme.paper if tile.kind in ("not_due", "not_asked", "hidden") else sheet.theme.band
    sheet.panel((left, top), (width, tile.height), quiet, name("tile", "", tile.criterion))
    colour = sheet.theme.verdicts.get(tile.kind, sheet.theme.line)
    sheet.panel((left, top), (4, tile.height), colour, name("strip", "", tile.criterion))
    sheet.badge(left + 20, top + 19, tile.kind, name("glyph", "", tile.criterion), radius=11)
    x, y = left + _BADGE, top + _PAD
    y = _lines(sheet, tile.title, (x, y), _TITLE, name("label", "", tile.criterion))
    y = _lines(sheet, tile.word, (x, y), _WORD, name("verdict", "", tile.criterion))
    for row, lines in tile.parties:
        look = sheet.theme.party(parties.index(str(row["party"])))
        sheet.mark(
            x + 4, y + SMALL * 0.62, look, name("party", row["party"], tile.criterion), data=False, size=7.5
        )
        y = _lines(sheet, lines, (x + 14, y), _QUIET, name("mark", row["party"], tile.criterion))
    _lines(sheet, tile.reason, (x, y), _QUIET, name("reason", "", tile.criterion))


def _lines(sheet: Sheet, lines: Sequence[str], at: tuple[float, float], type: Type, gid: str) -> float:
    if lines:
        sheet.write(*at, "\n".join(lines), type, gid)
    return at[1] + len(lines) * type.size * LINE
