"""The report as one story: sections of paragraphs, lists, tables and charts, in an order people can follow.

The story is told once, here, and written by whoever needs it: the web page, a document, slides. Nothing in it
is computed: it words what the results hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Sentences that stand as a list; one with a caption is opened by the reader."""

    items: tuple[str, ...]
    caption: str = ""


@dataclass(frozen=True)
class Grid:
    """A table in words; `numbers` are the columns of numbers, a `folded` one is opened by the reader."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart with the texts that stand around it.

    Attributes
    ----------
    name : str
        Of its file, without an ending.
    ax : matplotlib Axes
    title, subtitle, source : str
        The finding, what is shown, and where it is from.
    """

    name: str
    ax: Axes
    title: str
    subtitle: str
    source: str


Block = Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A part of the story."""

    id: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


def is_folded(block: Grid | Bullets) -> bool:
    """Tell whether a reader opens a table or a list herself."""
    return block.folded if isinstance(block, Grid) else bool(block.caption)


def pictures_of(story: Sequence[Section]) -> Iterator[Picture]:
    """Yield the charts of a story in order.

    Parameters
    ----------
    story : sequence of Section

    Yields
    ------
    Picture
    """
    for section in story:
        yield from (block for block in section.blocks if isinstance(block, Picture))
