"""BORIS: projects and exports of every layout give the same sessions and counts."""

import gzip
import json

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook

OLD = """\
Observation id\tplads 1\t\t\t\t\t\t\t
\t\t\t\t\t\t\t\t
Media file(s)\t\t\t\t\t\t\t\t
Player #1\tfilm.mp4\t\t\t\t\t\t\t
Observation date\t2016-10-25 07:30:00\t\t\t\t\t\t\t
Description\t\t\t\t\t\t\t\t
Time offset (s)\t0.0\t\t\t\t\t\t\t
independent variables\t\t\t\t\t\t\t\t
variable\tvalue\t\t\t\t\t\t\t
sted\tHavnegade\t\t\t\t\t\t\t
\t\t\t\t\t\t\t\t
Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus
3.3\tfilm.mp4\t600.0\t25.0\tcyklist\tfortov\t\t\tSTART
7.7\tfilm.mp4\t600.0\t25.0\tcyklist\tfortov\t\t\tSTOP
9.9\tfilm.mp4\t600.0\t25.0\tcyklist\tstår af\t\t\tPOINT
12.0\tfilm.mp4\t600.0\t25.0\tcyklist\tfortov\t\t\tSTART
15.0\tfilm.mp4\t600.0\t25.0\tcyklist\tfortov\t\t\tSTOP
"""
FLAT_HEAD = (
    "Observation id,Observation date,Description,Observation duration,Observation type,Source,Media duration (s),FPS,"
    "sted,Subject,Behavior,Behavioral category,Modifier #1,Behavior type,Time,Media file name,Comment\n"
)
FLAT = FLAT_HEAD + "".join(
    f"plads 1,2016-10-25 07:30:00,,,Media file(s),film.mp4,600,25,Havnegade,cyklist,{code},,,{kind},{time},film.mp4,\n"
    for code, kind, time in (
        ("fortov", "START", 3.3), ("fortov", "STOP", 7.7), ("står af", "POINT", 9.9), ("fortov", "START", 12),
        ("fortov", "STOP", 15),
    )
)  # fmt: skip
AGGREGATED = (
    "Observation id\tObservation date\tDescription\tMedia file\tTotal length\tFPS\tsted\tSubject\tBehavior\t"
    "Behavioral category\tModifiers\tBehavior type\tStart (s)\tStop (s)\tDuration (s)\tComment start\tComment stop\n"
) + "".join(
    f"plads 1\t2016-10-25 07:30:00\t\tfilm.mp4\t600.000\t25.0\tHavnegade\tcyklist\t{code}\t\t\t{kind}\t{a}\t{b}\tNA\t\t\n"
    for code, kind, a, b in (
        ("fortov", "STATE", 3.3, 7.7),
        ("står af", "POINT", 9.9, 9.9),
        ("fortov", "STATE", 12, 15),
    )
)
PROJECT = {
    "project_name": "p",
    "behaviors_conf": {
        "0": {"type": "State event", "code": "fortov"},
        "1": {"type": "Point event", "code": "står af"},
        "2": {"type": "Point event", "code": "ringer"},
    },
    "observations": {
        "plads 1": {
            "date": "2016-10-25T07:30:00",
            "type": "MEDIA",
            "file": {"1": ["film.mp4"], "2": ["andet.mp4"]},
            "media_info": {"length": {"film.mp4": 600.0, "andet.mp4": 20.0}},
            "description": "tåge",
            "independent_variables": {"sted": "Havnegade"},
            "events": [
                [3.3, "cyklist", "fortov", "", ""],
                [7.7, "cyklist", "fortov", "", ""],
                [9.9, "cyklist", "står af", "", ""],
                [12.0, "cyklist", "fortov", "", ""],
                [15.0, "cyklist", "fortov", "", ""],
            ],
        },
        "plads 2": {"date": "2016-10-25T09:00:00", "type": "LIVE", "file": {}, "events": []},
    },
}


def read(tmp_path, text, name):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_logbook(path)


@pytest.mark.parametrize(
    ("text", "name"), [(OLD, "events.tsv"), (FLAT, "events.csv"), (AGGREGATED, "aggregated.tsv")], ids=["old", "flat", "aggregated"]
)  # fmt: skip
def test_every_table_gives_the_same_session_and_counts(tmp_path, text, name):
    log = read(tmp_path, text, name)
    session = log.sessions.iloc[0]
    assert log.sessions["session"].tolist() == ["plads 1"]
    assert (session["start"], session["end"]) == (
        pd.Timestamp(2016, 10, 25, 7, 30),
        pd.Timestamp(2016, 10, 25, 7, 40),
    )
    assert session["site"] == "Havnegade"
    assert dict(zip(log.counts["behaviour"], log.counts["n"], strict=True)) == {"fortov": 2, "står af": 1}


