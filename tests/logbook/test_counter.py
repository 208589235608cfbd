"""Automatic counters."""

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook
from evalkit.logbook.stamps import read_stamps, seconds
from evalkit.words import retold

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
    [
        ("Kl.", ("07:00", "08:00")),
        ("Tidsrum", ("07-08", "08-09")),
        ("Hour", ("7", "8")),
        ("Period", ("07:00-08:00", "08:00-09:00")),
    ],
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


def test_a_stamp_that_cannot_be_read_is_refused_with_its_row(tmp_path):
    with pytest.raises(
        EvalkitError, match=r"^slanger\.csv, row 20, column 'Dato': '25-13-2016 18:00' is not a date"
    ):
        read(tmp_path, HOURS.replace("25-10-2016 18:00", "25-13-2016 18:00"))


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
    assert any(s.startswith("slanger.csv, row 3: intervals that stand more than once: 1") for s in log.report)


def test_days_with_zero_counts_only_are_said(tmp_path):
    log = read(tmp_path, HOURS.replace("26-10-2016 00:00;1;0", "27-10-2016 00:00;0;0"))
    assert any("days with zero counts only: 1, the first 27-10-2016" in sentence for sentence in log.report)


def test_a_negative_count_is_refused_with_its_row(tmp_path):
    with pytest.raises(EvalkitError, match=r"^slanger\.csv, row 3, column 'Cykler': -2 is a negative count"):
        read(tmp_path, "Dato;Cykler\n25-10-2016 01:00;5\n25-10-2016 02:00;-2\n")


# The shapes below follow public files: the Fremont Bridge counter of Seattle's open data (AM/PM, a total beside
# its parts), Bonn's open data 2015-2017 (dashed stamps, the site's total before its directions), Ottawa's counters
# (no headings; a second row of headings), New York's East River bridges (weather and a total), and a street
# counter's list of passings. The numbers are our own.
AM_PM = """\
Date,Bridge Total,Bridge West,Bridge East
10/02/2016 10:00:00 PM,13,9,4
10/02/2016 11:00:00 PM,10,6,4
10/03/2016 12:00:00 AM,5,3,2
"""


def behaviours(log):
    return log.counts.groupby("behaviour")["n"].sum().to_dict()


def test_a_total_beside_its_parts_is_not_counted_twice_and_said(tmp_path):
    log = read(tmp_path, AM_PM)
    assert behaviours(log) == {"Bridge West": 18, "Bridge East": 10}
    assert (
        "slanger.csv: 'Bridge Total' is the sum of 'Bridge West', 'Bridge East' and wasn't counted again."
        in (log.report)
    )


def test_a_site_s_total_is_known_by_what_stands_below_its_name(tmp_path):
    head = " ;Bro 1 ;Bro 1 ind;Bro 1 ud;Bro 1 gående"
    rows = "".join(f"2016-04-09-{h:02d}-15-00;{3 * h};{h};{h};{h}\n" for h in range(8, 12))
    log = read(tmp_path, f"{head}\n{rows}")
    assert behaviours(log) == {"Bro 1 ind": 38, "Bro 1 ud": 38, "Bro 1 gående": 38}
    assert log.sessions["start"].iloc[0] == pd.Timestamp(2016, 4, 9, 8, 15)


def test_totals_of_totals_are_left_out_too(tmp_path):
    head = "Dato;Bro;Bro cykler;Bro cykler ind;Bro cykler ud;Bro gående;Bro gående ind;Bro gående ud"
    rows = "".join(f"0{d}-10-2016;{6 * d};{3 * d};{d};{2 * d};{3 * d};{2 * d};{d}\n" for d in range(1, 6))
    assert behaviours(read(tmp_path, f"{head}\n{rows}")) == {
        "Bro cykler ind": 15, "Bro cykler ud": 30, "Bro gående ind": 30, "Bro gående ud": 15,
    }  # fmt: skip


def test_what_sounds_like_a_total_and_is_none_is_counted_and_said(tmp_path):
    log = read(tmp_path, AM_PM.replace(",5,3,2", ",9,3,2"))
    assert behaviours(log)["Bridge Total"] == 32
    assert any("'Bridge Total' sounds like a sum but isn't" in sentence for sentence in log.report)


