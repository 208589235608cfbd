"""The scope as a file: Markdown, Word, a page."""

import docx
import pytest

from evalkit.errors import EvalkitError
from evalkit.export.scopesheet import save_scope
from evalkit.framework import scope_questions


def labels(study):
    return {party.id: party.label for party in study.parties}


def test_markdown_has_every_question_and_answer(roadworks, tmp_path):
    text = save_scope(roadworks.scope, tmp_path / "scope.md", parties=labels(roadworks)).read_text("utf-8")
    assert all(f"## {question.text['da']}" in text for question in scope_questions())
    assert "- Fagmedarbejdere: To pladser at undersøge, 26-08-2016" in text


def test_markdown_is_written_over_a_sheet_and_over_no_other_text(roadworks, tmp_path):
    path = tmp_path / "logbook.md"
    path.write_text("# Logbog\n", "utf-8")
    with pytest.raises(EvalkitError, match=r"logbook\.md: this is another text"):
        save_scope(roadworks.scope, path)
    assert path.read_bytes() == b"# Logbog\n"
    for lang in ("da", "en"):
        sheet = save_scope(roadworks.scope, tmp_path / "scope.md", lang=lang)
    assert "Shall we do an investigation" in sheet.read_text("utf-8")


@pytest.mark.parametrize("filled", [True, False])
def test_every_file_of_the_sheet_says_the_same_and_leaves_each_party_a_line_to_sign_on(
    roadworks, tmp_path, filled
):
    given = roadworks.scope if filled else None
    text = save_scope(given, tmp_path / "s.md", parties=labels(roadworks)).read_text("utf-8")
    assert text.endswith(
        "---\n\nHR&OU: dato og underskrift:\n\n---\n\nFagmedarbejdere: dato og underskrift:\n"
    )
    word = docx.Document(str(save_scope(given, tmp_path / "s.docx", parties=labels(roadworks))))
    for row in word.tables[0].rows:
        question, answer = (cell.text.replace("\u2610", "[ ]") for cell in row.cells)
        assert f"## {question}" in text
        assert all(f"- {line}" in text for line in answer.splitlines())


@pytest.mark.parametrize("filled", [True, False])
def test_word_has_a_row_for_each_question(roadworks, tmp_path, filled):
    path = save_scope(
        roadworks.scope if filled else None, tmp_path / "s.docx", parties=labels(roadworks), lang="en"
    )
    table = docx.Document(str(path)).tables[0]
    assert [row.cells[0].text for row in table.rows] == [
        question.text["en"] for question in scope_questions()
    ]
    assert ("Tælleskema" in table.rows[8].cells[1].text) is filled


@pytest.mark.parametrize("filled", [True, False])
def test_both_parties_can_sign_and_no_mode_stands_on_it(roadworks, tmp_path, filled):
    given = roadworks.scope if filled else None
    word = docx.Document(str(save_scope(given, tmp_path / "s.docx", parties=labels(roadworks))))
    signed = [cell.text for cell in word.tables[1].rows[0].cells]
    assert signed == ["HR&OU: dato og underskrift", "Fagmedarbejdere: dato og underskrift"]
    drawing = save_scope(given, tmp_path / "s@a4.svg", parties=labels(roadworks)).read_text("utf-8")
    assert "visning" not in drawing
    assert signed[0].replace("&", "&amp;") in drawing


@pytest.mark.parametrize("name", ["empty.pdf", "empty@a4.png", "empty.pptx"])
def test_an_empty_sheet_is_a_page(tmp_path, name):
    assert save_scope(None, tmp_path / name).stat().st_size > 5_000


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(EvalkitError, match=".txt"):
        save_scope(None, tmp_path / "scope.txt")
