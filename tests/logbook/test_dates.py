"""Dates: what Danes and Englishmen write is read, the rest is refused with a reason."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.logbook.dates import parse_clock, parse_date


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("25-10-2016", (2016, 10, 25), "day"),
        ("25.10.2016", (2016, 10, 25), "day"),
        ("25/10 2016", (2016, 10, 25), "day"),
        ("d. 5/6-2017", (2017, 6, 5), "day"),
        ("den 5. juni 2017", (2017, 6, 5), "day"),
        ("5 June 2017", (2017, 6, 5), "day"),
        ("June 5, 2017", (2017, 6, 5), "day"),
        ("5th of June 2017", (2017, 6, 5), "day"),
        ("20161025", (2016, 10, 25), "day"),
        ("2022 Sep 01 07:10:00 PM", (2022, 9, 1, 19, 10), "second"),
        ("2016-10-25", (2016, 10, 25), "day"),
        ("42668", (2016, 10, 25), "day"),
        ("42668,3125", (2016, 10, 25, 7, 30), "minute"),
        ("2016-10-25T07:30:15.25Z", (2016, 10, 25, 7, 30, 15), "second"),
        ("25-10-2016 07:30", (2016, 10, 25, 7, 30), "minute"),
        ("25.10.2016 7.30", (2016, 10, 25, 7, 30), "minute"),
        ("tirsdag d. 25. okt. 2016 kl. 7.30", (2016, 10, 25, 7, 30), "minute"),
        ("Tuesday, October 25, 2016 at 7:30 pm", (2016, 10, 25, 19, 30), "minute"),
        ("25-10-2016 kl. 7", (2016, 10, 25, 7), "hour"),
        ("uge 43 2016", (2016, 10, 24), "week"),
        ("2016-W43", (2016, 10, 24), "week"),
        ("oktober 2016", (2016, 10, 1), "month"),
        ("2016", (2016, 1, 1), "year"),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(text, start, precision):
    found = parse_date(text)
    assert (found.start, found.precision) == (dt.datetime(*start), precision)


def test_a_span_of_hours_has_an_end_and_is_no_year():
    found = parse_date("25-10-2016 kl. 07.30-08.30")
    assert (found.start, found.end) == (dt.datetime(2016, 10, 25, 7, 30), dt.datetime(2016, 10, 25, 8, 30))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("25-10-16", "its year has two digits"),
        ("25/10", "it has no year"),
        ("8. marts", "it has no year"),
        ("uge 43", "it has no year"),
        ("10/25/2016", "day and month are never swapped"),
        ("31-02-2016", "there is no such day in that month"),
        ("onsdag d. 25-10-2016", "another day of the week"),
        ("kl. 07.30-08.30", "there is a time and no date"),
        ("25-10-2016 25:10", "hour must be in 0..23"),
        ("25-10-2016 kl. 9-8", "it ends at 8 and starts at"),
        ("uge 54 2016", "Invalid week: 54"),
        ("uge 43 2016 kl. 8", "a time needs a day"),
        ("1234", "the year 1234 is out of the question"),
        ("19999", "outside 1954-2119"),
        ("i går", "no known way of writing a date"),
        ("1475564400", "seconds since 1970, which say no time zone. Export local time"),
        ("1475564400000", "seconds since 1970"),
        ("", "it is empty"),
    ],
)
def test_what_is_not_surely_a_date_is_refused_with_the_reason(text, why):
    with pytest.raises(EvalkitError) as error:
        parse_date(text, where="logbook.csv, row 3")
    assert str(error.value).startswith("logbook.csv, row 3: ")
    assert why in str(error.value)


@pytest.mark.parametrize(
    ("text", "time"),
    [("7.30", (7, 30)), ("0730", (7, 30)), ("kl. 7", (7, 0)), ("12:15 am", (0, 15)), ("7:30:05", (7, 30, 5))],
)
def test_a_time_of_day_is_read_as_it_is_written(text, time):
    assert parse_clock(text) == dt.time(*time)


@pytest.mark.parametrize("text", ["24.00", "7.60", "halv otte", "13 pm"])
def test_what_is_no_time_of_day_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_clock(text)


@given(st.datetimes(min_value=dt.datetime(1950, 1, 1), max_value=dt.datetime(2100, 12, 31)))
def test_a_date_written_in_danish_comes_back_the_same(moment):
    minute = moment.replace(second=0, microsecond=0)
    for style in ("%d-%m-%Y %H:%M", "%d.%m.%Y kl. %H.%M", "%d/%m %Y %H:%M", "%Y-%m-%dT%H:%M", "%Y%m%dT%H%M"):
        assert parse_date(minute.strftime(style)).start == minute


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_an_error_in_three_parts(text):
    try:
        assert 1900 <= parse_date(text).start.year <= 2119
    except EvalkitError as error:
        said = error.wrong and error.do
    else:
        said = True
    assert said
