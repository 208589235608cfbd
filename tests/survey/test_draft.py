"""A drafted codebook reads back the same survey, whatever the export: every value, state, label and meaning."""

import csv
import json
from importlib import resources

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalkit.survey import draft_codebook, read_survey

FIXTURES = [
    "plain", "limesurvey", "qualtrics", "googleforms", "surveymonkey", "alchemer", "eusurvey", "kobo", "redcap",
    "enalyzer", "msforms", "spss", "stata", "surveyxact-semicolon", "surveyxact-comma", "surveyxact-tab",
    "surveyxact-zip", "surveyxact-workbook", "redcap-folder", "kobo-folder", "limesurvey-folder",
]  # fmt: skip
REAL = [
    "limesurvey/ssi_rse_2016_uk_public_data.csv", "limesurvey/ssi_rse_2017_uk_public_data.csv",
    "surveyxact/ex_survey2_semicolon_ansi", "surveymonkey/StarWars.csv", "qualtrics/sample_3header_de.csv",
    "kobo/transportation_all.csv", "spss/pyreadstat_sample_missing.sav",
]  # fmt: skip
MEANING = ["name", "source", "title", "type", "scale", "values", "missing", "group", "ordered"]


def check(path, folder):
    """Read an export with and without its draft and compare all there is."""
    (folder / "draft.yml").write_text(draft_codebook(path), encoding="utf-8")
    before, after = read_survey(path), read_survey(path, folder / "draft.yml")
    assert list(before.data) == list(after.data)
    for name in before.data:
        assert before.data[name].equals(after.data[name]), name
        assert (before.states[name] == after.states[name]).all(), name
    labels = [survey.labelled(missing=True) for survey in (before, after)]
    assert labels[0].astype(str).equals(labels[1].astype(str))
    books = [survey.codebook[MEANING].to_dict("records") for survey in (before, after)]
    assert books[0] == books[1]
    assert [list(row["values"]) for row in books[0]] == [list(row["values"]) for row in books[1]]


@pytest.mark.parametrize("name", FIXTURES)
def test_every_format(name, export, tmp_path):
    check(export(name), tmp_path)


@pytest.mark.parametrize("path", REAL)
def test_every_real_export(path, real, tmp_path):
    check(real(path), tmp_path)


ANSWERS = st.sampled_from(
    [
        ["Helt uenig", "Uenig", "Hverken/eller", "Enig", "Helt enig", "Ved ikke"],
        ["1 - Strongly agree", "2", "3 - Neutral", "4", "5 - Strongly disagree", "9 - N/A"],
        ["5 (meget)", "4", "3", "2", "1 (lidt)"],
        ["trifft zu", "Trifft eher zu", "keine Angabe", ""],
        ["aldrig nogensinde", "en gang imellem", "tit og ofte", "Vet ej"],
        ["Ja", "Nej", "Ønsker ikke at svare"],
        ["1", "2", "7", "99", "na"],
        ["1,5", "2,25", "-3"],
        ["05-01-2024", "31-12-2024"],
        ["007", "12", "N/A"],
        ["No", "Yes", "null", "true"],
        ["a: b", "- c", "#d", "{e}", "'f'", '"g"'],
    ]
)
COLUMNS = st.lists(
    ANSWERS.flatmap(lambda pool: st.lists(st.sampled_from(pool), min_size=6, max_size=6)),
    min_size=1,
    max_size=4,
)


@given(columns=COLUMNS)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
def test_any_answers(columns, tmp_path):
    path = tmp_path / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", *(f"q{n}" for n in range(len(columns)))])
        writer.writerows([n, *row] for n, row in enumerate(zip(*columns, strict=True), 1))
    check(path, tmp_path)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_draft_is_what_the_schema_allows(name, export):
    jsonschema = pytest.importorskip("jsonschema")
    text = resources.files("evalkit").joinpath("schemas", "codebook.schema.json").read_text("utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(text))
    draft = yaml.safe_load(draft_codebook(export(name)))
    assert [error.message for error in validator.iter_errors(draft)] == []


def test_its_comments_are_in_either_language(export):
    path = export("plain")
    assert "# A first draft, made from plain.csv" in draft_codebook(path)
    danish = draft_codebook(path, lang="da")
    assert "# Et første udkast, lavet ud fra plain.csv" in danish
    assert "# hvilken skala? svarene går fra 29 til 41" in danish
    assert yaml.safe_load(danish) == yaml.safe_load(draft_codebook(path))


def test_questions_asked_twice_and_rankings(tmp_path):
    """Columns that share a heading are told apart by their names alone."""
    lines = ["ID,Start time,Completion time,Email,Name,Rangordn,Hvad?,Hvad?"]
    answers = ['Tid;Pris;,"A;B;",x', 'Pris;Tid;,"A;",y', 'Tid;Pris;,"B;",x']
    lines += [f"{n},7/27/26 19:06:23,7/27/26 19:17:10,,,{answer}" for n, answer in enumerate(answers)]
    path = tmp_path / "svar.csv"
    path.write_text("\n".join(lines), "utf-8")
    check(path, tmp_path)
