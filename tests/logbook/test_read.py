"""The front door: formats found, real exports, and files that somebody broke."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalkit import EvalkitError, read_logbook
from evalkit.logbook import Logbook

REAL = Path(__file__).parents[2] / ".." / "shared" / "real"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real exports do not lie beside this checkout")
PROJECT = (
    '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="c" name="a"/></Codes></CodeBook><Sources>'
    '<TextSource guid="t" name="n"><PlainTextContent>abcdef</PlainTextContent><PlainTextSelection guid="p" '
    'startPosition="1" endPosition="3"><Coding guid="k"><CodeRef targetGUID="c"/></Coding></PlainTextSelection>'
    "</TextSource></Sources></Project>"
)
SEEDS = {
    "notes.csv": "id;dato;tid;forfatter;tekst;kriterium;holdning\n1;25-10-2016;07.30;P1;hej 23456789;after.action+;for\n",
    "sessions.csv": "session;site;start;end;observer\nS1;A;25-10-2016 08:00;09:00;P1\n",
    "counts.csv": "session;behaviour;n;total\nS1;a;3;9\n",
    "log.md": "---\npart: hrou\n---\n## 25-10-2016 07:30 Havnegade [x] #after.action+\ntype: møde\ntekst\n",
    "log.jsonl": '{"dato": "25-10-2016", "tekst": "a", "kriterium": [{"criterion": "x", "stance": "for"}]}\n',
    "p.boris": json.dumps(
        {
            "behaviors_conf": {"0": {"type": "State event", "code": "s"}},
            "observations": {
                "o": {
                    "date": "2016-10-25T07:30:00",
                    "type": "LIVE",
                    "file": {"1": ["a"]},
                    "media_info": {"length": {"a": 9.5}},
                    "independent_variables": {"site": "A"},
                    "events": [[1.5, "", "s", "", ""], [2.5, "", "s", "", ""]],
                }
            },
        }
    ),
    "boris.tsv": "Observation id\tObservation date\tTotal length\tSubject\tBehavior\tBehavior type\tStart (s)\n"
    "o\t2016-10-25 07:30:00\t600\tx\ts\tSTATE\t1.5\n",
    "people.csv": "location_id,row_total,date,start_time,end_time,surveyor,Male\nA,3,20161025,0800,0810,K1,2\n",
    "counter.csv": "Dato;Cykler\n25-10-2016 01:00;5\n25-10-2016 02:00;3\n",
    "hits.csv": "id,document,tag,content\n1,a.txt,t,c\n",
    "koder.qdc": '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="c" name="a"/></Codes></CodeBook>',
    "p.qde": PROJECT,
}


def test_every_seed_is_read_as_it_stands(tmp_path):
    for name, text in SEEDS.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert isinstance(read_logbook(tmp_path / name), Logbook), name


def test_a_folder_is_read_whole(tmp_path):
    for name in ("notes.csv", "sessions.csv", "counts.csv"):
        (tmp_path / name).write_text(SEEDS[name], "utf-8")
    log = read_logbook(tmp_path)
    assert (len(log.entries), len(log.sessions), len(log.counts)) == (1, 1, 1)


def test_the_format_may_be_named(tmp_path):
    path = tmp_path / "data.txt"
    path.write_text(SEEDS["log.md"], "utf-8")
    assert read_logbook(path, source="markdown").entries["site"].tolist() == ["Havnegade"]


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("nowhere.csv", "auto", "nowhere.csv: there is no such file. Check the path"),
        ("nowhere.csv", "excel", "'excel' is not one of auto, markdown, jsonlines, boris"),
    ],
)
def test_a_missing_file_and_an_unknown_format_are_refused(tmp_path, name, source, message):
    with pytest.raises(EvalkitError) as error:
        read_logbook(tmp_path / name, source=source)
    assert str(error.value).startswith(message)


def test_personal_data_is_masked_in_every_format_and_said(tmp_path):
    personal = "ring 23456789 til a@b.dk, 010190-1234"
    for name, old in (
        ("notes.csv", "hej 23456789"),
        ("log.md", "tekst\n"),
        ("hits.csv", ",c\n"),
        ("p.qde", "abcdef"),
    ):
        new = {"log.md": f"{personal}\n", "hits.csv": f',"{personal}"\n'}.get(name, personal)
        text = SEEDS[name].replace(old, new).replace('endPosition="3"', f'endPosition="{len(personal)}"')
        (tmp_path / name).write_text(text.replace('startPosition="1"', 'startPosition="0"'), "utf-8")
        log = read_logbook(tmp_path / name)
        found = " ".join([*log.entries["text"], *log.evidence["quote"]])
        assert "[TELEFON]" in found, name
        assert "010190" not in found, name
        assert any("masked 1 CPR numbers, 1 e-mail addresses, 1 phone numbers" in s for s in log.report), name


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(SEEDS)),
    start=st.floats(0, 1),
    length=st.integers(0, 12),
    put=st.one_of(st.text(max_size=8), st.sampled_from(["", "\x00", ";;;", '"', "-1", "NaN", "1e400", "<!DOCTYPE a>", "\ufeff", "[]", "null"])),
)  # fmt: skip
def test_a_file_that_somebody_broke_is_read_or_refused_in_three_parts(tmp_path, name, start, length, put):
    text = SEEDS[name]
    at = int(start * len(text))
    path = tmp_path / name
    path.write_text(text[:at] + put + text[at + length :], "utf-8", errors="surrogatepass")
    try:
        assert isinstance(read_logbook(path), Logbook)
    except EvalkitError as error:
        said = error.wrong and error.do
    else:
        said = True
    assert said


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_zip_is_read_or_refused(tmp_path, at, byte, cut):
    whole = tmp_path / "p.qdpx"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", PROJECT)
    data = bytearray(whole.read_bytes())
    place = min(int(at * len(data)), len(data) - 1)
    data[place] = byte
    whole.write_bytes(bytes(data[:place] if cut else data))
    try:
        assert isinstance(read_logbook(whole), Logbook)
    except EvalkitError as error:
        named = str(error).startswith("p.qdpx")
    else:
        named = True
    assert named


def test_half_a_zip_is_no_text(tmp_path):
    (tmp_path / "logbook.zip").write_bytes(b"PK\x03\x04" + b"x" * 60)
    with pytest.raises(EvalkitError, match=r"^logbook\.zip: this is not a text file"):
        read_logbook(tmp_path / "logbook.zip")


@needs_real
def test_the_facts_of_a_real_observation_log():
    entries = read_logbook(REAL / "logbook" / "jupyterlab_ux_observation_log_2018.csv").entries
    assert len(entries) == 1581
    assert entries["Code Name"].nunique() == 20
    first = entries["First Success (Y or N)"].value_counts()
    assert [first[word] for word in ("Y", "N", "", "N/A", "N ", "Y?")] == [1024, 413, 132, 3, 2, 2]


@needs_real
def test_the_facts_of_a_real_atlas_ti_project():
    log = read_logbook(REAL / "qda" / "refi_testproject_atlasti.qdpx")
    assert log.report[0].endswith("14 codes, 16 sets, 3 users, 12 sources, 16 codings.")
    assert len(log.entries) == 12
    codes = log.evidence["code"].value_counts()
    assert [codes[c] for c in ("cornflakes", "bacon and eggs", "happiness", "waste of time")] == [5, 2, 2, 2]


@needs_real
def test_the_facts_of_real_taguette_exports():
    log = read_logbook(REAL / "qda" / "taguette_1.5.2_highlights.csv")
    assert len(log.evidence) == 4
    assert log.report[0].startswith("taguette_1.5.2_highlights.csv: 3 highlights")
    codebook = read_logbook(REAL / "qda" / "taguette_1.5.2_codebook.qdc")
    assert codebook.report[0].startswith("taguette_1.5.2_codebook.qdc: 3 codes, 0 with a description")


@pytest.mark.parametrize("source", ["boris_table", "taguette", "counter"])
def test_a_format_that_the_file_is_not_in_is_refused(tmp_path, source):
    path = tmp_path / "notes.csv"
    path.write_text("id;dato;tekst\n1;25-10-2016;x\n", "utf-8")
    with pytest.raises(EvalkitError, match=rf"^notes\.csv: this table has not the columns of '{source}'"):
        read_logbook(path, source=source)


def test_a_broken_zip_and_an_empty_table_are_refused(tmp_path):
    packed = tmp_path / "tables.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "id;dato;tekst\n")
    content = bytearray(packed.read_bytes())
    at = content.index(b"PK\x01\x02")
    packed.write_bytes(bytes(content[:at] + b"PK\x09\x09" + content[at + 4 :]))
    (tmp_path / "empty.csv").write_text("\n", "utf-8")
    with pytest.raises(EvalkitError, match=r"^tables\.zip: "):
        read_logbook(packed)
    with pytest.raises(EvalkitError, match=r"^empty\.csv: the file is empty"):
        read_logbook(tmp_path / "empty.csv", source="pldp")
