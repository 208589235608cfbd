"""What leaves the room, file by file, and what never happens on the way: a secret in a file, a network call."""

import base64
import csv
import io
import re
import socket
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import evalkit as ek
from evalkit.cli import cli
from evalkit.errors import EvalkitError
from evalkit.export.deck import Slide
from evalkit.export.decks import dialogue_deck, report_deck
from evalkit.export.docx_report import save_document
from evalkit.export.pptx_likert import NativeLikert
from evalkit.export.published import earlier_figures
from evalkit.export.tables import save_csv, save_workbook
from evalkit.notebooks import run_notebooks
from evalkit.study import load_study
from evalkit.studyfile import read_plan
from tests.conftest import CODEBOOK, STUDY

PLACES = re.compile(
    r'\b(?:d|x|y|cx|cy|points|transform|width|height|viewBox|style)="[^"]*"'
)  # where, not what
SIZE = re.compile(
    r"ChartFigure size [\d.x]+|T\d\d:\d\d:[\d.]+Z"
)  # nor a second of the clock that looks like a secret
SECRETS = ("hemmelig-b", "HEMMELIGTSVAR", "HEMMELIGNOTE", "FORFATTER77", "58.3", "58,3", "0.583", "trukket-b9", "RETTET99",
           "VALGT77")  # fmt: skip
OWNER, FOLDER = "BRUGER88", "HEMMELIGMAPPE"  # who runs it, and where

# six varied answers for a; b's three answers to q2 (4, 3, 3) have the mean 58.33, which is nobody else's: one of them
# is corrected from 5, and a fourth has withdrawn. What they chose stands several to a cell, which reading remarks upon.
A = [(2, 5), (3, 4), (3, 3), (4, 5), (5, 4), (5, 3)]
B = [(2, 4), (3, 3), (4, 5)]
END = (
    "who;party;q1;q2;note;chose\n"
    + "".join(f"a{at};Part A;{one};{two};;\n" for at, (one, two) in enumerate(A))
    + "".join(
        f"hemmelig-b{at};Part B;{one};{two};HEMMELIGTSVAR;{chose}\n"
        for at, ((one, two), chose) in enumerate(
            zip(B, ("VALGT77,VALGT78", "VALGT77", "VALGT78"), strict=True)
        )
    )
    + "trukket-b9;Part B;1;1;;\n"
)
CORRECTIONS = "file,row,column,old,new,reason\nend.csv,10,q2,5,3,RETTET99 sagde det selv\n,,respondent,trukket-b9,,RETTET99 bad om det\n"
LOGBOOK = (
    "entry;dato;forfatter;part;type;tekst;kriterium;holdning;samtykke\n"
    "L1;10-01-2024;FORFATTER77;a;møde;HEMMELIGNOTE;before.shared_start;taler imod;nej\n"
    "L2;05-06-2024;P02;b;note;=1+1 <b>Nu</b> forstår vi;before.shared_start;støtter;ja\n"
)

FRAMEWORK = """\
id: two
criteria:
  - {id: before.shared_start, phase: before, label: {da: Fælles afsæt, en: Shared starting point}}
  - {id: during.dialogue, phase: during, label: {da: Tæt dialog, en: Close dialogue}}
items:
  - {id: shared_start_1, criterion: before.shared_start, scale: agree5,
     text: {da: Vi begyndte med en fælles forståelse, en: We began with a shared understanding}}
  - {id: dialogue_1, criterion: during.dialogue, scale: agree5,
     text: {da: Vi taler sammen så ofte som arbejdet kræver, en: We talk as often as the work requires}}
"""


def change(folder: Path, old: str, new: str) -> None:
    """Change the study's `study.yml`."""
    text = (folder / "study.yml").read_text("utf-8")
    assert old in text
    (folder / "study.yml").write_text(text.replace(old, new, 1), "utf-8")


