"""Never colour alone: with more than two parties, a number says by a mark of its own whose it is."""

import numpy as np
import pytest

from evalkit.charts.sheet import key_of

from .torture import pages


@pytest.mark.parametrize("chart", ["parties", "waves"])
def test_above_two_parties_no_number_is_told_apart_by_colour_alone(chart):
    """Each number but a lone lowest has its party's own mark before it, on its line."""
    for _, ax in pages(chart, "five_parties", "da", "dialogue"):
        figure = ax.figure
        figure.canvas.draw()
        marks = {}
        for line in ax.lines:
            role, party, _ = key_of(line)
            if role == "key":
                x, y = line.get_transform().transform(np.asarray(line.get_xydata())[0])
                marks.setdefault(party, []).append((x, y))
        numbers = [t for t in ax.texts if key_of(t)[0] == "number"]
        bare = [
            t for t in numbers if not _marked(t.get_window_extent(), marks.get(key_of(t)[1], []), figure.dpi)
        ]
        assert len(numbers) >= 5
        assert not bare if chart == "waves" else len(bare) <= len({key_of(t)[2] for t in bare})


def _marked(box, marks, dpi):
    point = dpi / 72
    return any(0 <= box.x0 - x <= 9 * point and box.y0 - 3 <= y <= box.y1 + 3 for x, y in marks)
