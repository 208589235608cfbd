import pandas as pd
import pytest

from evalkit.disclosure import protect
from evalkit.tables import ENTRIES, EVIDENCE, SESSIONS


def entries(**authors):
    """One consented entry an author, on 14 November 2016 at Njalsgade: party -> number of authors."""
    rows = [
        {**dict.fromkeys(ENTRIES, ""), "study": "s", "entry": f"{party}{at}", "author": f"{party}{at}", "party": party,
         "occurred_at": pd.Timestamp("2016-11-14 09:30"), "site": "Njalsgade", "text": "Det virker.", "consent": "yes"}
        for party, people in authors.items()
        for at in range(people)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def parties_named(**authors):
    return sorted(protect(entries(**authors))["party"].dropna().unique())


def test_three_authors_keep_their_party_and_day():
    assert parties_named(a=3, b=4) == ["a", "b"]
    assert protect(entries(a=3))["occurred_at"].dt.day.eq(14).all()


def test_a_party_with_two_authors_takes_another_with_it_so_that_neither_is_told_by_elimination():
    assert parties_named(a=2, b=4) == []
    assert parties_named(a=2, b=3, c=5) == ["c"]
    assert parties_named(a=2, b=2, c=5) == ["c"]


def test_entries_without_a_party_keep_the_month_only():
    table = protect(entries(a=1, b=1, c=1))
    assert table["occurred_at"].eq(pd.Timestamp("2016-11-01")).all()


def test_the_author_never_leaves_the_room():
    assert protect(entries(a=9))["author"].isna().all()


@pytest.mark.parametrize("consent", ["no", "", "maybe", None])
def test_a_text_without_a_yes_is_not_shown(consent):
    assert protect(entries(a=3).assign(consent=consent))["text"].isna().all()


def test_a_text_never_stands_beside_party_date_and_site_together():
    table = protect(entries(a=3))
    assert table["text"].notna().all()
    assert table["site"].isna().all()


def test_nor_beside_a_solution_for_that_was_tried_at_one_site():
    assert protect(entries(a=3).assign(solution="Skilt"))["solution"].isna().all()
    assert protect(entries(a=3).assign(solution="Skilt", consent="no"))["solution"].eq("Skilt").all()


def test_a_rows_place_between_two_days_does_not_tell_its_own():
    days = pd.to_datetime(["2016-11-03", "2016-11-04", "2016-11-05", "2016-11-09", "2016-11-10"])
    mixed = entries(c=5, a=2, b=3).iloc[[0, 5, 1, 7, 2, 8, 3, 6, 4, 9]]
    table = protect(mixed.assign(occurred_at=list(days.repeat(2))))
    assert table["party"].notna().tolist() == [True] * 5 + [False] * 5


def test_columns_of_the_logbooks_own_stay_in_the_room():
    """Nobody has looked at what they hold; hours are for dialogue by the parties' own rule."""
    shown = set(protect(entries(a=3).assign(present="a, b", hours=2.0, Indtastet_af="Anne Holm")).columns)
    assert shown == {*ENTRIES, "present", "shown", "level"}
    codes = pd.DataFrame([{**dict.fromkeys(EVIDENCE, "x"), "code": "Under::Dialog", "part": "Anne 00:10"}])
    assert set(protect(codes).columns) == {*EVIDENCE, "code", "shown", "level"}
    spells = pd.DataFrame([{**dict.fromkeys(SESSIONS, "x"), "weather": "regn", "telefon": "20 34 56 78"}])
    assert set(protect(spells).columns) == {*SESSIONS, "weather", "shown", "level"}


def test_people_outside_the_partnership_keep_their_name_of_outsiders():
    assert parties_named(external=1, b=3) == ["b", "external"]


def test_who_coded_and_what_was_quoted_stays_in_the_room():
    evidence = pd.DataFrame(
        [{"study": "s", "entry": "1", "criterion": "c", "stance": "supports", "coder": "AB", "quote": "x"}]
    )
    assert protect(evidence)[["coder", "quote"]].isna().all(axis=None)


def test_counts_of_passers_by_are_shown_in_full():
    counts = pd.DataFrame([{"study": "s", "session": "1", "behaviour": "stops", "n": 1, "total": 3}])
    table = protect(counts)
    assert table["n"].tolist() == [1]
    assert table["shown"].tolist() == ["yes"]


def test_what_became_of_agreements_is_told_without_whose_they_were():
    table = pd.DataFrame(
        [{"study": "s", "entry": "1", "agreed": pd.Timestamp("2016-09-01"), "party": "a", "promised": "Skilte",
          "due": pd.NaT, "delivered": pd.NaT, "status": "late", "text": "forsinket"}]
    )  # fmt: skip
    kept = protect(table)
    assert kept[["party", "promised", "agreed"]].isna().all(axis=None)
    assert kept["status"].tolist() == ["late"]
