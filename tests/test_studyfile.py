import datetime as dt

import pytest

from evalkit.errors import EvalkitError
from evalkit.studyfile import read_plan

MINIMAL = """
schema: 1
id: roadworks
title: {da: Vejarbejde, en: Road works}
parties:
  hrou: {label: HR&OU, role: evaluator, invited: 6}
  staff: {label: {da: Fagmedarbejdere, en: Domain staff}, role: domain, invited: {start: 14, end: unknown}}
waves: {start: 2016-08-15, end: 2016-11-28}
surveys:
  - {file: start.csv, wave: start}
  - {file: end.csv, wave: end, party: staff}
consent: {hrou: yes, staff: no}
"""


@pytest.fixture
def plan(tmp_path):
    """Write study.yml, one text of it changed, and read it."""

    def write(old="", new=""):
        (tmp_path / "study.yml").write_text(MINIMAL.replace(old, new, 1) if old else MINIMAL, "utf-8")
        for name in ("start.csv", "end.csv"):
            (tmp_path / name).write_text("a\n1\n", "utf-8")
        return read_plan(tmp_path)

    return write


def test_a_plan_holds_what_the_file_says(plan):
    plan = plan()
    assert [party.id for party in plan.parties] == ["hrou", "staff"]
    assert plan.parties[0].invited == {"start": 6, "end": 6}
    assert plan.parties[1].invited == {"start": 14, "end": None}
    assert [(wave.id, wave.date) for wave in plan.waves] == [
        ("start", dt.date(2016, 8, 15)),
        ("end", dt.date(2016, 11, 28)),
    ]
    assert [survey.wave for survey in plan.surveys] == ["start", "end"]
    assert plan.consent == {"hrou": True, "staff": False}


def test_waves_are_put_in_order_of_their_dates_and_have_danish_names(plan):
    plan = plan("waves: {start: 2016-08-15, end: 2016-11-28}", "waves: {end: 2016-11-28, start: 2016-08-15}")
    assert [wave.id for wave in plan.waves] == ["start", "end"]
    assert plan.waves[0].label == {"da": "førmåling", "en": "start"}


def test_a_date_may_stand_in_quotes(plan):
    assert plan("end: 2016-11-28", "end: '2016-11-28'").waves == plan().waves


def test_a_wave_of_another_name_can_say_which_stage_it_is(plan):
    plan = plan("end: 2016-11-28}", "end: {date: 2016-11-28, label: Slut, stage: end}}")
    assert (plan.waves[1].label, plan.waves[1].stage) == ("Slut", "end")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("invited: 6", "invited: -6", r"parties.hrou.invited.start'?: -6 is not a number of invited people"),
        ("invited: 6", "invited: six", "'six' is not a number of invited people"),
        ("invited: 6", "invited: {strt: 6}", "'strt' is not one of start, end .did you mean start"),
        ("role: domain", "role: boss", "'boss' is not one of evaluator, domain, other"),
        ("end: 2016-11-28", "end: null", "waves.end'?: the wave has no date .found None"),
        ("end: 2016-11-28", "end: november", "the wave has no date .found 'november'"),
        ("end: 2016-11-28", "end: '2016-13-28'", "the wave has no date .found '2016-13-28'"),
        ("end: 2016-11-28", "end: 2016-08-15", "have the same date 2016-08-15"),
        ("end: 2016-11-28", "end: 2015-11-28", "the waves' dates run backwards"),
        ("wave: start}", "wave: strat}", "'strat' is not one of start, end"),
        ("party: staff", "party: stuff", "'stuff' is not one of hrou, staff"),
        ("file: end.csv", "file: slut.csv", "there is no file 'slut.csv'. Put it in the folder, or name one"),
        ("file: end.csv", "file: ../end.csv", "lies outside the study's folder"),
        ("file: end.csv", "file: /etc/hostname", "lies outside the study's folder"),
        ("file: end.csv", "file: 7", "7 is not a file's name"),
        ("id: roadworks", "id: ../up", "'../up' can't be an id"),
        ("schema: 1", "schema: 2", "schema 2 is not known"),
        ("staff: no", "staff: perhaps", "'perhaps' is neither yes nor no"),
        ("staff: no", "stuff: no", "'stuff' is not one of hrou, staff"),
        ("surveys:", "survey:", "'survey' is not one of"),
        ("waves: {start: 2016-08-15, end: 2016-11-28}", "waves: []", "no wave is given"),
        ("id: roadworks\n", "", "'id' is missing"),
        ("title: {da: Vejarbejde, en: Road works}", "framework: none.yml", "there is no file 'none.yml'"),
    ],
)
def test_what_is_wrong_in_a_study_file_is_said(plan, old, new, message):
    with pytest.raises(EvalkitError, match=message) as caught:
        plan(old, new)
    assert str(caught.value).startswith("study.yml")


def test_a_link_out_of_the_folder_is_refused(plan, tmp_path):
    outside = tmp_path.parent / "outside.csv"
    outside.write_text("a\n1\n")
    plan()
    (tmp_path / "end.csv").unlink()
    (tmp_path / "end.csv").symlink_to(outside)
    with pytest.raises(EvalkitError, match="lies outside the study's folder"):
        read_plan(tmp_path)


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(EvalkitError, match="there is no such folder"):
        read_plan(tmp_path / "none")
    with pytest.raises(EvalkitError, match="there is no study.yml in this folder"):
        read_plan(tmp_path)
