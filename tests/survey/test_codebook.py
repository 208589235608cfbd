"""codebook.yml: what the analyst knows is laid over what the export says."""

import json
from importlib import resources

import pytest
import yaml

from evalkit.errors import EvalkitError
from evalkit.survey import draft_codebook, item_values, read_survey

BOOK = """
fields:
  - name: shared_start_1
    aliases: ["ENIGHED ", gammelt navn]
    scale: agree5
    evalkit: {criterion: before.shared_start, reverse: true}
  - name: part
    aliases: [afdeling]
    evalkit: {party: {HR: hrou, "Faglige medarbejdere": staff}}
  - name: alder
    missingValues: [{value: 99, label: vil ikke sige det, state: skipped}]
  - name: kanaler
    separator: ","
    categories: [Møder, "Mail, chat", Telefon]
"""
DATA = 'afdeling;Enighed;alder;kanaler;id\nHR;Enig;34;"Møder, Mail, chat";a\nfaglige  medarbejdere;HELT ENIG;99;Telefon;b\nHR;;41;;c\n'


@pytest.fixture
def study(tmp_path):
    (tmp_path / "survey.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "codebook.yml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def test_fields_are_found_by_alias_whatever_the_case_and_blanks(study):
    survey = read_survey(study / "survey.csv", study / "codebook.yml")
    book = survey.codebook.set_index("name")
    assert book.loc["shared_start_1", ["criterion", "reverse", "scale"]].tolist() == [
        "before.shared_start",
        True,
        "agree5",
    ]
    assert item_values(survey, "shared_start_1")[["row", "position", "points"]].values.tolist() == [
        [2, 3, 5],
        [3, 4, 5],
    ]


def test_labels_of_parties_become_their_ids(study):
    survey = read_survey(study / "survey.csv", study / "codebook.yml")
    assert survey.labelled()["part"].tolist() == ["hrou", "staff", "hrou"]
    assert survey.codebook.set_index("name").loc["part", "role"] == "party"


def test_missing_values_and_options_with_a_comma(study):
    survey = read_survey(study / "survey.csv", study / "codebook.yml")
    assert survey.states["alder"].tolist() == ["answered", "skipped", "answered"]
    assert survey.data["alder"].mean() == 37.5
    assert survey.data["kanaler[Mail, chat]"].tolist()[:2] == [True, False]
    assert survey.states["kanaler[Telefon]"].tolist()[2] == "skipped"


def test_categories_without_don_t_know_don_t_make_it_an_answer(export, tmp_path):
    words = ["Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig"]
    categories = [{"value": n, "label": word} for n, word in enumerate(words, 1)]
    path, book = export("surveyxact-semicolon"), tmp_path / "book.yml"
    book.write_text(yaml.safe_dump({"fields": [{"name": "v_1", "categories": categories}]}), encoding="utf-8")
    survey = read_survey(path, book)
    assert survey.states["v_1"].tolist() == ["answered", "answered", "dont_know"]
    assert survey.missing["label"].tolist() == ["Ved ikke"]


def test_a_codebook_beside_the_file_is_not_picked_up_by_itself(study):
    assert "Enighed" in read_survey(study / "survey.csv").data


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("fields: [{name: a, evalkit: {criterium: x}}]", r"column 'a': 'criterium' is not one of"),
        ("fields: [{name: a, type: int}]", r"'int' is not one of"),
        ("fields: [{name: a}, {name: b, aliases: [A]}]", r"'a' names both a and b"),
        (
            "fields: [{name: a, missingValues: [{value: 1, state: dontknow}]}]",
            r"'dontknow' is not one of dont_know",
        ),
        (
            "fields: [{name: a, evalkit: {reverse: 'nej'}}]",
            r"column 'a': reverse is 'nej'. Write reverse: true or",
        ),
        ("fields: [{name: a, categories: [x, y, x]}]", r"column 'a': the answer 'x' is there twice"),
        ("fields: {a: 1}", r"'fields' is not a list"),
        (
            "fields: [{name: id, aliases: [alder]}, {name: x, evalkit: {party: true, wave: true}}]",
            r"both party and wave",
        ),
    ],
)
def test_a_wrong_codebook_says_where(study, text, match):
    (study / "codebook.yml").write_text(text, encoding="utf-8")
    with pytest.raises(EvalkitError, match=match):
        read_survey(study / "survey.csv", study / "codebook.yml")


def test_the_draft_asks_for_what_only_a_person_knows(export):
    draft = draft_codebook(export("plain"))
    assert "which scale?" not in draft.split("name: enighed")[1].split("- name")[0]
    assert "# evalkit: {item: , criterion: }" in draft
    assert yaml.safe_load(draft)["fields"][0]["name"] == "id"


def test_the_schema_knows_every_key_that_the_reader_knows():
    from evalkit.survey import codebook

    schema = json.loads(
        resources.files("evalkit").joinpath("schemas", "codebook.schema.json").read_text("utf-8")
    )
    field = schema["$defs"]["field"]["properties"]
    assert set(schema["properties"]) == set(codebook._TOP)
    assert set(field) == set(codebook._FIELD)
    assert set(field["evalkit"]["properties"]) == set(codebook._BLOCK)
    assert set(field["type"]["enum"]) == set(codebook._TYPES)
