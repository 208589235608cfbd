"""A test for each wound that Likert packages still carry, named after where it was reported."""

import re

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from evalkit.charts import check_chart, plot_likert
from evalkit.charts.colours import contrast
from evalkit.charts.sheet import key_of
from evalkit.errors import EvalkitError
from evalkit.tables import ordered
from evalkit.words import texts_under

AGREE = ("Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig")
ITEM, OTHER = "dialogue_1", "respect_1"


def count(answers, *, item=ITEM, party="b", dont_know=0, levels=AGREE, reverse=False):
    top = len(levels) - 1
    rows = [
        {"item": item, "party": party, "state": "answered", "answer": level, "n": n,
         "value": 100 * (top - k if reverse else k) / top}
        for k, (level, n) in enumerate(zip(levels, answers, strict=True))
    ]  # fmt: skip
    rows.append({"item": item, "party": party, "state": "dont_know", "answer": None, "n": dont_know})
    table = pd.DataFrame(rows).assign(study="road", wave="end")
    table["answer"] = ordered(table["answer"], levels)
    return table


def together(*tables):
    levels = tables[0]["answer"].cat.categories
    table = pd.concat([t.astype({"answer": object}) for t in tables], ignore_index=True)
    table["answer"] = ordered([a if isinstance(a, str) else None for a in table["answer"]], levels)
    return table


def draw(table, **options):
    return plot_likert(table, labels={"a": "HR&OU", "b": "Fagmedarbejdere"}, **options)


def segments(ax, item=ITEM):
    return [
        p
        for p in ax.patches
        if isinstance(p, Rectangle) and key_of(p)[0] == "segment" and key_of(p)[2] == item
    ]


def texts(ax, role, item=None):
    return [t.get_text() for t in ax.texts if key_of(t)[0] == role and item in (None, key_of(t)[2])]


def spoken(group, lang):
    return {" ".join(text.split()) for text in texts_under(group, lang).values()}


def test_label_colour_follows_its_own_segment__plot_likert_40__ggstats_43__likert_141():
    ax = draw(count([30, 20, 10, 20, 20]))
    colours = {s.get_gid().replace("segment", "share"): s.get_facecolor() for s in segments(ax)}
    shares = [t for t in ax.texts if key_of(t)[0] == "share"]
    assert len(shares) == 5
    for share in shares:
        assert contrast(share.get_color(), colours[share.get_gid()]) >= 4.5


def test_a_label_too_wide_for_its_segment_is_left_out_and_none_overlap__plot_likert_51():
    ax = draw(count([1, 1, 96, 1, 1]))
    assert texts(ax, "share") == ["96\u00a0%"]
    assert check_chart(ax.figure) == []


def test_every_row_has_its_own_n__ggstats_131():
    ax = draw(together(count([1, 2, 3, 2, 4]), count([0, 0, 1, 2, 0], item=OTHER)))
    assert texts(ax, "n") == ["12", "3"]


def test_items_are_sorted_on_request__ggstats_55__likert_120():
    table = together(count([8, 2, 0, 1, 1]), count([0, 1, 1, 2, 8], item=OTHER))
    order = [key_of(t)[2] for t in draw(table, sort="agreement").texts if key_of(t)[0] == "label"]
    assert order == [OTHER, ITEM]
    order = [key_of(t)[2] for t in draw(table).texts if key_of(t)[0] == "label"]
    assert order == [ITEM, OTHER]


def test_items_are_sorted_by_gap_between_the_parties():
    table = together(
        count([5, 5, 0, 5, 5], party="a"), count([5, 5, 0, 5, 5]),
        count([9, 1, 0, 0, 0], item=OTHER, party="a"), count([0, 0, 0, 1, 9], item=OTHER),
    )  # fmt: skip
    table["party"] = ordered(table["party"], ("a", "b"))
    order = [key_of(t)[2] for t in draw(table, sort="gap").texts if key_of(t)[0] == "label"]
    assert order == [OTHER, ITEM]


@pytest.mark.parametrize(
    ("neutral", "lefts"),
    [
        ("middle", [-35, -25, -5, 5, 25]),  # half of the middle answer on each side of the line
        ("aside", [-30, -20, None, 0, 20]),
        ("none", [0, 10, 30, 40, 60]),
    ],
)
def test_neutral_stands_where_it_was_asked_to__sjplot_810_952__ggstats_64(neutral, lefts):
    ax = draw(count([10, 20, 10, 20, 40]), neutral=neutral)
    drawn = sorted(segments(ax), key=lambda s: s.get_gid())
    expected = [s.get_x() if left is None else left for s, left in zip(drawn, lefts, strict=True)]
    assert [s.get_x() for s in drawn] == pytest.approx(expected)
    low, high = ax.get_xlim()
    assert all(low - 1e-9 <= s.get_x() and s.get_x() + s.get_width() <= high + 1e-9 for s in drawn)


