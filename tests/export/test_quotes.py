"""Each person is asked about her own words, and about nobody else's."""

import pytest
from click.testing import CliRunner

from evalkit.cli import cli
from evalkit.errors import EvalkitError
from evalkit.export.quotes import save_quotes
from evalkit.study import load_study
from tests.test_security import write_study

LOGBOOK = (
    "entry;dato;forfatter;part;type;tekst;kriterium;holdning;samtykke\n"
    "L1;10-01-2024;P01;a;møde;Vi kom i gang.;before.shared_start;støtter;\n"
    "L2;11-01-2024;P01;a;note;Det gik trægt.;during.dialogue;taler imod;ja\n"
    "L3;12-01-2024;P02;b;note;HEMMELIGT.;during.dialogue;taler imod;nej\n"
    "L4;13-01-2024;P02;b;note;Skriv bare dette.;during.dialogue;støtter;\n"
    "L5;14-01-2024;P03;b;note;ALDRIG.;during.dialogue;støtter;nej\n"
)


@pytest.fixture
def folder(tmp_path):
    folder = write_study(tmp_path / "study")
    (folder / "logbook.csv").write_text(LOGBOOK, "utf-8")
    return folder


def test_a_list_for_each_person_who_has_not_said_no(folder, tmp_path):
    files = save_quotes(load_study(folder), tmp_path / "out")
    assert [path.name for path in files] == ["P01.txt", "P02.txt"]
    first, second = (path.read_text("utf-8-sig") for path in files)
    assert "Vi kom i gang." in first
    assert "Det gik trægt." in first
    assert "Skriv bare dette." not in first
    assert "HEMMELIGT" not in second + first
    assert not [text for text in ("10-01", "2024", "Part B", "P02") if text in first]


def test_what_it_would_stand_under_and_what_was_said_before(folder, tmp_path):
    path = save_quotes(load_study(folder), tmp_path / "out", lang="en")[0]
    lines = path.read_text("utf-8-sig").splitlines()
    assert "L1   Shared starting point" in [line.replace("Before · ", "") for line in lines]
    assert lines[lines.index("    Vi kom i gang.") + 1] == "    [ ] yes   [ ] no"
    assert lines[lines.index("    Det gik trægt.") + 1].startswith("    [x] yes (said before")


def test_the_command_writes_them_again_over_its_own(folder, tmp_path):
    for _ in range(2):
        result = CliRunner().invoke(cli, ["quotes", str(folder), "--out", str(tmp_path / "out")])
        assert result.exit_code == 0, result.output
    assert [line.rsplit("/", 1)[1] for line in result.output.split()] == ["P01.txt", "P02.txt"]


def test_nobody_to_ask_is_said(folder, tmp_path):
    (folder / "logbook.csv").write_text(LOGBOOK.replace(";\n", ";nej\n").replace(";ja\n", ";nej\n"), "utf-8")
    with pytest.raises(EvalkitError, match="there is nothing to ask for"):
        save_quotes(load_study(folder), tmp_path / "out")
