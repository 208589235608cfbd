"""How charts look: fonts, sizes and colours, as one small frozen object that every chart asks for.

The shipped theme uses a variant of ColorBrewer's PuOr, orange for low and purple for high, because the
pair stays apart for every kind of colour blindness and in grey. Parties have colours of their own and
a shape each, so that nobody takes a party for an answer. An organisation's own theme is a YAML file of
the same words; it is checked when it is loaded, by sums that are spelled out in `colours.py`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from evalkit.charts.colours import check_colours, check_written, mix
from evalkit.errors import EvalkitError, EvalkitWarning, place
from evalkit.words import LANGS, some
from evalkit.yamlfile import check_keys, read_yaml

SAFE_FONT = "DejaVu Sans"
SHAPES = ("o", "s", "D", "^", "v")
_VERDICTS = {
    "fulfilled": "#542788",
    "partly": "#998ec3",
    "not_fulfilled": "#b35806",
    "contested": "#f1a340",
    "too_little_data": "#e6e6e6",
}


@dataclass(frozen=True)
class Theme(AbstractContextManager["Theme"]):
    """A look. As a context manager it gives back the look that was in use before it.

    Attributes
    ----------
    name : str
    fonts : tuple of str
        Tried in order; DejaVu Sans comes last.
    levels : tuple of 5 str
        Colours of an answer scale, lowest first; other lengths are made from them.
    parties : tuple of 5 str
        Colours of the parties, in the study's order.
    verdicts : dict of str to str
    ink, muted, line, span, band, paper : str
        Text, second text, thin lines, connecting lines, quiet background, background.
    logo : str
        Path of a picture, or "".
    footer : str or mapping
        Written last at a saved page's foot; a text, or {da, en}. The logo stands beside it.
    """

    name: str = "slide"
    fonts: tuple[str, ...] = (SAFE_FONT,)
    levels: tuple[str, ...] = ("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")
    levels7: tuple[str, ...] = (
        "#7f3b08", "#c97118", "#f4b266", "#ebebeb", "#c3b9e0", "#8b7ebd", "#4a1f7c",
    )  # fmt: skip
    parties: tuple[str, ...] = ("#1b4f9c", "#cc1455", "#222222", "#00785a", "#6b6b00")
    verdicts: Mapping[str, str] = field(default_factory=lambda: dict(_VERDICTS))
    ink: str = "#1a1a1a"
    muted: str = "#595959"
    line: str = "#bdbdbd"
    span: str = "#8f8f8f"
    band: str = "#f3f3f5"
    paper: str = "#ffffff"
    logo: str = ""
    footer: str | Mapping[str, str] = ""

    def party(self, position: int) -> tuple[str, str]:
        """Return the colour and the shape of the party at a position in the study's order."""
        return self.parties[position % len(self.parties)], SHAPES[position % len(SHAPES)]

    def scale(self, points: int) -> tuple[str, ...]:
        """Return one colour for each answer of a scale, lowest first."""
        if points == len(self.levels7):
            return self.levels7
        if points == 1:
            return (self.levels[2],)
        if points in _PICKED:
            return tuple(self.levels[n] for n in _PICKED[points])
        ends = self.levels7 if points > len(self.levels7) else self.levels
        steps = [n * (len(ends) - 1) / (points - 1) for n in range(points)]
        return tuple(mix(ends, step) for step in steps)

    def folded(self) -> tuple[str, str, str]:
        """Return the colours of a scale that the gate folded to low, middle and high."""
        return mix(self.levels, 0.5), self.levels[2], mix(self.levels, 3.5)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put back the theme that was in use before."""
        before = _before.get()
        _before.set(before[:-1])
        _current.set(before[-1] if before else Theme())


_PICKED = {2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_KEYS = ("schema", *(f.name for f in fields(Theme)))
_SLIDE = Theme()
_current: ContextVar[Theme] = ContextVar("theme", default=_SLIDE)
_before: ContextVar[tuple[Theme, ...]] = ContextVar("before", default=())


def current_theme() -> Theme:
    """Return the theme in use."""
    return _current.get()


def use_theme(theme: str | Path | Theme = "slide") -> Theme:
    """Choose how the charts drawn from now on look.

    matplotlib's own settings are left alone; for figures of your own in the same look, say
    ``plt.style.use("evalkit.slide")``.

    Parameters
    ----------
    theme : str, path or Theme
        ``"slide"`` (the shipped one), or the path of an organisation's theme: a YAML file with any of
        ``name, fonts, levels, parties, verdicts, ink, muted, line, span, band,
        paper, logo, footer``.

    Returns
    -------
    Theme
        Also a context manager: ``with use_theme("ours.yml"): ...`` goes back afterwards.

    Raises
    ------
    EvalkitError
        If the file is missing, a key or colour in it can't be read, a text would be too pale, or
        neighbouring colours can't be told apart, by everybody or by the colour-blind.

    Examples
    --------
    >>> with use_theme("slide") as theme:
    ...     theme.scale(3)
    ('#b35806', '#e6e6e6', '#542788')
    """
    chosen = theme if isinstance(theme, Theme) else load_theme(theme)
    _before.set((*_before.get()[-20:], _current.get()))
    _current.set(chosen)
    return chosen


def load_theme(source: str | Path) -> Theme:
    """Read an organisation's theme and check it.

    Parameters
    ----------
    source : str or path
        ``"slide"`` or the path of a YAML file.

    Returns
    -------
    Theme

    Raises
    ------
    EvalkitError
        As `use_theme`.
    """
    if not isinstance(source, str | Path):
        raise EvalkitError(f"{source!r} is not a theme", "Give 'slide' or the path of a YAML file.")
    if str(source) == "slide":
        return Theme()
    raw = read_yaml(source)
    check_keys(raw, _KEYS, place(source))
    theme = replace(Theme(), **_values(raw, Path(source)))
    check_colours(theme, Path(source).name)
    return theme


def _values(raw: Mapping[str, Any], file: Path) -> dict[str, Any]:
    values = {"name": file.stem, "fonts": (), **{key: raw[key] for key in raw if key != "schema"}}
    if raw.get("schema", 1) != 1:
        raise _wrong(file, "schema", f"schema {raw['schema']!r} is not known", "Write 'schema: 1'.")
    for key, length in (("levels", 5), ("levels7", 7), ("parties", 5)):
        if key in values:
            values[key] = _colours(values[key], length, place(file, column=key))
    if "levels" in values and "levels7" not in values:
        values["levels7"] = tuple(mix(values["levels"], n * 4 / 6) for n in range(7))
    if "verdicts" in values:
        check_keys(values["verdicts"], _VERDICTS, place(file, column="verdicts"))
        values["verdicts"] = {**_VERDICTS, **values["verdicts"]}
    if not isinstance(values["name"], str):
        raise _wrong(file, "name", f"{values['name']!r} is not a name", "Write a text.")
    values["fonts"] = _fonts(values["fonts"], file)
    if values.get("footer"):
        _check_footer(values["footer"], file)
    if values.get("logo"):
        values["logo"] = _logo(file.parent / str(values["logo"]), file)
    return values


def _wrong(file: Path, key: str, what: str, remedy: str) -> EvalkitError:
    return EvalkitError(what, remedy, where=place(file, column=key))


def _colours(found: object, length: int, where: str) -> tuple[str, ...]:
    if not isinstance(found, list) or len(found) != length:
        count = len(found) if isinstance(found, list) else 1
        raise EvalkitError(
            f"there are {count} colours, not {length}", f"Give a list of {length}.", where=where
        )
    check_written(found, where)
    return tuple(found)


def _fonts(found: object, file: Path) -> tuple[str, ...]:
    """Return those of the fonts that this machine has, and last the one that every machine has."""
    from matplotlib.font_manager import get_font_names

    names = [found] if isinstance(found, str) else found
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise _wrong(file, "fonts", f"{found!r} is not a list of fonts", "Give one name, or a list.")
    known = [name for name in names if name in get_font_names()]
    if names and not known:
        said = f"{place(file, column='fonts')}: this machine has no {some(names)}; {SAFE_FONT} is used."
        warnings.warn(said, EvalkitWarning, stacklevel=6)
    return (*(name for name in known if name != SAFE_FONT), SAFE_FONT)


def _check_footer(found: object, file: Path) -> None:
    texts = found.values() if isinstance(found, Mapping) and set(found) <= set(LANGS) else [found]
    if not all(isinstance(text, str) for text in texts):
        raise _wrong(file, "footer", f"{found!r} is not a text", "Write a text, or {da: ..., en: ...}.")


def _logo(path: Path, file: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    if not path.is_file():
        raise _wrong(file, "logo", f"there is no picture {path.name!r}", "Put it beside the theme.")
    try:
        Image.open(path).close()
    except (UnidentifiedImageError, OSError) as error:
        what = f"{path.name!r} is not a picture that can be read"
        raise _wrong(file, "logo", what, "Give a PNG or a JPEG.") from error
    return str(path)