def test_a_project_counts_starts_and_writes_out_zeros(tmp_path):
    log = read(tmp_path, json.dumps(PROJECT), "projekt.boris")
    assert log.sessions["session"].tolist() == ["plads 1", "plads 2"]
    assert log.sessions["method"].tolist() == ["film", "observation"]
    assert log.sessions["site"].tolist() == ["Havnegade", ""]
    assert (log.sessions["end"] - log.sessions["start"]).dt.total_seconds().iloc[0] == 600
    counts = log.counts.pivot(index="session", columns="behaviour", values="n")
    assert counts.loc["plads 1"].to_dict() == {"fortov": 2, "ringer": 0, "står af": 1}
    assert counts.loc["plads 2"].sum() == 0


def test_states_are_paired_by_subject_and_modifier_and_a_last_one_still_counts(tmp_path):
    events = [
        [1, "a", "fortov", "", ""],
        [2, "b", "fortov", "", ""],
        [3, "a", "fortov", "", ""],
        [4, "a", "fortov", "x", ""],
    ]
    one = {"date": "2016-10-25T07:30:00", "type": "LIVE", "file": {}, "events": events}
    log = read(tmp_path, json.dumps(PROJECT | {"observations": {"o": one}}), "p.boris")
    assert log.counts.set_index("behaviour")["n"]["fortov"] == 3
    assert log.sessions["end"].iloc[0] == pd.Timestamp(2016, 10, 25, 7, 30, 4)


def test_an_old_export_without_events_is_a_session_without_counts(tmp_path):
    log = read(tmp_path, "\n".join(OLD.splitlines()[:12]) + "\n", "tom.tsv")
    assert (len(log.sessions), len(log.counts)) == (1, 0)


def test_a_renamed_project_is_still_known(tmp_path):
    assert len(read(tmp_path, json.dumps(PROJECT), "projekt.json").sessions) == 2


# Shaped after the program's own test files test_export_aggregated_events_test_full_2.tsv (with an independent
# variable, without a description) and ..._with_trailing_spaces_in_modifiers.tsv (live): rows without headings.
HEADLESS = "".join(
    f"plads 1\t2016-10-25 07:30:00\t{media}\tcyklist\t{code}\t\tNone|c \t{kind}\t{a}\t{b}\tNA\t\t\n"
    for media, code, kind, a, b in (
        ("film.mp4\t600.000\t25.0\t123", "fortov", "STATE", 3.3, 7.7),
        ("film.mp4\t600.000\t25.0\t123", "står af", "POINT", 9.9, 9.9),
        ("film.mp4\t600.000\t25.0\t123", "fortov", "STATE", 12, 15),
    )
)


def test_aggregated_events_without_their_row_of_headings(tmp_path):
    log = read(tmp_path, HEADLESS, "uden.tsv")
    assert log.sessions["session"].tolist() == ["plads 1"]
    assert log.sessions["end"].iloc[0] == pd.Timestamp(2016, 10, 25, 7, 40)
    assert log.counts.set_index("behaviour")["n"].to_dict() == {"fortov": 2, "står af": 1}
    assert log.sessions["row"].tolist() == [1]
    assert any("no row of headings" in sentence for sentence in log.report)


def test_a_live_observation_without_headings_lasts_until_its_last_event_where_its_length_is_unknown(tmp_path):
    text = HEADLESS.replace("film.mp4\t600.000\t25.0\t123", "LIVE\tNA\tNA")
    assert read(tmp_path, text, "live.tsv").sessions["end"].iloc[0] == pd.Timestamp(2016, 10, 25, 7, 30, 15)


# Headings as the program writes them from version 8 on (export_events.py): several media stand as 'a|b'.
NOW = (
    "Observation id\tObservation date\tDescription\tObservation type\tSource\tTime offset (s)\tCoding duration\t"
    "Media duration (s)\tFPS (frame/s)\tSubject\tObservation duration by subject by observation\tBehavior\t"
    "Behavioral category\tModifier #1\tBehavior type\tStart (s)\tStop (s)\tDuration (s)\tMedia file name\n"
)


