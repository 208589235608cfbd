"""Sheets of the user's own making: notes, sessions and counts."""

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook
from evalkit.logbook.entries import parse_criteria
from evalkit.logbook.grid import find_delimiter, named
from evalkit.tables import COUNTS, ENTRIES, EVIDENCE, SESSIONS

NOTES = """\
id;dato;tid;forfatter;part;fase;sted;løsning;type;tekst;kriterium;holdning;samtykke;vejr
1;25-10-2016;07.30;P01;HR&OU;;Havnegade;;møde;Vi mødtes på pladsen;during.dialogue;støtter;ja;tåge
2;26-10-2016;;P04;Fagmedarbejdere;under;;intet;logbog;Ingen kom;"during.dialogue-; after.action ±";;nej;
2;;;;;;;;;;before.clear_purpose;imod;;
3;uge 44 2016;;;;;;;rundvisning;Vist frem;;;;
"""
SESSIONS_CSV = """\
observation;dato;sted;løsning;start;slut;observatør;metode;vejr
S1;31-08-2016;Njalsgade;intet tiltag;07.30;08.00;P04;tælling;regn
S2;31-08-2016;Njalsgade;Løsning 1;16:00;16:30;P08;tælling;tørt
"""
COUNTS_CSV = """\
observation;adfærd;antal;af
S1;på fortovet;22;82
S2;på fortovet;0;71
"""


