"""Automatic counters."""

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook
from evalkit.logbook.stamps import read_stamps, seconds

HOURS = "Dato;Cykler mod by;Cykler fra by\n" + "".join(
    f"{day:02d}-10-2016 {hour:02d}:00;{day % 25};{hour}\n" for day in (25, 26) for hour in range(24)
)


def read(tmp_path, text):
    path = tmp_path / "slanger.csv"
    path.write_text(text, "utf-8")
    return read_logbook(path)


def test_every_interval_is_a_session_as_long_as_the_step(tmp_path):
    log = read(tmp_path, HOURS)
    assert len(log.sessions) == 48
    assert set(log.sessions["end"] - log.sessions["start"]) == {pd.Timedelta(hours=1)}
    assert set(log.sessions["site"]) == {"slanger"}
    assert log.counts.groupby("behaviour")["n"].sum().to_dict() == {"Cykler fra by": 552, "Cykler mod by": 24}


def test_a_column_per_hour_is_read_alike(tmp_path):
    hours = ";".join(f"kl.{hour:02d}-{hour + 1:02d}" for hour in range(24))
    row = ";".join(map(str, range(24)))
    log = read(tmp_path, f"Vejnavn;Spor;Dato;{hours}\nTorvegade;1;25.10.2016;{row}\n")
    assert (len(log.sessions), log.counts["n"].sum(), log.sessions["site"].iloc[0]) == (24, 276, "Torvegade")


@pytest.mark.parametrize(
    ("heading", "clocks"),
    [("Kl.", ("07:00", "08:00")), ("Tidsrum", ("07-08", "08-09")), ("Hour", ("7", "8"))],
)
def test_the_time_may_stand_in_a_column_of_its_own(tmp_path, heading, clocks):
    log = read(tmp_path, f"Dato;{heading};Cykler\n25-10-2016;{clocks[0]};12\n25-10-2016;{clocks[1]};15\n")
    assert log.sessions["start"].dt.hour.tolist() == [7, 8]
    assert log.counts["n"].tolist() == [12, 15]
    assert set(log.counts["behaviour"]) == {"Cykler"}


def test_a_time_that_cannot_be_read_is_refused_with_its_row(tmp_path):
    rows = "".join(f"25-10-2016;07:00;{n}\n" for n in range(200))
    with pytest.raises(EvalkitError, match=r"^slanger\.csv, row 202, column 'Kl': '31:00' is not a time"):
        read(tmp_path, f"Dato;Kl;Cykler\n{rows}25-10-2016;31:00;4\n")


def test_marks_of_thousands_are_no_decimals(tmp_path):
    log = read(tmp_path, "Dato;Biler\n25-10-2016 07:00;980\n25-10-2016 08:00;1.120\n25-10-2016 09:00;1.000\n")
    assert log.counts["n"].tolist() == [980, 1120, 1000]


def test_an_interval_that_was_not_counted_is_no_session(tmp_path):
    log = read(
        tmp_path,
        "Dato;Cykler;Gående\n25-10-2016 07:00;3;1\n25-10-2016 08:00;NA;\n25-10-2016 09:00;5;-\n",
    )
    assert log.sessions["session"].tolist() == ["slanger 2016-10-25 07:00", "slanger 2016-10-25 09:00"]
    assert log.counts.set_index("behaviour")["n"].groupby(level=0).sum().to_dict() == {
        "Cykler": 8,
        "Gående": 1,
    }


def test_an_hour_that_stands_twice_when_summer_time_ends_is_kept_and_said(tmp_path):
    log = read(
        tmp_path,
        "Dato;Cykler\n30-10-2016 01:00;5\n30-10-2016 02:00;3\n30-10-2016 02:00;4\n30-10-2016 03:00;2\n",
    )
    assert log.counts["n"].sum() == 14
    assert len(log.sessions) == 4
    assert "slanger.csv, row 4: 30-10-2016 02:00 stands twice as summer time ended; both kept." in log.report


def test_an_hour_that_stands_twice_otherwise_is_said_too(tmp_path):
    log = read(tmp_path, "Dato;Cykler\n25-10-2016 01:00;5\n25-10-2016 01:00;3\n25-10-2016 02:00;3\n")
    assert any(s.startswith("slanger.csv, row 3: 1 intervals stand more than once") for s in log.report)


def test_days_with_zero_counts_only_are_said(tmp_path):
    log = read(tmp_path, HOURS.replace("26-10-2016 00:00;1;0", "27-10-2016 00:00;0;0"))
    assert any("1 days with zero counts only, the first 27-10-2016" in sentence for sentence in log.report)


def test_a_negative_count_is_refused_with_its_row(tmp_path):
    with pytest.raises(EvalkitError, match=r"^slanger\.csv, row 3, column 'Cykler': -2 is a negative count"):
        read(tmp_path, "Dato;Cykler\n25-10-2016 01:00;5\n25-10-2016 02:00;-2\n")


def test_the_column_settles_whether_day_or_month_comes_first():
    us, order = read_stamps(["06/10/14 12:02 PM", "06/13/14 01:00 PM"], str)
    assert order is True
    assert [stamp.strftime("%m-%d %H") for stamp in us if stamp] == ["06-10 12", "06-13 13"]
    danish, order = read_stamps(["06/10/2014", "13/10/2014"], str)
    assert order is False
    assert danish[0] is not None
    assert danish[0].month == 10


def test_a_column_that_has_it_both_ways_is_refused():
    with pytest.raises(EvalkitError, match="puts the day first and '06/13/2014' the month"):
        read_stamps(["06/13/2014", "13/06/2014"], lambda row: f"row {row}")


@pytest.mark.parametrize(
    ("text", "found"), [("00:01:30", 90), ("12,5", 12.5), ("NA", None), ("nan", None), ("", None)]
)
def test_durations_are_read_in_seconds(text, found):
    assert seconds(text) == found
