"""REFI-QDA: every program's dialect gives the same codings; hostile files are refused."""

import zipfile
from xml.etree import ElementTree

import pytest

from evalkit import EvalkitError, load_framework, read_logbook
from evalkit.logbook import Context, assemble_logbook, read_part
from evalkit.logbook.refi_codes import codes_of, framework_qdc
from evalkit.words import retold

TEXT = "Vi mødtes på pladsen. 🚲 Ingen lyttede til os."  # the bicycle is one character, two in UTF-16
PROJECT = """\
<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" origin="{origin}" name="p">
 <Users><User guid="{{U1}}" name="Karen Bo Lind"/><User guid="u2" name="Kaj B. Lang"/></Users>
 <CodeBook><Codes>{codes}</Codes><Sets><Set guid="s" name="x"/></Sets></CodeBook>
 <Variables><Variable guid="v1" name="Dato" typeOfVariable="Text"/><Variable guid="v2" name="Part" typeOfVariable="Text"/></Variables>
 <Cases><Case guid="c" name="sag"><VariableValue><VariableRef targetGUID="v1"/><TextValue>25-10-2016</TextValue></VariableValue>
  <VariableValue><VariableRef targetGUID="V2"/><TextValue>HR&amp;OU</TextValue></VariableValue><SourceRef targetGUID="{{T1}}"/></Case></Cases>
 <Sources>
  <TextSource guid="T1" name="Interview 3.docx" {text} creationDateTime="2016-11-01T10:00:00Z">{inline}
   <PlainTextSelection guid="p1" name="lyttede" startPosition="24" endPosition="38">
    <Coding guid="k1" creatingUser="{{u1}}"><CodeRef targetGUID="{{C2}}"/></Coding>
    <Coding guid="k2" creatingUser="U2"><CodeRef targetGUID="c1"/></Coding>
   </PlainTextSelection></TextSource>
  <VideoSource guid="V1" name="film.mp4"><VideoSelection guid="p2" name="00:10 - 00:20" begin="10" end="20">
    <Coding guid="k3" creatingUser="U2"><CodeRef targetGUID="C2"/></Coding></VideoSelection></VideoSource>
 </Sources></Project>
"""
NESTED = '<Code guid="c1" name="Under"><Code guid="{C2}" name="Dialog"/></Code>'
FLAT = '<Code guid="C1" name="Under"/><Code guid="C2" name="Under::Dialog"/>'
DIALECTS = {
    "NVivo": ("Project.qde", "Sources", 'plainTextPath="internal://T1.txt"', NESTED),
    "ATLAS.ti": ("Project.qde", "Sources", 'plainTextPath="internal://T1.txt"', FLAT),
    "MAXQDA": ("project.qde", "sources", 'plainTextPath="T1.txt"', NESTED),
    "QualCoder": ("project.qde", "sources", 'plainTextPath="relative:///sources/T1.txt"', NESTED),
}


