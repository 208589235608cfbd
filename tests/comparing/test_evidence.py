"""Triangulation: every rule of the convergence code, by hand."""

import datetime as dt
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import load_framework, score_criteria, triangulate
from evalkit.comparing import evidence_coverage
from evalkit.logbook.carrier import as_table
from evalkit.scoring import judge_criteria
from evalkit.studyfile import Party, Wave
from evalkit.tables import CONVERGENCE, ENTRIES, EVIDENCE

FRAMEWORK = load_framework()
VALUES = {"yes": 100, "no": 0, "between": 50}
NO_OVERRIDES = pd.DataFrame(columns=["wave", "criterion", "convergence", "reason", "by"])


@cache
def answers(**says):
    """Answers of two parties of three to one item of each criterion named: yes, no or between."""
    rows = [
        {
            "study": "s",
            "wave": "end",
            "party": party,
            "respondent": f"{party}{n}",
            "item": f"{item}_1",
            "value": VALUES[what],
        }
        for item, what in (says or {"learning": "between"}).items()
        for party in ("a", "b")
        for n in range(3)
    ]
    return score_criteria(pd.DataFrame(rows), framework=FRAMEWORK)


def study(notes, overrides=NO_OVERRIDES, framework=FRAMEWORK):
    """A study of one wave whose notes are (author, party, kind, criterion and sign, ...)."""
    entries, evidence = [], []
    for number, (author, party, kind, *codes) in enumerate(notes):
        about = {"entry": f"n{number}", "author": author, "party": party, "kind": kind}
        entries.append(
            about | {"occurred_at": dt.datetime(2016, 10, 1), "text": f"text {number}", "consent": "yes"}
        )
        for code in codes:
            way = {"+": "supports", "-": "against", "~": "mixed", "0": "neutral"}[code[-1]]
            evidence.append(
                {"entry": f"n{number}", "criterion": f"during.{code[:-1]}", "stance": way, "coder": ""}
            )
    return SimpleNamespace(
        id="s",
        framework=framework,
        waves=(Wave("end", dt.date(2016, 11, 1), "", "end"),),
        parties=(Party("a", "A", "evaluator", {}), Party("b", "B", "domain", {})),
        entries=as_table(entries, ENTRIES),
        evidence=as_table(evidence, EVIDENCE),
        overrides=overrides,
    )


def dialogue(notes, says=None, **known):
    scores = answers(**({"dialogue": says} if says else {}))
    table = triangulate(scores, study(notes, **known))
    return table[table["criterion"].eq("during.dialogue")].iloc[0]


A, A2, B = ("P1", "a"), ("P2", "a"), ("P3", "b")


@pytest.mark.parametrize(
    ("notes", "says", "code"),
    [
        ([(*A, "note", "dialogue+"), (*B, "note", "dialogue+")], "yes", "agreement"),
        ([(*A, "note", "dialogue-"), (*B, "note", "dialogue-")], "no", "agreement"),
        ([(*A, "note", "dialogue+"), (*B, "note", "dialogue-")], "between", "agreement"),  # 0 and 0 too
        ([(*A, "note", "dialogue+"), (*A, "film", "dialogue+")], "yes", "agreement"),  # one author, two kinds
        ([(*A, "note", "dialogue+"), (*A, "note", "dialogue+")], "yes", "partial"),  # a repetition
        ([(*A, "note", "dialogue-"), (*B, "note", "dialogue-")], "yes", "dissonance"),
        ([(*A, "note", "dialogue+"), (*B, "meeting", "dialogue+")], "no", "dissonance"),
        ([(*A, "note", "dialogue-"), (*A2, "note", "dialogue-")], "yes", "partial"),  # two, but of one party
        (
            [(*A, "note", "dialogue-"), (*A2, "count", "dialogue-")],
            "yes",
            "dissonance",
        ),  # one of them a count
        ([(*A, "note", "dialogue-"), (*A, "film", "dialogue-")], "yes", "dissonance"),
        ([(*A, "film", "dialogue-")], "yes", "partial"),  # one note by one author never turns a verdict
        ([(*A, "note", "dialogue+"), (*B, "note", "dialogue+")], "between", "partial"),
        (
            [(*A, "note", "dialogue0"), (*B, "note", "dialogue0")],
            "yes",
            "survey_only",
        ),  # neutral is no stance
        ([], "yes", "survey_only"),
        ([(*A, "note", "dialogue+")], None, "logbook_only"),
        ([], None, "neither"),
    ],
)
def test_the_convergence_code_follows_its_rule(notes, says, code):
    assert dialogue(notes, says)["convergence"] == code