@pytest.fixture
def write(tmp_path):
    def write(text, name="logbook.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def refused(path):
    with pytest.raises(EvalkitError) as error:
        read_logbook(path)
    return str(error.value)


def test_notes_become_entries_and_evidence_in_the_projects_words(write):
    log = read_logbook(write(NOTES))
    assert list(log.entries.columns[: len(ENTRIES)]) == list(ENTRIES)
    assert list(log.evidence.columns[: len(EVIDENCE)]) == list(EVIDENCE)
    assert log.entries["entry"].tolist() == ["1", "2", "3"]
    assert log.entries["kind"].tolist() == ["meeting", "note", "rundvisning"]
    assert log.entries["consent"].tolist() == ["yes", "no", ""]
    assert log.entries["solution"].tolist() == ["", "baseline", ""]
    assert log.entries["phase"].tolist() == ["", "during", ""]
    assert log.entries["precision"].tolist() == ["minute", "day", "week"]
    assert log.entries["occurred_at"].iloc[0] == pd.Timestamp(2016, 10, 25, 7, 30)
    assert list(
        zip(log.evidence["entry"], log.evidence["criterion"], log.evidence["stance"], strict=True)
    ) == [
        ("1", "during.dialogue", "supports"),
        ("2", "during.dialogue", "against"),
        ("2", "after.action", "mixed"),
        ("2", "before.clear_purpose", "against"),
    ]


def test_a_kind_of_ones_own_is_kept_and_said(write):
    assert read_logbook(write(NOTES)).report == (
        "logbook.csv: kinds of your own, kept as they are: rundvisning.",
    )


def test_a_stance_without_a_criterion_and_an_unclear_consent_are_said(write):
    said = read_logbook(write("dato;tekst;kriterium;holdning;samtykke\n25-10-2016;a;;støtter;måske\n")).report
    assert said == (
        "logbook.csv: consent that is neither yes nor no, read as no: måske.",
        "logbook.csv: rows with a stance but no criterion count nowhere: 2.",
    )


def test_codes_of_notes_elsewhere_are_evidence_alone(write):
    log = read_logbook(
        write("id;kriterium;holdning;kodet af\n1;during.dialogue;støtter;K2\n2;after.action;imod;K2\n")
    )
    assert log.entries.empty
    assert log.evidence[["entry", "stance", "coder"]].to_numpy().tolist() == [
        ["1", "supports", "K2"],
        ["2", "against", "K2"],
    ]


def test_every_row_knows_where_it_was_read(write):
    log = read_logbook(write(NOTES))
    assert log.entries["row"].tolist() == [2, 3, 5]
    assert set(log.entries["file"]) == {"logbook.csv"}


def test_further_columns_are_kept_under_their_own_headings_as_written(write):
    log = read_logbook(write("Dato;Tekst;Første forsøg\n25-10-2016;a;N \n"))
    assert log.entries["Første forsøg"].tolist() == ["N "]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(write, encoding):
    assert read_logbook(write(NOTES, encoding=encoding)).entries["text"].iloc[0] == "Vi mødtes på pladsen"


@pytest.mark.parametrize(("sep", "name"), [(";", "a.csv"), (",", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt")])
def test_any_usual_delimiter_is_found(write, sep, name):
    log = read_logbook(write(f"dato{sep}tekst{sep}type\n25-10-2016{sep}hej{sep}møde\n", name))
    assert log.entries["text"].tolist() == ["hej"]


def test_blank_lines_and_a_heading_over_several_lines_dont_shift_the_row_numbers(write):
    log = read_logbook(
        write(',,\nDate,"Notes: what\nthey said",Type\n\n25-10-2016,"one\ntwo",note\n26-10-2016,three,\n')
    )
    assert log.entries["text"].tolist() == ["one\ntwo", "three"]
    assert log.entries["row"].tolist() == [5, 7]


def test_sessions_and_counts_are_known_by_their_headings(write):
    sessions = read_logbook(write(SESSIONS_CSV)).sessions
    counts = read_logbook(write(COUNTS_CSV)).counts
    assert list(sessions.columns[: len(SESSIONS)]) == list(SESSIONS)
    assert list(counts.columns[: len(COUNTS)]) == list(COUNTS)
    assert sessions["solution"].tolist() == ["baseline", "Løsning 1"]
    assert sessions["weather"].tolist() == ["regn", "tørt"]
    assert (sessions["end"] - sessions["start"]).dt.total_seconds().tolist() == [1800, 1800]
    assert counts[["n", "total"]].to_numpy().tolist() == [[22, 82], [0, 71]]


def test_a_session_may_be_written_as_one_span(write):
    sessions = read_logbook(write("session;site;start\nS1;A;25-10-2016 kl. 07.30-08.15\n")).sessions
    assert sessions["end"].iloc[0] == pd.Timestamp(2016, 10, 25, 8, 15)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dato;tekst\n25-10-16;a\n", "logbook.csv, row 2, column 'dato': '25-10-16' is not a date that can be read"),
        (
            "dato;tekst;kriterium;holdning\n25-10-2016;a;x;suports\n",
            "logbook.csv, row 2, column 'stance': 'suports' is not one of supports, against, mixed, neutral (did you mean",
        ),
        ("id;tekst\n7;a\n7;b\n", "logbook.csv, row 3, column 'id': the id '7' stands in row 2 too, with another 'tekst'"),
        (
            "session;site;start;end\nS1;A;25-10-2016 08:00;25-10-2016 07:00\n",
            "logbook.csv, row 2, column 'end': session 'S1' ends 25-10-2016 07:00 and starts 25-10-2016 08:00",
        ),
        (
            "session;site;start;end;observer\nS1;A;25-10-2016 08:00;09:00;P1\nS2;B;25-10-2016 08:30;09:30;P1\n",
            "logbook.csv, row 3, column 'start': 'P1' was still at another session when 'S2' started",
        ),
        (
            "session;site;start;end\nS1;A;25-10-2016 08:00;09:00\nS1;B;26-10-2016 08:00;09:00\n",
            "logbook.csv, row 3, column 'session': the session 'S1' is given twice",
        ),
        (
            "id;dato;tekst\n7;25-10-2016;a\n7;26-10-2016;\n",
            "logbook.csv, row 3, column 'id': the id '7' stands in row 2 too, with another 'dato'",
        ),
        (
            "session;site;start;end\nS1;A;25-10-2016 08:00;08:00\n",
            "logbook.csv, row 2, column 'end': session 'S1' ends 25-10-2016 08:00 and starts 25-10-2016 08:00",
        ),
        (
            "session;site;start;end\nS1;A;25-10-2016 08:00;09:00\n;A;26-10-2016 08:00;09:00\n",
            "logbook.csv, row 3, column 'session': the session has no name",
        ),
        (
            "session;site;start;end\nS1;A;25-10-2016 08:00;09:00\nS2;;26-10-2016 08:00;09:00\n",
            "logbook.csv, row 3, column 'site': session 'S2' has no site",
        ),
        ("session;behaviour;n\nS1;a;3\nS1;a;4\n", "logbook.csv, row 3, column 'n': 'a' stands twice under session 'S1'"),
        ("session;behaviour;n\nS1;a;3\nS1;;4\n", "logbook.csv, row 3, column 'behaviour': nothing says what was counted"),
        ("session;behaviour;n\nS1;a;-3\n", "logbook.csv, row 2, column 'n': '-3' is a negative count"),
        ("session;behaviour;n\nS1;a;mange\n", "logbook.csv, row 2, column 'n': 'mange' is not a whole number"),
        ("session;behaviour;n;total\nS1;a;9;8\n", "logbook.csv, row 2, column 'n': 9 of 'a' were counted out of 8"),
        ("farve;størrelse\nrød;3\n", "logbook.csv: no column is a note's text, date, kind or criterion"),
        ("", "logbook.csv: the file is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused_with_its_row(write, text, message):
    assert refused(write(text)).startswith(message)


def test_sessions_of_one_observer_may_follow_each_other_and_those_of_two_overlap(write):
    text = "session;site;start;end;observer\nS1;A;25-10-2016 08:00;09:00;P1\nS2;A;25-10-2016 09:00;10:00;P1\n"
    assert len(read_logbook(write(text + "S3;B;25-10-2016 08:30;09:30;P2\n")).sessions) == 3


def test_counts_that_are_all_one_are_said_to_have_lost_their_volumes(write):
    rows = "".join(f"S{n};a;1\n" for n in range(6))
    assert "every count is 1, in 6 cells" in read_logbook(write(f"session;behaviour;n\n{rows}")).report[0]


@pytest.mark.parametrize(
    ("cell", "stance", "found"),
    [
        (
            "during.dialogue+; during.respect-",
            "",
            [("during.dialogue", "supports"), ("during.respect", "against")],
        ),
        ("#after.action ~", "", [("after.action", "mixed")]),
        ("after.action +/-", "", [("after.action", "mixed")]),
        ("after.action 0, after.learning", "", [("after.action", "neutral"), ("after.learning", "neutral")]),
        ("Man mødes - man lytter", "for", [("Man mødes - man lytter", "supports")]),
        ("after.action−", "støtter", [("after.action", "against")]),
        ("", "støtter", []),
    ],
)
def test_a_criterion_cell_holds_criteria_with_their_signs(cell, stance, found):
    assert parse_criteria(cell, stance) == found


def test_the_delimiter_is_the_one_that_splits_evenly():
    assert find_delimiter('a;b\n"x, y; z";2\n3,5;4\n') == ";"


def test_headings_that_stand_twice_are_told_apart():
    assert named(["a", "", "a", "a"]) == ["a", "column 2", "a (2)", "a (3)"]


BROKEN = "id;dato;part;type;tekst;kriterium\n1;25-10-2016;hrou;møde;{};during.dialogue+\n2;26-10-2016;hrou;møde;nej;\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '"Han sagde ja',
            "row 2: the rest of the file lies inside a quotation mark. Close the quotation mark",
        ),
        ("ja; og nej", "row 2: 'during.dialogue+' stands beyond the 6 headings. Give its column a heading;"),
    ],
)
def test_no_note_is_lost_by_a_quotation_mark_or_a_separator(tmp_path, text, message):
    path = tmp_path / "l.csv"
    path.write_text(BROKEN.format(text), "utf-8")
    with pytest.raises(EvalkitError, match=message.replace("+", r"\+")):
        read_logbook(path)


@pytest.mark.parametrize(
    "mark", ["\u2028", "\x0b", "\x85"], ids=["line separator", "vertical tab", "next line"]
)
def test_what_word_calls_a_line_s_end_parts_no_row(tmp_path, mark):
    for name, text in (
        ("l.csv", f"id;dato;tekst;kriterium\n1;25-10-2016;ja{mark}nej;during.dialogue+\n"),
        (
            "l.jsonl",
            f'{{"id": "1", "dato": "25-10-2016", "tekst": "ja{mark}nej"}}\n'.replace("\x0b", "\\u000b"),
        ),
    ):
        (tmp_path / name).write_text(text, "utf-8", newline="")
        assert read_logbook(tmp_path / name).entries["text"].tolist() == [f"ja{mark}nej"]
