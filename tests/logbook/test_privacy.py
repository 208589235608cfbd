"""Masking: what is personal goes, dates and times stay, and twice changes nothing."""

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evalkit.logbook.privacy import mask_texts, name_pattern

ROSTER = {"Anne Holm": "P01", "Jens Østergård": "P02", "Bo Holm": "P03"}


def mask_text(text, roster=None):
    column, _ = mask_texts(pd.Series([text], dtype="str"))
    return str((mask_texts(column, *name_pattern(roster))[0] if roster else column).iloc[0])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("cpr 010190-1234 og 0101901234", "cpr [CPR] og [CPR]"),
        ("nr.010190-1234", "nr.[CPR]"),
        ("310299-1234 og 410190-1234 er ingen datoer", "310299-1234 og 410190-1234 er ingen datoer"),
        ("610190-1234", "[CPR]"),  # a replacement number: 60 is added to the day
        ("skriv til anna.b@tmf.kk.dk.", "skriv til [E-MAIL]."),
        ("ring 23456789", "ring [TELEFON]"),
        ("23 45 67 89, 2345 6789, 23-45-67-89, +45 23456789", "[TELEFON], [TELEFON], [TELEFON], [TELEFON]"),
        ("tlf: 20161025", "tlf: [TELEFON]"),
        ("AB 12 345 og AB12345", "[NUMMERPLADE] og [NUMMERPLADE]"),
    ],
)
def test_what_has_the_shape_of_personal_data_is_masked(text, masked):
    assert mask_text(text) == masked


def test_a_whole_name_is_known_in_small_letters_and_a_part_of_it_is_not():
    assert mask_text("anne holm og bo holms hus; de vil bo her", ROSTER) == "P01 og P03s hus; de vil bo her"


@pytest.mark.parametrize(
    "text",
    [
        "d. 20161025 og 25102016",
        "25-10-2016 kl. 07.30-08.30",
        "kl. 2030 2130 og kl. 20 30 21 30",
        "2016 2017",
        "talte 12 34 56 78",  # Danish numbers don't begin with 0 or 1
        "25000000 kr",
        "123456789",
        "12345678901",
        "Aabenraavej 12 3450",
    ],
)
def test_dates_times_amounts_and_counts_are_left_alone(text):
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Anne Holm sagde", "P01 sagde"),
        ("Annes cykel", "P01s cykel"),
        ("ANNE HOLM", "P01"),
        ("Jens Østergårds bil", "P02s bil"),
        ("Holm kom", "[NAVN] kom"),  # two people are called that
        ("Annette og anne", "Annette og anne"),
        ("BAnne", "BAnne"),
    ],
)
def test_the_rosters_names_become_pseudonyms(text, masked):
    assert mask_text(text, ROSTER) == masked


def test_a_decomposed_name_is_the_same_name():
    assert mask_text("Jens Østerga\u030ard", ROSTER) == "P02"


def test_what_was_masked_is_counted_by_kind():
    texts = pd.Series(["a@b.dk og c@d.dk", "010190-1234", "intet"], dtype="str")
    masked, found = mask_texts(texts)
    assert masked.tolist() == ["[E-MAIL] og [E-MAIL]", "[CPR]", "intet"]
    assert found == {"e-mail addresses": 2, "CPR numbers": 1}


pieces = st.sampled_from(
    [
        "Anne",
        "Holm",
        "010190-1234",
        "23 45 67 89",
        "+45",
        "kl. 7.30",
        "a@b.dk",
        "AB 12 345",
        "20161025",
        " ",
        "-",
        ".",
        "x",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=12).map("".join))
@example(text="23 45 67 89+4520161025")
@example(text="+4523456789+0101901234")
@example(text="a@b.dk+c@d.dk")
def test_masking_twice_changes_nothing(text):
    once = mask_text(text, ROSTER)
    assert mask_text(once, ROSTER) == once
