"""Public-life surveys: people moving, people staying, and the exports that follow the protocol loosely."""

import zipfile

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook

MOVING = """\
Unique_ID,Study_ID,Location_ID,Survey_ID,Day_of_Week,Date,Start_time,End_time,Weather,Surveyor,Row_ID,Row_Total,Male,Female,GroupSize_1,Notes
0,S,HAV1,W1,Weekday,20161025,0801,0811,Fog,K1,1,10,,,6,
1,S,HAV1,W1,Weekday,20161025,0811,0821,Fog,K1,2,21,12,9,,
2,S,NJA1,W1,Weekday,20161025,0801,0811,Fog,K1,1,0,0,0,0,
"""
# Headings, way of writing times and rounds as in the city of Seattle's People Moving (data.seattle.gov, 7rx6-5pgd):
# one round counts gender and age, another modes; zeros are left blank; some surveys end as they start, or before.
ROUNDS = """\
unique_moving_id,study_id,location_id,moving_time_start,moving_time_end,moving_time_of_day,moving_count_surveyor,moving_microclimate,moving_row_id,moving_row_total,moving_male,moving_female,moving_5-14,moving_65+,moving_groupsize_2,moving_pedestrian,moving_bicycling,moving_notes
1,S,HAV1,2022 Sep 01 07:10:00 PM,2022 Sep 01 07:20:00 PM,Evening,BY,Sun-Shaded,5,16,9,7,2,,,,,"to
linjer"
2,S,HAV1,2022 Sep 01 06:47:00 PM,2022 Sep 01 06:57:00 PM,Evening,BY,,6,15,,,,,,15,,
3,S,HAV1,2022 Sep 01 12:30:00 PM,2022 Sep 01 12:00:00 PM,Midday,BY,,6,3,,,,,,2,1,
4,S,HAV1,2022 Sep 01 11:30:00 AM,2022 Sep 01 11:00:00 AM,Midday,BY,,1,0,,,,,,,,
"""
STAYING = """\
Location_ID,Survey_ID,Date,Start_time,End_time,Surveyor,Row_ID,Row_Total,Group_Size,Male,Female,Sitting/Lying
HAV1,W1,20161025,0820,0830,K1,1,1,2,,1,1
HAV1,W1,20161025,0820,0830,K1,2,1,2,1,,
HAV1,W2,20161026,1630,1640,K1,1,0,,,,
"""
WORDS = """\
staying_unique,location_id,survey_id,staying_time_start,staying_time_end,staying_row_total,staying_gender,staying_posture_standing
1,HAV1,W1,2018-08-02T08:20:00.000,2018-08-02T08:30:00.000,1,Female,1
2,HAV1,W1,2018-08-02T08:20:00.000,2018-08-02T08:30:00.000,2,Male,
"""
LOOSE = """\
id,name,notes,location,startedAt,endedAt,modeBicyclist ,modePedestrian
A1,Torvet,koncert,"-12, 55",09/22/17 07:00 PM,09/22/17 07:10 PM,,{n}
A2,Torvet,koncert,"-12, 55",09/22/17 07:00 PM,09/22/17 07:10 PM,{n},
A3,Torvet,koncert,"-12, 55",09/10/17 07:00 PM,09/10/17 07:10 PM,,{n}
A4,Gaden,,"-12, 55",09/10/17 07:00 PM,09/10/17 07:10 PM,{n},{n}
"""


def read(tmp_path, text):
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return read_logbook(path)


def totals(log):
    return log.counts.groupby("behaviour")["n"].sum().to_dict()


def test_an_interval_is_a_session_and_its_total_the_denominator(tmp_path):
    log = read(tmp_path, MOVING)
    assert log.sessions["start"].tolist()[:2] == [
        pd.Timestamp(2016, 10, 25, 8, 1),
        pd.Timestamp(2016, 10, 25, 8, 11),
    ]
    assert totals(log) == {"people": 31, "Male": 12, "Female": 9, "GroupSize_1": 6}
    second = log.counts[log.counts["session"].str.contains("08:11-08:21")].set_index("behaviour")
    assert second["n"].to_dict() == {"people": 21, "Male": 12, "Female": 9}  # groups were not counted then
    assert set(second["total"]) == {21}