def test_columns_that_add_up_by_chance_in_two_rows_are_kept(tmp_path):
    log = read(tmp_path, "Dato;a;b;c\n01-10-2016;3;1;2\n02-10-2016;5;4;1\n")
    assert set(behaviours(log)) == {"a", "b", "c"}


def test_hours_settle_the_order_of_day_and_month_where_no_day_is_over_12(tmp_path):
    log = read(tmp_path, AM_PM.replace("12:00:00 AM", "02:00:00 AM"))
    assert log.sessions["start"].iloc[0] == pd.Timestamp(2016, 10, 2, 22)
    european = "".join(f"{d:02d}/10/2016 {h:02d}:00;{h}\n" for d in (2, 3) for h in range(24))
    assert read(tmp_path, f"Dato;Cykler\n{european}").sessions["start"].iloc[0] == pd.Timestamp(2016, 10, 2)


@pytest.mark.parametrize(
    ("rows", "start", "said"),
    [
        ("06/10/2016 01:00 PM;3\n06/10/2016 02:00 PM;4", pd.Timestamp(2016, 6, 10, 13), "month first, as American"),
        ("06/10/2016 13:00;3\n06/10/2016 14:00;4", pd.Timestamp(2016, 10, 6, 13), "day first; no date settles it"),
        ("06/10/2016;3\n07/10/2016;4", pd.Timestamp(2016, 10, 6), "day first; no date settles it"),
    ],
)  # fmt: skip
def test_where_nothing_settles_it_am_and_pm_mean_month_first_and_it_is_said(tmp_path, rows, start, said):
    log = read(tmp_path, f"Dato;Cykler\n{rows}\n")
    assert log.sessions["start"].iloc[0] == start
    assert any(said in sentence for sentence in log.report)


def test_a_file_without_headings_loses_no_row(tmp_path):
    log = read(tmp_path, "2016-01-01,38\n2016-01-02,62\n2016-01-03,176\n")
    assert (len(log.sessions), log.counts["n"].sum()) == (3, 276)
    assert log.sessions["row"].tolist() == [1, 2, 3]
    assert any("no row of headings" in sentence for sentence in log.report)


def test_a_second_row_of_headings_and_a_last_row_of_sums_are_left_out_and_said(tmp_path):
    text = "Date,1_ALEX,2_ORPY\nTitle,a bridge,100 m east\n2016-01-01,3,5\n2016-01-02,4,1\nTotal,7,6\n"
    log = read(tmp_path, text)
    assert behaviours(log) == {"1_ALEX": 7, "2_ORPY": 6}
    assert "slanger.csv: rows with no date or no number were left out: 2, 5." in log.report


def test_the_weather_is_not_counted(tmp_path):
    text = ",Date,High Temp (°F),Precipitation,Bridge\n0,2016-04-01,78,0,1704.0\n1,2016-04-02,55,0,827.0\n"
    assert behaviours(read(tmp_path, text)) == {"Bridge": 2531}


def test_a_list_of_passings_counts_one_a_row(tmp_path):
    seconds = (22, 23, 71, 254, 469, 599, 745)
    rows = "".join(
        f"2016-08-01T06:{s // 60:02d}:{s % 60:02d},bike,1{n},{n}\n" for n, s in enumerate(seconds, start=1)
    )
    log = read(tmp_path, f"datetime,event,peak,count\n{rows}")
    assert log.counts["n"].tolist() == [1] * 7
    assert any("'count' grows by 1" in sentence for sentence in log.report)
    assert any("how long was counted is unknown" in sentence for sentence in log.report)
    assert log.sessions["end"].isna().all()


def test_marks_of_thousands_in_every_cell_are_no_decimals_either(tmp_path):
    log = read(tmp_path, "Dato;Biler\n25-10-2016;9.125\n26-10-2016;1.120\n27-10-2016;12.000\n")
    assert log.counts["n"].tolist() == [9125, 1120, 12000]


def test_a_single_hour_has_no_length_of_its_own_but_a_day_has(tmp_path):
    assert read(tmp_path, "Dato;Cykler\n25-10-2016 07:00;12\n").sessions["end"].isna().all()
    assert read(tmp_path, "Dato;Cykler\n25-10-2016;812\n").sessions["end"].iloc[0] == pd.Timestamp(
        2016, 10, 26
    )