def write_study(folder: Path) -> Path:
    """Write a study whose party b is hidden, with secrets in it, and markup and a formula for names."""
    folder.mkdir()
    files = {
        "study.yml": STUDY,
        "codebook.yml": CODEBOOK,
        "two.yml": FRAMEWORK,
        "end.csv": END,
        "logbook.csv": LOGBOOK,
        "corrections.csv": CORRECTIONS,
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    change(folder, "id: small\n", "id: small\nframework: two.yml\n")
    change(folder, "invited: 4", "invited: 6")
    change(folder, "  - {file: start.csv, wave: start}\n", "")
    change(folder, "da: Et lille projekt", 'da: "<script>alert(1)</script>"')
    change(folder, "da: Part A, en: Party A", 'da: "=HYPERLINK(1)", en: Part A')
    return folder


@pytest.fixture(autouse=True)
def owner(monkeypatch):
    monkeypatch.setenv("LOGNAME", OWNER)


@pytest.fixture
def planted(tmp_path):
    (tmp_path / FOLDER).mkdir()
    return write_study(tmp_path / FOLDER / "study")


def told(texts: dict[str, str], *more: str) -> list[tuple[str, str]]:
    """Return each secret, and each name or folder of whoever ran it, with where it stands."""
    secrets = (*SECRETS, OWNER, FOLDER, *more)
    return [(place, secret) for place, text in texts.items() for secret in secrets if secret in text]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A report in Danish."""
    base = tmp_path_factory.mktemp(FOLDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGNAME", OWNER)
        return report(write_study(base / "study"), base / "out")


def report(folder: Path, out: Path, *more: str) -> Path:
    result = CliRunner().invoke(cli, ["report", str(folder), "--out", str(out), *more])
    assert result.exit_code == 0, result.output
    return out


def texts_of(out: Path) -> dict[str, str]:
    files = [path for path in out.rglob("*") if path.is_file()]
    return {place: text for path in files for place, text in texts_in(path.name, path.read_bytes()).items()}


def texts_in(name: str, content: bytes) -> dict[str, str]:
    """Return all text in a file: a zip's members, the data in a page's links, the notes in a picture."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
        return {at: text for member, data in members.items() for at, text in texts_in(member, data).items()}
    if content.startswith((b"\x89PNG", b"%PDF")):
        return _unpacked(name, content)
    linked = re.compile(rb"base64,([A-Za-z0-9+/=]+)")
    text = linked.sub(b"", content).decode("utf-8", errors="replace")
    found = {name: PLACES.sub("", text) if name.endswith((".svg", ".html")) else text}
    for at, data in enumerate(linked.findall(content)):
        found |= texts_in(f"{name}#{at}", base64.b64decode(data))
    return found


def _unpacked(name: str, content: bytes) -> dict[str, str]:
    """Return the readable parts of a picture or PDF, as they lie and unpacked."""
    texts = re.findall(rb"(?:tEXt|iTXt)([^\x89]{3,4000}?)(?:IDAT|IEND|pHYs)", content, re.DOTALL)
    parts = [*texts, *re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)]
    for packed in re.finditer(rb"zTXt[^\x00]*\x00\x00|iTXt[^\x00]*\x00\x01", content):
        parts.append(zlib.decompressobj().decompress(content[packed.end() :]))
    return {f"{name}@{at}": part.decode("latin-1") for at, part in enumerate(parts)}


COMMANDS = {
    "check": ["{study}", "--json"],
    "demo": ["--out", "{out}"],
    "map": ["{study}"],
    "new": ["{out}", "--from", "{study}/end.csv"],
    "notebooks": ["{study}", "--to", "{out}", "--no-open"],
    "quotes": ["{study}", "--out", "{out}"],
    "report": ["{study}", "--out", "{out}", "--also", "word", "--also", "slides"],
    "run": ["{study}", "--out", "{out}", "--notebook", "08"],
    "scope new": ["{study}"],
    "scope show": ["{study}", "--out", "{out}.docx"],
    "scope freeze": ["{study}"],
    "score": ["{study}", "--json"],
}


