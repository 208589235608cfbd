"""What is dropped as personal, and what only sounds like it. All people and numbers are made up."""

import pytest

from evalkit.survey import read_survey


def read(tmp_path, heading, answers):
    path = tmp_path / "survey.csv"
    rows = "".join(f"{n};{answer}\n" for n, answer in enumerate(answers, 1))
    path.write_text(f"id;{heading}\n{rows}", encoding="utf-8")
    return read_survey(path)


def test_a_question_of_brands_stays_and_a_name_asked_twice_goes(tmp_path):
    path = tmp_path / "phones.csv"
    path.write_text(
        "id,Mobile,Name2,Phone\n1,iPhone,Anna Andersen,12345678\n2,Samsung,Bo Bertelsen,87654321\n", "utf-8"
    )
    assert list(read_survey(path).data.columns) == ["id", "Mobile"]


PEOPLE, PHONES, IPS = (
    ["Anna Andersen", "Bo Berg", "Ea Eng"],
    ["12345678", "23456789", "34567890"],
    ["10.0.0.1", "10.0.0.2", "10.0.0.3"],
)
HEADINGS = {
    "name": (["Navn", "Dit navn", "Hvad er dit navn?", "Hvad hedder du?", "Navn (frivilligt)", "Your name", "What is your name?",
              "Fornavn og efternavn", "Etternavn", "Ditt namn", "Efternamn", "Vor- und Nachname", "Ihr Name:", "FULL NAME *"], PEOPLE),
    "e-mail address": (["E-mail", "Din e-mailadresse", "Skriv venligst din mail", "Please enter your email address", "E-postadress",
                        "E-postadresse", "Ihre E-Mail-Adresse", "Mailadresse (valgfrit)"], ["a snabel-a b", "b", "c"]),
    "phone number": (["Telefon", "Telefonnummer", "Tlf. nr.", "Mobilnummer", "Mobile phone", "Mobiltelefon", "Handynummer", "Ditt telefonnummer"], PHONES),
    "CPR number": (["CPR", "CPR-nr.", "Cpr-nummer", "Fødselsnummer", "Personnummer"], ["hemmeligt", "ukendt", "a"]),
    "IP address": (["IP", "IP-adresse", "IP Address", "IP-adress"], IPS),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "heading"), [(kind, h) for kind, (hs, _) in HEADINGS.items() for h in hs])
def test_headings_in_five_languages(tmp_path, kind, heading):
    survey = read(tmp_path, heading, HEADINGS[kind][1])
    assert list(survey.data.columns) == ["id"]
    assert any(heading in line and kind in line for line in survey.report)


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("e-mail address", ["godt forløb", "skriv til anna@example.org, hvis noget", ""]),
        ("CPR number", ["intet", "mit nummer er 010190-1234", ""]),
        ("CPR number", ["811218-9876", "19811218-9876", ""]),
        ("CPR number", ["0101901234", "3112851234", "1506771234"]),
        ("CPR number", ["1101901234", "3112851234", "1506771234"]),
        ("IP address", IPS),
        ("IP address", ["2001:db8:0:0:0:0:0:1", "2001:db8::8:800:200c:417a", "fe80:0:0:0:1:2:3:4"]),
        ("phone number", ["+45 12 34 56 78", "12 34 56 78", "1234 5678"]),
    ],
)
def test_what_the_cells_hold_tells_too(tmp_path, kind, answers):
    survey = read(tmp_path, "Kommentar", answers)
    assert list(survey.data.columns) == ["id"]
    assert any(kind in line for line in survey.report)


STEPS = {
    "agree": ["Enig", "Helt enig", "Uenig"], "extent": ["I høj grad", "Slet ikke", "Ved ikke"], "yes": ["Ja", "Nej", "Ja"],
    "codes": ["4", "5", "1"], "german": ["trifft zu", "trifft eher zu", "Keine Angabe"], "often": ["Ofte", "Aldrig", "Altid"],
}  # fmt: skip


@pytest.mark.parametrize("answers", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize(
    "heading", ["Mail", "Telefon", "Navn", "Mobile", "E-mail", "IP", "CPR", "Kontaktperson", "Username"]
)
def test_never_a_question_with_steps_for_answers(tmp_path, heading, answers):
    assert len(read(tmp_path, heading, answers).data.columns) == 2


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("Navn på projektet", ["Broen", "Haven", "Torvet"]),
        ("Virksomhedens navn", ["A/S Et", "B/S To", "C"]),
        ("Hvor ofte bruger I mail?", ["dagligt", "ugentligt", "en gang imellem"]),
        ("Klokken", ["10:11:12", "11:12:13", "12:13:14"]),
        ("Beløb", ["1234567890", "9876543210", "5555555555"]),
        ("Uge", ["2016-34", "2016-35", "2016-36"]),
    ],
)
def test_never_what_only_sounds_like_it(tmp_path, heading, answers):
    assert len(read(tmp_path, heading, answers).data.columns) == 2