def write(path, xml, members=(), name="project.qde"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        for member, data in members:
            archive.writestr(member, data)
    return path


def project(codes=NESTED, text="", inline="", origin="x"):
    return PROJECT.format(codes=codes, text=text, inline=inline, origin=origin)


# A PDF's text and a film's transcript stand inside their source (REFI-QDA 1.5, sections on PDFSource and Transcript;
# so in the public hand-made project of qdpx-toolkit, with a coded case, a set and a memo that are no codings).
INSIDE = """<Project xmlns="urn:QDA-XML:project:1.0" origin="x"><CodeBook><Codes><Code guid="c1" name="Dialog"/></Codes></CodeBook>
<Cases><Case guid="d" name="P1"><CodeRef targetGUID="c1"/></Case></Cases><Sources>
<PDFSource guid="s1" name="referat.pdf" path="internal://1.pdf"><PDFSelection guid="a" name="side 1" page="0"><Coding guid="k1">
<CodeRef targetGUID="c1"/></Coding></PDFSelection><Representation guid="r" plainTextPath="internal://r.txt"><PlainTextSelection
guid="b" startPosition="3" endPosition="9"><Coding guid="k2"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></Representation>
</PDFSource><VideoSource guid="s2" name="film.mp4" path="internal://f.mp4"><Transcript guid="t"><PlainTextContent>hun siger ja</PlainTextContent>
<PlainTextSelection guid="e" startPosition="4" endPosition="9"><Coding guid="k3"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>
</Transcript></VideoSource></Sources><Notes><Note guid="n" name="memo"><PlainTextContent>husk</PlainTextContent></Note></Notes>
<Sets><Set guid="m" name="alle"><MemberCode targetGUID="c1"/></Set></Sets></Project>"""


def test_words_are_taken_from_the_text_that_the_selection_stands_in(tmp_path):
    log = read_logbook(write(tmp_path / "p.qdpx", INSIDE, [("sources/r.txt", "Vi mødtes på pladsen")]))
    assert log.evidence["quote"].tolist() == ["", "mødtes", "siger"]
    assert log.evidence["part"].tolist() == ["side 1", "", ""]
    assert log.entries["kind"].tolist() == ["document", "film"]
    assert log.report[0] == "p.qdpx (x): 1 codes, 1 sets, 0 users, 2 sources, 3 codings."


def test_a_memo_that_was_coded_is_a_note_and_any_other_is_left_alone(tmp_path):
    """A Note is a TextSource (REFI-QDA 1.5, section 3.9), so that it may be coded."""
    coded = '<Note guid="n2" name="dagbog"><PlainTextContent>vi mødtes</PlainTextContent><PlainTextSelection guid="z" startPosition="3" endPosition="9"><Coding guid="k4"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></Note></Notes>'
    log = read_logbook(write(tmp_path / "p.qdpx", INSIDE.replace("</Notes>", coded)))
    assert log.entries["entry"].tolist() == ["referat", "film.mp4", "dagbog"]
    assert log.entries["kind"].tolist()[-1] == "note"
    assert log.evidence["quote"].tolist()[-1] == "mødtes"
    assert log.evidence["code"].eq("Dialog").all()


def test_the_report_of_a_project_is_danish_for_a_danish_reader(tmp_path):
    log = read_logbook(write(tmp_path / "p.qdpx", INSIDE.replace(' origin="x"', "")))
    assert retold(log.report[0], "da") == (
        "p.qdpx (et program uden navn): 1 koder, 1 sæt, 0 brugere, 2 kilder, 3 kodninger."
    )


@pytest.mark.parametrize("program", DIALECTS)
def test_every_programs_dialect_gives_the_same_codings(tmp_path, program):
    name, folder, text, codes = DIALECTS[program]
    path = write(
        tmp_path / "p.qdpx", project(codes, text, origin=program), [(f"{folder}/T1.txt", TEXT)], name
    )
    log = read_logbook(path)
    assert log.evidence[["entry", "code", "coder", "quote", "part"]].to_numpy().tolist() == [
        ["Interview 3", "Under::Dialog", "KBL", "Ingen lyttede", ""],
        ["Interview 3", "Under", "KBL2", "Ingen lyttede", ""],
        ["film.mp4", "Under::Dialog", "KBL2", "", "00:10 - 00:20"],
    ]
    assert set(log.evidence["criterion"]) == {""}
    assert log.entries[["entry", "kind", "party"]].to_numpy().tolist() == [
        ["Interview 3", "document", "HR&OU"],
        ["film.mp4", "film", ""],
    ]
    assert log.entries["occurred_at"].dt.strftime("%d-%m-%Y").tolist()[0] == "25-10-2016"
    assert log.report == (f"p.qdpx ({program}): 2 codes, 1 sets, 2 users, 2 sources, 3 codings.",)


def test_text_may_stand_in_the_project_itself_or_be_missing(tmp_path):
    inline = read_logbook(
        write(tmp_path / "a.qdpx", project(inline=f"<PlainTextContent>{TEXT}</PlainTextContent>"))
    )
    missing = read_logbook(write(tmp_path / "b.qdpx", project(text='plainTextPath="internal://nowhere.txt"')))
    assert inline.evidence["quote"].iloc[0] == "Ingen lyttede"
    assert missing.evidence["quote"].iloc[0] == "lyttede"  # the selection's name is all there is
    assert missing.report[1] == (
        "b.qdpx: coded texts that are not in the file: 1, the first internal://nowhere.txt;"
        " quotes from them are what the program calls them."
    )


SPOKEN = "🚲🚲 Anna:\r\nDe lyttede.\r\n🚗 Bo:\r\nIngen lyttede til os."


@pytest.mark.parametrize(
    ("stored", "counted"),
    [(SPOKEN, SPOKEN), (SPOKEN, SPOKEN.replace("\r", "")), (SPOKEN.replace("\r", ""), SPOKEN)],
    ids=["as it is", "a line's end is one", "a line's end is two"],
)
@pytest.mark.parametrize("width", [1, 2], ids=["an emoji is one", "an emoji is two"])
def test_words_are_found_however_a_program_counts_characters(tmp_path, stored, counted, width):
    """NVivo counts an emoji as two, as its text of 16-bit units does (seen in a public project)."""
    parts = ["Anna", "De lyttede", "Ingen lyttede til os"]
    spans = [(counted.index(part), counted.index(part) + len(part)) for part in parts]
    wider = [
        [at + (width - 1) * sum(letter > "\uffff" for letter in counted[:at]) for at in span]
        for span in spans
    ]
    selections = "".join(
        f'<PlainTextSelection guid="s{start}" startPosition="{start}" endPosition="{end}"><Coding guid="k{start}">'
        f'<CodeRef targetGUID="c1"/></Coding></PlainTextSelection>'
        for start, end in wider
    )
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="c1" name="Dialog"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="t" name="i" plainTextPath="internal://t.txt">{selections}</TextSource></Sources></Project>'
    )
    log = read_logbook(write(tmp_path / "p.qdpx", xml, [("Sources/t.txt", stored.encode("utf-8"))]))
    assert log.evidence["quote"].tolist() == parts


@pytest.mark.parametrize("path", ["relative:///../T1.txt", "absolute:///home/a/../T1.txt"])
def test_a_text_that_a_program_keeps_elsewhere_is_missing_and_not_hostile(tmp_path, path):
    log = read_logbook(write(tmp_path / "b.qdpx", project(text=f'plainTextPath="{path}"')))
    assert f"the first {path};" in log.report[1]


