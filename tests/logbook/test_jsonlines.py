"""JSON Lines logbooks."""

import pytest

from evalkit import EvalkitError, read_logbook

LOG = (
    '{"dato": "25-10-2016", "forfatter": "P01", "tekst": "a", "samtykke": true, "kriterium": ["during.dialogue+", "after.action-"]}\n'
    "\n"
    '{"id": "x", "dato": "26-10-2016", "tekst": "b", "kriterium": [{"criterion": "during.respect", "stance": "for", "coder": "K1"},'
    ' {"criterion": "during.respect", "stance": "imod", "coder": "K2", "quote": "nej"}]}\n'
)


def read(tmp_path, text):
    path = tmp_path / "log.jsonl"
    path.write_text(text, "utf-8")
    return read_logbook(path)


def test_an_object_a_line_is_a_note_with_its_codings(tmp_path):
    log = read(tmp_path, LOG)
    assert log.entries[["entry", "consent", "row"]].to_numpy().tolist() == [["log-1", "yes", 1], ["x", "", 3]]
    assert log.evidence[["criterion", "stance", "coder", "quote"]].to_numpy().tolist() == [
        ["during.dialogue", "supports", "", ""],
        ["after.action", "against", "", ""],
        ["during.respect", "supports", "K1", ""],
        ["during.respect", "against", "K2", "nej"],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}\n{nej\n", "log.jsonl, row 2: this is not JSON"),
        ("[1]\n", "log.jsonl, row 1: '[1]' is not an object"),
    ],
)
def test_a_broken_line_is_refused_with_its_number(tmp_path, text, message):
    with pytest.raises(EvalkitError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(message)