def test_neutral_aside_stands_clear_of_the_others():
    ax = draw(count([0, 0, 50, 10, 40]), neutral="aside")
    drawn = sorted(segments(ax), key=lambda s: s.get_gid())
    assert drawn[2].get_x() > drawn[4].get_x() + drawn[4].get_width()


def test_an_answer_nobody_chose_keeps_its_place_and_colour__likert_103():
    full, gap = draw(count([1, 1, 1, 1, 8])), draw(count([4, 0, 0, 0, 8]))
    assert [s.get_facecolor() for s in segments(full)] == [s.get_facecolor() for s in segments(gap)]
    assert [round(s.get_width()) for s in segments(gap)] == [33, 0, 0, 0, 67]
    assert texts(gap, "answer") == list(AGREE)


def test_a_reversed_item_says_so_and_keeps_its_answers__ggstats_91__likert_138():
    ax = draw(together(count([8, 1, 1, 1, 1], item="dialogue_3", reverse=True), count([1, 1, 1, 1, 8])))
    labels = [" ".join(t.split()) for t in texts(ax, "label")]
    assert labels[0].endswith("(vendt udsagn)")
    assert "vendt" not in labels[1]
    assert segments(ax, "dialogue_3")[0].get_width() == pytest.approx(100 * 8 / 12)


def test_percentages_of_a_row_add_up_to_100__plot_likert_47():
    ax = draw(count([7, 7, 7, 7, 5]))
    shares = [int(re.findall(r"\d+", share)[0]) for share in texts(ax, "share")]
    assert len(shares) == 5
    assert sum(shares) == 100


def test_totals_are_the_sums_of_what_is_drawn():
    ax = draw(count([7, 7, 7, 7, 5]))
    shares = [int(re.findall(r"\d+", share)[0]) for share in texts(ax, "share")]
    assert texts(ax, "below") == [f"{shares[0] + shares[1]}\u00a0%"]
    assert texts(ax, "above") == [f"{shares[3] + shares[4]}\u00a0%"]


def test_a_long_item_wraps_and_is_not_cut__ggstats_wrapping():
    long = "Samarbejdet om vejarbejdsafmærkningsplanlægningen gav os en fælles forståelse af cyklisternes situation ved stedet"
    ax = plot_likert(count([3, 3, 3, 3, 3]), labels={"b": "Fag", ITEM: long + ", synes jeg nok selv"})
    label = next(t for t in ax.texts if key_of(t)[0] == "label")
    assert label.get_text().count("\n") >= 2
    assert check_chart(ax.figure) == []


def test_dont_know_is_not_on_the_scale__likert_88():
    ax = draw(count([1, 1, 1, 1, 6], dont_know=30))
    assert texts(ax, "n") == ["10"]
    assert texts(ax, "above") == ["70\u00a0%"]  # 7 of the 10 who answered; of all 40 it would be 18
    assert sum(s.get_width() for s in segments(ax)) == pytest.approx(100)
    assert texts(ax, "dont_know") == ["30"]


@pytest.mark.parametrize("neutral", ["middle", "aside", "none"])
@pytest.mark.parametrize("answers", [[0, 0, 0, 0, 12], [12, 0, 0, 0, 0], [0, 0, 12, 0, 0]])
def test_the_axis_never_goes_beyond_100__plot_likert_4(answers, neutral):
    ax = draw(count(answers), neutral=neutral)
    assert sum(s.get_width() for s in segments(ax)) == pytest.approx(100)
    low, high = ax.get_xlim()
    aside = 100 * 1.22 + 8 if neutral == "aside" else 0  # the bars aside have room of their own
    assert low >= -100
    assert high <= 100 + aside
    assert all(low <= s.get_x() and s.get_x() + s.get_width() <= high + 1e-9 for s in segments(ax))
    assert check_chart(ax.figure) == []


def test_each_party_has_its_own_percentages__likert_130():
    table = together(count([10, 0, 0, 0, 10], party="a"), count([0, 0, 0, 0, 10]))
    table["party"] = ordered(table["party"], ("a", "b"))
    ax = draw(table)
    widths = {}
    for segment in segments(ax):
        widths[key_of(segment)[1]] = widths.get(key_of(segment)[1], 0) + segment.get_width()
    assert widths == pytest.approx({"a": 100, "b": 100})


def test_no_english_in_a_danish_chart__likert_pr_123():
    ax = draw(count([1, 1, 1, 1, 1]), lang="da")
    said = {" ".join(text.get_text().split()) for text in ax.texts}
    english = {t for group in ("charts", "charts.head", "charts.note", "level") for t in spoken(group, "en")}
    danish = {t for group in ("charts", "charts.head", "charts.note", "level") for t in spoken(group, "da")}
    assert said & danish
    assert not said & (english - danish)


