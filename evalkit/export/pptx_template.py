"""The presentation that slides are put into: evalkit's own, or the organisation's template.

Our own has two layouts on a 16:9 page, laid out as `save_chart` lays out a page. In an organisation's
``.pptx`` or ``.potx`` the layout is found by its name (one that begins with ``evalkit``) or else by what
stands on it, and the placeholders by their names: *chart*, *subtitle*, *source*, in Danish or English.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evalkit.charts.colours import NEIGHBOURS, TEXT_CONTRAST, contrast, difference, lightness
from evalkit.charts.theme import Theme, current_theme
from evalkit.errors import EvalkitError, not_one_of, place
from evalkit.export.ooxml import Box, need_office
from evalkit.export.pptx_own import P, own_presentation

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
_NAMES = {
    "chart": ("chart", "diagram", "figur", "graf"),
    "subtitle": ("subtitle", "undertitel"),
    "source": ("source", "kilde"),
}
SIGHTS = ("normal", "protanopia", "deuteranopia", "tritanopia")


@dataclass(frozen=True)
class Places:
    """Where things stand on a layout: its placeholders' idx by role, and the room for the chart.

    Attributes
    ----------
    layout : pptx SlideLayout
    idx : dict of str to int
        For ``title``, ``subtitle``, ``chart``, ``source``, as far as the layout has them.
    body : Box
        The room for a chart, a table or a list, in EMU.
    """

    layout: Any
    idx: dict[str, int]
    body: Box


def open_template(template: str | Path | None) -> Any:
    """Open a presentation without slides: evalkit's own, or an organisation's template.

    Parameters
    ----------
    template : path or None
        A ``.pptx`` or ``.potx``; slides in it are taken out, its masters and layouts stay.

    Returns
    -------
    pptx Presentation

    Raises
    ------
    EvalkitError
        If python-pptx is missing, or the file is missing or no PowerPoint file.
    """
    need_office("pptx")
    import pptx

    if template is None:
        return own_presentation()
    path = Path(template)
    if path.suffix.lower() not in (".pptx", ".potx"):
        raise not_one_of(
            path.suffix, (".pptx", ".potx"), "Give the template as one of these.", where=place(path)
        )
    show = pptx.Presentation(_as_presentation(path))
    _drop_slides(show)
    _unlock(show)
    return show


def chart_places(show: Any) -> Places:
    """Find the layout for a chart's slide, and where things stand on it.

    Parameters
    ----------
    show : pptx Presentation

    Returns
    -------
    Places

    Raises
    ------
    EvalkitError
        If no layout has a title.
    """
    layouts = [layout for layout in _layouts(show) if "title" in _idx(layout)]
    if not layouts:
        raise EvalkitError(
            "no layout of the template has a title",
            "Add one, or name a layout 'evalkit chart' with a title on it.",
        )
    return _places(max(layouts, key=_fitness), show)


def opening_places(show: Any) -> Places:
    """Find the layout for the first slide.

    Parameters
    ----------
    show : pptx Presentation

    Returns
    -------
    Places
    """
    for layout in _layouts(show):
        kinds = {str(shape.placeholder_format.type).split()[0] for shape in layout.placeholders}
        if layout.name.casefold().startswith("evalkit opening") or {"CENTER_TITLE", "SUBTITLE"} <= kinds:
            return _places(layout, show)
    return chart_places(show)


def theme_of(show: Any) -> Theme:
    """Return the charts' look in a presentation's colours: its dark on its light, its accents for parties.

    Parameters
    ----------
    show : pptx Presentation

    Returns
    -------
    Theme
        The look in use, with the presentation's colours as far as they can be read and told apart.
    """
    look, found = current_theme(), _colours_of(chart_places(show).layout.slide_master)
    ink, paper = found.get("dk1", look.ink), found.get("lt1", look.paper)
    if contrast(ink, paper) < TEXT_CONTRAST:
        ink, paper = look.ink, look.paper
    accents = tuple(found[name] for name in (f"accent{n}" for n in range(1, 6)) if name in found)
    parties = accents if len(accents) == len(look.parties) and _told_apart(accents, paper) else look.parties
    return replace(look, ink=ink, paper=paper, parties=parties)


def is_dark(show: Any) -> bool:
    """Tell whether a presentation's slides are dark: its colour map takes the ground from a darker colour."""
    master = chart_places(show).layout.slide_master
    mapped, found = master._element.find(f"{P}clrMap"), _colours_of(master)
    text, ground = (found.get(mapped.get(slot, ""), "") for slot in ("tx1", "bg1"))
    return bool(text and ground) and lightness(ground) < lightness(text)


