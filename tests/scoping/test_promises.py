"""What was frozen stands beside what happened; who was late is for the people in the room."""

import datetime as dt

import pytest

from evalkit.errors import EvalkitError
from evalkit.scope import freeze_scope
from evalkit.scoping import compare_scope
from evalkit.scoping.promises import deliveries, status_of
from evalkit.study import load_study

SCOPE = """\
schema: 1
purpose: At vide hvorfor
deliveries:
  - {id: D1, who: a, what: Et skema, by: 2024-02-01}
  - {id: D2, who: b, what: En plan, by: 2024-03-01}
mandate: together
letting_go: {date: 2024-06-30}
"""
NEXT = SCOPE.replace("  - {id: D2, who: b, what: En plan, by: 2024-03-01}\n", "")
ENTRIES = (
    "entry;dato;forfatter;part;type;tekst;frist;leveret;kriterium;holdning;samtykke\n"
    "L1;10-01-2024;P01;a;levering;Skemaet;01-02-2024;05-02-2024;;;ja\n"
    "L2;05-06-2024;P02;b;beslutning;Vi tog den op;;;decision_mandate;støtter;ja\n"
)


@pytest.mark.parametrize(
    ("by", "done", "dropped", "status"),
    [
        (dt.date(2024, 2, 1), dt.date(2024, 2, 1), "", "on_time"),
        (dt.date(2024, 2, 1), dt.date(2024, 2, 2), "", "late"),
        (None, dt.date(2024, 2, 2), "", "delivered"),
        (dt.date(2024, 2, 1), None, "", "overdue"),
        (dt.date(2024, 12, 1), None, "", "open"),
        (None, None, "", "open"),
        (dt.date(2024, 2, 1), None, "fordi", "dropped"),
    ],
)
def test_what_became_of_a_promise(by, done, dropped, status):
    assert status_of(by, done, dropped, dt.date(2024, 6, 1)) == status


def study_of(small, extra=None):
    folder = small({"scope.yml": SCOPE, "logbook.csv": ENTRIES, **(extra or {})})
    (folder / "scope.frozen.yml").unlink(missing_ok=True)
    freeze_scope(folder, day=dt.date(2024, 1, 5))
    return folder


def test_a_delivery_is_found_by_party_and_due_date_and_else_unknown(small):
    table = deliveries(load_study(study_of(small))).set_index("delivery")
    assert table["status"].to_dict() == {"D1": "late", "D2": "unknown"}
    assert table.loc["D1", "delivered"] == dt.date(2024, 2, 5)


def test_what_a_later_version_took_out_was_dropped_for_its_reason(small):
    folder = study_of(small)
    (folder / "scope.yml").write_text(NEXT, "utf-8")
    freeze_scope(folder, day=dt.date(2024, 2, 20), reason="Planen var ikke nødvendig")
    row = deliveries(load_study(folder)).set_index("delivery").loc["D2"]
    assert (row["status"], row["why"]) == ("dropped", "Planen var ikke nødvendig")


def test_what_the_table_registered_counts_before_the_logbook(small):
    room = "schema: 1\ndeliveries:\n  - {delivery: D1, delivered: 2024-01-31}\n"
    table = deliveries(load_study(study_of(small, {"room.yml": room}))).set_index("delivery")
    assert table.loc["D1", "status"] == "on_time"


def test_the_report_says_how_many_and_not_who(roadworks):
    table = compare_scope(roadworks, lang="en")
    row = table[table["topic"] == "delivery"]
    assert row["happened"].tolist() == ["3 on time, 2 late, 1 overdue, 1 dropped"]
    assert row["party"].tolist() == [""]
    assert set(table["shown"]) == {"yes"}


def test_where_one_party_alone_delivers_the_report_doesn_t_count(sample):
    study = load_study(sample / "care_meals")
    assert compare_scope(study, lang="en").loc[0, "happened"] == "shown to the parties only"
    assert compare_scope(study, lang="en", mode="dialogue").loc[0, "status"] == "open"


def test_dialogue_names_every_delivery_and_its_party(roadworks):
    table = compare_scope(roadworks, mode="dialogue", lang="en")
    rows = table[table["topic"] == "delivery"].set_index("id")
    assert rows.loc["D2", ["party", "status"]].tolist() == ["staff", "late"]
    assert rows.loc["D5", "happened"].startswith("dropped: Midtvejstallene")
    assert "shown" not in table
    assert rows.index.is_unique


def test_purpose_is_held_where_the_last_wave_says_fulfilled(roadworks):
    row = compare_scope(roadworks, lang="en").set_index("topic").loc["purpose"]
    assert row["status"] == "held"
    assert row["happened"] == "start: the parties see it differently; follow-up: fulfilled"


def test_a_small_party_s_verdict_isn_t_told_in_the_report_and_is_not_said_to_be_missing(small, sample):
    report = compare_scope(load_study(sample / "one_entrance"), lang="en").set_index("topic").loc["purpose"]
    assert (report["status"], report["happened"]) == ("hidden", "shown to the parties only")
    nobody_asked = compare_scope(load_study(study_of(small)), lang="en").set_index("topic").loc["purpose"]
    assert (nobody_asked["status"], nobody_asked["happened"]) == (
        "unknown",
        "there are no answers about the purpose",
    )


def test_what_nobody_registered_is_not_said_to_be_missing_from_the_logbook(sample):
    """The crews' logbook says that the report was noted; without due and delivered it can't be on time or late."""
    table = compare_scope(load_study(sample / "waste_sorting"), mode="dialogue", lang="en").set_index("id")
    assert table.loc["D1", "happened"] == "not registered in the logbook (due and delivered) or at the table"
    assert table.loc["mandate", "happened"] == "no logbook entries are coded with dilemmas"


def test_the_mandate_is_used_where_the_logbook_codes_its_dilemma(small, sample):
    row = compare_scope(load_study(study_of(small)), lang="en").set_index("topic").loc["mandate"]
    assert (row["status"], row["happened"]) == ("used", "used: 1 logbook entry about it")
    nobody_coded = compare_scope(load_study(sample / "rain_yard")).set_index("topic").loc["mandate"]
    assert nobody_coded["status"] == "unknown"


def test_few_authors_are_not_counted_in_the_report(roadworks):
    from dataclasses import replace

    own = roadworks.entries["party"].astype(str).eq("hrou")
    quiet = replace(roadworks, entries=roadworks.entries[~own | roadworks.entries["author"].eq("P01")])
    told = compare_scope(quiet).set_index("id")["status"]
    assert told["resources.hrou"] == "hidden"
    assert told["resources.staff"] == "told"
    assert compare_scope(quiet, mode="dialogue").set_index("id").loc["resources.hrou", "status"] == "told"


def test_without_a_frozen_scope_there_is_nothing_to_compare(sample):
    assert compare_scope(load_study(sample / "library_youth")).empty


def test_an_unknown_mode_is_refused(roadworks):
    with pytest.raises(EvalkitError, match="'public' is not one of report, dialogue"):
        compare_scope(roadworks, mode="public")