def test_a_row_with_a_total_of_0_is_exposure_not_people(tmp_path):
    log = read(tmp_path, STAYING)
    assert len(log.sessions) == 2
    assert totals(log) == {"people": 2, "Male": 1, "Female": 1, "Sitting/Lying": 1}
    nobody = log.counts[log.counts["session"].str.contains("2016-10-26")]
    assert nobody["n"].tolist() == [0, 0, 0, 0]


def test_what_a_round_did_not_count_is_no_zero(tmp_path):
    log = read(tmp_path, ROUNDS)
    assert log.sessions["start"].dt.strftime("%d-%m %H:%M").tolist()[:2] == ["01-09 19:10", "01-09 18:47"]
    assert log.sessions["observer"].tolist() == ["BY"] * 4
    told = log.counts.pivot(index="session", columns="behaviour", values="n").drop(columns="people")
    gender, modes, reversed_, nobody = (
        told.loc[session].dropna().to_dict() for session in log.sessions["session"]
    )
    assert gender == {"moving_male": 9, "moving_female": 7, "moving_5-14": 2}
    assert modes == {"moving_pedestrian": 15, "moving_bicycling": 0}
    assert reversed_ == {"moving_pedestrian": 2, "moving_bicycling": 1}
    assert set(nobody.values()) == {0}


def test_surveys_that_end_before_they_start_are_kept_counted_and_said(tmp_path):
    said = [sentence for sentence in read(tmp_path, ROUNDS).report if "ends" in sentence]
    assert said == [
        "people.csv, row 5: session 'HAV1 2022-09-01 12:30-12:00' ends 01-09-2022 12:00 and starts"
        " 01-09-2022 12:30. There are 1 more of the kind; all were kept, as the export has them."
    ]


def test_one_surveyor_in_two_places_at_once_is_said_and_kept(tmp_path):
    log = read(tmp_path, MOVING)
    assert any("'K1' was still at another session" in sentence for sentence in log.report)


def test_a_component_may_be_a_word_per_row(tmp_path):
    log = read(tmp_path, WORDS)
    assert totals(log)["staying_gender: Male"] == 2
    assert totals(log)["people"] == 3


def test_a_word_that_was_not_seen_in_a_survey_is_a_zero_there(tmp_path):
    later = "3,HAV1,W1,2018-08-02T08:30:00.000,2018-08-02T08:40:00.000,1,Female,\n"
    nobody = "4,HAV1,W1,2018-08-02T08:40:00.000,2018-08-02T08:50:00.000,0,,\n"
    unasked = "5,HAV1,W1,2018-08-02T08:50:00.000,2018-08-02T09:00:00.000,4,,\n"
    counts = read(tmp_path, WORDS + later + nobody + unasked).counts
    men = counts[counts["behaviour"].eq("staying_gender: Male")].set_index("session")["n"]
    assert {session[-11:]: n for session, n in men.items()} == {
        "08:20-08:30": 2,
        "08:30-08:40": 0,
        "08:40-08:50": 0,
    }


def test_months_come_first_where_the_column_shows_it(tmp_path):
    log = read(tmp_path, LOOSE.format(n=2))
    assert sorted(log.sessions["start"].dt.strftime("%m-%d").unique()) == ["09-10", "09-22"]
    assert log.sessions["site"].tolist() == ["Torvet", "Torvet", "Gaden"]
    assert totals(log) == {"modeBicyclist": 4, "modePedestrian": 6}


def test_counts_that_are_all_one_have_lost_their_volumes(tmp_path):
    log = read(tmp_path, LOOSE.format(n=1))
    assert any("every count is 1, in 5 cells" in sentence for sentence in log.report)
    assert not any("every count is 1" in sentence for sentence in read(tmp_path, LOOSE.format(n=2)).report)


def test_two_surveyors_of_one_place_and_time_are_two_sessions(tmp_path):
    text = "location_id,row_total,date,start_time,end_time,surveyor\nA,3,20161025,0800,0810,K1\nA,4,20161025,0800,0810,K2\n"
    assert read(tmp_path, text).counts.set_index("session")["n"].to_dict() == {
        "A 2016-10-25 08:00-08:10": 3,
        "A 2016-10-25 08:00-08:10 (2)": 4,
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",21,12,9,", ",21,-12,9,", "people.csv, row 3, column 'Male': '-12' is not a number of people"),
        (
            "20161025,0811",
            "20161325,0811",
            "people.csv, row 3, column 'Start_time': '20161325 08:11' is not a date",
        ),
        ("1,10,,,6", "1,ti,,,6", "people.csv, row 2, column 'Row_Total': 'ti' is not a number of people"),
    ],
)
def test_a_broken_cell_is_refused_with_its_row(tmp_path, old, new, message):
    with pytest.raises(EvalkitError) as error:
        read(tmp_path, MOVING.replace(old, new))
    assert str(error.value).startswith(message)