def test_every_command_is_run_with_the_network_shut():
    groups = {name: getattr(command, "commands", {}) for name, command in cli.commands.items()}
    assert set(COMMANDS) == {f"{name} {sub}".strip() for name, subs in groups.items() for sub in subs or [""]}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_opens_the_network_or_says_what_is_hidden(planted, tmp_path, monkeypatch, command):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a command opened the network")

    for place, name in ((socket.socket, "connect"), (socket, "create_connection"), (socket, "getaddrinfo")):
        monkeypatch.setattr(place, name, refuse)
    if command == "scope freeze":
        (planted / "scope.yml").write_text("schema: 1\n", "utf-8")
    if command == "demo":  # the sample study takes longer
        change(planted, "schema: 1\n", "schema: 1\nconsent: {a: yes, b: yes}\n")
        planted.rename(planted.with_name("roadworks"))
        planted = planted.with_name("roadworks")
        monkeypatch.setattr("evalkit.cli.sample_folder", lambda: planted.parent)
    before = {path.name for path in planted.iterdir()}
    arguments = [part.format(study=planted, out=tmp_path / "out") for part in COMMANDS[command]]
    told_by_hand = "Title\nPart A\n6\nPart B\n4\n\n1\nend\n2024-06-10\n" if command == "new" else "\n" * 99
    result = CliRunner().invoke(cli, [*command.split(), *arguments], input=told_by_hand)
    assert result.exit_code == 0, result.output
    if command != "check":  # which quotes odd cells to whoever loads the study
        assert [secret for secret in SECRETS if secret in result.output] == []
    made = [path for path in planted.iterdir() if path.name not in before]
    made += [path for path in tmp_path.glob("out/*") if path.name not in ("end.csv", "dialogue")]
    texts = {
        place: text
        for path in made
        if path.is_file()
        for place, text in texts_in(path.name, path.read_bytes()).items()
    }
    if command == "demo":  # which shows everything to the people in the room as well
        decks = {path.stem.rpartition("-")[2] for path in tmp_path.glob("out/*/*.pptx")}
        assert decks == {"rapport", "dialog"}
    else:
        assert told(without_the_way({place: SIZE.sub("", text) for place, text in texts.items()})) == []


def test_no_file_of_a_report_holds_what_is_hidden(written):
    assert {".html", ".xlsx", ".csv", ".json", ".svg", ".png"} <= {
        path.suffix for path in written.rglob("*.*")
    }
    assert told(texts_of(written)) == []


def test_whoever_loads_a_study_sees_what_the_report_leaves_out(planted, written):
    whole = " ".join(load_study(planted).said(mode="dialogue"))
    assert all(secret in whole for secret in ("RETTET99", "VALGT77"))
    page = (written / "report.html").read_text("utf-8")
    assert "række …: respondenten har trukket sig og er udeladt (…)" in page
    assert "kan rumme flere svar i en celle (som …)" in page


def test_no_slide_picture_or_document_holds_what_is_hidden(planted, tmp_path):
    study = load_study(planted)
    scores = ek.score_criteria(study)
    verdicts = ek.judge_criteria(scores, ek.triangulate(scores, study), labels=study)
    shown = ek.protect(verdicts, beside=scores)
    (tmp_path / "out").mkdir()
    for kind in ("png", "svg", "pdf", "pptx"):
        ek.save_chart(ek.plot_scorecard(shown, labels=study), tmp_path / f"out/card.{kind}", title="Kortet")
    ek.save_chart(
        ek.plot_profile(ek.protect(scores), labels=study), tmp_path / "out/profile.pptx", title="Profil"
    )
    answers = ek.protect(ek.count_answers(study), beside=scores)
    slide = Slide("Svarene", NativeLikert(answers[answers["item"] == "shared_start_1"], labels=study))
    ek.save_deck([slide], tmp_path / "out" / "svar.pptx")
    report_deck(study, tmp_path / "out" / "rapport.pptx")
    save_document(study, tmp_path / "out" / "rapport.docx")
    texts = texts_of(tmp_path / "out")
    assert any("notesSlide" in place for place in texts)
    assert any("Microsoft_Excel" in place for place in texts), "no data sheet in a native chart"
    for name in ("rapport.pptx", "rapport.docx", "card.svg"):
        assert any(
            place.startswith(name) and ("descr=" in text or "<desc" in text) for place, text in texts.items()
        )
    assert told(texts) == []


