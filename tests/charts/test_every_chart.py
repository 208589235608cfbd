"""What holds for each of the twelve charts, in both languages, for the room and for everybody else."""

import io
import re

import matplotlib
import numpy as np
import pytest
from matplotlib.text import Text

import evalkit as ek
from evalkit.charts import check_chart, describe_chart
from evalkit.charts.layout import BODY
from evalkit.charts.reading import texts_of

NAMES = (
    "scorecard", "profile", "likert", "answers", "parties", "waves", "portfolio", "logbook", "evidence",
    "trials", "response", "dilemmas",
)  # fmt: skip
GATED = ("scorecard", "profile", "likert", "parties", "waves", "portfolio", "response")


@pytest.mark.parametrize("shown", [False, True], ids=["dialogue", "report"])
@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_passes_its_own_check(charts, name, lang, shown):
    assert check_chart(charts[name](lang, shown).figure) == []


@pytest.mark.parametrize("name", NAMES)
def test_fits_the_body_of_a_slide(charts, name):
    width, height = 72 * charts[name]("da", False).figure.get_size_inches()
    assert width == pytest.approx(BODY[2])
    assert height <= BODY[3] + 0.01


@pytest.mark.parametrize("name", GATED)
def test_bears_the_watermark_until_its_tables_passed_the_gate(charts, name):
    def marked(shown):
        return any(text.get_gid() == "evalkit:dialogue" for text in charts[name]("da", shown).texts)

    assert marked(False)
    assert not marked(True)


@pytest.mark.parametrize("name", NAMES)
def test_alt_text_is_short_and_its_long_form_is_not(charts, name):
    ax = charts[name]("da", False)
    short, long = describe_chart(ax, "da"), describe_chart(ax, "da", long=True)
    assert 20 < len(short) <= 250
    assert long.count("\n") >= 3


@pytest.mark.parametrize("name", NAMES)
def test_languages_share_no_sentence_of_the_alt_text(charts, name):
    danish, english = (describe_chart(charts[name](lang, False), lang).split(".")[0] for lang in ("da", "en"))
    assert danish != english


@pytest.mark.parametrize("name", NAMES)
def test_every_artist_drawn_has_a_name(charts, name):
    ax = charts[name]("da", True)
    drawn = [*ax.texts, *ax.lines, *ax.patches]
    assert [artist for artist in drawn if not str(artist.get_gid()).startswith("evalkit:")] == []


@pytest.mark.parametrize("name", NAMES)
def test_draws_the_same_svg_twice(charts, name):
    def svg():
        buffer = io.StringIO()
        with matplotlib.rc_context({"svg.hashsalt": "evalkit", "svg.fonttype": "none"}):
            charts[name]("da", True).figure.savefig(buffer, format="svg", metadata={"Date": None})
        return buffer.getvalue()

    assert svg() == svg()


@pytest.mark.parametrize("name", NAMES)
def test_leaves_matplotlibs_settings_alone(charts, name):
    before = dict(matplotlib.rcParams)
    charts[name]("da", False)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", NAMES)
def test_looks_the_same_whatever_matplotlibs_settings_are(charts, name):
    def texts():
        figure = charts[name]("da", True).figure
        return [(t.get_text(), t.get_fontsize(), t.get_color()) for t in texts_of(figure)]

    plain = texts()
    odd = {"axes.grid": True, "font.size": 30, "text.color": "red", "lines.linewidth": 9}
    with matplotlib.rc_context(odd):
        assert texts() == plain


@pytest.mark.parametrize("name", ["profile", "parties", "waves", "likert"])
def test_draws_in_the_place_of_given_axes(charts, tables, name):
    import matplotlib.pyplot as plt

    import evalkit.charts as ec

    _, ax = plt.subplots(figsize=(13.333, 7.5))
    table = {
        "profile": tables.scores,
        "parties": tables.parties,
        "waves": tables.waves,
        "likert": tables.counts,
    }[name]()
    column = "item" if name == "likert" else "criterion"
    table = table[table[column].isin(list(dict.fromkeys(table[column]))[:3])]
    drawn = getattr(ec, f"plot_{name}")(table, labels=tables.study(), ax=ax)
    assert drawn is ax
    assert check_chart(ax.figure) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_minus_zero_or_has_a_decimal_point_in_danish(charts, name):
    texts = [text.get_text() for text in charts[name]("da", False).texts]
    assert [text for text in texts if re.search(r"\d\.\d|[-\u2212]0(?![,\d])", text)] == []


def test_a_hidden_cell_shows_no_number(tables):
    import evalkit.charts as ec

    table = tables.scores(shown=True)
    ax = ec.plot_profile(table, labels=tables.labels)
    hidden = table[table["shown"] != "yes"]
    for party, criterion in zip(hidden["party"], hidden["criterion"], strict=True):
        drawn = [a for a in ax.get_children() if str(a.get_gid()).endswith(f":{party}:{criterion}")]
        roles = {str(a.get_gid()).split(":")[1] for a in drawn}
        assert not roles & {"score", "number", "interval"}
        assert "words" in roles


def test_words_for_hidden_and_for_a_word(tables):
    import evalkit.charts as ec

    ax = ec.plot_profile(tables.scores(shown=True), labels=tables.labels)
    words = [text.get_text() for text in ax.texts if str(text.get_gid()).startswith("evalkit:words:")]
    assert words == ["ved ikke", "høj", "skjult (færre end 5 svar)"]


def test_an_id_without_a_text_is_an_error(tables):
    import evalkit.charts as ec
    from evalkit.errors import EvalkitError

    with pytest.raises(EvalkitError, match="there is no text for 'a'"):
        ec.plot_profile(tables.scores())


def test_several_studies_in_a_chart_of_one_is_an_error(tables):
    import evalkit.charts as ec
    from evalkit.errors import EvalkitError

    with pytest.raises(EvalkitError, match="holds 6 studies"):
        ec.plot_scorecard(tables.portfolio(), labels=tables.labels)


def test_the_wrong_table_is_an_error_that_names_columns(tables):
    import evalkit.charts as ec
    from evalkit.errors import EvalkitError

    with pytest.raises(EvalkitError, match="this is not a verdicts table: it has no verdict"):
        ec.plot_scorecard(tables.scores(), labels=tables.labels)


def test_score_marks_stand_at_their_scores(tables):
    import evalkit.charts as ec

    table = tables.scores()
    ax = ec.plot_profile(table, labels=tables.labels)
    marks = {line.get_gid(): line.get_xdata()[0] for line in ax.lines if ":score:" in str(line.get_gid())}
    told = {
        f"evalkit:score:{r.party}:{r.criterion}": r.score for r in table.itertuples() if not np.isnan(r.score)
    }
    assert marks == told


def test_texts_are_plain_text_even_with_dollar_signs(tables):
    import evalkit.charts as ec

    labels = {**tables.labels, "a": "Koster $5 og $6"}
    ax = ec.plot_profile(tables.scores(), labels=labels)
    legend = next(t for t in ax.texts if t.get_gid() == "evalkit:legend:a:")
    assert isinstance(legend, Text)
    assert not legend.get_parse_math()


def test_who_answered_is_hidden_and_not_nought_where_the_gate_took_the_numbers(sample):
    study = ek.load_study(sample / "rain_yard")
    ax = ek.plot_response(ek.protect(ek.score_criteria(study)), labels=study, lang="en")
    words = ek.describe_chart(ax, "en", long=True)
    assert "0 of" not in words
    assert "hidden" in words