# A row for each direction or lane, as in open data of Paris and Copenhagen (lanes beside a column per hour).
def test_a_row_for_each_direction_is_one_interval_with_two_counts(tmp_path):
    text = "counter_name,timestamp,direction,count\nA,2024-05-01 07:00,in,5\nA,2024-05-01 07:00,out,3\n"
    log = read(tmp_path, text + "A,2024-05-01 08:00,in,6\nA,2024-05-01 08:00,out,1\n")
    assert len(log.sessions) == 2
    assert behaviours(log) == {"in": 11, "out": 4}
    assert not any("more than once" in sentence for sentence in log.report)


def test_a_row_for_each_lane_is_told_apart_by_it_in_several_columns_and_by_hour(tmp_path):
    text = "Dato;Spor;Cykler;Gående\n01-05-2024;+;5;1\n01-05-2024;-;3;2\n02-05-2024;+;4;1\n02-05-2024;-;2;2\n"
    assert behaviours(read(tmp_path, text)) == {
        "Cykler: +": 9, "Cykler: -": 5, "Gående: +": 2, "Gående: -": 4,
    }  # fmt: skip
    hours = ";".join(f"kl.{hour:02d}-{hour + 1:02d}" for hour in range(24))
    row = ";".join(map(str, range(24)))
    log = read(
        tmp_path, f"Vejnavn;Spor;Dato;{hours}\nTorvegade;+;25.10.2016;{row}\nTorvegade;-;25.10.2016;{row}\n"
    )
    assert (len(log.sessions), behaviours(log)) == (24, {"+": 276, "-": 276})
    assert "'kl.11-12', ... (24)." in log.report[0]


def test_a_counter_s_remarks_do_not_make_it_a_logbook_of_notes(tmp_path):
    text = "Dato;Bemærkning;Cykler\n25-10-2016 07:00;regn;5\n25-10-2016 08:00;;7\n25-10-2016 09:00;;9\n"
    log = read(tmp_path, text)
    assert (behaviours(log), len(log.entries)) == ({"Cykler": 21}, 0)
    assert len(read(tmp_path, text.replace(";;", ";sol;")).entries) == 3


# Shapes of open data; the numbers are our own. Each is a row for two sites or lanes at every quarter of an hour.
QUARTERS = {
    f"2024-05-01 {7 + n // 4:02d}:{15 * (n % 4):02d}": counted
    for n, counted in enumerate((3, 0, 5, 2, 7, 1, 4, 6))
}


def of_two(head, row):
    """Write a file in which the first site counts n and the second 2 n, n being what was counted in that quarter."""
    rows = [row(stamp, site, n * (site + 1)) for stamp, n in QUARTERS.items() for site in (0, 1)]
    return "\n".join([head, *rows, ""])


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("FK_STANDORT;DATUM;VELO;OST;NORD", lambda t, s, n: f"{(2, 4241)[s]};{t};{n};{2681830 + s};1247490"),
        ("id,counts,date,countid,site,status", lambda t, s, n: f"{10 + s},{n},{t},{n + 7},{10 + s},4"),
        ("date,heure,id_compteur,passages", lambda t, s, n: f"{t[:10]},{t[11:]},{100 + s},{n}"),
        ("standort_id,zeitpunkt,summe", lambda t, s, n: f"{8 + s},{t},{n}"),
        ("ID,Date_Time,Year,Mdate,Day,Sensor_Name,Hourly_Counts",
         lambda t, s, n: f"{n},{t},2024,1,Wednesday,{'AB'[s]},{n}"),
        ("code;locatie;datum;uur;totaal", lambda t, s, n: f"c;{'AB'[s]};{t[:10]};{t[11:]};{n}"),
    ],
)  # fmt: skip
def test_the_number_of_a_site_or_a_state_is_not_counted(tmp_path, head, row):
    log = read(tmp_path, of_two(head, row))
    assert sorted(log.counts["n"].groupby(log.counts["session"].str.split(" ").str[0]).sum()) == [28, 56]
    assert log.sessions["site"].nunique() == 2
    assert len(log.sessions) == 16