@pytest.mark.parametrize("name", ["rapport.pptx", "rapport.docx", "tables.xlsx", "card.pptx"])
def test_a_files_own_notes_name_the_kit_and_nobody_else(planted, written, tmp_path, name):
    study = load_study(planted)
    if name == "rapport.pptx":
        report_deck(study, tmp_path / name)
    elif name == "rapport.docx":
        save_document(study, tmp_path / name)
    elif name == "card.pptx":
        ek.save_chart(ek.plot_profile(ek.protect(ek.score_criteria(study)), labels=study), tmp_path / name)
    path = written / name if name == "tables.xlsx" else tmp_path / name
    core = texts_in(name, path.read_bytes())[f"{name}/docProps/core.xml"]
    people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)[^>]*>([^<]*)<", core)
    assert set(people) - {""} == {"evalkit"}


def test_a_dialogue_deck_has_no_keys_and_nothing_that_was_written_in_the_survey(planted, tmp_path):
    with pytest.raises(EvalkitError, match="a, b haven't consented"):
        dialogue_deck(load_study(planted), tmp_path / "deck.pptx")
    change(planted, "schema: 1\n", "schema: 1\nconsent: {a: yes, b: yes}\n")
    (tmp_path / "out").mkdir()
    texts = texts_of(dialogue_deck(load_study(planted), tmp_path / "out" / "deck.pptx").parent)
    slides = [text for place, text in texts.items() if re.search(r"lides/(notesS|s)lide\d+\.xml$", place)]
    assert len(slides) > 1
    assert all("Kun til drøftelse mellem parterne" in text for text in slides)
    assert not [place for place, text in texts.items() for secret in SECRETS[:2] if secret in text]


def test_a_notebook_and_its_page_for_the_room_say_whom_they_are_for_and_who_asked(planted, tmp_path):
    change(planted, "schema: 1\n", "schema: 1\nconsent: {a: yes, b: yes}\n")
    run_notebooks(planted, tmp_path / "out", only=["00"], parameters={"mode": "dialogue"})
    texts = texts_of(tmp_path / "out")
    for name in ("00_start_here.ipynb", "00_start_here.html"):
        assert "Kun til drøftelse mellem parterne - må ikke deles" in texts[name]
        assert re.search(rf"{OWNER} · \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d", texts[name])
    assert "@page { @top-left { content: " in texts["00_start_here.html"]


def test_no_notebook_nor_its_page_holds_what_is_hidden(planted, tmp_path):
    run_notebooks(planted, tmp_path / "out", only=["00", "01", "02", "03", "04", "05"])
    texts = {place: SIZE.sub("", text) for place, text in texts_of(tmp_path / "out").items()}
    assert {Path(place.split("#")[0]).suffix for place in texts} >= {".ipynb", ".html"}
    assert told(without_the_way(texts)) == []


def without_the_way(texts: dict[str, str]) -> dict[str, str]:
    """Leave out the way from a notebook to its study, which is in its parameters."""
    return {
        place: text.replace(f"../{FOLDER}/study", "").replace(f"../{FOLDER}", "")
        for place, text in texts.items()
    }


def test_no_notebook_is_run_for_the_room_without_consent(planted, tmp_path):
    with pytest.raises(EvalkitError, match="a, b haven't consented"):
        run_notebooks(planted, tmp_path / "out", only=["00"], parameters={"mode": "dialogue"})