def test_answers_are_written_in_the_charts_language():
    assert texts(draw(count([1, 1, 1, 1, 1]), lang="en"), "answer")[0] == "Strongly disagree"


@pytest.mark.parametrize(
    ("answers", "below", "above"),
    [([0, 0, 0, 5, 7], "0\u00a0%", "100\u00a0%"), ([0, 0, 12, 0, 0], "0\u00a0%", "0\u00a0%")],
)
def test_nobody_disagrees(answers, below, above):
    ax = draw(count(answers))
    assert (texts(ax, "below"), texts(ax, "above")) == ([below], [above])
    assert check_chart(ax.figure) == []


def test_nobody_answers():
    ax = draw(count([0, 0, 0, 0, 0], dont_know=4))
    assert texts(ax, "words") == ["ingen svar"]
    assert texts(ax, "dont_know") == ["4"]
    assert check_chart(ax.figure) == []


def test_all_answers_are_named_and_not_the_ends_only__sjplot_743():
    assert texts(draw(count([1, 0, 0, 0, 9])), "answer") == list(AGREE)


def test_under_ten_answers_there_are_counts_and_no_percentages():
    ax = draw(count([0, 1, 0, 0, 3]))
    assert texts(ax, "share") == ["1", "3"]
    assert texts(ax, "above") == ["3 af 4"]
    assert not any("%" in text.get_text() for text in ax.texts)


def test_bars_that_the_gate_folded_have_three_levels_named(tables):
    rows = [
        {
            "item": ITEM,
            "party": "b",
            "state": "answered",
            "answer": None,
            "level": level,
            "n": n,
            "shown": "yes",
        }
        for level, n in (("low", 1), ("middle", 2), ("high", 4))
    ]
    whole = count([2, 2, 2, 2, 4], item=OTHER).assign(level=None, shown="yes")
    table = pd.concat([pd.DataFrame(rows).assign(study="road", wave="end"), whole.astype({"answer": object})])
    table["answer"] = ordered([a if isinstance(a, str) else None for a in table["answer"]], AGREE)
    ax = draw(table)
    assert texts(ax, "answer")[-3:] == ["lav", "midt", "høj"]
    assert [round(s.get_width() * 7 / 100) for s in segments(ax)] == [1, 2, 4]
    assert check_chart(ax.figure) == []


def test_items_on_different_scales_are_an_error():
    table = pd.concat(
        [
            count([1, 1, 1, 1, 1]).astype({"answer": str}),
            count([1, 1], item=OTHER, levels=("Nej", "Ja")).astype({"answer": str}),
        ]
    )
    table.loc[table["answer"] == "nan", "answer"] = None
    with pytest.raises(EvalkitError, match="the items are on different scales"):
        draw(table)


def test_an_unknown_option_is_an_error():
    with pytest.raises(EvalkitError, match="'centre' is not one of middle, aside, none"):
        draw(count([1, 1, 1, 1, 1]), neutral="centre")


def test_a_page_of_items_that_the_gate_hid_says_so():
    hidden = count([1, 1, 1, 0, 0]).head(1).assign(answer=None, n=None, shown="hidden_primary")
    ax = draw(hidden)
    assert texts(ax, "words") == ["skjult"]
    assert texts(ax, "answer") == []
    assert check_chart(ax.figure) == []


def own_means(shown, criterion="during.dialogue"):
    """Items and own means of one criterion as the gate leaves them: the items shown or hidden."""
    items = count([1, 2, 3, 0, 0]).assign(criterion=criterion, shown=shown, level=None)
    means = pd.DataFrame([{"study": "road", "wave": "end", "party": "b", "criterion": criterion, "state": "answered",
                           "shown": "yes", "level": level, "n": n}
                          for level, n in (("low", 1), ("middle", 3), ("high", 2))])  # fmt: skip
    if shown != "yes":
        items = items.head(1).assign(answer=None, n=None)
    both = pd.concat([items.astype(object), means.astype(object)], ignore_index=True)
    return both.assign(answer=ordered(both["answer"].where(both["answer"].notna(), None), AGREE))


def test_people_s_own_means_stand_where_the_items_are_hidden():
    ax = draw(own_means("hidden_secondary"))
    assert segments(ax) == []
    assert texts(ax, "share", "during.dialogue") == ["1", "3", "2"]
    assert "Tæt dialog" in [text.get_text() for text in ax.texts]
    assert any("Hver persons eget gennemsnit" in text.get_text() for text in ax.texts)


def test_people_s_own_means_stand_below_items_that_are_shown_and_say_what_they_are():
    ax = draw(own_means("yes"))
    assert texts(ax, "share", ITEM) == ["1", "2", "3"]
    assert texts(ax, "share", "during.dialogue") == ["1", "3", "2"]
    assert "Tæt dialog (hver persons gennemsnit)" in [" ".join(text.get_text().split()) for text in ax.texts]
