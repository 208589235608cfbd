"""Markdown logbooks."""

import pandas as pd
import pytest

from evalkit import EvalkitError, read_logbook

LOG = """\
---
forfatter: P01
part: HR&OU
samtykke: ja
---
# Logbog

## 25-10-2016 07:30 Havnegade [løsning 3] #during.dialogue+ #during.respect-
type: møde
To cyklister stod af.

Så gik de.

## d. 26. okt. 2016
forfatter: P04
"""


def read(tmp_path, text):
    path = tmp_path / "log.md"
    path.write_text(text, "utf-8")
    return read_logbook(path)


def test_a_heading_is_a_note_and_the_front_matter_is_shared(tmp_path):
    log = read(tmp_path, LOG)
    first, second = log.entries.to_dict("records")
    assert first["occurred_at"] == pd.Timestamp(2016, 10, 25, 7, 30)
    assert (first["site"], first["solution"], first["kind"]) == ("Havnegade", "løsning 3", "meeting")
    assert first["text"] == "To cyklister stod af.\n\nSå gik de."
    assert (first["author"], second["author"]) == ("P01", "P04")
    assert (second["party"], second["consent"], second["row"]) == ("HR&OU", "yes", 14)
    assert log.evidence[["criterion", "stance"]].to_numpy().tolist() == [
        ["during.dialogue", "supports"],
        ["during.respect", "against"],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## Møde i går\n", "log.md, row 1: 'Møde' is not a date that can be read"),
        (
            "## 31-13-2016 Havnegade\n",
            "log.md, row 1: '31-13-2016' is not a date that can be read: there is no month 13",
        ),
        ("## d. 5/6 Havnegade\n", "log.md, row 1: 'd. 5/6' is not a date that can be read: it has no year"),
        ("bare tekst\n", "log.md: there is no note"),
        ("---\na: 1\n", "log.md, row 1: the front matter has no end"),
    ],
)
def test_what_is_no_note_is_refused_with_its_line(tmp_path, text, message):
    with pytest.raises(EvalkitError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(message)