def test_the_search_finds_what_is_shown(planted, tmp_path):
    change(planted, "schema: 1\n", "schema: 1\nconsent: {a: yes, b: yes}\n")
    texts = texts_of(report(planted, tmp_path / "out", "--mode", "dialogue", "--lang", "en"))
    assert {"tables.xlsx", "scores.csv"} <= {
        place.split("/")[0] for place, text in texts.items() if "58.3" in text
    }


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_a_workbook_or_csv_is_a_formula(tmp_path, start):
    table = pd.DataFrame({"study": ["s"], "text": [start], "n": [-3], "score": [-1.5]})
    for path in (
        save_csv(table, tmp_path / "a.csv"),
        save_csv(table, tmp_path / "b.csv", labels={"s": "S"}, excel=True),
    ):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = list(csv.reader(file, delimiter=";" if path.stem == "b" else ","))[1]
        assert cells[1] == "'" + start.replace("\r", "\n")
        assert cells[2:] in (["-3", "-1.5"], ["-3", "-1,5"])
    book = openpyxl.load_workbook(
        save_workbook({"scores": table.rename(columns={"n": "=1"})}, tmp_path / "a.xlsx", labels={"s": "S"})
    )
    cells = [cell for sheet in book for row in sheet for cell in row if str(cell.value)[:1] in "=+-@\t\r"]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert len(texts) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)  # it stays text when edited


def test_no_cell_of_a_report_is_a_formula(written):
    book = openpyxl.load_workbook(written / "tables.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    for path in written.glob("*.csv"):
        assert not re.search(r'(^|[;,]"?)[=@]', path.read_text("utf-8-sig"), re.MULTILINE)


def test_a_page_shows_markup_as_text(written):
    page = (written / "report.html").read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Nu</b>" not in page


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "link.csv"])
def test_a_path_in_study_yml_never_leaves_the_folder(planted, tmp_path, path):
    (tmp_path / "secret.csv").write_text(END, "utf-8")
    (planted / "link.csv").symlink_to(tmp_path / "secret.csv")
    change(planted, "file: end.csv", f"file: {path}")
    with pytest.raises(EvalkitError, match=r"study\.yml"):
        read_plan(planted)


LINKED = ("codebook.yml", "corrections.csv", "end.csv", "logbook.csv", "room.yml", "scope.yml", "scope.frozen.yml",
          "published", "published/2024.json", "two.yml")  # fmt: skip


@pytest.mark.parametrize("name", LINKED)
def test_no_file_of_a_study_is_a_link_out_of_its_folder(planted, tmp_path, name):
    change(planted, "schema: 1\n", "schema: 1\nconsent: {a: no, b: no}\n")
    (planted / "scope.yml").write_text("schema: 1\n", "utf-8")
    target = tmp_path / "elsewhere"
    if name == "published":
        target.mkdir()
    else:
        target.write_text("HEMMELIGTSVAR", "utf-8")
    (planted / name).parent.mkdir(exist_ok=True)
    (planted / name).unlink(missing_ok=True)
    (planted / name).symlink_to(target)
    with pytest.raises(EvalkitError, match="lies outside the study's folder") as caught:
        earlier_figures(load_study(planted))
    assert "HEMMELIG" not in str(caught.value)


@pytest.mark.parametrize("kind", ["surveys", "logbook"])
def test_no_member_of_a_folder_that_study_yml_names_is_a_link_out_of_it(planted, tmp_path, kind):
    (tmp_path / "elsewhere.csv").write_text(END, "utf-8")
    (planted / "many").mkdir()
    (planted / "many" / "dataset.csv").symlink_to(tmp_path / "elsewhere.csv")
    change(planted, *{"surveys": ("file: end.csv", "file: many"), "logbook": ("logbook.csv", "many")}[kind])
    with pytest.raises(EvalkitError, match=r"'many/dataset\.csv' lies outside the study's folder"):
        load_study(planted)


def test_yaml_builds_no_objects(planted):
    change(planted, "schema: 1\n", "schema: 1\nform: !!python/object/apply:os.system [id]\n")
    with pytest.raises(EvalkitError, match="this is not YAML"):
        load_study(planted)
