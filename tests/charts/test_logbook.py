"""The logbook over time: a lane for each party, a mark for each note, and silences in words."""

import pandas as pd
import pytest

from evalkit import check_chart, describe_chart, plot_logbook, protect
from evalkit.charts.layout import draw_rows
from evalkit.charts.logbook_lanes import dated_notes, stance_of_entries
from evalkit.charts.sheet import key_of
from evalkit.errors import EvalkitError
from evalkit.notebooks import showing

PARTIES = {"a": "HR&OU", "b": {"da": "Fagmedarbejdere", "en": "Domain staff"}}


def notes(days, parties="a", kinds="note", **columns):
    ids = [f"n{n}" for n in range(len(days))]
    occurred = pd.to_datetime(days, format="ISO8601")
    return pd.DataFrame({"entry": ids, "occurred_at": occurred, "party": parties, "kind": kinds, **columns})


def coded(*stances):
    told = [(f"n{n}", stance) for n, stance in enumerate(stances) if stance]
    return pd.DataFrame(told, columns=["entry", "stance"]).assign(criterion="during.dialogue")


def draw(entries, evidence, lang="da", labels=PARTIES):
    ax = plot_logbook(entries, evidence, labels=labels, lang=lang)
    assert check_chart(ax.figure) == []
    return ax


def texts(ax, role):
    return [" ".join(text.get_text().split()) for text in ax.texts if key_of(text)[0] == role]


def marks(ax):
    """Return how many notes are drawn as marks of their own, by lane, kind and stance."""
    lines = [line for line in ax.lines if key_of(line)[0] == "note-mark"]
    return {tuple(line.get_gid().split(":")[3:]): len(line.get_xdata()) for line in lines}


def test_each_party_has_a_lane_with_its_notes_by_kind_and_stance():
    entries = notes(
        ["2016-10-01", "2016-10-02", "2016-10-09"], ["b", "a", "b"], ["meeting", "note", "meeting"]
    )
    ax = draw(entries, coded("supports", "against", "supports"))
    assert marks(ax) == {("b", "meeting", "supports"): 2, ("a", "note", "against"): 1}
    assert texts(ax, "label") == ["HR&OU, 1 notat", "Fagmedarbejdere, 2 notater"]
    assert texts(ax, "kind") == ["møde 2", "notat 1"]


@pytest.mark.parametrize(
    ("lang", "silence", "quoted"),
    [
        ("da", "7 uger uden notater", "Må ikke citeres: 2."),
        ("en", "7 weeks without entries", "Not to be quoted: 2."),
    ],
)
def test_a_silence_of_a_party_is_drawn_in_words(lang, silence, quoted):
    # The 1st to the 2nd of October hold a note, and so does the 26th of November: 55 days between, 7 weeks.
    entries = notes(["2016-10-01", "2016-10-26", "2016-11-26"], ["a", "b", "a"], consent=["yes", "", "no"])
    ax = draw(entries, coded("supports", "supports", "against"), lang)
    lane = [text for text in ax.texts if key_of(text) == ("silence", "", "a")]
    assert [" ".join(text.get_text().split()) for text in lane] == [silence]
    assert silence in describe_chart(ax, lang, long=True)
    assert quoted in describe_chart(ax, lang, long=True)


def test_where_notes_follow_each_other_there_is_no_silence():
    assert texts(draw(notes(["2016-10-01", "2016-10-20", "2016-11-10"]), coded()), "silence") == []


def test_a_note_of_a_month_may_have_been_on_its_last_day():
    entries = notes(["2016-08-01", "2016-11-15"], precision=["month", "day"])
    # From the 1st of September to the 15th of November: 75 days, 10 weeks.
    assert texts(draw(entries, coded()), "silence") == ["10 uger uden notater"]


def test_a_silence_before_a_party_wrote_is_never_longer_than_it_was():
    # Somebody else's note of February may have been on its last day; from there to the 1st of April: 4 weeks.
    entries = notes(
        ["2017-02-01", "2017-04-01", "2017-04-08"], ["b", "a", "b"], precision=["month", "day", "day"]
    )
    ax = draw(entries, coded())
    assert [t.get_text() for t in ax.texts if key_of(t) == ("silence", "", "a")] == ["4 uger uden notater"]


@pytest.mark.parametrize(
    ("lang", "limit", "vague"),
    [
        ("da", "Stiplet: mindst 4 uger uden notater.", "er det så længe, der mindst er gået"),
        ("en", "Dashed: at least 4 weeks without entries.", "it is the shortest it can have been"),
    ],
)
def test_from_how_many_weeks_a_silence_is_drawn_stands_below(lang, limit, vague):
    days = ["2016-08-01", "2016-11-15"]
    exact = describe_chart(draw(notes(days), coded(), lang), lang, long=True)
    months = describe_chart(draw(notes(days, precision="month"), coded(), lang), lang, long=True)
    follows = describe_chart(draw(notes(["2016-10-01", "2016-10-20"]), coded(), lang), lang, long=True)
    assert [limit in text for text in (exact, months, follows)] == [True, True, False]
    assert [vague in text for text in (exact, months)] == [False, True]


