"""The command line says the library's words, ends in one message, and leaves the last good output alone."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from evalkit.cli import EXIT_CODES, cli, main

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
ROADWORKS = SAMPLES / "roadworks"


@pytest.fixture
def evalkit(capsys):
    """Run the command in this process; its code, what it said and what it complained about."""
    show, handler = warnings.showwarning, signal.getsignal(signal.SIGTERM)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return SimpleNamespace(code=ended.value.code or 0, said=said.out, complained=said.err)

    yield run
    warnings.showwarning = show
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def broken(tmp_path):
    """A copy of roadworks to break."""
    folder = tmp_path / "broken"
    shutil.copytree(ROADWORKS, folder)
    return folder


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_help_names_every_command_and_what_it_does(evalkit):
    said = evalkit("--help").said
    for name, command in cli.commands.items():
        assert name in said
        assert command.help.split(".")[0][:40] in said


def test_help_documents_the_exit_codes(evalkit):
    said = evalkit("--help").said
    assert all(line.strip() in said for line in EXIT_CODES.splitlines()[1:])


def test_every_option_has_a_help_text():
    options = [
        (name, p) for name, c in cli.commands.items() for p in c.params if p.param_type_name == "option"
    ]
    assert options
    assert not [(name, option.name) for name, option in options if not option.help]


def test_help_loads_nothing_heavy():
    code = "import sys; from evalkit.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    modules = set(loaded.splitlines()[-1].replace("'", "").strip("[]").split(", "))
    assert "click" in modules
    assert not modules & {"pandas", "numpy", "matplotlib", "yaml", "rich", "jinja2", "openpyxl"}


def test_a_command_that_is_not_understood_ends_with_2(evalkit):
    assert evalkit("raport", ROADWORKS).code == 2
    assert evalkit("report", ROADWORKS, "--lang", "sv").code == 2


def test_a_study_that_is_not_there_ends_with_1_and_one_message(evalkit):
    result = evalkit("report", "no/such/study")
    assert result.code == 1
    assert "there is no such folder" in result.complained
    assert "Traceback" not in result.complained


def test_the_report_is_written_where_it_says(evalkit, tmp_path):
    result = evalkit("report", SAMPLES / "rain_yard", "--out", tmp_path / "out", "--excel")
    assert (result.code, result.complained) == (0, "")
    assert Path(result.said.strip()) == tmp_path / "out" / "report.html"
    assert Path(result.said.strip()).is_file()
    assert (tmp_path / "out" / "scores.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_word_report_and_slides_stand_beside_the_page_if_asked_for(evalkit, tmp_path):
    out = tmp_path / "out"
    asked = ("--also", "word", "--also", "slides")
    result = evalkit("report", SAMPLES / "rain_yard", "--out", out, *asked)
    assert (result.code, result.complained) == (0, "")
    assert {"report.html", "report.docx", "rain_yard-rapport.pptx"} <= {path.name for path in out.iterdir()}


def test_dialogue_mode_needs_consent(evalkit, broken, tmp_path):
    replace(broken / "study.yml", "staff: yes", "staff: no")
    result = evalkit("report", broken, "--mode", "dialogue", "--out", tmp_path / "out")
    assert result.code == 1
    assert "staff hasn't consented" in result.complained
    assert not (tmp_path / "out").exists()


def test_check_says_that_nothing_is_wrong(evalkit):
    result = evalkit("check", ROADWORKS)
    assert result.code == 0
    assert "nothing is wrong" in result.said


def test_check_says_everything_that_is_wrong(evalkit, broken):
    replace(broken / "logbook.csv", "supports", "suports")
    (broken / "survey_mid.csv").write_text("", encoding="utf-8")
    result = evalkit("check", broken)
    assert result.code == 1
    assert "logbook.csv" in result.said
    assert "survey_mid.csv" in result.said
    assert "2 things are wrong" in result.said


def test_check_answers_in_json(evalkit, broken):
    replace(broken / "study.yml", "schema: 1", "schema: 9")
    result = evalkit("check", broken, "--json")
    found = json.loads(result.said)
    assert (result.code, found["ok"]) == (1, False)
    assert found["problems"][0]["where"].startswith("study.yml")
    assert set(found["problems"][0]) == {"where", "wrong", "do"}


def test_score_shows_verdicts_after_the_gate(evalkit):
    said = evalkit("score", ROADWORKS).said
    assert "Rapportvisning" in said or "rapportvisning" in said
    assert "Tæt dialog: opfyldt" in said


def test_score_says_the_word_where_there_is_no_number(evalkit):
    said = evalkit("score", ROADWORKS.with_name("library_youth")).said
    # respect: six of the youth council answered, at 83 and too alike for a number; management support: three did
    assert "(Biblioteket skjult (færre end 5 svar); Ungerådet høj (over 70))" in said
    assert "for spinkelt grundlag (Biblioteket skjult (færre end 5 svar); Ungerådet midt)" in said


def test_score_answers_in_json(evalkit):
    found = json.loads(evalkit("score", ROADWORKS, "--json").said)
    assert (found["study"], found["mode"]) == ("roadworks", "report")
    assert len(found["verdicts"]) == 40
    assert not any("loo" in row for row in found["scores"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Linux and macOS")
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_the_last_good_output(tmp_path, how, code):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text("the last good one", encoding="utf-8")
    command = [sys.executable, "-m", "evalkit", "report", str(ROADWORKS), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    _wait_for_draft(tmp_path, process)
    process.send_signal(how)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in complained
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "manifest.json").read_text("utf-8") == "the last good one"


def _wait_for_draft(folder, process):
    for _ in range(1200):
        if process.poll() is not None or len(list(folder.iterdir())) > 1:
            return
        time.sleep(0.05)
    raise TimeoutError("the run never began to write")


def test_a_bar_shows_only_on_a_terminal_and_after_a_second(monkeypatch, capsys):
    from evalkit.cli import progress

    with progress.progress() as step:
        step("Regner", 0, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "PATIENCE", -1)
    with progress.progress() as step:
        step("Regner", 1, 2)
        time.sleep(0.2)
    assert "Regner" in capsys.readouterr().err
