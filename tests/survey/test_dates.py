"""Dates as tools write them. Forms: Google's CSV of responses (time zone), Qualtrics and SurveyMonkey in US settings,
ODK Briefcase (the month's name), as public exports have them; the dates here are made up."""

import pandas as pd
import pytest

from evalkit.survey import read_survey
from evalkit.survey.dates import read_dates


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["4/22/2016 7:57:50 PM", "5/1/2016 12:05 AM"], ["2016-04-22 19:57:50", "2016-05-01 00:05:00"]),
        (
            ["2020/05/11 9:12:13 am GMT+2", "2020/11/12 12:12:13 pm CET"],
            ["2020-05-11 09:12:13", "2020-11-12 12:12:13"],
        ),
        (["Feb 18, 2013 3:54:01 PM", "March 2, 2013 11:04"], ["2013-02-18 15:54:01", "2013-03-02 11:04:00"]),
        (["3/18/20 23:38", "3/4/20 7:05"], ["2020-03-18 23:38:00", "2020-03-04 07:05:00"]),
        (["24.12.2020 10.11", "1.2.2021 8.00"], ["2020-12-24 10:11:00", "2021-02-01 08:00:00"]),
        (["25/12/2020", "01/02/2021"], ["2020-12-25", "2021-02-01"]),
    ],
)
def test_dates_with_one_reading(texts, read):
    assert read_dates(pd.Series(texts)).tolist() == list(map(pd.Timestamp, read))


@pytest.mark.parametrize(
    "texts",
    [
        ["4/5/2016", "6/7/2016"], ["3/11/20 23:38"], ["18/3/20"], ["1.13.20", "2.0.1"], ["31/2/2020"],
        ["12/13/2020", "13/12/2020"], ["10:20"], ["May be", "Feb 1, 2020"],
    ],
)  # fmt: skip
def test_dates_with_two_readings_or_none_stay_text(texts):
    assert read_dates(pd.Series(texts)) is None


def test_a_day_that_may_be_a_month_is_said(tmp_path):
    path = tmp_path / "form.csv"
    path.write_text("Timestamp,Enig?\n4/5/2016 10:11:12,Enig\n6/7/2016 10:11:12,Uenig\n", "utf-8")
    survey = read_survey(path)
    assert survey.data["Timestamp"].tolist() == ["4/5/2016 10:11:12", "6/7/2016 10:11:12"]
    assert any(
        "Timestamp: '4/5/2016 10:11:12' kan være dag eller måned først" in s for s in survey.said("da")
    )