def test_more_of_something_than_people_is_said(tmp_path):
    log = read(tmp_path, MOVING.replace(",21,12,9,", ",11,12,9,"))
    assert any("first 12 of 'Male' among 11" in sentence for sentence in log.report)
    assert log.counts.loc[log.counts["session"].str.contains("08:21"), "total"].isna().all()


SURVEYS = """\
survey_id,study_id,location_id,survey_date,survey_time_start,survey_time_stop,surveyor_name
W1,S,HAV1,2016-10-25,08:00,08:10,K1
W2,S,HAV1,2016-10-25,09:00,09:10,K1
W3,S,NJA1,2016-10-25,10:00,10:10,K1
"""
COMPONENTS = """\
survey_id,row_total,gender,mode
W1,2,female,walking
W1,1,male,cycling
W2,0,,
"""
PLACES = "location_id,location_name_primary\nHAV1,Havnegade\nNJA1,Njalsgade\n"


def read_linked(tmp_path, components=COMPONENTS, surveys=SURVEYS):
    for name, text in {"survey": surveys, "survey_component": components, "location": PLACES}.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return read_logbook(tmp_path)


def test_tables_linked_by_the_survey_are_read_together(tmp_path):
    log = read_linked(tmp_path)
    assert sorted(log.sessions["session"]) == [
        "HAV1 2016-10-25 08:00-08:10",
        "HAV1 2016-10-25 09:00-09:10",
        "NJA1 2016-10-25 10:00-10:10",
    ]
    assert set(log.sessions["observer"]) == {"K1"}
    found = totals(log)
    assert {name: found[name] for name in ("people", "gender: female", "mode: cycling")} == {
        "people": 3,
        "gender: female": 2,
        "mode: cycling": 1,
    }
    nobody = log.counts[log.counts["session"].str.contains("09:00") & log.counts["behaviour"].eq("people")]
    assert nobody["n"].tolist() == [0]
    assert any("Left out" in sentence and "location.csv" in sentence for sentence in log.report)


def test_a_row_whose_survey_is_in_no_table_is_refused(tmp_path):
    message = r"^survey_component\.csv, row 4, column 'survey_id': the survey 'W9' is not in survey\.csv"
    with pytest.raises(EvalkitError, match=message):
        read_linked(tmp_path, COMPONENTS.replace("W2,0", "W9,0"))


def test_a_survey_that_is_given_twice_is_refused(tmp_path):
    with pytest.raises(
        EvalkitError, match=r"^survey\.csv, row 3, column 'survey_id': the survey 'W1' is given"
    ):
        read_linked(tmp_path, surveys=SURVEYS.replace("W2,", "W1,"))


# The protocol's own split: where and when in one table (its total with it), a table for each component.
CONTEXT = """\
study_id,location_id,survey_id,time_start,time_stop,surveyor,microclimate,total
S,HAV1,1,2016-10-25T08:00:00,2016-10-25T08:10:00,K1,sunny,12
S,NJA1,2,2016-10-25T09:00:00,2016-10-25T09:10:00,K1,sunny,0
"""


@pytest.mark.parametrize(
    ("gender", "mode"),
    [
        ("survey_id,row_total,male,female\n1,7,3,4\n1,5,2,3\n2,0,0,0\n", "survey_id,row_total,walking,cycling\n1,12,8,4\n"),
        ("survey_id,male,female\n1,3,4\n1,2,3\n2,0,0\n", "survey_id,walking,cycling\n1,8,4\n"),
    ],
    ids=["rows with totals", "the survey's total alone"],
)  # fmt: skip
def test_components_in_tables_of_their_own_count_the_same_people_once(tmp_path, gender, mode):
    for name, text in {"survey_context": CONTEXT, "gender": gender, "mode": mode}.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    log = read_logbook(tmp_path)
    assert log.sessions["session"].tolist() == ["HAV1 2016-10-25 08:00-08:10", "NJA1 2016-10-25 09:00-09:10"]
    assert totals(log) == {"people": 12, "male": 5, "female": 7, "walking": 8, "cycling": 4}
    assert set(log.counts.loc[log.counts["session"].str.startswith("HAV1"), "total"]) == {12}


