"""Colours, measured by colorspacious, which we didn't write."""

import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from evalkit.charts import use_theme
from evalkit.charts.colours import contrast, difference, ink_on, lightness
from evalkit.charts.theme import Theme, current_theme
from evalkit.errors import EvalkitError, EvalkitWarning

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # an escape in one of its docstrings
    from colorspacious import cspace_convert

SIGHTS = {
    "normal": None,
    "protanopia": "protanomaly",
    "deuteranopia": "deuteranomaly",
    "tritanopia": "tritanomaly",
}
SCALES = [Theme().scale(points) for points in (2, 3, 4, 5, 7)]


def seen(colour, sight):
    if SIGHTS[sight] is None:
        return to_rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": SIGHTS[sight], "severity": 100}
    return np.clip(cspace_convert(to_rgb(colour), space, "sRGB1"), 0, 1)


def lab(colour, sight="normal"):
    return cspace_convert(seen(colour, sight), "sRGB1", "CIELab")


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_neighbours_on_a_scale_are_told_apart_by_everybody(scale, sight):
    for one, other in pairwise(scale):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15


@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_neighbours_on_a_scale_are_told_apart_in_grey(scale):
    for one, other in pairwise(scale):
        assert abs(lab(one)[0] - lab(other)[0]) >= 10


@pytest.mark.parametrize("colour", sorted({*Theme().levels, *Theme().levels7, *Theme().verdicts.values()}))
def test_a_label_reads_on_every_colour(colour):
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_two_parties_are_told_apart_by_everybody(sight):
    one, other = Theme().parties[:2]
    assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15


def test_parties_have_a_shape_each():
    assert len({Theme().party(n)[1] for n in range(5)}) == 5


@pytest.mark.parametrize("sight", SIGHTS)
def test_our_difference_is_colorspacious_difference(sight):
    for one, other in pairwise((*Theme().levels7, *Theme().parties)):
        theirs = np.linalg.norm(lab(one, sight) - lab(other, sight))
        assert difference(one, other, sight) == pytest.approx(theirs, rel=0.04, abs=1.0)


def test_lightness_is_that_of_cielab():
    assert lightness("#777777") == pytest.approx(lab("#777777")[0], abs=0.1)


def test_contrast_is_wcags():
    # W3C's technique G18 names #767676 as the lightest grey with 4.5 on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < 4.5


def write(tmp_path, text):
    path = tmp_path / "ours.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_theme_is_used_and_given_back(tmp_path):
    path = write(
        tmp_path, "parties: ['#003366', '#cc3300', '#222222', '#666600', '#660066']\nfooter: Vores afdeling\n"
    )
    with use_theme(path) as theme:
        assert current_theme() is theme
        assert theme.parties[0] == "#003366"
        assert theme.fonts == ("DejaVu Sans",)
    assert current_theme() == Theme()


def test_charts_are_drawn_in_the_theme_in_use(tmp_path, tables):
    from evalkit.charts import plot_profile

    path = write(tmp_path, "parties: ['#003366', '#cc3300', '#222222', '#666600', '#660066']\n")
    with use_theme(path):
        ax = plot_profile(tables.scores(), labels=tables.labels)
    assert {line.get_color() for line in ax.lines if ":score:a:" in str(line.get_gid())} == {"#003366"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour: red", "'colour' is not one of schema, name, fonts"),
        ("ink: '#999999'", r"#999999 on #ffffff has contrast 2\.8, and text needs 4\.5"),
        ("ink: blak", "'blak' is not a colour"),
        ("levels: ['#b35806', '#f1a340']", "there are 2 colours, not 5"),
        ("parties: ['#cc0000', '#aa1100', '#222222', '#666600', '#660066']", "can't be told apart"),
        ("parties: ['#ffee00', '#aa1100', '#222222', '#666600', '#660066']", "has contrast 1"),
        ("logo: nothing.png", "there is no picture 'nothing.png'"),
        ("logo: ours.yml", "'ours.yml' is not a picture that can be read"),
        ("fonts: {a: b}", "is not a list of fonts"),
        ("fonts: [5]", "is not a list of fonts"),
        ("footer: 5", "5 is not a text"),
        ("footer: {fr: Unité}", "is not a text"),
        ("name: [x]", "is not a name"),
        ("schema: 2", "schema 2 is not known"),
        ("levels: [a, b, c, d, e]", "'a' is not a colour"),
        ("levels: [null, null, null, null, null]", "None is not a colour"),
        ("ink: none", "'none' is not a colour"),
        ("ink: '#1a1a1a80'", "'#1a1a1a80' is not a colour"),
        ("band: '#444444'", r"#1a1a1a on #444444 has contrast 1\.8"),
        ("parties: ['#003366', '#cc3300', '#222222', '#242424', '#660066']", "can't be told apart"),
    ],
)
def test_a_theme_that_cannot_be_read_is_refused(tmp_path, text, message):
    with pytest.raises(EvalkitError, match=message):
        use_theme(write(tmp_path, text))


def test_what_is_no_theme_is_refused():
    with pytest.raises(EvalkitError, match="5 is not a theme"):
        use_theme(5)


def test_a_font_that_the_machine_lacks_is_said(tmp_path):
    with pytest.warns(EvalkitWarning, match="has no Skriften; DejaVu Sans is used"):
        use_theme(write(tmp_path, "fonts: Skriften"))
    use_theme(write(tmp_path, "fonts: [Skriften, DejaVu Sans]"))  # who names what comes then, knows


def test_the_theme_in_the_docs_can_be_loaded(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "howto" / "template.md").read_text(encoding="utf-8")
    Image.new("RGB", (40, 20)).save(tmp_path / "our_logo.png")
    text = page.split("```yaml\n")[1].split("```")[0]
    with use_theme(write(tmp_path, text)) as theme:
        assert theme.name == "ours"


def test_red_and_green_of_one_lightness_are_refused(tmp_path):
    levels = "levels: ['#a03c32', '#5f6f23', '#e6e6e6', '#998ec3', '#542788']"
    with pytest.raises(EvalkitError, match=r"can't be told apart \((prot|deuter)anopia"):
        use_theme(write(tmp_path, levels))


def test_the_packaged_style_is_found_by_matplotlib():
    import matplotlib.pyplot as plt

    with plt.style.context("evalkit.slide"):
        assert plt.rcParams["axes.prop_cycle"].by_key()["color"][0].lstrip("#") == Theme().parties[0].lstrip(
            "#"
        )