def test_a_part_of_a_page_is_quoted_in_its_own_words_not_by_its_shortened_name(tmp_path):
    """ATLAS.ti writes a page's selection so: a name of 100 characters and the words in a Representation
    (the vendors' public test project, sky-loom/refi-qda).
    """
    whole = '<PDFSelection guid="a" name="side …" page="0"><Representation guid="q"><PlainTextContent>side et i referatet</PlainTextContent></Representation>'
    xml = INSIDE.replace('<PDFSelection guid="a" name="side 1" page="0">', whole)
    log = read_logbook(write(tmp_path / "p.qdpx", xml, [("sources/r.txt", "Vi mødtes på pladsen")]))
    assert log.evidence["quote"].tolist()[0] == "side et i referatet"


def test_the_name_of_a_piece_of_film_is_masked_as_words_are(tmp_path):
    xml = project().replace("00:10 - 00:20", "ring 20 34 56 78")
    assert read_logbook(write(tmp_path / "p.qdpx", xml)).evidence["part"].iloc[-1] == "ring [TELEFON]"


def test_a_project_without_codings_has_entries_and_no_evidence(tmp_path):
    xml = '<Project xmlns="urn:QDA-XML:project:1.0"><Sources><TextSource guid="a" name="n"/><TextSource guid="b" name="n"/></Sources></Project>'
    log = read_logbook(write(tmp_path / "p.qdpx", xml))
    assert log.entries["entry"].tolist() == ["n", "n (2)"]
    assert "code" in log.evidence
    assert log.evidence.empty


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4"]
)
def test_a_codebook_is_read_in_any_namespace(tmp_path, namespace):
    path = tmp_path / "koder.qdc"
    path.write_text(f'<CodeBook xmlns="{namespace}"><Codes>{NESTED}</Codes></CodeBook>', "utf-8")
    assert read_logbook(path).report == ("koder.qdc: 2 codes, 0 with a description: Under, Under::Dialog.",)


def test_the_frameworks_codebook_has_a_described_code_per_criterion_and_stance():
    framework = load_framework()
    root = ElementTree.fromstring(framework_qdc(framework, "en"))
    paths = [path for path, _ in codes_of(root)]
    assert len(paths) == 3 + 10 + 30
    assert "During::Close dialogue::against" in paths
    guids = [code.get("guid") for _, code in codes_of(root)]
    assert len(set(guids)) == 43
    assert framework_qdc(framework, "en") == framework_qdc(framework, "en")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_coded_with_the_frameworks_codebook_a_project_needs_no_code_map(tmp_path, lang):
    framework = load_framework()
    book = framework_qdc(framework, lang).decode()
    codes = book[book.index("<Codes>") + 7 : book.index("</Codes>")]
    root = ElementTree.fromstring(book.encode())
    against = next(
        code.get("guid") for path, code in codes_of(root) if path.split("::")[-1] in ("taler imod", "against")
    )
    xml = project(codes).replace("{C2}", against).replace('targetGUID="C2"', f'targetGUID="{against}"')
    path = write(tmp_path / "p.qdpx", xml)
    log = assemble_logbook([read_part(path)], "s", Context(framework, {"hrou": ["HR&OU"]}))
    assert set(zip(log.evidence["criterion"], log.evidence["stance"], strict=True)) == {
        ("before.shared_start", "against"),
        ("", "neutral"),
    }


BOMB = [("Sources/T1.txt", b"0" * (48 * 2**20))]


@pytest.mark.parametrize(
    ("xml", "members", "why"),
    [
        (project(), BOMB, "unpack"),
        (project(), [("../outside.txt", "x")], "outside"),
        ('<!DOCTYPE p [<!ENTITY a "b">]>' + "<Project>&a;</Project>", [], "entit"),
        ("<Project>", [], "XML"),
        (
            project(text='plainTextPath="internal://T1.txt"'),
            [("Sources/T1.txt", "kort")],
            "characters 24 to 38 of a text of 4",
        ),
        (project(text='plainTextPath="internal://../T1.txt"'), [], "leads outside the archive"),
        (project(text='plainTextPath="..\\..\\T1.txt"'), [("Sources/T1.txt", TEXT)], "leads outside"),
    ],
    ids=["bomb", "traversal", "entities", "broken", "offsets", "path", "path with backslashes"],
)
def test_a_hostile_or_broken_project_is_refused(tmp_path, xml, members, why):
    path = write(tmp_path / "p.qdpx", xml.replace('<?xml version="1.0" encoding="utf-8"?>\n', ""), members)
    with pytest.raises(EvalkitError) as error:
        read_logbook(path)
    assert str(error.value).startswith("p.qdpx")
    assert why in str(error.value)


def test_a_zip_without_a_project_is_refused(tmp_path):
    with pytest.raises(EvalkitError, match=r"^p\.qdpx: there is no project\.qde in it"):
        read_logbook(write(tmp_path / "p.qdpx", "x", name="andet.txt"))
