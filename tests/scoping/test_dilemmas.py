"""Dilemmas come from the table, the survey or the logbook, and single people's answers pass the ladder."""

from dataclasses import replace

import pytest

from evalkit.charts import check_chart, plot_dilemmas
from evalkit.errors import EvalkitError
from evalkit.scoping import compare_dilemmas, dilemma_register
from evalkit.scoping.dilemmas import threat_text
from evalkit.study import load_study

CODEBOOK = """\
fields:
  - {name: who, evalkit: {respondent: true}}
  - {name: party, evalkit: {party: true}}
  - {name: q1, title: Hvor vigtigt, scale: agree5, missingValues: [{value: 9, label: Ved ikke}], evalkit: {item: letting_go.importance}}
  - {name: q2, title: Hvor afklaret, scale: agree5, missingValues: [{value: 9, label: Ved ikke}], evalkit: {item: letting_go.settled}}
"""


def by_party(table, dilemma="letting_go"):
    return table[table["dilemma"] == dilemma].set_index("party")


def test_what_was_set_at_the_table_comes_first(roadworks):
    table = compare_dilemmas(roadworks)
    assert set(table["source"]) == {"room"}
    assert by_party(table, "draw_on_resources")[["importance", "settled", "n"]].values.tolist() == [
        [50.0, 75.0, 5],
        [100.0, 25.0, 9],
    ]


def test_optional_items_are_averaged_by_party_at_the_last_wave(small):
    study = load_study(small({"codebook.yml": CODEBOOK}))
    table = by_party(compare_dilemmas(study, mode="dialogue"))
    # End: a answered 5 5 4 and 5 4 4; b 4 5 4 and 4 4 5, on a scale of 1 to 5.
    assert table.loc["a", "importance"] == pytest.approx((100 + 100 + 75) / 3)
    assert table.loc["a", "settled"] == pytest.approx((100 + 75 + 75) / 3)
    assert table.loc["b", "importance"] == pytest.approx((75 + 100 + 75) / 3)
    assert (table["n"] == 3).all()
    assert set(table["source"]) == {"survey"}


def test_an_item_about_no_known_dilemma_is_refused(small):
    with pytest.raises(EvalkitError, match="let_go"):
        load_study(small({"codebook.yml": CODEBOOK.replace("letting_go.importance", "let_go.importance")}))


def test_three_answers_are_a_word_and_no_number_in_the_report(small):
    table = by_party(compare_dilemmas(load_study(small({"codebook.yml": CODEBOOK}))))
    assert table["shown"].tolist() == ["word", "word"]
    assert table["importance"].isna().all()
    assert table["settled"].isna().all()
    assert table["level"].tolist() == ["high", "high"]


def test_six_who_all_say_the_same_are_a_word_too(small):
    # 5 and 1 say: the most important, least settled. A mean at an end would say what everybody answered.
    alike = "who;party;q1;q2\n" + "".join(f"a{at};Part A;5;1\n" for at in range(6))
    varied = "".join(
        f"b{at};Part B;{one};{other}\n" for at, (one, other) in enumerate(["23", "34", "45", "32", "54"])
    )
    study = small(
        {"codebook.yml": CODEBOOK, "end.csv": alike + varied, "study.yml": ("invited: 4", "invited: 6")}
    )
    table = by_party(compare_dilemmas(load_study(study)))
    assert table["shown"].tolist() == ["word", "yes"]
    assert table.loc["a", ["importance", "settled", "n"]].isna().all()
    assert table.loc["b", ["importance", "settled", "n"]].tolist() == [60, 65, 5]


def test_entries_of_under_three_authors_are_not_told_by_party(roadworks):
    one = roadworks.entries.assign(
        author=roadworks.entries["author"].mask(roadworks.entries["party"].eq("hrou"), "P01")
    )
    table = compare_dilemmas(replace(roadworks, entries=one), source="logbook")
    hidden = table[table["party"] == "hrou"]
    assert set(hidden["shown"]) == {"hidden_primary"}
    assert hidden[["importance", "settled", "n", "level"]].isna().all(axis=None)
    assert set(compare_dilemmas(roadworks, source="logbook")["shown"]) == {"yes"}


def test_the_logbook_counts_entries_and_those_that_support(roadworks):
    table = by_party(compare_dilemmas(roadworks, source="logbook", mode="dialogue"), "draw_on_resources")
    # P01 (hrou) wrote one against and one for; P05 and P07 (staff) one against each.
    assert table.loc["hrou", ["n", "settled"]].tolist() == [2, 50.0]
    assert table.loc["staff", ["n", "settled"]].tolist() == [2, 0.0]
    assert table.loc["hrou", "importance"] == 100.0


def test_what_the_parties_don_t_share_stays_in_the_room(sample):
    study = load_study(sample / "waste_sorting")
    assert compare_dilemmas(study).empty
    assert dilemma_register(study).empty
    assert len(compare_dilemmas(study, mode="dialogue")) == 2
    assert dilemma_register(study, mode="dialogue")["owner"].tolist() == ["analysis"]


def test_the_register_names_owner_decision_and_what_is_threatened(roadworks):
    row = dilemma_register(roadworks, lang="en").set_index("dilemma").loc["embedding_responsibility"]
    assert row["owner"] == "staff"
    assert row["decided"] == "Bredde og øjenhøjde skrives ind i vejledningen."
    assert row["threatens"] == ("after.action", "after.learning")
    assert row["text"].startswith("Threatens Action (Nobody acts on what nobody was made responsible for)")


def test_every_dilemma_threatens_a_criterion_for_a_reason(roadworks):
    for dilemma in roadworks.framework.dilemmas:
        assert dilemma.threatens
        for lang in ("da", "en"):
            assert threat_text(roadworks.framework, dilemma.id, lang)


@pytest.mark.parametrize("mode", ["report", "dialogue"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_table_is_the_one_that_the_chart_draws(roadworks, mode, lang):
    ax = plot_dilemmas(compare_dilemmas(roadworks, mode=mode), labels=roadworks, lang=lang)
    assert check_chart(ax.figure) == []


def test_unknown_words_are_refused(roadworks):
    with pytest.raises(EvalkitError, match="'table' is not one of room, survey, logbook"):
        compare_dilemmas(roadworks, source="table")