def _layouts(show: Any) -> list[Any]:
    """Return the layouts of all masters: an organisation may keep a master for each of its brands."""
    return [layout for master in show.slide_masters for layout in master.slide_layouts]


def _unlock(show: Any) -> None:
    """Take away the template's lock against changes: the deck is a new file, and its owner another."""
    for lock in show.part._element.findall(f"{P}modifyVerifier"):
        lock.getparent().remove(lock)


def _colours_of(master: Any) -> dict[str, str]:
    """Return the colours of a master's theme by slot: dk1, lt1, accent1 ..."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    blob: Any = master.part.part_related_by(RT.THEME).blob
    slots = re.findall(
        r'<a:(dk[12]|lt[12]|accent\d)>\s*<a:\w+ [^>]*?(?:lastClr|val)="([0-9A-Fa-f]{6})"',
        blob.decode("utf-8"),
    )
    return {slot: f"#{colour.lower()}" for slot, colour in slots}


def _told_apart(parties: tuple[str, ...], paper: str) -> bool:
    """Tell whether colours can be read as text, and the first two be told apart by everybody."""
    first, second = parties[:2]
    apart = min(difference(first, second, sight) for sight in SIGHTS)
    return min(contrast(colour, paper) for colour in parties) >= TEXT_CONTRAST and apart >= NEIGHBOURS


def _as_presentation(path: Path) -> io.BytesIO:
    """Read the file; a template (.potx) differs from a presentation only in what it says it is."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "[Content_Types].xml":
                    kind = (_MAIN + "template.main+xml").encode()
                    content = content.replace(kind, (_MAIN + "presentation.main+xml").encode())
                    if (_MAIN + "presentation.main+xml").encode() not in content:
                        raise KeyError(name)
                new.writestr(name, content)
    except FileNotFoundError:
        raise EvalkitError(
            "there is no such file", f"Check the path {path.as_posix()!r}.", where=place(path)
        ) from None
    except (zipfile.BadZipFile, KeyError, OSError):
        raise EvalkitError(
            "this is not a PowerPoint file, or a password locks it",
            "Save it from PowerPoint as .pptx or .potx, without a password.",
            where=place(path),
        ) from None
    out.seek(0)
    return out


def _drop_slides(show: Any) -> None:
    slides = show.slides._sldIdLst
    for slide in list(slides):
        show.part.drop_rel(slide.rId)
        slides.remove(slide)
    for extension in show.part._element.xpath("//*[local-name()='sectionLst']/.."):
        extension.getparent().remove(extension)  # sections list the slides that are gone


def _fitness(layout: Any) -> tuple[bool, bool, bool, int]:
    idx = _idx(layout)
    bodies = [shape for shape in layout.placeholders if _is_body(shape)]
    return (
        layout.name.casefold().startswith("evalkit chart"),
        any(_named(shape, "chart") for shape in layout.placeholders),
        "chart" in idx and len(bodies) == 1,
        -len(bodies),
    )


def _idx(layout: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    bodies = []
    for shape in layout.placeholders:
        format = shape.placeholder_format
        kind = str(format.type).split()[0]
        if kind in ("TITLE", "CENTER_TITLE"):
            found.setdefault("title", format.idx)
        elif kind == "SUBTITLE":
            found.setdefault("subtitle", format.idx)
        else:
            role = next((role for role in _NAMES if _named(shape, role)), "")
            if role:
                found.setdefault(role, format.idx)
            elif _is_body(shape):
                bodies.append((_area(shape), format.idx))
    if bodies:
        found.setdefault("chart", max(bodies)[1])
    return found


def _named(shape: Any, role: str) -> bool:
    return any(word in shape.name.casefold() for word in _NAMES[role])


def _is_body(shape: Any) -> bool:
    return str(shape.placeholder_format.type).split()[0] in ("OBJECT", "BODY", "CHART", "TABLE", "PICTURE")


def _area(shape: Any) -> int:
    return int(shape.width or 0) * int(shape.height or 0)


def _places(layout: Any, show: Any) -> Places:
    idx = _idx(layout)
    by_idx = {shape.placeholder_format.idx: shape for shape in layout.placeholders}
    wide, high = int(show.slide_width), int(show.slide_height)
    if "chart" in idx:
        shape = by_idx[idx["chart"]]
        return Places(layout, idx, Box(shape.left, shape.top, shape.width, shape.height))
    title = by_idx[idx["title"]] if "title" in idx else None
    top = (title.top + title.height) if title is not None and title.top is not None else high // 6
    margin = title.left if title is not None and title.left else wide // 24
    return Places(layout, idx, Box(margin, top, wide - 2 * margin, round(high * 0.92) - top))