def test_rows_may_be_told_apart_by_several_words(tmp_path):
    text = "Date,Site,Period,LaneNumber,Direction,Path,Flag Text,Volume\n" + "".join(
        f"{stamp},Havnegade,15,{lane},{way},{path},,{n}\n"
        for stamp, n in QUARTERS.items()
        for lane, way in ((1, "nord"), (2, "syd"))
        for path in ("vej", "sti")
    )
    log = read(tmp_path, text)
    assert behaviours(log) == dict.fromkeys(["nord, vej", "nord, sti", "syd, vej", "syd, sti"], 28)
    assert len(log.sessions) == 8


def test_a_row_that_is_the_sum_of_the_lanes_is_not_counted_again(tmp_path):
    fields = {"1": 1, "2": 2, "Totalt i retning nord": 1, "Totalt i retning syd": 2, "Totalt": 3}
    text = "Punkt;Navn;Fra;Fra tidspunkt;Dato;Felt;Trafikkmengde\n" + "".join(
        f"18573B;Gamle vej;{stamp.replace(' ', 'T')}:00+02:00;{stamp[11:]};{stamp[:10]};{field};{n * part}\n"
        for stamp, n in QUARTERS.items()
        for field, part in fields.items()
    )
    log = read(tmp_path, text)
    assert behaviours(log) == {"1": 28, "2": 56}
    assert "slanger.csv: 'Totalt' is the sum of '1', '2' and wasn't counted again." in log.report
    assert log.sessions["start"].iloc[1] == pd.Timestamp(2024, 5, 1, 7, 15)


def test_two_counters_of_one_road_are_two_sites_and_a_sum_of_sums_is_none(tmp_path):
    head = "count_point_id,direction,count_date,hour,road_name,cycles,cars,vans,lorry_2,lorry_3,all_lorries,all_motor"
    rows = [
        f"{point},{way},{t[:10]},{t[11:]},A64,{n},{n},1,{n % 2 + 1},{2 + n - n % 2},{n + 3},{2 * n + 4}"
        for t, n in QUARTERS.items()
        for point in (7845, 7846)
        for way in "NS"
    ]
    log = read(tmp_path, "\n".join([head, *rows]))
    assert set(log.sessions["site"]) == {"7845", "7846"}
    assert set(behaviours(log)) == {
        f"{name}: {way}" for name in ("cycles", "cars", "vans", "lorry_2", "lorry_3") for way in "NS"
    }


def test_a_sum_of_the_columns_before_it_is_known_by_its_numbers(tmp_path):
    head = "Start Time,Right,Thru,App,Right,Thru,App,Int"
    rows = [
        f"{t},{n},{n % 3},{n + n % 3},1,{2 * n},{1 + 2 * n},{1 + 3 * n + n % 3}" for t, n in QUARTERS.items()
    ]
    log = read(tmp_path, "Study,Havnegade,x,,,,,\n,,,,,,,\n,North,,,South,,,\n" + "\n".join([head, *rows]))
    assert behaviours(log) == {"Right": 28, "Thru": 7, "Right (2)": 8, "Thru (2)": 56}


def test_counts_that_make_up_for_minutes_asleep_have_decimals(tmp_path):
    head = "segment_id,date,uptime,car,bike,car_lft,bike_lft,car_rgt,bike_rgt,v85"
    rows = [f"9,{t},0.75,{n + 0.75},1.5,{n},0.75,0.75,0.75,45.5" for t, n in QUARTERS.items()]
    log = read(tmp_path, "\n".join([head, *rows]))
    assert behaviours(log) == {"car_lft": 28, "bike_lft": 6, "car_rgt": 6, "bike_rgt": 6}
    assert set(log.sessions["site"]) == {"9"}


def test_a_street_that_was_counted_later_is_a_count_and_no_site(tmp_path):
    days = pd.date_range("2024-01-01", periods=240).strftime("%Y-%m-%d")
    rows = [f"{day},{n % 7},{n if n > 210 else ''}" for n, day in enumerate(days)]
    log = read(tmp_path, "\n".join(["Date,Queen Street,Quay Street Lower", *rows]))
    assert behaviours(log) == {
        "Queen Street": sum(n % 7 for n in range(240)),
        "Quay Street Lower": sum(range(211, 240)),
    }
    assert set(log.sessions["site"]) == {"slanger"}