def test_a_single_other_voice_of_the_second_party_does_not_make_dissonance():
    notes = [
        ("P1", "a", "note", "dialogue-"),
        ("P2", "a", "note", "dialogue-"),
        ("P4", "a", "note", "dialogue-"),
    ]
    row = dialogue([*notes, (*B, "note", "dialogue+")], "yes")
    assert row["net"] == -0.5
    assert row["logbook_valence"] == -1
    assert row["convergence"] == "partial"  # the three against are all of party a


def test_net_counts_independent_sources_mixed_ones_in_the_denominator():
    row = dialogue(
        [
            (*A, "note", "dialogue+"),
            (*A2, "note", "dialogue~"),
            (*B, "note", "dialogue+"),
            (*B, "film", "dialogue0"),
        ],
        "yes",
    )
    assert row[["supports", "against", "mixed", "neutral", "sources"]].tolist() == [2, 0, 1, 1, 3]
    assert row["net"] == pytest.approx(2 / 3)


def test_coders_who_differ_make_an_entry_mixed():
    one = study([(*A, "note", "dialogue+")])
    again = one.evidence.assign(stance="against", coder="K2")
    one.evidence = pd.concat([one.evidence, again], ignore_index=True)
    table = triangulate(answers(dialogue="yes"), one).set_index("criterion")
    assert table.loc["during.dialogue", ["supports", "against", "mixed"]].tolist() == [0, 0, 1]


def test_notes_without_an_author_count_once_for_their_party():
    row = dialogue(
        [("", "a", "note", "dialogue+"), ("", "a", "note", "dialogue+"), ("", "b", "note", "dialogue+")],
        "yes",
    )
    assert row["sources"] == 2


def test_limits_come_from_the_framework():
    strict = replace(FRAMEWORK, limits=replace(FRAMEWORK.limits, net=1.0, min_sources=3))
    notes = [(*A, "note", "dialogue+"), (*B, "note", "dialogue+"), (*B, "film", "dialogue~")]
    assert dialogue(notes, "yes")["convergence"] == "agreement"
    assert dialogue(notes, "yes", framework=strict)["convergence"] == "partial"


def test_an_entry_counts_for_the_first_wave_on_or_after_it_and_a_late_one_for_the_last():
    one = study([(*A, "note", "dialogue+"), (*A2, "note", "dialogue+"), (*B, "note", "dialogue+")])
    one.waves = (Wave("start", dt.date(2016, 8, 15), "", ""), Wave("end", dt.date(2016, 11, 1), "", ""))
    one.entries["occurred_at"] = pd.to_datetime(
        ["2016-08-15 23:00", "2016-08-16 00:00", "2017-05-01 00:00"]
    ).astype("datetime64[us]")
    table = triangulate(answers(dialogue="yes"), one).set_index(["wave", "criterion"])
    assert table.loc[("start", "during.dialogue"), "entries"] == "n0"
    assert table.loc[("end", "during.dialogue"), "entries"] == "n1, n2"


def test_a_note_without_a_date_counts_by_the_day_it_was_written_down_or_not_at_all():
    one = study([(*A, "note", "dialogue+"), (*B, "note", "dialogue+")])
    one.entries["occurred_at"] = pd.NaT
    one.entries.loc[0, "recorded_at"] = pd.Timestamp(2016, 10, 2)
    table = triangulate(answers(dialogue="yes"), one).set_index("criterion")
    assert table.loc["during.dialogue", "entries"] == "n0"


def test_strength_of_evidence_methods_parties_traces_and_outsiders():
    row = dialogue(
        [
            (*A, "note", "dialogue+"),
            (*A, "film", "dialogue+"),
            ("", "external", "note", "dialogue+"),
            (*B, "note", "dialogue+"),
        ],
        "yes",
    )
    assert row["methods"] == ("film", "note")
    assert row["author_parties"] == ("a", "b", "external")
    assert row["triangulation"] == 4  # note and film by a, note by b, note from outside
    assert row["transparency"] == 0.75
    assert row["independence"] == 0.25