def test_a_zip_of_the_tables_is_read_as_their_folder(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    whole = read_linked(folder)
    with zipfile.ZipFile(tmp_path / "survey.zip", "w") as archive:
        for name, text in {"survey": SURVEYS, "survey_component": COMPONENTS, "location": PLACES}.items():
            archive.writestr(f"export/{name}.csv", text)
    packed = read_logbook(tmp_path / "survey.zip")
    assert packed.sessions.equals(whole.sessions)
    assert packed.counts.equals(whole.counts)


def test_a_zip_that_reaches_outside_itself_or_is_empty_is_refused(tmp_path):
    path = tmp_path / "survey.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../survey.csv", SURVEYS)
    with pytest.raises(EvalkitError, match=r"^survey\.zip: it names a path outside itself"):
        read_logbook(path)
    inside = path.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.zip", inside)
    with pytest.raises(EvalkitError, match=r"^survey\.zip: the zip file holds no file"):
        read_logbook(path)


def test_a_table_of_counts_finds_the_surveys_that_lie_beside_it(tmp_path):
    whole = read_linked(tmp_path)
    log = read_logbook(tmp_path / "survey_component.csv")
    assert totals(log) == totals(whole)
    assert set(log.sessions["site"]) == {"HAV1"}
    assert log.report[-1] == (
        "survey_component.csv: where and when was read from survey.csv, which lies beside it."
    )


def test_two_tables_of_surveys_in_one_folder_are_read_and_each_row_finds_its_own(tmp_path):
    (tmp_path / "survey_2018.csv").write_text(
        "survey_id,location_id,climate,time_start,time_stop\nV1,NJA1,fog,2018-10-25 08:00,2018-10-25 08:10\n",
        "utf-8",
    )
    log = read_linked(tmp_path, COMPONENTS + "V1,4,male,cycling\n")
    assert totals(log)["people"] == 7
    assert sorted(log.sessions["start"].dt.year.unique()) == [2016, 2018]
    assert log.sessions.set_index("session").loc["NJA1 2018-10-25 08:00-08:10", "weather"] == "fog"


def test_a_survey_in_two_tables_is_refused(tmp_path):
    (tmp_path / "survey_2018.csv").write_text(SURVEYS, "utf-8")
    with pytest.raises(
        EvalkitError, match=r"^survey_2018\.csv, row 2, .* the survey 'W1' is given in survey\.csv too"
    ):
        read_linked(tmp_path)


# As a public list of sensors' detections has it, after the protocol's working fields: no end, seconds, AM.
SENSORS = """\
surveyor,startedAt,notes,modePedestrian,location
S2,6/16/2018 9:43:00AM,Object counter,1,"-76.60, 39.26"
S1,6/16/2018 9:01:40AM,Intrusion,2,"-76.61, 39.26"
S1,6/16/2018 9:01:40AM,Intrusion,3,"-76.61, 39.26"
"""


def test_detections_without_an_end_are_summed_by_their_moment(tmp_path):
    log = read(tmp_path, SENSORS)
    assert log.counts["n"].tolist() == [1, 5]
    assert log.sessions["end"].isna().all()
    assert log.sessions["start"].iloc[0] == pd.Timestamp(2018, 6, 16, 9, 43)


def test_a_table_of_counts_alone_says_what_is_missing(tmp_path):
    with pytest.raises(
        EvalkitError, match=r"^people\.csv: this table .* not where and when\. Read the folder"
    ):
        read(tmp_path, COMPONENTS)


def test_a_row_per_person_in_words_may_lack_the_total_and_the_survey(tmp_path):
    head = "staying_id,subject_id,location_id,staying_time_start,staying_time_end,surveyor_count,staying_gender,observer"
    row = "HAV1,11/04/2023 12:26:44 PM,11/04/2023 12:48:07 PM,2"
    log = read(tmp_path, "\n".join([head, f"1,e34-a,{row},Male,AB", f"2,e34-b,{row},Female,AB", ""]))
    assert totals(log) == {"staying_gender: Male": 1, "staying_gender: Female": 1}
    assert (len(log.sessions), set(log.sessions["observer"])) == (1, {"AB"})