def test_hours_of_the_day_may_stand_without_their_end_and_quarters_too(tmp_path):
    heads = ";".join(f"{quarter // 4}:{15 * (quarter % 4):02d}" for quarter in range(96))
    log = read(tmp_path, f"Vej-Id;(UTM32);Dato;{heads}\n101;724000;01-05-2024;{';'.join('1' * 96)}\n")
    assert (len(log.sessions), log.counts["n"].sum()) == (96, 96)
    assert log.sessions["start"].iloc[-1] == pd.Timestamp(2024, 5, 1, 23, 45)


def test_a_list_of_speeds_counts_one_a_row(tmp_path):
    rows = [f"28.10.2022;08:0{n}:1{n * n % 10};{20 + n};{1 + n % 2}" for n in range(8)]
    log = read(tmp_path, "\n".join(["Datum;Uhrzeit;Geschwindigkeit;Richtung", *rows]))
    assert behaviours(log) == {"passing": 8}


def test_what_stands_above_a_blank_row_is_no_heading(tmp_path):
    text = "Dybbølsbro;;\nPeriode;28-10-2022 - 02-11-2022;\n;;\nTid;Cykler ind;Cykler ud\n"
    log = read(tmp_path, f"{text}fre. 28. okt. 2022 07:00;3;4\nfre. 28. okt. 2022 08:00;5;6\n")
    assert behaviours(log) == {"Cykler ind": 8, "Cykler ud": 10}


@pytest.mark.parametrize(
    "stamps",
    [("ven. 28 oct. 2022 07:00", "ven. 4 nov. 2022 07:00"), ("pe 28 loka 2022 07:00", "pe 4 marras 2022 07:00"),
     ("Fr 28. Oktober 2022 07:00", "Fr 4. November 2022 07:00")],
)  # fmt: skip
def test_a_machine_may_write_months_in_its_own_language(tmp_path, stamps):
    log = read(tmp_path, f"Date;Vélos\n{stamps[0]};3\n{stamps[1]};5\n")
    assert log.sessions["start"].tolist() == [pd.Timestamp(2022, 10, 28, 7), pd.Timestamp(2022, 11, 4, 7)]


def test_a_counter_may_say_when_each_interval_ends_and_where_it_stood(tmp_path):
    rows = [f"{t};{t[:11]}23:00;Havnegade;{n};1;{n + 1}" for t, n in QUARTERS.items()]
    log = read(tmp_path, "\n".join(["Start;Slut;Sted;Cykler;Gående;I alt", *rows]))
    assert (behaviours(log), set(log.sessions["site"])) == ({"Cykler": 28, "Gående": 8}, {"Havnegade"})


def test_midnight_may_be_written_as_the_end_of_the_day(tmp_path):
    log = read(tmp_path, "Datum;Uhrzeit;Rad\n01.05.2024;23:00;5\n01.05.2024;24:00;4\n")
    assert log.sessions["start"].tolist() == [pd.Timestamp(2024, 5, 1, 23), pd.Timestamp(2024, 5, 2)]


def test_the_report_is_danish_for_a_danish_reader(tmp_path):
    said = [retold(sentence, "da") for sentence in read(tmp_path, AM_PM).report]
    assert said == [
        "slanger.csv: 3 tidsrum, 28 talt i alt, i kolonnerne 'Bridge West', 'Bridge East'.",
        "slanger.csv: i datoer med skråstreg er måneden læst først.",
        "slanger.csv: 'Bridge Total' er summen af 'Bridge West', 'Bridge East' og er ikke talt med igen.",
    ]


def test_the_column_settles_whether_day_or_month_comes_first():
    us, order = read_stamps(["06/10/14 12:02 PM", "06/13/14 01:00 PM"], str)
    assert order == "month"
    assert [stamp.strftime("%m-%d %H") for stamp in us if stamp] == ["06-10 12", "06-13 13"]
    danish, order = read_stamps(["06/10/2014", "13/10/2014"], str)
    assert order == "day"
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