@pytest.mark.parametrize(
    ("kind", "source", "media", "minutes"),
    [
        ("Media file(s)", "player #1:a.mp4|player #1:b.mp4", "180.0|420.0", 10),
        ("Media file(s)", "player #1:a.mp4|player #2:b.mp4", "300.0|290.0", 5),  # two cameras, one street
        ("LIVE", "", "NA", 2),
    ],
)
def test_media_of_one_player_follow_each_other_and_those_of_two_run_together(
    tmp_path, kind, source, media, minutes
):
    rows = "".join(
        f"p\t2016-10-25 07:30:00\t\t{kind}\t{source}\t0\t117.0\t{media}\t25\t{who}\t600\tfortov\t\tm\tSTATE\t{a}\t{b}\t1\ta.mp4\n"
        for who, a, b in (("ung", 3.0, 4.0), ("gammel", 3.0, 120.0))
    )
    log = read(tmp_path, NOW + rows, "nu.tsv")
    assert (log.sessions["end"] - log.sessions["start"]).dt.total_seconds().tolist() == [60 * minutes]
    assert log.counts["n"].tolist() == [2]


def test_only_the_interval_that_was_to_be_coded_is_exposure(tmp_path):
    one = PROJECT["observations"]["plads 1"] | {"observation time interval": [60, 360]}
    log = read(tmp_path, json.dumps(PROJECT | {"observations": {"o": one}}), "p.boris")
    assert (log.sessions["end"] - log.sessions["start"]).dt.total_seconds().tolist() == [300]


def test_events_by_the_clock_last_from_the_first_to_the_last(tmp_path):
    live = {"date": "2016-10-25T07:30:00", "type": "LIVE", "file": {}, "start_from_current_time": True}
    one = live | {"events": [[27_000.0, "", "ringer", "", ""], [27_090.0, "", "ringer", "", ""]]}
    log = read(tmp_path, json.dumps(PROJECT | {"observations": {"o": one}}), "p.boris")
    assert (log.sessions["end"] - log.sessions["start"]).dt.total_seconds().tolist() == [90]


def test_a_packed_project_is_read_and_a_broken_one_refused(tmp_path):
    path = tmp_path / "p.boris.gz"
    path.write_bytes(gzip.compress(json.dumps(PROJECT).encode()))
    assert len(read_logbook(path).sessions) == 2
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(EvalkitError, match=r"^p\.boris\.gz: the file can't be unpacked"):
        read_logbook(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "p.boris: this is not a BORIS project: it has no observations"),
        ("{", "p.boris: this is not a BORIS project: Expecting"),
        (
            json.dumps({"observations": {"o": {"date": "i går", "events": []}}}),
            "p.boris, column 'o': 'i går' is not a date",
        ),
    ],
)
def test_what_is_no_project_is_refused(tmp_path, text, message):
    with pytest.raises(EvalkitError) as error:
        read(tmp_path, text, "p.boris")
    assert str(error.value).startswith(message)


def test_a_time_budget_says_how_often(tmp_path):
    head = "Observation id,Observation date,Time budget duration,Subject,Behavior,Modifiers,Total number of occurences"
    rows = ["o1,2016-10-25 07:30:00,600,a,trækker,,4", "o1,2016-10-25 07:30:00,600,b,trækker,,1"]
    path = tmp_path / "budget.csv"
    path.write_text("\n".join([head, *rows, "o1,2016-10-25 07:30:00,600,a,cykler,,0", ""]), "utf-8")
    log = read_logbook(path)
    assert log.counts.set_index("behaviour")["n"].to_dict() == {"trækker": 5, "cykler": 0}
    assert log.sessions["end"].iloc[0] == pd.Timestamp(2016, 10, 25, 7, 40)


@pytest.mark.parametrize(
    ("observation", "message"),
    [
        (1, "is not as BORIS writes it"),
        ({"events": [3]}, "is not as BORIS writes it"),
        (
            {"date": "2016-10-25T07:30:00", "events": [[1e300, "", "x", "", ""]]},
            "nothing lasts 1e\\+300 seconds",
        ),
    ],
)
def test_a_project_of_another_make_is_refused(tmp_path, observation, message):
    path = tmp_path / "p.boris"
    path.write_text(json.dumps({"behaviors_conf": {}, "observations": {"a": observation}}), "utf-8")
    with pytest.raises(EvalkitError, match=message):
        read_logbook(path)
