"""What each party put in, and what was agreed."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from evalkit import EvalkitError
from evalkit.comparing import agreements, compare_investment
from evalkit.logbook.carrier import as_table
from evalkit.studyfile import Party, Wave
from evalkit.tables import ENTRIES

PARTIES = (
    Party("hrou", "HR&OU", "evaluator", {}),
    Party("staff", {"da": "Fagmedarbejdere", "en": "Domain staff"}, "domain", {}),
)
DAY = dt.datetime(2016, 10, 1)


def study(*entries, scope=None):
    rows = [{"entry": f"n{n}", "occurred_at": DAY, "author": "P1"} | entry for n, entry in enumerate(entries)]
    return SimpleNamespace(
        id="s",
        parties=PARTIES,
        waves=(Wave("mid", dt.date(2016, 10, 3), "", ""), Wave("end", dt.date(2016, 11, 1), "", "")),
        entries=as_table(rows, ENTRIES),
        scope=scope,
    )


def of(table, party, wave="mid"):
    return table[table["party"].eq(party) & table["wave"].eq(wave)].iloc[0]


def test_a_meeting_counts_for_each_party_where_both_were_present():
    table = compare_investment(
        study(
            {"kind": "meeting", "party": "hrou", "present": "hrou, staff"},
            {"kind": "meeting", "party": "hrou", "present": "Fagmedarbejdere og P7"},
            {"kind": "meeting", "party": "hrou", "present": "hrou"},
            {"kind": "meeting", "party": "external", "present": "Domain staff; HR&OU"},
            {"kind": "meeting", "party": "staff"},
        )
    )
    assert of(table, "hrou")["meetings"] == of(table, "staff")["meetings"] == 3


def test_decisions_deliveries_and_actions_are_counted_by_party_and_wave():
    table = compare_investment(
        study(
            {"kind": "decision", "party": "hrou"},
            {"kind": "delivery", "party": "staff"},
            {"kind": "action", "party": "staff", "occurred_at": dt.datetime(2016, 10, 20)},
            {"kind": "note", "party": "staff"},
        )
    )
    assert of(table, "hrou")[["decisions", "deliveries", "actions", "entries"]].tolist() == [1, 0, 0, 1]
    assert of(table, "staff")[["decisions", "deliveries", "actions", "entries"]].tolist() == [0, 1, 0, 2]
    assert of(table, "staff", "end")["actions"] == 1
    assert "author" not in table  # never by person


def test_the_survey_s_view_stands_beside_it():
    scores = pd.DataFrame(
        [
            ["s", "mid", "hrou", "during.investment", 75.0],
            ["s", "mid", "staff", "during.investment", 50.0],
            ["s", "end", "staff", "after.action", 25.0],
        ],
        columns=["study", "wave", "party", "criterion", "score"],
    )
    table = compare_investment(study(), scores)
    assert of(table, "hrou")["investment_score"] == 75
    assert of(table, "staff", "end")["action_score"] == 25
    assert table["investment_score"].isna().sum() == 2


@pytest.mark.parametrize(
    ("scope", "mode", "shown"),
    [
        ({"log_hours": True}, "dialogue", True),
        ({"log_hours": {"hrou": True, "staff": True}}, "dialogue", True),
        ({"log_hours": {"hrou": True, "staff": False}}, "dialogue", False),
        (SimpleNamespace(log_hours=True), "dialogue", True),
        ({"log_hours": True}, "report", False),
        (None, "dialogue", False),
    ],
)
def test_hours_need_both_parties_consent_and_dialogue_mode(scope, mode, shown):
    table = compare_investment(
        study({"party": "hrou", "kind": "note", "hours": "1,5"}, scope=scope), mode=mode
    )
    assert (of(table, "hrou")["hours"] == 1.5) == shown
    assert table["hours"].notna().any() == shown


@pytest.mark.parametrize("hours", ["halvanden", "-2"])
def test_hours_that_are_none_are_refused_with_their_row(hours):
    entry = {"party": "hrou", "kind": "note", "hours": hours, "file": "logbook.csv", "row": 7}
    with pytest.raises(
        EvalkitError, match=rf"^logbook\.csv, row 7, column 'hours': '{hours}' is not a number of"
    ):
        compare_investment(study(entry, scope={"log_hours": True}), mode="dialogue")


def test_what_was_put_in_adds_up_over_waves_parties_and_kinds():
    """Worked by hand: two meetings, one of them in the second wave; three things by staff, one by HR&OU."""
    later = {"occurred_at": dt.datetime(2016, 10, 20)}
    table = compare_investment(
        study(
            {"kind": "meeting", "party": "hrou", "present": "hrou, staff", "hours": "2"},
            {"kind": "meeting", "party": "staff", "present": "hrou og staff", "hours": "1,5"} | later,
            {"kind": "delivery", "party": "staff", "hours": "4"},
            {"kind": "delivery", "party": "staff"} | later,
            {"kind": "action", "party": "staff", "occurred_at": dt.datetime(2017, 5, 1)},
            {"kind": "decision", "party": "hrou"},
            scope={"log_hours": True},
        ),
        mode="dialogue",
    ).set_index(["wave", "party"])
    counted = table[["meetings", "decisions", "deliveries", "actions", "entries"]]
    assert counted.loc[("mid", "hrou")].tolist() == [1, 1, 0, 0, 2]
    assert counted.loc[("mid", "staff")].tolist() == [1, 0, 1, 0, 1]
    assert counted.loc[("end", "hrou")].tolist() == [1, 0, 0, 0, 0]
    assert counted.loc[("end", "staff")].tolist() == [1, 0, 1, 1, 3]  # after the last wave is the last wave's
    assert table["hours"].fillna(-1).tolist() == [2, 4, -1, 1.5]


def test_an_unknown_mode_is_refused():
    with pytest.raises(EvalkitError, match="'public' is not one of report, dialogue"):
        compare_investment(study(), mode="public")


@pytest.mark.parametrize(
    ("due", "delivered", "status"),
    [
        (dt.datetime(2016, 10, 5), dt.datetime(2016, 10, 5), "on_time"),
        (
            dt.datetime(2016, 10, 5),
            dt.datetime(2016, 10, 5, 15, 30),
            "on_time",
        ),  # on the day, in the afternoon
        (dt.datetime(2016, 10, 5), dt.datetime(2016, 10, 6), "late"),
        (None, dt.datetime(2016, 10, 6), "delivered"),
        (dt.datetime(2016, 10, 5), None, "overdue"),  # the study knows of November
        (dt.datetime(2016, 12, 5), None, "open"),
        (None, None, "open"),
    ],
)
def test_an_agreement_says_whether_it_was_kept(due, delivered, status):
    promise = {"kind": "agreement", "party": "hrou", "text": "tælleskema", "due": due, "delivered": delivered}
    table = agreements(study(promise, {"kind": "note", "party": "hrou"}), lang="en")
    assert table[["entry", "party", "promised", "status"]].to_numpy().tolist() == [
        ["n0", "hrou", "tælleskema", status]
    ]


def test_agreements_without_dates_of_their_own_are_open():
    table = agreements(study({"kind": "agreement", "party": "staff", "text": "to pladser"}), lang="da")
    assert table["text"].tolist() == ["udestår"]
