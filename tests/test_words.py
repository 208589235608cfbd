import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit import words
from evalkit.errors import EvalkitError


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("file", words._text_files())
def test_every_text_is_there_in_both_languages_with_the_same_placeholders(file):
    for key, text in words._texts(file).items():
        assert file == "words" or key.split(".")[0] == file
        assert set(text) == {"da", "en"}, key
        assert all(isinstance(t, str) and t.strip() for t in text.values()), key
        assert placeholders(text["da"]) == placeholders(text["en"]), key


def test_the_source_s_danish_words_are_kept():
    assert words.say("verdict.too_little_data", "da") == "for spinkelt grundlag"
    assert words.say("watermark", "da") == "Kun til drøftelse mellem parterne - må ikke deles"
    assert list(words.texts_under("phase", "da").values()) == ["Før", "Under", "Efter"]


def test_an_unknown_text_or_language_is_an_error():
    with pytest.raises(EvalkitError, match="no text 'verdict.great'"):
        words.say("verdict.great", "da")
    with pytest.raises(EvalkitError, match="'sv' is not one of da, en"):
        words.say("verdict.partly", "sv")


@pytest.mark.parametrize(
    ("value", "digits", "da", "en"),
    [
        (0.5, 0, "1", "1"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "−3", "−3"),
        (-0.04, 1, "0,0", "0.0"),
        (62.49999999999999, 0, "63", "63"),  # a true half that floats put a hair below
        (1234.56, 1, "1.234,6", "1,234.6"),
        (68.5424, 1, "68,5", "68.5"),
    ],
)
def test_numbers_round_half_away_from_zero_and_are_written_as_people_write_them(value, digits, da, en):
    assert words.number(value, "da", digits) == da
    assert words.number(value, "en", digits) == en


def test_a_signed_zero_has_no_sign():
    assert words.number(0.2, "da", sign=True) == "0"
    assert words.number(-0.2, "da", sign=True) == "0"
    assert words.number(3, "da", sign=True) == "+3"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_written_number_is_never_minus_zero_and_never_far_off(value, digits):
    text = words.number(value, "en", digits).replace(",", "").replace("−", "-")
    assert abs(float(text) - value) <= 0.5 * 10**-digits + 1e-6
    assert not (text.startswith("-") and float(text) == 0)


def test_percent_has_a_no_break_space_in_danish_only():
    assert words.percent(75, "da") == "75\u00a0%"
    assert words.percent(75, "en") == "75%"


def test_lists_dates_and_counts_out_of():
    assert words.listed(["a"], "da") == "a"
    assert words.listed(["a", "b"], "en") == "a and b"
    assert words.listed([], "en") == ""
    assert words.out_of(3, 4, "da") == "3 af 4"
    day = dt.date(2016, 10, 25)
    assert words.date(day, "da") == "25. oktober 2016"
    assert words.date(day, "en") == "25 October 2016"
    assert words.date(day, "da", long=False) == "25-10-2016"


def test_pick_takes_a_plain_text_or_the_language_that_is_there():
    assert words.pick("HR&OU", "en") == "HR&OU"
    assert words.pick({"da": "Fagmedarbejdere", "en": "Domain staff"}, "en") == "Domain staff"
    assert words.pick({"da": "Fagmedarbejdere"}, "en") == "Fagmedarbejdere"