def test_only_what_may_be_quoted_is_quoted_and_the_rest_still_counts():
    one = study([(*A, "note", "dialogue+"), (*B, "note", "dialogue+"), (*A2, "note", "dialogue+")])
    one.entries["consent"] = ["yes", "no", ""]
    row = triangulate(answers(dialogue="yes"), one).set_index("criterion").loc["during.dialogue"]
    assert row["quotes"] == (("n0", "text 0"),)
    assert row["sources"] == 3


def test_an_analysts_code_stands_beside_the_computed_one():
    own = pd.DataFrame(
        [["end", "during.dialogue", "partial", "filmen viser kun starten", "MB"]],
        columns=NO_OVERRIDES.columns,
    )
    row = dialogue([(*A, "note", "dialogue-"), (*B, "note", "dialogue-")], "yes", overrides=own)
    assert (row["convergence"], row["computed"]) == ("partial", "dissonance")
    assert (row["override_reason"], row["override_by"]) == ("filmen viser kun starten", "MB")


def test_dissonance_turns_the_verdict_and_nothing_less_does():
    scores = answers(dialogue="yes")
    turned = study([(*A, "note", "dialogue-"), (*B, "note", "dialogue-")])
    single = study([(*A, "film", "dialogue-")])
    for one, verdict in ((turned, "contested"), (single, "fulfilled")):
        table = judge_criteria(scores, triangulate(scores, one), framework=FRAMEWORK).set_index("criterion")
        assert table.loc["during.dialogue", "verdict"] == verdict


def test_the_survey_valence_is_of_the_answers_alone():
    row = dialogue([(*A, "note", "dialogue-"), (*B, "note", "dialogue-")], "yes")
    assert row["survey_valence"] == 1


def test_a_tuple_of_studies_is_stacked():
    one, other = study([(*A, "note", "dialogue+")]), study([])
    other.id = "t"
    table = triangulate(answers(dialogue="yes"), (one, other))
    assert table["study"].value_counts().to_dict() == {"s": 10, "t": 10}


kinds = st.sampled_from(["note", "film", "meeting"])
signs = st.sampled_from(["dialogue+", "dialogue-", "dialogue~", "dialogue0"])
people = st.sampled_from([A, A2, B, ("", "a")])
notes_of_any_kind = st.lists(
    st.builds(lambda who, kind, sign: (*who, kind, sign), people, kinds, signs), max_size=8
)


@settings(max_examples=10, deadline=None)
@given(notes=notes_of_any_kind, says=st.sampled_from(["yes", "no", "between"]), again=st.integers(0, 7))
def test_saying_it_once_more_changes_nothing_but_the_entries(notes, says, again):
    before = dialogue(notes, says)
    after = dialogue([*notes, notes[again % len(notes)]] if notes else notes, says)
    same = [
        name for name in before.index if name not in ("entries", "quotes", "transparency", "independence")
    ]
    assert before[same].astype(str).tolist() == after[same].astype(str).tolist()
    assert before["convergence"] in CONVERGENCE


def test_the_coverage_table_shows_what_was_never_collected():
    one = study([(*A, "note", "dialogue+"), (*B, "film", "dialogue-", "respect0"), (*A, "note", "dialogue+")])
    one.responses = pd.DataFrame(
        {
            "criterion": ["during.dialogue"] * 2,
            "party": ["a", "a"],
            "respondent": ["1", "1"],
            "state": ["answered", "dont_know"],
        }
    )
    table = evidence_coverage(one).set_index("criterion")
    assert table.loc["during.dialogue", ["survey", "note", "film", "entries", "authors"]].tolist() == [
        1,
        2,
        1,
        3,
        2,
    ]
    assert table.loc["during.respect", "parties"] == ("b",)
    assert table.loc["during.dialogue", ["meeting", "interview", "count"]].tolist() == [0, 0, 0]
    assert table.loc["during.respect", ["note", "film", "entries", "authors"]].tolist() == [0, 1, 1, 1]
    assert table["entries"].sum() == 4  # the film speaks to two criteria
    assert table["nothing"].sum() == 8
    assert table.loc["before.management_support", "nothing"]
    assert not table.loc["during.respect", "nothing"]