def test_the_short_text_says_each_lanes_longest_silence():
    # 1 August to 15 November: 105 days between, 15 weeks; 15 November to 24 December: 38 days, 5 weeks.
    entries = notes(["2016-08-01", "2016-11-15", "2016-12-24", "2016-12-24"], ["a", "a", "a", "b"])
    said = describe_chart(draw(entries, coded("supports")))
    assert said.endswith("Længste tavshed: HR&OU 15 uger og Fagmedarbejdere 20 uger.")


def test_lanes_for_several_pages_keep_the_days_and_the_legend_of_all():
    parties = {f"p{n}": f"Part nummer {n}" + " og alle dens venner" * (n == 3) for n in range(40)}
    days = pd.date_range("2016-08-01", periods=40, freq="10D").strftime("%Y-%m-%d")
    entries, codes = notes(days, list(parties)), coded("supports", "against")

    def plot(part):
        return plot_logbook(entries, codes, parties=list(part["party"]), labels=parties)

    pages = [ax for _, ax in draw_rows(entries[["party"]], plot)]
    assert len(pages) > 1
    assert sum(len(texts(ax, "label")) for ax in pages) == 40
    for ax in pages:
        assert check_chart(ax.figure) == []
        assert ax.get_xlim() == pages[0].get_xlim()
        assert ax.get_position().x0 == pytest.approx(pages[0].get_position().x0)
        assert texts(ax, "sum") == ["1", "1", "38"]


def test_a_notebook_s_pages_share_their_days_too(monkeypatch):
    parties = {f"p{n}": f"Part nummer {n}" for n in range(40)}
    entries = notes(pd.date_range("2016-08-01", periods=40, freq="10D").strftime("%Y-%m-%d"), list(parties))
    monkeypatch.setattr("evalkit.notebooks.showing.draw_rows", lambda *given: pages.extend(draw_rows(*given)))
    pages = []
    showing.draw(plot_logbook, entries, coded("supports"), labels=parties)
    assert len(pages) > 1
    assert {ax.get_xlim() for _, ax in pages} == {pages[0][1].get_xlim()}


def test_four_hundred_notes_of_one_day_are_counted_and_none_is_lost():
    stances = ["supports", "against", "mixed", "neutral", None] * 80
    entries = notes(["2016-10-01"] * 400, ["a", "b"] * 200, ["meeting", "note", "film", "eget"] * 100)
    ax = draw(entries, coded(*stances))
    assert sum(map(int, texts(ax, "together"))) == 400
    assert [texts(ax, stance) for stance in ("supports", "uncoded")] == [["40", "40"], ["40", "40"]]
    assert "Et tal ved et mærke er antallet af notater på de dage." in describe_chart(ax, long=True)


def test_an_entry_that_speaks_both_ways_is_mixed_and_neutral_is_no_way():
    evidence = pd.DataFrame(
        {
            "entry": ["x", "x", "y", "y", "z"],
            "stance": ["supports", "against", "neutral", "against", "neutral"],
        }
    )
    assert stance_of_entries(evidence).to_dict() == {"x": "mixed", "y": "against", "z": "neutral"}


def test_kinds_of_ones_own_share_a_shape_and_no_evidence_is_uncoded():
    told = dated_notes(notes(["2016-10-01"] * 2, kinds=["eget", "møg"]), coded(None, None))
    assert set(told["kind"]) == {"other"}
    assert set(told["stance"]) == {"uncoded"}


def test_before_during_and_after_are_parted_by_the_waves_of_the_study(tables):
    entries = notes(["2016-08-01", "2016-10-20", "2016-12-10"])
    ax = draw(entries, coded("supports"), "en", tables.study())
    assert texts(ax, "phase") == ["before", "during", "after"]
    assert "Before: until the start wave (15 Aug 2016)" in describe_chart(ax, "en", long=True)
    assert texts(draw(entries, coded("supports"), "en"), "phase") == []


def test_past_the_gate_small_parties_share_a_lane_that_says_so():
    authors = ["p1", "p2", "p3", "q1"]
    entries = notes(["2016-10-05"] * 4, ["a", "a", "a", "b"], study="s", author=authors, text="", consent="")
    ax = draw(protect(entries.assign(recorded_at=pd.NaT, site="", solution="", phase="")), coded())
    assert texts(ax, "label") == ["Part ikke vist, 4 notater"]
    assert "færre end tre forfattere" in describe_chart(ax, long=True)


def test_a_party_of_the_study_that_wrote_nothing_has_an_empty_lane(tables):
    study = tables.study()
    study.entries = notes(["2016-10-01", "2016-10-20"])
    told = texts(draw(study.entries, coded(), labels=study), "silence")
    assert told == ["ingen notater"] * 4


def test_without_a_day_there_is_nothing_to_draw():
    with pytest.raises(EvalkitError, match="no logbook entry has a day"):
        plot_logbook(notes(["2016-10-01"]).assign(occurred_at=pd.NaT), coded())
